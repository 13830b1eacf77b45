//! What is done to the last layer's signals.

use std::{fmt, str::FromStr};

/// What turns the last layer's signals, the logits, into the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Output {
    /// The signals are the answer: for regression.
    Identity,
    /// y_k = exp(z_k) / sum of exp(z_i): a probability for each class, adding up to 1.
    Softmax,
}

/// A word that names no output.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{found}' is no output: expected one of {}", Output::ALL.map(Output::name).join(", "))]
#[non_exhaustive]
pub struct ParseOutputError {
    /// The word.
    pub found: String,
}

impl Output {
    /// Every output, in the order in which they are listed to a person.
    pub const ALL: [Self; 2] = [Self::Identity, Self::Softmax];

    /// The word that stands for it in flags and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Softmax => "softmax",
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Output {
    type Err = ParseOutputError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|o| o.name() == word)
            .ok_or_else(|| ParseOutputError { found: word.to_owned() })
    }
}
