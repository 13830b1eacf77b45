//! Pictures: PNG, JPEG and BMP files as grey levels.

use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use ndarray::{Array2, ArrayView2};

use crate::file::read_file;
use crate::{DigitsError, Lookalike};

/// The most pixels that a picture may have: 64 Mi, more than a telephone takes.
const MAX_PIXELS: u64 = 64 << 20;

/// The most that a decoder may allocate: [`MAX_PIXELS`] of 6 bytes.
const MAX_ALLOCATION: u64 = 6 * MAX_PIXELS;

/// The most bytes of packed pixels that a byte of a file stands for. Deflate stays below 1032, and
/// a JPEG needs a bit for each block of 64 samples.
const MAX_RATIO: u64 = 2048;

/// Packed pixels that even the shortest file may promise.
const FREE_BYTES: u64 = 1 << 20;

/// A picture as grey levels, 0 black to 255 white.
///
/// Invariant: at least one pixel and at most 64 Mi.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    gray: Array2<u8>,
}

impl Picture {
    /// Takes grey levels as they are.
    ///
    /// # Shapes
    /// `[height, width]`.
    ///
    /// # Errors
    /// [`DigitsError::NoPixels`] or [`DigitsError::PictureTooLarge`].
    pub fn from_gray(gray: Array2<u8>) -> Result<Self, DigitsError> {
        let (height, width) = gray.dim();
        if gray.is_empty() {
            return Err(DigitsError::NoPixels { width, height });
        }
        check_pixels(width as u64, height as u64)?;
        Ok(Self { gray })
    }

    /// The grey levels, `[height, width]`.
    #[must_use]
    pub fn gray(&self) -> ArrayView2<'_, u8> {
        self.gray.view()
    }

    /// Pixels in a row.
    #[must_use]
    pub fn width(&self) -> usize {
        self.gray.ncols()
    }

    /// Rows.
    #[must_use]
    pub fn height(&self) -> usize {
        self.gray.nrows()
    }
}

fn check_pixels(width: u64, height: u64) -> Result<(), DigitsError> {
    if width.saturating_mul(height) > MAX_PIXELS {
        return Err(DigitsError::PictureTooLarge { width, height, limit: MAX_PIXELS });
    }
    Ok(())
}

/// Reads a PNG, JPEG or BMP picture: its first bytes tell which.
///
/// Colour becomes luma (ITU-R BT.709), 16 bits become 8, the orientation that a camera noted is
/// applied. What is transparent is white paper; if nothing can be seen on white (white strokes on
/// a transparent canvas), it is black. Grey pictures of 8 bits come through unchanged.
///
/// # Errors
/// [`DigitsError::NotPicture`] with what the bytes are instead; [`DigitsError::PictureTooLarge`],
/// [`DigitsError::PictureTruncated`] before anything is allocated; [`DigitsError::PictureDecode`].
pub fn read_picture(bytes: &[u8]) -> Result<Picture, DigitsError> {
    let not_picture = || DigitsError::NotPicture { found: Lookalike::of(bytes) };
    let (format, name) = match image::guess_format(bytes).map_err(|_| not_picture())? {
        format @ ImageFormat::Png => (format, "PNG"),
        format @ ImageFormat::Jpeg => (format, "JPEG"),
        format @ ImageFormat::Bmp => (format, "BMP"),
        _ => return Err(not_picture()),
    };
    let damaged = |error: image::ImageError| DigitsError::PictureDecode {
        format: name,
        reason: error.to_string(),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOCATION);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    check_promise(&decoder, bytes.len())?;
    if format == ImageFormat::Jpeg && !reaches_end(bytes) {
        let (width, height) = decoder.dimensions();
        return Err(DigitsError::PictureTruncated { width, height, found: bytes.len() });
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(orientation);
    Picture::from_gray(to_gray(image))
}

/// Refuses a picture that is too large, or larger than its file can hold.
fn check_promise(decoder: &impl ImageDecoder, length: usize) -> Result<(), DigitsError> {
    let (width, height) = decoder.dimensions();
    check_pixels(width.into(), height.into())?;
    let bits = u64::from(decoder.original_color_type().bits_per_pixel());
    let packed = u64::from(width) * u64::from(height) * bits / 8;
    if packed > FREE_BYTES + MAX_RATIO * length as u64 {
        return Err(DigitsError::PictureTruncated { width, height, found: length });
    }
    Ok(())
}

/// Whether a JPEG file reaches its end marker, FF D9.
///
/// The decoder makes grey of what is missing, so that half a picture would pass for a whole one.
/// Segments are stepped over by their length: a thumbnail in one has an end of its own.
fn reaches_end(jpeg: &[u8]) -> bool {
    let mut rest = &jpeg[2.min(jpeg.len())..];
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != 0xFF {
            continue;
        }
        match after {
            [0xD9, ..] => return true,
            // A stuffed zero in the data, a fill byte, a restart marker, a start: nothing follows.
            [0x00 | 0x01 | 0xD0..=0xD8 | 0xFF, ..] => {}
            [_, high, low, ..] => {
                let length = usize::from(u16::from_be_bytes([*high, *low]));
                rest = after.get(1 + length..).unwrap_or(&[]);
            }
            _ => return false,
        }
    }
    false
}

fn to_gray(image: DynamicImage) -> Array2<u8> {
    let shape = (image.height() as usize, image.width() as usize);
    let pixels = if image.color().has_alpha() {
        let layered = image.into_luma_alpha8().into_raw();
        let (pixels, _) = layered.as_chunks();
        let on_white = on_paper(pixels, 255);
        let visible = on_white.iter().any(|&pixel| pixel != on_white[0]);
        if visible { on_white } else { on_paper(pixels, 0) }
    } else {
        image.into_luma8().into_raw()
    };
    Array2::from_shape_vec(shape, pixels).expect("the image has a pixel for each place")
}

fn on_paper(pixels: &[[u8; 2]], paper: u8) -> Vec<u8> {
    let over = |&[luma, alpha]: &[u8; 2]| {
        let sum = u32::from(luma) * u32::from(alpha) + u32::from(paper) * u32::from(255 - alpha);
        // The sum is at most 255 · 255, so the quotient is at most 255.
        ((sum + 127) / 255) as u8
    };
    pixels.iter().map(over).collect()
}

/// Loads the PNG, JPEG or BMP picture at a path: its bytes tell which, not its name.
///
/// # Errors
/// As [`read_picture`], with the path; or what the system says.
pub fn load_picture(path: impl AsRef<Path>) -> Result<Picture, DigitsError> {
    let path = path.as_ref();
    read_picture(&read_file(path)?).map_err(|error| error.in_file(path))
}
