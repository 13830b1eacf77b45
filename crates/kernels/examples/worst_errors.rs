//! Measures the worst errors of `exp`, `sigmoid` and `tanh` against f64, over every f32 there is, and
//! counts the neighbours at which they fall although their argument rises.
//!
//! Run with `cargo run --release -p feedforward-kernels --example worst_errors`.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward_kernels::{Activation, exp};

/// One unit in the last place of an f32 with that value; among denormals, their spacing.
fn unit(exact: f64) -> f64 {
    if exact.abs() < f64::from(f32::MIN_POSITIVE) {
        return f64::from(f32::from_bits(1));
    }
    f64::from_bits(((exact.to_bits() >> 52 & 0x7ff) - 23) << 52)
}

fn measure(name: &str, found: impl Fn(f32) -> f32, exact: impl Fn(f64) -> f64, limit: f32) {
    for sign in [1.0f32, -1.0] {
        let (mut worst, mut falls, mut last) = ((0.0, 0.0), 0u64, found(0.0));
        for bits in 0..=limit.to_bits() {
            let x = sign * f32::from_bits(bits);
            let (y, exact) = (found(x), exact(x.into()));
            let error = (f64::from(y) - exact).abs() / unit(exact);
            if error > worst.0 {
                worst = (error, x);
            }
            falls += u64::from(sign * y < sign * last);
            last = y;
        }
        let side = if sign > 0.0 { ">= 0" } else { "<= 0" };
        let (error, x) = worst;
        println!("{name:8} x {side}: {error:.4} units in the last place, at {x}; {falls} falls");
    }
}

fn main() {
    measure("exp", exp, f64::exp, 88.72);
    measure("sigmoid", |z| Activation::Sigmoid.apply(z), |z| Activation::Sigmoid.exact(z).0, 104.0);
    measure("tanh", |z| Activation::Tanh.apply(z), f64::tanh, 12.0);
}
