//! Training through the public functions of the crate.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod golden;
mod gradients;
mod refusals;
mod snapshot;
mod training;

use feedforward_network::{Activation, Dense, Network, Output};
use feedforward_train::{InitializeOptions, initialize};
use ndarray::Array2;

/// The formula of `golden/first_losses.py`.
fn scattered(rows: usize, columns: usize, seed: usize) -> Array2<f32> {
    Array2::from_shape_fn((rows, columns), |(i, j)| {
        let k = (i * columns + j + 1 + 7919 * seed) as f64;
        ((k * 0.618_033_988_749_895).fract() * 2.0 - 1.0) as f32
    })
}

/// A network of scattered weights whose hidden layers have `activation`.
fn network(sizes: &[usize], activation: Activation, output: Output) -> Network {
    let layers = sizes.windows(2).enumerate().map(|(i, pair)| {
        let activation = if i + 2 == sizes.len() { Activation::Identity } else { activation };
        let bias = scattered(1, pair[1], 100 + i).row(0).to_owned();
        Dense::new(scattered(pair[0], pair[1], i), bias, activation).unwrap()
    });
    Network::new(layers.collect(), output).unwrap()
}

/// A network of random weights.
fn random(sizes: &[usize], activation: Activation, output: Output) -> Network {
    initialize(sizes, activation, output, &InitializeOptions::default()).unwrap()
}

/// Reports what this machine cannot test. It writes to stderr itself, because the test runner hides
/// the `println!` and `eprintln!` of tests that pass.
fn skip(what: std::fmt::Arguments<'_>) {
    std::io::Write::write_all(&mut std::io::stderr(), format!("skipped: {what}\n").as_bytes())
        .unwrap();
}
