//! The commands, and the flags that several of them share.

use crate::{bench, dataset, evaluate, inspect, plot, predict, train};
use clap::{Args, Parser, Subcommand, ValueHint};
use feedforward::{Network, NetworkError, Predictor, PredictorOptions, Workspace};
use ndarray::{Array2, ArrayView2, Axis};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::available_parallelism;

/// Run, understand and train fully connected neural networks.
#[derive(Debug, Parser)]
#[command(name = "feedforward", version, propagate_version = true, max_term_width = 100)]
#[command(after_help = "Examples:
  feedforward evaluate                        the built-in network on MNIST's 10,000 test digits
  feedforward predict my-seven.png            which digit a picture shows, and how sure that is
  feedforward inspect weights.pkl             what is in a file of weights
  feedforward train -o mine.safetensors       train a network of your own
  feedforward plot activation sigmoid step    graphs, into a file with -o

Exit status: 0 done; 1 a check failed; 2 bad usage or bad input.
The environment variable FEEDFORWARD_ISA (portable, avx2, avx512 or avx512vbmi2) forces an
instruction set; results do not depend on it.")]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Evaluate(evaluate::EvaluateArgs),
    Predict(predict::PredictArgs),
    Inspect(inspect::InspectArgs),
    Bench(bench::BenchArgs),
    Train(train::TrainArgs),
    #[command(subcommand)]
    Dataset(dataset::DatasetCommand),
    #[command(subcommand)]
    Plot(plot::PlotCommand),
    /// Print a script that completes commands and flags in a shell.
    #[command(after_help = "Example:
  feedforward completions bash > ~/.local/share/bash-completion/completions/feedforward")]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
}

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
    /// The hidden layers' activation, where the file does not say: identity, step, sigmoid, relu
    /// or tanh.
    #[arg(long, value_name = "ACTIVATION")]
    pub(crate) hidden: Option<feedforward::Activation>,
    /// What is done to the last layer's signals, where the file does not say: identity or
    /// softmax.
    #[arg(long, value_name = "OUTPUT")]
    pub(crate) output: Option<feedforward::Output>,
    /// Which weights to transpose: auto, none, all, or names such as W2,W3.
    #[arg(long, value_name = "WEIGHTS", default_value = "auto")]
    pub(crate) transpose: String,
}

/// Which digits.
#[derive(Debug, Args)]
#[command(next_help_heading = "Data")]
pub(crate) struct SetArgs {
    /// A folder with MNIST's files. Without it, the test set is the built-in one.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with_all = ["images", "labels"])]
    pub(crate) data: Option<PathBuf>,
    /// An IDX file of images, gzip or plain, in place of MNIST.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "labels")]
    pub(crate) images: Option<PathBuf>,
    /// The IDX file of their labels.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "images")]
    pub(crate) labels: Option<PathBuf>,
}

/// How many threads.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct ThreadsArgs {
    /// The number of threads; by default, one a core. Results do not depend on it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
}

/// How inputs go through a network.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct BatchArgs {
    /// How many inputs go through the network at a time. Results do not depend on it.
    #[arg(long, value_name = "N", default_value = "100")]
    pub(crate) batch: NonZeroUsize,
    #[command(flatten)]
    pub(crate) threads: ThreadsArgs,
}

impl BatchArgs {
    /// `network` made ready to run.
    pub(crate) fn predictor(self, network: &Network) -> Result<Predictor, NetworkError> {
        Predictor::new(network, &PredictorOptions { threads: self.threads.get(), isa: None })
    }

    /// The answers to all rows of `x`, a batch at a time.
    pub(crate) fn predict(
        self,
        predictor: &Predictor,
        x: ArrayView2<'_, f32>,
    ) -> Result<Array2<f32>, NetworkError> {
        let mut y = Array2::zeros((x.nrows(), predictor.outputs()));
        let mut workspace = Workspace::default();
        let batches = x.axis_chunks_iter(Axis(0), self.batch.get());
        for (x, y) in batches.zip(y.axis_chunks_iter_mut(Axis(0), self.batch.get())) {
            predictor.predict_into(x, y, &mut workspace)?;
        }
        Ok(y)
    }
}

impl ThreadsArgs {
    pub(crate) fn get(self) -> NonZeroUsize {
        let asked = self.threads.and_then(|threads| NonZeroUsize::new(threads.into()));
        asked.or_else(|| available_parallelism().ok()).unwrap_or(NonZeroUsize::MIN)
    }
}
