//! What our own files say of a network beside its numbers.

use std::collections::BTreeMap;

use feedforward_network::{Activation, Network, Output};
use serde::{Deserialize, Serialize};

use crate::quote::quote;
use crate::{FileError, Model};

/// The number of the newest description that is understood, and the one that is written.
const FORMAT: u64 = 1;

/// What a person or program should know about a network that its numbers do not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// The name of each class, in the order of the outputs; empty if it has none.
    pub labels: Vec<String>,
    /// How an input is prepared; `None` if that is not known.
    pub input: Option<Input>,
    /// Where the network came from: data set, command, seed, accuracy and the like.
    pub provenance: BTreeMap<String, String>,
}

/// How an input is prepared for the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The shape of one example before it is flattened, such as `[28, 28]`.
    pub shape: Vec<usize>,
    /// How a byte of the example becomes a number.
    pub scale: Scale,
    /// What is drawn on what; `None` if the examples are no pictures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ink: Option<Ink>,
}

impl Input {
    /// MNIST's pictures, normalised: 28 x 28, light ink on dark, bytes divided by 255.
    pub fn mnist() -> Self {
        Self { shape: vec![28, 28], scale: Scale::Unit, ink: Some(Ink::LightOnDark) }
    }
}

/// How a byte of an example becomes a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    /// Divided by 255, so that it lies between 0 and 1.
    #[serde(rename = "u8 / 255")]
    Unit,
    /// As it is, between 0 and 255.
    #[serde(rename = "u8")]
    Byte,
}

/// What is drawn on what.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Ink {
    /// Light strokes on a dark ground, as in MNIST.
    #[serde(rename = "light on dark")]
    LightOnDark,
    /// Dark strokes on a light ground, as on paper.
    #[serde(rename = "dark on light")]
    DarkOnLight,
}

/// The JSON object, its fields in the order in which they are written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    format: u64,
    layers: Vec<Layer>,
    output: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    labels: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    input: Option<Input>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    provenance: BTreeMap<String, String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Layer {
    inputs: usize,
    outputs: usize,
    activation: String,
}

/// The one field that every format has, read before the others are looked at.
#[derive(Deserialize)]
struct Format {
    format: u64,
}

/// A description as it was read: what [`Description`] holds, and the layers' activations.
#[derive(Debug)]
pub(crate) struct Parsed {
    pub(crate) layers: Vec<(usize, usize, Activation)>,
    pub(crate) output: Output,
    pub(crate) description: Description,
}

fn wrong(reason: impl Into<String>) -> FileError {
    FileError::Description { reason: reason.into() }
}

/// Formats a model's description; the same model gives the same text.
pub(crate) fn format(model: &Model) -> Result<String, FileError> {
    check(&model.description, &model.network)?;
    let layers = model.network.layers().iter().map(|layer| Layer {
        inputs: layer.inputs(),
        outputs: layer.outputs(),
        activation: layer.activation().to_string(),
    });
    let document = Document {
        format: FORMAT,
        layers: layers.collect(),
        output: model.network.output().to_string(),
        labels: model.description.labels.clone(),
        input: model.description.input.clone(),
        provenance: model.description.provenance.clone(),
    };
    serde_json::to_string(&document).map_err(|error| wrong(error.to_string()))
}

/// Parses the description in a file's metadata.
pub(crate) fn parse(text: &str) -> Result<Parsed, FileError> {
    let json = |error: serde_json::Error| wrong(quote(&error.to_string()));
    let Format { format } = serde_json::from_str(text).map_err(json)?;
    if format > FORMAT {
        return Err(FileError::NewerFormat { found: format, known: FORMAT });
    }
    if format == 0 {
        return Err(wrong("expected the format 1, found 0"));
    }
    let document: Document = serde_json::from_str(text).map_err(json)?;
    let mut layers = Vec::with_capacity(document.layers.len());
    for layer in document.layers {
        let activation = layer
            .activation
            .parse()
            .map_err(|_| unknown("activation", &layer.activation, &Activation::ALL))?;
        layers.push((layer.inputs, layer.outputs, activation));
    }
    let output = document
        .output
        .parse()
        .map_err(|_| unknown("output", &document.output, &[Output::Identity, Output::Softmax]))?;
    Ok(Parsed {
        layers,
        output,
        description: Description {
            labels: document.labels,
            input: document.input,
            provenance: document.provenance,
        },
    })
}

fn unknown(what: &str, found: &str, known: &[impl ToString]) -> FileError {
    let known: Vec<_> = known.iter().map(ToString::to_string).collect();
    wrong(format!("expected the {what} {}, found `{}`", known.join(" or "), quote(found)))
}

/// The most characters of a label.
const LONGEST_LABEL: usize = 200;

/// Checks that text can be shown on a terminal as it is: no escapes, no turned lines.
fn check_text(what: &str, text: &str) -> Result<(), FileError> {
    let is_harmful = |character: &char| {
        character.is_control()
            || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    match text.chars().find(is_harmful) {
        None => Ok(()),
        Some(found) => Err(wrong(format!(
            "{what} holds the control character {}, expected text that can be printed",
            found.escape_unicode()
        ))),
    }
}

/// Checks that a description can be shown and fits its network.
pub(crate) fn check(description: &Description, network: &Network) -> Result<(), FileError> {
    for (number, label) in (1..).zip(&description.labels) {
        check_text(&format!("label {number}"), label)?;
        let length = label.chars().count();
        if length > LONGEST_LABEL {
            return Err(wrong(format!(
                "label {number} has {length} characters, expected at most {LONGEST_LABEL}"
            )));
        }
    }
    for (key, value) in &description.provenance {
        check_text("a key of the provenance", key)?;
        check_text(&format!("the provenance's {}", quote(key)), value)?;
    }
    let labels = description.labels.len();
    if labels != 0 && labels != network.outputs() {
        return Err(wrong(format!(
            "expected {} labels, one an output, found {labels}",
            network.outputs()
        )));
    }
    if let Some(input) = &description.input {
        let values =
            input.shape.iter().try_fold(1usize, |product, &axis| product.checked_mul(axis));
        if values != Some(network.inputs()) {
            return Err(wrong(format!(
                "the input's shape is {}, but the network takes {} inputs",
                crate::quote::Shape(&input.shape),
                network.inputs()
            )));
        }
    }
    Ok(())
}
