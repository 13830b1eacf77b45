//! A sheet of paper that lies on a desk.

use crate::PixelBox;
use crate::frames::touched;
use crate::pieces::{filled, pieces};
use ndarray::Array2;

/// The inside of a sheet: of a piece that is large, filled, and rectangular up to its corners.
pub(crate) fn sheet(mask: &Array2<bool>) -> Option<PixelBox> {
    /// The share of the picture that a sheet's box has at least, …
    const LEAST_AREA: f32 = 0.3;
    /// … the share of its box that it fills, together with what is drawn on it, …
    const FILLED: f32 = 0.85;
    /// … and the share of that which nothing is drawn on.
    const PLAIN: f32 = 0.65;
    /// The side of a corner as a share of the sheet's shorter side, and how full corners are; the
    /// box of a round or rounded shape has emptier ones.
    const CORNER: usize = 10;
    const FULL_CORNER: f32 = 0.5;
    /// The shortest side of a sheet.
    const LEAST: usize = 16;

    let (height, width) = mask.dim();
    let picture = PixelBox { top: 0, left: 0, height, width };
    let piece = pieces(mask).into_iter().max_by_key(|piece| piece.pixels.len())?;
    let bounds = piece.bounds;
    let area = (bounds.height * bounds.width) as f32;
    let shorter = bounds.height.min(bounds.width);
    if shorter < LEAST
        || area < LEAST_AREA * (height * width) as f32
        || touched(&bounds, &picture) > 1
        || (piece.pixels.len() as f32) < PLAIN * FILLED * area
    {
        return None;
    }
    let filled = filled(&piece);
    let count = |part: &PixelBox| part.of(filled.view()).iter().filter(|&&f| f).count() as f32;
    let mut inside = PixelBox { top: 0, left: 0, ..bounds };
    let all = count(&inside);
    if all < FILLED * area || (piece.pixels.len() as f32) < PLAIN * all {
        return None;
    }
    let side = (shorter / CORNER).max(2);
    let [last_top, last_left] = [bounds.height - side, bounds.width - side];
    for (top, left) in [(0, 0), (0, last_left), (last_top, 0), (last_top, last_left)] {
        let corner = PixelBox { top, left, height: side, width: side };
        if count(&corner) < FULL_CORNER * (side * side) as f32 {
            return None;
        }
    }
    // The edge itself may be blurred.
    let blur = 1 + shorter / 64;
    // Sides are moved inwards, the emptiest first, until they are full: the sheet may be slanted.
    loop {
        let PixelBox { top, left, height, width } = inside;
        if height.min(width) < LEAST.max(2 * blur + 1) {
            return None;
        }
        let row = |top| PixelBox { top, height: 1, ..inside };
        let column = |left| PixelBox { left, width: 1, ..inside };
        let sides = [row(top), row(top + height - 1), column(left), column(left + width - 1)];
        let gaps = sides.map(|side| 1.0 - count(&side) / (side.height * side.width) as f32);
        let emptiest = (0..4).max_by(|&a, &b| gaps[a].total_cmp(&gaps[b]))?;
        if gaps[emptiest] <= 0.0 {
            break;
        }
        match emptiest {
            0 => (inside.top, inside.height) = (top + 1, height - 1),
            1 => inside.height = height - 1,
            2 => (inside.left, inside.width) = (left + 1, width - 1),
            _ => inside.width = width - 1,
        }
    }
    Some(PixelBox {
        top: bounds.top + inside.top + blur,
        left: bounds.left + inside.left + blur,
        height: inside.height - 2 * blur,
        width: inside.width - 2 * blur,
    })
}
