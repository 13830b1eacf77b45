//! `feedforward evaluate`: how good a network is on labelled digits.

use crate::console::{Console, failed, note};
use crate::count::{counted, grouped, tally};
use crate::flags::{BatchArgs, NamedModelArgs, SetArgs};
use crate::model::NamedModel;
use crate::outcome::Outcome;
use crate::set::NamedSet;
use crate::shown::Foreign;
use crate::table::numbers;
use crate::train::provenance::learned_from;
use crate::value::share;
use anyhow::ensure;
use clap::Args;
use feedforward::Predictor;
use feedforward::bytes::hex;
use feedforward::digits::{self, Split};
use feedforward::training::{Evaluation, Examples, evaluate_outputs};
use ndarray::Array2;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::time::Instant;

/// The largest number of outputs for which a confusion matrix is made.
const MOST_OUTPUTS: usize = 1000;

/// Measure a network on labelled digits: accuracy, loss, confusion matrix, images per second.
///
/// Without arguments, the built-in network is measured on MNIST's 10,000 test digits.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward evaluate
  feedforward evaluate sample_weight.pkl --hidden sigmoid --output softmax
  feedforward evaluate --batch 1 --threads 1 --json
  feedforward evaluate clothes.safetensors --data ~/fashion-mnist --at-least 0.85

outputs_sha256 is the SHA-256 of all outputs in order, as little-endian f32. The same network and
data give the same hash at every batch size, thread count and instruction set.")]
pub(crate) struct EvaluateArgs {
    #[command(flatten)]
    running: BatchArgs,
    /// Fail with exit status 1 if the accuracy is below this.
    #[arg(long, value_name = "ACCURACY", value_parser = share)]
    at_least: Option<f64>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    model: NamedModelArgs,
    #[command(flatten)]
    set: SetArgs,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    network: String,
    model: &'a Foreign<'static>,
    data: &'a Foreign<'static>,
    total: usize,
    correct: usize,
    accuracy: f64,
    loss: Option<f64>,
    batch: usize,
    threads: usize,
    kernel: &'static str,
    seconds: f64,
    images_per_second: f64,
    confusion: Vec<Vec<usize>>,
    classes: Vec<Class>,
    outputs_sha256: String,
}

#[derive(Debug, Serialize)]
struct Class {
    class: usize,
    class_name: Foreign<'static>,
    precision: Option<f64>,
    recall: Option<f64>,
    support: usize,
}

pub(crate) fn run(args: &EvaluateArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let model = args.model.load()?;
    let set = args.set.load(Split::Test)?;
    let report = evaluate(args, &model, &set)?;
    if args.json {
        console.json(&report)?;
    } else {
        print(&report, &model, console.out())?;
    }
    // The verdict comes last, below the results.
    console.finish()?;
    match args.at_least {
        Some(accuracy) if report.accuracy < accuracy => {
            failed(format_args!("the accuracy is {}, below {accuracy}", report.accuracy));
            Ok(Outcome::CheckFailed)
        }
        _ => Ok(Outcome::Done),
    }
}

/// A network's outputs for a set of digits, and what they are worth.
#[derive(Debug)]
pub(crate) struct Measured {
    predictor: Predictor,
    y: Array2<f32>,
    seconds: f64,
    pub(crate) evaluation: Evaluation,
}

/// Runs a network over a set of digits.
pub(crate) fn measure(
    running: BatchArgs,
    model: &NamedModel,
    set: &NamedSet,
) -> anyhow::Result<Measured> {
    let network = model.network();
    let labels = set.labels();
    ensure!(!labels.is_empty(), "{} holds no images: there is nothing to evaluate", set.name);
    ensure!(
        network.outputs() <= MOST_OUTPUTS,
        "the pictures are of {}, but the network has {}: is it for another task?",
        counted(digits::CLASSES, "class"),
        counted(network.outputs(), "output")
    );
    let mut learned = learned_from(model.description()).peekable();
    if learned.peek().is_some() {
        let data = set.digits.sha256();
        if learned.any(|learned| learned == data) {
            note(
                "the network has learned from these very digits: expect a lower accuracy on new ones",
            );
        }
    }
    let predictor = running.predictor(network)?;
    let x = set.inputs(model)?;
    let started = Instant::now();
    let y = running.predict(&predictor, x.view())?;
    let seconds = started.elapsed().as_secs_f64();
    let nans = y.outer_iter().filter(|row| row.iter().any(|v| v.is_nan())).count();
    if nans > 0 {
        note(format_args!(
            "of {}, {nans} gave outputs that are not numbers (NaN): the network cannot be trusted",
            counted(y.nrows(), "picture")
        ));
    }
    let evaluation = evaluate_outputs(&predictor, Examples::labelled(x.view(), &labels), y.view())?;
    Ok(Measured { predictor, y, seconds, evaluation })
}

fn evaluate<'a>(
    args: &EvaluateArgs,
    model: &'a NamedModel,
    set: &'a NamedSet,
) -> anyhow::Result<Report<'a>> {
    let Measured { predictor, y, seconds, evaluation } = measure(args.running, model, set)?;
    let scores = evaluation.classes().into_iter().enumerate().map(|(class, score)| Class {
        class,
        class_name: model.class_name(class),
        precision: score.precision,
        recall: score.recall,
        support: score.support,
    });
    let confusion = evaluation.confusion.iter().flat_map(|c| c.outer_iter());
    Ok(Report {
        network: model.network().to_string(),
        model: model.name(),
        data: &set.name,
        total: evaluation.total,
        correct: evaluation.correct().unwrap_or_default(),
        accuracy: evaluation.accuracy().unwrap_or_default(),
        loss: evaluation.loss,
        // A larger batch than there are images never ran.
        batch: args.running.batch.get().min(evaluation.total),
        threads: args.running.threads.get().get(),
        kernel: predictor.kernel_name(),
        seconds,
        images_per_second: evaluation.total as f64 / seconds,
        confusion: confusion.map(|row| row.to_vec()).collect(),
        classes: scores.collect(),
        outputs_sha256: sha256(&y),
    })
}

fn sha256(y: &Array2<f32>) -> String {
    let mut hasher = Sha256::new();
    for value in y {
        hasher.update(value.to_le_bytes());
    }
    hex(&hasher.finalize())
}

fn print(report: &Report<'_>, model: &NamedModel, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "network    {} ({})", report.network, report.model)?;
    writeln!(out, "data       {}: {}", report.data, tally(report.total, "image"))?;
    writeln!(out, "\n{}\n", model.network().chain(report.batch))?;
    writeln!(out, "accuracy   {:.4} ({} of {})", report.accuracy, report.correct, report.total)?;
    match report.loss {
        Some(loss) => writeln!(out, "loss       {loss:.4} (mean cross-entropy)")?,
        None => writeln!(out, "loss       none: cross-entropy needs the output softmax")?,
    }
    writeln!(
        out,
        "speed      {} images per second (batch {}, {}, {})",
        grouped(report.images_per_second as u64),
        report.batch,
        counted(report.threads, "thread"),
        report.kernel
    )?;
    print_confusion(report, out)?;
    print_classes(report, out)?;
    writeln!(out, "\noutputs    sha256 {}", report.outputs_sha256)
}

fn print_confusion(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "\nconfusion matrix: one row per label, one column per predicted class")?;
    let labels = || report.classes.iter().map(|class| class.class_name.to_string());
    let mut confusion = numbers([String::new()].into_iter().chain(labels()).collect());
    for (label, row) in labels().zip(&report.confusion) {
        // A dot for zero lets the mistakes stand out.
        let cells = row.iter().map(|&n| if n == 0 { "·".to_owned() } else { n.to_string() });
        confusion.add_row([label].into_iter().chain(cells));
    }
    writeln!(out, "{}\n", confusion.trim_fmt())
}

fn print_classes(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let header = ["class", "precision", "recall", "images"].map(String::from);
    let mut classes = numbers(header.to_vec());
    let shown = |share: Option<f64>| share.map_or("none".to_owned(), |share| format!("{share:.4}"));
    for class in &report.classes {
        let (precision, recall) = (shown(class.precision), shown(class.recall));
        let (name, support) = (class.class_name.to_string(), class.support.to_string());
        classes.add_row([name, precision, recall, support]);
    }
    writeln!(out, "{}", classes.trim_fmt())
}
