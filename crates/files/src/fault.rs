//! What exactly is wrong inside an archive, a header or a description.

use crate::list::List;
use feedforward_bytes::excerpt;
use feedforward_network::{Counted, Shape};
use std::fmt;

/// What is wrong with a zip archive.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ZipFault {
    /// It is damaged: what the zip reader says.
    #[error("{}", excerpt(.0))]
    Damaged(String),
    /// Two members have the same name.
    #[error("two members have the same name")]
    DuplicateName,
    /// Two members share bytes, so that a small file could be inflated again and again.
    #[error("two members share the same bytes")]
    SharedBytes,
    /// A member goes on after its array.
    #[error("bytes follow the array's end at byte {end}")]
    #[non_exhaustive]
    TrailingBytes {
        /// Where the array ends, in bytes from the member's beginning.
        end: usize,
    },
}

/// What is wrong with a safetensors file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SafetensorsFault {
    /// The header is damaged or states what cannot be.
    #[error("{}", excerpt(.0))]
    Damaged(String),
    /// The header is too long.
    #[error("it has {found} bytes, expected at most {limit}")]
    #[non_exhaustive]
    LongHeader {
        /// Its length in bytes.
        found: u64,
        /// The most that is parsed.
        limit: u64,
    },
    /// Bytes follow the tensors.
    #[error("its tensors end at byte {end} of {length}")]
    #[non_exhaustive]
    TrailingBytes {
        /// Where the tensors end, in bytes from the file's beginning.
        end: usize,
        /// The file's length.
        length: usize,
    },
}

/// What is wrong with a file's description of its network.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DescriptionFault {
    /// It is no JSON, or has other fields than it should.
    #[error("{}", excerpt(.0))]
    Json(String),
    /// It is of a newer format.
    #[error(
        "this file has format {found} of the description, but this program reads up to {known}: \
         update feedforward"
    )]
    #[non_exhaustive]
    NewerFormat {
        /// The file's number.
        found: u64,
        /// The newest that is understood.
        known: u64,
    },
    /// Its format's number is 0.
    #[error("expected the format 1, found 0")]
    FormatZero,
    /// An activation that is unknown.
    #[error("expected the activation {}, found `{}`", known.join(" or "), excerpt(found))]
    #[non_exhaustive]
    Activation {
        /// What it names.
        found: String,
        /// The activations that there are.
        known: Vec<String>,
    },
    /// An output that is unknown.
    #[error("expected the output {}, found `{}`", known.join(" or "), excerpt(found))]
    #[non_exhaustive]
    Output {
        /// What it names.
        found: String,
        /// The outputs that there are.
        known: Vec<String>,
    },
    /// It tells of more or fewer layers than there are.
    #[error("it tells of {}, but the tensors make {found}", Counted(*stated, "layer"))]
    #[non_exhaustive]
    LayerCount {
        /// How many layers it tells of.
        stated: usize,
        /// How many layers the tensors make.
        found: usize,
    },
    /// It tells of layers of other sizes.
    #[error("it tells of layers {}, but the tensors are {}", sizes(stated), sizes(found))]
    #[non_exhaustive]
    Layers {
        /// Inputs and outputs of each layer, as the description tells.
        stated: Vec<(usize, usize)>,
        /// The same of the tensors.
        found: Vec<(usize, usize)>,
    },
    /// There are labels, but not as many as classes.
    #[error("expected {}, one for each class, found {found}", Counted(*classes, "label"))]
    #[non_exhaustive]
    LabelCount {
        /// The number of classes that the network tells apart.
        classes: usize,
        /// How many labels there are.
        found: usize,
    },
    /// A label is too long.
    #[error("label {number} has {found} characters, expected at most {limit}")]
    #[non_exhaustive]
    LongLabel {
        /// Which label, counted from 1.
        number: usize,
        /// Its length in characters.
        found: usize,
        /// The most that it may have.
        limit: usize,
    },
    /// A character would move the text around it where the description is printed.
    #[error(
        "{place} holds the control character {}, expected text that can be printed",
        character.escape_unicode()
    )]
    #[non_exhaustive]
    ControlCharacter {
        /// Where it is.
        place: TextPlace,
        /// The character.
        character: char,
    },
    /// The shape of an input has more or fewer values than the network takes.
    #[error(
        "the input's shape is {}, but the network takes {}",
        Shape(shape),
        Counted(*inputs, "input")
    )]
    #[non_exhaustive]
    InputShape {
        /// The shape that is stated.
        shape: Vec<usize>,
        /// The network's inputs.
        inputs: usize,
    },
}

/// A text of a description.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TextPlace {
    /// A label, counted from 1.
    Label(usize),
    /// A key of the provenance.
    ProvenanceKey,
    /// The value of this key of the provenance.
    Provenance(String),
}

impl fmt::Display for TextPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label(number) => write!(f, "label {number}"),
            Self::ProvenanceKey => f.write_str("a key of the provenance"),
            Self::Provenance(key) => write!(f, "the provenance's {}", excerpt(key)),
        }
    }
}

fn sizes(layers: &[(usize, usize)]) -> String {
    let texts: Vec<_> = layers.iter().map(|(i, o)| format!("{i} x {o}")).collect();
    List(&texts).to_string()
}

/// What is wrong where one layer meets the next.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Misfit {
    /// The layer before gives another number of outputs than these weights take.
    #[non_exhaustive]
    Inputs {
        /// The outputs of the layer before.
        expected: usize,
    },
    /// The bias has another length than the weights have outputs.
    #[non_exhaustive]
    Bias {
        /// The weights' outputs.
        outputs: usize,
        /// The bias's length.
        length: usize,
    },
}

/// What has a shape that no dense layer has there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LayerPart {
    /// The weights, which have two axes.
    Weights,
    /// The bias, which has one.
    Bias,
}

impl LayerPart {
    pub(crate) fn expected(self) -> &'static str {
        match self {
            Self::Weights => "two axes",
            Self::Bias => "one row of numbers",
        }
    }
}

/// What an entry needs that is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Missing {
    /// A bias needs its weights.
    Weights,
    /// Layers are counted, and this number is left out.
    Number(u64),
}

impl fmt::Display for Missing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Weights => f.write_str("its weights"),
            Self::Number(number) => write!(f, "number {number} of the same kind"),
        }
    }
}

/// In how many orders layers fit whose names do not count them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Orders {
    /// In none.
    None,
    /// In more than one.
    Several,
}

impl fmt::Display for Orders {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "in no order",
            Self::Several => "in more than one order",
        })
    }
}
