//! `feedforward predict`: what a network answers to inputs.

use crate::Answer;
use crate::args::{BatchArgs, ModelArgs, SetArgs};
use crate::columns::bar;
use crate::console::Console;
use crate::model::{NamedModel, class_name};
use crate::rows::{self, Indices, Row, RowOptions};
use anyhow::{bail, ensure};
use clap::{Args, ValueHint};
use feedforward::Output;
use feedforward::digits::{self, Ink, Split};
use ndarray::{Array2, ArrayView1};
use serde::Serialize;
use std::path::PathBuf;

/// From so many inputs on, each gets one line.
const FEW: usize = 12;

/// Show what a network answers to pictures, IDX files, npy arrays or csv tables.
///
/// Pictures (png, jpeg, bmp) of any size, dark on light or light on dark, are prepared as
/// MNIST's makers prepared theirs. What a file is, is decided by its content.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward predict my-seven.png
  feedforward predict --index 0,5,10-12                     digits of the built-in test set
  feedforward predict t10k-images-idx3-ubyte.gz --index 3
  feedforward predict rows.npy --model net.safetensors --json
  feedforward predict kaggle.csv --divide 255               pixels from 0 to 255

Bytes (u8) in IDX and npy files are divided by 255; other numbers are taken as they are.")]
pub(crate) struct PredictArgs {
    /// The files. Without any, digits of MNIST's test set, chosen with --index.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    files: Vec<PathBuf>,
    /// Which rows of a file with several, such as 0,5,10-12; without it, all.
    #[arg(long, value_name = "INDEX")]
    index: Option<Indices>,
    /// Whether the digits of pictures are darker or lighter than their ground.
    #[arg(long, value_name = "INK", default_value = "auto", value_enum)]
    ink: InkChoice,
    /// Divide every number by this before it goes into the network.
    #[arg(long, value_name = "NUMBER")]
    divide: Option<f32>,
    #[command(flatten)]
    running: BatchArgs,
    /// Print one JSON array.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    set: SetArgs,
}

#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum InkChoice {
    /// Found out from the picture.
    Auto,
    /// Dark on light, as on paper.
    Dark,
    /// Light on dark, as in MNIST.
    Light,
}

/// The answer to one input.
#[derive(Debug, Serialize)]
struct Prediction<'a> {
    input: &'a str,
    /// The class; `None` for a network that gives values.
    class: Option<usize>,
    /// The class's name.
    label: Option<String>,
    /// The right answer, where the input's file told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    answer: Option<&'a str>,
    /// What was done to make the input from a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    preparation: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probabilities: Option<Vec<f32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<f32>>,
}

pub(crate) fn run(args: &PredictArgs, console: &mut Console) -> anyhow::Result<Answer> {
    ensure!(
        args.divide.is_none_or(|by| by.is_finite() && by != 0.0),
        "--divide takes a number other than 0"
    );
    let model = args.model.load()?;
    let rows = load_rows(args, &model)?;
    let (y, classes) = predict(args, &model, &rows)?;
    let answers = y.outer_iter().zip(classes);
    let predictions: Vec<_> = rows
        .iter()
        .zip(answers)
        .map(|(row, (y, class))| prediction(&model, row, y, class))
        .collect();
    if args.json {
        console.json(&predictions)?;
    } else if rows.len() > FEW {
        for prediction in &predictions {
            writeln!(console.out(), "{}  {}", prediction.input, verdict(prediction))?;
        }
    } else {
        for (prediction, row) in predictions.iter().zip(&rows) {
            print(prediction, row, &model, console)?;
        }
    }
    Ok(Answer::Yes)
}

fn load_rows(args: &PredictArgs, model: &NamedModel) -> anyhow::Result<Vec<Row>> {
    let options = RowOptions {
        model,
        indices: args.index.clone(),
        ink: match args.ink {
            InkChoice::Auto => Ink::Auto,
            InkChoice::Dark => Ink::Dark,
            InkChoice::Light => Ink::Light,
        },
        divide: args.divide,
    };
    if !args.files.is_empty() {
        ensure!(!args.set.is_given(), "give files, or a set with --data or --images, but not both");
        let mut rows = Vec::new();
        for path in &args.files {
            rows.append(&mut rows::load(path, &options)?);
        }
        return Ok(rows);
    }
    if args.index.is_none() && !args.set.is_given() {
        bail!("nothing to predict: name a picture, or digits of the test set with --index 0-9");
    }
    ensure!(
        args.divide.is_none(),
        "--divide is for IDX, npy and csv files, not for a set of digits"
    );
    let set = args.set.load(Split::Test)?;
    let answers: Vec<String> =
        set.labels().into_iter().map(|label| class_name(&model.model, label)).collect();
    let mut rows = rows::select(&set.inputs(model)?, &answers, options.indices.as_ref())?;
    rows.iter_mut().for_each(|row| row.name.insert_str(0, &set.name));
    Ok(rows)
}

/// The answers to all rows, and their classes.
fn predict(
    args: &PredictArgs,
    model: &NamedModel,
    rows: &[Row],
) -> anyhow::Result<(Array2<f32>, Vec<usize>)> {
    let network = &model.model.network;
    let mut x = Array2::zeros((rows.len(), network.inputs()));
    for (mut to, row) in x.outer_iter_mut().zip(rows) {
        to.assign(&row.input);
    }
    let predictor = args.running.predictor(network)?;
    let y = args.running.predict(&predictor, x.view())?;
    // Not from the probabilities, so that near ones have the class that `evaluate` gives them.
    let classes = predictor.classify(&x)?;
    Ok((y, classes))
}

fn prediction<'a>(
    model: &NamedModel,
    row: &'a Row,
    y: ArrayView1<'_, f32>,
    class: usize,
) -> Prediction<'a> {
    let y = y.to_vec();
    let classifies = model.model.network.output() == Output::Softmax
        || !model.model.description.labels.is_empty();
    // Of numbers that are none, none is the largest.
    let class = (classifies && !y.iter().any(|v| v.is_nan())).then_some(class);
    let (probabilities, values) = match model.model.network.output() {
        Output::Softmax => (Some(y), None),
        _ => (None, Some(y)),
    };
    Prediction {
        input: &row.name,
        class,
        label: class.map(|class| class_name(&model.model, class)),
        answer: row.answer.as_deref(),
        preparation: row.preparation.as_deref(),
        probabilities,
        values,
    }
}

impl Prediction<'_> {
    fn has_nan(&self) -> bool {
        self.probabilities.iter().chain(&self.values).flatten().any(|v| v.is_nan())
    }
}

/// Whether the right answer of a file is the label, or the class's number, however written.
fn is_right(answer: &str, label: &str, class: Option<usize>) -> bool {
    let number = answer.parse::<f64>().ok();
    answer == label || class.is_some_and(|class| number == Some(class as f64))
}

/// The answer in a line: `7 (0.9987)`.
fn verdict(prediction: &Prediction<'_>) -> String {
    let answer = match (prediction.answer, &prediction.label) {
        (Some(answer), Some(label)) if !is_right(answer, label, prediction.class) => {
            format!("  wrong: it is {answer}")
        }
        _ => String::new(),
    };
    match (&prediction.label, prediction.class, &prediction.probabilities, &prediction.values) {
        (Some(label), Some(class), Some(probabilities), _) => {
            format!("{label} ({:.4}){answer}", probabilities[class])
        }
        (Some(label), ..) => format!("{label}{answer}"),
        _ if prediction.has_nan() => "none: the outputs are no numbers (NaN)".to_owned(),
        (_, _, _, Some(values)) => values.iter().map(f32::to_string).collect::<Vec<_>>().join(" "),
        _ => String::new(),
    }
}

fn print(
    prediction: &Prediction<'_>,
    row: &Row,
    model: &NamedModel,
    console: &mut Console,
) -> anyhow::Result<()> {
    let out = console.out();
    writeln!(out, "{}", prediction.input)?;
    if let Some(preparation) = prediction.preparation {
        writeln!(out, "({preparation})")?;
    }
    if let Some(picture) = drawing(row, model) {
        writeln!(out, "{picture}")?;
    }
    if let Some(probabilities) = &prediction.probabilities {
        let width = (0..probabilities.len()).map(|c| class_name(&model.model, c).chars().count());
        let width = width.max().unwrap_or(0);
        for (class, &probability) in probabilities.iter().enumerate() {
            let label = class_name(&model.model, class);
            let line = format!("  {label:>width$}  {probability:.4}  {}", bar(probability, 40));
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    writeln!(out, "-> {}\n", verdict(prediction))?;
    Ok(())
}

/// What the network sees, if its inputs are a picture.
fn drawing(row: &Row, model: &NamedModel) -> Option<String> {
    let shape = match &model.model.description.input {
        Some(input) => <[usize; 2]>::try_from(&input.shape[..]).ok()?,
        // A file that does not say: MNIST's size.
        None if row.input.len() == 784 => [28, 28],
        None => return None,
    };
    let largest = 255.0 / model.divisor();
    let pixels = row.input.mapv(|v| (v.clamp(0.0, largest) / largest * 255.0).round() as u8);
    let pixels = pixels.into_shape_with_order(shape).ok()?;
    Some(digits::draw_text(pixels.view()))
}
