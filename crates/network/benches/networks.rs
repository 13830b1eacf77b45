//! Whole networks: prediction, packing and the first call.
//!
//! `cargo bench -p feedforward-network`, with a part of a name to choose:
//! `cargo bench -p feedforward-network -- predict/784-50-100-10/digits`. Elements are rows.
#![expect(clippy::unwrap_used, reason = "a benchmark stops by panicking")]

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use feedforward_network::{
    Activation, Dense, Network, Output, Predictor, PredictorOptions, Workspace,
};
use ndarray::{Array1, Array2, Axis};
use std::hint::black_box;
use std::num::NonZeroUsize;
use std::thread::available_parallelism;
use std::time::Duration;

const NETWORKS: [(&[usize], Activation, Output); 4] = [
    (&[784, 50, 100, 10], Activation::Sigmoid, Output::Softmax),
    (&[784, 512, 512, 10], Activation::Relu, Output::Softmax),
    (&[784, 2048, 2048, 10], Activation::Relu, Output::Softmax),
    (&[32, 64, 64, 1], Activation::Relu, Output::Identity),
];
const BATCHES: [usize; 5] = [1, 16, 100, 1000, 10_000];

/// Pseudorandom numbers, the same in every run: xorshift (Marsaglia 2003).
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Between -1 and 1, never 0.
    fn signed(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 23) as f32 - 1.0 + 1e-8
    }

    fn dense(&mut self, rows: usize, columns: usize) -> Array2<f32> {
        Array2::from_shape_simple_fn((rows, columns), || self.signed())
    }

    /// Strokes of 4 numbers and gaps of 17 zeros on average: 81 % are zeros, as in MNIST.
    fn digits_like(&mut self, rows: usize, columns: usize) -> Array2<f32> {
        let (mut gap, mut stroke) = (0, 0);
        Array2::from_shape_simple_fn((rows, columns), || {
            if stroke == 0 && gap == 0 {
                (gap, stroke) = (1 + self.next() % 33, 1 + self.next() % 7);
            }
            if gap > 0 {
                gap -= 1;
                0.0
            } else {
                stroke -= 1;
                self.signed().abs()
            }
        })
    }
}

fn network((sizes, hidden, output): (&[usize], Activation, Output)) -> Network {
    let mut numbers = Numbers(1);
    let last = sizes.len() - 2;
    let layers = sizes.windows(2).enumerate().map(|(index, shape)| {
        let scale = (2.0 / shape[0] as f32).sqrt();
        let weights = numbers.dense(shape[0], shape[1]) * scale;
        let activation = if index == last { Activation::Identity } else { hidden };
        Dense::new(weights, Array1::zeros(shape[1]), activation).unwrap()
    });
    Network::new(layers.collect(), output).unwrap()
}

fn predict(criterion: &mut Criterion) {
    let mut threads = vec![NonZeroUsize::MIN, available_parallelism().unwrap()];
    threads.dedup();
    for description in NETWORKS {
        let network = network(description);
        let inputs = network.inputs();
        let largest = BATCHES[BATCHES.len() - 1];
        let mut numbers = Numbers(2);
        for (kind, x) in [
            ("digits", numbers.digits_like(largest, inputs)),
            ("dense", numbers.dense(largest, inputs)),
        ] {
            let mut group = criterion.benchmark_group(format!("predict/{network}/{kind}"));
            for &threads in &threads {
                let options = PredictorOptions { threads, isa: None };
                let predictor = Predictor::new(&network, &options).unwrap();
                let mut workspace = Workspace::default();
                for batch in BATCHES {
                    let x = x.view().split_at(Axis(0), batch).0;
                    let mut y = Array2::zeros((batch, predictor.outputs()));
                    group.throughput(Throughput::Elements(batch as u64));
                    let id = BenchmarkId::new(format!("{threads} threads"), batch);
                    group.bench_function(id, |bencher| {
                        bencher.iter(|| {
                            let x = black_box(x);
                            predictor.predict_into(x, y.view_mut(), &mut workspace).unwrap();
                        });
                    });
                }
            }
            group.finish();
        }
    }
}

/// One-time costs: packing the weights, and a first prediction without a workspace.
fn start(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("start");
    for description in NETWORKS {
        let network = network(description);
        group.bench_function(BenchmarkId::new("packing", &network), |bencher| {
            bencher.iter_with_large_drop(|| black_box(&network).predictor().unwrap());
        });
        let x = Numbers(3).digits_like(1, network.inputs());
        group.bench_function(BenchmarkId::new("first call", &network), |bencher| {
            bencher.iter_batched(
                || network.predictor().unwrap(),
                |predictor| predictor.predict(&x).unwrap(),
                BatchSize::PerIteration,
            );
        });
    }
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(700))
        .configure_from_args();
    predict(&mut criterion);
    start(&mut criterion);
    criterion.final_summary();
}
