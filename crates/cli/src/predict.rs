//! `feedforward predict`: the outputs of a network.

use crate::console::Console;
use crate::flags::{BatchArgs, ModelArgs, SetArgs};
use crate::inputs::{Digit, InputArgs, Inputs, Row};
use crate::model::NamedModel;
use crate::outcome::Outcome;
use crate::shown::Foreign;
use crate::table::bar;
use crate::why::{Why, WhyArgs};
use anyhow::ensure;
use clap::Args;
use feedforward::Output;
use feedforward::digits::{self, PixelBox};
use ndarray::{Array2, ArrayView1};
use serde::Serialize;
use std::io::{self, Write};

/// More inputs than these get one line each.
const FEW: usize = 12;

/// Show what a network predicts for pictures, IDX files, npy arrays or csv tables.
///
/// Pictures (png, jpeg, webp, bmp) of any size, dark on light or light on dark, are prepared as
/// MNIST's makers prepared theirs; several digits in one are read from left to right. The kind of a
/// file is decided by its content.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward predict my-seven.png
  feedforward predict --index 0,5,10-12                     digits of the built-in test set
  feedforward predict t10k-images-idx3-ubyte.gz --index 3
  feedforward predict rows.npy --model net.safetensors --json
  feedforward predict kaggle.csv --divide 255               pixels from 0 to 255
  feedforward predict my-seven.png --why                    what each pixel adds to the answer
  feedforward predict --index 0 --why 1                     why 7 and not 1
  feedforward predict --index 0 --why -o why.png            the same as a picture

Bytes (u8) in IDX and npy files are divided by 255; other numbers are taken as they are.
In JSON, class and class_name are the prediction; label is the ground truth, if it is known.

What a picture shows may be no digit: \"not sure\" stands where it is unlike the digit that the
network reads in it, or a blob, or has more than two holes, or is much wider than high. In JSON,
sure is then false, class is null, guess is the class all the same, and doubts says why; box is
where each digit is, in pixels. The exit status is 0.

With --why, the shares of the inputs and the biases add up to the logit, and so do those of the
neurons of each hidden layer. They are exact where the network is piecewise linear (ReLU); else the
approximation is named. The smallest change is the smallest that was found.")]
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
    #[command(flatten)]
    why: WhyArgs,
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
    #[serde(flatten)]
    reading: Option<Reading<'a>>,
    /// One for each class; for a single sigmoid, that of class 1 alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    probabilities: Option<Vec<f32>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<f32>>,
    /// Why, if it was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Why<'a>>,
    /// The class of the first probability.
    #[serde(skip)]
    first_class: usize,
}

/// What is predicted for a digit of a picture.
#[derive(Debug, Serialize)]
struct Reading<'a> {
    /// Where in the picture it is.
    #[serde(rename = "box")]
    place: Place,
    /// Whether nothing speaks against the prediction.
    sure: bool,
    /// The most probable class, sure or not.
    #[serde(skip_serializing_if = "Option::is_none")]
    guess: Option<usize>,
    /// What speaks against it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    doubts: Vec<String>,
    #[serde(skip)]
    digit: &'a Digit,
}

/// A rectangle of pixels.
#[derive(Debug, Serialize)]
struct Place {
    left: usize,
    top: usize,
    width: usize,
    height: usize,
}

impl From<PixelBox> for Place {
    fn from(PixelBox { top, left, height, width }: PixelBox) -> Self {
        Self { left, top, width, height }
    }
}

pub(crate) fn run(args: &PredictArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let destination = args.why.destination()?;
    let model = args.model.load()?;
    let asker = args.why.asker(&model)?;
    let inputs = Inputs::load(&args.inputs, &args.set, &model)?;
    check_count(args, inputs.rows().len())?;
    let (y, classes) = predict(args.running, &model, &inputs)?;
    let outputs = y.outer_iter().zip(&classes);
    let mut predictions: Vec<_> = inputs
        .rows()
        .iter()
        .zip(outputs)
        .map(|(row, (y, &class))| prediction(&model, row, y, class))
        .collect();
    if let Some(asker) = &asker {
        for (index, (row, class)) in inputs.rows().iter().zip(classes).enumerate() {
            let x = inputs.x();
            let class = model.classifies().then_some(class);
            predictions[index].why = Some(asker.why(row, x.row(index), class)?);
        }
    }
    if args.json {
        console.json(&predictions)?;
    } else if predictions.len() > FEW {
        for (i, prediction) in predictions.iter().enumerate() {
            writeln!(console.out(), "{}  {}", prediction.input, verdict(prediction, &model))?;
            if let Some(line) = line_of_several(&predictions[..=i]) {
                writeln!(console.out(), "{}  -> {line}", prediction.input)?;
            }
        }
    } else {
        for (i, (prediction, x)) in predictions.iter().zip(inputs.x().outer_iter()).enumerate() {
            print(prediction, x, &model, console.out())?;
            if let Some(why) = &prediction.why {
                why.print(console.out())?;
            }
            if let Some(line) = line_of_several(&predictions[..=i]) {
                writeln!(console.out(), "{}\n-> {line}\n", prediction.input)?;
            }
        }
    }
    if let (Some(destination), Some(why)) =
        (destination, predictions.first().and_then(|prediction| prediction.why.as_ref()))
    {
        let figure = why.figure(destination.language())?;
        destination.draw(destination.check()?, &figure, console)?;
    }
    Ok(Outcome::Done)
}

/// Refuses more inputs than an explanation in the terminal or a figure is for.
fn check_count(args: &PredictArgs, count: usize) -> anyhow::Result<()> {
    if args.why.is_given() && !args.json {
        ensure!(
            count <= FEW,
            "--why explains up to {FEW} inputs here, and there are {count}: choose some with --index, or print all with --json"
        );
    }
    ensure!(
        count == 1 || !args.why.has_file(),
        "-o draws one input, and there are {count}: choose one with --index"
    );
    Ok(())
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
    let is_binary = output.is_binary(y.len());
    // A NaN is neither larger nor smaller than another number.
    let guess = (model.classifies() && !y.iter().any(|v| v.is_nan())).then_some(class);
    let reading = row.digit.as_ref().map(|digit| reading(model, digit, guess, &y));
    let class = guess.filter(|_| reading.as_ref().is_none_or(|reading| reading.sure));
    let (probabilities, values) = match output.gives_probabilities() {
        true => (Some(y), None),
        false => (None, Some(y)),
    };
    Prediction {
        input: &row.name,
        class,
        class_name: class.map(|class| model.class_name(class)),
        label: row.label.as_ref(),
        preparation: row.digit.as_ref().map(|digit| &digit.preparation[..]),
        reading,
        probabilities,
        values,
        why: None,
        first_class: usize::from(is_binary),
    }
}

/// What speaks for and against a class of a picture's digit.
fn reading<'a>(
    model: &NamedModel,
    digit: &'a Digit,
    guess: Option<usize>,
    y: &[f32],
) -> Reading<'a> {
    let probability = |class: usize| match model.network().output() {
        Output::Softmax => y[class],
        _ => 1.0,
    };
    let doubts: Vec<String> = guess
        .filter(|_| reads_digits(model))
        .map(|class| digits::doubts(&digit.prepared, class, probability(class)))
        .into_iter()
        .flatten()
        .map(|doubt| doubt.to_string())
        .collect();
    let place = digit.prepared.bounds.into();
    Reading { place, sure: guess.is_some() && doubts.is_empty(), guess, doubts, digit }
}

/// Whether the classes are the ten digits.
fn reads_digits(model: &NamedModel) -> bool {
    let classes = model.network().outputs();
    classes == 10 && (0..classes).all(|class| *model.class_name(class).raw() == class.to_string())
}

/// The digits of a picture in one line, `4 2`, if the last prediction is of the last of several.
fn line_of_several(predictions: &[Prediction<'_>]) -> Option<String> {
    let last = predictions.last()?.reading.as_ref()?.digit;
    let of_picture = &predictions[predictions.len().checked_sub(last.count)?..];
    let name = |prediction: &Prediction<'_>| match &prediction.class_name {
        Some(name) => name.to_string(),
        None => "?".to_owned(),
    };
    last.ends_several().then(|| of_picture.iter().map(name).collect::<Vec<_>>().join(" "))
}

impl Prediction<'_> {
    fn has_nan(&self) -> bool {
        self.probabilities.iter().chain(&self.values).flatten().any(|v| v.is_nan())
    }

    /// That of a class, where the outputs are probabilities: one of a yes or no is that of the yes.
    fn probability(&self, class: usize) -> Option<f32> {
        let probabilities = self.probabilities.as_ref()?;
        Some(match class.checked_sub(self.first_class) {
            Some(index) => probabilities[index],
            None => 1.0 - probabilities[0],
        })
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
fn verdict(prediction: &Prediction<'_>, model: &NamedModel) -> String {
    if let Some(Reading { sure: false, guess: Some(guess), doubts, .. }) = &prediction.reading {
        let probability = prediction.probability(*guess);
        let probability = probability.map_or_else(String::new, |p| format!(" ({p:.4})"));
        let name = model.class_name(*guess);
        return format!("not sure: {name}{probability}? {}", doubts.join("; "));
    }
    let wrong = match prediction.label {
        Some(label) if prediction.is_wrong() => format!("  wrong: it is {label}"),
        _ => String::new(),
    };
    match (&prediction.class_name, prediction.class, &prediction.probabilities, &prediction.values)
    {
        (Some(name), Some(class), ..) => match prediction.probability(class) {
            Some(probability) => format!("{name} ({probability:.4}){wrong}"),
            None => format!("{name}{wrong}"),
        },
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
    match &prediction.reading {
        Some(Reading { digit: Digit { index, count: count @ 2.., .. }, .. }) => {
            writeln!(out, "{}, digit {} of {count}", prediction.input, index + 1)?;
        }
        _ => writeln!(out, "{}", prediction.input)?,
    }
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
    writeln!(out, "-> {}\n", verdict(prediction, model))
}
