//! The formats, one table row each.

use crate::array::NamedArrays;
use crate::description::Description;
use crate::limits::Limits;
use crate::{FileError, npy, npz, pickle, safetensors};
use feedforward_bytes::{Kind, load};
use feedforward_network::Network;
use std::path::Path;

/// What a file can state beside its arrays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fact {
    /// The activation of each layer.
    Activations,
    /// The orientation of each matrix.
    Orientations,
    /// What is done to the last layer's numbers.
    Output,
    /// How an input is prepared, the labels, and where the network came from.
    Description,
}

type Read = for<'a> fn(&'a [u8], &Limits) -> Result<NamedArrays<'a>, FileError>;
type Write = fn(&Network, &Description) -> Result<Vec<u8>, FileError>;

/// A format that is read, and perhaps written.
#[derive(Debug)]
pub struct Format {
    /// The format's name.
    pub name: &'static str,
    /// The extension that its files usually have; it is never looked at.
    pub extension: &'static str,
    /// The kinds of file that are read in this format.
    pub kinds: &'static [Kind],
    /// What its files can state. Of what they do not, the names, the shapes and
    /// [`LoadOptions`](crate::LoadOptions) decide, and a [`Note`](crate::Note) says so.
    pub states: &'static [Fact],
    read: Read,
    write: Option<Write>,
}

/// Every format. To add one, write its reader and add its row here; that its
/// [`Kind`] is read as weights stands in that one's table.
static FORMATS: [Format; 4] = [
    Format {
        name: "safetensors",
        extension: "safetensors",
        kinds: &[Kind::Safetensors],
        states: &[Fact::Activations, Fact::Orientations, Fact::Output, Fact::Description],
        read: safetensors::read,
        write: Some(safetensors::write),
    },
    Format {
        name: "pickle",
        extension: "pkl",
        kinds: &[Kind::Pickle],
        states: &[],
        read: pickle::read,
        write: None,
    },
    Format {
        name: "npy",
        extension: "npy",
        kinds: &[Kind::Npy],
        states: &[],
        read: npy::read,
        write: None,
    },
    Format {
        name: "npz",
        extension: "npz",
        // An archive may begin with a member that is no array.
        kinds: &[Kind::Npz, Kind::Zip],
        states: &[],
        read: |bytes, limits| npz::read(bytes, limits),
        write: None,
    },
];

impl Format {
    /// Every format that is read; the one that is written comes first.
    pub fn all() -> &'static [Self] {
        &FORMATS
    }

    /// The format in which files of this kind are read.
    pub fn of(kind: Kind) -> Option<&'static Self> {
        FORMATS.iter().find(|format| format.kinds.contains(&kind))
    }

    /// Whether networks can be written in it.
    pub fn is_written(&self) -> bool {
        self.write.is_some()
    }
}

/// Writes a network in the format that is written.
pub(crate) fn write(network: &Network, description: &Description) -> Result<Vec<u8>, FileError> {
    let write = FORMATS.iter().find_map(|format| format.write).expect("one format is written");
    write(network, description)
}

impl<'a> NamedArrays<'a> {
    /// Reads every array in bytes, whether they make a network or not.
    ///
    /// The arrays borrow from `bytes` where the format allows it.
    ///
    /// # Errors
    ///
    /// A [`FileError`] that says what the bytes are, what was expected, where, and what to do.
    pub fn read(bytes: &'a [u8], limits: &Limits) -> Result<Self, FileError> {
        let (limit, found) = (limits.file_bytes, bytes.len() as u64);
        if found > limit {
            return Err(FileError::FileTooLarge { limit, found });
        }
        let kind = Kind::of(bytes);
        let format = Format::of(kind).ok_or(FileError::NotWeights { found: kind })?;
        (format.read)(bytes, limits)
    }

    /// Reads every array of a file, whether they make a network or not.
    ///
    /// # Errors
    ///
    /// A [`FileError`] that names the file and says what is wrong with it.
    pub fn load(
        path: impl AsRef<Path>,
        limits: &Limits,
    ) -> Result<NamedArrays<'static>, FileError> {
        let path = path.as_ref();
        let bytes = load(path, limits.file_bytes)?;
        match NamedArrays::read(&bytes, limits) {
            Ok(arrays) => Ok(arrays.into_owned()),
            Err(error) => Err(error.in_file(path)),
        }
    }
}

#[cfg(test)]
mod tests {
    use feedforward_bytes::ReadAs;

    use super::*;

    #[test]
    fn every_kind_that_is_read_as_weights_has_a_format() {
        for kind in Kind::all().filter(|kind| kind.read_as() == Some(ReadAs::Weights)) {
            assert!(Format::of(kind).is_some(), "{kind}");
        }
        assert!(Format::of(Kind::Onnx).is_none());
    }

    #[test]
    fn each_kind_is_read_in_one_format() {
        let kinds = FORMATS.iter().flat_map(|format| format.kinds);
        for kind in kinds.clone() {
            assert_eq!(kinds.clone().filter(|other| *other == kind).count(), 1, "{kind}");
        }
    }

    #[test]
    fn every_format_is_listed() {
        let names: Vec<_> = Format::all().iter().map(|format| format.name).collect();
        assert_eq!(names, ["safetensors", "pickle", "npy", "npz"]);
    }

    #[test]
    fn the_first_format_is_the_one_that_is_written() {
        let written: Vec<_> = FORMATS.iter().map(Format::is_written).collect();
        assert_eq!(written, [true, false, false, false]);
    }
}
