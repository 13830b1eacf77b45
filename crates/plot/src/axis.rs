//! Axes: their ends, and ticks at round numbers.

use crate::PlotError;

/// Values are clamped to this magnitude, so that differences stay finite.
const FARTHEST: f64 = 1e300;

/// An axis of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct ChartAxis {
    /// Its label.
    pub label: String,
    /// Its two ends; by default those of the data, with a margin of a tenth for y and none for x.
    pub range: Option<(f64, f64)>,
    /// Where it has ticks.
    pub ticks: Ticks,
}

/// Where an axis has ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Ticks {
    /// At round numbers.
    Round,
    /// At round whole numbers, for what is counted.
    Whole,
}

impl ChartAxis {
    /// An axis with the data's range.
    #[must_use]
    pub fn new(label: impl Into<String>) -> Self {
        Self { label: label.into(), range: None, ticks: Ticks::Round }
    }

    /// The axis from one number to another.
    #[must_use]
    pub fn from_to(label: impl Into<String>, low: f64, high: f64) -> Self {
        Self { range: Some((low, high)), ..Self::new(label) }
    }

    /// The requested ends, or those of `values`, widened by `margin` times their distance.
    pub(crate) fn span(
        &self,
        values: impl Iterator<Item = f64>,
        margin: f64,
    ) -> Result<Span, PlotError> {
        if let Some((low, high)) = self.range {
            let span = Span { low: tamed(low), high: tamed(high) };
            // A NaN is in no order.
            if span.low < span.high && (span.high - span.low).is_normal() {
                return Ok(span);
            }
            return Err(PlotError::Range { axis: self.label.clone(), low, high });
        }
        let ends = values
            .filter(|value| !value.is_nan())
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(v), high.max(v)));
        let (low, high) = if ends.0 <= ends.1 { ends } else { (0.0, 1.0) };
        let width = high - low;
        if width > 1e-9 * low.abs().max(high.abs()) && width.is_normal() {
            return Ok(Span { low: low - margin * width, high: high + margin * width });
        }
        // One value only: room around it, so that it is in the middle.
        let room = if low.abs() > 1e3 || low.abs() < 1e-3 && low != 0.0 { low.abs() } else { 1.0 };
        Ok(Span { low: low - 0.5 * room, high: high + 0.5 * room })
    }
}

/// A number that can be subtracted from another.
pub(crate) fn tamed(value: f64) -> f64 {
    value.clamp(-FARTHEST, FARTHEST)
}

/// An axis's two ends, low < high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Span {
    pub(crate) low: f64,
    pub(crate) high: f64,
}

/// A tick and its label.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Tick {
    pub(crate) value: f64,
    pub(crate) label: String,
}

impl Span {
    /// The position of a value: 0 at the low end, 1 at the high end.
    pub(crate) fn place(self, value: f64) -> f64 {
        (value - self.low) / (self.high - self.low)
    }

    pub(crate) fn contains(self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }

    /// At most `most` ticks, at multiples of 1, 2 or 5 times a power of ten.
    pub(crate) fn ticks(self, kind: Ticks, most: usize) -> Vec<Tick> {
        let most = most.max(2) as f64;
        let mut step = None;
        let power = ((self.high - self.low) / most).log10().floor() as i32;
        for (tens, digit) in (power..power + 3).flat_map(|tens| [1, 2, 5].map(|d| (tens, d))) {
            let size = f64::from(digit) * 10f64.powi(tens);
            let fits = (self.high / size).floor() - (self.low / size).ceil() < most;
            if fits && (kind == Ticks::Round || size >= 1.0) {
                step = Some((size, tens));
                break;
            }
        }
        let (size, tens) = step.unwrap_or((1.0, 0));
        let (first, last) = ((self.low / size).ceil(), (self.high / size).floor());
        let count = ((last - first).max(0.0) as usize).min(1000);
        // Multiples rather than sums, which would drift off the round numbers.
        let values = (0..=count).map(|index| (first + index as f64) * size);
        let values: Vec<f64> = values.filter(|&value| self.contains(value)).collect();
        let largest = self.low.abs().max(self.high.abs());
        let label = |value: f64| {
            let value = if value == 0.0 { 0.0 } else { value };
            if !(1e-3..1e6).contains(&largest) {
                let digits = (largest.log10().floor() as i32 - tens).clamp(0, 15) as usize;
                if value == 0.0 { "0".to_owned() } else { format!("{value:.digits$e}") }
            } else {
                format!("{value:.*}", (-tens).max(0) as usize)
            }
        };
        let tick = |value| Tick { value, label: with_minus(&label(value)) };
        values.into_iter().map(tick).collect()
    }
}

/// A number's text with the minus sign of mathematics in place of the hyphen.
fn with_minus(number: &str) -> String {
    number.replace('-', "−")
}

/// Formats a number with about three digits, for the ends of a scale.
pub(crate) fn short(value: f64) -> String {
    let size = value.abs();
    let text = if value == 0.0 {
        "0".to_owned()
    } else if value.fract() == 0.0 && size < 1e6 {
        format!("{value}")
    } else if !(1e-3..1e6).contains(&size) {
        format!("{value:.1e}")
    } else {
        let digits = (2 - size.log10().floor() as i32).clamp(0, 5) as usize;
        format!("{value:.digits$}")
    };
    with_minus(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(low: f64, high: f64, kind: Ticks, most: usize) -> Vec<String> {
        Span { low, high }.ticks(kind, most).into_iter().map(|tick| tick.label).collect()
    }

    #[test]
    fn ticks_are_at_round_numbers() {
        assert_eq!(labels(-0.1, 1.1, Ticks::Round, 8), ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]);
        assert_eq!(labels(-5.0, 5.0, Ticks::Round, 6), ["−4", "−2", "0", "2", "4"]);
        assert_eq!(labels(0.97, 0.99, Ticks::Round, 4), ["0.97", "0.98", "0.99"]);
        assert_eq!(labels(0.0, 3e9, Ticks::Round, 4), ["0", "1e9", "2e9", "3e9"]);
        assert_eq!(labels(0.5, 1.5, Ticks::Whole, 8), ["1"]);
        assert_eq!(labels(1.0, 3.0, Ticks::Whole, 20), ["1", "2", "3"]);
    }

    #[test]
    fn ticks_stay_few_at_the_ends_of_the_numbers() {
        for (low, high) in [(-1e300, 1e300), (1e-300, 2e-300), (1e15, 1e15 + 4.0), (0.0, 5e-324)] {
            assert!(Span { low, high }.ticks(Ticks::Round, 9).len() <= 10, "{low}..{high}");
        }
    }

    #[test]
    fn the_data_decide_the_ends() {
        let axis = ChartAxis::new("y");
        let span = |values: &[f64]| axis.span(values.iter().copied(), 0.1).unwrap();
        assert_eq!(span(&[0.0, 1.0, f64::NAN]), Span { low: -0.1, high: 1.1 });
        assert_eq!(span(&[2.0, 2.0]), Span { low: 1.5, high: 2.5 });
        assert_eq!(span(&[]), Span { low: -0.1, high: 1.1 });
        for (low, high) in [(5.0, -5.0), (f64::NAN, 1.0), (1.0, 1.0)] {
            let none = std::iter::empty();
            assert!(ChartAxis::from_to("x", low, high).span(none, 0.0).is_err(), "{low}..{high}");
        }
    }

    #[test]
    fn short_numbers_have_three_digits() {
        for (value, text) in [(0.0, "0"), (1129.0, "1129"), (0.123_45, "0.123"), (-2.5e9, "−2.5e9")]
        {
            assert_eq!(short(value), text);
        }
    }
}
