//! Every signal of one forward pass.

use crate::output::Output;
use feedforward_kernels::Activation;
use ndarray::Array2;
use std::fmt;

/// Every signal of one forward pass, with the bits of the prediction.
///
/// `Display` lists the signals with their shapes: z1 is the first layer's weighted sum (the book's
/// A1) and Y1 = h(z1) its activation (the book's Z1).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Trace {
    /// The input, `[batch, inputs]`.
    pub x: Array2<f32>,
    /// The signals of each layer, first to last. The last z are the logits.
    pub layers: Vec<LayerTrace>,
    /// The output function.
    pub output: Output,
    /// The answer, `[batch, outputs]`.
    pub y: Array2<f32>,
}

/// The signals of one layer.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct LayerTrace {
    /// x · weights + bias, `[batch, outputs]`.
    pub z: Array2<f32>,
    /// The function between z and y.
    pub activation: Activation,
    /// h(z), `[batch, outputs]`.
    pub y: Array2<f32>,
}

impl fmt::Display for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        signal(f, "X", "", &self.x)?;
        for (index, layer) in self.layers.iter().enumerate() {
            let number = index + 1;
            let (product, bias) = (format!("Y{index} · W{number}"), format!(" + b{number}"));
            let product = if index == 0 { "X · W1".to_owned() } else { product };
            signal(f, &format!("z{number}"), &format!(" = {product}{bias}"), &layer.z)?;
            signal(
                f,
                &format!("Y{number}"),
                &format!(" = {}(z{number})", layer.activation),
                &layer.y,
            )?;
        }
        let last = self.layers.len();
        signal(f, "Y", &format!(" = {}(Y{last})", self.output), &self.y)
    }
}

fn signal(
    f: &mut fmt::Formatter<'_>,
    name: &str,
    formula: &str,
    value: &Array2<f32>,
) -> fmt::Result {
    writeln!(f, "{name}{formula}   {}x{}\n{value:.6}", value.nrows(), value.ncols())
}
