//! Why a file cannot be read or written as a whole.

use crate::ShownPath;
use std::fmt;
use std::io;
use std::path::PathBuf;

/// Why a file cannot be read or written, whatever is in it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BytesError {
    /// The operating system refused.
    #[error("{}: cannot {action} it: {error}", ShownPath(path))]
    #[non_exhaustive]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried.
        action: Action,
        /// The system's answer.
        error: io::Error,
    },
    /// The path names a directory.
    #[error("{}: expected a file, found a directory; name a file in it", ShownPath(path))]
    #[non_exhaustive]
    Directory {
        /// The directory.
        path: PathBuf,
    },
    /// The file is longer than the limit that the caller set.
    #[error("{}: expected a file of at most {limit} bytes, found {found}", ShownPath(path))]
    #[non_exhaustive]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// The limit in bytes.
        limit: u64,
        /// The file's length; one more than the limit where it has none, as a pipe.
        found: u64,
    },
}

/// What was tried with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Reading it.
    Read,
    /// Writing it.
    Write,
}

impl fmt::Display for Action {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "read",
            Self::Write => "write",
        })
    }
}
