//! The networks that the engine holds.

use crate::arguments::{Argument, Arguments};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::small::trace_value;
use crate::value::{Value, naturals, object};
use feedforward::explain::{self, Explainer};
use feedforward::ndarray::{Array2, ArrayView2};
use feedforward::{Description, LoadOptions, Model, Network, Predictor};
use std::cell::OnceCell;
use std::collections::BTreeMap;

type Answer = Result<Value, EngineError>;

/// The most networks at a time, so that a page that forgets to close them does not fill the memory.
const MOST_NETWORKS: usize = 1000;

/// A network that is ready to run.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) name: String,
    /// Of the file; empty for a network made in the page.
    format: String,
    pub(crate) model: Model,
    pub(crate) predictor: Predictor,
    /// Hidden neurons that give a value whatever their sum is.
    pub(crate) fixed: Vec<explain::Held>,
    /// Made at the first question why.
    pub(crate) explainer: OnceCell<Explainer>,
}

/// All networks by their numbers.
#[derive(Debug)]
pub(crate) struct Networks {
    held: BTreeMap<u32, Held>,
    next: u32,
    built_in: Option<u32>,
}

impl Held {
    pub(crate) fn new(name: &str, format: &str, model: Model) -> Result<Self, EngineError> {
        let predictor = model.network.predictor()?;
        let (name, format) = (name.to_owned(), format.to_owned());
        let (fixed, explainer) = (Vec::new(), OnceCell::new());
        Ok(Self { name, format, model, predictor, fixed, explainer })
    }

    fn info(&self, id: u32) -> Value {
        let network = &self.model.network;
        let Description { labels, input, provenance, .. } = &self.model.description;
        let notes = self.model.origin.notes.iter().map(ToString::to_string);
        let remarks = self.fixed.iter().map(|explain::Held { layer, neuron, value }| {
            let (layer, neuron) = (layer + 1, neuron + 1);
            format!("neuron {neuron} of layer {layer} gives {value}, which the bias of the next layer holds")
        });
        let activations = network.layers().iter().map(|layer| layer.activation().to_string());
        let shape = input.as_ref().map_or(&[][..], |input| &input.shape);
        let provenance =
            provenance.iter().map(|(key, value)| Value::list([key.clone(), value.clone()]));
        object! {
            "id": id,
            "name": &*self.name,
            "sizes": Value::list(network.sizes()),
            "activations": Value::list(activations),
            "output": network.output().name(),
            "parameters": network.parameters(),
            "labels": Value::list(labels.iter().cloned()),
            "inputShape": Value::list(shape.iter().copied()),
            "chain": network.chain(1).to_string(),
            "notes": Value::list(notes.chain(remarks)),
            "provenance": Value::list(provenance),
            "format": &*self.format,
        }
    }
}

impl Networks {
    pub(crate) fn new(first: u32) -> Self {
        Self { held: BTreeMap::new(), next: first, built_in: None }
    }

    /// The network with a number.
    pub(crate) fn get(&self, id: &Argument<'_>) -> Result<&Held, EngineError> {
        let number = id.natural(u32::MAX as usize)?;
        self.held.get(&(number as u32)).ok_or_else(|| {
            let name = id.name();
            EngineError::option(format!("{name}: there is no network {number}; was it closed?"))
        })
    }

    /// Keeps a network: what is known of it.
    pub(crate) fn add(&mut self, held: Held) -> Answer {
        if self.held.len() >= MOST_NETWORKS {
            return Err(EngineError::option(format!(
                "{MOST_NETWORKS} networks are open: close some of them"
            )));
        }
        let id = self.next;
        self.next += 1;
        let info = held.info(id);
        self.held.insert(id, held);
        Ok(info)
    }
}

impl Engine {
    /// The built-in network, from the bytes of its file the first time.
    pub(crate) fn built_in(&mut self, arguments: Arguments<'_>) -> Answer {
        if let Some((id, held)) =
            self.networks.built_in.and_then(|id| Some((id, self.networks.held.get(&id)?)))
        {
            return Ok(held.info(id));
        }
        let model = Model::read(arguments.at(0, "bytes").bytes()?)?;
        self.networks.built_in = Some(self.networks.next);
        self.networks.add(Held::new("digits.safetensors", "safetensors", model)?)
    }

    pub(crate) fn open(&mut self, arguments: Arguments<'_>) -> Answer {
        let name = arguments.at(0, "name").text()?;
        let options = arguments.at(2, "options");
        let mut load = LoadOptions::default();
        if let Some(hidden) = options.field("hidden").given() {
            load.hidden = Some(hidden.activation()?);
        }
        if let Some(output) = options.field("output").given() {
            load.output = Some(output.output()?);
        }
        if let Some(transpose) = options.field("transpose").given() {
            load.transpose = transpose.text()?.into();
        }
        let model = Model::read_with(arguments.at(1, "bytes").bytes()?, &load)?;
        let format = model.origin.kind.to_string();
        self.networks.add(Held::new(name, &format, model)?)
    }

    pub(crate) fn create(&mut self, arguments: Arguments<'_>) -> Answer {
        let name = arguments.at(0, "name").text()?;
        let network = arguments.at(1, "network").network()?;
        let model = Model::new(network, Description::default());
        self.networks.add(Held::new(name, "", model)?)
    }

    pub(crate) fn value(&self, arguments: Arguments<'_>) -> Answer {
        Ok(network_value(&self.networks.get(&arguments.at(0, "id"))?.model.network))
    }

    pub(crate) fn save(&self, arguments: Arguments<'_>) -> Answer {
        Ok(self.networks.get(&arguments.at(0, "id"))?.model.write()?.into())
    }

    /// Forgets a network. The built-in one stays, because it belongs to the whole page.
    pub(crate) fn close(&mut self, arguments: Arguments<'_>) -> Answer {
        let id = arguments.at(0, "id").natural(u32::MAX as usize)? as u32;
        if self.networks.built_in != Some(id) {
            self.networks.held.remove(&id);
        }
        Ok(Value::Null)
    }

    pub(crate) fn predict(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let x = arguments.at(1, "x").matrix()?;
        let y = held.predictor.predict(&x)?;
        Ok(object! { "y": y, "classes": naturals(held.predictor.classify(&x)?) })
    }

    pub(crate) fn trace(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let mut trace = held.predictor.trace(&arguments.at(1, "x").matrix()?)?;
        for explain::Held { layer, neuron, value } in &held.fixed {
            trace.layers[*layer].y.column_mut(*neuron).fill(*value);
        }
        trace_value(trace)
    }

    /// One neuron's sum, written out.
    pub(crate) fn neuron(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let x = arguments.at(1, "x").floats()?;
        let layers = held.model.network.layers();
        let layer = arguments.at(2, "layer").natural(layers.len() - 1)?;
        let neuron = arguments.at(3, "neuron").natural(layers[layer].outputs() - 1)?;
        let trace = held.predictor.trace(x)?;
        let x = match layer {
            0 => x.to_vec(),
            layer => {
                let mut signals = trace.layers[layer - 1].y.row(0).to_vec();
                for fixed in held.fixed.iter().filter(|fixed| fixed.layer + 1 == layer) {
                    signals[fixed.neuron] = fixed.value;
                }
                signals
            }
        };
        let (dense, signals) = (&layers[layer], &trace.layers[layer]);
        let weights = dense.weights().column(neuron).to_vec();
        let products: Vec<f32> = x.iter().zip(&weights).map(|(x, w)| x * w).collect();
        Ok(object! {
            "x": x,
            "weights": weights,
            "products": products,
            "bias": dense.bias()[neuron],
            "z": signals.z[[0, neuron]],
            "activation": dense.activation().to_string(),
            "y": signals.y[[0, neuron]],
        })
    }

    /// The weights from a neuron, or from an input, to the next layer.
    pub(crate) fn outgoing(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let layers = held.model.network.layers();
        let layer = arguments.at(1, "layer");
        // The inputs are layer -1.
        let next = match layer.number()? {
            -1.0 => 0,
            _ => layer.natural(layers.len() - 1)? + 1,
        };
        let Some(next) = layers.get(next) else {
            return Err(EngineError::option(format!(
                "layer: expected -1 to {}, found {}, which is the last layer: its signals go nowhere",
                layers.len() as isize - 2,
                layers.len() - 1
            )));
        };
        let neuron = arguments.at(2, "neuron").natural(next.inputs() - 1)?;
        Ok(next.weights().row(neuron).to_vec().into())
    }
}

/// A network as numbers.
pub(crate) fn network_value(network: &Network) -> Value {
    let layers = network.layers().iter().map(|layer| {
        layer_value(layer.weights(), layer.bias().to_vec())
            .with("activation", layer.activation().to_string())
    });
    object! { "layers": Value::list(layers), "output": network.output().name() }
}

/// The weights and the bias of a layer, or their gradients.
pub(crate) fn layer_value(weights: ArrayView2<'_, f32>, bias: Vec<f32>) -> Value {
    object! { "weights": weights, "bias": bias }
}

/// Rows of numbers as a matrix; `None` if they are not whole rows.
pub(crate) fn rows(data: Vec<f32>, columns: usize) -> Option<Array2<f32>> {
    let count = data.len().checked_div(columns)?;
    Array2::from_shape_vec((count, columns), data).ok()
}
