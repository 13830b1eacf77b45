//! The uneven light on a paper.

use crate::scale::scale;
use ndarray::{Array2, ArrayView2, Axis};

/// The longer side of the picture in which light is looked at.
const SMALL: usize = 160;

/// What is narrower than this share of the longer side is ink, what is wider is light.
const WINDOW: f32 = 0.45;

/// One in so many levels may be ink of the other kind.
const LOWEST: usize = 10;

/// The level of the paper below ink that stands out upwards: a grey opening, the highest level that
/// squares wider than ink have everywhere.
///
/// Shadows and shades of any form are kept by it as long as they are wider than the square.
///
/// # References
///
/// Serra (1982), *Image analysis and mathematical morphology*; Sternberg (1983), *Biomedical image
/// processing*: the rolling ball that takes away the background.
pub(crate) fn background(standing: ArrayView2<'_, f32>) -> Array2<f32> {
    let (height, width) = standing.dim();
    let longer = height.max(width);
    let shrink = |side: usize| (side * SMALL.min(longer)).div_ceil(longer);
    let mut small = scale(standing, (shrink(height), shrink(width)));
    // What lies far below the paper is ink of the other kind, not light: it must not pull down what
    // it surrounds.
    let mut levels: Vec<f32> = small.iter().copied().collect();
    let lowest = *levels.select_nth_unstable_by(small.len() / LOWEST, f32::total_cmp).1;
    small.mapv_inplace(|level| level.max(lowest));
    let longer = small.nrows().max(small.ncols());
    let reach = (WINDOW * longer as f32 / 2.0).ceil() as usize;
    let low = extreme(extreme(small, reach, f32::min).reversed_axes(), reach, f32::min);
    let open = extreme(extreme(low, reach, f32::max).reversed_axes(), reach, f32::max);
    scale(open.view(), (height, width))
}

/// The extreme of each pixel and those up to `reach` rows above and below it.
fn extreme(from: Array2<f32>, reach: usize, of: fn(f32, f32) -> f32) -> Array2<f32> {
    let height = from.nrows();
    let mut to = from.clone();
    for (y, mut row) in to.rows_mut().into_iter().enumerate() {
        let near = y.saturating_sub(reach)..(y + reach + 1).min(height);
        for source in from.axis_iter(Axis(0)).skip(near.start).take(near.len()) {
            row.zip_mut_with(&source, |a, &b| *a = of(*a, b));
        }
    }
    to
}
