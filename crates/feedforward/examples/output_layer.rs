//! The output layer: identity for regression, softmax for classification.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward::{Output, class_of};
use ndarray::{Array1, array};

fn main() {
    // ANCHOR: outputs
    let z = array![0.3, 2.9, 4.0];
    let y = Output::Softmax.apply(&z).row(0).to_owned();
    println!("signals   {z}");
    println!("identity  {}", Output::Identity.apply(&z).row(0));
    println!("softmax   {y:.6}");
    println!("the sum of the probabilities is {}", y.sum());
    println!("the largest signal is number {}", class(&z));
    println!("the largest probability is number {}", class(&y));
    // ANCHOR_END: outputs

    // ANCHOR: classes
    println!("\nthree classes, three output neurons:");
    show(&["dog", "cat", "cow"], &array![3.83, 1.1, 0.0]);
    println!("\nfive classes, five output neurons:");
    let feelings = ["joy", "surprise", "sadness", "anger", "fear"];
    show(&feelings, &array![0.5, 1.0, 2.5, -0.5, 0.0]);
    // ANCHOR_END: classes

    // ANCHOR: overflow
    let large = array![1010.0, 1000.0, 990.0f32];
    let e = large.mapv(f32::exp);
    let y = Output::Softmax.apply(&large);
    println!("\nlarge signals  {large}");
    println!("by the formula as it stands  {}", &e / e.sum());
    println!("with the maximum subtracted  {:.6e}", y.row(0));
    // ANCHOR_END: overflow
}

// ANCHOR: show
/// The probability of each label, and the label of the largest.
fn show(labels: &[&str], z: &Array1<f32>) {
    let y = Output::Softmax.apply(z).row(0).to_owned();
    for (label, y) in labels.iter().zip(&y) {
        println!("{label:<8} {:>3.0} %", 100.0 * y);
    }
    println!("-> {}", labels[class(&y)]);
}
// ANCHOR_END: show

fn class(row: &Array1<f32>) -> usize {
    class_of(&row.to_vec()).unwrap_or_default()
}
