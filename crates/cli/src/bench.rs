//! `feedforward bench`: how fast a network runs on this machine, and how to run it fastest.

mod inputs;
mod stopwatch;

use crate::Answer;
use crate::args::{ModelArgs, SetArgs};
use crate::columns::numbers;
use crate::console::{Console, grouped};
use crate::model::NamedModel;
use clap::{Args, ValueHint};
use feedforward::{Network, NetworkError, Predictor, PredictorOptions, Workspace};
use feedforward_kernels::Kernels;
use indicatif::ProgressBar;
use inputs::{Inputs, Random};
use ndarray::{Array2, ArrayView2, Axis};
use serde::Serialize;
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

/// The batches of a sweep.
const BATCHES: [usize; 8] = [1, 4, 16, 64, 100, 256, 1000, 10_000];

/// The peak is measured for no longer than this.
const PEAK_TIME: Duration = Duration::from_millis(200);

/// Time a network at several batch sizes and numbers of threads, and name the fastest.
///
/// Inputs are rows of f32 in memory, outputs are written to memory; reading files and preparing
/// pictures is not timed. A network that takes 28 x 28 pictures runs over MNIST's test set, any
/// other one over standard normal numbers.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward bench
  feedforward bench sample_weight.pkl --hidden sigmoid --output softmax
  feedforward bench --batch 1,100,10000 --threads 1 --json
  feedforward bench mine.safetensors --random --seconds 2

A time is the median of passes over the inputs, after one that is not counted. GFLOP/s are nominal:
two operations for each weight, as if no input were zero. Kernels may skip zeros, so that digits can
seem to go beyond the arithmetic that is really done; --random has no zeros. The peak is measured
too: independent multiply-adds in registers, on the same instruction set and as many threads.")]
pub(crate) struct BenchArgs {
    /// A file of weights, as --model.
    #[arg(value_name = "MODEL", value_hint = ValueHint::FilePath, conflicts_with = "model")]
    file: Option<PathBuf>,
    /// Batch sizes, such as 1,100,10000. Rows are repeated where a batch is larger than the set.
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = batch)]
    batch: Option<Vec<usize>>,
    /// Numbers of threads, such as 1,2; by default, one and all cores.
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<Vec<u16>>,
    /// How long each case is timed, about; there are at least three passes.
    #[arg(long, value_name = "S", default_value = "0.7", value_parser = seconds)]
    seconds: Duration,
    /// Time it on standard normal numbers, of which none is zero.
    #[arg(long, conflicts_with_all = ["data", "images", "labels"])]
    random: bool,
    /// Print one JSON array, an object a case.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    set: SetArgs,
}

/// One batch size with one number of threads.
#[derive(Debug, Serialize)]
struct Case {
    batch: usize,
    threads: usize,
    ns_per_image: f64,
    gflops: f64,
    peak_share: f64,
}

/// What is paid once, on one thread.
#[derive(Clone, Copy, Debug)]
struct Start {
    load: Duration,
    packing: Duration,
    first: Duration,
}

/// What was timed, and how it came out.
#[derive(Debug)]
struct Report<'a> {
    model: &'a NamedModel,
    inputs: &'a Inputs,
    kernel: &'static str,
    /// Threads and their GFLOP/s.
    peaks: Vec<(usize, f64)>,
    cases: Vec<Case>,
    start: Start,
}

fn batch(text: &str) -> Result<usize, String> {
    match text.trim().parse() {
        Ok(batch) if batch > 0 => Ok(batch),
        _ => Err("expected whole numbers from 1, such as 1,100,10000".to_owned()),
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse::<f64>() {
        Ok(seconds) if (0.0..=3600.0).contains(&seconds) => Ok(Duration::from_secs_f64(seconds)),
        _ => Err("expected seconds from 0 to 3600, such as 0.7".to_owned()),
    }
}

pub(crate) fn run(args: &BenchArgs, console: &mut Console) -> anyhow::Result<Answer> {
    let loading = Instant::now();
    let model = match &args.file {
        Some(file) => NamedModel::load(Some(file), &args.model.reading)?,
        None => args.model.load()?,
    };
    let load = loading.elapsed();
    let batches = inputs::affordable(args.batch.as_deref(), &BATCHES, &model)?;
    let largest = batches.iter().copied().max().unwrap_or(1);
    let random = if args.random { Random::Asked } else { Random::Fallback };
    let inputs = Inputs::new(&model, &args.set, random, largest)?;
    let report = sweep(args, &batches, &model, &inputs, load)?;
    if args.json {
        console.json(&report.cases)?;
    } else {
        print(&report, console)?;
    }
    Ok(Answer::Yes)
}

fn sweep<'a>(
    args: &BenchArgs,
    batches: &[usize],
    model: &'a NamedModel,
    inputs: &'a Inputs,
    load: Duration,
) -> anyhow::Result<Report<'a>> {
    let network = &model.model.network;
    let kernels = Kernels::select()?;
    let threads = args.threads();
    let (start, kernel) = start(network, inputs.first(1), load)?;
    let progress = ProgressBar::new((threads.len() * batches.len()) as u64);
    let (mut peaks, mut cases) = (Vec::new(), Vec::new());
    for &threads in &threads {
        let peak = stopwatch::peak(kernels, threads.get(), args.seconds.min(PEAK_TIME));
        peaks.push((threads.get(), peak));
        let predictor = Predictor::new(network, &PredictorOptions { threads, isa: None })?;
        for &batch in batches {
            let x = inputs.pass(batch, network.products());
            let ns = time(&predictor, x, batch, args.seconds)?;
            let gflops = 2.0 * network.products() as f64 / ns;
            cases.push(Case {
                batch,
                threads: threads.get(),
                ns_per_image: rounded(ns, 1e2),
                gflops: rounded(gflops, 1e3),
                peak_share: rounded(gflops / peak, 1e4),
            });
            progress.inc(1);
        }
    }
    progress.finish_and_clear();
    Ok(Report { model, inputs, kernel, peaks, cases, start })
}

impl BenchArgs {
    /// The numbers of threads of the sweep.
    fn threads(&self) -> Vec<NonZeroUsize> {
        if let Some(asked) = &self.threads {
            return asked.iter().filter_map(|&n| NonZeroUsize::new(n.into())).collect();
        }
        let all = available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let mut threads = vec![NonZeroUsize::MIN, all];
        threads.dedup();
        threads
    }
}

/// Packs the network and runs `row` through it, both for the first time; and the kernel's name.
fn start(
    network: &Network,
    row: ArrayView2<'_, f32>,
    load: Duration,
) -> Result<(Start, &'static str), NetworkError> {
    let packing = Instant::now();
    let predictor = Predictor::new(network, &PredictorOptions::default())?;
    let packing = packing.elapsed();
    let mut y = Array2::zeros((1, predictor.outputs()));
    let first = Instant::now();
    predictor.predict_into(row, y.view_mut(), &mut Workspace::default())?;
    let first = first.elapsed();
    Ok((Start { load, packing, first }, predictor.kernel_name()))
}

/// Nanoseconds a row, `x` going through in batches of `batch`.
fn time(
    predictor: &Predictor,
    x: ArrayView2<'_, f32>,
    batch: usize,
    time: Duration,
) -> Result<f64, NetworkError> {
    let mut y = Array2::zeros((batch, predictor.outputs()));
    let mut workspace = Workspace::default();
    let pass = stopwatch::median(time, || {
        x.axis_chunks_iter(Axis(0), batch)
            .try_for_each(|x| predictor.predict_into(x, y.view_mut(), &mut workspace))
    })?;
    Ok(pass / x.nrows() as f64)
}

/// To as many decimal places as `scale` has zeros: more would be noise.
fn rounded(value: f64, scale: f64) -> f64 {
    (value * scale).round() / scale
}

fn print(report: &Report<'_>, console: &mut Console) -> anyhow::Result<()> {
    let out = console.out();
    let Report { model, inputs, start, .. } = report;
    writeln!(out, "network    {} ({})", model.model.network, model.name)?;
    writeln!(out, "inputs     {}, {:.0} % zeros", inputs.name, 100.0 * inputs.zeros)?;
    writeln!(out, "kernel     {}", report.kernel)?;
    for (threads, peak) in &report.peaks {
        writeln!(out, "peak       {peak:.1} GFLOP/s on {}", counted(*threads))?;
    }
    writeln!(out)?;
    let fastest = report.cases.iter().min_by(|a, b| a.ns_per_image.total_cmp(&b.ns_per_image));
    let header = ["batch", "threads", "ns an image", "images a second", "GFLOP/s", "of peak", ""];
    let mut table = numbers(header.map(String::from).to_vec());
    for case in &report.cases {
        let best = fastest.is_some_and(|fastest| std::ptr::eq(fastest, case));
        table.add_row([
            case.batch.to_string(),
            case.threads.to_string(),
            format!("{:.1}", case.ns_per_image),
            grouped((1e9 / case.ns_per_image) as u64),
            format!("{:.1}", case.gflops),
            format!("{:.0} %", 100.0 * case.peak_share),
            if best { "best".to_owned() } else { String::new() },
        ]);
    }
    writeln!(out, "{}\n", table.trim_fmt())?;
    if let Some(Case { batch, threads, ns_per_image, gflops, peak_share }) = fastest {
        writeln!(
            out,
            "best       batch {batch} on {}: {ns_per_image:.1} ns an image, {gflops:.1} GFLOP/s, {:.0} % of the peak",
            counted(*threads),
            100.0 * peak_share
        )?;
    }
    let [load, packing, first] =
        [start.load, start.packing, start.first].map(|time| grouped(time.as_micros() as u64));
    writeln!(out, "once       load {load} µs, packing {packing} µs, first prediction {first} µs")?;
    Ok(())
}

fn counted(threads: usize) -> String {
    if threads == 1 { "1 thread".to_owned() } else { format!("{threads} threads") }
}
