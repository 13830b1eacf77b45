//! The chain of products as a person reads it.

use crate::network::Network;
use crate::output::Output;
use feedforward_kernels::Activation;
use std::fmt;

/// Every shape and every product of a batch's way through a network, a line a layer.
///
/// Made by [`Network::chain`].
#[derive(Clone, Copy, Debug)]
pub struct Chain<'a> {
    network: &'a Network,
    batch: usize,
}

impl<'a> Chain<'a> {
    pub(crate) fn new(network: &'a Network, batch: usize) -> Self {
        Self { network, batch }
    }
}

impl Network {
    /// The names of the functions applied to the z of a layer, in order: its activation and, after
    /// the last layer, the output function. An identity is named only if it is the only one.
    ///
    /// # Panics
    ///
    /// If there is no layer `index`, counted from 0.
    ///
    /// # Examples
    ///
    /// ```
    /// use feedforward_network::{Activation, Dense, Network, Output};
    /// use ndarray::array;
    ///
    /// let layer = Dense::new(array![[1.0, 2.0]], array![0.0, 0.0], Activation::Identity)?;
    /// let network = Network::new(vec![layer], Output::Softmax)?;
    /// assert_eq!(network.functions(0), ["softmax"]);
    /// # Ok::<(), feedforward_network::NetworkError>(())
    /// ```
    pub fn functions(&self, index: usize) -> Vec<String> {
        let activation = self.layers()[index].activation();
        let is_last = index + 1 == self.layers().len();
        match (activation, self.output()) {
            (activation, _) if !is_last => vec![activation.to_string()],
            (Activation::Identity, output) => vec![output.to_string()],
            (activation, Output::Identity) => vec![activation.to_string()],
            (activation, output) => vec![activation.to_string(), output.to_string()],
        }
    }
}

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (layers, batch) = (self.network.layers(), self.batch);
        for (index, layer) in layers.iter().enumerate() {
            let number = index + 1;
            let (inputs, outputs) = (layer.inputs(), layer.outputs());
            let signal = if index == 0 { "X".to_owned() } else { format!("Y{index}") };
            write!(
                f,
                "{signal} {batch}x{inputs} · W{number} {inputs}x{outputs} + b{number} {outputs} -> {batch}x{outputs}"
            )?;
            write!(f, " {}", self.network.functions(index).join(" "))?;
            if index + 1 < layers.len() {
                writeln!(f)?;
            }
        }
        Ok(())
    }
}
