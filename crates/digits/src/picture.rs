//! Pictures: PNG, JPEG, WebP and BMP files as grey levels.

use crate::error::DigitsError;
use crate::limits::MAX_FILE;
use feedforward_bytes::{Kind, load};
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use ndarray::{Array2, ArrayView2};
use std::io::Cursor;
use std::path::Path;

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    gray: Array2<u8>,
}

impl Picture {
    /// Takes grey levels as they are.
    ///
    /// # Shapes
    ///
    /// `[height, width]`.
    ///
    /// # Errors
    ///
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
    pub fn gray(&self) -> ArrayView2<'_, u8> {
        self.gray.view()
    }

    /// Pixels in a row.
    pub fn width(&self) -> usize {
        self.gray.ncols()
    }

    /// Rows.
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

/// Reads a PNG, JPEG, WebP or BMP picture: its first bytes tell which.
///
/// Colour becomes luma (ITU-R BT.709), 16 bits become 8, the orientation that a camera noted is
/// applied. Where luma shows little, as it does of red on green, the channel or the difference of
/// channels that shows clearly more takes its place. What is transparent is white paper; if black
/// shows clearly more (white strokes on a transparent canvas), it is black. Grey pictures of 8 bits
/// come through unchanged.
///
/// # Errors
///
/// [`DigitsError::NotPicture`] with what the bytes are instead; [`DigitsError::PictureTooLarge`],
/// [`DigitsError::PictureTruncated`] before anything is allocated; [`DigitsError::PictureDecode`].
pub fn read_picture(bytes: &[u8]) -> Result<Picture, DigitsError> {
    let (format, name) = match Kind::of(bytes) {
        Kind::Png => (ImageFormat::Png, "PNG"),
        Kind::Jpeg => (ImageFormat::Jpeg, "JPEG"),
        Kind::Bmp => (ImageFormat::Bmp, "BMP"),
        Kind::WebP => (ImageFormat::WebP, "WebP"),
        found => return Err(DigitsError::NotPicture { found }),
    };
    let damaged = |error: image::ImageError| DigitsError::PictureDecode {
        format: name,
        reason: without_debug(&error.to_string()),
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_ALLOCATION);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(damaged)?;
    check_promise(&decoder, bytes.len())?;
    let is_whole = match format {
        ImageFormat::Jpeg => reaches_end(bytes),
        ImageFormat::WebP => holds_its_chunks(bytes),
        _ => true,
    };
    if !is_whole {
        let (width, height) = decoder.dimensions();
        return Err(DigitsError::PictureTruncated { width, height, found: bytes.len() });
    }
    let orientation = decoder.orientation().map_err(damaged)?;
    let mut image = DynamicImage::from_decoder(decoder).map_err(damaged)?;
    image.apply_orientation(orientation);
    Picture::from_gray(to_gray(image))
}

/// Whether a RIFF file is as long as it says at its beginning.
fn holds_its_chunks(bytes: &[u8]) -> bool {
    let length = bytes.get(4..8).and_then(|length| length.first_chunk());
    length.is_some_and(|&length| bytes.len() as u64 - 8 >= u64::from(u32::from_le_bytes(length)))
}

/// The decoder's answer without what Rust's `Debug` makes of a chunk's type: only its name is left.
fn without_debug(reason: &str) -> String {
    const START: &str = "ChunkType {";
    let mut plain = String::new();
    let mut rest = reason;
    while let Some((before, after)) = rest.split_once(START) {
        plain.push_str(before);
        let (fields, after) = after.split_once('}').unwrap_or((after, ""));
        let name = fields.split(',').find_map(|field| field.trim().strip_prefix("type:"));
        plain.push_str(name.unwrap_or_default().trim());
        rest = after;
    }
    plain + rest
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

/// The grey levels: luma, or what shows the ink far better than luma does.
///
/// Of a transparent picture, paper below it is white, unless black shows far better.
fn to_gray(image: DynamicImage) -> Array2<u8> {
    let shape = (image.height() as usize, image.width() as usize);
    let colour = image.color();
    let pixels = match (colour.has_color(), colour.has_alpha()) {
        (false, false) => image.into_luma8().into_raw(),
        (false, true) => {
            let layered = image.into_luma_alpha8().into_raw();
            let (pixels, _) = layered.as_chunks::<2>();
            let on = |paper| pixels.iter().map(|&[l, a]| over(l, a, paper)).collect::<Vec<_>>();
            of_papers(on(255), || on(0))
        }
        (true, false) => {
            let luma = image.to_luma8().into_raw();
            let rgb = image.into_rgb8().into_raw();
            of_channels(luma, rgb.as_chunks::<3>().0)
        }
        (true, true) => {
            let luma = image.to_luma_alpha8().into_raw();
            let rgba = image.into_rgba8().into_raw();
            let (luma, rgba) = (luma.as_chunks::<2>().0, rgba.as_chunks::<4>().0);
            let on = |paper| {
                let luma = luma.iter().map(|&[l, a]| over(l, a, paper)).collect();
                let colours = rgba.iter().map(|&[r, g, b, a]| [r, g, b].map(|c| over(c, a, paper)));
                of_channels(luma, &colours.collect::<Vec<_>>())
            };
            of_papers(on(255), || on(0))
        }
    };
    Array2::from_shape_vec(shape, pixels).expect("the image has a pixel for each place")
}

/// A level seen through alpha on paper.
fn over(level: u8, alpha: u8, paper: u8) -> u8 {
    let sum = u32::from(level) * u32::from(alpha) + u32::from(paper) * u32::from(255 - alpha);
    // The sum is at most 255 · 255, so the quotient is at most 255.
    ((sum + 127) / 255) as u8
}

/// The picture on white, or on black if it has [`CLEARLY_MORE`] contrast there.
///
/// What is opaque hides the paper, so a canvas that is transparent around white strokes has no
/// contrast on white.
fn of_papers(on_white: Vec<u8>, on_black: impl FnOnce() -> Vec<u8>) -> Vec<u8> {
    let contrast = contrast(&on_white);
    if contrast >= AMPLE_CONTRAST {
        return on_white;
    }
    let on_black = on_black();
    if clearly_more(self::contrast(&on_black), contrast) { on_black } else { on_white }
}

/// Luma, or the channel or difference of channels that has [`CLEARLY_MORE`] contrast.
fn of_channels(luma: Vec<u8>, rgb: &[[u8; 3]]) -> Vec<u8> {
    let of_luma = contrast(&luma);
    if of_luma >= AMPLE_CONTRAST || rgb.iter().all(|&[r, g, b]| r == g && g == b) {
        return luma;
    }
    // Halves of differences, so that they fit and the noise of two channels does not add up.
    let between = |a: u8, b: u8| ((255 + u16::from(a) - u16::from(b)) / 2) as u8;
    let channels = |&[r, g, b]: &[u8; 3]| {
        let yellow = ((u16::from(r) + u16::from(g)) / 2) as u8;
        [r, g, b, between(r, g), between(b, yellow)]
    };
    let mut best = (of_luma, luma);
    for channel in 0..5 {
        let levels: Vec<u8> = rgb.iter().map(|pixel| channels(pixel)[channel]).collect();
        let found = contrast(&levels);
        if clearly_more(found, of_luma) && found > best.0 {
            best = (found, levels);
        }
    }
    best.1
}

/// Grey levels of contrast with which nothing better is looked for.
const AMPLE_CONTRAST: f64 = 64.0;

/// By this factor the contrast must be higher, …
const CLEARLY_MORE: f64 = 1.5;

/// … and by so many grey levels.
const MORE_LEVELS: f64 = 4.0;

fn clearly_more(contrast: f64, than: f64) -> bool {
    contrast > CLEARLY_MORE * than && contrast > than + MORE_LEVELS
}

/// How far ink and paper are apart: the distance between the means of the two groups into which
/// the levels fall (Otsu's), less what the levels scatter within them.
fn contrast(levels: &[u8]) -> f64 {
    let mut histogram = [0u64; 256];
    levels.iter().for_each(|&level| histogram[usize::from(level)] += 1);
    let moments = |levels: std::ops::Range<usize>| {
        levels.fold([0.0; 3], |[n, sum, squares], level| {
            let (count, level) = (histogram[level] as f64, level as f64);
            [n + count, sum + count * level, squares + count * level * level]
        })
    };
    let all = moments(0..256);
    let mut below = [0.0; 3];
    let (mut best, mut contrast) = (0.0, 0.0);
    for (level, &count) in histogram.iter().enumerate() {
        let (n, l) = (count as f64, level as f64);
        below = [below[0] + n, below[1] + n * l, below[2] + n * l * l];
        let above = [0, 1, 2].map(|i| all[i] - below[i]);
        if count == 0 || above[0] <= 0.0 {
            continue;
        }
        let distance = above[1] / above[0] - below[1] / below[0];
        let between = below[0] * above[0] * distance * distance;
        if between > best {
            let scatter = |[n, sum, squares]: [f64; 3]| squares - sum * sum / n;
            let within = ((scatter(below) + scatter(above)).max(0.0) / all[0]).sqrt();
            (best, contrast) = (between, (distance - 2.0 * within).max(0.0));
        }
    }
    contrast
}

/// Loads the PNG, JPEG, WebP or BMP picture at a path: its bytes tell which, not its name.
///
/// # Errors
///
/// As [`read_picture`], with the path; or what the system says.
pub fn load_picture(path: impl AsRef<Path>) -> Result<Picture, DigitsError> {
    let path = path.as_ref();
    read_picture(&load(path, MAX_FILE)?).map_err(|error| error.in_file(path))
}
