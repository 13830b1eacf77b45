//! A perceptron: signals, weights, a bias and a threshold.
//!
//! AND, NAND and OR are one neuron each; XOR needs a layer between. Then the
//! weights are learned from the truth tables instead of set by hand.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward::training::{
    Examples, InitializeOptions, Optimizer, TrainOptions, initialize, train,
};
use feedforward::{Activation, Dense, Network, Output};
use ndarray::{Array2, array};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    // ANCHOR: gates
    let x = array![[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]];
    let perceptron =
        |w1: f32, w2: f32, b: f32| -> Result<Network, Box<dyn Error>> {
            let neuron =
                Dense::new(array![[w1], [w2]], array![b], Activation::Step)?;
            Ok(Network::new(vec![neuron], Output::Identity)?)
        };
    println!("set by hand: y = 1 if b + w1 x1 + w2 x2 > 0");
    println!("x1 x2      0 0  1 0  0 1  1 1");
    show("AND", &perceptron(0.5, 0.5, -0.7)?, &x)?;
    show("NAND", &perceptron(-0.5, -0.5, 0.7)?, &x)?;
    show("OR", &perceptron(0.5, 0.5, -0.2)?, &x)?;
    // ANCHOR_END: gates

    // ANCHOR: xor
    // No straight line divides XOR, but AND of NAND and OR does it.
    let nand_or = Dense::new(
        array![[-0.5, 0.5], [-0.5, 0.5]],
        array![0.7, -0.2],
        Activation::Step,
    )?;
    let and = Dense::new(array![[0.5], [0.5]], array![-0.7], Activation::Step)?;
    let xor = Network::new(vec![nand_or, and], Output::Identity)?;
    show("XOR", &xor, &x)?;
    // ANCHOR_END: xor

    println!("\nlearned from the truth tables");
    // ANCHOR: learned
    let options = TrainOptions {
        epochs: 500,
        optimizer: Optimizer::adam(),
        learning_rate: 0.05,
        ..TrainOptions::default()
    };
    let tables = [
        ("AND", [0, 0, 0, 1]),
        ("NAND", [1, 1, 1, 0]),
        ("OR", [0, 1, 1, 1]),
        ("XOR", [0, 1, 1, 0]),
    ];
    for (name, labels) in tables {
        // A hidden layer only where one is needed.
        let sizes: &[usize] = if name == "XOR" { &[2, 4, 2] } else { &[2, 2] };
        let random = InitializeOptions::default();
        let start =
            initialize(sizes, Activation::Tanh, Output::Softmax, &random)?;
        let learned =
            train(&start, Examples::labelled(x.view(), &labels), &options)?;
        let classes = learned.network.predictor()?.classify(&x)?;
        // ANCHOR_END: learned
        let answers: Vec<_> = classes.iter().map(usize::to_string).collect();
        let loss = learned.history.last().map_or(0.0, |epoch| epoch.loss);
        println!(
            "{name:<5}       {}   ({}, loss {loss:.4})",
            answers.join("    "),
            learned.network
        );
    }
    Ok(())
}

// ANCHOR: show
fn show(
    name: &str,
    network: &Network,
    x: &Array2<f32>,
) -> Result<(), Box<dyn Error>> {
    let y = network.predictor()?.predict(x)?;
    let answers: Vec<_> = y.iter().map(f32::to_string).collect();
    println!("{name:<5}       {}", answers.join("    "));
    Ok(())
}
// ANCHOR_END: show
