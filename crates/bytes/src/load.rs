//! A file's bytes, read whole and within a limit.

use crate::{Action, BytesError};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Reads a whole file of any kind, never more than `limit` bytes of it and one.
///
/// A file that grows while it is read, a pipe, and a device that has no end are read as far as
/// the limit. Memory is taken as bytes arrive, not by the length that the system tells.
///
/// # Errors
///
/// [`BytesError::Directory`], [`BytesError::TooLarge`], and [`BytesError::Io`] if the system refuses;
/// each names the path.
pub fn load(path: impl AsRef<Path>, limit: u64) -> Result<Vec<u8>, BytesError> {
    let path = path.as_ref();
    let refused = |error| BytesError::Io { path: path.to_owned(), action: Action::Read, error };
    let too_large = |found| BytesError::TooLarge { path: path.to_owned(), limit, found };
    let file = File::open(path).map_err(refused)?;
    let metadata = file.metadata().map_err(refused)?;
    if metadata.is_dir() {
        return Err(BytesError::Directory { path: path.to_owned() });
    }
    if metadata.len() > limit {
        return Err(too_large(metadata.len()));
    }
    let mut bytes = Vec::new();
    // One more than the limit shows that there is more.
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(refused)?;
    match bytes.len() as u64 {
        found if found > limit => Err(too_large(found)),
        _ => Ok(bytes),
    }
}
