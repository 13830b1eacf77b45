//! The nearest point of a box that lies beyond some planes.

/// The limits of every coordinate.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    pub(crate) lower: f64,
    pub(crate) upper: f64,
}

/// A plane, as what is to be gained along a gradient: gradient · d = gain.
#[derive(Clone, Debug)]
pub(crate) struct Plane {
    pub(crate) gradient: Vec<f64>,
    pub(crate) gain: f64,
}

/// The most rounds through all planes.
const ROUNDS: usize = 60;
/// The most places at which a multiplier is tried.
const TRIALS: usize = 60;
/// By which share of the gain it may be missed.
const TOLERANCE: f64 = 1e-9;

/// The point x + d nearest to x within the box for which gradient · d is at least the gain of every plane, or
/// one at the limits where the box does not allow it.
///
/// d is the sum of the gradients times their multipliers, clipped by the box. The multipliers, which are not
/// negative, are found one after the other, round by round; a single plane needs one round.
///
/// # References
///
/// Hildreth (1957), a quadratic programming procedure.
pub(crate) fn nearest(x: &[f64], planes: &[Plane], limits: Limits) -> Vec<f64> {
    let mut multipliers = vec![0.0; planes.len()];
    // x and the gradients times their multipliers, not clipped.
    let mut sum = x.to_vec();
    for _ in 0..ROUNDS {
        let mut is_settled = true;
        for (plane, multiplier) in planes.iter().zip(&mut multipliers) {
            let change = plane.change(x, &sum, *multiplier, limits);
            if change != 0.0 {
                *multiplier += change;
                is_settled &= change.abs() <= TOLERANCE * *multiplier;
                sum.iter_mut().zip(&plane.gradient).for_each(|(sum, g)| *sum += change * g);
            }
        }
        if is_settled || planes.len() == 1 {
            break;
        }
    }
    sum.into_iter().map(|x| limits.clipped(x)).collect()
}

impl Plane {
    /// What is to be added to the plane's multiplier, so that the gain is reached and no more, or the
    /// multiplier is zero.
    ///
    /// What is gained rises with the multiplier, along straight lines: Newton's method, with halving where it
    /// would leave the interval in which the place is known to be.
    fn change(&self, x: &[f64], sum: &[f64], multiplier: f64, limits: Limits) -> f64 {
        let (mut low, mut high, mut change) = (-multiplier, f64::INFINITY, 0.0);
        for _ in 0..TRIALS {
            let (gained, slope) = self.gained(x, sum, change, limits);
            let missing = self.gain - gained;
            if missing.abs() <= TOLERANCE * self.gain.abs() || missing < 0.0 && change <= low {
                break;
            }
            if missing > 0.0 {
                low = change
            } else {
                high = change
            }
            let newton = change + missing / slope;
            change = if slope > 0.0 && newton < high {
                newton.max(low)
            } else if high.is_finite() {
                0.5 * (low + high)
            } else if slope == 0.0 && sum.iter().all(|&sum| sum == limits.clipped(sum)) {
                // Every coordinate that the gradient moves is at its limit.
                break;
            } else {
                2.0 * change.abs() + 1.0
            };
        }
        change
    }

    /// What is gained where `change` is added to the multiplier, and its slope.
    fn gained(&self, x: &[f64], sum: &[f64], change: f64, limits: Limits) -> (f64, f64) {
        let (mut gained, mut slope) = (0.0, 0.0);
        for ((&x, &sum), &g) in x.iter().zip(sum).zip(&self.gradient) {
            let moved = sum + change * g;
            gained += g * (limits.clipped(moved) - x);
            // A coordinate at its limit gains nothing more.
            let is_free = if g > 0.0 {
                limits.lower <= moved && moved < limits.upper
            } else {
                limits.lower < moved && moved <= limits.upper
            };
            if is_free {
                slope += g * g;
            }
        }
        (gained, slope)
    }
}

impl Limits {
    pub(crate) fn clipped(self, x: f64) -> f64 {
        x.clamp(self.lower, self.upper)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: Limits = Limits { lower: f64::NEG_INFINITY, upper: f64::INFINITY };
    const UNIT: Limits = Limits { lower: 0.0, upper: 1.0 };

    /// The point for planes of a gradient and a gain each.
    fn found(x: &[f64], planes: &[(&[f64], f64)], limits: Limits) -> Vec<f64> {
        let planes: Vec<_> = planes
            .iter()
            .map(|&(gradient, gain)| Plane { gradient: gradient.to_vec(), gain })
            .collect();
        nearest(x, &planes, limits)
    }

    fn assert_near(found: &[f64], expected: &[f64]) {
        let near = found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-6);
        assert!(near && found.len() == expected.len(), "{found:?}, not {expected:?}");
    }

    #[test]
    fn without_limits_the_way_is_along_the_gradient() {
        // 3·3 + 4·4 = 25 along the gradient for a multiplier of 1.
        assert_eq!(found(&[1.0, 1.0], &[(&[3.0, 4.0], 50.0)], ALL), [7.0, 9.0]);
        assert_eq!(found(&[1.0, 1.0], &[(&[0.0, 4.0], 8.0)], ALL), [1.0, 3.0]);
    }

    #[test]
    fn what_a_coordinate_cannot_give_the_others_give() {
        // The first reaches 1 and gains 0.5; the second gains the other 0.125.
        assert_near(&found(&[0.5, 0.5], &[(&[1.0, 0.5], 0.625)], UNIT), &[1.0, 0.75]);
        assert_near(&found(&[0.5, 0.5], &[(&[-1.0, 0.5], 0.625)], UNIT), &[0.0, 0.75]);
    }

    #[test]
    fn a_gain_out_of_reach_ends_at_the_limits() {
        let out_of_reach: (&[f64], f64) = (&[1.0, -0.5, 0.0], 9.0);
        assert_eq!(found(&[0.5, 0.5, 0.2], &[out_of_reach], UNIT), [1.0, 0.0, 0.2]);
        assert_eq!(found(&[0.5], &[(&[1.0], -1.0)], UNIT), [0.5]);
        assert_eq!(found(&[0.5], &[(&[0.0], 1.0)], UNIT), [0.5]);
    }

    #[test]
    fn several_planes_meet_in_the_nearest_corner() {
        // Beyond x >= 1 and x + y >= 3, the nearest to the origin is (1.5, 1.5).
        assert_near(
            &found(&[0.0, 0.0], &[(&[1.0, 0.0], 1.0), (&[1.0, 1.0], 3.0)], ALL),
            &[1.5, 1.5],
        );
        // Beyond x >= 2 and x + y >= 3 it is the corner (2, 1).
        let corner: [(&[f64], f64); 2] = [(&[1.0, 0.0], 2.0), (&[1.0, 1.0], 3.0)];
        assert_near(&found(&[0.0, 0.0], &corner, ALL), &[2.0, 1.0]);
        // Where x stays below 0.75, y gives the rest.
        let limits = Limits { lower: -0.75, upper: 0.75 };
        assert_near(
            &found(&[0.0, 0.0], &[(&[2.0, 1.0], 2.0), (&[-1.0, 2.0], -2.0)], limits),
            &[0.75, 0.5],
        );
    }
}
