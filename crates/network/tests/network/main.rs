//! Networks and predictors through their public functions.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod answers;
mod classes;
mod linear;
mod one_answer;
mod output;
mod refusals;
mod trace;

use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array2, Axis, array};

/// The book's network of 2, 3, 2 and 2 neurons.
fn book() -> Network {
    let layers = vec![
        Dense::new(
            array![[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]],
            array![0.1, 0.2, 0.3],
            Activation::Sigmoid,
        ),
        Dense::new(
            array![[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]],
            array![0.1, 0.2],
            Activation::Sigmoid,
        ),
        Dense::new(array![[0.1, 0.3], [0.2, 0.4]], array![0.1, 0.2], Activation::Identity),
    ];
    Network::new(layers.into_iter().map(Result::unwrap).collect(), Output::Identity).unwrap()
}

/// Numbers between -1 and 1 that look random: the fractional parts of multiples of the golden
/// ratio.
fn scattered(shape: (usize, usize), seed: usize) -> Array2<f32> {
    Array2::from_shape_fn(shape, |(i, j)| {
        let k = (i * shape.1 + j + 1 + 7919 * seed) as f64;
        ((k * 0.618_033_988_749_895).fract() * 2.0 - 1.0) as f32
    })
}

/// A network of scattered weights whose hidden layers have `activation`.
fn network(sizes: &[usize], activation: Activation, output: Output) -> Network {
    let layers = sizes.windows(2).enumerate().map(|(i, pair)| {
        let last = i + 2 == sizes.len();
        let activation = if last { Activation::Identity } else { activation };
        let bias = scattered((1, pair[1]), 100 + i).remove_axis(Axis(0));
        Dense::new(scattered((pair[0], pair[1]), i), bias, activation).unwrap()
    });
    Network::new(layers.collect(), output).unwrap()
}

fn bits(array: &Array2<f32>) -> Vec<u32> {
    array.iter().map(|v| v.to_bits()).collect()
}

/// Reports what this machine cannot test. It writes to stderr itself, because the test runner hides
/// the `println!` and `eprintln!` of tests that pass.
fn skip(what: std::fmt::Arguments<'_>) {
    std::io::Write::write_all(&mut std::io::stderr(), format!("skipped: {what}\n").as_bytes())
        .unwrap();
}
