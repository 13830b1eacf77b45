//! `feedforward bench`: how fast a network runs on this machine, and at what batch size.

mod stopwatch;
mod workload;

use crate::console::Console;
use crate::count::{counted, grouped};
use crate::flags::{NamedModelArgs, SetArgs};
use crate::model::NamedModel;
use crate::outcome::Outcome;
use crate::table::numbers;
use crate::value::{count, seconds, threads};
use clap::Args;
use comfy_table::Table;
use feedforward::kernels::Kernels;
use feedforward::{Network, NetworkError, Predictor, PredictorOptions, Workspace};
use indicatif::ProgressBar;
use ndarray::{Array2, ArrayView2, Axis};
use serde::Serialize;
use std::hint::black_box;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use std::time::{Duration, Instant};
use workload::{Random, Workload};

/// The batches of a sweep.
const BATCHES: [usize; 8] = [1, 4, 16, 64, 100, 256, 1000, 10_000];

/// The longest time for which the peak is measured.
const PEAK_TIME: Duration = Duration::from_millis(200);

/// Time a network at several batch sizes and numbers of threads, and name the fastest.
///
/// Only the network is timed, with f32 inputs and outputs in memory, not the reading of files or the
/// preparation of pictures. A network that takes 28 x 28 pictures runs on MNIST's test set, any other
/// on standard normal numbers.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward bench
  feedforward bench sample_weight.pkl --hidden sigmoid --output softmax
  feedforward bench --batch 1,100,10000 --threads 1 --json
  feedforward bench mine.safetensors --random --seconds 2

Each time is the median of several passes over the inputs, after one that is not counted. GFLOP/s
count two operations per weight, even for inputs that are zero. The kernels may skip those, so for
digits the figure can be higher than the arithmetic really done; --random has no zeros. The peak is
measured with independent multiply-adds in registers, with the same instruction set and threads.")]
pub(crate) struct BenchArgs {
    /// Batch sizes, such as 1,100,10000. Rows are repeated if a batch is larger than the set.
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = count)]
    batch: Option<Vec<NonZeroUsize>>,
    /// Numbers of threads, such as 1,2; by default, 1 and one per core.
    #[arg(long, value_name = "N,…", value_delimiter = ',', value_parser = threads)]
    threads: Option<Vec<NonZeroUsize>>,
    /// About how many seconds each case is timed; there are at least three passes.
    #[arg(long, value_name = "S", default_value = "0.7", value_parser = seconds)]
    seconds: Duration,
    /// Run on standard normal numbers, none of which is zero.
    #[arg(long, conflicts_with_all = ["data", "images", "labels"])]
    random: bool,
    /// Print one JSON array, with one object per case.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    model: NamedModelArgs,
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

/// What is done once, on one thread, and its time.
#[derive(Clone, Copy, Debug)]
struct Start {
    load: Duration,
    packing: Duration,
    first: Duration,
}

/// What was timed, and the results.
#[derive(Debug)]
struct Report<'a> {
    model: &'a NamedModel,
    workload: &'a Workload,
    kernel: &'static str,
    /// Numbers of threads and their GFLOP/s.
    peaks: Vec<(usize, f64)>,
    cases: Vec<Case>,
    start: Start,
}

pub(crate) fn run(args: &BenchArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let loading = Instant::now();
    let model = args.model.load()?;
    let load = loading.elapsed();
    let requested: Option<Vec<usize>> =
        args.batch.as_ref().map(|batches| batches.iter().map(|batch| batch.get()).collect());
    let batches = workload::affordable(requested.as_deref(), &BATCHES, &model)?;
    let largest = batches.iter().copied().max().unwrap_or(1);
    let random = if args.random { Random::Requested } else { Random::Fallback };
    let workload = Workload::new(&model, &args.set, random, largest)?;
    let report = sweep(args, &batches, &model, &workload, load)?;
    if args.json {
        console.json(&report.cases)?;
    } else {
        print(&report, console.out())?;
    }
    Ok(Outcome::Done)
}

fn sweep<'a>(
    args: &BenchArgs,
    batches: &[usize],
    model: &'a NamedModel,
    workload: &'a Workload,
    load: Duration,
) -> anyhow::Result<Report<'a>> {
    let network = model.network();
    let kernels = Kernels::select()?;
    let threads = args.threads();
    let (start, kernel) = start(network, workload.first(1), load)?;
    let progress = ProgressBar::new((threads.len() * batches.len()) as u64);
    let (mut peaks, mut cases) = (Vec::new(), Vec::new());
    for &threads in &threads {
        let peak = stopwatch::peak(
            || black_box(kernels).peak_round(),
            threads.get(),
            args.seconds.min(PEAK_TIME),
        );
        peaks.push((threads.get(), peak));
        let predictor = Predictor::new(network, &PredictorOptions { threads, isa: None })?;
        for &batch in batches {
            let x = workload.pass(batch, network.products());
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
    Ok(Report { model, workload, kernel, peaks, cases, start })
}

impl BenchArgs {
    /// The numbers of threads of the sweep.
    fn threads(&self) -> Vec<NonZeroUsize> {
        if let Some(requested) = &self.threads {
            return requested.clone();
        }
        let all = available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let mut threads = vec![NonZeroUsize::MIN, all];
        threads.dedup();
        threads
    }
}

/// Times packing the network and its first prediction, for `row`; also gives the kernel's name.
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

/// The nanoseconds per row for `x`, in batches of `batch`.
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

/// `value` with as many decimal places as `scale` has zeros: more would be noise.
fn rounded(value: f64, scale: f64) -> f64 {
    (value * scale).round() / scale
}

fn print(report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
    let Report { model, workload, start, .. } = report;
    writeln!(out, "network    {} ({})", model.network(), model.name())?;
    writeln!(out, "inputs     {}, {:.0} % zeros", workload.name, 100.0 * workload.zeros)?;
    writeln!(out, "kernel     {}", report.kernel)?;
    for (threads, peak) in &report.peaks {
        writeln!(out, "peak       {peak:.1} GFLOP/s on {}", counted(*threads, "thread"))?;
    }
    writeln!(out)?;
    let fastest = report.cases.iter().min_by(|a, b| a.ns_per_image.total_cmp(&b.ns_per_image));
    writeln!(out, "{}\n", table(&report.cases, fastest).trim_fmt())?;
    if let Some(Case { batch, threads, ns_per_image, gflops, peak_share }) = fastest {
        writeln!(
            out,
            "best       batch {batch} on {}: {ns_per_image:.1} ns per image, {gflops:.1} GFLOP/s, {:.0} % of the peak",
            counted(*threads, "thread"),
            100.0 * peak_share
        )?;
    }
    let [load, packing, first] =
        [start.load, start.packing, start.first].map(|time| grouped(time.as_micros() as u64));
    writeln!(out, "once       load {load} µs, packing {packing} µs, first prediction {first} µs")
}

fn table(cases: &[Case], fastest: Option<&Case>) -> Table {
    let header =
        ["batch", "threads", "ns per image", "images per second", "GFLOP/s", "of peak", ""];
    let mut table = numbers(header.map(String::from).to_vec());
    for case in cases {
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
    table
}
