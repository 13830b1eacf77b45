//! The dense product, the activations and softmax, each alone.
//!
//! `cargo bench -p feedforward-kernels`, with a part of a name to choose:
//! `cargo bench -p feedforward-kernels -- dense/784x50`. Elements are products or numbers.
#![expect(clippy::unwrap_used, reason = "a benchmark stops by panicking")]

use criterion::{BenchmarkId, Criterion, Throughput};
use feedforward_kernels::{Activation, Kernels, PackedDense};
use std::hint::black_box;
use std::time::Duration;

const SHAPES: [(usize, usize); 4] = [(784, 50), (784, 512), (2048, 2048), (32, 64)];
const BATCHES: [usize; 4] = [1, 16, 100, 1000];

/// Numbers without meaning, the same in every run: Marsaglia's xorshift (2003).
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

    fn dense(&mut self, count: usize) -> Vec<f32> {
        (0..count).map(|_| self.signed()).collect()
    }

    /// Strokes of 4 numbers and gaps of 17 zeros, both on average: as in MNIST, 81 % are zeros.
    fn digits_like(&mut self, count: usize) -> Vec<f32> {
        let mut numbers = Vec::with_capacity(count + 64);
        while numbers.len() < count {
            let gap = 1 + self.next() % 33;
            numbers.resize(numbers.len() + gap as usize, 0.0);
            let stroke = 1 + self.next() % 7;
            numbers.extend((0..stroke).map(|_| self.signed().abs()));
        }
        numbers.truncate(count);
        numbers
    }
}

fn dense(criterion: &mut Criterion, kernels: Kernels) {
    for (inputs, outputs) in SHAPES {
        let mut group = criterion.benchmark_group(format!("dense/{inputs}x{outputs}"));
        let mut numbers = Numbers(1);
        let (weights, bias) = (numbers.dense(inputs * outputs), numbers.dense(outputs));
        let layer = PackedDense::new(&weights, &bias, inputs);
        for batch in BATCHES {
            group.throughput(Throughput::Elements((batch * inputs * outputs) as u64));
            let mut y = vec![0.0; batch * outputs];
            let size = batch * inputs;
            for (kind, x) in [("digits", numbers.digits_like(size)), ("dense", numbers.dense(size))]
            {
                group.bench_function(BenchmarkId::new(kind, batch), |bencher| {
                    bencher.iter(|| {
                        kernels.dense(&layer, black_box(&x), Activation::Identity, &mut y);
                    });
                });
            }
        }
        group.finish();
    }
}

fn activations(criterion: &mut Criterion, kernels: Kernels) {
    const COUNT: usize = 4096;
    let mut group = criterion.benchmark_group("activate");
    group.throughput(Throughput::Elements(COUNT as u64));
    let z = Numbers(2).dense(COUNT);
    let mut y = z.clone();
    for activation in Activation::ALL {
        group.bench_function(activation.to_string(), |bencher| {
            bencher.iter(|| {
                // Otherwise it would be applied to its own results, over and over.
                y.copy_from_slice(black_box(&z));
                kernels.activate(activation, &mut y);
            });
        });
    }
    group.finish();
}

fn softmax(criterion: &mut Criterion, kernels: Kernels) {
    let mut group = criterion.benchmark_group("softmax_rows");
    for columns in [10, 1000] {
        let z = Numbers(3).dense(100 * columns);
        let mut y = z.clone();
        group.throughput(Throughput::Elements(z.len() as u64));
        group.bench_function(format!("100x{columns}"), |bencher| {
            bencher.iter(|| {
                y.copy_from_slice(black_box(&z));
                kernels.softmax_rows(&mut y, columns);
            });
        });
    }
    group.finish();
}

fn peak(criterion: &mut Criterion, kernels: Kernels) {
    let mut group = criterion.benchmark_group("peak");
    group.throughput(Throughput::Elements(kernels.peak_round() / 2));
    group.bench_function(kernels.isa().name(), |bencher| {
        bencher.iter(|| black_box(kernels).peak_round());
    });
    group.finish();
}

fn main() {
    let mut criterion = Criterion::default()
        .sample_size(20)
        .warm_up_time(Duration::from_millis(300))
        .measurement_time(Duration::from_secs(1))
        .configure_from_args();
    let kernels = Kernels::select().unwrap();
    peak(&mut criterion, kernels);
    dense(&mut criterion, kernels);
    activations(&mut criterion, kernels);
    softmax(&mut criterion, kernels);
    criterion.final_summary();
}
