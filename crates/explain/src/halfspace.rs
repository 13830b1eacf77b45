//! The nearest point of a box that lies on the far side of a plane.

/// The limits of every coordinate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) lower: f64,
    pub(crate) upper: f64,
}

/// The most rounds: each clips one coordinate more at least, and most clip many.
const ROUNDS: usize = 200;

/// The point x + d nearest to x within the box for which gradient · d is `gain`, or as near to it as the box
/// allows.
///
/// d_i = λ·gradient_i, clipped by the box. The gain is a concave function of λ made of straight lines, so
/// Newton's method from λ = 0 comes to it from below, in finitely many rounds.
pub(crate) fn nearest(x: &[f64], gradient: &[f64], gain: f64, limits: Limits) -> Vec<f64> {
    let mut lambda = 0.0;
    for _ in 0..ROUNDS {
        let (mut found, mut slope) = (0.0, 0.0);
        for (&x, &g) in x.iter().zip(gradient) {
            let d = limits.clipped(x + lambda * g) - x;
            found += g * d;
            // A coordinate at its limit stays there.
            let is_free =
                if g > 0.0 { x + lambda * g < limits.upper } else { x + lambda * g > limits.lower };
            if is_free {
                slope += g * g;
            }
        }
        let missing = gain - found;
        if missing <= 1e-12 * gain.abs() || slope == 0.0 {
            break;
        }
        lambda += missing / slope;
    }
    x.iter().zip(gradient).map(|(&x, &g)| limits.clipped(x + lambda * g)).collect()
}

impl Limits {
    pub(crate) fn clipped(self, x: f64) -> f64 {
        x.clamp(self.lower, self.upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_limits_the_way_is_along_the_gradient() {
        let all = Limits { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
        // 3·3 + 4·4 = 25 along the gradient for each λ.
        assert_eq!(nearest(&[1.0, 1.0], &[3.0, 4.0], 50.0, all), [7.0, 9.0]);
        assert_eq!(nearest(&[1.0, 1.0], &[0.0, 4.0], 8.0, all), [1.0, 3.0]);
    }

    #[test]
    fn what_a_coordinate_cannot_give_the_others_give() {
        let unit = Limits { lower: 0.0, upper: 1.0 };
        // The first reaches 1 and gains 0.5; the second gains the other 0.25.
        assert_eq!(nearest(&[0.5, 0.5], &[1.0, 0.5], 0.625, unit), [1.0, 0.75]);
        assert_eq!(nearest(&[0.5, 0.5], &[-1.0, 0.5], 0.625, unit), [0.0, 0.75]);
    }

    #[test]
    fn a_gain_out_of_reach_ends_at_the_limits() {
        let unit = Limits { lower: 0.0, upper: 1.0 };
        assert_eq!(nearest(&[0.5, 0.5, 0.2], &[1.0, -0.5, 0.0], 9.0, unit), [1.0, 0.0, 0.2]);
        assert_eq!(nearest(&[0.5], &[1.0], -1.0, unit), [0.5]);
    }
}
