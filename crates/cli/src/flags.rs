//! The flags that several commands share.

use crate::named::named;
use crate::value::threads;
use clap::{Args, ValueEnum, ValueHint};
use feedforward::digits::Split;
use feedforward::{Activation, Output};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::thread::available_parallelism;

pub(crate) use crate::value::count;

/// Which network, and what its file does not say.
#[derive(Debug, Args)]
#[command(next_help_heading = "Model")]
pub(crate) struct ModelArgs {
    /// A file of weights: pickle, npz or safetensors. Without it, the built-in digit network.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) model: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// Which network, named with or without the flag.
#[derive(Debug, Args)]
pub(crate) struct NamedModelArgs {
    /// A file of weights, the same as --model.
    #[arg(value_name = "MODEL", value_hint = ValueHint::FilePath, conflicts_with = "model")]
    file: Option<PathBuf>,
    #[command(flatten)]
    model: ModelArgs,
}

impl NamedModelArgs {
    /// The file; `None` for the built-in network.
    pub(crate) fn path(&self) -> Option<&Path> {
        self.file.as_deref().or(self.model.model.as_deref())
    }

    pub(crate) fn reading(&self) -> &ReadingArgs {
        &self.model.reading
    }
}

/// What a file of weights may leave open.
#[derive(Debug, Args)]
#[command(next_help_heading = "Model")]
pub(crate) struct ReadingArgs {
    /// The hidden layers' activation, if the file does not say.
    #[arg(long, value_name = "ACTIVATION", value_parser = named(Activation::ALL))]
    pub(crate) hidden: Option<Activation>,
    /// The output function, applied to the last layer's signals, if the file does not say.
    #[arg(long, value_name = "OUTPUT", value_parser = named(Output::ALL))]
    pub(crate) output: Option<Output>,
    /// Which weights to transpose: auto, none, all, or names such as W2,W3.
    #[arg(long, value_name = "WEIGHTS", default_value = AUTO)]
    pub(crate) transpose: String,
}

impl ReadingArgs {
    /// Whether no flag says anything.
    pub(crate) fn is_default(&self) -> bool {
        self.hidden.is_none() && self.output.is_none() && self.named_transpose().is_none()
    }

    /// What `--transpose` says, unless it leaves it to the reader.
    pub(crate) fn named_transpose(&self) -> Option<&str> {
        Some(self.transpose.as_str()).filter(|transpose| *transpose != AUTO)
    }
}

/// The value of `--transpose` that leaves it to the reader.
const AUTO: &str = "auto";

impl Default for ReadingArgs {
    /// What no flag says.
    fn default() -> Self {
        Self { hidden: None, output: None, transpose: AUTO.to_owned() }
    }
}

/// Which labelled digits.
#[derive(Debug, Args)]
#[command(next_help_heading = "Data")]
pub(crate) struct SetArgs {
    /// A folder with MNIST's files, or files of the same names. Without it, the test set is the
    /// built-in one, and the training set the one that `feedforward dataset download` got.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["images", "labels"])]
    pub(crate) data: Option<PathBuf>,
    /// An IDX file of images, compressed by gzip or not, to use instead of MNIST.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "labels")]
    pub(crate) images: Option<PathBuf>,
    /// The IDX file of their labels.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "images")]
    pub(crate) labels: Option<PathBuf>,
}

impl SetArgs {
    /// Whether any flag names data.
    pub(crate) fn is_given(&self) -> bool {
        self.data.is_some() || self.images.is_some()
    }
}

/// Which of MNIST's two sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SplitChoice {
    /// 60,000 digits, to be downloaded.
    Train,
    /// 10,000 digits, built in.
    Test,
}

impl From<SplitChoice> for Split {
    fn from(choice: SplitChoice) -> Self {
        match choice {
            SplitChoice::Train => Self::Train,
            SplitChoice::Test => Self::Test,
        }
    }
}

/// How many threads.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct ThreadsArgs {
    /// The number of threads; by default, one per core. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = threads)]
    threads: Option<NonZeroUsize>,
}

impl ThreadsArgs {
    pub(crate) fn get(self) -> NonZeroUsize {
        self.threads.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }
}

/// How inputs go through a network.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct BatchArgs {
    /// The number of inputs that go through the network together. Results do not depend on it.
    #[arg(long, value_name = "N", default_value = "100", value_parser = count)]
    pub(crate) batch: NonZeroUsize,
    #[command(flatten)]
    pub(crate) threads: ThreadsArgs,
}
