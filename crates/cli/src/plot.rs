//! `feedforward plot`: figures, in a file or the terminal.

mod activation;
mod confusion;
mod destination;
mod digits;
mod network;
mod training;
mod weights;

use crate::console::Console;
use crate::outcome::Outcome;
use clap::Subcommand;

/// Draw figures: activations, digits, a training, a confusion matrix, weights, layers.
///
/// With -o FILE the figure is an SVG or PNG file; without it, it is drawn with characters in the
/// terminal.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  feedforward plot activation step sigmoid relu
  feedforward plot training history.json -o training.svg
  feedforward plot confusion -o confusion.png

Colours are used only on a terminal, and not if NO_COLOR is set (https://no-color.org).")]
pub(crate) enum PlotCommand {
    Activation(activation::ActivationArgs),
    Digits(digits::DigitsArgs),
    Training(training::TrainingArgs),
    Confusion(confusion::ConfusionArgs),
    Weights(weights::WeightsArgs),
    Network(network::NetworkArgs),
}

pub(crate) fn run(command: &PlotCommand, console: &mut Console) -> anyhow::Result<Outcome> {
    match command {
        PlotCommand::Activation(args) => activation::run(args, console),
        PlotCommand::Digits(args) => digits::run(args, console),
        PlotCommand::Training(args) => training::run(args, console),
        PlotCommand::Confusion(args) => confusion::run(args, console),
        PlotCommand::Weights(args) => weights::run(args, console),
        PlotCommand::Network(args) => network::run(args, console),
    }?;
    Ok(Outcome::Done)
}
