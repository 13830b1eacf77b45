//! MNIST's files: what they are called, where they lie in a folder, and what they must hold.

use crate::DigitsError;
use crate::gzip::inflated;
use feedforward_bytes::hex;
use sha2::{Digest, Sha256};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// One of the two sets that MNIST consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Split {
    /// The training set.
    Train,
    /// The test set.
    Test,
}

/// A file that mirrors offer, and what its content must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemoteFile {
    /// The file's name without `.gz`.
    pub name: String,
    /// Bytes of its content, uncompressed.
    pub bytes: u64,
    /// SHA-256 of its content, uncompressed, in lower-case hexadecimal.
    pub sha256: String,
}

impl RemoteFile {
    /// MNIST's four files: training images and labels, test images and labels.
    pub fn mnist() -> [Self; 4] {
        [
            (
                "train-images-idx3-ubyte",
                47_040_016,
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            ),
            (
                "train-labels-idx1-ubyte",
                60_008,
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            ),
            (
                "t10k-images-idx3-ubyte",
                7_840_016,
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            ),
            (
                "t10k-labels-idx1-ubyte",
                10_008,
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
            ),
        ]
        .map(|(name, bytes, sha256)| Self {
            name: name.into(),
            bytes,
            sha256: sha256.into(),
        })
    }

    /// Checks a file, gzip or plain, against the content that it must have.
    ///
    /// No more is inflated than the right content has, and nothing of it is kept.
    ///
    /// # Errors
    ///
    /// [`DigitsError::Checksum`] if the content is another or cannot be inflated.
    pub(crate) fn check(&self, source: impl Read) -> Result<(), DigitsError> {
        let found = sha256(source, self.bytes).unwrap_or_else(|error| error.to_string());
        if found == self.sha256 {
            return Ok(());
        }
        let (name, expected) = (self.name.clone(), self.sha256.clone());
        Err(DigitsError::Checksum { name, expected, found })
    }

    /// The most bytes that a mirror may send: the content, hardly compressed.
    #[cfg(feature = "download")]
    pub(crate) fn most_received(&self) -> u64 {
        self.bytes.saturating_add(self.bytes / 100).saturating_add(4096)
    }
}

impl Split {
    /// The names of the images' and the labels' files, without `.gz`.
    pub(crate) fn names(self) -> [&'static str; 2] {
        match self {
            Self::Train => ["train-images-idx3-ubyte", "train-labels-idx1-ubyte"],
            Self::Test => ["t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
        }
    }
}

/// The names under which a file of MNIST is looked for, in order.
pub(crate) fn candidates(name: &str) -> Vec<String> {
    let dotted = name.replace("-idx", ".idx");
    vec![format!("{name}.gz"), name.to_owned(), format!("{dotted}.gz"), dotted]
}

/// The file of MNIST that lies in the folder under one of its usual names.
pub(crate) fn find_file(folder: &Path, name: &str) -> Option<PathBuf> {
    candidates(name).iter().map(|name| folder.join(name)).find(|path| path.is_file())
}

/// SHA-256 of what is in a gzip or plain source, in hexadecimal.
fn sha256(source: impl Read, most: u64) -> io::Result<String> {
    let mut content = inflated(source)?.take(most.saturating_add(1));
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match content.read(&mut buffer)? {
            0 => break,
            read => hasher.update(&buffer[..read]),
        }
    }
    Ok(hex(&hasher.finalize()))
}
