//! Explanations through the public functions.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod flips;
mod gradients;
mod nearest;
mod refusals;
mod shares;
mod without;

use feedforward_explain::Explainer;
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2, Axis};
use proptest::prelude::*;

/// Numbers between -1 and 1 that look random: the fractional parts of multiples of the golden
/// ratio.
fn scattered(shape: (usize, usize), seed: usize) -> Array2<f32> {
    Array2::from_shape_fn(shape, |(i, j)| {
        let k = (i * shape.1 + j + 1 + 7919 * seed) as f64;
        ((k * 0.618_033_988_749_895).fract() * 2.0 - 1.0) as f32
    })
}

fn scattered_row(length: usize, seed: usize) -> Array1<f32> {
    scattered((1, length), seed).remove_axis(Axis(0))
}

/// A network of scattered weights whose hidden layers have `activation`.
fn network(sizes: &[usize], activation: Activation, output: Output, seed: usize) -> Network {
    let layers = sizes.windows(2).enumerate().map(|(i, pair)| {
        let last = i + 2 == sizes.len();
        let activation = if last { Activation::Identity } else { activation };
        let weights = scattered((pair[0], pair[1]), 31 * seed + i);
        Dense::new(weights, scattered_row(pair[1], 31 * seed + 100 + i), activation).unwrap()
    });
    Network::new(layers.collect(), output).unwrap()
}

fn explainer(network: &Network) -> Explainer {
    Explainer::new(network).unwrap()
}

/// Sizes of networks, and a seed for the numbers in them.
fn shapes() -> impl Strategy<Value = (Vec<usize>, usize)> {
    (prop::collection::vec(1usize..=9, 2..=5), 0usize..10_000)
}

/// The logits, as the network itself computes them.
fn logits(explainer: &Explainer, x: &Array1<f32>) -> Vec<f32> {
    let trace = explainer.predictor().trace(x).unwrap();
    trace.layers.last().unwrap().y.iter().copied().collect()
}

/// Whether two numbers agree but for `tolerance`, in parts of the larger of 1 and the second.
fn near(found: f64, expected: f64, tolerance: f64) -> bool {
    (found - expected).abs() <= tolerance * expected.abs().max(1.0)
}
