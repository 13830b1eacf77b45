//! Why training is refused or stops.

use crate::loss::Loss;
use crate::targets::TargetKind;
use feedforward_network::{Activation, Counted, NetworkError, Output};
use std::fmt::Display;

/// Why a network cannot be trained, or why training stopped.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TrainError {
    /// The network cannot be built or run, or does not take the examples.
    #[error(transparent)]
    Network(#[from] NetworkError),
    /// No examples.
    #[error("there are no examples to learn from")]
    NoExamples,
    /// Another number of targets than of examples.
    #[error(
        "found {} but {}: each example needs one target",
        Counted(*.examples, "example"), Counted(*.targets, "target")
    )]
    TargetCount {
        /// The number of rows of x.
        examples: usize,
        /// The number of labels, or of rows of values.
        targets: usize,
    },
    /// Target rows of another length than the network's outputs.
    #[error(
        "the network has {}, but the targets have {} per row",
        Counted(*.outputs, "output"), Counted(*.targets, "number")
    )]
    TargetWidth {
        /// The length of an output row.
        outputs: usize,
        /// The length of a target row.
        targets: usize,
    },
    /// A label that is no class of the network.
    #[error(
        "example {index} has the label {label}, but the network has {}, for labels 0 to {}: give it one \
         output per class",
        Counted(*.outputs, "output"), .classes - 1
    )]
    Label {
        /// The example, counted from 0.
        index: usize,
        /// Its label.
        label: usize,
        /// The network's number of outputs.
        outputs: usize,
        /// The number of classes that they stand for.
        classes: usize,
    },
    /// A target of a sigmoid that is no probability.
    #[error(
        "example {index} has the value {value} for output {output}, but a sigmoid learns values from 0 to 1"
    )]
    Probability {
        /// The example, counted from 0.
        index: usize,
        /// The output, counted from 0.
        output: usize,
        /// The value.
        value: f32,
    },
    /// Targets of another kind than the output's loss takes.
    #[error(
        "{targets} cannot be learned with the output {output}: use {}",
        alternatives(Loss::outputs_for(*.targets))
    )]
    Loss {
        /// What the targets are.
        targets: TargetKind,
        /// The network's output.
        output: Output,
    },
    /// An activation whose derivative is zero everywhere.
    #[error(
        "layer {layer} cannot learn: the slope of '{activation}' is zero everywhere; use {}",
        alternatives(trainable_activations())
    )]
    NoSlope {
        /// The layer, counted from 1.
        layer: usize,
        /// Its activation.
        activation: Activation,
    },
    /// A number outside its range.
    #[error("{name} is {found}, but must be {expected}")]
    Option {
        /// The option.
        name: &'static str,
        /// Its value.
        found: f32,
        /// The range.
        expected: &'static str,
    },
    /// No validation examples by which the best epoch could be known.
    #[error("validation is 0, but must be above zero to keep the best epoch")]
    NoValidation,
    /// As many examples set aside for validation as there are, or more.
    #[error(
        "{validation} examples set aside for validation leave none of {examples} to learn from"
    )]
    Validation {
        /// The number of examples to set aside.
        validation: usize,
        /// The number of examples.
        examples: usize,
    },
    /// Rows that are not pictures of the given size.
    #[error(
        "rows of {} are not pictures of {height} x {width}: augmentation needs pictures",
        Counted(*.inputs, "number")
    )]
    PictureSize {
        /// The length of a row.
        inputs: usize,
        /// Rows of a picture.
        height: usize,
        /// Columns of a picture.
        width: usize,
    },
    /// Weights of a network that is not the one that learns.
    #[error("expected the weights of a network of {}, as the one that learns", sizes(.expected))]
    OtherNetwork {
        /// The numbers of neurons of the network that learns, the inputs first.
        expected: Vec<usize>,
    },
    /// The loss is no finite number any more.
    #[error(
        "the loss became {loss} in epoch {epoch}, step {step}, with the learning rate {learning_rate}: choose a lower one"
    )]
    Diverged {
        /// The epoch, counted from 1.
        epoch: usize,
        /// The step within it, counted from 1.
        step: usize,
        /// The loss.
        loss: f64,
        /// The learning rate of the first step, as the options name it.
        learning_rate: f32,
    },
    /// A weight or bias is no finite number any more.
    #[error(
        "the weights became infinite or NaN in epoch {epoch} with the learning rate {learning_rate}: choose a lower one"
    )]
    NotFinite {
        /// The epoch, counted from 1.
        epoch: usize,
        /// The learning rate of the first step, as the options name it.
        learning_rate: f32,
    },
}

fn sizes(sizes: &[usize]) -> String {
    sizes.iter().map(usize::to_string).collect::<Vec<_>>().join("-")
}

fn trainable_activations() -> impl Iterator<Item = Activation> {
    Activation::ALL.into_iter().filter(|activation| activation.is_trainable())
}

/// A list for a sentence: `a, b or c`.
fn alternatives(items: impl Iterator<Item = impl Display>) -> String {
    let mut items: Vec<_> = items.map(|item| item.to_string()).collect();
    match items.pop() {
        Some(last) if !items.is_empty() => format!("{} or {last}", items.join(", ")),
        last => last.unwrap_or_default(),
    }
}
