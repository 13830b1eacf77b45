//! `feedforward plot`: figures, in a file or the terminal.

mod activation;
mod batch;
mod boundary;
mod confusion;
pub(crate) mod destination;
mod digits;
mod network;
mod neuron;
mod numbers;
mod output_layer;
mod product;
mod range;
mod training;
mod weights;
pub(crate) mod words;

use crate::console::Console;
use crate::outcome::Outcome;
use clap::Subcommand;

/// Draw figures: a neuron, activations, matrices, layers, boundaries, digits, weights, a training.
///
/// With -o FILE the figure is an SVG or PNG file; without it, it is drawn with characters in the
/// terminal.
#[derive(Debug, Subcommand)]
#[command(after_help = "Examples:
  feedforward plot neuron
  feedforward plot activation step sigmoid relu --side-by-side
  feedforward plot boundary -o gates.svg --language ko
  feedforward plot training history.json -o training.svg
  feedforward plot confusion -o confusion.png

Colours are used only on a terminal, and not if NO_COLOR is set (https://no-color.org).")]
pub(crate) enum PlotCommand {
    Neuron(neuron::NeuronArgs),
    Boundary(boundary::BoundaryArgs),
    Activation(activation::ActivationArgs),
    Product(product::ProductArgs),
    Network(network::NetworkArgs),
    Batch(batch::BatchArgs),
    OutputLayer(output_layer::OutputLayerArgs),
    Digits(digits::DigitsArgs),
    Training(training::TrainingArgs),
    Confusion(confusion::ConfusionArgs),
    Weights(weights::WeightsArgs),
}

pub(crate) fn run(command: &PlotCommand, console: &mut Console) -> anyhow::Result<Outcome> {
    match command {
        PlotCommand::Neuron(args) => neuron::run(args, console),
        PlotCommand::Boundary(args) => boundary::run(args, console),
        PlotCommand::Activation(args) => activation::run(args, console),
        PlotCommand::Product(args) => product::run(args, console),
        PlotCommand::Network(args) => network::run(args, console),
        PlotCommand::Batch(args) => batch::run(args, console),
        PlotCommand::OutputLayer(args) => output_layer::run(args, console),
        PlotCommand::Digits(args) => digits::run(args, console),
        PlotCommand::Training(args) => training::run(args, console),
        PlotCommand::Confusion(args) => confusion::run(args, console),
        PlotCommand::Weights(args) => weights::run(args, console),
    }?;
    Ok(Outcome::Done)
}
