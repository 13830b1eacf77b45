//! Why what a network reads in a picture may be no digit at all.

use crate::Prepared;
use crate::likeness::unlikeness;
use ndarray::{Array2, ArrayView2};
use std::fmt;

/// Unlikeness and surprise together above which a digit is doubtful.
const MOST_UNLIKE: f32 = 0.8;

/// Strokes are at most this thick in the field.
const THICKEST: f32 = 5.0;

/// The most holes of a digit, an 8.
const MOST_HOLES: usize = 2;

/// A digit is at most this many times as wide as high.
const WIDEST: f32 = 1.8;

/// Why a picture may not be the digit that a network reads in it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Doubt {
    /// It is far from what the digit looks like in MNIST, or the network itself hesitates.
    Unlike {
        /// The digit.
        digit: usize,
        /// Unlikeness and surprise together; 0.8 and less is no doubt.
        doubt: f32,
    },
    /// Its strokes are too thick for strokes: it is a blob.
    Blob {
        /// Their thickness in pixels of the field, 28 wide.
        stroke: f32,
    },
    /// It has more holes than an 8.
    Holes {
        /// How many.
        holes: usize,
    },
    /// It is too wide for one digit: there may be several that touch.
    Wide {
        /// Width over height.
        ratio: f32,
    },
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Unlike { digit, doubt } => {
                write!(
                    f,
                    "unlike most handwritten {digit}s (doubt {doubt:.2}, where {MOST_UNLIKE} is the most)"
                )
            }
            Self::Blob { stroke } => {
                write!(
                    f,
                    "strokes {stroke:.1} pixels thick where digits have at most {THICKEST}: a blob?"
                )
            }
            Self::Holes { holes } => {
                write!(f, "{holes} holes where digits have at most {MOST_HOLES}")
            }
            Self::Wide { ratio } => {
                write!(f, "{ratio:.1} times as wide as high: do several digits touch?")
            }
        }
    }
}

/// Why a prepared picture may not be the digit that a network reads in it with a probability; no
/// doubt for nearly all digits, so that an answer with any is "not sure".
///
/// A network of ten classes has to choose one of them, so that a letter may have a probability
/// near 1. Four rules look at the picture itself:
///
/// 1. `d² / d²₉₉ - ln p` is at most 0.8. `d` is the distance of the picture from the mean of its
///    class, in the class's own deviations (Mahalanobis): along 32 principal components by their
///    variances, across them by the variance of the rest. Of the class's training digits 1 of 100 is
///    further away than `d₉₉`. `p` is the probability.
/// 2. Strokes are at most 5 pixels thick in the field before they are thinned.
/// 3. There are at most 2 holes, of at least 2 pixels in the field.
/// 4. The ink is at most 1.8 times as wide as high.
///
/// With the built-in network 3 of 100 of MNIST's test digits have a doubt, among them half of those
/// that it reads wrong; of letters that look like no digit, made by `tests/photographs/make.py` in
/// 63 fonts and by pen, two of three have. A letter may thus pass for a digit: the rules make this
/// rarer, not impossible.
///
/// # Panics
///
/// If `digit` is above 9.
///
/// # References
///
/// Mahalanobis (1936), *On the generalised distance in statistics*; Hinton, Dayan, Revow (1997),
/// *Modeling the manifolds of images of handwritten digits*; Hendrycks, Gimpel (2017), *A baseline
/// for detecting misclassified and out-of-distribution examples in neural networks*.
pub fn doubts(prepared: &Prepared, digit: usize, probability: f32) -> Vec<Doubt> {
    assert!(digit < 10, "{digit} is no digit");
    let pixels = prepared.pixels.view();
    let doubt = unlikeness(pixels, digit) - probability.max(f32::MIN_POSITIVE).ln();
    let (stroke, holes) = (prepared.stroke, holes(pixels));
    let ratio = prepared.bounds.width as f32 / prepared.bounds.height as f32;
    let all = [
        (doubt > MOST_UNLIKE || doubt.is_nan()).then_some(Doubt::Unlike { digit, doubt }),
        (stroke > THICKEST).then_some(Doubt::Blob { stroke }),
        (holes > MOST_HOLES).then_some(Doubt::Holes { holes }),
        (ratio > WIDEST).then_some(Doubt::Wide { ratio }),
    ];
    all.into_iter().flatten().collect()
}

/// Regions of at least 2 pixels without ink that ink surrounds.
fn holes(pixels: ArrayView2<'_, u8>) -> usize {
    /// Pixels of this level and above are ink.
    const INK: u8 = 128;
    const LEAST: usize = 2;

    let (height, width) = pixels.dim();
    let mut seen: Array2<bool> = pixels.mapv(|pixel| pixel >= INK);
    let mut holes = 0;
    for start in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        let mut stack = vec![start];
        let (mut size, mut is_closed) = (0, true);
        while let Some((y, x)) = stack.pop() {
            match seen.get_mut((y, x)) {
                Some(seen) if *seen => continue,
                Some(seen) => *seen = true,
                None => {
                    is_closed = false;
                    continue;
                }
            }
            size += 1;
            // Ink is connected by its corners, so what it surrounds is connected by sides only.
            stack.extend([(y.wrapping_sub(1), x), (y + 1, x), (y, x.wrapping_sub(1)), (y, x + 1)]);
        }
        holes += usize::from(is_closed && size >= LEAST);
    }
    holes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Picture, PictureOptions, prepare_picture};

    #[test]
    fn holes_are_counted() {
        let ring =
            |y: usize, x: usize| y.abs_diff(x) > 0 && (y.is_multiple_of(5) || x.is_multiple_of(5));
        let grid = Array2::from_shape_fn((11, 11), |(y, x)| if ring(y, x) { 255 } else { 0 });
        assert_eq!(holes(Array2::zeros((28, 28)).view()), 0);
        assert!(holes(grid.view()) >= 2);
    }

    #[test]
    fn a_disc_is_a_blob() {
        let disc = Array2::from_shape_fn((60, 60), |(y, x)| {
            let square = y.abs_diff(30).pow(2) + x.abs_diff(30).pow(2);
            if square < 200 { 0u8 } else { 255 }
        });
        let picture = Picture::from_gray(disc).unwrap();
        let prepared = prepare_picture(&picture, &PictureOptions::default()).unwrap();
        let doubts = doubts(&prepared, 0, 1.0);
        assert!(doubts.iter().any(|doubt| matches!(doubt, Doubt::Blob { .. })), "{doubts:?}");
    }
}
