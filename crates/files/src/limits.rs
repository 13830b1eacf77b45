//! How much a reader may take.

use crate::FileError;

/// Bounds that are checked before memory is taken.
///
/// The defaults hold every network that this project can sensibly run; a service that takes
/// files from strangers sets lower ones.
///
/// ```
/// use feedforward_files::Limits;
///
/// let limits = Limits { file_bytes: 16 << 20, array_bytes: 64 << 20, ..Limits::default() };
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest file that is read, in bytes; it is held in memory whole.
    pub file_bytes: u64,
    /// What all arrays of a file may take together once decoded to f32 or held as they are,
    /// whichever is more, in bytes. Names count as well, and so do text and bytes that a pickle
    /// builds and the headers that an archive inflates.
    pub array_bytes: u64,
    /// The most entries (arrays and other values) that a file may hold, however nested.
    pub entries: usize,
    /// How deep dictionaries, lists and tuples may be nested.
    pub depth: usize,
    /// The most opcodes of a pickle that are interpreted.
    pub opcodes: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file_bytes: 1 << 30,
            array_bytes: 1 << 30,
            entries: 1 << 16,
            depth: 64,
            opcodes: 1 << 20,
        }
    }
}

/// What is left of [`Limits::array_bytes`] while a file is read.
pub(crate) struct Budget {
    limit: u64,
    left: u64,
}

impl Budget {
    pub(crate) fn new(limits: &Limits) -> Self {
        Self { limit: limits.array_bytes, left: limits.array_bytes }
    }

    /// Checks that `bytes` could be taken.
    pub(crate) fn afford(&self, bytes: usize) -> Result<(), FileError> {
        self.without(bytes).map(drop)
    }

    /// Takes `bytes` from the budget, before they are allocated.
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), FileError> {
        self.left = self.without(bytes)?;
        Ok(())
    }

    fn without(&self, bytes: usize) -> Result<u64, FileError> {
        self.left.checked_sub(bytes as u64).ok_or(FileError::Limit {
            what: "the decoded content of this file takes more bytes",
            limit: self.limit,
            field: "array_bytes",
        })
    }
}
