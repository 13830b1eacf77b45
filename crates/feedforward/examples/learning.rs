//! Learning: a network with random weights, before and after it has seen MNIST.
//!
//! With MNIST's training set in the folder for downloads (`feedforward dataset
//! download`) or in FEEDFORWARD_DATA, it learns from its 60,000 digits. Without
//! it, it learns from 9,000 of the built-in test digits and is measured by the
//! other 1,000.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward::digits::{self, Digits, Split};
use feedforward::training::{
    Event, Examples, InitializeOptions, Optimizer, TrainOptions, evaluate,
    initialize, train_observed,
};
use feedforward::{Activation, Network, Output};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let (learn_from, measure_by) = data()?;
    println!(
        "{} digits to learn from, {} to measure by",
        learn_from.len(),
        measure_by.len()
    );
    // ANCHOR: random
    let start = InitializeOptions::default();
    let random = initialize(
        &[784, 50, 100, 10],
        Activation::Sigmoid,
        Output::Softmax,
        &start,
    )?;
    println!(
        "random weights:   accuracy {:.4}",
        accuracy(&random, &measure_by)?
    );
    // ANCHOR_END: random

    // ANCHOR: train
    let labels = learn_from.labels().to_vec();
    let x = learn_from.inputs();
    let options = TrainOptions {
        epochs: 5,
        optimizer: Optimizer::adam(),
        learning_rate: 0.005,
        ..TrainOptions::default()
    };
    let examples = Examples::labelled(x.view(), &labels);
    let trained = train_observed(&random, examples, &options, |event| {
        if let Event::Epoch(epoch) = event {
            println!(
                "epoch {}: loss {:.4}, accuracy {:.4}",
                epoch.epoch,
                epoch.loss,
                epoch.accuracy.unwrap_or(0.0)
            );
        }
    })?;
    println!(
        "learned weights:  accuracy {:.4}",
        accuracy(&trained.network, &measure_by)?
    );
    // ANCHOR_END: train
    Ok(())
}

fn data() -> Result<(Digits, Digits), Box<dyn Error>> {
    let test = digits::test_set()?;
    match digits::cache_folder()
        .map(|folder| digits::load_split(folder, Split::Train))
    {
        Some(Ok(train)) => Ok((train, test)),
        _ => {
            println!(
                "MNIST's training set is not here, so the test set is divided."
            );
            Ok((test.slice(0..9000)?, test.slice(9000..10_000)?))
        }
    }
}

// ANCHOR: accuracy
fn accuracy(network: &Network, digits: &Digits) -> Result<f64, Box<dyn Error>> {
    let labels = digits.labels().to_vec();
    let x = digits.inputs();
    let evaluation =
        evaluate(&network.predictor()?, Examples::labelled(x.view(), &labels))?;
    Ok(evaluation.accuracy().unwrap_or_default())
}
// ANCHOR_END: accuracy
