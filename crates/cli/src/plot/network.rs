//! `feedforward plot network`: layers, neurons and shapes.

use super::destination::DestinationArgs;
use crate::console::Console;
use crate::count::counted;
use crate::flags::{ModelArgs, count};
use clap::Args;
use feedforward::plot::{Diagram, Figure, Junction, Layer};
use std::num::NonZeroUsize;
use std::str::FromStr;

/// The most layers that --sizes may name.
const MOST_LAYERS: usize = 1000;

/// Draw the layers of a network, with every shape.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot network
  feedforward plot network --sizes 2,3,2,2 -o three_layers.svg
  feedforward plot network --model mine.safetensors --batch 100")]
pub(crate) struct NetworkArgs {
    /// Draw a network of these sizes instead of a model, the inputs first.
    #[arg(long, value_name = "N,…", conflicts_with_all = ["model", "transpose"])]
    sizes: Option<Sizes>,
    /// The number of inputs that go through the network together.
    #[arg(long, value_name = "N", default_value = "1", value_parser = count)]
    batch: NonZeroUsize,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    destination: DestinationArgs,
}

/// The sizes of layers, the inputs first.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sizes(Vec<usize>);

impl FromStr for Sizes {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.trim().parse().ok().filter(|&size: &usize| size > 0);
        let sizes: Option<Vec<usize>> = text.split(',').map(number).collect();
        match sizes {
            Some(sizes) if (2..=MOST_LAYERS).contains(&sizes.len()) => Ok(Self(sizes)),
            _ => Err(format!(
                "expected 2 to {MOST_LAYERS} numbers of neurons above 0, the inputs first, such as 2,3,2,2"
            )),
        }
    }
}

pub(crate) fn run(args: &NetworkArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    let figure = match &args.sizes {
        Some(Sizes(sizes)) => {
            let reading = &args.model.reading;
            // The book's letters for any activation, and for the output layer's.
            let hidden = reading.hidden.map_or("h".to_owned(), |hidden| hidden.to_string());
            let output = reading.output.map_or("σ".to_owned(), |output| output.to_string());
            let last = sizes.len() - 2;
            let activation = |index| if index == last { output.clone() } else { hidden.clone() };
            diagram(sizes, args.batch, activation)
        }
        None => {
            let model = args.model.load()?;
            let network = model.network();
            diagram(&network.sizes(), args.batch, |index| network.functions(index).join(", "))
        }
    };
    args.destination.draw(destination, &figure, console)
}

fn diagram(sizes: &[usize], batch: NonZeroUsize, activation: impl Fn(usize) -> String) -> Figure {
    let layer = |(index, &neurons): (usize, &usize)| match index {
        0 => Layer {
            name: "input".to_owned(),
            neurons,
            notes: vec![counted(neurons, "input"), format!("X {batch}x{neurons}")],
        },
        _ => Layer {
            name: match index + 1 == sizes.len() {
                true => "output".to_owned(),
                false => format!("hidden {index}"),
            },
            neurons,
            notes: vec![
                counted(neurons, "neuron"),
                format!("Y{index} {batch}x{neurons}"),
                activation(index - 1),
            ],
        },
    };
    let junction = |(index, pair): (usize, &[usize])| Junction {
        notes: vec![
            format!("W{} {}x{}", index + 1, pair[0], pair[1]),
            format!("b{} {}", index + 1, pair[1]),
        ],
    };
    let names: Vec<_> = sizes.iter().map(usize::to_string).collect();
    let title = match sizes.len() {
        0..=12 => format!("network {}", names.join("-")),
        layers => format!("network of {} layers", layers - 1),
    };
    Figure::from(Diagram {
        title,
        layers: sizes.iter().enumerate().map(layer).collect(),
        junctions: sizes.windows(2).enumerate().map(junction).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::Sizes;

    #[test]
    fn sizes_are_two_or_more_numbers_above_zero() {
        assert_eq!("2, 3,2".parse(), Ok(Sizes(vec![2, 3, 2])));
        for text in ["", "5", "2,0", "2,-1", "a,b", "2,,3", &["1"; 1001].join(",")] {
            assert!(text.parse::<Sizes>().is_err(), "{text}");
        }
    }
}
