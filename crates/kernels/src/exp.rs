//! The exponential function from which sigmoid, tanh and softmax are made.

use crate::fma::mul_add;
use std::f32::consts::LOG2_E;

/// Above this, `exp` is infinite in f32.
const HIGHEST: f32 = 89.0;
/// Below this, `exp` rounds to zero in f32 (the smallest denormal is 2^-149).
const LOWEST: f32 = -104.0;
/// ln 2 in two parts: the first has so few bits that its products with the whole numbers
/// up to 150 are exact.
const LN2_HI: f32 = 355.0 / 512.0;
const LN2_LO: f32 = -0.000_212_194_44;
/// 1.5 * 2^23: adding it to a number below 2^22 rounds that number to a whole one, which
/// then stands in the low bits.
const ROUND: f32 = 12_582_912.0;

/// exp(r) - 1 = r + r²·P(r) for |r| <= ln(2)/2, constant term first.
///
/// Worst error of exp(r) in exact arithmetic: 3.7e-9 of its value, by `tools/polynomials.py`, which
/// searches among f32 numbers near those of Chebyshev interpolation.
const P: [f32; 5] = [
    f32::from_bits(0x3eff_ffff),
    f32::from_bits(0x3e2a_aa3e),
    f32::from_bits(0x3d2a_aade),
    f32::from_bits(0x3c09_2326),
    f32::from_bits(0x3ab6_8276),
];

/// Splits exp(x) into 2^n · exp(r): gives n as a whole number, r and P(r).
#[inline(always)]
fn reduce(x: f32) -> (i32, f32, f32) {
    let shifted = mul_add(x, LOG2_E, ROUND);
    let n = shifted - ROUND;
    let r = mul_add(n, -LN2_HI, x);
    let r = mul_add(n, -LN2_LO, r);
    let p = mul_add(P[4], r, P[3]);
    let p = mul_add(p, r, P[2]);
    let p = mul_add(p, r, P[1]);
    let p = mul_add(p, r, P[0]);
    let n = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32);
    (n, r, p)
}

/// 2^n for n in -126..=127.
#[inline(always)]
fn power_of_two(n: i32) -> f32 {
    f32::from_bits((n.wrapping_add(127) as u32) << 23)
}

/// e to the power of `x`, the same operations on every instruction set.
///
/// The error is below 1.03 units in the last place for every f32 whose exponential is a
/// normal number, and below 1 unit of the denormal spacing for the rest (found by trying
/// all of them: `cargo run --release -p feedforward-kernels --example worst_errors`).
///
/// `exp(-inf)` is 0, `exp(inf)` is infinity, `exp(NaN)` is NaN, `exp(±0)` is 1.
///
/// # Examples
///
/// ```
/// assert_eq!(feedforward_kernels::exp(0.0), 1.0);
/// assert_eq!(feedforward_kernels::exp(1000.0), f32::INFINITY);
/// ```
#[inline(always)]
pub fn exp(x: f32) -> f32 {
    let clamped = if x > HIGHEST { HIGHEST } else { x };
    let clamped = if clamped < LOWEST { LOWEST } else { clamped };
    let (n, r, p) = reduce(clamped);
    let q = mul_add(r * r, p, r);
    // In two steps, because 2^n itself may lie outside of the normal numbers.
    let half = n >> 1;
    let first = power_of_two(half);
    let e = mul_add(q, first, first) * power_of_two(n.wrapping_sub(half));
    // However the comparisons treat it: relaxed SIMD of WebAssembly lets the processor choose.
    if x.is_nan() { x } else { e }
}

/// exp(x) for x <= 0, the bits of [`exp`] in fewer operations.
#[inline(always)]
pub(crate) fn exp_of_negative(x: f32) -> f32 {
    /// 2^n may be below the normal numbers, 2^(n + RAISE) is not.
    const RAISE: i32 = 64;
    let x = if x < LOWEST { LOWEST } else { x };
    let (n, r, p) = reduce(x);
    let q = mul_add(r * r, p, r);
    let scale = power_of_two(n.wrapping_add(RAISE));
    mul_add(q, scale, scale) * power_of_two(-RAISE)
}

/// The same, and NaN for NaN, as in [`exp`].
#[inline(always)]
pub(crate) fn exp_of_negative_or_nan(x: f32) -> f32 {
    let e = exp_of_negative(x);
    if x.is_nan() { x } else { e }
}

/// exp(x) - 1 for x <= 0, without the cancellation near zero, and what has been lost in rounding it.
#[inline(always)]
pub(crate) fn exp_minus_one_of_negative(x: f32) -> (f32, f32) {
    // exp(-40) is far below half a unit in the last place of 1.
    let x = if x < -40.0 { -40.0 } else { x };
    let (n, r, p) = reduce(x);
    let scale = power_of_two(n);
    // Of both sums the first term is the larger one, so that what they lose is found exactly.
    let second = r * r * p;
    let q = r + second;
    let lost = second - (q - r);
    let (whole, part) = (scale - 1.0, q * scale);
    let lost = mul_add(lost, scale, scale - (whole + 1.0));
    let sum = whole + part;
    (sum, lost + (part - (sum - whole)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every 1009th f32 of both signs: about four million values.
    fn sample() -> impl Iterator<Item = f32> {
        (0..=u32::MAX).step_by(1009).map(f32::from_bits)
    }

    #[test]
    fn exp_is_within_its_stated_error() {
        for x in sample().filter(|x| !x.is_nan()) {
            let exact = f64::from(x).exp();
            let found = exp(x);
            if exact >= f64::from(f32::MAX) * (1.0 + 1e-7) {
                assert!(found == f32::INFINITY || found > 3.402_823e38, "exp({x}) = {found}");
                continue;
            }
            // The spacing of f32 numbers at `exact`, which is constant among denormals.
            let exponent = exact.max(f64::from(f32::MIN_POSITIVE)).log2().floor();
            let unit = (exponent - 23.0).exp2();
            let error = (f64::from(found) - exact).abs() / unit;
            assert!(error < 1.03, "exp({x}) = {found}, {error} units from {exact}");
        }
    }

    #[test]
    fn exp_of_negative_has_the_bits_of_exp() {
        for x in sample().filter(|x| x.is_nan() || *x <= 0.0) {
            let (found, expected) = (exp_of_negative(x), exp(x));
            assert!(found == expected || found.is_nan() && expected.is_nan(), "{x}");
        }
    }

    #[test]
    fn exp_keeps_special_values() {
        assert_eq!(exp(f32::NEG_INFINITY), 0.0);
        assert_eq!(exp(f32::INFINITY), f32::INFINITY);
        assert_eq!(exp(0.0), 1.0);
        assert_eq!(exp(-0.0), 1.0);
        assert_eq!(exp(f32::MIN_POSITIVE), 1.0);
        assert_eq!(exp(-104.0), 0.0);
        assert!(exp(f32::NAN).is_nan());
    }

    #[test]
    fn exp_never_falls_where_its_argument_rises() {
        let mut last = 0.0;
        for step in 0..2_000_000 {
            let x = -104.0 + step as f32 * (193.0 / 2_000_000.0);
            let y = exp(x);
            assert!(y >= last, "exp({x}) = {y} < {last}");
            last = y;
        }
    }
}
