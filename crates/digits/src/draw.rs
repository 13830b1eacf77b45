//! Digits to look at: as text and as a sheet.

use crate::{DigitsError, PixelBox};
use image::{GrayImage, ImageFormat};
use ndarray::{Array2, ArrayView2, ArrayView3, Axis};
use std::io::Cursor;
use std::num::NonZeroUsize;

/// A pixel from this level on is drawn as ink, …
const INK: u8 = 96;

/// … and two pixels above each other that are both weaker as a shade if their mean is from this on.
const SHADE: u16 = 40;

/// Pixels between the pictures of a sheet.
const GAP: usize = 2;

/// The grey level between the pictures of a sheet.
const GAP_LEVEL: u8 = 96;

/// The most pixels that a sheet may have.
const MAX_SHEET: u64 = 64 << 20;

/// Draws a digit as text that can be read without colour: a character for two pixels, one above the
/// other, and a line for two rows.
///
/// `█`, `▀` and `▄` are ink, `░` is a faint edge. Every line has as many characters as the digit
/// has columns, so that digits can be put side by side.
///
/// # Examples
///
/// ```
/// let digit = ndarray::array![[0u8, 255, 255], [0, 0, 255], [0, 60, 255]];
/// assert_eq!(feedforward_digits::draw_text(digit.view()), " ▀█\n  ▀\n");
/// ```
pub fn draw_text(pixels: ArrayView2<'_, u8>) -> String {
    let mut text = String::with_capacity(3 * pixels.len());
    for rows in pixels.axis_chunks_iter(Axis(0), 2) {
        for pair in rows.columns() {
            let upper = pair[0];
            let lower = pair.get(1).copied().unwrap_or(0);
            text.push(match (upper >= INK, lower >= INK) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                _ if (u16::from(upper) + u16::from(lower)) / 2 >= SHADE => '░',
                _ => ' ',
            });
        }
        text.push('\n');
    }
    text
}

/// Draws pictures on a sheet, row after row, and gives the bytes of a grey PNG file.
///
/// # Shapes
///
/// `images` is `[n, height, width]`.
///
/// # Errors
///
/// [`DigitsError::SheetSize`] if there is nothing to draw or the sheet would exceed 64 Mi pixels.
///
/// # Examples
///
/// ```
/// use std::num::NonZeroUsize;
///
/// let digits = feedforward_digits::test_set()?.slice(0..30)?;
/// let png = feedforward_digits::sheet(digits.images(), NonZeroUsize::new(10).unwrap())?;
/// assert!(png.starts_with(b"\x89PNG"));
/// # Ok::<(), feedforward_digits::DigitsError>(())
/// ```
pub fn sheet(images: ArrayView3<'_, u8>, columns: NonZeroUsize) -> Result<Vec<u8>, DigitsError> {
    let (count, height, width) = images.dim();
    let columns = columns.get().min(count.max(1));
    let side = |tiles: usize, length: usize| {
        (length as u64 + GAP as u64).saturating_mul(tiles as u64).saturating_add(GAP as u64)
    };
    let rows = count.div_ceil(columns);
    let (sheet_width, sheet_height) = (side(columns, width), side(rows, height));
    if images.is_empty() || sheet_width.saturating_mul(sheet_height) > MAX_SHEET {
        return Err(DigitsError::SheetSize {
            count,
            columns,
            width: sheet_width,
            height: sheet_height,
            limit: MAX_SHEET,
        });
    }
    let mut pixels = Array2::from_elem((sheet_height as usize, sheet_width as usize), GAP_LEVEL);
    for (i, image) in images.outer_iter().enumerate() {
        let top = GAP + i / columns * (height + GAP);
        let left = GAP + i % columns * (width + GAP);
        let place = PixelBox { top, left, height, width };
        place.of_mut(pixels.view_mut()).assign(&image);
    }
    Ok(png(pixels))
}

fn png(pixels: Array2<u8>) -> Vec<u8> {
    let (height, width) = pixels.dim();
    let (pixels, _) = pixels.into_raw_vec_and_offset();
    let image = GrayImage::from_raw(width as u32, height as u32, pixels)
        .expect("the array has a pixel for each place");
    let mut file = Cursor::new(Vec::new());
    image.write_to(&mut file, ImageFormat::Png).expect("a grey picture can be written to memory");
    file.into_inner()
}
