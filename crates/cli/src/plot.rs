//! `feedforward plot`: graphs, into a file or the terminal.

mod activation;
mod confusion;
mod digits;
mod network;
mod target;
mod training;
mod weights;

use crate::Answer;
use crate::console::Console;
use clap::Subcommand;

/// Draw graphs: activations, digits, a training, a confusion matrix, weights, layers.
///
/// With -o FILE an SVG or PNG file; without it, characters in the terminal.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  feedforward plot activation step sigmoid relu
  feedforward plot training history.json -o training.svg
  feedforward plot confusion -o confusion.png

Colours are used on a terminal only, and not if NO_COLOR is set (https://no-color.org).")]
pub(crate) enum PlotCommand {
    Activation(activation::ActivationArgs),
    Digits(digits::DigitsArgs),
    Training(training::TrainingArgs),
    Confusion(confusion::ConfusionArgs),
    Weights(weights::WeightsArgs),
    Network(network::NetworkArgs),
}

pub(crate) fn run(command: &PlotCommand, console: &mut Console) -> anyhow::Result<Answer> {
    match command {
        PlotCommand::Activation(args) => activation::run(args, console),
        PlotCommand::Digits(args) => digits::run(args, console),
        PlotCommand::Training(args) => training::run(args, console),
        PlotCommand::Confusion(args) => confusion::run(args, console),
        PlotCommand::Weights(args) => weights::run(args, console),
        PlotCommand::Network(args) => network::run(args, console),
    }?;
    Ok(Answer::Yes)
}
