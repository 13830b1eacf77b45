//! `feedforward plot training`: loss and accuracy, epoch by epoch.

use super::destination::DestinationArgs;
use super::words::{self, Word};
use crate::console::{Console, note};
use crate::shown::Foreign;
use crate::source::check_file;
use anyhow::{Context, anyhow, ensure};
use clap::{Args, ValueHint};
use feedforward::bytes::{self, Kind};
use feedforward::files::Limits;
use feedforward::plot::{Arrangement, Chart, ChartAxis, Panel, Series, Ticks};
use serde::Deserialize;
use serde_json::error::Category;
use std::path::PathBuf;

/// Draw the loss and accuracy of a training.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward train --history history.json
  feedforward plot training history.json -o training.png")]
pub(crate) struct TrainingArgs {
    /// The file that `train --history` wrote, or what `train --json` printed.
    #[arg(value_name = "HISTORY", value_hint = ValueHint::FilePath)]
    history: PathBuf,
    #[command(flatten)]
    destination: DestinationArgs,
}

/// An epoch. A number that was not finite is null.
#[derive(Debug, Deserialize)]
struct Record {
    epoch: usize,
    loss: Option<f64>,
    accuracy: Option<f64>,
    validation_loss: Option<f64>,
    validation_accuracy: Option<f64>,
}

#[derive(Debug, Deserialize)]
struct Report {
    history: Vec<Record>,
}

pub(crate) fn run(args: &TrainingArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    check_file(&args.history)?;
    let bytes = bytes::load(&args.history, Limits::default().file_bytes)?;
    let name = Foreign::path(&args.history).to_string();
    let records = read(&bytes).with_context(|| name.clone())?;
    let figure = chart(&records, &args.destination).into();
    args.destination.draw(destination, &figure, console).context(name)
}

fn read(bytes: &[u8]) -> anyhow::Result<Vec<Record>> {
    let is_report = bytes.trim_ascii_start().starts_with(b"{");
    let records = match is_report {
        true => serde_json::from_slice::<Report>(bytes).map(|report| report.history),
        false => serde_json::from_slice(bytes),
    }
    .map_err(|error| {
        let found = found(bytes, &error);
        anyhow!("expected the JSON that `feedforward train --history FILE` writes, found {found}")
    })?;
    ensure!(
        !records.is_empty(),
        "the history has no epochs: was it made with --epochs 0? Train for at least one epoch"
    );
    let lost = records.iter().filter(|record| record.loss.is_none()).count();
    if lost > 0 && lost < records.len() {
        note(format_args!(
            "{lost} of {} epochs have a loss that is not a number and are left out: the training diverged",
            records.len()
        ));
    }
    ensure!(
        lost < records.len(),
        "no epoch has a loss that is a number: the training diverged; try a lower --learning-rate"
    );
    Ok(records)
}

/// What bytes are that are no history.
fn found(bytes: &[u8], error: &serde_json::Error) -> String {
    let kind = Kind::of(bytes);
    if kind != Kind::Json {
        return kind.to_string();
    }
    let text = error.to_string();
    if let Some(field) =
        text.strip_prefix("missing field `").and_then(|text| text.split('`').next())
    {
        return format!("JSON without the field {field}");
    }
    let what = match error.classify() {
        Category::Data => "is of another form",
        Category::Eof => "breaks off",
        _ => "is damaged",
    };
    format!("JSON that {what} in line {}, column {}", error.line(), error.column())
}

fn chart(records: &[Record], destination: &DestinationArgs) -> Chart {
    let language = destination.language();
    let series = |name: Word, of: &dyn Fn(&Record) -> Option<f64>| {
        let point = |record: &Record| (record.epoch as f64, of(record).unwrap_or(f64::NAN));
        let is_there = records.iter().any(|record| of(record).is_some());
        let series =
            || Series { name: name.to(language), points: records.iter().map(point).collect() };
        is_there.then(series)
    };
    let panel = |label: Word, training: Option<Series>, validation: Option<Series>| Panel {
        x: ChartAxis { ticks: Ticks::Whole, ..ChartAxis::new(words::EPOCH.to(language)) },
        y: ChartAxis::new(label.to(language)),
        series: training.into_iter().chain(validation).collect(),
        first_style: 0,
    };
    let loss = panel(
        words::LOSS,
        series(words::TRAINING, &|r| r.loss),
        series(words::VALIDATION, &|r| r.validation_loss),
    );
    let accuracy = panel(
        words::ACCURACY,
        series(words::TRAINING, &|r| r.accuracy),
        series(words::VALIDATION, &|r| r.validation_accuracy),
    );
    // A network that was trained on values has no accuracy.
    let panels: Vec<_> =
        [loss, accuracy].into_iter().filter(|panel| !panel.series.is_empty()).collect();
    let title = if panels.len() == 2 { words::TRAINING_TITLE } else { words::LOSS_TITLE };
    Chart {
        title: destination.title(title.to(language)),
        panels,
        arrangement: Arrangement::Stacked,
    }
}
