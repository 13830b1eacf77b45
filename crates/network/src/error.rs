//! What can be wrong with a network, and with what it is given.

use feedforward_kernels::IsaError;
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
    /// A bias that has not one number an output.
    #[error(
        "weights of {} give {} outputs, but the bias has {bias} numbers{}",
        Shape(.weights), .weights[1], bias_cause(.weights, *.bias)
    )]
    BiasLength {
        /// The shape of the weights, `[inputs, outputs]`.
        weights: [usize; 2],
        /// The length of the bias.
        bias: usize,
    },
    /// A layer that does not take what the layer before it gives.
    #[error(
        "layer {layer} takes {} inputs (W{layer} is {}), but layer {} gives {previous_outputs} outputs{}",
        .weights[0], Shape(.weights), .layer - 1, chain_cause(.weights, *.previous_outputs, *.layer)
    )]
    Chain {
        /// The layer that does not fit, counted from 1.
        layer: usize,
        /// The shape of its weights, `[inputs, outputs]`.
        weights: [usize; 2],
        /// How many outputs the layer before it has.
        previous_outputs: usize,
    },
    /// Input rows of another length than the first layer takes.
    #[error(
        "layer 1 takes rows of {} inputs (W1 is {}), but x is {}{}",
        .weights[0], Shape(.weights), Shape(.x), input_cause(.x, .weights[0])
    )]
    InputShape {
        /// The shape of the input, `[batch, inputs]`.
        x: [usize; 2],
        /// The shape of the first layer's weights.
        weights: [usize; 2],
    },
    /// Room for outputs that is too large or too small.
    #[error("the outputs are {}, but y has room for {}: make it {}", Shape(.expected), Shape(.y), Shape(.expected))]
    OutputShape {
        /// The shape of the array to write into.
        y: [usize; 2],
        /// The shape that the outputs have, `[batch, outputs]`.
        expected: [usize; 2],
    },
    /// No kernels to run.
    #[error(transparent)]
    Isa(#[from] IsaError),
    /// The system gave no threads.
    #[error("could not start {threads} threads: {reason}; ask for fewer")]
    Threads {
        /// How many were asked for.
        threads: usize,
        /// What the system said.
        reason: String,
    },
}

/// A shape as people write it: `784 x 50`.
struct Shape<'a>(&'a [usize; 2]);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} x {}", self.0[0], self.0[1])
    }
}

fn bias_cause(weights: &[usize; 2], bias: usize) -> String {
    if bias == weights[0] {
        "; the weights look transposed: they are [inputs, outputs] here".to_owned()
    } else {
        format!("; give it {}, one an output", weights[1])
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
        "; x looks transposed: it is [batch, inputs], one example a row".to_owned()
    } else if x[0].checked_mul(x[1]) == Some(inputs) {
        format!("; it looks like one example that is not flattened: make it 1 x {inputs}")
    } else {
        "; were these examples prepared for another network?".to_owned()
    }
}
