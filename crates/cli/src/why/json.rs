//! An explanation in JSON.

use super::Why;
use crate::shown::Foreign;
use feedforward::explain::{Method, SignalShares};
use serde::{Serialize, Serializer};

#[derive(Serialize)]
struct Written<'a> {
    of: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<usize>,
    /// The logit, or the difference of two.
    value: f64,
    inputs: Part<'a>,
    /// One for each hidden layer.
    hidden: Vec<Part<'a>>,
    /// `null` if no change was found.
    flip: Option<Change<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    no_flip: Option<String>,
}

/// value = sum of shares + bias + residual
#[derive(Serialize)]
struct Part<'a> {
    shares: &'a [f64],
    bias: f64,
    #[serde(skip_serializing_if = "<[f64]>::is_empty")]
    layer_biases: &'a [f64],
    method: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    steps: Option<usize>,
    residual: f64,
}

#[derive(Serialize)]
struct Change<'a> {
    class: usize,
    class_name: Foreign<'static>,
    distance: f64,
    largest_change: f32,
    /// The largest change first.
    changed: &'a [usize],
    x: Vec<f32>,
}

impl<'a> From<&'a SignalShares> for Part<'a> {
    fn from(part: &'a SignalShares) -> Self {
        Self {
            shares: &part.shares,
            bias: part.bias,
            layer_biases: &part.layer_biases,
            method: part.method.name(),
            steps: match part.method {
                Method::IntegratedGradients { steps } => Some(steps),
                _ => None,
            },
            residual: part.residual,
        }
    }
}

impl Serialize for Why<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let flip = self.flip.as_ref().ok().map(|flip| Change {
            class: flip.to,
            class_name: self.model.class_name(flip.to),
            distance: flip.distance,
            largest_change: flip.largest_change,
            changed: &flip.changed,
            x: flip.x.to_vec(),
        });
        Written {
            of: self.question.of,
            against: self.question.against,
            value: self.shares.value,
            inputs: (&self.shares.inputs).into(),
            hidden: self.shares.hidden.iter().map(Part::from).collect(),
            flip,
            no_flip: self.flip.as_ref().err().map(ToString::to_string),
        }
        .serialize(serializer)
    }
}
