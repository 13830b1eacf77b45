//! From the flags to a set of labelled digits.

use crate::args::SetArgs;
use crate::model::NamedModel;
use anyhow::{Context, ensure};
use feedforward::digits::{self, Digits, DigitsError, Split};
use ndarray::Array2;
use std::path::PathBuf;

/// A set of digits and where it is from.
#[derive(Debug)]
pub(crate) struct NamedSet {
    pub(crate) digits: Digits,
    pub(crate) name: String,
}

impl NamedSet {
    /// The pictures as `model` takes them, `[batch, inputs]`.
    pub(crate) fn inputs(&self, model: &NamedModel) -> anyhow::Result<Array2<f32>> {
        let (height, width) = self.digits.image_size();
        let inputs = model.model.network.inputs();
        ensure!(
            height * width == inputs,
            "the network takes {inputs} inputs, but the pictures of {} have {height} x {width} pixels",
            self.name
        );
        let images = self.digits.images();
        let x: Vec<f32> = images.iter().map(|&pixel| model.input(pixel)).collect();
        Ok(Array2::from_shape_vec((self.digits.len(), inputs), x)?)
    }

    /// The class of each picture.
    pub(crate) fn labels(&self) -> Vec<usize> {
        self.digits.labels().iter().map(|&label| label.into()).collect()
    }
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
            Split::Train => "the training set",
            Split::Test => "the test set",
        };
        if let Some(folder) = &self.data {
            let name = format!("{title} in {}", folder.display());
            return Ok(NamedSet { digits: digits::load_split(folder, split)?, name });
        }
        match split {
            Split::Test => Ok(NamedSet {
                digits: digits::test_set()?,
                name: "MNIST's test set, built in".to_owned(),
            }),
            Split::Train => {
                let folder = download_folder()?;
                let digits = match digits::load_split(&folder, split) {
                    Err(error @ DigitsError::MissingFile { .. }) => Err(error).context(
                        "MNIST's training set is not here: run `feedforward dataset download`, or \
                         name the folder that has it with --data DIR",
                    ),
                    result => Ok(result?),
                }?;
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
