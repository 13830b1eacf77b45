//! Values on one scale: its end, and matrices made smaller.

use ndarray::Array2;

/// The largest finite magnitude: the end of a scale.
pub(crate) fn limit<'a>(values: impl IntoIterator<Item = &'a f64>) -> f64 {
    let sizes = values.into_iter().map(|value| value.abs()).filter(|size| size.is_finite());
    sizes.fold(0.0, f64::max)
}

/// Shrinks a matrix to at most `rows` x `columns`: each cell is the value of its block that is
/// farthest from 0. Also returns the height and width of a block.
pub(crate) fn shrunk(
    values: &Array2<f64>,
    rows: usize,
    columns: usize,
) -> (Array2<f64>, (usize, usize)) {
    let (height, width) = values.dim();
    let (tall, wide) = (height.div_ceil(rows.max(1)), width.div_ceil(columns.max(1)));
    let small =
        Array2::from_shape_fn((height.div_ceil(tall), width.div_ceil(wide)), |(row, column)| {
            let (top, left) = (row * tall, column * wide);
            let ends = (height.min(top + tall), width.min(left + wide));
            let block = (top..ends.0).flat_map(|y| (left..ends.1).map(move |x| values[[y, x]]));
            // NaN stays NaN.
            block.fold(0.0, |strongest: f64, value| {
                let stronger = value.is_nan() || value.abs() > strongest.abs();
                if stronger { value } else { strongest }
            })
        });
    (small, (tall, wide))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn shrinking_keeps_the_strongest_of_a_block() {
        let values = array![[1.0, -3.0, 0.0], [2.0, 0.5, 7.0], [0.0, 0.0, f64::NAN]];
        let (small, block) = shrunk(&values, 2, 2);
        assert_eq!(block, (2, 2));
        assert_eq!(shrunk(&Array2::zeros((9, 1)), 3, 1).1, (3, 1));
        assert_eq!(shrunk(&Array2::zeros((10, 1)), 3, 1), (Array2::zeros((3, 1)), (4, 1)));
        assert_eq!((small[[0, 0]], small[[0, 1]], small[[1, 0]]), (-3.0, 7.0, 0.0));
        assert!(small[[1, 1]].is_nan());
    }
}
