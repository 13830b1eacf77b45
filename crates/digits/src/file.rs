//! A file's bytes, read whole and bounded.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::DigitsError;

/// The longest file that is read.
const MAX_FILE: u64 = 4 << 30;

/// Reads the whole file.
pub(crate) fn read_file(path: &Path) -> Result<Vec<u8>, DigitsError> {
    let io = |error| DigitsError::Io { path: path.into(), action: "read the file", error };
    let file = File::open(path).map_err(io)?;
    let metadata = file.metadata().map_err(io)?;
    if !metadata.is_file() {
        return Err(DigitsError::NotAFile { path: path.into() });
    }
    let found = metadata.len();
    if found > MAX_FILE {
        return Err(DigitsError::FileTooLarge { path: path.into(), limit: MAX_FILE, found });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(found).unwrap_or(0));
    file.take(MAX_FILE).read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_and_an_absent_file_are_named() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(
            read_file(folder.path()).unwrap_err(),
            DigitsError::NotAFile { .. } | DigitsError::Io { .. }
        ));
        let absent = read_file(&folder.path().join("absent.gz")).unwrap_err().to_string();
        assert!(absent.contains("absent.gz") && absent.contains("cannot read"), "{absent}");
    }
}
