//! The orientation of a matrix of weights, and what the caller may say about it.

use serde::Serialize;
use std::fmt;

/// How a file holds a matrix of weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
pub enum Orientation {
    /// `[inputs, outputs]`, as the book and NumPy's users have it; nothing is transposed.
    #[serde(rename = "[inputs, outputs]")]
    InputsOutputs,
    /// `[outputs, inputs]`, as PyTorch has it; the reader transposes it once.
    #[serde(rename = "[outputs, inputs]")]
    OutputsInputs,
}

impl Orientation {
    /// Both, in the order of their declaration.
    pub(crate) const BOTH: [Self; 2] = [Self::InputsOutputs, Self::OutputsInputs];

    /// The transposed one.
    pub(crate) const fn other(self) -> Self {
        match self {
            Self::InputsOutputs => Self::OutputsInputs,
            Self::OutputsInputs => Self::InputsOutputs,
        }
    }
}

impl fmt::Display for Orientation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::InputsOutputs => "[inputs, outputs]",
            Self::OutputsInputs => "[outputs, inputs]",
        })
    }
}

/// Which matrices of a file are transposed from `[outputs, inputs]` to `[inputs, outputs]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Transpose {
    /// What the file states, else the chain of shapes decides, and where it cannot, the names do.
    #[default]
    Auto,
    /// None: the file holds `[inputs, outputs]`.
    None,
    /// All: the file holds `[outputs, inputs]`.
    All,
    /// These, by the names that the file gives them, and no others.
    Named(Vec<String>),
}

impl From<&str> for Transpose {
    /// `auto`, `none`, `all`, or names with commas between them.
    fn from(text: &str) -> Self {
        match text {
            "auto" => Self::Auto,
            "none" => Self::None,
            "all" => Self::All,
            names => Self::Named(names.split(',').map(|name| name.trim().to_owned()).collect()),
        }
    }
}
