//! Measures the worst error of `exp` against f64, over every f32 there is.
//!
//! Run with `cargo run --release -p feedforward-kernels --example exp_error`.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward_kernels::exp;

fn main() {
    let (mut worst_normal, mut worst_denormal) = ((0.0, 0.0), (0.0, 0.0));
    for bits in 0..=u32::MAX {
        let x = f32::from_bits(bits);
        // Outside of this range the results are 0 and infinity, or NaN.
        if !(-104.0..=88.72).contains(&x) {
            continue;
        }
        let exact = f64::from(x).exp();
        let normal = exact >= f64::from(f32::MIN_POSITIVE);
        let unit = if normal {
            f64::from_bits((exact.to_bits() >> 52).wrapping_sub(23) << 52)
        } else {
            f64::from(f32::from_bits(1))
        };
        let error = (f64::from(exp(x)) - exact).abs() / unit;
        let worst = if normal { &mut worst_normal } else { &mut worst_denormal };
        if error > worst.0 {
            *worst = (error, x);
        }
    }
    println!(
        "normal results:   {:.4} units in the last place, at x = {}",
        worst_normal.0, worst_normal.1
    );
    println!(
        "denormal results: {:.4} units of 2^-149, at x = {}",
        worst_denormal.0, worst_denormal.1
    );
}
