//! Which pieces of ink make up one digit.

use crate::PixelBox;
use crate::pieces::{Piece, pieces};
use ndarray::Array2;

/// More pieces than these are not told apart: they are the ink of one thing.
const MOST_PIECES: usize = 64;

/// A digit is at least this share of the tallest one's height; what is smaller is a part of one.
const LEAST_HEIGHT: f32 = 0.4;

/// Gaps up to this share of the height are gaps within a digit.
const GAP: f32 = 0.06;

/// Parts of one digit overlap by this share of the narrower one's width.
const OVERLAP: f32 = 0.3;

/// A part further away than this share of the tallest digit's height is left out.
const FURTHEST: f32 = 0.3;

/// Ink of one digit.
pub(crate) struct Mark {
    pub(crate) pixels: Vec<(usize, usize)>,
    pub(crate) bounds: PixelBox,
}

/// The ink of a picture as digits.
pub(crate) struct Marks {
    /// In the order in which they are read: row by row, from left to right.
    pub(crate) digits: Vec<Mark>,
    /// How many separate marks are parts of a digit without touching it nearly.
    pub(crate) joined: usize,
    /// What is too small for a digit and too far from all.
    pub(crate) left_out: Vec<Mark>,
}

impl Mark {
    fn of(piece: Piece) -> Self {
        Self { pixels: piece.pixels, bounds: piece.bounds }
    }

    fn take(&mut self, other: Self) {
        self.pixels.extend(other.pixels);
        self.bounds = self.bounds.with(&other.bounds);
    }
}

/// The ink as digits.
///
/// Pieces that stand above each other or touch but for a small gap are one digit, as are a broken 5
/// or a 4 of two strokes; a piece too low for a digit belongs to the nearest one, or is left out
/// if it is far from all.
pub(crate) fn marks(mask: &Array2<bool>) -> Marks {
    let mut marks: Vec<Mark> = pieces(mask).into_iter().map(Mark::of).collect();
    if marks.len() > MOST_PIECES {
        let joined = marks.len();
        return Marks { digits: vec![all(marks)], joined, left_out: vec![] };
    }
    while let Some((kept, joined)) = first_pair(&marks) {
        let joined = marks.remove(joined);
        marks[kept].take(joined);
    }
    let tallest = marks.iter().map(size).max().unwrap_or(0) as f32;
    let (mut digits, parts): (Vec<_>, Vec<_>) =
        marks.into_iter().partition(|mark| size(mark) as f32 >= LEAST_HEIGHT * tallest);
    let (mut joined, mut left_out) = (0, Vec::new());
    for part in parts {
        let nearest = digits.iter_mut().min_by_key(|digit| gaps(&digit.bounds, &part.bounds));
        if let Some(digit) = nearest
            && gaps(&digit.bounds, &part.bounds) as f32 <= FURTHEST * tallest
        {
            digit.take(part);
            joined += 1;
        } else {
            left_out.push(part);
        }
    }
    Marks { digits: in_reading_order(digits), joined, left_out }
}

fn all(marks: Vec<Mark>) -> Mark {
    let joined = marks.into_iter().reduce(|mut all, mark| {
        all.take(mark);
        all
    });
    joined.expect("there are more than a few")
}

/// The height, or for a flat mark the width: a bar may be a 1 that lies down.
fn size(mark: &Mark) -> usize {
    mark.bounds.height.max(mark.bounds.width / 2)
}

/// Two marks that belong together, the one that is kept first.
fn first_pair(marks: &[Mark]) -> Option<(usize, usize)> {
    let pairs = (0..marks.len()).flat_map(|i| (i + 1..marks.len()).map(move |j| (i, j)));
    pairs.into_iter().find(|&(i, j)| belong_together(&marks[i].bounds, &marks[j].bounds))
}

fn belong_together(a: &PixelBox, b: &PixelBox) -> bool {
    let taller = a.height.max(b.height).max(a.width.max(b.width) / 2) as f32;
    let across = gap((a.left, a.width), (b.left, b.width));
    let down = gap((a.top, a.height), (b.top, b.height));
    let narrower = a.width.min(b.width) as f32;
    let is_above = across as f32 <= -OVERLAP * narrower && (down as f32) < 4.0 * GAP * taller;
    let is_beside = across as f32 <= GAP * taller && (down as f32) < GAP * taller;
    is_above || is_beside
}

/// Pixels between two spans; negative by as much as they overlap.
fn gap((a, a_length): (usize, usize), (b, b_length): (usize, usize)) -> isize {
    let end = (a + a_length).min(b + b_length) as isize;
    a.max(b) as isize - end
}

/// The distance between two boxes, by the larger of its two directions.
fn gaps(a: &PixelBox, b: &PixelBox) -> isize {
    gap((a.left, a.width), (b.left, b.width)).max(gap((a.top, a.height), (b.top, b.height)))
}

/// Rows of digits from top to bottom, each from left to right.
fn in_reading_order(mut marks: Vec<Mark>) -> Vec<Mark> {
    marks.sort_by_key(|mark| (mark.bounds.top, mark.bounds.left));
    let mut ordered: Vec<Mark> = Vec::with_capacity(marks.len());
    while !marks.is_empty() {
        // A row is what has its middle beside the topmost digit.
        let PixelBox { top, height, .. } = marks[0].bounds;
        let middle = |mark: &Mark| mark.bounds.top + mark.bounds.height / 2;
        let (mut row, rest): (Vec<_>, Vec<_>) =
            marks.into_iter().partition(|mark| middle(mark) < top + height);
        row.sort_by_key(|mark| mark.bounds.left);
        ordered.extend(row);
        marks = rest;
    }
    ordered
}
