//! The most that is read.

/// The longest file that is read, in bytes.
pub(crate) const MAX_FILE: u64 = 4 << 30;
