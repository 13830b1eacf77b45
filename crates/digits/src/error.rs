//! What can be wrong with a file of digits, a picture or a download.

use feedforward_bytes::{BytesError, Ink, Kind, ReadAs, ShownPath, escape, excerpt};
use std::io;
use std::path::PathBuf;

/// Why digits or a picture could not be had.
///
/// The message says what was expected, what was found, where, and what to do. Text from outside is
/// escaped in it, so that it can be printed to a terminal; the fields hold it as it is.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DigitsError {
    /// Something is wrong with the content of this file.
    #[error("{}: {error}", ShownPath(path))]
    #[non_exhaustive]
    InFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: Box<DigitsError>,
    },

    /// A file cannot be read or written as a whole.
    #[error(transparent)]
    Bytes(#[from] BytesError),

    /// A folder cannot be made.
    #[error("{}: cannot make the folder: {error}", ShownPath(folder))]
    #[non_exhaustive]
    Folder {
        /// The folder.
        folder: PathBuf,
        /// The system's answer.
        error: io::Error,
    },

    /// The bytes are no IDX file.
    #[error("expected an IDX file (bytes 0 and 1 are zero), found {found}{}", hint(*found, ReadAs::Inputs))]
    #[non_exhaustive]
    NotIdx {
        /// What they are.
        found: Kind,
    },

    /// Byte 2 of an IDX file names no element type.
    #[error(
        "expected an IDX element type in byte 2 (0x08 u8, 0x09 i8, 0x0B i16, 0x0C i32, 0x0D f32, \
         0x0E f64), found 0x{code:02X}: this is not an IDX file or it is damaged"
    )]
    #[non_exhaustive]
    UnknownIdxType {
        /// The byte.
        code: u8,
    },

    /// The file ends inside the header.
    #[error(
        "expected an IDX header of {expected} bytes, found only {found}: the file is cut off; get \
         it again"
    )]
    #[non_exhaustive]
    IdxHeaderTruncated {
        /// The header's length as far as its first bytes tell.
        expected: usize,
        /// The bytes that are there.
        found: usize,
    },

    /// The header promises more than can be held or than may be inflated.
    #[error(
        "the IDX header promises {element} {shape:?}, which is more than the {limit} bytes that \
         are read: the header is damaged, or the file must be split"
    )]
    #[non_exhaustive]
    IdxTooLarge {
        /// The element type, `u8` to `f64`.
        element: &'static str,
        /// The shape that the header states.
        shape: Vec<usize>,
        /// The most bytes of elements that are read.
        limit: u64,
    },

    /// An array without elements whose other axes are long all the same.
    #[error(
        "the IDX header promises {element} {shape:?}, an array without elements that claims \
         {claimed} along its other axes, expected at most {limit}: the header is damaged; get the \
         file again"
    )]
    #[non_exhaustive]
    IdxEmpty {
        /// The element type, `u8` to `f64`.
        element: &'static str,
        /// The shape that the header states.
        shape: Vec<usize>,
        /// The product of the axes that are not empty.
        claimed: usize,
        /// The most that this product may be.
        limit: usize,
    },

    /// Rows were asked for of a single number.
    #[error("expected an IDX array with rows, found a single {element}: give a file of images")]
    #[non_exhaustive]
    NoRows {
        /// The element type, `u8` to `f64`.
        element: &'static str,
    },

    /// The data is longer or shorter than the header says.
    #[error(
        "the IDX header promises {element} {shape:?} = {expected} bytes after it, found {found}: \
         {}; get the file again",
        if found < expected { "the file is cut off" } else { "something was appended to it" }
    )]
    #[non_exhaustive]
    IdxLength {
        /// The element type, `u8` to `f64`.
        element: &'static str,
        /// The shape that the header states.
        shape: Vec<usize>,
        /// Bytes that the shape takes.
        expected: u64,
        /// Bytes that are there; for a gzip file the most that there can be.
        found: u64,
    },

    /// The gzip stream around an IDX file is damaged.
    #[error(
        "the gzip stream is damaged after {inflated} inflated bytes ({error}); get the file again"
    )]
    #[non_exhaustive]
    Gzip {
        /// How many bytes came out before the fault.
        inflated: u64,
        /// The inflater's answer.
        error: io::Error,
    },

    /// The elements have another type than the one asked for.
    #[error("expected IDX elements of type {expected}, found {found} {shape:?}")]
    #[non_exhaustive]
    ElementType {
        /// The type asked for.
        expected: &'static str,
        /// The file's type.
        found: &'static str,
        /// The file's shape.
        shape: Vec<usize>,
    },

    /// An array has more axes, or a longer axis, than an IDX header can state.
    #[error(
        "shape {shape:?} does not fit an IDX header: at most 255 axes of at most 4294967295 each"
    )]
    #[non_exhaustive]
    UnwritableShape {
        /// The array's shape.
        shape: Vec<usize>,
    },

    /// An IDX file does not hold images.
    #[error(
        "expected images, u8 [count, height, width], found {element} {shape:?}{}",
        if shape.len() == 1 {
            ": these look like labels; give the images' file (…-images-idx3-ubyte)"
        } else {
            ""
        }
    )]
    #[non_exhaustive]
    NotImages {
        /// The element type.
        element: &'static str,
        /// The shape.
        shape: Vec<usize>,
    },

    /// An IDX file does not hold labels.
    #[error(
        "expected labels, u8 [count], found {element} {shape:?}{}",
        if shape.len() == 3 {
            ": these look like images; give the labels' file (…-labels-idx1-ubyte)"
        } else {
            ""
        }
    )]
    #[non_exhaustive]
    NotLabels {
        /// The element type.
        element: &'static str,
        /// The shape.
        shape: Vec<usize>,
    },

    /// There are more or fewer labels than images.
    #[error(
        "{images} images but {labels} labels: the two files do not belong together; give a pair \
         of the same set"
    )]
    #[non_exhaustive]
    CountMismatch {
        /// How many images.
        images: usize,
        /// How many labels.
        labels: usize,
    },

    /// A label is not a digit.
    #[error("label {index} is {label}, expected 0 to 9: these are not labels of digits")]
    #[non_exhaustive]
    LabelRange {
        /// Which label, from 0.
        index: usize,
        /// Its value.
        label: usize,
    },

    /// A digit was asked for that the set does not have.
    #[error("digit {index} was asked for, but the set has {len}: give an index below {len}")]
    #[non_exhaustive]
    OutOfRange {
        /// The index asked for.
        index: usize,
        /// How many digits there are.
        len: usize,
    },

    /// A folder lacks a file of MNIST.
    #[error(
        "{}: expected one of {}, found none: this is no folder of MNIST's files",
        ShownPath(folder), looked_for.join(", ")
    )]
    #[non_exhaustive]
    MissingFile {
        /// The folder.
        folder: PathBuf,
        /// The names that were looked for, in order.
        looked_for: Vec<String>,
    },

    /// The content is not the one that the checksum stands for.
    #[error(
        "{}: expected content with SHA-256 {expected}, found {}: the file is damaged or another one; \
         get it again",
        excerpt(name),
        escape(found)
    )]
    #[non_exhaustive]
    Checksum {
        /// The file's name.
        name: String,
        /// SHA-256 of the right content, in hexadecimal.
        expected: String,
        /// SHA-256 of the content found.
        found: String,
    },

    /// No mirror gave the right file.
    #[error(
        "{} could not be downloaded into {}: {}. To work offline, copy MNIST's four files from \
         another machine, which gets them from {}, into a folder",
        excerpt(name), ShownPath(folder), each_reason_once(attempts), mirrors.join(" or ")
    )]
    #[non_exhaustive]
    Download {
        /// The file's name.
        name: String,
        /// Where it should have gone.
        folder: PathBuf,
        /// What went wrong at each mirror, in order.
        attempts: Vec<Attempt>,
        /// The mirrors' folders.
        mirrors: Vec<String>,
    },

    /// The bytes are no picture of a known format.
    #[error("expected a PNG, JPEG, WebP or BMP picture, found {found}{}", hint(*found, ReadAs::Picture))]
    #[non_exhaustive]
    NotPicture {
        /// What they are.
        found: Kind,
    },

    /// The picture has more pixels than are read.
    #[error(
        "the picture is {width} x {height} pixels, expected at most {limit} pixels in all: make it \
         smaller"
    )]
    #[non_exhaustive]
    PictureTooLarge {
        /// Pixels in a row.
        width: u64,
        /// Rows.
        height: u64,
        /// The most pixels that are read.
        limit: u64,
    },

    /// The picture's header promises more than its bytes can hold.
    #[error(
        "the picture's header promises {width} x {height} pixels, but the file has only {found} \
         bytes: it is cut off; get it again"
    )]
    #[non_exhaustive]
    PictureTruncated {
        /// Pixels in a row.
        width: u32,
        /// Rows.
        height: u32,
        /// The file's length.
        found: usize,
    },

    /// The picture is damaged.
    #[error(
        "the {format} picture cannot be read ({}): it is damaged or cut off; get it again",
        escape(reason)
    )]
    #[non_exhaustive]
    PictureDecode {
        /// `PNG`, `JPEG` or `BMP`.
        format: &'static str,
        /// The decoder's answer.
        reason: String,
    },

    /// The picture has no pixels.
    #[error("expected a picture, found {width} x {height} pixels")]
    #[non_exhaustive]
    NoPixels {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
    },

    /// Nothing in the picture stands out from its background.
    #[error(
        "no ink found: in the {width} x {height} picture the {} differs from the background by \
         {contrast} of 255 grey levels, expected at least {needed}; draw darker or thicker, or say \
         whether the ink is dark or light",
        part(*ink)
    )]
    #[non_exhaustive]
    Blank {
        /// Pixels in a row.
        width: usize,
        /// Rows.
        height: usize,
        /// Which ink was looked for; `None` for either.
        ink: Option<Ink>,
        /// How much the darkest (or lightest) part stands out.
        contrast: u8,
        /// How much it would have to.
        needed: u8,
    },

    /// A contact sheet would be larger than a picture may be, or has nothing to show.
    #[error(
        "a sheet of {count} pictures in {columns} columns would be {width} x {height} pixels, \
         expected 1 to {limit} in all; choose fewer pictures"
    )]
    #[non_exhaustive]
    SheetSize {
        /// How many pictures.
        count: usize,
        /// How many columns.
        columns: usize,
        /// Pixels in a row.
        width: u64,
        /// Rows.
        height: u64,
        /// The most pixels that are written.
        limit: u64,
    },
}

/// A try to download from one mirror.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Attempt {
    /// The address of the file.
    pub url: String,
    /// What went wrong there.
    pub reason: String,
}

/// The reasons of all attempts, each once and with its addresses.
fn each_reason_once(attempts: &[Attempt]) -> String {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for Attempt { url, reason } in attempts {
        match reasons.iter_mut().find(|(known, _)| known == reason) {
            Some((_, urls)) => urls.push(url),
            None => reasons.push((reason, vec![url])),
        }
    }
    let sentence = |(reason, urls): &(&str, Vec<&str>)| format!("{}: {reason}", urls.join(" and "));
    escape(&reasons.iter().map(sentence).collect::<Vec<_>>().join("; ")).into_owned()
}

/// What to do about a file of another kind, as the end of a message.
fn hint(found: Kind, expected: ReadAs) -> String {
    found.hint(expected).map_or_else(String::new, |hint| format!(": {hint}"))
}

fn part(ink: Option<Ink>) -> &'static str {
    match ink {
        None => "most different part",
        Some(Ink::Dark) => "darkest part",
        Some(Ink::Light) => "lightest part",
    }
}

impl DigitsError {
    /// Says which file the error is about.
    pub(crate) fn in_file(self, path: impl Into<PathBuf>) -> Self {
        Self::InFile { path: path.into(), error: Box::new(self) }
    }
}
