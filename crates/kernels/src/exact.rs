//! Functions of f64 that the standard library lacks, for [`Activation::exact`](crate::Activation::exact).
//!
//! Slow, and accurate to some thirteen digits: what tests compare with.

use std::f64::consts::{FRAC_1_SQRT_2, PI};

/// The density of the standard normal distribution.
pub(crate) fn normal_density(x: f64) -> f64 {
    (-0.5 * x * x).exp() / (2.0 * PI).sqrt()
}

/// Φ(x), the cumulative distribution function of the standard normal distribution.
pub(crate) fn normal_cdf(x: f64) -> f64 {
    let tail = 0.5 * erfc(x.abs() * FRAC_1_SQRT_2);
    if x < 0.0 { tail } else { 1.0 - tail }
}

/// 1 - erf(x) for x >= 0: by the series of erf while that cancels little, then by the continued
/// fraction.
///
/// # References
///
/// Abramowitz and Stegun (1964), 7.1.6 and 7.1.14.
fn erfc(x: f64) -> f64 {
    if x.is_nan() || x > 30.0 {
        return if x > 30.0 { 0.0 } else { x };
    }
    let density = (-x * x).exp() / PI.sqrt();
    if x < 0.5 {
        let (mut term, mut sum) = (x, x);
        for n in 1..60 {
            term *= 2.0 * x * x / f64::from(2 * n + 1);
            sum += term;
        }
        return 1.0 - 2.0 * density * sum;
    }
    // x + (1/2)/(x + (2/2)/(x + (3/2)/(x + …
    let fraction = (1..600).rev().fold(x, |below, n| x + 0.5 * f64::from(n) / below);
    density / fraction
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn erfc_has_the_digits_of_the_tables() {
        // mpmath 1.3.0, mp.erfc with 17 digits.
        for (x, expected) in [
            (0.0, 1.0),
            (0.1, 0.887_537_083_981_715),
            (0.499, 0.480_379_344_010_531_54),
            (0.5, 0.479_500_122_186_953_4),
            (1.0, 0.157_299_207_050_285_13),
            (3.0, 2.209_049_699_858_544e-5),
            (10.0, 2.088_487_583_762_545e-45),
        ] {
            assert!((erfc(x) / expected - 1.0).abs() < 1e-13, "erfc({x}) = {}", erfc(x));
        }
        assert!(erfc(f64::NAN).is_nan());
        assert_eq!((normal_cdf(f64::INFINITY), normal_cdf(f64::NEG_INFINITY)), (1.0, 0.0));
    }
}
