//! `feedforward inspect`: what is in a file of weights.

use crate::console::{Console, note};
use crate::count::grouped;
use crate::flags::NamedModelArgs;
use crate::hints::{self, ShownNote};
use crate::model::{BUILT_IN, NamedModel};
use crate::outcome::Outcome;
use crate::shown::{Foreign, escape};
use crate::source::check_file;
use crate::spread::Spread;
use crate::table::numbers;
use crate::value::whole;
use anyhow::Context;
use clap::Args;
use feedforward::files::{Input, NamedArrays};
use feedforward::{Dense, Model, Shape, bytes, models};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The largest number of entries listed that are no arrays.
const MOST_OTHERS: usize = 20;

/// Show what a file of weights holds: layers, shapes, activations, where it came from.
///
/// If the arrays of a file do not form a network, they are listed, with the reason.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward inspect                         the built-in network
  feedforward inspect sample_weight.pkl --hidden sigmoid --output softmax
  feedforward inspect model.safetensors --json")]
pub(crate) struct InspectArgs {
    /// The batch for which the chain of shapes is shown.
    #[arg(long, value_name = "N", default_value = "1", value_parser = whole)]
    batch: usize,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    model: NamedModelArgs,
}

#[derive(Debug, Serialize)]
struct Report<'a> {
    model: &'a Foreign<'static>,
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
    notes: Vec<ShownNote<'a>>,
}

#[derive(Debug, Serialize)]
struct Layer {
    inputs: usize,
    outputs: usize,
    activation: String,
    weights: Spread,
    bias: Spread,
}

#[derive(Debug, Serialize)]
struct Listing<'a> {
    model: Foreign<'static>,
    kind: String,
    arrays: Vec<Entry<'a>>,
    others: &'a [String],
    reason: String,
}

#[derive(Debug, Serialize)]
struct Entry<'a> {
    name: Foreign<'a>,
    shape: &'a [usize],
    element: String,
}

pub(crate) fn run(args: &InspectArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let options = args.model.reading().options();
    let (bytes, name) = match args.model.path() {
        Some(path) => {
            check_file(path)?;
            let bytes = bytes::load(path, options.limits.file_bytes)?;
            (Cow::Owned(bytes), Foreign::path(path).into_owned())
        }
        None => (Cow::Borrowed(models::DIGITS), Foreign::new(BUILT_IN)),
    };
    match Model::read_with(&bytes, &options) {
        Ok(model) => {
            let model = NamedModel::new(model, name);
            let report = report(args, &model)?;
            match args.json {
                true => console.json(&report)?,
                false => print(&report, console.out())?,
            }
        }
        // Arrays that form no network can be listed all the same.
        Err(reason) if reason.is_layout() => {
            let arrays = NamedArrays::read(&bytes, &options.limits);
            let arrays = arrays.with_context(|| name.to_string())?;
            let listing = listing(&arrays, name, hints::file_sentence(&reason));
            match args.json {
                true => console.json(&listing)?,
                false => list(&listing, console.out())?,
            }
        }
        Err(reason) => return Err(anyhow::Error::from(reason).context(name.to_string())),
    }
    Ok(Outcome::Done)
}

fn report<'a>(args: &InspectArgs, model: &'a NamedModel) -> anyhow::Result<Report<'a>> {
    let (network, description) = (model.network(), model.description());
    Ok(Report {
        model: model.name(),
        kind: model.model().origin.kind.to_string(),
        network: network.to_string(),
        parameters: network.parameters(),
        kernel: network.predictor()?.kernel_name(),
        chain: network.chain(args.batch).to_string().lines().map(String::from).collect(),
        layers: network.layers().iter().map(layer).collect(),
        output: network.output().to_string(),
        labels: &description.labels,
        input: description.input.as_ref(),
        provenance: &description.provenance,
        notes: hints::shown(&model.model().origin.notes),
    })
}

fn layer(layer: &Dense) -> Layer {
    Layer {
        inputs: layer.inputs(),
        outputs: layer.outputs(),
        activation: layer.activation().to_string(),
        weights: Spread::of(layer.weights()),
        bias: Spread::of(layer.bias()),
    }
}

fn print(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
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
        writeln!(out, "\ninput       {}", preparation(input))?;
    }
    if !report.labels.is_empty() {
        writeln!(out, "labels      {}", escape(&report.labels.join(" ")))?;
    }
    for (key, value) in report.provenance {
        writeln!(out, "{:<11} {}", Foreign::new(key), Foreign::new(value))?;
    }
    Ok(())
}

/// How inputs are prepared, in the words of the file: `28 x 28 of u8 / 255, light on dark`.
fn preparation(input: &Input) -> String {
    let ink = input.ink.map_or(String::new(), |ink| format!(", {ink}"));
    format!("{} of {}{ink}", Shape(&input.shape), input.scale)
}

fn cells(name: String, shape: String, spread: &Spread) -> [String; 6] {
    let Spread { min, mean, max, standard_deviation } = spread;
    let [min, mean, max, deviation] =
        [min, mean, max, standard_deviation].map(|value| format!("{value:.4}"));
    [name, shape, min, mean, max, deviation]
}

fn listing<'a>(
    arrays: &'a NamedArrays<'_>,
    model: Foreign<'static>,
    reason: String,
) -> Listing<'a> {
    let entries = arrays.arrays.iter().map(|array| Entry {
        name: Foreign::new(array.name()),
        shape: array.shape(),
        element: array.element().to_string(),
    });
    Listing {
        model,
        kind: arrays.kind.to_string(),
        arrays: entries.collect(),
        others: &arrays.others,
        reason,
    }
}

fn list(listing: &Listing<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "file        {} ({})", listing.model, listing.kind)?;
    let mut table = numbers(["array", "shape", "type"].map(String::from).to_vec());
    for entry in &listing.arrays {
        let shape = Shape(entry.shape).to_string();
        table.add_row([entry.name.to_string(), shape, entry.element.clone()]);
    }
    writeln!(out, "\n{}", table.trim_fmt())?;
    for other in listing.others.iter().take(MOST_OTHERS) {
        writeln!(out, "not an array: {}", escape(other))?;
    }
    if listing.others.len() > MOST_OTHERS {
        writeln!(out, "and {} more that are not arrays", listing.others.len() - MOST_OTHERS)?;
    }
    note(format_args!("the arrays form no network: {}", listing.reason));
    Ok(())
}
