//! `feedforward plot output-layer`: identity beside softmax.

use super::destination::DestinationArgs;
use super::numbers::{Numbers, shown, subscript};
use super::words;
use crate::console::Console;
use anyhow::ensure;
use clap::Args;
use feedforward::Output;
use feedforward::plot::{Figure, WiredFunction, Wires, Wiring};
use ndarray::Array2;

/// The most signals of the figure.
const MOST: usize = 12;

/// Draw the output functions identity and softmax side by side: what each output depends on.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot output-layer
  feedforward plot output-layer --signals 1010,1000,990 -o softmax.svg")]
pub(crate) struct OutputLayerArgs {
    /// The signals a₁, a₂, … that the output layer gets.
    #[arg(
        long,
        value_name = "NUMBER,…",
        default_value = "0.3,2.9,4.0",
        allow_hyphen_values = true
    )]
    signals: Numbers,
    #[command(flatten)]
    destination: DestinationArgs,
}

pub(crate) fn run(args: &OutputLayerArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    let count = args.signals.0.len();
    ensure!(
        count <= MOST,
        "--signals has {count} numbers, and {MOST} are the most that can be drawn: leave some out"
    );
    args.destination.draw(destination, &figure(args)?, console)
}

fn figure(args: &OutputLayerArgs) -> anyhow::Result<Figure> {
    let language = args.destination.language();
    let signals = &args.signals.0;
    let row = Array2::from_shape_vec((1, signals.len()), signals.clone())?;
    let numbered = |letter: &str, values: &[f32]| -> Vec<String> {
        let number = |(index, value): (usize, &f32)| {
            format!("{letter}{} = {}", subscript(index + 1), shown(*value))
        };
        values.iter().enumerate().map(number).collect()
    };
    let function = |output: Output, name: words::Word, formula: &str, wires| {
        let y = output.apply(&row);
        let y: Vec<f32> = y.into_iter().collect();
        WiredFunction {
            name: name.to(language),
            inputs: numbered("a", signals),
            outputs: numbered("y", &y),
            wires,
            notes: vec![
                formula.to_owned(),
                words::SUM_OF_OUTPUTS.fill(language, &[&shown(y.iter().sum())]),
            ],
        }
    };
    Ok(Wiring {
        title: args.destination.title(words::OUTPUT_LAYER.to(language)),
        functions: vec![
            function(Output::Identity, words::IDENTITY, "yₖ = aₖ", Wires::Each),
            function(Output::Softmax, words::SOFTMAX, "yₖ = exp(aₖ) / Σ exp(aᵢ)", Wires::All),
        ],
    }
    .into())
}
