//! `feedforward predict`: the outputs of a network.

use crate::console::Console;
use crate::flags::{BatchArgs, ModelArgs, SetArgs};
use crate::inputs::{InputArgs, Inputs, Row};
use crate::model::NamedModel;
use crate::outcome::Outcome;
use crate::shown::Foreign;
use crate::table::bar;
use clap::Args;
use feedforward::{Output, digits};
use ndarray::{Array2, ArrayView1};
use serde::Serialize;
use std::io::{self, Write};

/// More inputs than these get one line each.
const FEW: usize = 12;

/// Show what a network predicts for pictures, IDX files, npy arrays or csv tables.
///
/// Pictures (png, jpeg, bmp) of any size, dark on light or light on dark, are prepared as
/// MNIST's makers prepared theirs. The kind of a file is decided by its content.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward predict my-seven.png
  feedforward predict --index 0,5,10-12                     digits of the built-in test set
  feedforward predict t10k-images-idx3-ubyte.gz --index 3
  feedforward predict rows.npy --model net.safetensors --json
  feedforward predict kaggle.csv --divide 255               pixels from 0 to 255

Bytes (u8) in IDX and npy files are divided by 255; other numbers are taken as they are.
In JSON, class and class_name are the prediction; label is the ground truth, if it is known.")]
pub(crate) struct PredictArgs {
    #[command(flatten)]
    inputs: InputArgs,
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

/// What is predicted for one input.
#[derive(Debug, Serialize)]
struct Prediction<'a> {
    input: &'a Foreign<'static>,
    /// The predicted class; `None` for a network that gives values.
    class: Option<usize>,
    /// The predicted class's name.
    class_name: Option<Foreign<'static>>,
    /// The ground truth, if the input's file holds it.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<&'a Foreign<'static>>,
    /// How the input was made from a picture.
    #[serde(skip_serializing_if = "Option::is_none")]
    preparation: Option<&'a str>,
    /// One for each class; for a single sigmoid, that of class 1 alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    probabilities: Option<Vec<f32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<f32>>,
    /// The class of the first probability.
    #[serde(skip)]
    first_class: usize,
}

pub(crate) fn run(args: &PredictArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let model = args.model.load()?;
    let inputs = Inputs::load(&args.inputs, &args.set, &model)?;
    let (y, classes) = predict(args.running, &model, &inputs)?;
    let outputs = y.outer_iter().zip(classes);
    let predictions: Vec<_> = inputs
        .rows()
        .iter()
        .zip(outputs)
        .map(|(row, (y, class))| prediction(&model, row, y, class))
        .collect();
    if args.json {
        console.json(&predictions)?;
    } else if predictions.len() > FEW {
        for prediction in &predictions {
            writeln!(console.out(), "{}  {}", prediction.input, verdict(prediction))?;
        }
    } else {
        for (prediction, x) in predictions.iter().zip(inputs.x().outer_iter()) {
            print(prediction, x, &model, console.out())?;
        }
    }
    Ok(Outcome::Done)
}

/// The outputs for all rows, and their classes.
fn predict(
    running: BatchArgs,
    model: &NamedModel,
    inputs: &Inputs,
) -> anyhow::Result<(Array2<f32>, Vec<usize>)> {
    let predictor = running.predictor(model.network())?;
    let y = running.predict(&predictor, inputs.x())?;
    // Not from the probabilities, so that near ones have the class that `evaluate` gives them.
    let classes = predictor.classify(inputs.x())?;
    Ok((y, classes))
}

fn prediction<'a>(
    model: &NamedModel,
    row: &'a Row,
    y: ArrayView1<'_, f32>,
    class: usize,
) -> Prediction<'a> {
    let y = y.to_vec();
    let output = model.network().output();
    let is_yes_or_no = output == Output::Sigmoid && y.len() == 1;
    let has_names = !model.description().labels.is_empty();
    let classifies = output == Output::Softmax || is_yes_or_no || has_names;
    // A NaN is neither larger nor smaller than another number.
    let class = (classifies && !y.iter().any(|v| v.is_nan())).then_some(class);
    let (probabilities, values) = match output.gives_probabilities() {
        true => (Some(y), None),
        false => (None, Some(y)),
    };
    Prediction {
        input: &row.name,
        class,
        class_name: class.map(|class| model.class_name(class)),
        label: row.label.as_ref(),
        preparation: row.preparation.as_deref(),
        probabilities,
        values,
        first_class: usize::from(is_yes_or_no),
    }
}

impl Prediction<'_> {
    fn has_nan(&self) -> bool {
        self.probabilities.iter().chain(&self.values).flatten().any(|v| v.is_nan())
    }

    /// Whether the label, if there is one, is another than the predicted class: it may be the
    /// class's name, or its number in any form.
    fn is_wrong(&self) -> bool {
        let (Some(label), Some(class), Some(name)) = (self.label, self.class, &self.class_name)
        else {
            return false;
        };
        label != name && label.raw().parse() != Ok(class as f64)
    }
}

/// The prediction in a line: `7 (0.9987)`.
fn verdict(prediction: &Prediction<'_>) -> String {
    let wrong = match prediction.label {
        Some(label) if prediction.is_wrong() => format!("  wrong: it is {label}"),
        _ => String::new(),
    };
    match (&prediction.class_name, prediction.class, &prediction.probabilities, &prediction.values)
    {
        (Some(name), Some(class), Some(probabilities), _) => {
            let probability = match class.checked_sub(prediction.first_class) {
                Some(index) => probabilities[index],
                None => 1.0 - probabilities[0],
            };
            format!("{name} ({probability:.4}){wrong}")
        }
        (Some(name), ..) => format!("{name}{wrong}"),
        _ if prediction.has_nan() => "none: the outputs are not numbers (NaN)".to_owned(),
        (_, _, Some(values), _) | (_, _, _, Some(values)) => {
            values.iter().map(f32::to_string).collect::<Vec<_>>().join(" ")
        }
        _ => String::new(),
    }
}

fn print(
    prediction: &Prediction<'_>,
    x: ArrayView1<'_, f32>,
    model: &NamedModel,
    out: &mut dyn Write,
) -> io::Result<()> {
    writeln!(out, "{}", prediction.input)?;
    if let Some(preparation) = prediction.preparation {
        writeln!(out, "({preparation})")?;
    }
    if let Some(picture) = model.picture(x) {
        writeln!(out, "{}", digits::draw_text(picture.view()))?;
    }
    if let Some(probabilities) = &prediction.probabilities {
        let first = prediction.first_class;
        let classes = first..first + probabilities.len();
        let names: Vec<_> = classes.map(|class| model.class_name(class)).collect();
        let width = names.iter().map(Foreign::width).max().unwrap_or(0);
        for (name, &probability) in names.iter().zip(probabilities) {
            let line = format!("  {name:>width$}  {probability:.4}  {}", bar(probability, 40));
            writeln!(out, "{}", line.trim_end())?;
        }
    }
    writeln!(out, "-> {}\n", verdict(prediction))
}
