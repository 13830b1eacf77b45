//! A picture becomes a network's input as MNIST's makers did it.

use crate::ink::{InkMap, NoInk, find_ink};
use crate::marks::{Mark, Marks, marks};
use crate::mnist::unit;
use crate::pieces::beside;
use crate::scale::scale;
use crate::stroke::{thicken, thickness, thin};
use crate::{DigitsError, Picture, PixelBox};
use feedforward_bytes::Ink;
use ndarray::{Array1, Array2, ArrayView2, Zip};
use std::fmt;

/// Rows and columns of the field.
pub(crate) const FIELD: usize = 28;

/// The longer side of a digit in it.
const DIGIT: usize = 20;

/// The centre of mass of MNIST's digits, as a row or column index.
const CENTRE: f64 = 14.0;

/// MNIST's digits were moved by whole pixels, so their centres are off by half of one; the furthest
/// is by 0.52.
const CENTRE_TOLERANCE: f64 = 0.55;

/// The shortest longer side of a digit in MNIST: rounding made a few a pixel shorter.
const MNIST_DIGIT: std::ops::RangeInclusive<usize> = DIGIT - 1..=DIGIT;

/// The longer side of pictures in which ink is looked for; larger ones are shrunk first.
const WORKING_SIDE: usize = 1024;

/// Strokes that would be thinner than this in the field are thickened, …
const THIN_STROKE: f64 = 1.6;

/// … to this at most, which is MNIST's median.
const NORMAL_STROKE: f64 = 2.0;

/// Strokes that would be thicker than this are thinned, …
const THICK_STROKE: f64 = 2.9;

/// … to this at least.
const BOLD_STROKE: f64 = 2.4;

/// Strokes change by more the further they are beyond their limit, so that like pictures have like
/// strokes.
const CORRECTION: f64 = 1.5;

/// How a picture is prepared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PictureOptions {
    /// Which ink to look for; `None` to find it out from the picture.
    pub ink: Option<Ink>,
}

/// What was done to a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Preparation {
    /// It already was as MNIST's; its pixels, inverted if the ink was dark, are unchanged.
    AsItWas,
    /// It was cropped, scaled and centred.
    Normalized {
        /// Pixels of the field for one pixel of the picture.
        scale: f32,
        /// Pixels of the field that were added to the thickness of the strokes, or taken from it if
        /// negative; 0 for most.
        thickened: f32,
    },
}

impl fmt::Display for Preparation {
    /// One clause: `as it was`, or `scaled to 0.07, strokes thickened by 1.2 pixels`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::AsItWas => f.write_str("as it was"),
            Self::Normalized { scale, thickened } => {
                // Two digits that count, however small the scale is.
                let decimals = match scale {
                    ..0.01 => 4,
                    ..0.1 => 3,
                    _ => 2,
                };
                write!(f, "scaled to {scale:.decimals$}")?;
                match thickened {
                    0.0 => Ok(()),
                    ..0.0 => write!(f, ", strokes thinned by {:.1} pixels", -thickened),
                    _ => write!(f, ", strokes thickened by {thickened:.1} pixels"),
                }
            }
        }
    }
}

/// A digit as MNIST has them: light ink on black, in a field of 28x28.
#[derive(Clone, Debug, PartialEq)]
pub struct Prepared {
    /// The field, `[28, 28]`: 0 is background, 255 is ink.
    pub pixels: Array2<u8>,
    /// The ink that the picture had.
    pub ink: Ink,
    /// Where in the picture the ink is; on a large picture to within a pixel of the working size.
    pub bounds: PixelBox,
    /// The mean thickness of its strokes in pixels of the field, before it was changed.
    pub stroke: f32,
    /// What was done.
    pub preparation: Preparation,
}

impl Prepared {
    /// The network's input, from 0 to 1: each pixel divided by 255, row after row.
    ///
    /// # Shapes
    ///
    /// `[784]`.
    pub fn to_input(&self) -> Array1<f32> {
        self.pixels.iter().map(|&pixel| unit(pixel)).collect()
    }
}

/// The digits of a picture, and what may be wrong about which ink makes up a digit.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PreparedDigits {
    /// At least one, in the order in which they are read: row by row, from left to right.
    pub digits: Vec<Prepared>,
    /// How many separate marks were taken for parts of a digit although they are apart from it; all
    /// marks, if there are too many to tell digits apart.
    pub joined: usize,
    /// Where separate marks are that were left out: too small for a digit, too far from all.
    pub left_out: Vec<PixelBox>,
}

/// Prepares a picture of one digit as MNIST's makers prepared theirs; of several digits
/// [`prepare_digits`] makes one each.
///
/// 1. *Ink.* The paper's grey level is fitted to the margin, shadows are taken from it, and ink is
///    what stands out from it by Otsu's threshold, darker or lighter, whichever there is more of.
///    Noise, light from one side, specks, printed lines, frames and a sheet's edges do not count,
///    nor does the desk on which a sheet lies or the page around a screenshot; grey edges of strokes
///    do.
/// 2. *Size.* The digit is cut out and scaled to fit 20x20, its proportions kept, by averaging over
///    areas.
/// 3. *Strokes* that would be thinner than 1.6 pixels then, such as a line of one pixel in a
///    picture of 200x300, are first thickened, to 2 at most, MNIST's median; those that would be thicker than
///    2.9, as 1 of 12 of MNIST's are, are thinned to 2.4 at least, if nothing is torn apart. The
///    strongest pixel becomes 255.
/// 4. *Place.* The centre of mass goes to the middle of the 28x28 field, by whole pixels.
///
/// A picture that already is one of MNIST's goes through unchanged to the bit, apart from being
/// inverted if it is dark on light. It is recognised by its size of 28x28, by pixels other than
/// pure background that fit 20x20 and are 19 or 20 pixels long, and by a centre of mass within
/// 0.55 pixels of the middle; all 70,000 of MNIST's digits are so.
///
/// # Errors
///
/// [`DigitsError::Blank`] if nothing stands out from the background.
///
/// # Examples
///
/// ```
/// use feedforward_digits::{Ink, Picture, PictureOptions, prepare_picture, test_set};
///
/// let seven = test_set()?.images().index_axis(ndarray::Axis(0), 0).to_owned();
/// let picture = Picture::from_gray(seven.clone())?;
/// let prepared = prepare_picture(&picture, &PictureOptions::default())?;
/// assert_eq!(prepared.pixels, seven);
/// assert_eq!(prepared.ink, Ink::Light);
/// # Ok::<(), feedforward_digits::DigitsError>(())
/// ```
///
/// # References
///
/// LeCun, Bottou, Bengio, Haffner (1998), *Gradient-based learning applied to document
/// recognition*, section III-A.
pub fn prepare_picture(
    picture: &Picture,
    options: &PictureOptions,
) -> Result<Prepared, DigitsError> {
    let gray = picture.gray();
    if let Some(prepared) = already_prepared(gray, options.ink) {
        return Ok(prepared);
    }
    let (working, found) = ink(gray, options)?;
    Ok(of_ink(found.strength.view(), found.mask.view(), found.ink).in_picture(&working, gray))
}

/// Prepares every digit of a picture, in the order in which they are read: row by row, from left to
/// right.
///
/// Pieces of ink that stand above each other, or beside each other with hardly a gap, are one digit:
/// a 5 whose bar is apart, or a 4 of two strokes. What is too small for a digit is part of the
/// nearest one, or is left out if all are far from it. Digits that touch are not told apart, nor are
/// more than 64 marks. Each is then prepared as by
/// [`prepare_picture`].
///
/// # Errors
///
/// As [`prepare_picture`].
pub fn prepare_digits(
    picture: &Picture,
    options: &PictureOptions,
) -> Result<PreparedDigits, DigitsError> {
    let gray = picture.gray();
    if let Some(prepared) = already_prepared(gray, options.ink) {
        return Ok(PreparedDigits { digits: vec![prepared], joined: 0, left_out: vec![] });
    }
    let (working, found) = ink(gray, options)?;
    let Marks { digits, joined, left_out } = marks(&found.mask);
    let prepared = digits.into_iter().map(|mark| {
        let mut mask = Array2::from_elem(found.mask.dim(), false);
        mark.pixels.iter().for_each(|&at| mask[at] = true);
        let strength = Zip::from(&beside(&mask))
            .and(&found.strength)
            .map_collect(|&near, &s| if near { s } else { 0.0 });
        of_ink(strength.view(), mask.view(), found.ink).in_picture(&working, gray)
    });
    let place = |mark: Mark| mark.bounds.in_picture(working.dim(), gray.dim());
    Ok(PreparedDigits {
        digits: prepared.collect(),
        joined,
        left_out: left_out.into_iter().map(place).collect(),
    })
}

/// The picture in its working size, and its ink.
fn ink(
    gray: ArrayView2<'_, u8>,
    options: &PictureOptions,
) -> Result<(Array2<f32>, InkMap), DigitsError> {
    let working = scale(gray.mapv(f32::from).view(), working_size(gray.dim()));
    let found = find_ink(working.view(), options.ink)
        .map_err(|no_ink| blank(gray.dim(), options.ink, &no_ink))?;
    Ok((working, found))
}

/// The digit that ink makes, as if the working picture were the picture.
fn of_ink(strength: ArrayView2<'_, f32>, mask: ArrayView2<'_, bool>, ink: Ink) -> Prepared {
    let bounds = around_ink(strength);
    let strength = bounds.of(strength);
    let mask = bounds.of(mask);
    let longer = bounds.height.max(bounds.width) as f64;
    let thickness = thickness(mask);
    let added = missing_thickness(thickness, longer);
    let redrawn = if added > 0.0 {
        Some(thicken(strength, mask, (added / 2.0) as f32))
    } else if added < 0.0 {
        thin(strength, mask, (-added / 2.0) as f32)
    } else {
        None
    };
    let (pixels, per_pixel) = match &redrawn {
        Some(redrawn) => normalize(around_ink(redrawn.view()).of(redrawn.view())),
        None => normalize(strength),
    };
    let added = if redrawn.is_some() { added } else { 0.0 };
    let preparation =
        Preparation::Normalized { scale: per_pixel as f32, thickened: (added * per_pixel) as f32 };
    let stroke = (thickness * DIGIT as f64 / longer) as f32;
    Prepared { pixels, ink, bounds, stroke, preparation }
}

impl Prepared {
    /// The same digit with its place and scale in the picture from which the working one was made.
    fn in_picture(mut self, working: &Array2<f32>, gray: ArrayView2<'_, u8>) -> Self {
        self.bounds = self.bounds.in_picture(working.dim(), gray.dim());
        if let Preparation::Normalized { scale, .. } = &mut self.preparation {
            *scale *= working.nrows() as f32 / gray.nrows() as f32;
        }
        self
    }
}

fn blank((height, width): (usize, usize), ink: Option<Ink>, no_ink: &NoInk) -> DigitsError {
    let [contrast, needed] =
        [no_ink.contrast.floor(), no_ink.needed.ceil()].map(|level| level.clamp(0.0, 255.0) as u8);
    DigitsError::Blank { width, height, ink, contrast, needed }
}

/// The box of what an [`InkMap`] found.
fn around_ink(strength: ArrayView2<'_, f32>) -> PixelBox {
    PixelBox::around(strength, |&s| s > 0.0).expect("an ink map has at least one pixel of ink")
}

/// Row and column of the centre of mass; the middle if there is no mass.
fn centre_of_mass<T: Copy + Into<f64>>(pixels: ArrayView2<'_, T>) -> (f64, f64) {
    let (mut mass, mut rows, mut columns) = (0.0, 0.0, 0.0);
    Zip::indexed(pixels).for_each(|(y, x), &pixel| {
        let pixel: f64 = pixel.into();
        mass += pixel;
        rows += pixel * y as f64;
        columns += pixel * x as f64;
    });
    if mass > 0.0 { (rows / mass, columns / mass) } else { (CENTRE, CENTRE) }
}

/// The picture itself, if it is as MNIST's are.
fn already_prepared(gray: ArrayView2<'_, u8>, ink: Option<Ink>) -> Option<Prepared> {
    if gray.dim() != (FIELD, FIELD) {
        return None;
    }
    [Ink::Light, Ink::Dark]
        .into_iter()
        .filter(|&found| ink.is_none_or(|ink| ink == found))
        .find_map(|ink| {
            let pixels = if ink == Ink::Dark { gray.mapv(|g| 255 - g) } else { gray.to_owned() };
            let bounds = PixelBox::around(pixels.view(), |&pixel| pixel > 0)?;
            let (y, x) = centre_of_mass(pixels.view());
            let centred = [y, x].iter().all(|c| (c - CENTRE).abs() <= CENTRE_TOLERANCE);
            let stroke = thickness(pixels.mapv(|pixel| pixel >= 128).view()) as f32;
            (MNIST_DIGIT.contains(&bounds.height.max(bounds.width)) && centred).then_some(
                Prepared { pixels, ink, bounds, stroke, preparation: Preparation::AsItWas },
            )
        })
}

fn working_size((height, width): (usize, usize)) -> (usize, usize) {
    let longer = height.max(width);
    if longer <= WORKING_SIDE {
        return (height, width);
    }
    let shrink = |side: usize| (side * WORKING_SIDE).div_ceil(longer);
    (shrink(height), shrink(width))
}

/// How much strokes must gain, in pixels of the picture, for them not to be thin in the field, or
/// lose (a negative number) for them not to be thick; 0 if they are neither.
///
/// The digit's longer side grows by as much as its strokes, so that it will be scaled by less:
/// `(thickness + added) · 20 / (longer + added)` is the thickness that is wanted.
fn missing_thickness(thickness: f64, longer: f64) -> f64 {
    let digit = DIGIT as f64;
    let wanted = match thickness * digit / longer {
        stroke @ ..THIN_STROKE => {
            (THIN_STROKE + CORRECTION * (THIN_STROKE - stroke)).min(NORMAL_STROKE)
        }
        stroke @ THICK_STROKE.. => {
            (THICK_STROKE - CORRECTION * (stroke - THICK_STROKE)).max(BOLD_STROKE)
        }
        _ => return 0.0,
    };
    (wanted * longer - digit * thickness) / (digit - wanted)
}

/// Scales ink into 20x20, and puts it into the field by its centre of mass; also gives the scale.
fn normalize(strength: ArrayView2<'_, f32>) -> (Array2<u8>, f64) {
    let (height, width) = strength.dim();
    let per_pixel = DIGIT as f64 / height.max(width) as f64;
    let side = |length: usize| ((length as f64 * per_pixel).round() as usize).clamp(1, DIGIT);
    let digit = scale(strength, (side(height), side(width)));
    let peak = digit.iter().copied().fold(0.0, f32::max);
    let (y, x) = centre_of_mass(digit.view());
    let start = |centre: f64, length: usize| {
        (CENTRE - centre).round().clamp(0.0, (FIELD - length) as f64) as usize
    };
    let (top, left) = (start(y, digit.nrows()), start(x, digit.ncols()));
    let mut field = Array2::zeros((FIELD, FIELD));
    let place = PixelBox { top, left, height: digit.nrows(), width: digit.ncols() };
    place
        .of_mut(field.view_mut())
        .assign(&digit.mapv(|strength| (255.0 * strength / peak).round() as u8));
    (field, per_pixel)
}
