//! N-dimensional arrays: axes, shape, and the matrix product with its rule.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward::{Activation, Dense, Network, Output};
use ndarray::{Array1, arr1, array};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    // ANCHOR: shapes
    let a = array![1, 2, 3, 4];
    println!("{a}   ndim {}, shape {:?}", a.ndim(), a.shape());
    let b = array![[1, 2], [3, 4], [5, 6]];
    println!("{b}   ndim {}, shape {:?}", b.ndim(), b.shape());
    println!("rows go across: row 0 is {}", b.row(0));
    println!("columns go down: column 0 is {}", b.column(0));
    // ANCHOR_END: shapes

    // ANCHOR: products
    println!("\nthe matrix product: rows times columns");
    let (a, b) = (array![[1, 2], [3, 4]], array![[5, 6], [7, 8]]);
    println!("(2x2)·(2x2) =\n{}", a.dot(&b));
    println!("row 0 and column 0: 1·5 + 2·7 = {}", a.row(0).dot(&b.column(0)));
    println!("row 1 and column 0: 3·5 + 4·7 = {}", a.row(1).dot(&b.column(0)));
    let (a, b) = (array![[1, 2, 3], [4, 5, 6]], array![[1, 2], [3, 4], [5, 6]]);
    println!("(2x3)·(3x2) =\n{}", a.dot(&b));
    let c = b.dot(&array![[1, 2, 3, 4], [5, 6, 7, 8]]);
    println!("(3x2)·(2x4) =\n{c}   shape {:?}", c.shape());
    println!("the inner sizes must match, the outer ones remain");
    println!("(3x2)·(2)   = {}", b.dot(&array![7, 8]));
    // ANCHOR_END: products

    // ANCHOR: layer
    println!("\na network's layer is such a product: x [2] · W [2x3]");
    let weights = array![[1.0, 3.0, 5.0], [2.0, 4.0, 6.0]];
    let layer = Dense::new(weights, Array1::zeros(3), Activation::Identity)?;
    let network = Network::new(vec![layer], Output::Identity)?;
    println!(
        "y = {}",
        network.predictor()?.predict(&arr1(&[1.0, 2.0]))?.row(0)
    );
    // ANCHOR_END: layer

    // ANCHOR: mismatch
    println!("\nand where the shapes do not fit, it says so:");
    if let Err(reason) = network.predictor()?.predict(&arr1(&[1.0, 2.0, 3.0])) {
        println!("{reason}");
    }
    // ANCHOR_END: mismatch
    Ok(())
}
