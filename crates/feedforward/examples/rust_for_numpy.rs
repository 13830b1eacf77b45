//! What a NumPy user meets first in Rust: names, borrowing, types, closures,
//! views, errors.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use ndarray::{Array1, Axis, array, s};
use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    // ANCHOR: names
    let x = array![1.0, 2.0, 3.0];
    let mut total = 0.0;
    for value in &x {
        total += value;
    }
    println!("x = {x}, total = {total}");
    // ANCHOR_END: names

    // ANCHOR: arithmetic
    let doubled = &x * 2.0;
    let sum = &x + &doubled;
    let above_five = sum.mapv(|value| if value > 5.0 { 1.0 } else { 0.0 });
    println!("doubled = {doubled}, sum = {sum}, above five = {above_five}");
    // ANCHOR_END: arithmetic

    // ANCHOR: types
    let pixels: Array1<u8> = array![0, 51, 255];
    let scaled = pixels.mapv(|pixel| f32::from(pixel) / 255.0);
    println!("pixels {pixels} become {scaled}");
    println!(
        "200 + 100 in a u8: {:?}, or wrapped {}",
        200u8.checked_add(100),
        200u8.wrapping_add(100)
    );
    // ANCHOR_END: types

    // ANCHOR: views
    let table = array![[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]];
    println!("row 0 {}, column 1 {}", table.row(0), table.column(1));
    println!("from column 1 on\n{}", table.slice(s![.., 1..]));
    println!(
        "sums down the columns {}, transposed shape {:?}",
        table.sum_axis(Axis(0)),
        table.t().shape()
    );
    // ANCHOR_END: views

    // ANCHOR: errors
    let half: f64 = "0.5".parse()?;
    println!("half = {half}");
    match "a half".parse::<f64>() {
        Ok(number) => println!("a number: {number}"),
        Err(reason) => println!("no number: {reason}"),
    }
    // ANCHOR_END: errors
    Ok(())
}
