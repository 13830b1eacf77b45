//! The flags that several commands share, and how numbers in flags are read.

use crate::named::named;
use clap::{Args, ValueEnum, ValueHint};
use feedforward::digits::Split;
use feedforward::{Activation, Output};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::available_parallelism;

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
    #[arg(long, value_name = "WEIGHTS", default_value = "auto")]
    pub(crate) transpose: String,
}

/// Which labelled digits.
#[derive(Debug, Args)]
#[command(next_help_heading = "Data")]
pub(crate) struct SetArgs {
    /// A folder with MNIST's files, or files of the same names. Without it: the built-in test set, or
    /// the training set that `feedforward dataset download` got.
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
#[derive(Clone, Copy, Debug, ValueEnum)]
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

/// A whole number from 1 up.
pub(crate) fn count(text: &str) -> Result<NonZeroUsize, String> {
    text.trim().parse().map_err(|_| "expected a whole number from 1 up".to_owned())
}

/// A whole number from 0 up.
pub(crate) fn whole(text: &str) -> Result<usize, String> {
    text.trim().parse().map_err(|_| "expected a whole number from 0 up".to_owned())
}

/// A number of threads.
pub(crate) fn threads(text: &str) -> Result<NonZeroUsize, String> {
    count(text)
        .ok()
        .filter(|threads| threads.get() <= 1024)
        .ok_or_else(|| "expected a whole number from 1 to 1024".to_owned())
}

/// A number that may have a fraction.
pub(crate) fn number(text: &str) -> Result<f32, String> {
    text.trim().parse().map_err(|_| "expected a number such as 0.001".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_that_make_no_sense_are_refused_in_words() {
        assert_eq!(count(" 7 "), Ok(NonZeroUsize::MIN.saturating_add(6)));
        for text in ["0", "-1", "many", "", "1.5", "99999999999999999999999"] {
            assert!(count(text).unwrap_err().contains("from 1 up"), "{text}");
        }
        assert_eq!(whole("0"), Ok(0));
        assert!(whole("-1").unwrap_err().contains("from 0 up"));
        assert!(threads("1024").is_ok() && threads("1025").is_err() && threads("0").is_err());
        assert_eq!(number("-.5"), Ok(-0.5));
        assert!(number("low").unwrap_err().contains("such as 0.001"));
    }
}
