//! From the flags to a set of labelled digits.

use crate::args::SetArgs;
use anyhow::Context;
use feedforward::digits::{self, Digits, Split};
use std::path::PathBuf;

/// A set of digits and where it is from.
#[derive(Debug)]
pub(crate) struct NamedSet {
    pub(crate) digits: Digits,
    pub(crate) name: String,
}

impl SetArgs {
    /// The images and labels that the flags name, or else one of MNIST's sets.
    ///
    /// The training set is looked for in the folder for downloads where no folder is given; the
    /// test set is built in.
    pub(crate) fn load(&self, split: Split) -> anyhow::Result<NamedSet> {
        if let (Some(images), Some(labels)) = (&self.images, &self.labels) {
            let name = images.display().to_string();
            return Ok(NamedSet { digits: digits::load_digits(images, labels)?, name });
        }
        let title = match split {
            Split::Train => "MNIST's training set",
            Split::Test => "MNIST's test set",
        };
        if let Some(folder) = &self.data {
            let name = format!("{title} in {}", folder.display());
            return Ok(NamedSet { digits: digits::load_split(folder, split)?, name });
        }
        match split {
            Split::Test => {
                Ok(NamedSet { digits: digits::test_set()?, name: format!("{title}, built in") })
            }
            Split::Train => {
                let folder = download_folder()?;
                let digits = digits::load_split(&folder, split).context(
                    "MNIST's training set is not here: run `feedforward dataset download`, or name \
                     the folder that has it with --data DIR",
                )?;
                Ok(NamedSet { digits, name: format!("{title} in {}", folder.display()) })
            }
        }
    }

    /// Whether any flag names data.
    pub(crate) fn is_given(&self) -> bool {
        self.data.is_some() || self.images.is_some()
    }
}

/// The folder that downloads go to.
pub(crate) fn download_folder() -> anyhow::Result<PathBuf> {
    digits::cache_folder().context("no home folder was found: name a folder with --data DIR")
}
