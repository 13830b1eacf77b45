//! The thickness of strokes: measured, added to and taken from.

use crate::PixelBox;
use crate::pieces::pieces;
use ndarray::{Array2, ArrayView2, Zip};

/// The mean thickness of strokes in pixels: twice the area over the length of the outline.
///
/// Exact for a long straight stroke along an axis; up to a factor of √2 less for a diagonal one,
/// whose outline is counted in steps.
pub(crate) fn thickness(mask: ArrayView2<'_, bool>) -> f64 {
    let (height, width) = mask.dim();
    let is_ink = |y: usize, x: usize| y < height && x < width && mask[(y, x)];
    let mut area = 0u64;
    let mut outline = 0u64;
    for ((y, x), _) in mask.indexed_iter().filter(|&(_, &is_ink)| is_ink) {
        area += 1;
        let sides = [(y.wrapping_sub(1), x), (y + 1, x), (y, x.wrapping_sub(1)), (y, x + 1)];
        outline += sides.into_iter().filter(|&(y, x)| !is_ink(y, x)).count() as u64;
    }
    2.0 * area as f64 / outline.max(1) as f64
}

/// Adds `radius` pixels of full ink around the mask; the outermost ones are partly covered.
///
/// The arrays grow on each side by `radius` rounded up.
pub(crate) fn thicken(
    strength: ArrayView2<'_, f32>,
    mask: ArrayView2<'_, bool>,
    radius: f32,
) -> Array2<f32> {
    let margin = radius.ceil() as usize;
    let (height, width) = strength.dim();
    let mut distance = Array2::from_elem((height + 2 * margin, width + 2 * margin), f32::INFINITY);
    for ((y, x), _) in mask.indexed_iter().filter(|&(_, &is_ink)| is_ink) {
        distance[(y + margin, x + margin)] = 0.0;
    }
    spread_distances(&mut distance);
    let mut thick = distance.mapv(|d| (radius + 1.0 - d).clamp(0.0, 1.0));
    for ((y, x), &s) in strength.indexed_iter() {
        let thick = &mut thick[(y + margin, x + margin)];
        *thick = thick.max(s);
    }
    thick
}

/// Turns 0 at ink and infinity elsewhere into the distance to the nearest ink, in two passes.
///
/// Steps count 1 along an axis and √2 along a diagonal: at most 8 % too far.
///
/// # References
///
/// Borgefors (1986), *Distance transformations in digital images*.
fn spread_distances(distance: &mut Array2<f32>) {
    use std::f32::consts::SQRT_2;
    const BEFORE: [(isize, isize, f32); 4] =
        [(-1, -1, SQRT_2), (-1, 0, 1.0), (-1, 1, SQRT_2), (0, -1, 1.0)];
    let (height, width) = distance.dim();
    let mut relax = |y: usize, x: usize, direction: isize| {
        for (dy, dx, step) in BEFORE {
            let ny = y.wrapping_add_signed(direction * dy);
            let nx = x.wrapping_add_signed(direction * dx);
            if ny < height && nx < width {
                distance[(y, x)] = distance[(y, x)].min(distance[(ny, nx)] + step);
            }
        }
    };
    for y in 0..height {
        (0..width).for_each(|x| relax(y, x, 1));
    }
    for y in (0..height).rev() {
        (0..width).rev().for_each(|x| relax(y, x, -1));
    }
}

/// Takes `radius` pixels off the mask all around; what is left at its edge is partly covered.
///
/// `None` if that would tear a stroke apart or leave nothing of it.
pub(crate) fn thin(
    strength: ArrayView2<'_, f32>,
    mask: ArrayView2<'_, bool>,
    radius: f32,
) -> Option<Array2<f32>> {
    let (height, width) = mask.dim();
    // One pixel of paper all around: strokes may touch the border.
    let mut distance = Array2::zeros((height + 2, width + 2));
    for (at, _) in mask.indexed_iter().filter(|&(_, &is_ink)| is_ink) {
        distance[(at.0 + 1, at.1 + 1)] = f32::INFINITY;
    }
    spread_distances(&mut distance);
    let distance = PixelBox { top: 1, left: 1, height, width }.of(distance.view());
    let left = distance.mapv(|d| d > radius + 0.5);
    let before = pieces(&mask.to_owned()).len();
    if !left.iter().any(|&is_ink| is_ink) || pieces(&left).len() != before {
        return None;
    }
    Some(Zip::from(distance).and(strength).map_collect(|&d, &s| s * (d - radius).clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_straight_stroke_has_its_thickness() {
        let stroke = Array2::from_elem((3, 300), true);
        assert!((thickness(stroke.view()) - 3.0).abs() < 0.05);
    }

    #[test]
    fn thickening_widens_on_both_sides() {
        let (strength, mask) = (Array2::from_elem((1, 1), 1.0), Array2::from_elem((1, 1), true));
        let thick = thicken(strength.view(), mask.view(), 1.5);
        assert_eq!(thick.dim(), (5, 5));
        assert_eq!(thick.row(2), array![0.5, 1.0, 1.0, 1.0, 0.5]);
    }

    #[test]
    fn thinning_narrows_on_both_sides_and_tears_nothing_apart() {
        let (strength, mask) = (Array2::from_elem((9, 9), 1.0), Array2::from_elem((9, 9), true));
        let thin_square = thin(strength.view(), mask.view(), 2.0).unwrap();
        assert_eq!(thin_square.row(4), array![0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0]);
        assert_eq!(thin(strength.view(), mask.view(), 6.0), None);
        let dumb_bell =
            Array2::from_shape_fn((9, 30), |(y, x)| !(9..21).contains(&x) || y.abs_diff(4) <= 1);
        let strength = Array2::from_elem(dumb_bell.dim(), 1.0);
        assert_eq!(thin(strength.view(), dumb_bell.view(), 3.0), None);
    }
}
