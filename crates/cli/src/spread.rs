//! How numbers are spread.

use serde::{Serialize, Serializer};

/// The ends, the mean and the standard deviation of some numbers. A NaN is no end, but makes the
/// mean and the deviation NaN.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub(crate) struct Spread {
    #[serde(serialize_with = "short")]
    pub(crate) min: f64,
    pub(crate) mean: f64,
    #[serde(serialize_with = "short")]
    pub(crate) max: f64,
    /// The square root of the mean of (v - mean)².
    pub(crate) standard_deviation: f64,
}

/// An end of numbers of f32 as such, with no more digits than it needs.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde calls it so")]
fn short<S: Serializer>(end: &f64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_f32(*end as f32)
}

impl Spread {
    /// The spread of numbers of which each occurs as often as the count beside it says.
    pub(crate) fn of_counted(numbers: impl Iterator<Item = (f64, u64)> + Clone) -> Self {
        let numbers = numbers.filter(|(_, count)| *count > 0);
        let total = numbers.clone().map(|(_, count)| count).sum::<u64>().max(1) as f64;
        let mean = numbers.clone().map(|(v, n)| n as f64 * v).sum::<f64>() / total;
        let square = numbers.clone().map(|(v, n)| n as f64 * (v - mean).powi(2)).sum::<f64>();
        Self {
            min: numbers.clone().map(|(v, _)| v).fold(f64::INFINITY, f64::min),
            mean,
            max: numbers.map(|(v, _)| v).fold(f64::NEG_INFINITY, f64::max),
            standard_deviation: (square / total).sqrt(),
        }
    }

    /// The spread of single numbers.
    pub(crate) fn of<'a>(numbers: impl IntoIterator<Item = &'a f32, IntoIter: Clone>) -> Self {
        Self::of_counted(numbers.into_iter().map(|&v| (f64::from(v), 1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counted_numbers_are_spread_as_if_each_were_written_out() {
        let spread = Spread::of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
        let expected = Spread { min: 2.0, mean: 5.0, max: 9.0, standard_deviation: 2.0 };
        assert_eq!(spread, expected);
        let counted = [(2.0, 1), (4.0, 3), (5.0, 2), (7.0, 1), (9.0, 1), (100.0, 0)];
        assert_eq!(Spread::of_counted(counted.into_iter()), expected);
    }
}
