//! Pieces of ink: what is connected.

use crate::PixelBox;
use ndarray::Array2;

/// A piece of ink is a speck of dirt if it is smaller than this share of the largest piece.
const SPECK_SHARE: f32 = 0.03;

/// Ink that is connected.
pub(crate) struct Piece {
    pub(crate) pixels: Vec<(usize, usize)>,
    pub(crate) bounds: PixelBox,
}

pub(crate) fn pieces(mask: &Array2<bool>) -> Vec<Piece> {
    let mut seen = Array2::from_elem(mask.dim(), false);
    let mut pieces = Vec::new();
    for (start, &is_ink) in mask.indexed_iter() {
        if is_ink && !seen[start] {
            pieces.push(piece(mask, &mut seen, start));
        }
    }
    pieces
}

/// The pixels that are connected with `start`, by their sides or corners.
fn piece(mask: &Array2<bool>, seen: &mut Array2<bool>, start: (usize, usize)) -> Piece {
    let mut pixels = vec![start];
    seen[start] = true;
    let (mut first, mut last) = (start, start);
    let mut done = 0;
    while done < pixels.len() {
        let (y, x) = pixels[done];
        first = (first.0.min(y), first.1.min(x));
        last = (last.0.max(y), last.1.max(x));
        for at in neighbours((y, x), mask.dim()) {
            if mask[at] && !seen[at] {
                seen[at] = true;
                pixels.push(at);
            }
        }
        done += 1;
    }
    let ((top, left), (bottom, right)) = (first, last);
    let bounds = PixelBox { top, left, height: bottom - top + 1, width: right - left + 1 };
    Piece { pixels, bounds }
}

/// The pixel itself and the up to eight around it.
pub(crate) fn neighbours(
    (y, x): (usize, usize),
    (height, width): (usize, usize),
) -> impl Iterator<Item = (usize, usize)> {
    let rows = y.saturating_sub(1)..(y + 2).min(height);
    rows.flat_map(move |y| (x.saturating_sub(1)..(x + 2).min(width)).map(move |x| (y, x)))
}

/// The pixels that have ink among their neighbours.
pub(crate) fn beside(mask: &Array2<bool>) -> Array2<bool> {
    let mut near = Array2::from_elem(mask.dim(), false);
    for (at, _) in mask.indexed_iter().filter(|&(_, &is_ink)| is_ink) {
        for neighbour in neighbours(at, mask.dim()) {
            near[neighbour] = true;
        }
    }
    near
}

/// The piece in its box, its holes filled.
pub(crate) fn filled(piece: &Piece) -> Array2<bool> {
    let PixelBox { top, left, height, width } = piece.bounds;
    let mut filled = Array2::from_elem((height, width), true);
    let mut is_ink = Array2::from_elem((height, width), false);
    for &(y, x) in &piece.pixels {
        is_ink[(y - top, x - left)] = true;
    }
    let is_border = |&((y, x), _): &((usize, usize), &bool)| {
        y == 0 || x == 0 || y + 1 == height || x + 1 == width
    };
    let mut outside: Vec<_> = is_ink
        .indexed_iter()
        .filter(is_border)
        .map(|(at, _)| at)
        .filter(|&at| !is_ink[at])
        .collect();
    outside.iter().for_each(|&at| filled[at] = false);
    while let Some((y, x)) = outside.pop() {
        // What is connected by its corners holds together, so what is outside goes by sides only.
        let sides = [(y.wrapping_sub(1), x), (y + 1, x), (y, x.wrapping_sub(1)), (y, x + 1)];
        for at in sides {
            if filled.get(at) == Some(&true) && !is_ink[at] {
                filled[at] = false;
                outside.push(at);
            }
        }
    }
    filled
}

/// Takes pieces of ink out that are much smaller than the largest one.
pub(crate) fn remove_specks(mask: &mut Array2<bool>) {
    let pieces = pieces(mask);
    let largest = pieces.iter().map(|piece| piece.pixels.len()).max().unwrap_or(0);
    let least = SPECK_SHARE * largest as f32;
    let specks = pieces.iter().filter(|piece| (piece.pixels.len() as f32) < least);
    for &at in specks.flat_map(|piece| &piece.pixels) {
        mask[at] = false;
    }
}
