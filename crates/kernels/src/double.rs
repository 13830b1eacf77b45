//! Functions in f64 for the activations that are rounded to f32 once, at the end.
//!
//! Their errors of some 1e-11 disappear in that rounding. There is no fused multiply-add in them:
//! f64 has digits to spare, and every instruction set has products and sums.

use std::f64::consts::{LN_2, LOG2_E};

/// 1.5 * 2^52: adding it to a number below 2^51 rounds that number to a whole one, which then
/// stands in the low bits.
const ROUND: f64 = 6_755_399_441_055_744.0;

/// exp(r) - 1 = r + r²·P(r) for |r| <= ln(2)/2, constant term first.
///
/// Worst error of exp(r) in exact arithmetic: 4.3e-12 of its value, by `tools/polynomials.py`.
const P: [f64; 7] = [
    0.5,
    0.16666666718997508,
    0.041666666718980845,
    0.008333298483754886,
    0.001388885404961482,
    0.0001989927395864936,
    2.4859578222625295e-05,
];

/// The upper tail of the standard normal distribution is exp(-x²/2) · t · M(t) with t = 4 / (4 + x),
/// constant term first.
///
/// Worst error in exact arithmetic on 0 <= x <= 15: 1.2e-11 of the value, by `tools/polynomials.py`.
const M: [f64; 14] = [
    0.09973621414646593,
    0.09971648873001783,
    0.09375609724268658,
    0.07902700208145678,
    0.07399765201675487,
    0.0051272458658624025,
    0.1216714441279978,
    -0.17235330806379912,
    0.2227004298578604,
    -0.18625792427655233,
    0.06272343904792851,
    0.010812812412697341,
    -0.01336835117961552,
    0.0027107579916508893,
];

/// Σ coefficients[i] · x^i, by Horner's rule.
#[inline(always)]
fn polynomial<const N: usize>(coefficients: &[f64; N], x: f64) -> f64 {
    let mut sum = coefficients[N - 1];
    for i in (0..N - 1).rev() {
        sum = sum * x + coefficients[i];
    }
    sum
}

/// exp(x) as 2^n and q with exp(x) = 2^n · (1 + q), for |x| <= 700.
#[inline(always)]
fn reduce(x: f64) -> (f64, f64) {
    let shifted = x * LOG2_E + ROUND;
    let r = x - (shifted - ROUND) * LN_2;
    let q = r * r * polynomial(&P, r) + r;
    (f64::from_bits(shifted.to_bits().wrapping_add(1023) << 52), q)
}

/// exp(x) for x <= 0; below -700 that of -700, which is zero in f32.
#[inline(always)]
pub(crate) fn exp_of_negative(x: f64) -> f64 {
    // Written so that a NaN fails the comparison and stays.
    let x = if x < -700.0 { -700.0 } else { x };
    let (scale, q) = reduce(x);
    q * scale + scale
}

/// exp(x) - 1 for x <= 0, without the cancellation near zero.
#[inline(always)]
pub(crate) fn exp_minus_one_of_negative(x: f64) -> f64 {
    let x = if x < -50.0 { -50.0 } else { x };
    let (scale, q) = reduce(x);
    q * scale + (scale - 1.0)
}

/// ln(1 + t) for 0 <= t <= 1: 2 artanh(t / (2 + t)), whose series ends at an error of 2e-12.
///
/// # References
///
/// Abramowitz and Stegun (1964), 4.1.27.
#[inline(always)]
pub(crate) fn ln_1p(t: f64) -> f64 {
    let s = t / (2.0 + t);
    let series: [f64; 11] = std::array::from_fn(|k| 2.0 / (2 * k + 1) as f64);
    s * polynomial(&series, s * s)
}

/// The density of the standard normal distribution at x.
#[inline(always)]
pub(crate) fn normal_density(x: f64) -> f64 {
    const FRAC_1_SQRT_2PI: f64 = 0.398_942_280_401_432_7;
    FRAC_1_SQRT_2PI * exp_of_negative(-0.5 * x * x)
}

/// The probability that a standard normal variable is above x, for x >= 0.
#[inline(always)]
pub(crate) fn normal_tail(x: f64) -> f64 {
    // The polynomial is for x up to 15, beyond which the result is zero in f32.
    let x = if x > 15.0 { 15.0 } else { x };
    let t = 4.0 / (4.0 + x);
    exp_of_negative(-0.5 * x * x) * (t * polynomial(&M, t))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exact;

    fn close(found: f64, expected: f64) {
        assert!((found / expected - 1.0).abs() < 2e-11, "{found}, expected {expected}");
    }

    #[test]
    fn the_functions_are_those_of_the_mathematics_to_ten_digits() {
        for step in 1..20_000 {
            let x = f64::from(step) * 7.5e-4;
            close(exp_of_negative(-40.0 * x), (-40.0 * x).exp());
            close(exp_minus_one_of_negative(-x), (-x).exp_m1());
            close(exp_minus_one_of_negative(-x * 1e-9), (-x * 1e-9).exp_m1());
            close(ln_1p(x / 15.0), (x / 15.0).ln_1p());
            close(ln_1p(x * 1e-9), (x * 1e-9).ln_1p());
            close(normal_tail(x), exact::normal_cdf(-x));
            close(normal_density(x), exact::normal_density(x));
        }
    }

    #[test]
    fn nan_stays_nan_and_far_arguments_keep_their_limits() {
        assert!(exp_of_negative(f64::NAN).is_nan() && normal_tail(f64::NAN).is_nan());
        assert_eq!(exp_of_negative(f64::NEG_INFINITY) as f32, 0.0);
        assert_eq!(exp_minus_one_of_negative(f64::NEG_INFINITY), -1.0);
        assert_eq!(normal_tail(f64::INFINITY) as f32, 0.0);
        assert_eq!((exp_of_negative(0.0), ln_1p(0.0)), (1.0, 0.0));
    }
}
