//! Strips along a picture's sides that are not the paper: a desk, or the page around a screenshot.

use crate::PixelBox;
use crate::scale::scale;
use ndarray::{Array2, ArrayView2, Axis};

/// The longer side of the picture in which strips are looked for.
const SMALL: usize = 200;

/// The least step in grey levels between a strip and the paper.
const LEAST_STEP: f32 = 20.0;

/// The share of a strip's edge along which the step is seen.
const ALONG: f32 = 0.85;

/// The share of a side that an edge takes at least; a slanted strip may end before the corner.
const LEAST_LENGTH: f32 = 0.6;

/// The deepest strip, as a share of the picture.
const DEEPEST: f32 = 0.4;

/// The steepest edge, in rows per column.
const STEEPEST: f32 = 0.1;

/// The part of a picture inside the strips along its sides; `None` if there are none.
///
/// A strip ends in a straight edge that is nearly parallel to a side and as long, with a step of the
/// same sign nearly all along it. Lines, straight or slanted, are tried one by one on a small copy
/// of the picture, as in a Hough transform of the step's place and slope. A ruled line is no strip:
/// there is paper on both of its sides.
///
/// # References
///
/// Duda, Hart (1972), *Use of the Hough transformation to detect lines and curves in pictures*.
pub(crate) fn inside_strips(gray: ArrayView2<'_, f32>) -> Option<PixelBox> {
    /// A screenshot of a photograph may have two strips at a side.
    const ROUNDS: usize = 6;
    const LEAST_SIDE: usize = 16;

    let (height, width) = gray.dim();
    let longer = height.max(width);
    let shrink = |side: usize| (side * SMALL.min(longer)).div_ceil(longer);
    let small = scale(gray, (shrink(height), shrink(width)));
    let whole = PixelBox { top: 0, left: 0, height: small.nrows(), width: small.ncols() };
    let mut inside = whole;
    for _ in 0..ROUNDS {
        if inside.height.min(inside.width) < LEAST_SIDE {
            break;
        }
        let part = inside.of(small.view());
        let strips = Side::ALL.map(|side| side.first(part).and_then(|seen| strip(seen.view())));
        let Some((side, strip)) = Side::ALL
            .into_iter()
            .zip(strips)
            .filter_map(|(side, strip)| Some((side, strip?)))
            .max_by(|(_, a), (_, b)| a.step.total_cmp(&b.step))
        else {
            break;
        };
        inside = side.cut(inside, strip.depth);
    }
    (inside != whole).then(|| inside.in_picture(small.dim(), gray.dim()))
}

/// A strip along the first rows.
struct Strip {
    /// Rows as far as its edge reaches, blur included.
    depth: usize,
    /// The mean step at its edge.
    step: f32,
}

/// The strip with the clearest edge.
fn strip(seen: ArrayView2<'_, f32>) -> Option<Strip> {
    let (height, width) = seen.dim();
    let deepest = (DEEPEST * height as f32) as isize;
    // Neighbouring slopes differ by half a row at the ends.
    let slopes = (STEEPEST * width as f32) as isize;
    let mut best: Option<Strip> = None;
    for slope in -slopes..=slopes {
        for middle in 1..deepest {
            let row = |x: usize| {
                middle + slope * (2 * x as isize - width as isize) / (2 * width as isize)
            };
            let Some(step) = step(seen, row) else { continue };
            let depth = (row(0).max(row(width - 1)) + 2) as usize;
            if best.as_ref().is_none_or(|best| step > best.step) && depth < height / 2 {
                best = Some(Strip { depth, step });
            }
        }
    }
    best
}

/// The mean step from above a line to below it, if nearly all of the line has one.
fn step(seen: ArrayView2<'_, f32>, row: impl Fn(usize) -> isize) -> Option<f32> {
    /// Rows from the edge at which levels are compared: the edge itself may be blurred.
    const NEAR: isize = 1;
    const FAR: isize = 3;
    let (height, width) = seen.dim();
    let least = (LEAST_LENGTH * width as f32) as usize;
    let most_missed = ((1.0 - ALONG) * width as f32) as usize;
    let (mut counted, mut darker, mut lighter, mut sum) = (0usize, 0usize, 0usize, 0.0);
    for x in 0..width {
        let row = row(x);
        if row < 1 || row + FAR >= height as isize {
            continue;
        }
        counted += 1;
        let at = |y: isize| seen[(y.max(0) as usize, x)];
        let [out, further] = [at(row - NEAR), at(row - FAR - 1)];
        let [in_, deeper] = [at(row + NEAR), at(row + FAR)];
        let [low, high] = [out.min(further), out.max(further)];
        if in_.min(deeper) - high > LEAST_STEP {
            darker += 1;
            sum += in_.min(deeper) - high;
        } else if low - in_.max(deeper) > LEAST_STEP {
            lighter += 1;
            sum += low - in_.max(deeper);
        }
        if counted - darker.max(lighter) > most_missed {
            return None;
        }
    }
    let seen = darker.max(lighter);
    let is_edge = counted >= least.max(8) && seen as f32 >= ALONG * counted as f32;
    is_edge.then(|| sum / seen as f32)
}

#[derive(Clone, Copy, Debug)]
enum Side {
    Top,
    Bottom,
    Left,
    Right,
}

impl Side {
    const ALL: [Self; 4] = [Self::Top, Self::Bottom, Self::Left, Self::Right];

    /// The picture turned so that this side's rows come first.
    fn first(self, part: ArrayView2<'_, f32>) -> Option<Array2<f32>> {
        let mut turned = match self {
            Self::Top | Self::Bottom => part,
            Self::Left | Self::Right => part.reversed_axes(),
        };
        if matches!(self, Self::Bottom | Self::Right) {
            turned.invert_axis(Axis(0));
        }
        (!turned.is_empty()).then(|| turned.to_owned())
    }

    /// The box without its outermost `depth` pixels at this side.
    fn cut(self, whole: PixelBox, depth: usize) -> PixelBox {
        let PixelBox { top, left, height, width } = whole;
        match self {
            Self::Top => PixelBox { top: top + depth, height: height - depth, ..whole },
            Self::Bottom => PixelBox { height: height - depth, ..whole },
            Self::Left => PixelBox { left: left + depth, width: width - depth, ..whole },
            Self::Right => PixelBox { width: width - depth, ..whole },
        }
    }
}
