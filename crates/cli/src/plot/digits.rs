//! `feedforward plot digits`: digits of a set.

use super::destination::{Destination, DestinationArgs};
use super::words;
use crate::console::{Console, note};
use crate::count::grouped;
use crate::digit_text::write_digits;
use crate::flags::{ModelArgs, SetArgs, SplitChoice, count};
use crate::inputs::index::Indices;
use crate::set::NamedSet;
use crate::shown::Foreign;
use anyhow::{bail, ensure};
use clap::Args;
use feedforward::digits::Digits;
use feedforward::plot::{Figure, Image, ImageGrid, Tone};
use ndarray::ArrayView2;
use std::num::NonZeroUsize;

/// By default, the number of digits drawn.
const FIRST: usize = 10;
/// The most wrong digits drawn into a file, and the rows of them in the terminal.
const MOST_WRONG: usize = 500;
const TERMINAL_ROWS: usize = 2;

/// Draw digits of a set, or only those that a network reads wrong.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot digits
  feedforward plot digits --index 0-99 -o digits.png
  feedforward plot digits --wrong -o wrong.png
  feedforward plot digits --wrong --model mine.safetensors")]
pub(crate) struct DigitsArgs {
    /// Which of MNIST's sets.
    #[arg(long, value_enum, default_value = "test")]
    split: SplitChoice,
    /// Which digits, such as 0,5,10-12. By default the first ten, or all with --wrong.
    #[arg(long, value_name = "INDEX")]
    index: Option<Indices>,
    /// Draw those that the network reads wrong, with label and prediction below each.
    #[arg(long)]
    wrong: bool,
    /// The number of digits side by side; by default as many as fit well.
    #[arg(long, value_name = "N", value_parser = count)]
    per_row: Option<NonZeroUsize>,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    set: SetArgs,
    #[command(flatten)]
    destination: DestinationArgs,
}

pub(crate) fn run(args: &DigitsArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    if args.wrong {
        return wrong(args, destination, console);
    }
    ensure!(
        args.model.model.is_none(),
        "--model is for --wrong: without it the digits are drawn as they are, and no network reads them"
    );
    let set = args.set.load(args.split.into())?;
    let indices = match &args.index {
        Some(index) => index.among(set.digits.len(), "digit")?,
        None => (0..set.digits.len().min(FIRST)).collect(),
    };
    let chosen = set.digits.select(&indices)?;
    if let Destination::Text(options) = destination {
        let fitting = (options.width + 2) / (chosen.image_size().1 + 2);
        let fitting = NonZeroUsize::new(fitting).unwrap_or(NonZeroUsize::MIN);
        let per_row = args.per_row.unwrap_or(fitting);
        if let Some(title) = args.destination.given_title() {
            writeln!(console.out(), "{}", Foreign::new(title))?;
        }
        return Ok(write_digits(console.out(), &indices, &chosen, per_row)?);
    }
    let language = args.destination.language();
    let labels = set.labels();
    let caption = |&index: &usize| (format!("#{index}: {}", labels[index]), String::new());
    let captions = indices.iter().map(caption);
    let title = words::DIGITS.fill(language, &[&name(args, &set)]);
    let figure = grid(args, title, &chosen, captions);
    args.destination.draw(destination, &figure, console)
}

/// The digits that the network reads wrong.
fn wrong(
    args: &DigitsArgs,
    destination: Destination<'_>,
    console: &mut Console,
) -> anyhow::Result<()> {
    let language = args.destination.language();
    let model = args.model.load()?;
    let set = args.set.load(args.split.into())?;
    let read = model.network().predictor()?.classify(&set.inputs(&model)?)?;
    let labels = set.labels();
    let indices = match &args.index {
        Some(index) => index.among(labels.len(), "digit")?,
        None => (0..labels.len()).collect(),
    };
    let total = indices.len();
    let mut wrong: Vec<usize> =
        indices.into_iter().filter(|&index| read[index] != labels[index]).collect();
    if wrong.is_empty() {
        bail!("the network reads all {total} digits right: there is nothing to draw");
    }
    let count = wrong.len();
    let most = match destination {
        Destination::Text(options) => {
            let fitting = ((options.width + 2) / (set.digits.image_size().1 + 2)).max(1);
            TERMINAL_ROWS * args.per_row.map_or(fitting, NonZeroUsize::get)
        }
        _ => MOST_WRONG,
    };
    let title = if count > most {
        wrong.truncate(most);
        note(format_args!(
            "the first {most} of {count} are drawn; {}",
            match destination {
                Destination::Text(_) => "draw all into a file with -o wrong.png",
                _ => "choose others with --index",
            }
        ));
        words::SOME_WRONG_DIGITS.fill(language, &[&most, &grouped(count as u64)])
    } else {
        words::WRONG_DIGITS.fill(language, &[&grouped(count as u64), &grouped(total as u64)])
    };
    let chosen = set.digits.select(&wrong)?;
    let class = |class: usize| model.class_name(class);
    let captions = wrong.iter().map(|&index| {
        let (label, read) = (class(labels[index]), class(read[index]));
        (format!("#{index}"), format!("{label} → {read}"))
    });
    let figure = grid(args, title, &chosen, captions);
    args.destination.draw(destination, &figure, console)
}

/// What the set is called in the figure.
fn name(args: &DigitsArgs, set: &NamedSet) -> String {
    match args.split {
        SplitChoice::Test if !args.set.is_given() => {
            words::TEST_SET.to(args.destination.language())
        }
        _ => set.name.to_string(),
    }
}

/// Digits with the words above and below each.
fn grid(
    args: &DigitsArgs,
    title: String,
    digits: &Digits,
    captions: impl Iterator<Item = (String, String)>,
) -> Figure {
    let images = digits.images();
    let image = |(pixels, (caption, below)): (ArrayView2<'_, u8>, (String, String))| Image {
        caption,
        below,
        values: pixels.map(|&pixel| pixel.into()),
    };
    Figure::from(ImageGrid {
        title: args.destination.title(title),
        images: images.outer_iter().zip(captions).map(image).collect(),
        per_row: args.per_row,
        tone: Tone::Light,
        limit: Some(255.0),
        value_label: words::PIXEL.to(args.destination.language()),
    })
}
