//! `feedforward dataset`: MNIST fetched, described and shown.

use crate::Answer;
use crate::args::SetArgs;
use crate::columns::numbers;
use crate::console::{Console, grouped, note};
use crate::rows::Indices;
use crate::set::download_folder;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use feedforward::digits::{self, Digits, DownloadOptions, Progress, Split};
use feedforward::files;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;
use std::io::Write;
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Download, describe and show MNIST.
#[derive(Debug, Subcommand)]
pub(crate) enum DatasetCommand {
    Download(DownloadArgs),
    Info(InfoArgs),
    Show(ShowArgs),
}

/// Fetch MNIST's four files (11 MB) from a public mirror, and check them.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward dataset download
  feedforward dataset download --data ~/mnist

Files that are there and right are kept, so that a download that broke off can be repeated. The
folder is --data, or FEEDFORWARD_DATA, or the platform's folder for caches.")]
pub(crate) struct DownloadArgs {
    /// The folder to put the files into.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    data: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// Describe a set of digits: how many, of what size, how many of each class.
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
    /// How many stand side by side; by default 3 in the terminal and 10 in a file.
    #[arg(long, alias = "columns", value_name = "N")]
    per_row: Option<NonZeroUsize>,
    /// Write them to this PNG file.
    #[arg(short, long = "out", value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: Option<PathBuf>,
    /// Print one JSON array: the labels and pixels.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    set: SetArgs,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum SplitChoice {
    /// 60,000 digits, to be downloaded.
    Train,
    /// 10,000 digits, built in.
    Test,
}

impl From<SplitChoice> for Split {
    fn from(choice: SplitChoice) -> Self {
        match choice {
            SplitChoice::Train => Self::Train,
            SplitChoice::Test => Self::Test,
        }
    }
}

pub(crate) fn run(command: &DatasetCommand, console: &mut Console) -> anyhow::Result<Answer> {
    match command {
        DatasetCommand::Download(args) => download(args, console),
        DatasetCommand::Info(args) => info(args, console),
        DatasetCommand::Show(args) => show(args, console),
    }?;
    Ok(Answer::Yes)
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
        Progress::MirrorFailed { url, reason } => bar.suspend(|| note(format!("{url}: {reason}"))),
        _ => {}
    };
    let downloaded = digits::download(&folder, &DownloadOptions::default(), &mut watch);
    bar.finish_and_clear();
    let downloaded = downloaded?;
    let name = |path: &PathBuf| path.display().to_string();
    if args.json {
        #[derive(Serialize)]
        struct Report {
            folder: String,
            kept: Vec<String>,
            stored: Vec<String>,
        }
        return console.json(&Report {
            folder: name(&downloaded.folder),
            kept: downloaded.kept.iter().map(name).collect(),
            stored: downloaded.stored.iter().map(name).collect(),
        });
    }
    let out = console.out();
    for path in &downloaded.stored {
        writeln!(out, "downloaded and checked  {}", path.display())?;
    }
    for path in &downloaded.kept {
        writeln!(out, "already there and right {}", path.display())?;
    }
    Ok(())
}

#[derive(Debug, Serialize)]
struct Info<'a> {
    data: &'a str,
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
    let info = describe(&set.name, &set.digits);
    if args.json {
        return console.json(&info);
    }
    let out = console.out();
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
    writeln!(out, "{}", table.trim_fmt())?;
    Ok(())
}

fn describe<'a>(name: &'a str, digits: &Digits) -> Info<'a> {
    let (height, width) = digits.image_size();
    let mut histogram = [0u64; 256];
    for &pixel in digits.images() {
        histogram[usize::from(pixel)] += 1;
    }
    let count = histogram.iter().sum::<u64>().max(1) as f64;
    let moment = |of: &dyn Fn(f64) -> f64| {
        let terms = histogram.iter().enumerate();
        terms.map(|(pixel, &n)| n as f64 * of(pixel as f64 / 255.0)).sum::<f64>() / count
    };
    let mean = moment(&|v| v);
    Info {
        data: name,
        total: digits.len(),
        height,
        width,
        classes: digits.counts(),
        zeros: histogram[0] as f64 / count,
        mean,
        standard_deviation: moment(&|v| (v - mean).powi(2)).sqrt(),
    }
}

#[derive(Debug, Serialize)]
struct Shown {
    index: usize,
    label: u8,
    pixels: Vec<Vec<u8>>,
}

fn show(args: &ShowArgs, console: &mut Console) -> anyhow::Result<()> {
    let set = args.set.load(args.split.into())?;
    let indices = args.index.among(set.digits.len())?;
    let chosen = set.digits.select(&indices)?;
    if let Some(path) = &args.out {
        let columns = args.per_row.unwrap_or(const { NonZeroUsize::new(10).expect("not zero") });
        let png = digits::sheet(chosen.images(), columns)?;
        files::save_bytes(&png, path)?;
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
        writeln!(console.out(), "{} digits drawn to {}", indices.len(), path.display())?;
        return Ok(());
    }
    let per_row = args.per_row.unwrap_or(const { NonZeroUsize::new(3).expect("not zero") });
    write_digits(console.out(), &indices, &chosen, per_row)
}

/// Draws digits as text, each below its index and label.
pub(crate) fn write_digits(
    out: &mut dyn Write,
    indices: &[usize],
    chosen: &Digits,
    per_row: NonZeroUsize,
) -> anyhow::Result<()> {
    let drawings: Vec<String> = chosen.images().outer_iter().map(digits::draw_text).collect();
    let labels = chosen.labels();
    let width = chosen.image_size().1;
    for start in (0..indices.len()).step_by(per_row.get()) {
        let end = indices.len().min(start.saturating_add(per_row.get()));
        let titles =
            (start..end).map(|i| format!("{:<width$}", format!("#{}: {}", indices[i], labels[i])));
        writeln!(out, "{}", titles.collect::<Vec<_>>().join("  ").trim_end())?;
        let mut lines: Vec<_> =
            drawings[start..end].iter().map(|drawing| drawing.lines()).collect();
        loop {
            let row: Vec<_> = lines.iter_mut().filter_map(Iterator::next).collect();
            if row.is_empty() {
                break;
            }
            writeln!(out, "{}", row.join("  ").trim_end())?;
        }
    }
    Ok(())
}
