//! Which end of the grey scale a picture's strokes have.

use std::{fmt, str::FromStr};

/// What is drawn on what: which end of the grey scale the strokes of a picture have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Ink {
    /// Dark strokes on a light ground, as on paper.
    Dark,
    /// Light strokes on a dark ground, as in MNIST and on a blackboard.
    Light,
}

/// A word that names no ink.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{found}' is no ink: expected one of {}", Ink::ALL.map(Ink::name).join(", "))]
#[non_exhaustive]
pub struct ParseInkError {
    /// The word.
    pub found: String,
}

impl Ink {
    /// Both inks.
    pub const ALL: [Self; 2] = [Self::Dark, Self::Light];

    /// The words that stand for it in files and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark on light",
            Self::Light => "light on dark",
        }
    }
}

impl fmt::Display for Ink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Ink {
    type Err = ParseInkError;

    fn from_str(words: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|ink| ink.name() == words)
            .ok_or_else(|| ParseInkError { found: crate::excerpt(words) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_ink_is_read_by_its_name() {
        for ink in Ink::ALL {
            assert_eq!(ink.to_string().parse(), Ok(ink));
        }
        assert_eq!(
            "red".parse::<Ink>().unwrap_err().to_string(),
            "'red' is no ink: expected one of dark on light, light on dark"
        );
    }
}
