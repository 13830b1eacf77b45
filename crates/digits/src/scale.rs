//! Scaling by areas.

use ndarray::{Array2, ArrayView2, Axis, Slice};

/// The source indices that one target index is made of: the first one, and a weight each.
type Share = (usize, Vec<f32>);

/// Scales an array to another height and width.
///
/// Shrinking averages over areas: a target pixel is the mean of the source under it, parts of
/// pixels counted by their area, so that thin strokes fade but never vanish. Enlarging interpolates
/// linearly. The same size gives the same values.
pub(crate) fn scale(source: ArrayView2<'_, f32>, (height, width): (usize, usize)) -> Array2<f32> {
    let rows = scale_rows(source, height);
    scale_rows(rows.t(), width).reversed_axes()
}

fn scale_rows(source: ArrayView2<'_, f32>, height: usize) -> Array2<f32> {
    let mut target = Array2::zeros((height, source.ncols()));
    for (mut row, (first, weights)) in
        target.rows_mut().into_iter().zip(shares(source.nrows(), height))
    {
        // A slice, since `skip` steps over every row before the first.
        let under = source.slice_axis(Axis(0), Slice::from(first..));
        for (weight, source) in weights.iter().zip(under.axis_iter(Axis(0))) {
            row.scaled_add(*weight, &source);
        }
    }
    target
}

fn shares(from: usize, to: usize) -> impl Iterator<Item = Share> {
    let ratio = from as f64 / to as f64;
    (0..to).map(move |i| if from >= to { area(i, ratio, from) } else { linear(i, ratio, from) })
}

fn area(i: usize, ratio: f64, from: usize) -> Share {
    let (start, end) = (i as f64 * ratio, ((i + 1) as f64 * ratio).min(from as f64));
    let first = start as usize;
    let last = (end.ceil() as usize).clamp(first + 1, from);
    let overlap = |j: usize| (end.min((j + 1) as f64) - start.max(j as f64)).max(0.0) / ratio;
    (first, (first..last).map(|j| overlap(j) as f32).collect())
}

fn linear(i: usize, ratio: f64, from: usize) -> Share {
    let place = ((i as f64 + 0.5) * ratio - 0.5).clamp(0.0, (from - 1) as f64);
    let first = (place as usize).min(from.saturating_sub(2));
    let second = (place - first as f64) as f32;
    if from == 1 { (0, vec![1.0]) } else { (first, vec![1.0 - second, second]) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn the_same_size_gives_the_same_values() {
        let source = array![[0.0, 0.3, 1.0], [0.7, 0.1, 0.9]];
        assert_eq!(scale(source.view(), (2, 3)), source);
    }

    #[test]
    fn shrinking_averages_areas() {
        let source = array![[0.0f32, 1.0, 1.0]];
        assert_eq!(scale(source.view(), (1, 1)), array![[2.0f32 / 3.0]]);
        let halves = scale(source.view(), (1, 2));
        assert!((halves[(0, 0)] - 1.0 / 3.0).abs() < 1e-6 && (halves[(0, 1)] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn enlarging_interpolates() {
        assert_eq!(scale(array![[0.0f32, 1.0]].view(), (1, 4)), array![[0.0, 0.25, 0.75, 1.0]]);
        assert_eq!(scale(array![[0.5f32]].view(), (2, 2)), Array2::from_elem((2, 2), 0.5));
    }
}
