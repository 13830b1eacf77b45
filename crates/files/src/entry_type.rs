//! What an entry is that should be an array of numbers and is none.

use feedforward_bytes::excerpt;
use std::fmt;

/// What an entry is in place of an array of numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum EntryType {
    /// An array of another type, which NumPy names by this code: `U5` for text, `O8` for objects.
    NumPy(String),
    /// An array whose elements have fields.
    Structured,
    /// A tensor of another type, by safetensors' name for it.
    Tensor(String),
    /// Lists of Python's numbers.
    NumberLists,
}

impl EntryType {
    /// The type as the file names it; empty where it has no name.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::NumPy(code) | Self::Tensor(code) => code,
            Self::Structured | Self::NumberLists => "",
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NumPy(code) if code.trim_start_matches(['<', '>', '|', '=']).starts_with('O') => {
                "save each array in it under a name of its own, as in \
                 `numpy.savez(\"w.npz\", W1=w[0], W2=w[1])`"
            }
            Self::NumPy(_) => "convert it with `.astype(\"float32\")` and save again",
            Self::Structured => "save each of its fields as an array of its own",
            Self::Tensor(_) => "convert it with `.float()` and save again",
            Self::NumberLists => "wrap them in `np.array(…)` and save again",
        }
    }
}

impl fmt::Display for EntryType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NumPy(code) | Self::Tensor(code) => write!(f, "the type {}", excerpt(code)),
            Self::Structured => f.write_str("a structured array"),
            Self::NumberLists => f.write_str("lists of Python numbers"),
        }
    }
}
