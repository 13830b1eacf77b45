//! What the exit status says.

use std::process::ExitCode;

/// How a command ended. This is the one place that knows the numbers; `clap` too ends a command line
/// that it cannot read with 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what the command line requests.
    Done,
    /// It ran, and a requested check failed.
    CheckFailed,
    /// Bad usage or bad input, or the results could not be written.
    Refused,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::CheckFailed => 1,
            Outcome::Refused => 2,
        })
    }
}
