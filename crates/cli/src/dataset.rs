//! `feedforward dataset`: MNIST downloaded, described and shown.

use crate::console::{Console, note};
use crate::count::{counted, grouped};
use crate::digit_text::write_digits;
use crate::flags::{SetArgs, SplitChoice};
use crate::inputs::index::Indices;
use crate::outcome::Outcome;
use crate::set::{NamedSet, download_folder};
use crate::shown::Foreign;
use crate::spread::Spread;
use crate::table::numbers;
use crate::target::{check_target, ending};
use crate::value::count;
use clap::{Args, Subcommand, ValueHint};
use feedforward::bytes;
use feedforward::digits::{self, DownloadOptions, Downloaded, Progress};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Download, describe and show MNIST.
#[derive(Debug, Subcommand)]
pub(crate) enum DatasetCommand {
    Download(DownloadArgs),
    Info(InfoArgs),
    Show(ShowArgs),
}

/// Download MNIST's four files (11 MB) from a public mirror and check them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward dataset download
  feedforward dataset download --data ~/mnist

Files that are already there and correct are kept, so an interrupted download can be repeated. The
folder is --data, or else the one that FEEDFORWARD_DATA names, or else the platform's cache folder.")]
pub(crate) struct DownloadArgs {
    /// The folder to download to.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    data: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Describe a set of digits: number, size, pixels, images per class.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward dataset info
  feedforward dataset info --split train --data ~/mnist")]
pub(crate) struct InfoArgs {
    /// Which of MNIST's sets.
    #[arg(long, value_enum, default_value = "test")]
    split: SplitChoice,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    set: SetArgs,
}

/// Draw digits in the terminal, or as a PNG file.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward dataset show
  feedforward dataset show --index 7,100-102
  feedforward dataset show --index 0-99 -o digits.png")]
pub(crate) struct ShowArgs {
    /// Which of MNIST's sets.
    #[arg(long, value_enum, default_value = "test")]
    split: SplitChoice,
    /// Which digits, such as 0,5,10-12.
    #[arg(long, value_name = "INDEX", default_value = "0-5")]
    index: Indices,
    /// The number of digits side by side; by default 3 in the terminal and 10 in a file.
    #[arg(long, alias = "columns", value_name = "N", value_parser = count)]
    per_row: Option<NonZeroUsize>,
    /// Draw the digits into this PNG file.
    #[arg(short, long = "out", value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Print one JSON array of indices, labels and pixels.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    set: SetArgs,
}

pub(crate) fn run(command: &DatasetCommand, console: &mut Console) -> anyhow::Result<Outcome> {
    match command {
        DatasetCommand::Download(args) => download(args, console),
        DatasetCommand::Info(args) => info(args, console),
        DatasetCommand::Show(args) => show(args, console),
    }?;
    Ok(Outcome::Done)
}

fn download(args: &DownloadArgs, console: &mut Console) -> anyhow::Result<()> {
    let folder = match &args.data {
        Some(folder) => folder.clone(),
        None => download_folder()?,
    };
    let bar = ProgressBar::no_length();
    let style = ProgressStyle::with_template("{msg:26} {wide_bar} {bytes}/{total_bytes}  {eta}")?;
    bar.set_style(style);
    let mut watch = |progress: Progress<'_>| match progress {
        Progress::Receiving { name, received, total, .. } => {
            bar.set_message(name.to_owned());
            bar.set_length(total.unwrap_or(received));
            bar.set_position(received);
        }
        Progress::MirrorFailed { url, reason } => {
            bar.suspend(|| note(format_args!("{url}: {reason}")));
        }
        _ => {}
    };
    let downloaded = digits::download(&folder, &DownloadOptions::default(), &mut watch);
    bar.finish_and_clear();
    let downloaded = Fetched::of(&downloaded?);
    if args.json {
        return console.json(&downloaded);
    }
    let out = console.out();
    for file in &downloaded.stored {
        writeln!(out, "downloaded and checked     {file}")?;
    }
    for file in &downloaded.kept {
        writeln!(out, "already there and correct  {file}")?;
    }
    Ok(())
}

/// Where the files are.
#[derive(Debug, Serialize)]
struct Fetched {
    folder: Foreign<'static>,
    kept: Vec<Foreign<'static>>,
    stored: Vec<Foreign<'static>>,
}

impl Fetched {
    fn of(downloaded: &Downloaded) -> Self {
        let name = |path: &Path| Foreign::path(path).into_owned();
        let names = |paths: &[PathBuf]| paths.iter().map(|path| name(path)).collect();
        Self {
            folder: name(&downloaded.folder),
            kept: names(&downloaded.kept),
            stored: names(&downloaded.stored),
        }
    }
}

#[derive(Debug, Serialize)]
struct Info<'a> {
    data: &'a Foreign<'static>,
    total: usize,
    height: usize,
    width: usize,
    classes: [usize; digits::CLASSES],
    zeros: f64,
    mean: f64,
    standard_deviation: f64,
}

fn info(args: &InfoArgs, console: &mut Console) -> anyhow::Result<()> {
    let set = args.set.load(args.split.into())?;
    let info = describe(&set);
    match args.json {
        true => console.json(&info),
        false => Ok(print_info(&info, console.out())?),
    }
}

fn print_info(info: &Info<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "data       {}", info.data)?;
    writeln!(
        out,
        "images     {} of {} x {} pixels",
        grouped(info.total as u64),
        info.height,
        info.width
    )?;
    writeln!(
        out,
        "pixels     {:.1} % zero, mean {:.4}, standard deviation {:.4} (of pixel / 255)\n",
        100.0 * info.zeros,
        info.mean,
        info.standard_deviation
    )?;
    let mut table = numbers(["class", "images", "share"].map(String::from).to_vec());
    for (class, &count) in info.classes.iter().enumerate() {
        let share = 100.0 * count as f64 / info.total.max(1) as f64;
        table.add_row([class.to_string(), grouped(count as u64), format!("{share:.1} %")]);
    }
    writeln!(out, "{}", table.trim_fmt())
}

fn describe(set: &NamedSet) -> Info<'_> {
    let digits = &set.digits;
    let (height, width) = digits.image_size();
    let mut histogram = [0u64; 256];
    for &pixel in digits.images() {
        histogram[usize::from(pixel)] += 1;
    }
    let count = histogram.iter().sum::<u64>().max(1) as f64;
    let pixels = histogram.iter().enumerate();
    let spread = Spread::of_counted(pixels.map(|(pixel, &count)| (pixel as f64 / 255.0, count)));
    Info {
        data: &set.name,
        total: digits.len(),
        height,
        width,
        classes: digits.counts(),
        zeros: histogram[0] as f64 / count,
        mean: spread.mean,
        standard_deviation: spread.standard_deviation,
    }
}

#[derive(Debug, Serialize)]
struct Shown {
    index: usize,
    label: usize,
    pixels: Vec<Vec<u8>>,
}

fn show(args: &ShowArgs, console: &mut Console) -> anyhow::Result<()> {
    if let Some(path) = &args.out {
        ending("-o", path, &["png"])?;
        check_target(path)?;
    }
    let set = args.set.load(args.split.into())?;
    let indices = args.index.among(set.digits.len(), "digit")?;
    let chosen = set.digits.select(&indices)?;
    if let Some(path) = &args.out {
        let columns = args.per_row.unwrap_or(const { NonZeroUsize::new(10).expect("not zero") });
        let png = digits::sheet(chosen.images(), columns)?;
        bytes::save(path, &png)?;
    }
    if args.json {
        let images = chosen.images();
        let labels = chosen.labels();
        let shown = indices.iter().zip(images.outer_iter()).zip(labels);
        let shown = shown.map(|((&index, image), &label)| Shown {
            index,
            label,
            pixels: image.outer_iter().map(|row| row.to_vec()).collect(),
        });
        return console.json(&shown.collect::<Vec<_>>());
    }
    if let Some(path) = &args.out {
        let digits = counted(indices.len(), "digit");
        writeln!(console.out(), "{digits} drawn to {}", Foreign::path(path))?;
        return Ok(());
    }
    let per_row = args.per_row.unwrap_or(const { NonZeroUsize::new(3).expect("not zero") });
    Ok(write_digits(console.out(), &indices, &chosen, per_row)?)
}
