//! A network: a list of layers and an output function.

use crate::chain::Chain;
use crate::dense::Dense;
use crate::error::NetworkError;
use crate::output::Output;
use crate::predictor::{Predictor, PredictorOptions};
use feedforward_kernels::Activation;
use std::fmt;

/// A fully connected network: y = output(h_n(… h_2(h_1(x · W1 + b1) · W2 + b2) …)).
///
/// Each layer takes as many inputs as the layer before it has outputs; [`new`](Self::new) checks
/// it. `Display` shows the sizes: `784-50-100-10`.
///
/// # Shapes
///
/// `x [batch, inputs]`, `y [batch, outputs]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Network {
    layers: Vec<Dense>,
    output: Output,
}

impl Network {
    /// A network of `layers`, first to last.
    ///
    /// # Errors
    ///
    /// If there is no layer, or if a layer's number of inputs is not the number of outputs of the
    /// layer before it.
    pub fn new(layers: Vec<Dense>, output: Output) -> Result<Self, NetworkError> {
        if layers.is_empty() {
            return Err(NetworkError::NoLayers);
        }
        for (index, pair) in layers.windows(2).enumerate() {
            if pair[0].outputs() != pair[1].inputs() {
                return Err(NetworkError::Chain {
                    layer: index + 2,
                    weights: pair[1].shape(),
                    previous_outputs: pair[0].outputs(),
                });
            }
        }
        Ok(Self { layers, output })
    }

    /// The layers, first to last. There is at least one.
    pub fn layers(&self) -> &[Dense] {
        &self.layers
    }

    /// The output function, which turns the last layer's signals into the answer.
    pub fn output(&self) -> Output {
        self.output
    }

    /// The number of inputs of a row.
    pub fn inputs(&self) -> usize {
        self.layers[0].inputs()
    }

    /// The number of outputs of a row.
    pub fn outputs(&self) -> usize {
        self.layers[self.layers.len() - 1].outputs()
    }

    /// The number of neurons in each layer, the inputs first.
    pub fn sizes(&self) -> Vec<usize> {
        std::iter::once(self.inputs()).chain(self.layers.iter().map(Dense::outputs)).collect()
    }

    /// The number of weights and biases.
    pub fn parameters(&self) -> usize {
        self.layers.iter().map(|layer| (layer.inputs() + 1) * layer.outputs()).sum()
    }

    /// The number of products of an input and a weight for one row.
    pub fn products(&self) -> usize {
        self.layers.iter().map(|layer| layer.inputs() * layer.outputs()).sum()
    }

    /// The names of the functions applied to a layer's weighted sums: its activation, and after the
    /// last layer the output function. An identity is left out where another function remains.
    ///
    /// # Panics
    ///
    /// If there is no such layer; the first one is 0.
    pub fn functions(&self, layer: usize) -> Vec<String> {
        let activation = self.layers[layer].activation();
        let is_last = layer + 1 == self.layers.len();
        match (activation, self.output) {
            (Activation::Identity, output) if is_last => vec![output.to_string()],
            (activation, output) if is_last && output != Output::Identity => {
                vec![activation.to_string(), output.to_string()]
            }
            (activation, _) => vec![activation.to_string()],
        }
    }

    /// The chain of products that a batch goes through, shape by shape.
    ///
    /// # Examples
    ///
    /// ```
    /// # use feedforward_network::{Activation, Dense, Network, Output};
    /// # use ndarray::{Array1, Array2};
    /// let layer = Dense::new(Array2::zeros((784, 10)), Array1::zeros(10), Activation::Identity)?;
    /// let network = Network::new(vec![layer], Output::Softmax)?;
    /// let chain = network.chain(100).to_string();
    /// assert_eq!(chain, "X 100x784 · W1 784x10 + b1 10 -> 100x10 softmax");
    /// # Ok::<(), feedforward_network::NetworkError>(())
    /// ```
    pub fn chain(&self, batch: usize) -> Chain<'_> {
        Chain::new(self, batch)
    }

    /// The same function with fewer layers: layers without an activation between them become one.
    ///
    /// h(x) = cx three times is c³x: without a non-linear activation, depth adds nothing. The
    /// product of two layers is (x·W1 + b1)·W2 + b2 = x·(W1·W2) + (b1·W2 + b2), computed in f64
    /// and rounded once to f32.
    ///
    /// Answers differ from the original's by rounding alone, unless a number leaves the range of
    /// f32 in one network and not in the other: with W1 = W2 = 1e30 the product is infinite, where
    /// the original makes 1e30 of x = 1e-30.
    ///
    /// Fewer layers may be more work: 1000-10-1000 takes 20,000 products per row, the 1000-1000 that
    /// it becomes takes a million. [`products`](Self::products) counts them.
    ///
    /// # Examples
    ///
    /// ```
    /// use feedforward_network::{Activation, Dense, Network, Output};
    /// use ndarray::array;
    ///
    /// let double = || Dense::new(array![[2.0]], array![0.0], Activation::Identity);
    /// let network = Network::new(vec![double()?, double()?, double()?], Output::Identity)?;
    /// let collapsed = network.collapse_linear();
    /// assert_eq!(collapsed.layers().len(), 1);
    /// assert_eq!(collapsed.layers()[0].weights(), array![[8.0]]);
    /// # Ok::<(), feedforward_network::NetworkError>(())
    /// ```
    #[must_use]
    pub fn collapse_linear(&self) -> Self {
        let mut layers: Vec<Dense> = Vec::with_capacity(self.layers.len());
        for layer in &self.layers {
            match layers.last_mut() {
                Some(last) if last.activation() == Activation::Identity => *last = last.then(layer),
                _ => layers.push(layer.clone()),
            }
        }
        Self { layers, output: self.output }
    }

    /// The network prepared to run, on one thread and with the best kernels.
    ///
    /// # Errors
    ///
    /// If `FEEDFORWARD_ISA` asks for kernels that this processor cannot run.
    pub fn predictor(&self) -> Result<Predictor, NetworkError> {
        Predictor::new(self, &PredictorOptions::default())
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sizes: Vec<_> = self.sizes().iter().map(usize::to_string).collect();
        f.pad(&sizes.join("-"))
    }
}
