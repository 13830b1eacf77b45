//! Handwritten digits: load them, show one, and read them one by one and in batches.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward::{digits, models};
use ndarray::{Array2, Axis};
use std::error::Error;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    // ANCHOR: load
    let test = digits::test_set()?;
    let (x, labels) = (test.inputs(), test.labels());
    println!(
        "images {:?} -> inputs {:?}, from {} to {}",
        test.images().shape(),
        x.shape(),
        smallest(&x),
        largest(&x)
    );
    println!("labels {:?}, one-hot {:?}\n", labels.shape(), test.one_hot().shape());
    println!(
        "the first digit is a {}:\n{}",
        labels[0],
        digits::draw_text(test.images().index_axis(Axis(0), 0))
    );
    // ANCHOR_END: load

    // ANCHOR: batches
    let network = models::digits()?.network;
    let predictor = network.predictor()?;
    let mut seconds = Vec::new();
    for batch in [1, 100] {
        println!("in batches of {batch}:\n{}", network.chain(batch));
        let started = Instant::now();
        let mut correct = 0;
        for (x, labels) in
            x.axis_chunks_iter(Axis(0), batch).zip(labels.axis_chunks_iter(Axis(0), batch))
        {
            let classes = predictor.classify(x)?;
            correct +=
                classes.iter().zip(labels).filter(|(class, label)| **class == **label).count();
        }
        seconds.push(started.elapsed().as_secs_f64());
        println!("accuracy {}\n", correct as f64 / test.len() as f64);
    }
    // ANCHOR_END: batches
    println!("a batch of 100 is {:.1} times as fast as one by one", seconds[0] / seconds[1]);
    Ok(())
}

fn smallest(x: &Array2<f32>) -> f32 {
    x.iter().copied().fold(f32::INFINITY, f32::min)
}

fn largest(x: &Array2<f32>) -> f32 {
    x.iter().copied().fold(f32::NEG_INFINITY, f32::max)
}
