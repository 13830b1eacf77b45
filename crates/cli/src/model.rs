//! From the flags to a model.

use crate::args::{ModelArgs, ReadingArgs};
use crate::console::{note, printable};
use feedforward::files::{self, LoadOptions, Model, Transpose};
use feedforward::models;
use std::path::Path;

/// A model and where it is from.
#[derive(Debug)]
pub(crate) struct NamedModel {
    pub(crate) model: Model,
    /// The file, or "built in".
    pub(crate) name: String,
}

impl NamedModel {
    /// Loads a file, or without one the built-in model, and passes its notes on.
    pub(crate) fn load(path: Option<&Path>, reading: &ReadingArgs) -> anyhow::Result<Self> {
        let options = reading.options();
        let (model, name) = match path {
            Some(path) => {
                (files::load(path, &options)?, printable(&path.display().to_string()).into_owned())
            }
            None => (files::read(models::DIGITS, &options)?, "built in".to_owned()),
        };
        for text in &model.origin.notes {
            note(text);
        }
        Ok(Self { model, name })
    }

    /// Pixels, light ink on dark as MNIST has them, as this network's inputs: the way its
    /// description says, or from 0 to 1 if it says nothing.
    pub(crate) fn input(&self, pixel: u8) -> f32 {
        let input = self.model.description.input.as_ref();
        let pixel = match input.and_then(|input| input.ink) {
            Some(files::Ink::DarkOnLight) => 255 - pixel,
            _ => pixel,
        };
        self.number(pixel)
    }

    /// A byte as a number, by the description's scale and whatever it shows.
    pub(crate) fn number(&self, byte: u8) -> f32 {
        f32::from(byte) / self.divisor()
    }

    /// By what bytes are divided.
    pub(crate) fn divisor(&self) -> f32 {
        match self.model.description.input.as_ref().map(|input| input.scale) {
            Some(files::Scale::Byte) => 1.0,
            _ => 255.0,
        }
    }
}

impl ReadingArgs {
    pub(crate) fn options(&self) -> LoadOptions {
        let transpose = match self.transpose.as_str() {
            "auto" => Transpose::Auto,
            "none" => Transpose::None,
            "all" => Transpose::All,
            names => {
                Transpose::Named(names.split(',').map(|name| name.trim().to_owned()).collect())
            }
        };
        LoadOptions {
            hidden: self.hidden,
            output: self.output,
            transpose,
            ..LoadOptions::default()
        }
    }
}

impl ModelArgs {
    /// Loads the model and passes its notes on.
    pub(crate) fn load(&self) -> anyhow::Result<NamedModel> {
        NamedModel::load(self.model.as_deref(), &self.reading)
    }
}

/// The name of a class: its label, or its number where the model has no labels.
pub(crate) fn class_name(model: &Model, class: usize) -> String {
    model.description.labels.get(class).cloned().unwrap_or_else(|| class.to_string())
}
