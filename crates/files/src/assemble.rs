//! From a file's arrays, and what it states beside them, to a network.

use crate::FileError;
use crate::array::{NamedArray, NamedArrays};
use crate::description::Description;
use crate::element::Element;
use crate::fault::DescriptionFault;
use crate::layer_order::order;
use crate::naming::{self, Entries, Named};
use crate::note::{NotFinite, Note};
use crate::options::LoadOptions;
use crate::orientation::{candidates, links, orient};
use crate::statement::Statement;
use crate::transpose::Orientation;
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2, ArrayD, Ix2};
use std::collections::{BTreeMap, HashMap};

/// A network, what is known of it, and what had to be assumed.
pub(crate) struct Assembled {
    pub(crate) network: Network,
    pub(crate) description: Description,
    pub(crate) notes: Vec<Note>,
}

/// Makes a network of a file's arrays.
pub(crate) fn assemble(
    file: &NamedArrays<'_>,
    options: &LoadOptions,
) -> Result<Assembled, FileError> {
    let mut notes = file.notes.clone();
    let mut named = naming::find(file)?;
    let stated = file.stated.as_ref().map_err(DescriptionFault::clone)?;
    if let Some(stated) = stated.layers().find(|&stated| stated != named.layers.len()) {
        let found = named.layers.len();
        return Err(DescriptionFault::LayerCount { stated, found }.into());
    }
    note_ignored(file, &named, &mut notes);
    let orientations = orientations(&mut named, stated, options, &mut notes)?;
    let lone = lone_biases(&named);
    let mut arrays = Vec::with_capacity(named.layers.len());
    let mut changes = Changes::default();
    for (entries, orientation) in named.layers.iter().zip(orientations) {
        arrays.push(layer(entries, orientation, &lone, &mut changes)?);
    }
    changes.note(&mut notes);
    check_sizes(stated, &arrays)?;
    let activations = activations(stated, options, arrays.len(), &mut notes);
    let output = output(stated, options, &mut notes);
    let layers = arrays
        .into_iter()
        .zip(activations)
        .map(|((weights, bias), activation)| Dense::new(weights, bias, activation))
        .collect::<Result<Vec<_>, _>>()?;
    let network = Network::new(layers, output)?;
    let description = stated.description.clone();
    description.check(&network)?;
    Ok(Assembled { network, description, notes })
}

fn note_ignored(file: &NamedArrays<'_>, named: &Named<'_, '_>, notes: &mut Vec<Note>) {
    let arrays = named.ignored.iter().map(|array| array.name());
    let names: Vec<_> = file.others.iter().map(String::as_str).chain(arrays).collect();
    if !names.is_empty() {
        notes.push(Note::Ignored { names: names.into_iter().map(String::from).collect() });
    }
}

/// Puts the layers into their order and finds the orientation of each matrix.
fn orientations(
    named: &mut Named<'_, '_>,
    stated: &Statement,
    options: &LoadOptions,
    notes: &mut Vec<Note>,
) -> Result<Vec<Orientation>, FileError> {
    let candidates = |named: &Named<'_, '_>, links: &[_]| {
        candidates(named, links, &options.transpose, stated.orientations.as_ref())
    };
    let links_in_file = links(named)?;
    let tried = candidates(named, &links_in_file)?;
    order(named, &links_in_file, &tried, notes)?;
    let links = links(named)?;
    orient(&links, candidates(named, &links)?, notes)
}

/// What was changed or missing in the layers' arrays, by the arrays' names.
#[derive(Default)]
struct Changes {
    converted: BTreeMap<&'static str, (Element, Vec<String>)>,
    not_finite: Vec<NotFinite>,
    without_bias: Vec<String>,
}

impl Changes {
    /// One note for each kind of change, however many arrays it touched.
    fn note(self, notes: &mut Vec<Note>) {
        for (from, names) in self.converted.into_values() {
            notes.push(Note::Converted { names, from });
        }
        if !self.not_finite.is_empty() {
            notes.push(Note::NotFinite { arrays: self.not_finite });
        }
        if !self.without_bias.is_empty() {
            notes.push(Note::BiasAssumed { names: self.without_bias });
        }
    }
}

/// The rows of real numbers that belong to no layer, by their length.
fn lone_biases<'f>(named: &Named<'f, '_>) -> HashMap<usize, &'f str> {
    let mut lone = HashMap::new();
    for array in &named.ignored {
        let is_real =
            matches!(array.element(), Element::F16 | Element::Bf16 | Element::F32 | Element::F64);
        if let ([length] | [1, length] | [length, 1], true) = (array.shape(), is_real) {
            lone.entry(*length).or_insert(array.name());
        }
    }
    lone
}

/// One layer's weights as `[inputs, outputs]` and its bias.
fn layer(
    entries: &Entries<'_, '_>,
    orientation: Orientation,
    lone: &HashMap<usize, &str>,
    changes: &mut Changes,
) -> Result<(Array2<f32>, Array1<f32>), FileError> {
    let weights = numbers(entries.weights, changes)?
        .into_dimensionality::<Ix2>()
        .expect("the chain was checked, so weights have two axes");
    let weights = match orientation {
        Orientation::InputsOutputs => weights,
        Orientation::OutputsInputs => weights.t().as_standard_layout().into_owned(),
    };
    let outputs = weights.ncols();
    let bias = match entries.bias {
        Some(bias) => Array1::from_vec(numbers(bias, changes)?.into_raw_vec_and_offset().0),
        None => {
            let name = entries.weights.name().to_owned();
            if let Some(&ignored) = lone.get(&outputs) {
                let (weights, ignored) = (name, ignored.to_owned());
                return Err(FileError::UnknownBias { weights, ignored, length: outputs });
            }
            changes.without_bias.push(name);
            Array1::zeros(outputs)
        }
    };
    Ok((weights, bias))
}

/// An array in f32; what that changed, and numbers that are not finite, are noted.
fn numbers(array: &NamedArray<'_>, changes: &mut Changes) -> Result<ArrayD<f32>, FileError> {
    let values = array.to_f32()?;
    let element = array.element();
    if element != Element::F32 {
        let (_, names) = changes.converted.entry(element.name()).or_insert((element, Vec::new()));
        names.push(array.name().to_owned());
    }
    let count = values.iter().filter(|value| !value.is_finite()).count();
    if count > 0 {
        changes.not_finite.push(NotFinite { name: array.name().to_owned(), count });
    }
    Ok(values)
}

/// Checks that the file speaks of the layers that are there.
fn check_sizes(
    stated: &Statement,
    arrays: &[(Array2<f32>, Array1<f32>)],
) -> Result<(), DescriptionFault> {
    let Some(stated) = &stated.sizes else {
        return Ok(());
    };
    let found: Vec<_> = arrays.iter().map(|(weights, _)| weights.dim()).collect();
    if *stated != found {
        return Err(DescriptionFault::Layers { stated: stated.clone(), found });
    }
    Ok(())
}

/// Each layer's activation: the options' one, else the file's, else sigmoid; none after the last,
/// unless the file states one.
fn activations(
    stated: &Statement,
    options: &LoadOptions,
    layers: usize,
    notes: &mut Vec<Note>,
) -> Vec<Activation> {
    let last = layers.saturating_sub(1);
    let Some(stated) = &stated.activations else {
        let hidden = options.hidden.unwrap_or(Activation::Sigmoid);
        if options.hidden.is_none() && last > 0 {
            notes.push(Note::ActivationsAssumed { hidden });
        }
        let mut all = vec![hidden; last];
        all.push(Activation::Identity);
        return all;
    };
    let mut chosen = stated.clone();
    if let Some(hidden) = options.hidden {
        chosen[..last].fill(hidden);
        if chosen != *stated {
            let stated = stated[..last].to_vec();
            notes.push(Note::ActivationsReplaced { hidden, stated });
        }
    }
    chosen
}

/// The output: the options' one, else the file's, else softmax.
fn output(stated: &Statement, options: &LoadOptions, notes: &mut Vec<Note>) -> Output {
    match (options.output, stated.output) {
        (Some(output), Some(stated)) if output != stated => {
            notes.push(Note::OutputReplaced { output, stated });
            output
        }
        (Some(output), _) | (None, Some(output)) => output,
        (None, None) => {
            let output = Output::Softmax;
            notes.push(Note::OutputAssumed { output });
            output
        }
    }
}
