//! What can be wrong with training.

use feedforward_network::{Activation, NetworkError};

/// Why a network cannot be trained, or why training stopped.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TrainError {
    /// The network cannot be built or run, or does not take the examples.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// Nothing to learn from.
    #[error("there are no examples to learn from")]
    NoExamples,
    /// Not one target an example.
    #[error("there are {examples} examples but {targets} targets: each example needs one")]
    TargetCount {
        /// Rows of x.
        examples: usize,
        /// Labels, or rows of values.
        targets: usize,
    },
    /// Target rows of another length than the network's outputs.
    #[error("the network has {outputs} outputs, but the targets have {targets} numbers a row")]
    TargetWidth {
        /// Numbers in an output row.
        outputs: usize,
        /// Numbers in a target row.
        targets: usize,
    },
    /// A label for which there is no output neuron.
    #[error(
        "example {index} has the label {label}, but the network has {outputs} outputs, for labels 0 to {}: \
         give it one output a class",
        .outputs - 1
    )]
    Label {
        /// The example, counted from 0.
        index: usize,
        /// Its label.
        label: usize,
        /// The network's outputs.
        outputs: usize,
    },
    /// Labels for a network that gives no probabilities, or values for one that does.
    #[error("{targets} cannot be learned with the output {output}: {mend}")]
    Loss {
        /// What the targets are.
        targets: &'static str,
        /// The network's output.
        output: &'static str,
        /// What to do.
        mend: &'static str,
    },
    /// An activation without a slope.
    #[error(
        "layer {layer} cannot learn: the slope of '{activation}' is zero everywhere; use sigmoid, relu or tanh"
    )]
    NoSlope {
        /// The layer, counted from 1.
        layer: usize,
        /// Its activation.
        activation: Activation,
    },
    /// A number outside of its range.
    #[error("{name} is {found}, but must be {expected}")]
    Option {
        /// The option.
        name: &'static str,
        /// What it is.
        found: f32,
        /// What it must be.
        expected: &'static str,
    },
    /// More examples set aside than there are.
    #[error(
        "{validation} examples set aside for validation leave none of {examples} to learn from"
    )]
    Validation {
        /// Examples to set aside.
        validation: usize,
        /// Examples there are.
        examples: usize,
    },
    /// Rows that are not pictures of the given size.
    #[error(
        "rows of {inputs} numbers are no pictures of {height} x {width}: augmentation needs pictures"
    )]
    PictureSize {
        /// Numbers in a row.
        inputs: usize,
        /// Rows of a picture.
        height: usize,
        /// Columns of a picture.
        width: usize,
    },
    /// The loss is no number any more.
    #[error(
        "the loss became {loss} in epoch {epoch}, step {step}: lower the learning rate, which is {learning_rate}"
    )]
    Diverged {
        /// The epoch, counted from 1.
        epoch: usize,
        /// The step within it, counted from 1.
        step: usize,
        /// The loss.
        loss: f64,
        /// The learning rate at that step.
        learning_rate: f32,
    },
}
