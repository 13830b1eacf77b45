//! `feedforward plot confusion`: which class was mistaken for which.

use super::destination::DestinationArgs;
use super::words;
use crate::console::Console;
use crate::count::grouped;
use crate::evaluate::measure;
use crate::flags::{BatchArgs, ModelArgs, SetArgs};
use anyhow::Context;
use clap::Args;
use feedforward::digits::Split;
use feedforward::plot::{CellText, Figure, HeatMap, Tone};

/// Draw the confusion matrix of a network on labelled digits.
///
/// Each row is a label, each column a predicted class. Without arguments, the built-in network is
/// measured on MNIST's 10,000 test digits.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot confusion
  feedforward plot confusion --model mine.safetensors -o confusion.png")]
pub(crate) struct ConfusionArgs {
    #[command(flatten)]
    running: BatchArgs,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    set: SetArgs,
    #[command(flatten)]
    destination: DestinationArgs,
}

pub(crate) fn run(args: &ConfusionArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    let model = args.model.load()?;
    let set = args.set.load(Split::Test)?;
    let evaluation = measure(args.running, &model, &set)?.evaluation;
    let confusion = evaluation.confusion.as_ref().context("there are no labels")?;
    let language = args.destination.language();
    let classes = 0..confusion.nrows();
    let names: Vec<String> = classes.map(|class| model.class_name(class).to_string()).collect();
    let figure = Figure::from(HeatMap {
        title: args.destination.title(words::CONFUSION.fill(
            language,
            &[
                &grouped(evaluation.correct().unwrap_or_default() as u64),
                &grouped(evaluation.total as u64),
                &format!("{:.2}", 100.0 * evaluation.accuracy().unwrap_or_default()),
            ],
        )),
        row_label: words::LABEL.to(language),
        column_label: words::PREDICTED_CLASS.to(language),
        row_names: names.clone(),
        column_names: names,
        values: confusion.map(|&count| count as f64),
        tone: Tone::Counts,
        limit: None,
        value_label: words::IMAGES.to(language),
        cells: CellText::Counts,
        block_note: words::BLOCK.to(language),
    });
    args.destination.draw(destination, &figure, console)
}
