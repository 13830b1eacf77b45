//! A network with what is known about it, from bytes and paths and to them.

use crate::array::NamedArrays;
use crate::assemble::{Assembled, assemble};
use crate::description::Description;
use crate::note::Note;
use crate::options::LoadOptions;
use crate::{FileError, format};
use feedforward_bytes::{Kind, load, save};
use feedforward_network::Network;
use std::path::Path;

/// A network, what is known about it, and where it was read from.
#[derive(Clone, Debug)]
pub struct Model {
    /// The network.
    pub network: Network,
    /// Labels, preparation of the input, provenance.
    pub description: Description,
    /// What the reader found.
    pub origin: Origin,
}

/// Where a model was read from.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// What the file is; for a model made in memory, what it would be written as.
    pub kind: Kind,
    /// What the user should know: assumptions, conversions, ignored entries.
    pub notes: Vec<Note>,
}

impl Model {
    /// A model that no file holds yet.
    pub fn new(network: Network, description: Description) -> Self {
        Self { network, description, origin: Origin { kind: Kind::Safetensors, notes: Vec::new() } }
    }

    /// Reads a model from a file, whatever its name.
    ///
    /// # Errors
    ///
    /// A [`FileError`] that names the file and says what is wrong with it.
    pub fn load(path: impl AsRef<Path>) -> Result<Self, FileError> {
        Self::load_with(path, &LoadOptions::default())
    }

    /// Reads a model from a file, with what the caller knows about it.
    ///
    /// # Errors
    ///
    /// A [`FileError`] that names the file and says what is wrong with it.
    pub fn load_with(path: impl AsRef<Path>, options: &LoadOptions) -> Result<Self, FileError> {
        let path = path.as_ref();
        let bytes = load(path, options.limits.file_bytes)?;
        Self::read_with(&bytes, options).map_err(|error| error.in_file(path))
    }

    /// Reads a model from bytes.
    ///
    /// # Errors
    ///
    /// A [`FileError`] that says what the bytes are, what was expected, where, and what to do.
    pub fn read(bytes: &[u8]) -> Result<Self, FileError> {
        Self::read_with(bytes, &LoadOptions::default())
    }

    /// Reads a model from bytes, with what the caller knows about it.
    ///
    /// # Errors
    ///
    /// A [`FileError`] that says what the bytes are, what was expected, where, and what to do.
    pub fn read_with(bytes: &[u8], options: &LoadOptions) -> Result<Self, FileError> {
        let file = NamedArrays::read(bytes, &options.limits)?;
        let Assembled { network, description, notes } = assemble(&file, options)?;
        Ok(Self { network, description, origin: Origin { kind: file.kind, notes } })
    }

    /// Writes the model to a file as safetensors, under a temporary name beside `path` that is then
    /// renamed: the file is there whole or not at all.
    ///
    /// # Errors
    ///
    /// [`FileError::Bytes`] if the system refuses; [`FileError::Description`] if labels or the
    /// input's shape do not fit the network.
    pub fn save(&self, path: impl AsRef<Path>) -> Result<(), FileError> {
        Ok(save(path, &self.write()?)?)
    }

    /// Writes the model as the bytes of a safetensors file; the same model gives the same bytes.
    ///
    /// # Errors
    ///
    /// [`FileError::Description`] if labels or the input's shape do not fit the network.
    pub fn write(&self) -> Result<Vec<u8>, FileError> {
        format::write(&self.network, &self.description)
    }
}
