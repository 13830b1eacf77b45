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
            [Activation::Step, Activation::Sigmoid, Activation::Relu].map(|h| h.apply(x));
        println!("{x:>6.1}  {step:>4}  {sigmoid:.6}  {relu:>4.1}");
    }
    // ANCHOR_END: table

    println!("\nThe step jumps at 0; the sigmoid passes every value between 0 and 1 on its way:");
    for x in [-1.0, 1.0, 2.0f32] {
        println!(
            "sigmoid({x:>4.1}) = {:.8}, step({x:>4.1}) = {}",
            Activation::Sigmoid.apply(x),
            Activation::Step.apply(x)
        );
    }

    // ANCHOR: linear
    // h(x) = cx is an activation that bends nothing.
    let c = 3.0;
    let layer = || Dense::new(array![[c]], array![0.0], Activation::Identity);
    let network = Network::new(vec![layer()?, layer()?, layer()?], Output::Identity)?;
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
        "{network} does what {collapsed} does: without a non-linear activation, depth adds nothing."
    );
    // ANCHOR_END: linear
    Ok(())
}
