//! From the flags to a model.

use crate::console::note;
use crate::flags::{ModelArgs, NamedModelArgs, ReadingArgs};
use crate::hints;
use crate::shown::Foreign;
use crate::source::check_file;
use feedforward::{Description, LoadOptions, Model, Network, Output, models};
use ndarray::{Array2, ArrayView1};
use std::path::Path;

/// What the built-in model is called.
pub(crate) const BUILT_IN: &str = "built in";

/// A model and where it is from.
#[derive(Debug)]
pub(crate) struct NamedModel {
    model: Model,
    /// The file, or "built in".
    name: Foreign<'static>,
}

impl NamedModel {
    /// Loads a file, or without one the built-in model, and prints its notes.
    pub(crate) fn load(path: Option<&Path>, reading: &ReadingArgs) -> anyhow::Result<Self> {
        let options = reading.options();
        let (model, name) = match path {
            Some(path) => {
                check_file(path)?;
                (Model::load_with(path, &options)?, Foreign::path(path).into_owned())
            }
            None => (Model::read_with(models::DIGITS, &options)?, Foreign::new(BUILT_IN)),
        };
        Ok(Self::new(model, name))
    }

    /// Names a model and prints its notes.
    pub(crate) fn new(model: Model, name: Foreign<'static>) -> Self {
        model.origin.notes.iter().map(hints::note).for_each(note);
        Self { model, name }
    }

    pub(crate) fn name(&self) -> &Foreign<'static> {
        &self.name
    }

    pub(crate) fn model(&self) -> &Model {
        &self.model
    }

    pub(crate) fn network(&self) -> &Network {
        &self.model.network
    }

    pub(crate) fn description(&self) -> &Description {
        &self.model.description
    }

    /// The name of a class: by the description, or else its number.
    pub(crate) fn class_name(&self, class: usize) -> Foreign<'static> {
        let name = self.model.description.labels.get(class).cloned();
        Foreign::new(name.unwrap_or_else(|| class.to_string()))
    }

    /// Whether the outputs are classes and not values: by the output function, or because they have names.
    pub(crate) fn classifies(&self) -> bool {
        let (network, has_names) = (self.network(), !self.description().labels.is_empty());
        let output = network.output();
        output == Output::Softmax || output.is_binary(network.outputs()) || has_names
    }

    /// What the network sees, if its inputs are a picture.
    pub(crate) fn picture(&self, x: ArrayView1<'_, f32>) -> Option<Array2<u8>> {
        let shape = match &self.model.description.input {
            Some(input) => <[usize; 2]>::try_from(&input.shape[..]).ok()?,
            // A file that does not say: MNIST's size.
            None if x.len() == 784 => [28, 28],
            None => return None,
        };
        let largest = 255.0 / self.description().divisor();
        let pixels = x.mapv(|v| (v.clamp(0.0, largest) / largest * 255.0).round() as u8);
        pixels.into_shape_with_order(shape).ok()
    }
}

impl ReadingArgs {
    pub(crate) fn options(&self) -> LoadOptions {
        LoadOptions {
            hidden: self.hidden,
            output: self.output,
            transpose: self.transpose.as_str().into(),
            ..LoadOptions::default()
        }
    }
}

impl NamedModelArgs {
    /// Loads the model and prints its notes.
    pub(crate) fn load(&self) -> anyhow::Result<NamedModel> {
        NamedModel::load(self.path(), self.reading())
    }
}

impl ModelArgs {
    /// Loads the model and prints its notes.
    pub(crate) fn load(&self) -> anyhow::Result<NamedModel> {
        NamedModel::load(self.model.as_deref(), &self.reading)
    }
}
