//! The network that a training starts from: random weights, or those of a file.

use super::TrainArgs;
use crate::flags::ReadingArgs;
use crate::model::NamedModel;
use crate::set::NamedSet;
use crate::shown::Foreign;
use crate::source::check_file;
use anyhow::{bail, ensure};
use feedforward::digits::{CLASSES, Digits};
use feedforward::files::{Input, Limits, Note};
use feedforward::training::{InitializeOptions, initialize};
use feedforward::{Ink, Model, Network, Output, bytes};
use ndarray::Array2;
use sha2::{Digest, Sha256};
use std::path::Path;

/// The most memory that the weights may take in training.
const MOST_GIGABYTES: f64 = 16.0;

/// Where a training starts.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) network: Network,
    /// The file of the network, if it is of one.
    pub(super) file: Option<StartFile>,
}

/// A network of a file, and SHA-256 of the file.
#[derive(Debug)]
pub(super) struct StartFile {
    pub(super) model: NamedModel,
    pub(super) sha256: String,
}

impl Start {
    /// The pictures as the network takes them.
    pub(super) fn inputs(&self, set: &NamedSet) -> anyhow::Result<Array2<f32>> {
        match &self.file {
            Some(StartFile { model, .. }) => set.inputs(model),
            None => Ok(set.digits.inputs()),
        }
    }
}

impl TrainArgs {
    /// The network of --from, if the flag is there.
    pub(super) fn start_file(&self) -> anyhow::Result<Option<StartFile>> {
        self.from.as_deref().map(|path| self.read(path)).transpose()
    }

    /// The network of a file, or else one of random weights for these digits.
    pub(super) fn start(&self, file: Option<StartFile>, digits: &Digits) -> anyhow::Result<Start> {
        if let Some(file) = file {
            return Ok(Start { network: file.model.network().clone(), file: Some(file) });
        }
        let sizes = self.sizes(digits)?;
        let options = InitializeOptions { initialization: self.initialization, seed: self.seed };
        let network = initialize(&sizes, self.activation, Output::Softmax, &options)?;
        Ok(Start { network, file: None })
    }

    fn read(&self, path: &Path) -> anyhow::Result<StartFile> {
        check_file(path)?;
        let name = Foreign::path(path).into_owned();
        let bytes = bytes::load(path, Limits::default().file_bytes)?;
        let model = Model::read_with(&bytes, &ReadingArgs::default().options())
            .map_err(|error| anyhow::Error::from(error).context(name.to_string()))?;
        let is_open = |note: &Note| {
            matches!(note, Note::ActivationsAssumed { .. } | Note::OutputAssumed { .. })
        };
        ensure!(
            !model.origin.notes.iter().any(is_open),
            "--from {name}: the file does not state its activations and output; write one that does \
             with `feedforward label --hidden ACTIVATION --output OUTPUT`"
        );
        let ink = model.description.input.as_ref().and_then(|input| input.ink);
        ensure!(
            !(self.augment && ink == Some(Ink::Dark)),
            "--augment is for light digits on dark, and {name} takes dark ones on light: leave it out"
        );
        let sha256 = bytes::hex(&Sha256::digest(&bytes));
        Ok(StartFile { model: NamedModel::new(model, name), sha256 })
    }

    /// The numbers of neurons, the inputs first.
    fn sizes(&self, digits: &Digits) -> anyhow::Result<Vec<usize>> {
        let (height, width) = digits.image_size();
        let hidden = match self.hidden_layers[..] {
            [0] => &[],
            _ => &self.hidden_layers[..],
        };
        if hidden.contains(&0) {
            bail!("--hidden-layers: a layer of 0 neurons passes nothing on; leave it out");
        }
        let sizes = [&[height * width], hidden, &[CLASSES]].concat();
        let weights: f64 = sizes.windows(2).map(|pair| pair[0] as f64 * pair[1] as f64).sum();
        // Weights, gradients, the optimizer's two moments and three packed copies, of 4 bytes each.
        let gigabytes = weights * 28.0 / f64::from(1 << 30);
        ensure!(
            gigabytes < MOST_GIGABYTES,
            "--hidden-layers: training {weights:e} weights needs {gigabytes:.0} GB, but {MOST_GIGABYTES} GB are the limit: name smaller layers"
        );
        Ok(sizes)
    }
}

/// How the pictures are prepared for a network that starts from random weights.
pub(super) fn input(digits: &Digits) -> Input {
    let (height, width) = digits.image_size();
    Input { shape: vec![height, width], ..Input::mnist() }
}
