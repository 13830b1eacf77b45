//! A picture of one digit or more, each prepared as MNIST's makers prepared theirs.

use super::{Place, Reading, Rows};
use crate::console::note;
use anyhow::ensure;
use feedforward::digits::{self, Picture, PictureOptions, Prepared, PreparedDigits};
use ndarray::Array2;

/// A share of the picture's height or width that a digit seldom fills.
const LARGE_SHARE: f64 = 0.95;

/// One digit of a picture.
#[derive(Clone, Debug)]
pub(crate) struct Digit {
    /// The digit as the network gets it, and where it is.
    pub(crate) prepared: Prepared,
    /// What was done, in a line.
    pub(crate) preparation: String,
    /// Which digit of the picture it is, from 0.
    pub(crate) index: usize,
    /// How many digits the picture has.
    pub(crate) count: usize,
}

impl Digit {
    /// Whether the picture has no more digits after it, and has others before.
    pub(crate) fn ends_several(&self) -> bool {
        self.count > 1 && self.index + 1 == self.count
    }
}

pub(super) fn read(bytes: &[u8], reading: &Reading<'_>) -> anyhow::Result<Rows> {
    let picture = digits::read_picture(bytes)?;
    ensure!(
        reading.index.is_none(),
        "--index is for files of several inputs, and this is one picture"
    );
    ensure!(reading.divide.is_none(), "--divide is for numbers, and this is a picture");
    let found = digits::prepare_digits(&picture, &PictureOptions { ink: reading.ink })?;
    note_separate_marks(&found);
    let found = found.digits;
    let inputs = reading.inputs();
    let mut x = Array2::zeros((found.len(), inputs));
    let mut places = Vec::with_capacity(found.len());
    let count = found.len();
    if count > 1 {
        note(format_args!("the picture has {count} separate digits, read from left to right"));
    }
    for (index, (prepared, mut row)) in found.into_iter().zip(x.rows_mut()).enumerate() {
        let pixels = prepared.pixels.len();
        ensure!(
            pixels == inputs,
            "the network takes {inputs} inputs, but a picture becomes {pixels}: is it for another task?"
        );
        warn_of_size(&prepared, &picture);
        row.iter_mut()
            .zip(&prepared.pixels)
            .for_each(|(input, &pixel)| *input = reading.model.description().pixel_input(pixel));
        let preparation = preparation(&prepared, &picture);
        let digit = Some(Digit { prepared, preparation, index, count });
        places.push(Place { digit, ..Place::default() });
    }
    Ok(Rows { x, places })
}

fn preparation(prepared: &Prepared, picture: &Picture) -> String {
    let (width, height) = (picture.width(), picture.height());
    format!("{width} x {height} pixels, {}; {}", prepared.ink, prepared.preparation)
}

/// Prints a note if the ink fills the picture: a part of the digit may be cut off.
fn warn_of_size(prepared: &Prepared, picture: &Picture) {
    let share = |part: usize, whole: usize| part as f64 / whole as f64;
    let bounds = prepared.bounds;
    let [height, width] =
        [share(bounds.height, picture.height()), share(bounds.width, picture.width())];
    if height.min(width) > LARGE_SHARE {
        note(format_args!(
            "the ink fills {:.0} % of the picture: is the whole digit in it?",
            100.0 * height * width
        ));
    }
}

/// Prints a note on marks that are not read as digits of their own.
fn note_separate_marks(found: &PreparedDigits) {
    if found.joined > 0 {
        let (are, they_are) = match found.joined {
            1 => ("1 separate mark is".to_owned(), "it is"),
            count => (format!("{count} separate marks are"), "they are"),
        };
        note(format_args!(
            "{are} read as part of a digit: crop the picture to one digit if {they_are} not"
        ));
    }
    if !found.left_out.is_empty() {
        let (are, it_is) = match found.left_out.len() {
            1 => ("1 separate mark is".to_owned(), "it if it is"),
            count => (format!("{count} separate marks are"), "them if they are"),
        };
        note(format_args!(
            "{are} left out, too small and too far from a digit: crop the picture to {it_is} to be read"
        ));
    }
}
