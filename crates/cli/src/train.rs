//! `feedforward train`: weights learned from data.

use crate::Answer;
use crate::args::{SetArgs, ThreadsArgs};
use crate::console::{Console, note};
use crate::set::NamedSet;
use anyhow::{Context, bail, ensure};
use clap::{Args, ValueEnum, ValueHint};
use feedforward::digits::{self, CLASSES, Digits, Split};
use feedforward::files::{self, Description, Input, Model};
use feedforward::training::{
    Augmentation, Epoch, Evaluation, Event, Examples, Initialization, InitializeOptions, Keep,
    Optimizer, Schedule, TrainOptions, Trained, evaluate, initialize, train_observed,
};
use feedforward::{Activation, Network, Output, Predictor, PredictorOptions};
use indicatif::{ProgressBar, ProgressStyle};
use ndarray::Array2;
use serde::Serialize;
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The most memory that training may want for its weights.
const MOST_GIGABYTES: f64 = 16.0;

/// Where the network goes if nobody says.
const DEFAULT_FILE: &str = "network.safetensors";

/// Train a network on MNIST, or on another set of labelled pictures.
///
/// The same flags and seed give the same file to the bit, with any number of threads and on any
/// processor.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward train -o mine.safetensors
  feedforward train --hidden-layers 512,512 --epochs 30 --augment -o wide.safetensors
  feedforward train --activation sigmoid --optimizer sgd --learning-rate 0.5 -o book.safetensors
  feedforward train --data ~/fashion-mnist -o clothes.safetensors

MNIST's training set is looked for in the folder of `feedforward dataset download`, or in --data.")]
pub(crate) struct TrainArgs {
    /// The neurons of each hidden layer; 0 for a network without any.
    #[arg(long, value_name = "N,N", value_delimiter = ',', default_value = "50,100")]
    hidden_layers: Vec<usize>,
    /// The hidden layers' activation: sigmoid, relu, tanh or identity.
    #[arg(long, value_name = "ACTIVATION", default_value = "relu")]
    activation: Activation,
    /// The scatter of the first weights: he or xavier; by default, what fits the activation.
    #[arg(long, value_name = "NAME")]
    initialization: Option<Initialization>,
    /// The rule by which weights change.
    #[arg(long, value_enum, default_value = "adam")]
    optimizer: OptimizerChoice,
    /// The learning rate of the first step; by default 0.001 for adam, 0.1 for sgd, 0.05 for
    /// momentum.
    #[arg(long, value_name = "RATE", allow_negative_numbers = true)]
    learning_rate: Option<f32>,
    /// How the learning rate changes.
    #[arg(long, value_enum, default_value = "cosine")]
    schedule: ScheduleChoice,
    /// The share by which weights shrink in a step, times the learning rate.
    #[arg(long, value_name = "SHARE", default_value = "0", allow_negative_numbers = true)]
    weight_decay: f32,
    /// How many examples make a step.
    #[arg(long, value_name = "N", default_value = "100")]
    batch: NonZeroUsize,
    /// How often all examples are learned from.
    #[arg(long, value_name = "N", default_value = "20")]
    epochs: usize,
    /// How many training examples, drawn at random, are set aside to measure with.
    #[arg(long, value_name = "N", default_value = "5000")]
    validation: usize,
    /// Which epoch's weights to keep: the last, or the best on the validation examples.
    #[arg(long, value_enum, default_value = "last")]
    keep: KeepChoice,
    /// Turn, scale, shear and move the pictures a little each time they are learned from.
    #[arg(long)]
    augment: bool,
    /// Where all random numbers come from.
    #[arg(long, value_name = "N", default_value = "1")]
    seed: u64,
    #[command(flatten)]
    threads: ThreadsArgs,
    /// Write the network to this file, in safetensors. By default network.safetensors, if there
    /// is no such file yet.
    #[arg(short, long = "out", value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Write what every epoch came to to this JSON file.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    history: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    set: SetArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OptimizerChoice {
    /// Stochastic gradient descent.
    Sgd,
    /// With a momentum of 0.9.
    Momentum,
    /// Kingma and Ba (2015).
    Adam,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ScheduleChoice {
    /// It stays.
    Constant,
    /// It falls to zero along half a cosine wave.
    Cosine,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KeepChoice {
    /// The last epoch's.
    Last,
    /// Those of the lowest validation loss.
    Best,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    file: String,
    network: String,
    seconds: f64,
    kept_epoch: usize,
    test_total: Option<usize>,
    test_correct: Option<usize>,
    test_accuracy: Option<f64>,
    test_loss: Option<f64>,
    history: &'a [Record],
}

#[derive(Debug, Serialize)]
struct Record {
    epoch: usize,
    learning_rate: f32,
    loss: f64,
    accuracy: Option<f64>,
    validation_loss: Option<f64>,
    validation_accuracy: Option<f64>,
}

pub(crate) fn run(args: &TrainArgs, console: &mut Console) -> anyhow::Result<Answer> {
    let file = target(args.out.as_deref())?;
    if let Some(history) = &args.history {
        check_target(history)?;
        ensure!(*history != file, "-o and --history name the same file {}", file.display());
    }
    let set = args.set.load(Split::Train)?;
    let sizes = args.sizes(&set.digits)?;
    let start = InitializeOptions { initialization: args.initialization, seed: args.seed };
    let network = initialize(&sizes, args.activation, Output::Softmax, &start)?;
    let options = args.options(&set.digits);
    let started = Instant::now();
    let trained = learn(&network, &set.digits, &options)?;
    let seconds = started.elapsed().as_secs_f64();
    let description = args.describe(&set, &trained);
    files::save(&Model::new(trained.network.clone(), description), &file)?;
    let history: Vec<Record> = trained.history.iter().map(Record::from).collect();
    if let Some(path) = &args.history {
        files::save_bytes(&serde_json::to_vec_pretty(&history)?, path)?;
    }
    // The network is safe in its file, whatever may be wrong with the test set.
    let test = args.test(&trained.network).unwrap_or_else(|reason| {
        note(format!("not measured on a test set: {reason:#}"));
        None
    });
    let report = Report {
        file: file.display().to_string(),
        network: trained.network.to_string(),
        seconds,
        kept_epoch: trained.kept,
        test_total: test.as_ref().map(|test| test.total),
        test_correct: test.as_ref().and_then(Evaluation::correct),
        test_accuracy: test.as_ref().and_then(Evaluation::accuracy),
        test_loss: test.as_ref().and_then(|test| test.loss),
        history: &history,
    };
    if args.json {
        console.json(&report)?;
    } else {
        print(&report, console)?;
    }
    Ok(Answer::Yes)
}

/// The file to write, if it can be written: nobody wants to hear that after the training.
fn target(out: Option<&Path>) -> anyhow::Result<PathBuf> {
    let path = match out {
        Some(path) => path.to_owned(),
        None => {
            let path = PathBuf::from(DEFAULT_FILE);
            ensure!(
                !path.exists(),
                "{DEFAULT_FILE} is there already: name the file to write with -o"
            );
            path
        }
    };
    check_target(&path)?;
    Ok(path)
}

/// Refuses a path that no file can be written to.
pub(crate) fn check_target(path: &Path) -> anyhow::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let (name, folder_name) = (path.display(), folder.display());
    ensure!(!path.is_dir(), "{name}: this is a folder; name a file in it");
    ensure!(folder.is_dir(), "{name}: there is no folder {folder_name}; make it first");
    // What files are written through: it goes away as soon as it is closed.
    tempfile::tempfile_in(folder)
        .with_context(|| format!("{name}: no file can be written to {folder_name}"))?;
    Ok(())
}

fn inputs_and_labels(digits: &Digits) -> (Array2<f32>, Vec<usize>) {
    (digits.inputs(), digits.labels().iter().map(|&label| label.into()).collect())
}

/// Trains, with a progress bar, or a line an epoch where standard error is no terminal.
fn learn(network: &Network, digits: &Digits, options: &TrainOptions) -> anyhow::Result<Trained> {
    let (x, labels) = inputs_and_labels(digits);
    let bar = ProgressBar::no_length();
    bar.set_style(ProgressStyle::with_template("{prefix} {wide_bar} {pos}/{len}  {msg}")?);
    let observe = |event: Event<'_>| match event {
        Event::Step { epoch, step, steps, loss, accuracy } => {
            bar.set_length(steps as u64);
            bar.set_prefix(format!("epoch {epoch}/{}", options.epochs));
            bar.set_message(format!(
                "loss {loss:.4}  accuracy {:.4}",
                accuracy.unwrap_or_default()
            ));
            bar.set_position(step as u64);
        }
        Event::Epoch(epoch) => {
            let line = line(epoch, options.epochs);
            bar.suspend(|| crate::console::progress(line));
        }
        _ => {}
    };
    let examples = Examples::labelled(x.view(), &labels);
    let trained = train_observed(network, examples, options, observe);
    bar.finish_and_clear();
    Ok(trained?)
}

fn line(epoch: &Epoch, epochs: usize) -> String {
    let numbers = |loss: f64, accuracy: Option<f64>| {
        format!("loss {loss:.4}  accuracy {:.4}", accuracy.unwrap_or_default())
    };
    let training = numbers(epoch.loss, epoch.accuracy);
    let validation = epoch.validation_loss.map_or(String::new(), |loss| {
        format!("   validation {}", numbers(loss, epoch.validation_accuracy))
    });
    format!("epoch {:>3}/{epochs}  {training}{validation}", epoch.epoch)
}

impl From<&Epoch> for Record {
    fn from(epoch: &Epoch) -> Self {
        Self {
            epoch: epoch.epoch,
            learning_rate: epoch.learning_rate,
            loss: epoch.loss,
            accuracy: epoch.accuracy,
            validation_loss: epoch.validation_loss,
            validation_accuracy: epoch.validation_accuracy,
        }
    }
}

impl TrainArgs {
    /// The numbers of neurons, the inputs first.
    fn sizes(&self, digits: &Digits) -> anyhow::Result<Vec<usize>> {
        let (height, width) = digits.image_size();
        let hidden = match self.hidden_layers[..] {
            [0] => &[],
            _ => &self.hidden_layers[..],
        };
        if hidden.contains(&0) {
            bail!("--hidden-layers: a layer of 0 neurons lets nothing through; leave it out");
        }
        let sizes = [&[height * width], hidden, &[CLASSES]].concat();
        let weights: f64 = sizes.windows(2).map(|pair| pair[0] as f64 * pair[1] as f64).sum();
        // Weights, gradients, two memories of the optimizer and three packed copies, of 4 bytes each.
        let gigabytes = weights * 28.0 / f64::from(1 << 30);
        ensure!(
            gigabytes < MOST_GIGABYTES,
            "--hidden-layers: {weights:e} weights need {gigabytes:.0} GB to be trained, and {MOST_GIGABYTES} are the most: name smaller layers"
        );
        Ok(sizes)
    }

    fn learning_rate(&self) -> f32 {
        self.learning_rate.unwrap_or(match self.optimizer {
            OptimizerChoice::Sgd => 0.1,
            OptimizerChoice::Momentum => 0.05,
            OptimizerChoice::Adam => 0.001,
        })
    }

    fn options(&self, digits: &Digits) -> TrainOptions {
        let (height, width) = digits.image_size();
        TrainOptions {
            epochs: self.epochs,
            batch: self.batch,
            optimizer: match self.optimizer {
                OptimizerChoice::Sgd => Optimizer::Sgd,
                OptimizerChoice::Momentum => Optimizer::momentum(),
                OptimizerChoice::Adam => Optimizer::adam(),
            },
            learning_rate: self.learning_rate(),
            schedule: match self.schedule {
                ScheduleChoice::Constant => Schedule::Constant,
                ScheduleChoice::Cosine => Schedule::Cosine,
            },
            weight_decay: self.weight_decay,
            validation: self.validation,
            keep: match self.keep {
                KeepChoice::Last => Keep::Last,
                KeepChoice::Best => Keep::Best,
            },
            augmentation: self.augment.then_some(Augmentation {
                height,
                width,
                ..Augmentation::digits()
            }),
            seed: self.seed,
            threads: self.threads.get(),
        }
    }

    /// Measures the network on the test set that goes with the training set, if there is one.
    fn test(&self, network: &Network) -> anyhow::Result<Option<Evaluation>> {
        let digits = match (&self.set.images, &self.set.data) {
            (Some(_), _) => return Ok(None),
            (None, Some(folder)) => digits::load_split(folder, Split::Test)?,
            (None, None) => digits::test_set()?,
        };
        let (x, labels) = inputs_and_labels(&digits);
        let options = PredictorOptions { threads: self.threads.get(), isa: None };
        let predictor = Predictor::new(network, &options)?;
        Ok(Some(evaluate(&predictor, Examples::labelled(x.view(), &labels))?))
    }

    /// What the file says of itself: nothing in it depends on where, when or with how many
    /// threads it was made.
    fn describe(&self, set: &NamedSet, trained: &Trained) -> Description {
        let (height, width) = set.digits.image_size();
        let provenance = [
            ("command", self.command()),
            ("made_by", concat!("feedforward ", env!("CARGO_PKG_VERSION")).to_owned()),
            ("kept_epoch", trained.kept.to_string()),
            ("data_sha256", set.digits.sha256()),
            ("examples", set.digits.len().to_string()),
        ];
        let provenance = provenance.into_iter().map(|(key, value)| (key.to_owned(), value));
        Description {
            labels: (0..CLASSES).map(|class| class.to_string()).collect(),
            input: Some(Input { shape: vec![height, width], ..Input::mnist() }),
            provenance: provenance.collect(),
        }
    }

    /// The command that makes the same file again, given the same data.
    fn command(&self) -> String {
        let hidden: Vec<_> = self.hidden_layers.iter().map(usize::to_string).collect();
        let initialization = self.initialization.unwrap_or(self.activation.initialization());
        let name = |choice: &dyn Fn() -> Option<clap::builder::PossibleValue>| {
            choice().map_or(String::new(), |value| value.get_name().to_owned())
        };
        let flags = [
            ("hidden-layers", hidden.join(",")),
            ("activation", self.activation.to_string()),
            (
                "initialization",
                self.initialization.map_or(String::new(), |_| initialization.to_string()),
            ),
            ("optimizer", name(&|| self.optimizer.to_possible_value())),
            ("learning-rate", self.learning_rate().to_string()),
            ("schedule", name(&|| self.schedule.to_possible_value())),
            ("weight-decay", self.weight_decay.to_string()),
            ("batch", self.batch.to_string()),
            ("epochs", self.epochs.to_string()),
            ("validation", self.validation.to_string()),
            ("keep", name(&|| self.keep.to_possible_value())),
            ("seed", self.seed.to_string()),
        ];
        let mut command = "feedforward train".to_owned();
        for (flag, value) in flags.iter().filter(|(_, value)| !value.is_empty()) {
            command.push_str(&format!(" --{flag} {value}"));
        }
        if self.augment {
            command.push_str(" --augment");
        }
        command
    }
}

fn print(report: &Report<'_>, console: &mut Console) -> anyhow::Result<()> {
    let out = console.out();
    writeln!(out, "network   {}, weights of epoch {}", report.network, report.kept_epoch)?;
    writeln!(out, "trained   in {:.1} s", report.seconds)?;
    if let (Some(accuracy), Some(correct), Some(total)) =
        (report.test_accuracy, report.test_correct, report.test_total)
    {
        writeln!(out, "test set  accuracy {accuracy:.4} ({correct} of {total})")?;
    }
    writeln!(out, "written   {}", report.file)?;
    Ok(())
}
