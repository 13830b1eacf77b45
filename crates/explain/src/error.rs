//! Why an answer cannot be explained.

use feedforward_network::{Counted, NetworkError};

/// Why an answer cannot be explained.
///
/// Layers are counted from 1 in the messages, as in W1 and b1, and from 0 in the fields; inputs, neurons
/// and classes from 0.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// An input of the wrong length.
    #[error("x has {}, but the network takes {expected}", Counted(*.found, "number"))]
    InputLength {
        /// The length of the input.
        found: usize,
        /// The number of inputs of the network.
        expected: usize,
    },
    /// An input that is NaN or infinite.
    #[error("input {input} is {value}: an answer to it has no shares; give finite numbers")]
    InputNotFinite {
        /// Which input.
        input: usize,
        /// Its value.
        value: f32,
    },
    /// A weight or bias that is NaN or infinite.
    #[error("layer {} holds a weight or bias that is {value}: was its training stopped by an overflow?", .layer + 1)]
    ParameterNotFinite {
        /// Which layer.
        layer: usize,
        /// The weight or bias.
        value: f32,
    },
    /// A logit that is NaN or infinite, although inputs and weights are finite.
    #[error(
        "logit {output} is {value}, too large for an f32: are the inputs on the scale that the network was trained on?"
    )]
    LogitNotFinite {
        /// Which output.
        output: usize,
        /// Its logit.
        value: f32,
    },
    /// A class that the network does not have.
    #[error("there is no class {class}: the network has {}, {}", Counted(*.classes, "class"), range(*.classes))]
    Class {
        /// The class asked for.
        class: usize,
        /// The number of classes.
        classes: usize,
    },
    /// A class that is to be told from itself.
    #[error("class {class} cannot be told from itself: choose another")]
    SameClass {
        /// The class.
        class: usize,
    },
    /// A network with one class, whose answer is a value.
    #[error("the network gives one value and no classes: its answer cannot become another class")]
    OneClass,
    /// A layer whose neurons are not hidden.
    #[error("layer {} has no hidden neurons: {}", .layer + 1, hidden_layers(*.hidden))]
    HiddenLayer {
        /// The layer asked for.
        layer: usize,
        /// The number of hidden layers.
        hidden: usize,
    },
    /// A neuron that a layer does not have.
    #[error("there is no neuron {neuron} in layer {}: it has {}, {}", .layer + 1, Counted(*.neurons, "neuron"), range(*.neurons))]
    Neuron {
        /// The layer.
        layer: usize,
        /// The neuron asked for.
        neuron: usize,
        /// The number of its neurons.
        neurons: usize,
    },
    /// A neuron that is to be held at NaN or infinity.
    #[error("neuron {neuron} of layer {} cannot be held at {value}: give a finite number", .layer + 1)]
    HeldValue {
        /// The layer.
        layer: usize,
        /// The neuron.
        neuron: usize,
        /// The value asked for.
        value: f32,
    },
    /// Signals of the wrong length.
    #[error("layer {} has {}, but the signals have {found}", .layer + 1, Counted(*.neurons, "neuron"))]
    SignalLength {
        /// The layer.
        layer: usize,
        /// The number of its neurons.
        neurons: usize,
        /// The length of the signals.
        found: usize,
    },
    /// An example whose signals are NaN or infinite, to which nothing is near.
    #[error("neuron {neuron} of layer {} gives {value} for example {example}: nothing is near to it; are all its inputs finite?", .layer + 1)]
    ExampleNotFinite {
        /// Which example.
        example: usize,
        /// The layer.
        layer: usize,
        /// The neuron.
        neuron: usize,
        /// Its signal.
        value: f32,
    },
    /// Bounds that leave no room.
    #[error("the bounds {lower} to {upper} leave no room for a change: the lower one must be less")]
    Bounds {
        /// The lower bound.
        lower: f32,
        /// The upper bound.
        upper: f32,
    },
    /// An input that lies outside the bounds of a change.
    #[error(
        "input {input} is {value}, outside the bounds {lower} to {upper} of a change: widen them"
    )]
    OutOfBounds {
        /// Which input.
        input: usize,
        /// Its value.
        value: f32,
        /// The lower bound.
        lower: f32,
        /// The upper bound.
        upper: f32,
    },
    /// The answer is the class that a change is to lead to.
    #[error("the answer is class {class} already: no change is needed")]
    AlreadyAnswered {
        /// The class.
        class: usize,
    },
    /// No input changes the answer, however little it is changed: there is no direction to search in.
    #[error(
        "no small change of any input changes the logits here: a step, a saturated sigmoid or a rectifier at rest lets nothing through"
    )]
    Flat,
    /// The search ended without another answer.
    #[error("no change that leads to {} was found within the bounds{}", target(*.to), nearest(*.closest))]
    NotFlipped {
        /// The class that was asked for.
        to: Option<usize>,
        /// How much the logit of the wanted class still was below the answer's, where it came closest.
        closest: f64,
    },
    /// The network cannot be run.
    #[error(transparent)]
    Network(#[from] NetworkError),
}

fn range(count: usize) -> String {
    match count {
        0 => "none".to_owned(),
        1 => "0 alone".to_owned(),
        _ => format!("0 to {}", count - 1),
    }
}

fn hidden_layers(hidden: usize) -> String {
    match hidden {
        0 => "this network has no hidden layer".to_owned(),
        1 => "the only hidden layer is layer 1".to_owned(),
        _ => format!("the hidden layers are layers 1 to {hidden}"),
    }
}

fn target(to: Option<usize>) -> String {
    to.map_or_else(|| "another class".to_owned(), |class| format!("class {class}"))
}

fn nearest(closest: f64) -> String {
    match closest.is_finite() {
        true => format!(" (its logit came within {closest:.4} of the answer's)"),
        false => String::new(),
    }
}
