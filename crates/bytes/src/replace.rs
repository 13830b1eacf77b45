//! A file that is put in its place whole or not at all.

use crate::{Action, BytesError};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Writes a whole file: under a temporary name beside `path`, which is then renamed.
///
/// A new file gets the permissions that the user's umask leaves, as any other.
///
/// # Errors
///
/// [`BytesError::Io`] if the system refuses; what was at `path` is then unchanged.
pub fn save(path: impl AsRef<Path>, bytes: &[u8]) -> Result<(), BytesError> {
    let path = path.as_ref();
    let mut replacement = Replacement::new(path)?;
    replacement.write_all(bytes).map_err(|error| refused(path, error))?;
    replacement.commit()
}

/// A file in the making, under a temporary name beside the one that it will have.
///
/// It takes its place with [`commit`](Self::commit); dropped without that, it goes away.
#[derive(Debug)]
pub struct Replacement {
    path: PathBuf,
    file: NamedTempFile,
}

impl Replacement {
    /// Makes an empty file beside `path`.
    ///
    /// # Errors
    ///
    /// [`BytesError::Io`] if the folder is not there or cannot be written to.
    pub fn new(path: impl Into<PathBuf>) -> Result<Self, BytesError> {
        let path = path.into();
        let folder = match path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        };
        match permitted(&mut tempfile::Builder::new()).tempfile_in(folder) {
            Ok(file) => Ok(Self { path, file }),
            Err(error) => Err(refused(&path, error)),
        }
    }

    /// Opens the file for reading from its beginning, to check what was written.
    ///
    /// # Errors
    ///
    /// [`BytesError::Io`] if the system refuses.
    pub fn reopen(&self) -> Result<File, BytesError> {
        self.file.reopen().map_err(|error| refused(&self.path, error))
    }

    /// Renames the file to its own name, in place of what is there.
    ///
    /// # Errors
    ///
    /// [`BytesError::Io`] if the system refuses; what was there is then unchanged.
    pub fn commit(self) -> Result<(), BytesError> {
        let Self { path, file } = self;
        let renamed = file.as_file().sync_all().and_then(|()| {
            file.persist(&path)?;
            Ok(())
        });
        renamed.map_err(|error| refused(&path, error))
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn refused(path: &Path, error: io::Error) -> BytesError {
    BytesError::Io { path: path.to_owned(), action: Action::Write, error }
}

/// tempfile's default is a file that only its owner can read; the umask applies to this one.
fn permitted<'a, 'b>(
    builder: &'a mut tempfile::Builder<'b, 'b>,
) -> &'a mut tempfile::Builder<'b, 'b> {
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder
}
