//! What the exit status says.

use std::process::ExitCode;

/// How a command ended. This is the one place that knows the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It did what the command line requests.
    Done,
    /// It ran, and a requested check failed.
    CheckFailed,
    /// Bad usage or bad input, or the results could not be written.
    Refused,
    /// Ctrl-C stopped it. What was done until then may have been saved.
    Stopped,
}

impl Outcome {
    /// The number; 128 and the number of the signal where a signal ended the work, as shells have
    /// it.
    pub(crate) const fn status(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::CheckFailed => 1,
            Self::Refused => 2,
            Self::Stopped => 130,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(outcome.status())
    }
}
