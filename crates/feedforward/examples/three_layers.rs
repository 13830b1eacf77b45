//! A network of 2, 3, 2 and 2 neurons, and every signal on the way through it.
//!
//! z is a layer's weighted sum, Y what its activation makes of it.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward::{Activation, Dense, Network, Output};
use ndarray::array;
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let network = Network::new(
        vec![
            Dense::new(
                array![[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]],
                array![0.1, 0.2, 0.3],
                Activation::Sigmoid,
            )?,
            Dense::new(
                array![[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]],
                array![0.1, 0.2],
                Activation::Sigmoid,
            )?,
            Dense::new(
                array![[0.1, 0.3], [0.2, 0.4]],
                array![0.1, 0.2],
                Activation::Identity,
            )?,
        ],
        Output::Identity,
    )?;
    println!("{network}\n{}\n", network.chain(1));
    print!("{}", network.predictor()?.trace(&array![1.0, 0.5])?);
    Ok(())
}
