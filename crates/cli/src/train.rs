//! `feedforward train`: weights learned from data.

mod progress;
pub(crate) mod provenance;
mod start;

use crate::console::{Console, note};
use crate::flags::{SetArgs, SplitChoice, ThreadsArgs};
use crate::hints;
use crate::named::{Named, named};
use crate::outcome::Outcome;
use crate::shown::Foreign;
use crate::stop::Stop;
use crate::target::{check_target, ending};
use crate::value::{count, neurons, number, seed, whole};
use anyhow::ensure;
use clap::{Args, ValueEnum, ValueHint};
use feedforward::bytes;
use feedforward::digits::{Digits, Split};
use feedforward::training::{
    Augmentation, Epoch, Evaluation, Examples, Initialization, Keep, Optimizer, Schedule, Stopped,
    TrainOptions, Trained, evaluate,
};
use feedforward::{Activation, Model, Predictor, PredictorOptions};
use serde::Serialize;
use start::Start;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// The file that is written if no flag names one.
const DEFAULT_FILE: &str = "network.safetensors";

/// Train a network on MNIST, or on another set of labelled pictures.
///
/// The same flags, seed and data give the same file to the bit, with any number of threads and on
/// any processor.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward train -o mine.safetensors
  feedforward train --hidden-layers 512,512 --epochs 30 --augment -o wide.safetensors
  feedforward train --activation sigmoid --optimizer sgd --learning-rate 0.5 -o book.safetensors
  feedforward train --data ~/fashion-mnist -o clothes.safetensors
  feedforward train --split test -o first.safetensors
  feedforward train --from mine.safetensors --epochs 5 -o more.safetensors

MNIST's training set is looked for in --data, or else where `feedforward dataset download` puts it;
--split test needs neither. Ctrl-C saves the network and says how to go on (exit status 130).")]
pub(crate) struct TrainArgs {
    /// The number of neurons in each hidden layer, such as 50,100; 0 for no hidden layer.
    #[arg(long, value_name = "N,…", value_delimiter = ',', default_value = "50,100",
        value_parser = neurons)]
    hidden_layers: Vec<usize>,
    /// The hidden layers' activation.
    #[arg(long, value_name = "ACTIVATION", default_value = "relu", value_parser = trainable())]
    activation: Activation,
    /// How the weights are initialized; by default, as suits the activation.
    #[arg(long, value_name = "NAME", value_parser = named(Initialization::ALL))]
    initialization: Option<Initialization>,
    /// The rule by which a step changes the weights.
    #[arg(long, value_enum, default_value = "adam", ignore_case = true)]
    optimizer: OptimizerChoice,
    /// The learning rate of the first step.
    #[arg(long, value_name = "RATE", value_parser = number,
        help = learning_rate_help())]
    learning_rate: Option<f32>,
    /// How the learning rate changes during training.
    #[arg(long, value_enum, default_value = "cosine", ignore_case = true)]
    schedule: ScheduleChoice,
    /// The weight decay: each step shrinks the weights by this times the learning rate.
    #[arg(long, value_name = "SHARE", default_value = "0",
        value_parser = number)]
    weight_decay: f32,
    /// The number of examples in a step.
    #[arg(long, value_name = "N", default_value = "100", value_parser = count)]
    batch: NonZeroUsize,
    /// The number of passes over the training set.
    #[arg(long, value_name = "N", default_value = "20", value_parser = whole)]
    epochs: usize,
    /// The number of training examples, chosen at random, that are set aside for validation.
    #[arg(long, value_name = "N", default_value = "5000", value_parser = whole)]
    validation: usize,
    /// Which epoch's weights to keep.
    #[arg(long, value_enum, default_value = "last", ignore_case = true)]
    keep: KeepChoice,
    /// Start from the network in this file instead of random weights, to go on with a training. The
    /// optimizer's memory and the schedule start anew.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath,
        conflicts_with_all = ["hidden_layers", "activation", "initialization"])]
    from: Option<PathBuf>,
    /// Rotate, scale, shear and shift each picture a little, at random, each time it is used.
    #[arg(long)]
    augment: bool,
    /// The seed of all random numbers.
    #[arg(long, value_name = "N", default_value = "1", value_parser = seed)]
    seed: u64,
    #[command(flatten)]
    threads: ThreadsArgs,
    /// Write the network to this file, as safetensors. By default network.safetensors, unless there
    /// is such a file already.
    #[arg(short, long = "out", value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Write each epoch's loss and accuracy to this JSON file.
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    history: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Which of MNIST's sets to learn from: with test, nothing has to be downloaded.
    #[arg(long, value_enum, default_value = "train", ignore_case = true,
        conflicts_with_all = ["images", "labels"])]
    split: SplitChoice,
    #[command(flatten)]
    set: SetArgs,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum OptimizerChoice {
    /// Stochastic gradient descent.
    Sgd,
    /// Gradient descent with a momentum of 0.9.
    Momentum,
    /// Adam (Kingma and Ba, 2015).
    Adam,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum ScheduleChoice {
    /// It stays the same.
    Constant,
    /// It falls to zero along half a cosine wave.
    Cosine,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum KeepChoice {
    /// The last epoch's.
    Last,
    /// Those of the epoch with the lowest validation loss.
    Best,
}

/// Reads an activation; help lists those that learn.
fn trainable() -> Named<Activation> {
    named(Activation::ALL.into_iter().filter(|activation| activation.is_trainable()))
}

impl OptimizerChoice {
    /// The learning rate that suits most networks.
    fn learning_rate(self) -> f32 {
        match self {
            Self::Sgd => 0.1,
            Self::Momentum => 0.05,
            Self::Adam => 0.001,
        }
    }
}

fn learning_rate_help() -> String {
    let rates = OptimizerChoice::value_variants().iter().filter_map(|choice| {
        let name = choice.to_possible_value()?;
        Some(format!("{} for {}", choice.learning_rate(), name.get_name()))
    });
    let rates = rates.collect::<Vec<_>>().join(", ");
    format!("The learning rate of the first step; by default {rates}")
}

impl From<OptimizerChoice> for Optimizer {
    fn from(choice: OptimizerChoice) -> Self {
        match choice {
            OptimizerChoice::Sgd => Self::Sgd,
            OptimizerChoice::Momentum => Self::momentum(),
            OptimizerChoice::Adam => Self::adam(),
        }
    }
}

impl From<ScheduleChoice> for Schedule {
    fn from(choice: ScheduleChoice) -> Self {
        match choice {
            ScheduleChoice::Constant => Self::Constant,
            ScheduleChoice::Cosine => Self::Cosine,
        }
    }
}

impl From<KeepChoice> for Keep {
    fn from(choice: KeepChoice) -> Self {
        match choice {
            KeepChoice::Last => Self::Last,
            KeepChoice::Best => Self::Best,
        }
    }
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    file: Foreign<'a>,
    network: String,
    seconds: f64,
    kept_epoch: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    stopped: Option<StoppedAt>,
    test_total: Option<usize>,
    test_correct: Option<usize>,
    test_accuracy: Option<f64>,
    test_loss: Option<f64>,
    history: &'a [Record],
}

/// Where Ctrl-C stopped the training.
#[derive(Clone, Copy, Debug, Serialize)]
struct StoppedAt {
    epoch: usize,
    step: usize,
    steps: usize,
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

pub(crate) fn run(args: &TrainArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let file = target(args.out.as_deref())?;
    if let Some(history) = &args.history {
        ending("--history", history, &["json"])?;
        check_target(history)?;
        ensure!(*history != file, "-o and --history name the same file {}", Foreign::path(&file));
    }
    let start = args.start_file()?;
    let set = args.set.load(args.split.into())?;
    let start = args.start(start, &set.digits)?;
    let options = args.options(&set.digits);
    let (x, labels) = (start.inputs(&set)?, set.labels());
    let stop =
        Stop::watch("training stops after this step and saves; Ctrl-C again ends it at once")?;
    let started = Instant::now();
    let examples = Examples::labelled(x.view(), &labels);
    let trained = progress::learn(&start.network, examples, &options, &stop)?;
    let seconds = started.elapsed().as_secs_f64();
    stop.finish();
    let model = Model::new(trained.network.clone(), args.describe(&set, &start, &trained));
    let history: Vec<Record> = trained.history.iter().map(Record::from).collect();
    stop.writing(|| args.save(&model, &file, &history))?;
    // The network is in its file already, whatever may be wrong with the test set.
    let test = args.test(&start, &trained).unwrap_or_else(|reason| {
        note(format!("not measured on a test set: {}", hints::sentence(&reason)));
        None
    });
    let report = report(Foreign::path(&file), &trained, test.as_ref(), seconds, &history);
    match args.json {
        true => console.json(&report)?,
        false => print(&report, console.out())?,
    }
    let Some(stopped) = trained.stopped else { return Ok(Outcome::Done) };
    // How to go on comes last, below the results.
    console.finish()?;
    args.say_how_to_go_on(stopped, &trained, &report.file);
    Ok(Outcome::Stopped)
}

fn report<'a>(
    file: Foreign<'a>,
    trained: &Trained,
    test: Option<&Evaluation>,
    seconds: f64,
    history: &'a [Record],
) -> Report<'a> {
    Report {
        file,
        network: trained.network.to_string(),
        seconds,
        kept_epoch: trained.kept,
        stopped: trained.stopped.map(|Stopped { epoch, step, steps, .. }| StoppedAt {
            epoch,
            step,
            steps,
        }),
        test_total: test.map(|test| test.total),
        test_correct: test.and_then(Evaluation::correct),
        test_accuracy: test.and_then(Evaluation::accuracy),
        test_loss: test.and_then(|test| test.loss),
        history,
    }
}

/// The file to write. That it can be written is checked here, before the training.
fn target(out: Option<&Path>) -> anyhow::Result<PathBuf> {
    let path = match out {
        Some(path) => path.to_owned(),
        None => {
            let path = PathBuf::from(DEFAULT_FILE);
            ensure!(
                !path.exists(),
                "{DEFAULT_FILE} already exists: name the file to write with -o"
            );
            path
        }
    };
    ending("-o", &path, &["safetensors"])?;
    check_target(&path)?;
    Ok(path)
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
    fn learning_rate(&self) -> f32 {
        self.learning_rate.unwrap_or(self.optimizer.learning_rate())
    }

    fn options(&self, digits: &Digits) -> TrainOptions {
        let (height, width) = digits.image_size();
        TrainOptions {
            epochs: self.epochs,
            batch: self.batch,
            optimizer: self.optimizer.into(),
            learning_rate: self.learning_rate(),
            schedule: self.schedule.into(),
            weight_decay: self.weight_decay,
            validation: self.validation,
            keep: self.keep.into(),
            augmentation: self.augment.then_some(Augmentation {
                height,
                width,
                ..Augmentation::digits()
            }),
            seed: self.seed,
            threads: self.threads.get(),
        }
    }

    fn save(&self, model: &Model, file: &Path, history: &[Record]) -> anyhow::Result<()> {
        model.save(file)?;
        if let Some(path) = &self.history {
            bytes::save(path, &serde_json::to_vec_pretty(history)?)?;
        }
        Ok(())
    }

    /// Measures the network on the test set that goes with the training set, if there is one.
    fn test(&self, start: &Start, trained: &Trained) -> anyhow::Result<Option<Evaluation>> {
        let is_test = self.split == SplitChoice::Test;
        if self.set.images.is_some() || is_test || trained.stopped.is_some() {
            return Ok(None);
        }
        let set = self.set.load(Split::Test)?;
        let (x, labels) = (start.inputs(&set)?, set.labels());
        let options = PredictorOptions { threads: self.threads.get(), isa: None };
        let predictor = Predictor::new(&trained.network, &options)?;
        Ok(Some(evaluate(&predictor, Examples::labelled(x.view(), &labels))?))
    }

    /// Says after Ctrl-C which weights are saved, and how to train them on.
    fn say_how_to_go_on(&self, stopped: Stopped, trained: &Trained, file: &Foreign<'_>) {
        let Stopped { epoch, step, steps, .. } = stopped;
        let whole = trained.history.len();
        let (place, newest) = match step == steps {
            true => (format!("after epoch {epoch} of {}", self.epochs), "its weights".to_owned()),
            false => (
                format!("in epoch {epoch} of {}, after step {step} of {steps}", self.epochs),
                "the weights of this step".to_owned(),
            ),
        };
        let weights = match trained.kept == epoch {
            true => newest,
            false => format!("the weights of the best epoch, {},", trained.kept),
        };
        note(format_args!("stopped {place}: {weights} are in {file}"));
        note(format_args!(
            "to go on: feedforward train --from {file} --epochs {} -o {file}, with the other flags \
             as before; the optimizer's memory and the learning rate's schedule start anew",
            self.epochs - whole
        ));
    }
}

fn print(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "network   {}, weights of epoch {}", report.network, report.kept_epoch)?;
    match report.stopped {
        Some(StoppedAt { epoch, step, steps }) if epoch == report.kept_epoch && step < steps => {
            writeln!(out, ", step {step} of {steps}")?;
        }
        _ => writeln!(out)?,
    }
    writeln!(out, "trained   in {:.1} s", report.seconds)?;
    if let (Some(accuracy), Some(correct), Some(total)) =
        (report.test_accuracy, report.test_correct, report.test_total)
    {
        writeln!(out, "test set  accuracy {accuracy:.4} ({correct} of {total})")?;
    }
    writeln!(out, "written   {}", report.file)
}
