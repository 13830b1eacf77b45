//! Activation functions: step, sigmoid, ReLU, and why they must not be linear.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward::{Activation, Dense, Network, Output};
use ndarray::array;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    // ANCHOR: table
    println!("     x  step   sigmoid  relu");
    for x in [-5.0, -2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 2.0, 5.0f32] {
        let [step, sigmoid, relu] =
            [Activation::Step, Activation::Sigmoid, Activation::Relu]
                .map(|h| h.apply(x));
        println!("{x:>6.1}  {step:>4}  {sigmoid:.6}  {relu:>4.1}");
    }
    // ANCHOR_END: table

    println!("\nThe step jumps at 0; the sigmoid passes through every value:");
    for x in [-1.0, 1.0, 2.0f32] {
        println!(
            "sigmoid({x:>4.1}) = {:.6}, step({x:>4.1}) = {}",
            Activation::Sigmoid.apply(x),
            Activation::Step.apply(x)
        );
    }

    // ANCHOR: nonlinear
    println!("\nlinear would be: h(1) + h(-1) = h(0)");
    for h in [Activation::Step, Activation::Sigmoid, Activation::Relu] {
        let sum = h.apply(1.0) + h.apply(-1.0);
        println!("{h:<8} {sum} and {}", h.apply(0.0));
    }
    let triple = |x: f32| 3.0 * x;
    println!("{:<8} {} and {}", "3x", triple(1.0) + triple(-1.0), triple(0.0));
    // ANCHOR_END: nonlinear

    // ANCHOR: linear
    // h(x) = cx is an activation that bends nothing.
    let c = 3.0;
    let layer = || Dense::new(array![[c]], array![0.0], Activation::Identity);
    let network =
        Network::new(vec![layer()?, layer()?, layer()?], Output::Identity)?;
    let collapsed = network.collapse_linear();
    let x = array![2.0];
    println!(
        "\nh(x) = {c}x three times: h(h(h(2))) = {}",
        network.predictor()?.predict(&x)?[[0, 0]]
    );
    println!(
        "one layer of c³ = {}:   {}",
        collapsed.layers()[0].weights()[[0, 0]],
        collapsed.predictor()?.predict(&x)?[[0, 0]]
    );
    println!(
        "{network} does what {collapsed} does: linear layers add nothing."
    );
    // ANCHOR_END: linear
    Ok(())
}
