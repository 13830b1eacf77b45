//! The range of an axis, as a flag has it.

use std::str::FromStr;

/// The number of steps between the points at which a curve is computed.
const SAMPLES: u32 = 800;

/// The largest magnitude of a range's ends.
const FARTHEST: f32 = 1e30;

/// From one number to a higher one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Range {
    pub(crate) low: f32,
    pub(crate) high: f32,
}

impl FromStr for Range {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| text.trim().parse::<f32>().ok();
        let ends = text.split_once("..").and_then(|(low, high)| number(low).zip(number(high)));
        let Some((low, high)) = ends else {
            return Err("expected two numbers such as -5..5".to_owned());
        };
        if !(low.abs() <= FARTHEST && high.abs() <= FARTHEST) {
            return Err(format!("expected numbers from {:e} to {FARTHEST:e}", -FARTHEST));
        }
        if low > high {
            return Err(format!("the range runs backwards: write {high}..{low}"));
        }
        // Nearer ends have too few f32 between them.
        if high - low <= 1e-4 * low.abs().max(high.abs()) || high - low < 1e-30 {
            return Err("expected two numbers that are farther apart".to_owned());
        }
        Ok(Self { low, high })
    }
}

impl Range {
    /// The numbers at which curves are computed. 0 and the smallest normal number above it are among
    /// them, so that a step is vertical.
    pub(crate) fn numbers(self) -> Vec<f32> {
        let share = |index: u32| f64::from(index) / f64::from(SAMPLES);
        let (low, high) = (f64::from(self.low), f64::from(self.high));
        let even = (0..=SAMPLES).map(|index| (low + share(index) * (high - low)) as f32);
        let jump = [0.0, f32::MIN_POSITIVE];
        let within = jump.into_iter().filter(|z| (self.low..=self.high).contains(z));
        let mut numbers: Vec<f32> = even.chain(within).collect();
        numbers.sort_by(f32::total_cmp);
        numbers
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_run_forwards_between_numbers() {
        assert_eq!("-5..5".parse(), Ok(Range { low: -5.0, high: 5.0 }));
        assert_eq!(".5..1e3".parse(), Ok(Range { low: 0.5, high: 1000.0 }));
        for (text, part) in [
            ("5..-5", "backwards: write -5..5"),
            ("nan..1", "expected numbers"),
            ("0..inf", "expected numbers"),
            ("1..1", "farther apart"),
            ("1000000..1000001", "farther apart"),
            ("5", "such as -5..5"),
            ("a..b", "such as -5..5"),
        ] {
            let error = text.parse::<Range>().unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn a_step_is_computed_on_both_sides_of_its_jump() {
        let numbers = Range { low: -5.0, high: 5.0 }.numbers();
        let after = numbers.iter().position(|&z| z > 0.0).unwrap();
        assert_eq!((numbers[after - 1], numbers[after]), (0.0, f32::MIN_POSITIVE));
        assert!(!Range { low: 1.0, high: 2.0 }.numbers().contains(&0.0));
    }
}
