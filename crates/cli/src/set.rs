//! From the flags to a set of labelled digits.

use crate::count::counted;
use crate::flags::SetArgs;
use crate::model::NamedModel;
use crate::shown::Foreign;
use crate::source::{check_file, check_folder};
use anyhow::{Context, bail, ensure};
use feedforward::digits::{self, Digits, DigitsError, Split};
use ndarray::Array2;
use std::path::{Path, PathBuf};

/// A set of digits and where it is from.
#[derive(Debug)]
pub(crate) struct NamedSet {
    pub(crate) digits: Digits,
    pub(crate) name: Foreign<'static>,
}

impl NamedSet {
    /// The pictures as `model` takes them, `[batch, inputs]`.
    pub(crate) fn inputs(&self, model: &NamedModel) -> anyhow::Result<Array2<f32>> {
        let (height, width) = self.digits.image_size();
        let inputs = model.network().inputs();
        ensure!(
            height * width == inputs,
            "the network takes {}, but the pictures of {} have {height} x {width} pixels",
            counted(inputs, "input"),
            self.name
        );
        let images = self.digits.images();
        let x: Vec<f32> =
            images.iter().map(|&pixel| model.description().pixel_input(pixel)).collect();
        Ok(Array2::from_shape_vec((self.digits.len(), inputs), x)?)
    }

    /// The class of each picture.
    pub(crate) fn labels(&self) -> Vec<usize> {
        self.digits.labels().to_vec()
    }

    /// The digits of one of MNIST's files, or of others with their names.
    fn of_folder(digits: Digits, split: Split, folder: &Path) -> Self {
        let title = match split {
            Split::Train => "the training set",
            Split::Test => "the test set",
        };
        let name = format!("{title} in {}", folder.to_string_lossy());
        Self { digits, name: Foreign::new(name) }
    }
}

impl SetArgs {
    /// The images and labels that the flags name, or else one of MNIST's sets.
    ///
    /// Without flags the test set is the built-in one, and the training set is looked for in the
    /// folder for downloads.
    pub(crate) fn load(&self, split: Split) -> anyhow::Result<NamedSet> {
        if let (Some(images), Some(labels)) = (&self.images, &self.labels) {
            check_file(images)?;
            check_file(labels)?;
            let name = Foreign::path(images).into_owned();
            return Ok(NamedSet { digits: digits::load_digits(images, labels)?, name });
        }
        if let Some(folder) = &self.data {
            check_folder("--data", folder)?;
            return match digits::load_split(folder, split) {
                Err(DigitsError::MissingFile { looked_for, .. }) => bail!(
                    "--data {}: expected the file {} in it, with or without .gz: name the folder \
                     that has MNIST's files, or get them with `feedforward dataset download`",
                    Foreign::path(folder),
                    looked_for.iter().find(|name| !name.ends_with(".gz")).unwrap_or(&looked_for[0])
                ),
                digits => Ok(NamedSet::of_folder(digits?, split, folder)),
            };
        }
        match split {
            Split::Test => Ok(NamedSet {
                digits: digits::test_set()?,
                name: Foreign::new("MNIST's test set, built in"),
            }),
            Split::Train => {
                let folder = download_folder()?;
                match digits::load_split(&folder, split) {
                    Err(DigitsError::MissingFile { .. }) => bail!(
                        "MNIST's training set is not in {}: offline, give --split test for the \
                         10,000 digits that are built in; online, run `feedforward dataset \
                         download`; or name the folder that has it with --data DIR",
                        Foreign::path(&folder)
                    ),
                    digits => Ok(NamedSet::of_folder(digits?, split, &folder)),
                }
            }
        }
    }
}

/// The folder that downloads go to.
pub(crate) fn download_folder() -> anyhow::Result<PathBuf> {
    digits::cache_folder().context("no home folder was found: name a folder with --data DIR")
}
