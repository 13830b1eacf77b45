//! Frames, and the edges of a sheet along a picture's border.

use crate::PixelBox;
use crate::pieces::Piece;

/// The pieces that are frames rather than ink.
///
/// A frame is a piece of straight sides, hollow, with sizeable ink in it; or a piece along the
/// picture's border that touches several of its sides while all sizeable ink elsewhere is clear of
/// the border, as it is not in a picture cut close around a digit.
pub(crate) fn frames(pieces: Vec<Piece>, (height, width): (usize, usize)) -> Vec<Piece> {
    let picture = PixelBox { top: 0, left: 0, height, width };
    let along_border: Vec<bool> = pieces.iter().map(|p| is_along_border(p, &picture)).collect();
    let mut rest = pieces
        .iter()
        .zip(&along_border)
        .filter(|(piece, along)| !**along && sizeable(&piece.bounds, &picture))
        .peekable();
    let is_clear =
        rest.peek().is_some() && rest.all(|(piece, _)| touched(&piece.bounds, &picture) == 0);
    let is_frame: Vec<bool> = pieces
        .iter()
        .zip(along_border)
        .map(|(piece, along)| {
            let holds = |other: &Piece| {
                is_inside(&other.bounds, &piece.bounds) && sizeable(&other.bounds, &piece.bounds)
            };
            (along && is_clear) || (is_hollow_rectangle(piece) && pieces.iter().any(holds))
        })
        .collect();
    let frames = pieces.into_iter().zip(is_frame).filter(|&(_, is_frame)| is_frame);
    frames.map(|(piece, _)| piece).collect()
}

/// Whether the ink of a box is large enough for a digit, or a part of one, in the other box.
pub(crate) fn sizeable(ink: &PixelBox, within: &PixelBox) -> bool {
    const LEAST: f32 = 0.1;
    let longer = ink.height.max(ink.width);
    longer >= 5 && longer as f32 >= LEAST * within.height.min(within.width) as f32
}

/// Whether a box is inside another one and touches none of its sides.
fn is_inside(inner: &PixelBox, outer: &PixelBox) -> bool {
    inner.top > outer.top
        && inner.left > outer.left
        && inner.top + inner.height < outer.top + outer.height
        && inner.left + inner.width < outer.left + outer.width
}

/// How many sides of the picture a box touches.
pub(crate) fn touched(ink: &PixelBox, picture: &PixelBox) -> usize {
    let sides = [
        ink.top == 0,
        ink.left == 0,
        ink.top + ink.height == picture.height,
        ink.left + ink.width == picture.width,
    ];
    sides.into_iter().filter(|&touches| touches).count()
}

fn is_hollow_rectangle(piece: &Piece) -> bool {
    const LEAST: usize = 12;
    let PixelBox { height, width, .. } = piece.bounds;
    height.min(width) >= LEAST && sides_followed(piece, &piece.bounds) == 4
}

fn is_along_border(piece: &Piece, picture: &PixelBox) -> bool {
    touched(&piece.bounds, picture) >= 2 && sides_followed(piece, picture) >= 1
}

/// How many sides of a box the piece follows for most of their length; 0 if it has much ink
/// elsewhere.
fn sides_followed(piece: &Piece, along: &PixelBox) -> usize {
    /// A side's band, as a share of the box; a little slant stays in it.
    const BAND: usize = 7;
    /// The share of a side that is followed, …
    const FOLLOWED: f32 = 0.8;
    /// … and the share of the ink that is in the bands.
    const IN_BANDS: f32 = 0.9;

    let PixelBox { top, left, height, width } = *along;
    let (rows, columns) = (height.div_ceil(BAND), width.div_ceil(BAND));
    let bands = |&(y, x): &(usize, usize)| {
        let (y, x) = (y - top, x - left);
        [(y < rows, x), (y >= height - rows, x), (x < columns, y), (x >= width - columns, y)]
    };
    let mut seen = [width, width, height, height].map(|length| vec![false; length]);
    for at in &piece.pixels {
        for ((is_in, place), seen) in bands(at).into_iter().zip(&mut seen) {
            seen[place] |= is_in;
        }
    }
    let follows = seen.map(|seen| {
        let length = seen.iter().filter(|&&seen| seen).count();
        length as f32 >= FOLLOWED * seen.len() as f32
    });
    let is_in_band = |at: &&(usize, usize)| {
        bands(at).into_iter().zip(follows).any(|((is_in, _), follows)| is_in && follows)
    };
    let in_bands = piece.pixels.iter().filter(is_in_band).count();
    if (in_bands as f32) < IN_BANDS * piece.pixels.len() as f32 {
        return 0;
    }
    follows.into_iter().filter(|&follows| follows).count()
}
