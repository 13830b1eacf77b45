//! `feedforward plot weights`: the weights of each neuron.

use super::destination::{Destination, DestinationArgs};
use super::words::{self, Language};
use crate::console::{Console, note};
use crate::flags::{ModelArgs, count};
use crate::inputs::index::Indices;
use crate::model::NamedModel;
use anyhow::ensure;
use clap::Args;
use feedforward::plot::{CellText, Figure, HeatMap, Image, ImageGrid, Tone};
use ndarray::{Array2, ArrayView2, Axis};
use std::num::NonZeroUsize;

/// By default, the most neurons drawn into a file, and the rows of them in the terminal.
const DRAWN: usize = 100;
const TERMINAL_ROWS: usize = 2;

/// Draw the weights of a layer.
///
/// If the inputs are the pixels of a picture, the first layer's weights are drawn as one picture per
/// neuron: red where ink raises the neuron's signal, blue where it lowers it, all on one scale. The
/// matrices of other layers are drawn as heat maps.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot weights -o weights.png
  feedforward plot weights --neuron 0-3,17
  feedforward plot weights --layer 3")]
pub(crate) struct WeightsArgs {
    /// Which layer, counted from 1.
    #[arg(long, value_name = "N", default_value = "1", value_parser = count)]
    layer: NonZeroUsize,
    /// Which neurons, counted from 0, such as 0,5,10-12.
    #[arg(long, value_name = "INDEX")]
    neuron: Option<Indices>,
    /// The number of pictures side by side; by default as many as fit well.
    #[arg(long, value_name = "N", value_parser = count)]
    per_row: Option<NonZeroUsize>,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    destination: DestinationArgs,
}

pub(crate) fn run(args: &WeightsArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    let model = args.model.load()?;
    let layers = model.network().layers();
    let number = args.layer.get();
    ensure!(
        number <= layers.len(),
        "there is no layer {number}: the network {} has {}, counted from 1",
        model.network(),
        layers.len()
    );
    let weights = layers[number - 1].weights();
    let figure = match picture_size(&model, number) {
        Some(size) => pictures(args, weights, size, destination)?,
        None => {
            ensure!(
                args.per_row.is_none(),
                "--per-row is for pictures, but the {} inputs of layer {number} are not a picture: leave it out",
                weights.nrows()
            );
            if number == 1 {
                note(format_args!(
                    "the {} inputs are not a square picture: the matrix is drawn as a heat map",
                    weights.nrows()
                ));
            }
            matrix(args, weights)?
        }
    };
    args.destination.draw(destination, &figure, console)
}

/// The height and width of the pictures that a layer takes: what the model says, or a square.
fn picture_size(model: &NamedModel, layer: usize) -> Option<(usize, usize)> {
    // Other layers' inputs are no pixels, even where their number is a square.
    if layer != 1 {
        return None;
    }
    let inputs = model.network().inputs();
    if let Some(input) = &model.description().input
        && let [height, width] = input.shape[..]
    {
        return Some((height, width));
    }
    let side = inputs.isqrt();
    (side * side == inputs && side > 2).then_some((side, side))
}

fn pictures(
    args: &WeightsArgs,
    weights: ArrayView2<'_, f32>,
    (height, width): (usize, usize),
    destination: Destination<'_>,
) -> anyhow::Result<Figure> {
    let neurons = weights.ncols();
    let default = match destination {
        Destination::Text(options) => {
            let fitting = ((options.width + 2) / (width + 2)).max(1);
            TERMINAL_ROWS * args.per_row.map_or(fitting, NonZeroUsize::get)
        }
        _ => DRAWN,
    };
    let chosen: Vec<usize> = match &args.neuron {
        Some(indices) => indices.among(neurons, "neuron")?,
        None => (0..neurons.min(default)).collect(),
    };
    if args.neuron.is_none() && chosen.len() < neurons {
        note(format_args!(
            "the first {} of {neurons} neurons are drawn; choose others with --neuron, such as --neuron 0-{}",
            chosen.len(),
            neurons - 1
        ));
    }
    let language = args.destination.language();
    let (limit, value_label) = scale(weights, &chosen, language);
    let picture = |&neuron: &usize| Image {
        caption: match destination {
            Destination::Text(_) => words::NEURON_INDEX.fill(language, &[&neuron]),
            _ => neuron.to_string(),
        },
        below: String::new(),
        values: Array2::from_shape_fn((height, width), |(row, column)| {
            f64::from(weights[[row * width + column, neuron]])
        }),
    };
    Ok(Figure::from(ImageGrid {
        title: title(args, weights, &chosen),
        images: chosen.iter().map(picture).collect(),
        per_row: args.per_row,
        tone: Tone::Signed,
        limit: Some(limit),
        value_label,
    }))
}

/// Says whose weights are drawn.
fn title(args: &WeightsArgs, weights: ArrayView2<'_, f32>, chosen: &[usize]) -> String {
    let (inputs, neurons) = weights.dim();
    let (language, number) = (args.destination.language(), args.layer);
    let size = format!("{inputs}×{neurons}");
    let own = match chosen {
        [neuron] => words::WEIGHTS_ONE.fill(language, &[&number, &number, &size, neuron]),
        all if all.len() == neurons => {
            words::WEIGHTS_ALL.fill(language, &[&number, &number, &size])
        }
        some => words::WEIGHTS_SOME.fill(language, &[&number, &number, &size, &some.len()]),
    };
    args.destination.title(own)
}

/// The end of the scale and its label. The largest 0.5 % may go beyond it: a few weights far larger
/// than the rest would leave all others pale.
fn scale(weights: ArrayView2<'_, f32>, neurons: &[usize], language: Language) -> (f64, String) {
    let sizes = neurons.iter().flat_map(|&neuron| weights.column(neuron).into_iter());
    let mut sizes: Vec<f32> = sizes.map(|weight| weight.abs()).filter(|w| w.is_finite()).collect();
    sizes.sort_by(f32::total_cmp);
    let (Some(&last), beyond) = (sizes.last(), sizes.len() / 200) else {
        return (0.0, words::WEIGHT.to(language));
    };
    let limit = sizes[sizes.len() - 1 - beyond];
    if limit == last || limit == 0.0 {
        return (last.into(), words::WEIGHT.to(language));
    }
    (limit.into(), words::BEYOND.to(language))
}

fn matrix(args: &WeightsArgs, weights: ArrayView2<'_, f32>) -> anyhow::Result<Figure> {
    let neurons = weights.ncols();
    let chosen: Vec<usize> = match &args.neuron {
        Some(indices) => indices.among(neurons, "neuron")?,
        None => (0..neurons).collect(),
    };
    let language = args.destination.language();
    let (limit, value_label) = scale(weights, &chosen, language);
    let values = weights.select(Axis(1), &chosen).mapv(f64::from);
    Ok(Figure::from(HeatMap {
        title: title(args, weights, &chosen),
        row_label: words::INPUT.to(language),
        column_label: words::NEURON.to(language),
        row_names: Vec::new(),
        column_names: chosen.iter().map(usize::to_string).collect(),
        values,
        tone: Tone::Signed,
        limit: Some(limit),
        value_label,
        cells: CellText::None,
        block_note: words::BLOCK.to(language),
    }))
}
