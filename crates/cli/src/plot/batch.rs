//! `feedforward plot batch`: the shapes of a batch from layer to layer.

use super::destination::DestinationArgs;
use super::network::{NetworkShape, layer_name};
use super::words;
use crate::console::Console;
use crate::flags::count;
use anyhow::ensure;
use clap::Args;
use feedforward::plot::{Figure, Shape, ShapeChain};
use std::num::NonZeroUsize;

/// The most layers of the figure, the inputs among them.
const MOST: usize = 8;

/// Draw the shapes of a batch on its way through a network: 100 x 784, 100 x 50, …
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot batch
  feedforward plot batch --batch 1 -o one.svg
  feedforward plot batch --sizes 2,3,2,2 --batch 4")]
pub(crate) struct BatchArgs {
    /// The number of inputs that go through the network together.
    #[arg(long, value_name = "N", default_value = "100", value_parser = count)]
    batch: NonZeroUsize,
    #[command(flatten)]
    network: NetworkShape,
    #[command(flatten)]
    destination: DestinationArgs,
}

pub(crate) fn run(args: &BatchArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    let sizes = args.network.load()?.sizes;
    ensure!(
        sizes.len() <= MOST,
        "the network has {} layers, and {} are the most of this figure: `plot network` draws more",
        sizes.len() - 1,
        MOST - 1
    );
    args.destination.draw(destination, &figure(args, &sizes), console)
}

fn figure(args: &BatchArgs, sizes: &[usize]) -> Figure {
    let (language, batch) = (args.destination.language(), args.batch);
    let signal = |(index, &columns): (usize, &usize)| Shape {
        name: if index == 0 { "X".to_owned() } else { format!("Y{index}") },
        rows: batch.get(),
        columns,
        note: layer_name(language, index, sizes.len()),
    };
    let weight = |(index, pair): (usize, &[usize])| Shape {
        name: format!("W{}", index + 1),
        rows: pair[0],
        columns: pair[1],
        note: String::new(),
    };
    ShapeChain {
        title: args.destination.title(words::BATCH.fill(language, &[&batch])),
        signals: sizes.iter().enumerate().map(signal).collect(),
        weights: sizes.windows(2).enumerate().map(weight).collect(),
        notes: vec![words::ONE_ROW_EACH.to(language)],
    }
    .into()
}
