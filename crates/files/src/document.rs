//! The JSON text in which our own files keep what they state of a network.

use crate::description::{Description, Input};
use crate::fault::DescriptionFault;
use crate::json_fault;
use crate::statement::Statement;
use crate::transpose::Orientation;
use feedforward_network::{Activation, Network, Output};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The number of the newest document that is understood, and the one that is written.
const FORMAT: u64 = 1;

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

/// Formats what is to be known of a network; the same network and description give the same text.
pub(crate) fn format(
    network: &Network,
    description: &Description,
) -> Result<String, DescriptionFault> {
    description.check(network)?;
    let layers = network.layers().iter().map(|layer| Layer {
        inputs: layer.inputs(),
        outputs: layer.outputs(),
        activation: layer.activation().to_string(),
    });
    let document = Document {
        format: FORMAT,
        layers: layers.collect(),
        output: network.output().to_string(),
        labels: description.labels.clone(),
        input: description.input.clone(),
        provenance: description.provenance.clone(),
    };
    serde_json::to_string(&document).map_err(json)
}

/// Parses the text in a file's metadata.
pub(crate) fn parse(text: &str) -> Result<Statement, DescriptionFault> {
    let Format { format } = serde_json::from_str(text).map_err(json)?;
    if format > FORMAT {
        return Err(DescriptionFault::NewerFormat { found: format, known: FORMAT });
    }
    if format == 0 {
        return Err(DescriptionFault::FormatZero);
    }
    let document: Document = serde_json::from_str(text).map_err(json)?;
    let activations = document.layers.iter().map(|layer| {
        layer.activation.parse().map_err(|_| DescriptionFault::Activation {
            found: layer.activation.clone(),
            known: names(&Activation::ALL),
        })
    });
    let activations = activations.collect::<Result<Vec<Activation>, _>>()?;
    let output = document.output.parse().map_err(|_| DescriptionFault::Output {
        found: document.output,
        known: names(&Output::ALL),
    })?;
    Ok(Statement {
        sizes: Some(document.layers.iter().map(|layer| (layer.inputs, layer.outputs)).collect()),
        orientations: Some(vec![Orientation::InputsOutputs; activations.len()]),
        activations: Some(activations),
        output: Some(output),
        description: Description {
            labels: document.labels,
            input: document.input,
            provenance: document.provenance,
        },
    })
}

fn json(error: serde_json::Error) -> DescriptionFault {
    DescriptionFault::Json(json_fault::clause(&error))
}

fn names(known: &[impl ToString]) -> Vec<String> {
    known.iter().map(ToString::to_string).collect()
}
