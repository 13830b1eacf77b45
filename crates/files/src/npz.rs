//! npz: a zip archive of npy files.

use crate::array::{NamedArrays, Unread};
use crate::fault::ZipFault;
use crate::limits::{Budget, Limits};
use crate::{FileError, npy};
use feedforward_bytes::{Kind, excerpt};
use std::io::Cursor;
use zip::ZipArchive;

/// Reads every `.npy` member; the archive's declared sizes are never trusted.
pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<NamedArrays<'static>, FileError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    if archive.len() > limits.entries {
        return Err(FileError::Limit {
            what: "this archive has more members",
            limit: limits.entries as u64,
            field: "entries",
        });
    }
    let names = names(&archive)?;
    // Members that share bytes would let a small file be inflated again and again.
    if archive.has_overlapping_entries()? {
        return Err(ZipFault::SharedBytes.into());
    }
    let mut arrays = NamedArrays::new(Kind::Npz);
    let mut budget = Budget::new(limits);
    for (index, name) in names.iter().enumerate() {
        let Some(array_name) = name.strip_suffix(".npy") else {
            arrays.others.push(excerpt(name));
            continue;
        };
        let array = archive
            .by_index(index)
            .map_err(FileError::from)
            .and_then(|member| npy::read_member(array_name, member, &mut budget));
        match array {
            Ok(array) => arrays.arrays.push(array),
            // Text and objects beside the weights are no reason to refuse the weights.
            Err(FileError::ElementType { found, .. }) => {
                arrays.add_unread(Unread::new(array_name, found), &mut budget)?;
            }
            Err(error) => {
                return Err(FileError::InMember { member: name.clone(), error: Box::new(error) });
            }
        }
    }
    if arrays.arrays.is_empty() && arrays.unread.is_empty() {
        return Err(without_arrays(names));
    }
    Ok(arrays)
}

/// The members' names in the archive's order, each of which must be there once.
fn names(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<Vec<String>, FileError> {
    if archive.has_duplicate_names() {
        return Err(ZipFault::DuplicateName.into());
    }
    let mut names: Vec<String> = Vec::new();
    for name in archive.file_names_raw() {
        names.push(String::from_utf8_lossy(name).into_owned());
    }
    Ok(names)
}

/// Names an archive that is something else.
fn without_arrays(names: Vec<String>) -> FileError {
    if names.iter().any(|name| name.ends_with("data.pkl")) {
        return FileError::NotWeights { found: Kind::Torch };
    }
    if names.iter().any(|name| name == "model.weights.h5") {
        return FileError::NotWeights { found: Kind::Hdf5 };
    }
    FileError::ZipWithoutArrays { found: names }
}
