//! What a reader assumed, changed or left out.

use crate::element::Element;
use crate::list::{List, Names};
use crate::transpose::Orientation;
use feedforward_bytes::excerpt;
use feedforward_network::{Activation, Output};
use serde::{Serialize, Serializer};
use std::fmt;

/// What a user should know about how a file was read.
///
/// `Display` gives one sentence, safe to print. Serialised, it is an object whose field `kind`
/// names the variant in snake case, beside the fields: `{"kind": "output_assumed", "output":
/// "softmax"}`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Note {
    /// The file states no activations, and nobody else did.
    #[non_exhaustive]
    ActivationsAssumed {
        /// What was taken for the hidden layers.
        #[serde(serialize_with = "text")]
        hidden: Activation,
    },
    /// The file states no output, and nobody else did.
    #[non_exhaustive]
    OutputAssumed {
        /// What was taken.
        #[serde(serialize_with = "text")]
        output: Output,
    },
    /// The options' activation replaces those that the file states.
    #[non_exhaustive]
    ActivationsReplaced {
        /// The options' activation.
        #[serde(serialize_with = "text")]
        hidden: Activation,
        /// What the file states for the hidden layers.
        #[serde(serialize_with = "texts")]
        stated: Vec<Activation>,
    },
    /// The options' output replaces the one that the file states.
    #[non_exhaustive]
    OutputReplaced {
        /// The options' output.
        #[serde(serialize_with = "text")]
        output: Output,
        /// What the file states.
        #[serde(serialize_with = "text")]
        stated: Output,
    },
    /// Matrices were transposed to `[inputs, outputs]`.
    #[non_exhaustive]
    Transposed {
        /// Their names.
        names: Vec<String>,
    },
    /// The shapes fit in both orientations, and the names decided.
    #[non_exhaustive]
    OrientationAssumed {
        /// How the file is taken to hold its matrices.
        orientation: Orientation,
    },
    /// The names do not count the layers.
    #[non_exhaustive]
    OrderTaken {
        /// The weights' names in the order that was taken.
        names: Vec<String>,
        /// Where it is from.
        from: OrderSource,
    },
    /// Entries that belong to no layer.
    #[non_exhaustive]
    Ignored {
        /// Their names.
        names: Vec<String>,
    },
    /// Numbers of another type became f32.
    #[non_exhaustive]
    Converted {
        /// The arrays' names.
        names: Vec<String>,
        /// What they were.
        #[serde(serialize_with = "text")]
        from: Element,
    },
    /// Numbers that are not finite.
    #[non_exhaustive]
    NotFinite {
        /// The arrays that hold them.
        arrays: Vec<NotFinite>,
    },
    /// Layers without a bias, which get zeros.
    #[non_exhaustive]
    BiasAssumed {
        /// The weights' names.
        names: Vec<String>,
    },
    /// Bytes after the end of what was read.
    #[non_exhaustive]
    TrailingBytes {
        /// The array after which they stand; `None` for the pickle as a whole.
        #[serde(skip_serializing_if = "Option::is_none")]
        array: Option<String>,
        /// Where they begin, in bytes from the beginning.
        offset: usize,
        /// How many there are.
        bytes: usize,
    },
}

/// Where the order of layers is from that their names do not count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum OrderSource {
    /// The file's own order.
    File,
    /// The only order that the shapes allow.
    Shapes,
}

/// An array that holds NaN or infinities.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct NotFinite {
    /// Its name.
    pub name: String,
    /// How many of its numbers are not finite.
    pub count: usize,
}

impl fmt::Display for NotFinite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} holds {} values", excerpt(&self.name), self.count)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ActivationsAssumed { hidden } => {
                write!(f, "the file does not state its hidden activations: {hidden} is assumed")
            }
            Self::OutputAssumed { output } => {
                write!(f, "the file does not state its output: {output} is assumed")
            }
            Self::ActivationsReplaced { hidden, stated } => {
                write!(f, "{hidden} replaces the file's activations {}", List(stated))
            }
            Self::OutputReplaced { output, stated } => {
                write!(f, "{output} replaces the file's output {stated}")
            }
            Self::Transposed { names } => {
                write!(f, "{} transposed from [outputs, inputs] to [inputs, outputs]", Names(names))
            }
            Self::OrientationAssumed { orientation } => {
                write!(
                    f,
                    "the shapes fit in both orientations; {orientation} is assumed from the names"
                )
            }
            Self::OrderTaken { names, from } => {
                let reason = match from {
                    OrderSource::File => "as they stand in the file",
                    OrderSource::Shapes => "the only order that the shapes allow",
                };
                let names = Names(names);
                write!(f, "the layers' names do not count them: taken are {names}, {reason}")
            }
            Self::Ignored { names } => write!(f, "ignored entries: {}", Names(names)),
            Self::Converted { names, from } => {
                write!(f, "{} converted from {from} to f32", Names(names))
            }
            Self::NotFinite { arrays } => {
                write!(f, "{} that are not finite (NaN or infinity)", List(arrays))
            }
            Self::BiasAssumed { names } => {
                let have = if names.len() == 1 { "has" } else { "have" };
                write!(f, "{} {have} no bias: zeros are used", Names(names))
            }
            Self::TrailingBytes { array, offset, bytes } => {
                let array = array.as_deref().map(excerpt);
                let what = array.as_deref().unwrap_or("the pickle");
                write!(f, "{bytes} bytes after the end of {what} (byte {offset}) were not read")
            }
        }
    }
}

/// Serialises a value as the text that stands for it in flags and files.
fn text<S: Serializer>(value: &impl fmt::Display, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

fn texts<S: Serializer>(values: &[impl fmt::Display], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(ToString::to_string))
}
