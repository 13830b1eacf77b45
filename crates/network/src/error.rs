//! Why a network cannot be built or run.

use crate::counted::Counted;
use feedforward_kernels::{IsaError, PoolError};
use std::fmt;

/// Why a network cannot be built or run.
///
/// Layers are counted from 1, as in W1 and b1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NetworkError {
    /// A network without layers.
    #[error("a network needs at least one layer, but there is none")]
    NoLayers,
    /// A layer without inputs or without outputs.
    #[error("a layer needs at least one input and one output, but its weights are {}", Shape(.weights))]
    EmptyLayer {
        /// The shape of the weights.
        weights: [usize; 2],
    },
    /// A bias whose length is not the number of outputs.
    #[error(
        "the bias has length {bias}, but weights of shape {} have {}{}",
        Shape(.weights), Counted(.weights[1], "output"), bias_cause(.weights, *.bias)
    )]
    BiasLength {
        /// The shape of the weights, `[inputs, outputs]`.
        weights: [usize; 2],
        /// The length of the bias.
        bias: usize,
    },
    /// A layer whose number of inputs is not the number of outputs of the layer before it.
    #[error(
        "layer {layer} takes {} (W{layer} is {}), but layer {} gives {}{}",
        Counted(.weights[0], "input"), Shape(.weights), .layer - 1, Counted(*.previous_outputs, "output"), chain_cause(.weights, *.previous_outputs, *.layer)
    )]
    Chain {
        /// The layer that does not fit, counted from 1.
        layer: usize,
        /// The shape of its weights, `[inputs, outputs]`.
        weights: [usize; 2],
        /// The number of outputs of the layer before it.
        previous_outputs: usize,
    },
    /// Input rows whose length is not the first layer's number of inputs.
    #[error(
        "layer 1 takes rows of {} (W1 is {}), but x is {}{}",
        Counted(.weights[0], "input"), Shape(.weights), Shape(.x), input_cause(.x, .weights[0])
    )]
    InputShape {
        /// The shape of the input, `[batch, inputs]`.
        x: [usize; 2],
        /// The shape of the first layer's weights.
        weights: [usize; 2],
    },
    /// An array for the outputs that has another shape than they have.
    #[error("y is {}, but the outputs are {}: make y {}", Shape(.y), Shape(.expected), Shape(.expected))]
    OutputShape {
        /// The shape of the array to write into.
        y: [usize; 2],
        /// The shape of the outputs, `[batch, outputs]`.
        expected: [usize; 2],
    },
    /// A slice for the classes whose length is not the number of rows.
    #[error("classes has length {classes}, but x has {}: give it one place per row", Counted(*.rows, "row"))]
    ClassCount {
        /// The length of the slice.
        classes: usize,
        /// The number of rows.
        rows: usize,
    },
    /// The instruction set is not available.
    #[error(transparent)]
    Isa(#[from] IsaError),
    /// The operating system refused threads.
    #[error(transparent)]
    Threads(#[from] PoolError),
}

/// Displays a shape as people write it: `784 x 50`, `50`, or `()` without axes.
///
/// # Examples
///
/// ```
/// assert_eq!(feedforward_network::Shape(&[784, 50]).to_string(), "784 x 50");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Shape<'a>(pub &'a [usize]);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some((first, others)) = self.0.split_first() else {
            return f.write_str("()");
        };
        write!(f, "{first}")?;
        others.iter().try_for_each(|length| write!(f, " x {length}"))
    }
}

fn bias_cause(weights: &[usize; 2], bias: usize) -> String {
    if bias == weights[0] {
        "; the weights look transposed: they are [inputs, outputs] here".to_owned()
    } else {
        format!(": expected length {}", weights[1])
    }
}

fn chain_cause(weights: &[usize; 2], previous_outputs: usize, layer: usize) -> String {
    if weights[1] == previous_outputs {
        format!("; W{layer} looks transposed: weights are [inputs, outputs] here")
    } else {
        "; is a layer missing between the two, or is one from another network?".to_owned()
    }
}

fn input_cause(x: &[usize; 2], inputs: usize) -> String {
    if x[0] == inputs {
        "; x looks transposed: it is [batch, inputs], one example per row".to_owned()
    } else if x[0].checked_mul(x[1]) == Some(inputs) {
        format!("; it looks like one example that is not flattened: make it 1 x {inputs}")
    } else {
        "; were these examples prepared for another network?".to_owned()
    }
}
