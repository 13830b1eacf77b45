//! `feedforward inspect`: what is in a file of weights.

use crate::Answer;
use crate::args::ReadingArgs;
use crate::columns::numbers;
use crate::console::{Console, grouped, note, printable};
use crate::model::NamedModel;
use anyhow::Context;
use clap::{Args, ValueHint};
use feedforward::files::{self, FileError, Input, NamedArrays};
use feedforward::{Dense, models};
use ndarray::ArrayView;
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Show what a file of weights holds: layers, shapes, activations, where it came from.
///
/// A file whose arrays make no network is listed array by array, with the reason.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward inspect                         the built-in network
  feedforward inspect sample_weight.pkl --hidden sigmoid --output softmax
  feedforward inspect model.safetensors --json")]
pub(crate) struct InspectArgs {
    /// The file: pickle, npy, npz or safetensors. Without it, the built-in digit network.
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    file: Option<PathBuf>,
    /// The batch for which the chain of shapes is shown.
    #[arg(long, value_name = "N", default_value = "1")]
    batch: usize,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    reading: ReadingArgs,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    model: &'a str,
    kind: String,
    network: String,
    parameters: usize,
    kernel: &'static str,
    chain: Vec<String>,
    layers: Vec<Layer>,
    output: String,
    labels: &'a [String],
    input: Option<&'a Input>,
    provenance: &'a BTreeMap<String, String>,
    notes: &'a [String],
}

#[derive(Debug, Serialize)]
struct Layer {
    inputs: usize,
    outputs: usize,
    activation: String,
    weights: Spread,
    bias: Spread,
}

/// How an array's numbers are spread.
#[derive(Debug, Serialize)]
struct Spread {
    min: f32,
    mean: f64,
    max: f32,
    standard_deviation: f64,
}

#[derive(Debug, Serialize)]
struct Listing<'a> {
    model: String,
    kind: String,
    arrays: Vec<Entry<'a>>,
    others: &'a [String],
    reason: String,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    name: &'a str,
    shape: &'a [usize],
    element: String,
}

pub(crate) fn run(args: &InspectArgs, console: &mut Console) -> anyhow::Result<Answer> {
    let options = args.reading.options();
    let (bytes, name) = match &args.file {
        Some(path) => {
            let name = printable(&path.display().to_string()).into_owned();
            (Cow::Owned(files::load_bytes(path, &options.limits)?), name)
        }
        None => (Cow::Borrowed(models::DIGITS), "built in".to_owned()),
    };
    match files::read(&bytes, &options) {
        Ok(model) => {
            model.origin.notes.iter().for_each(note);
            let model = NamedModel { model, name };
            let report = report(args, &model)?;
            if args.json { console.json(&report) } else { print(&report, console) }?;
        }
        // Arrays that make no network can be shown all the same.
        Err(reason) if is_no_network(&reason) => {
            let arrays = files::read_arrays(&bytes, &options.limits).context(name.clone())?;
            list(&arrays, name, reason.to_string(), args.json, console)?;
        }
        Err(reason) => return Err(anyhow::Error::from(reason).context(name)),
    }
    Ok(Answer::Yes)
}

/// Whether the file was read, and its arrays are no network.
fn is_no_network(reason: &FileError) -> bool {
    use FileError::{
        Chain, Dataset, DuplicateName, LayerOrder, LayerShape, MissingEntry, NoWeights, TwoSchemes,
        UnknownBias,
    };
    matches!(
        reason,
        Chain { .. }
            | Dataset { .. }
            | DuplicateName { .. }
            | LayerOrder { .. }
            | LayerShape { .. }
            | MissingEntry { .. }
            | NoWeights { .. }
            | TwoSchemes { .. }
            | UnknownBias { .. }
    )
}

fn report<'a>(args: &InspectArgs, model: &'a NamedModel) -> anyhow::Result<Report<'a>> {
    let NamedModel { model, name } = model;
    let network = &model.network;
    Ok(Report {
        model: name,
        kind: model.origin.kind.to_string(),
        network: network.to_string(),
        parameters: network.parameters(),
        kernel: network.predictor()?.kernel_name(),
        chain: network.chain(args.batch).to_string().lines().map(String::from).collect(),
        layers: network.layers().iter().map(layer).collect(),
        output: network.output().to_string(),
        labels: &model.description.labels,
        input: model.description.input.as_ref(),
        provenance: &model.description.provenance,
        notes: &model.origin.notes,
    })
}

fn layer(layer: &Dense) -> Layer {
    Layer {
        inputs: layer.inputs(),
        outputs: layer.outputs(),
        activation: layer.activation().to_string(),
        weights: spread(layer.weights()),
        bias: spread(layer.bias()),
    }
}

fn spread<D: ndarray::Dimension>(values: ArrayView<'_, f32, D>) -> Spread {
    let count = values.len().max(1) as f64;
    let mean = values.iter().map(|&v| f64::from(v)).sum::<f64>() / count;
    let square = values.iter().map(|&v| (f64::from(v) - mean).powi(2)).sum::<f64>() / count;
    Spread {
        min: values.iter().copied().fold(f32::INFINITY, f32::min),
        mean,
        max: values.iter().copied().fold(f32::NEG_INFINITY, f32::max),
        standard_deviation: square.sqrt(),
    }
}

fn print(report: &Report<'_>, console: &mut Console) -> anyhow::Result<()> {
    let out = console.out();
    writeln!(out, "model       {} ({})", report.model, report.kind)?;
    writeln!(out, "network     {}", report.network)?;
    writeln!(out, "parameters  {}", grouped(report.parameters as u64))?;
    writeln!(out, "kernel      {}\n", report.kernel)?;
    for line in &report.chain {
        writeln!(out, "{line}")?;
    }
    writeln!(out)?;
    let header = ["", "shape", "min", "mean", "max", "deviation"].map(String::from);
    let mut table = numbers(header.to_vec());
    for (index, layer) in report.layers.iter().enumerate() {
        let (weights, bias) = (&layer.weights, &layer.bias);
        let shape = format!("{} x {}", layer.inputs, layer.outputs);
        table.add_row(cells(format!("W{}", index + 1), shape, weights));
        table.add_row(cells(format!("b{}", index + 1), layer.outputs.to_string(), bias));
    }
    writeln!(out, "{}", table.trim_fmt())?;
    if let Some(input) = report.input {
        let shape: Vec<_> = input.shape.iter().map(usize::to_string).collect();
        let scale = serde_json::to_value(input.scale)?;
        let ink = serde_json::to_value(input.ink)?;
        let ink = ink.as_str().map_or(String::new(), |ink| format!(", {ink}"));
        let scale = scale.as_str().unwrap_or_default();
        writeln!(out, "\ninput       {} of {scale}{ink}", shape.join(" x "))?;
    }
    if !report.labels.is_empty() {
        writeln!(out, "labels      {}", report.labels.join(" "))?;
    }
    for (key, value) in report.provenance {
        writeln!(out, "{key:<11} {value}")?;
    }
    Ok(())
}

fn cells(name: String, shape: String, spread: &Spread) -> [String; 6] {
    let Spread { min, mean, max, standard_deviation } = spread;
    let number = |value: f64| format!("{value:.4}");
    let [min, max] = [min, max].map(|v| number(f64::from(*v)));
    [name, shape, min, number(*mean), max, number(*standard_deviation)]
}

fn list(
    arrays: &NamedArrays<'_>,
    model: String,
    reason: String,
    json: bool,
    console: &mut Console,
) -> anyhow::Result<()> {
    let entries = arrays.arrays.iter().map(|array| Entry {
        name: array.name(),
        shape: array.shape(),
        element: array.element().to_string(),
    });
    let listing = Listing {
        model,
        kind: arrays.kind.to_string(),
        arrays: entries.collect(),
        others: &arrays.others,
        reason,
    };
    if json {
        return console.json(&listing);
    }
    let out = console.out();
    writeln!(out, "file        {} ({})", listing.model, listing.kind)?;
    let mut table = numbers(["array", "shape", "type"].map(String::from).to_vec());
    for entry in &listing.arrays {
        let shape: Vec<_> = entry.shape.iter().map(usize::to_string).collect();
        table.add_row([entry.name.to_owned(), shape.join(" x "), entry.element.clone()]);
    }
    writeln!(out, "\n{}", table.trim_fmt())?;
    for other in listing.others.iter().take(20) {
        writeln!(out, "no array: {other}")?;
    }
    if listing.others.len() > 20 {
        writeln!(out, "and {} more that are no arrays", listing.others.len() - 20)?;
    }
    note(format!("this makes no network: {}", listing.reason));
    Ok(())
}
