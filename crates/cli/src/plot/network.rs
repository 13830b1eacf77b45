//! `feedforward plot network`: layers, neurons and shapes.

use super::destination::DestinationArgs;
use super::words::{self, Language, counted};
use crate::console::Console;
use crate::flags::{ModelArgs, count};
use clap::Args;
use feedforward::plot::{Diagram, Figure, Junction, Layer, Notation};
use std::num::NonZeroUsize;
use std::str::FromStr;

/// The most layers that --sizes may name.
const MOST_LAYERS: usize = 1000;

/// Draw the layers of a network, with every shape.
///
/// With --notation, neurons and weights are written as textbooks write them: w₁₂⁽¹⁾ leads to neuron 1
/// of layer 1 from neuron 2 of the layer before.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot network
  feedforward plot network --sizes 2,3,2,2 --notation -o three_layers.svg
  feedforward plot network --model mine.safetensors --batch 100")]
pub(crate) struct NetworkArgs {
    #[command(flatten)]
    network: NetworkShape,
    /// The number of inputs that go through the network together.
    #[arg(long, value_name = "N", default_value = "1", value_parser = count)]
    batch: NonZeroUsize,
    /// Write a₁⁽¹⁾ at the neurons and w₁₂⁽¹⁾ at a weight of each layer.
    #[arg(long)]
    notation: bool,
    #[command(flatten)]
    destination: DestinationArgs,
}

/// A network of which only the sizes matter: a model's, or any.
#[derive(Debug, Args)]
pub(crate) struct NetworkShape {
    /// Draw a network of these sizes instead of a model, the inputs first.
    #[arg(long, value_name = "N,…", conflicts_with_all = ["model", "transpose"])]
    sizes: Option<Sizes>,
    #[command(flatten)]
    model: ModelArgs,
}

/// The sizes of a network, and what is applied in each layer.
#[derive(Debug)]
pub(crate) struct Shaped {
    /// The numbers of neurons, the inputs first.
    pub(crate) sizes: Vec<usize>,
    functions: Vec<String>,
}

impl NetworkShape {
    pub(crate) fn load(&self) -> anyhow::Result<Shaped> {
        if let Some(Sizes(sizes)) = &self.sizes {
            let reading = &self.model.reading;
            // The book's letters for any activation, and for the output layer's.
            let hidden = reading.hidden.map_or("h".to_owned(), |hidden| hidden.to_string());
            let output = reading.output.map_or("σ".to_owned(), |output| output.to_string());
            let mut functions = vec![hidden; sizes.len() - 2];
            functions.push(output);
            return Ok(Shaped { sizes: sizes.clone(), functions });
        }
        let model = self.model.load()?;
        let network = model.network();
        let functions = |layer| network.functions(layer).join(", ");
        let functions = (0..network.layers().len()).map(functions).collect();
        Ok(Shaped { sizes: network.sizes(), functions })
    }
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
    let shaped = args.network.load()?;
    args.destination.draw(destination, &diagram(args, &shaped), console)
}

/// The name of layer `index` of `layers`, the inputs being layer 0 and counted.
pub(crate) fn layer_name(language: Language, index: usize, layers: usize) -> String {
    match index {
        0 => words::INPUT.to(language),
        _ if index + 1 == layers => words::OUTPUT.to(language),
        _ => words::HIDDEN.fill(language, &[&index]),
    }
}

fn diagram(args: &NetworkArgs, Shaped { sizes, functions }: &Shaped) -> Figure {
    let (language, batch) = (args.destination.language(), args.batch);
    let layer = |(index, &neurons): (usize, &usize)| {
        let notes = match index.checked_sub(1) {
            None => vec![
                counted(language, neurons, words::ONE_INPUT, words::MANY_INPUTS),
                format!("X {batch}×{neurons}"),
            ],
            Some(before) => vec![
                counted(language, neurons, words::ONE_NEURON, words::MANY_NEURONS),
                format!("Y{index} {batch}×{neurons}"),
                functions[before].clone(),
            ],
        };
        Layer { name: layer_name(language, index, sizes.len()), neurons, notes }
    };
    let junction = |(index, pair): (usize, &[usize])| Junction {
        notes: vec![
            format!("W{} {}×{}", index + 1, pair[0], pair[1]),
            format!("b{} {}", index + 1, pair[1]),
        ],
    };
    let names: Vec<_> = sizes.iter().map(usize::to_string).collect();
    let title = match sizes.len() {
        0..=12 => words::NETWORK.fill(language, &[&names.join("-")]),
        layers => words::DEEP_NETWORK.fill(language, &[&(layers - 1)]),
    };
    Figure::from(Diagram {
        title: args.destination.title(title),
        layers: sizes.iter().enumerate().map(layer).collect(),
        junctions: sizes.windows(2).enumerate().map(junction).collect(),
        left_out: words::MORE_LAYERS.to(language),
        notation: if args.notation { Notation::Symbols } else { Notation::None },
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
