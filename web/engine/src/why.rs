//! Why an answer: what it is made of, what flips it, what is near, what a neuron does.

use crate::arguments::{Argument, Arguments};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::networks::Held;
use crate::value::{Value, naturals, object};
use feedforward::explain::{
    self, Answers, Examples, ExplainError, Explainer, Flip, FlipOptions, Question, SignalShares,
};
use feedforward::ndarray::ArrayView1;
use feedforward::{Description, Model};
use std::ops::RangeInclusive;

type Answer = Result<Value, EngineError>;

/// The most neurons that are held, and the most examples that are near.
const MOST: usize = 10_000;

/// The hidden signals of the test digits, of the networks and layers that were asked last.
#[derive(Debug, Default)]
pub(crate) struct Signals(Vec<(u32, usize, Examples)>);

/// The most of [`Signals`]: a few megabytes each.
const MOST_SIGNALS: usize = 4;

impl From<ExplainError> for EngineError {
    fn from(error: ExplainError) -> Self {
        match error {
            ExplainError::Network(error) => error.into(),
            error => Self::option(error.to_string()),
        }
    }
}

impl Held {
    pub(crate) fn explainer(&self) -> Result<&Explainer, EngineError> {
        if let Some(explainer) = self.explainer.get() {
            return Ok(explainer);
        }
        let explainer = Explainer::new(&self.model.network)?;
        Ok(self.explainer.get_or_init(|| explainer))
    }

    /// What an input can be: of a picture what its pixels can be, else any number.
    fn bounds(&self) -> RangeInclusive<f32> {
        let description = &self.model.description;
        match description.input.is_some() || self.predictor.inputs() == 28 * 28 {
            true => 0.0..=255.0 / description.divisor(),
            false => f32::NEG_INFINITY..=f32::INFINITY,
        }
    }
}

impl Engine {
    pub(crate) fn shares(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let x = arguments.at(1, "x").floats()?;
        let of = class(held, &arguments.at(2, "of"))?;
        let against = match arguments.at(3, "against").given() {
            Some(against) => Some(class(held, &against)?),
            None => None,
        };
        let shares = held.explainer()?.shares(ArrayView1::from(x), Question { of, against })?;
        let hidden = shares.hidden.iter().map(|layer| {
            object! { "neurons": narrow(&layer.shares), "bias": layer.bias }
        });
        let SignalShares { shares: inputs, bias, method, residual, .. } = &shares.inputs;
        Ok(object! {
            "value": shares.value,
            "inputs": narrow(inputs),
            "bias": *bias,
            "hidden": Value::list(hidden),
            "exact": method.is_exact(),
            "method": method.name(),
            "residual": *residual,
        })
    }

    /// The smallest change found that makes the answer another; nothing if none was found.
    pub(crate) fn flip(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let x = arguments.at(1, "x").floats()?;
        let to = match arguments.at(2, "to").given() {
            Some(to) => Some(class(held, &to)?),
            None => None,
        };
        let options = FlipOptions { to, bounds: held.bounds(), ..FlipOptions::default() };
        let flip = match held.explainer()?.flip(ArrayView1::from(x), &options) {
            Err(ExplainError::Flat | ExplainError::NotFlipped { .. }) => return Ok(Value::Null),
            flip => flip?,
        };
        let Flip { to, x, path, classes, distance, largest_change, changed, .. } = flip;
        Ok(object! {
            "class": to,
            "x": x.to_vec(),
            "path": path,
            "classes": naturals(classes),
            "distance": distance,
            "largestChange": largest_change,
            "changed": changed.len(),
        })
    }

    /// The test digits whose signals in a hidden layer are nearest.
    pub(crate) fn nearest(&mut self, arguments: Arguments<'_>) -> Answer {
        let id = arguments.at(0, "id");
        let held = self.networks.get(&id)?;
        let x = arguments.at(1, "x").floats()?;
        let layer = hidden(held, &arguments.at(2, "layer"))?;
        let count = arguments.at(3, "count").count(MOST)?.get();
        let id = id.natural(u32::MAX as usize)? as u32;
        let explainer = held.explainer()?;
        let known = self.signals.0.iter().position(|known| (known.0, known.1) == (id, layer));
        let known = match known {
            Some(known) => known,
            None => {
                let examples = Examples::new(explainer, &self.inputs(held)?, layer)?;
                self.signals.0.truncate(MOST_SIGNALS - 1);
                self.signals.0.insert(0, (id, layer, examples));
                0
            }
        };
        let examples = &self.signals.0[known].2;
        let nearest = examples.nearest(explainer, ArrayView1::from(x), count)?;
        let labels = self.digits()?.labels();
        Ok(Value::list(nearest.into_iter().map(|near| {
            object! {
                "index": near.example,
                "distance": near.distance,
                "label": labels[near.example],
            }
        })))
    }

    /// The answers without each neuron of a hidden layer.
    pub(crate) fn effects(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let x = arguments.at(1, "x").floats()?;
        let layer = hidden(held, &arguments.at(2, "layer"))?;
        let answers = held.explainer()?.without_each(ArrayView1::from(x), layer)?;
        let Answers { logits, y, classes, .. } = answers;
        Ok(object! { "logits": logits, "y": y, "classes": naturals(classes) })
    }

    /// A copy in which hidden neurons give a fixed value.
    pub(crate) fn hold(&mut self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let neurons = arguments.at(1, "neurons").items()?.into_iter().map(|neuron| {
            let layer = hidden(held, &neuron.field("layer"))?;
            let most = held.model.network.layers()[layer].outputs() - 1;
            Ok(explain::Held {
                layer,
                neuron: neuron.field("neuron").natural(most)?,
                value: neuron.field("value").finite()? as f32,
            })
        });
        let neurons = neurons.collect::<Result<Vec<_>, EngineError>>()?;
        let network = explain::hold(&held.model.network, &neurons)?;
        let Description { labels, input, .. } = held.model.description.clone();
        let description = Description { labels, input, ..Description::default() };
        let mut copy = Held::new(&held.name, "", Model::new(network, description))?;
        copy.fixed = [&held.fixed[..], &neurons].concat();
        self.networks.add(copy)
    }
}

fn class(held: &Held, class: &Argument<'_>) -> Result<usize, EngineError> {
    class.natural(held.predictor.output().classes(held.predictor.outputs()) - 1)
}

/// A hidden layer, counted from 0.
fn hidden(held: &Held, layer: &Argument<'_>) -> Result<usize, EngineError> {
    match held.model.network.layers().len().checked_sub(2) {
        Some(most) => layer.natural(most),
        None => Err(EngineError::option("the network has no hidden layer")),
    }
}

fn narrow(numbers: &[f64]) -> Vec<f32> {
    numbers.iter().map(|&number| number as f32).collect()
}
