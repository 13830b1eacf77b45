//! Why a call fails.

use feedforward::digits::DigitsError;
use feedforward::training::TrainError;
use feedforward::{FileError, NetworkError, ParseActivationError, ParseOutputError};

/// Why a call failed: a stable code for programs and a sentence for people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct EngineError {
    /// `shape`, `file`, `picture`, `no_digit`, `option`, `not_ready`, `points` or `internal`.
    pub kind: &'static str,
    /// What was expected, what was found, where, and how to fix it.
    pub message: String,
}

impl EngineError {
    /// An argument that is of another kind or out of its range.
    pub(crate) fn option(message: impl Into<String>) -> Self {
        Self { kind: "option", message: message.into() }
    }

    /// Arrays that do not fit together.
    pub(crate) fn shape(message: impl Into<String>) -> Self {
        Self { kind: "shape", message: message.into() }
    }
}

impl From<NetworkError> for EngineError {
    fn from(error: NetworkError) -> Self {
        let kind = match error {
            NetworkError::Isa(_) | NetworkError::Threads(_) => "internal",
            _ => "shape",
        };
        Self { kind, message: error.to_string() }
    }
}

impl From<FileError> for EngineError {
    fn from(error: FileError) -> Self {
        Self { kind: "file", message: error.to_string() }
    }
}

impl From<DigitsError> for EngineError {
    fn from(error: DigitsError) -> Self {
        let kind = match error {
            DigitsError::Blank { .. } => "no_digit",
            _ => "picture",
        };
        Self { kind, message: error.to_string() }
    }
}

impl From<TrainError> for EngineError {
    fn from(error: TrainError) -> Self {
        match error {
            TrainError::Network(error) => error.into(),
            error => Self::option(error.to_string()),
        }
    }
}

impl From<ParseActivationError> for EngineError {
    fn from(error: ParseActivationError) -> Self {
        Self::option(error.to_string())
    }
}

impl From<ParseOutputError> for EngineError {
    fn from(error: ParseOutputError) -> Self {
        Self::option(error.to_string())
    }
}
