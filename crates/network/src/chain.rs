//! The chain of matrix products in readable form.

use crate::network::Network;
use std::fmt;

/// Every shape and every product of a batch's pass through a network, one line per layer.
///
/// Returned by [`Network::chain`].
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
            for function in self.network.functions(index) {
                write!(f, " {function}")?;
            }
            if number < layers.len() {
                writeln!(f)?;
            }
        }
        Ok(())
    }
}
