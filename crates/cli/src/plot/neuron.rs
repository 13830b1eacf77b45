//! `feedforward plot neuron`: one neuron, from its inputs to its output.

use super::destination::DestinationArgs;
use super::numbers::{Numbers, factor, shown, subscript};
use super::words;
use crate::console::Console;
use crate::named::named;
use crate::value::number;
use anyhow::ensure;
use clap::Args;
use feedforward::plot::{Figure, Neuron, NeuronInput};
use feedforward::{Activation, Dense};
use ndarray::{Array1, Array2};

/// The most inputs of the figure.
const MOST_INPUTS: usize = 12;

/// Draw one neuron with its numbers: inputs times weights, their sum, the activation, the output.
///
/// Without arguments, the neuron that computes AND, its weights set by hand.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot neuron
  feedforward plot neuron --weights=-0.5,-0.5 --bias 0.7 --inputs 1,1 -o nand.svg
  feedforward plot neuron --inputs 1,0.5,2 --weights 0.1,0.3,0.5 --bias 0.2 --activation sigmoid")]
pub(crate) struct NeuronArgs {
    /// The inputs x₁, x₂, …
    #[arg(long, value_name = "NUMBER,…", default_value = "1,1", allow_hyphen_values = true)]
    inputs: Numbers,
    /// The weights w₁, w₂, …, one per input.
    #[arg(long, value_name = "NUMBER,…", default_value = "0.5,0.5", allow_hyphen_values = true)]
    weights: Numbers,
    /// The bias b.
    #[arg(long, value_name = "NUMBER", default_value = "-0.7", value_parser = number,
        allow_hyphen_values = true)]
    bias: f32,
    /// The activation h.
    #[arg(long, value_name = "ACTIVATION", default_value = "step",
        value_parser = named(Activation::ALL))]
    activation: Activation,
    #[command(flatten)]
    destination: DestinationArgs,
}

pub(crate) fn run(args: &NeuronArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    let (inputs, weights) = (args.inputs.0.len(), args.weights.0.len());
    ensure!(
        inputs == weights,
        "--inputs has {inputs} numbers and --weights has {weights}: expected one weight per input"
    );
    ensure!(
        inputs <= MOST_INPUTS,
        "--inputs has {inputs} numbers, and {MOST_INPUTS} are the most that can be drawn: leave some out"
    );
    args.destination.draw(destination, &figure(args)?, console)
}

/// The sum and the output, as the library computes them.
fn compute(args: &NeuronArgs) -> anyhow::Result<(f32, f32)> {
    let (x, w) = (&args.inputs.0, &args.weights.0);
    let weights = Array2::from_shape_vec((w.len(), 1), w.clone())?;
    let bias = Array1::from_vec(vec![args.bias]);
    let neuron = Dense::new(weights, bias, Activation::Identity)?;
    let row = Array2::from_shape_vec((1, x.len()), x.clone())?;
    let network = feedforward::Network::new(vec![neuron], feedforward::Output::Identity)?;
    let sum = network.predictor()?.predict(&row)?[[0, 0]];
    Ok((sum, args.activation.apply(sum)))
}

fn figure(args: &NeuronArgs) -> anyhow::Result<Figure> {
    let language = args.destination.language();
    let (sum, output) = compute(args)?;
    let (x, w, b, h) = (&args.inputs.0, &args.weights.0, args.bias, args.activation);
    let bias = NeuronInput {
        name: String::new(),
        value: "1".to_owned(),
        weight: format!("b = {}", shown(b)),
    };
    let input = |(index, (&x, &w)): (usize, (&f32, &f32))| NeuronInput {
        name: format!("x{}", subscript(index + 1)),
        value: shown(x),
        weight: format!("w{} = {}", subscript(index + 1), shown(w)),
    };
    let pairs = || x.iter().zip(w).enumerate();
    let letters = pairs().map(|(index, _)| {
        let index = subscript(index + 1);
        format!("x{index}w{index}")
    });
    let products = pairs().map(|(_, (&x, &w))| format!("{}·{}", factor(x), factor(w)));
    let joined = |first: String, rest: &mut dyn Iterator<Item = String>| {
        rest.fold(first, |sum, part| format!("{sum} + {part}"))
    };
    let letters = joined("1·b".to_owned(), &mut letters.into_iter());
    let products = joined(format!("1·{}", factor(b)), &mut products.into_iter());
    let steps = (-60..=60).map(|step| step as f32 / 20.0);
    Ok(Neuron {
        title: args.destination.title(words::ONE_NEURON_TITLE.to(language)),
        inputs: std::iter::once(bias).chain(pairs().map(input)).collect(),
        parts: [words::INPUTS, words::WEIGHTED_SUM, words::ACTIVATION, words::OUTPUT]
            .map(|word| word.to(language)),
        sum: format!("a = {}", shown(sum)),
        activation: super::activation::name(h, language),
        // Both sides of a jump, so that it is vertical.
        curve: steps
            .flat_map(|z| if z == 0.0 { vec![0.0, f32::MIN_POSITIVE] } else { vec![z] })
            .map(|z| (z.into(), h.apply(z).into()))
            .collect(),
        output_name: "y".to_owned(),
        output: shown(output),
        formulas: vec![
            format!("a = {letters} = {products} = {}", shown(sum)),
            format!("y = h(a) = h({}) = {}", shown(sum), shown(output)),
        ],
    }
    .into())
}
