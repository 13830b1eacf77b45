//! The output layer: identity for regression, softmax for classification.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward::{Output, class_of};
use ndarray::{Array1, array};

fn main() {
    // ANCHOR: outputs
    let z = array![0.3, 2.9, 4.0];
    println!("signals   {z}");
    println!(
        "identity  {}   for regression: the signals are the answer",
        Output::Identity.apply(&z).row(0)
    );
    let y = Output::Softmax.apply(&z);
    println!(
        "softmax   [{:.8}, {:.8}, {:.8}]   for classification: a probability a class",
        y[[0, 0]],
        y[[0, 1]],
        y[[0, 2]]
    );
    println!("the sum of the probabilities is {}", y.sum());
    println!(
        "the largest signal is number {:?}, the largest probability number {:?}:",
        class(&z),
        class(&y.row(0).to_owned())
    );
    println!("softmax keeps the order, so a class can be found without it.");
    // ANCHOR_END: outputs

    // ANCHOR: overflow
    let large = array![1010.0, 1000.0, 990.0f32];
    let e = large.mapv(f32::exp);
    println!("\nlarge signals {large}");
    println!(
        "by the formula as it stands    {}   exp(1010) is infinite, and inf / inf is no number",
        &e / e.sum()
    );
    let y = Output::Softmax.apply(&large);
    println!(
        "with the maximum subtracted    [{:.8e}, {:.8e}, {:.8e}]",
        y[[0, 0]],
        y[[0, 1]],
        y[[0, 2]]
    );
    // ANCHOR_END: overflow
}

fn class(row: &Array1<f32>) -> usize {
    class_of(&row.to_vec()).unwrap_or_default()
}
