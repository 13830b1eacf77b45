//! `feedforward plot digits`: digits of a set.

use super::destination::{Destination, DestinationArgs};
use crate::console::Console;
use crate::digit_text::write_digits;
use crate::flags::{SetArgs, SplitChoice, count};
use crate::inputs::index::Indices;
use clap::Args;
use feedforward::plot::{Figure, Image, ImageGrid, Tone};
use std::num::NonZeroUsize;

/// Draw digits of a set.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot digits
  feedforward plot digits --index 0-99 -o digits.png")]
pub(crate) struct DigitsArgs {
    /// Which of MNIST's sets.
    #[arg(long, value_enum, default_value = "test")]
    split: SplitChoice,
    /// Which digits, such as 0,5,10-12.
    #[arg(long, value_name = "INDEX", default_value = "0-9")]
    index: Indices,
    /// The number of digits side by side; by default as many as fit well.
    #[arg(long, value_name = "N", value_parser = count)]
    per_row: Option<NonZeroUsize>,
    #[command(flatten)]
    set: SetArgs,
    #[command(flatten)]
    destination: DestinationArgs,
}

pub(crate) fn run(args: &DigitsArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    let set = args.set.load(args.split.into())?;
    let indices = args.index.among(set.digits.len(), "digit")?;
    let chosen = set.digits.select(&indices)?;
    if let Destination::Text(options) = destination {
        let fitting = (options.width + 2) / (chosen.image_size().1 + 2);
        let fitting = NonZeroUsize::new(fitting).unwrap_or(NonZeroUsize::MIN);
        let per_row = args.per_row.unwrap_or(fitting);
        return Ok(write_digits(console.out(), &indices, &chosen, per_row)?);
    }
    let images = chosen.images();
    let pictures = images.outer_iter().zip(chosen.labels()).zip(&indices);
    let figure = Figure::from(ImageGrid {
        title: set.name.to_string(),
        images: pictures
            .map(|((image, label), index)| Image {
                caption: format!("#{index}: {label}"),
                values: image.map(|&pixel| pixel.into()),
            })
            .collect(),
        per_row: args.per_row,
        tone: Tone::Light,
        limit: Some(255.0),
        value_label: "pixel".to_owned(),
    });
    args.destination.draw(destination, &figure, console)
}
