//! `feedforward evaluate`: how good a network is on labelled digits.

use crate::Answer;
use crate::args::{BatchArgs, ModelArgs, SetArgs};
use crate::columns::numbers;
use crate::console::{Console, grouped, note};
use crate::model::{NamedModel, class_name};
use crate::set::NamedSet;
use anyhow::ensure;
use clap::Args;
use feedforward::Predictor;
use feedforward::digits::{self, Split};
use feedforward::training::{Evaluation, Examples, evaluate_outputs};
use ndarray::Array2;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::time::Instant;

/// The most outputs that are counted in a confusion matrix.
const MOST_OUTPUTS: usize = 1000;

/// Run a network over labelled digits: accuracy, loss, confusion matrix, images a second.
///
/// Without arguments: the built-in network on MNIST's 10,000 test digits.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward evaluate
  feedforward evaluate --model sample_weight.pkl --hidden sigmoid --output softmax
  feedforward evaluate --batch 1 --threads 1 --json
  feedforward evaluate --data ~/fashion-mnist --model clothes.safetensors --at-least 0.85

outputs_sha256 is over all the outputs, as little-endian f32 in order: the same network and data
give the same one at every batch size, thread count and instruction set.")]
pub(crate) struct EvaluateArgs {
    #[command(flatten)]
    running: BatchArgs,
    /// Fail with exit status 1 if the accuracy is below this.
    #[arg(long, value_name = "ACCURACY", value_parser = accuracy)]
    at_least: Option<f64>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    set: SetArgs,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    network: String,
    model: &'a str,
    data: &'a str,
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
    label: String,
    precision: Option<f64>,
    recall: Option<f64>,
    support: usize,
}

fn accuracy(text: &str) -> Result<f64, String> {
    let share: f64 = text.parse().map_err(|_| "expected a number such as 0.97".to_owned())?;
    if (0.0..=1.0).contains(&share) {
        Ok(share)
    } else {
        Err("expected a share from 0 to 1, such as 0.97 for 97 %".to_owned())
    }
}

pub(crate) fn run(args: &EvaluateArgs, console: &mut Console) -> anyhow::Result<Answer> {
    let model = args.model.load()?;
    let set = args.set.load(Split::Test)?;
    let report = evaluate(args, &model, &set)?;
    let answer = match args.at_least {
        Some(accuracy) if report.accuracy < accuracy => {
            note(format!("the accuracy is {}, below {accuracy}", report.accuracy));
            Answer::No
        }
        _ => Answer::Yes,
    };
    console.answer(answer);
    if args.json {
        console.json(&report)?;
    } else {
        print(&report, &model, console)?;
    }
    Ok(answer)
}

/// A network's answers to a set of digits.
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
    let network = &model.model.network;
    let labels = set.labels();
    ensure!(!labels.is_empty(), "{} holds no images: there is nothing to evaluate", set.name);
    ensure!(
        network.outputs() <= MOST_OUTPUTS,
        "the pictures are of {} classes, but the network has {} outputs: is it for another task?",
        digits::CLASSES,
        network.outputs()
    );
    let predictor = running.predictor(network)?;
    let x = set.inputs(model)?;
    let started = Instant::now();
    let y = running.predict(&predictor, x.view())?;
    let seconds = started.elapsed().as_secs_f64();
    let nans = y.outer_iter().filter(|row| row.iter().any(|v| v.is_nan())).count();
    if nans > 0 {
        note(format!(
            "{nans} of {} answers are no numbers: the network cannot be trusted",
            y.nrows()
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
        label: class_name(&model.model, class),
        precision: score.precision,
        recall: score.recall,
        support: score.support,
    });
    let confusion = evaluation.confusion.iter().flat_map(|c| c.outer_iter());
    Ok(Report {
        network: model.model.network.to_string(),
        model: &model.name,
        data: &set.name,
        total: evaluation.total,
        correct: evaluation.correct().unwrap_or_default(),
        accuracy: evaluation.accuracy().unwrap_or_default(),
        loss: evaluation.loss,
        batch: args.running.batch.get(),
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
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn print(report: &Report<'_>, model: &NamedModel, console: &mut Console) -> anyhow::Result<()> {
    let out = console.out();
    writeln!(out, "network    {} ({})", report.network, report.model)?;
    writeln!(out, "data       {}: {} images", report.data, grouped(report.total as u64))?;
    writeln!(out, "\n{}\n", model.model.network.chain(report.batch))?;
    writeln!(out, "accuracy   {:.4} ({} of {})", report.accuracy, report.correct, report.total)?;
    match report.loss {
        Some(loss) => writeln!(out, "loss       {loss:.4} (mean cross-entropy)")?,
        None => writeln!(out, "loss       none: cross-entropy needs the output softmax")?,
    }
    writeln!(
        out,
        "speed      {} images a second (batch {}, {} threads, {})",
        grouped(report.images_per_second as u64),
        report.batch,
        report.threads,
        report.kernel
    )?;
    writeln!(out, "\nconfusion matrix: a row a label, a column a predicted class")?;
    let labels = || report.classes.iter().map(|class| class.label.clone());
    let mut confusion = numbers([String::new()].into_iter().chain(labels()).collect());
    for (label, row) in labels().zip(&report.confusion) {
        // A dot for zero lets the mistakes stand out.
        let cells = row.iter().map(|&n| if n == 0 { "·".to_owned() } else { n.to_string() });
        confusion.add_row([label].into_iter().chain(cells));
    }
    writeln!(out, "{}", confusion.trim_fmt())?;
    writeln!(out)?;
    let header = ["class", "precision", "recall", "images"].map(String::from);
    let mut classes = numbers(header.to_vec());
    let percent =
        |share: Option<f64>| share.map_or("none".to_owned(), |share| format!("{share:.4}"));
    for class in &report.classes {
        let (precision, recall) = (percent(class.precision), percent(class.recall));
        classes.add_row([class.label.clone(), precision, recall, class.support.to_string()]);
    }
    writeln!(out, "{}", classes.trim_fmt())?;
    writeln!(out, "\noutputs    sha256 {}", report.outputs_sha256)?;
    Ok(())
}
