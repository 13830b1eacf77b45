//! IDX, the file format of MNIST: a shape and numbers, big-endian.
//!
//! | bytes | content |
//! |---|---|
//! | 0, 1 | zero |
//! | 2 | element type: 0x08 u8, 0x09 i8, 0x0B i16, 0x0C i32, 0x0D f32, 0x0E f64 |
//! | 3 | rank: how many axes |
//! | 4 to 4 + 4·rank | the length of each axis, u32 |
//! | the rest | the elements, the last axis fastest |
//!
//! # References
//!
//! LeCun, Cortes, Burges (1998), *The MNIST database of handwritten digits*, "the IDX file format".

use self::sealed::Sealed as _;
use crate::error::DigitsError;
use crate::gzip::{is_gzip, most_inflated};
use crate::limits::MAX_FILE;
use feedforward_bytes::{Kind, load};
use flate2::read::MultiGzDecoder;
use ndarray::{ArrayD, ArrayViewD, IxDyn};
use std::io::Read;
use std::path::Path;

/// The most bytes of elements that a gzip IDX file may inflate to: 1 GiB.
const MAX_INFLATED: u64 = 1 << 30;

/// The most elements that an array with an empty axis may claim along its other axes.
const MAX_EMPTY: usize = 1 << 20;

/// The elements of an IDX file, the last axis fastest.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum IdxData {
    /// Type 0x08.
    U8(Vec<u8>),
    /// Type 0x09.
    I8(Vec<i8>),
    /// Type 0x0B.
    I16(Vec<i16>),
    /// Type 0x0C.
    I32(Vec<i32>),
    /// Type 0x0D.
    F32(Vec<f32>),
    /// Type 0x0E.
    F64(Vec<f64>),
}

/// What an IDX file holds: a shape and its elements, as many as the shape says.
#[derive(Clone, Debug, PartialEq)]
pub struct Idx {
    shape: Vec<usize>,
    data: IdxData,
}

/// A type that an IDX file can hold.
///
/// Implemented for `u8`, `i8`, `i16`, `i32`, `f32` and `f64`; it cannot be implemented elsewhere.
pub trait IdxElement: sealed::Sealed {}

mod sealed {
    use super::IdxData;

    pub trait Sealed: Copy {
        const NAME: &'static str;
        const CODE: u8;
        const WIDTH: usize;
        fn read_all(bytes: &[u8]) -> IdxData;
        fn push_to(self, bytes: &mut Vec<u8>);
        fn of(data: IdxData) -> Result<Vec<Self>, IdxData>;
    }
}

macro_rules! idx_element {
    ($type:ident, $variant:ident, $code:literal) => {
        impl IdxElement for $type {}

        impl sealed::Sealed for $type {
            const NAME: &'static str = stringify!($type);
            const CODE: u8 = $code;
            const WIDTH: usize = size_of::<$type>();

            fn read_all(bytes: &[u8]) -> IdxData {
                let (elements, _) = bytes.as_chunks();
                IdxData::$variant(elements.iter().map(|e| $type::from_be_bytes(*e)).collect())
            }

            fn push_to(self, bytes: &mut Vec<u8>) {
                bytes.extend_from_slice(&self.to_be_bytes());
            }

            fn of(data: IdxData) -> Result<Vec<Self>, IdxData> {
                match data {
                    IdxData::$variant(elements) => Ok(elements),
                    other => Err(other),
                }
            }
        }
    };
}

idx_element!(u8, U8, 0x08);
idx_element!(i8, I8, 0x09);
idx_element!(i16, I16, 0x0B);
idx_element!(i32, I32, 0x0C);
idx_element!(f32, F32, 0x0D);
idx_element!(f64, F64, 0x0E);

impl Idx {
    /// The length of each axis; empty for a single number.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// The elements.
    pub fn data(&self) -> &IdxData {
        &self.data
    }

    /// The name of the element type, `u8` to `f64`.
    pub fn element(&self) -> &'static str {
        match self.data {
            IdxData::U8(_) => "u8",
            IdxData::I8(_) => "i8",
            IdxData::I16(_) => "i16",
            IdxData::I32(_) => "i32",
            IdxData::F32(_) => "f32",
            IdxData::F64(_) => "f64",
        }
    }

    /// The elements as an array of the file's own type; nothing is copied.
    ///
    /// # Errors
    ///
    /// [`DigitsError::ElementType`] if the file holds another type than `T`.
    ///
    /// # Examples
    ///
    /// ```
    /// let idx = feedforward_digits::read_idx(&[0, 0, 0x0B, 1, 0, 0, 0, 2, 0, 1, 0xFF, 0xFF])?;
    /// assert_eq!(idx.into_array::<i16>()?, ndarray::array![1i16, -1].into_dyn());
    /// # Ok::<(), feedforward_digits::DigitsError>(())
    /// ```
    pub fn into_array<T: IdxElement>(self) -> Result<ArrayD<T>, DigitsError> {
        let found = self.element();
        let Self { shape, data } = self;
        match T::of(data) {
            Ok(elements) => Ok(shaped(shape, elements)),
            Err(_) => Err(DigitsError::ElementType { expected: T::NAME, found, shape }),
        }
    }

    /// The rows along the first axis with these indices, in this order and as often as they are
    /// named, as an IDX of their own.
    ///
    /// Only these rows are copied, so that a few images of a large file cost what they take and
    /// not what the file does; [`to_f32`](Self::to_f32) makes four times as much of a file of `u8`.
    ///
    /// # Shapes
    ///
    /// `[count, …]` becomes `[indices.len(), …]`.
    ///
    /// # Errors
    ///
    /// [`DigitsError::OutOfRange`] with the first index that is not below the first axis' length;
    /// [`DigitsError::NoRows`] for a single number, which has no axis.
    ///
    /// # Examples
    ///
    /// ```
    /// let idx = feedforward_digits::read_idx(&[0, 0, 8, 2, 0, 0, 0, 3, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6])?;
    /// let rows = idx.select_rows(&[2, 0])?;
    /// assert_eq!(rows.into_array::<u8>()?, ndarray::array![[5u8, 6], [1, 2]].into_dyn());
    /// # Ok::<(), feedforward_digits::DigitsError>(())
    /// ```
    pub fn select_rows(&self, indices: &[usize]) -> Result<Self, DigitsError> {
        let Some((&len, row)) = self.shape.split_first() else {
            return Err(DigitsError::NoRows { element: self.element() });
        };
        if let Some(&index) = indices.iter().find(|&&index| index >= len) {
            return Err(DigitsError::OutOfRange { index, len });
        }
        let shape = [&[indices.len()], row].concat();
        // As in a header, the axes that are not empty must fit together.
        let mut long = shape.iter().filter(|&&axis| axis != 0);
        let fits = long.try_fold(size_of::<f64>(), |product, &axis| {
            product.checked_mul(axis).filter(|&bytes| isize::try_from(bytes).is_ok())
        });
        if fits.is_none() {
            let limit = isize::MAX as u64;
            return Err(DigitsError::IdxTooLarge { element: self.element(), shape, limit });
        }
        let length = row.iter().product();
        let data = match &self.data {
            IdxData::U8(e) => IdxData::U8(rows_of(e, length, indices)),
            IdxData::I8(e) => IdxData::I8(rows_of(e, length, indices)),
            IdxData::I16(e) => IdxData::I16(rows_of(e, length, indices)),
            IdxData::I32(e) => IdxData::I32(rows_of(e, length, indices)),
            IdxData::F32(e) => IdxData::F32(rows_of(e, length, indices)),
            IdxData::F64(e) => IdxData::F64(rows_of(e, length, indices)),
        };
        Ok(Self { shape, data })
    }

    /// The elements as `f32`: `i32` and `f64` are rounded to the nearest, the others are exact.
    pub fn to_f32(&self) -> ArrayD<f32> {
        let elements = match &self.data {
            IdxData::U8(e) => e.iter().map(|&e| f32::from(e)).collect(),
            IdxData::I8(e) => e.iter().map(|&e| f32::from(e)).collect(),
            IdxData::I16(e) => e.iter().map(|&e| f32::from(e)).collect(),
            IdxData::I32(e) => e.iter().map(|&e| e as f32).collect(),
            IdxData::F32(e) => e.clone(),
            IdxData::F64(e) => e.iter().map(|&e| e as f32).collect(),
        };
        shaped(self.shape.clone(), elements)
    }
}

fn rows_of<T: Copy>(elements: &[T], length: usize, indices: &[usize]) -> Vec<T> {
    let mut rows = Vec::with_capacity(length * indices.len());
    for index in indices {
        rows.extend_from_slice(&elements[index * length..][..length]);
    }
    rows
}

fn shaped<T>(shape: Vec<usize>, elements: Vec<T>) -> ArrayD<T> {
    ArrayD::from_shape_vec(IxDyn(&shape), elements)
        .expect("the header's product was checked against the number of elements")
}

/// An element type as a value: what the generic readers need to know of it.
struct Element {
    name: &'static str,
    width: usize,
    read_all: fn(&[u8]) -> IdxData,
}

impl Element {
    fn of<T: IdxElement>() -> Self {
        Self { name: T::NAME, width: T::WIDTH, read_all: T::read_all }
    }

    fn from_code(code: u8) -> Result<Self, DigitsError> {
        Ok(match code {
            u8::CODE => Self::of::<u8>(),
            i8::CODE => Self::of::<i8>(),
            i16::CODE => Self::of::<i16>(),
            i32::CODE => Self::of::<i32>(),
            f32::CODE => Self::of::<f32>(),
            f64::CODE => Self::of::<f64>(),
            code => return Err(DigitsError::UnknownIdxType { code }),
        })
    }
}

/// What the first bytes of an IDX file say, checked.
struct Header {
    shape: Vec<usize>,
    element: Element,
    /// Bytes that all elements take; at most `isize::MAX`, also when empty axes are left out.
    bytes: u64,
}

impl Header {
    /// The header's length, from the first four bytes.
    fn length(start: &[u8]) -> Result<usize, DigitsError> {
        match *start {
            [0, 0, code, rank, ..] => {
                Element::from_code(code)?;
                Ok(4 + 4 * usize::from(rank))
            }
            [0] | [0, 0] | [0, 0, _] => {
                Err(DigitsError::IdxHeaderTruncated { expected: 4, found: start.len() })
            }
            _ => Err(DigitsError::NotIdx { found: Kind::of(start) }),
        }
    }

    /// Reads a whole header.
    fn parse(header: &[u8]) -> Result<Self, DigitsError> {
        let element = Element::from_code(header[2])?;
        let (axes, _) = header[4..].as_chunks();
        let shape: Vec<usize> =
            axes.iter().map(|&axis| u32::from_be_bytes(axis) as usize).collect();
        // ndarray wants the product of the axes that are not empty to fit as well.
        let mut long = shape.iter().filter(|&&axis| axis != 0);
        let product = long.try_fold(element.width, |product, &axis| {
            product.checked_mul(axis).filter(|&bytes| isize::try_from(bytes).is_ok())
        });
        let Some(bytes) = product else {
            let limit = isize::MAX as u64;
            return Err(DigitsError::IdxTooLarge { element: element.name, shape, limit });
        };
        let bytes = if shape.contains(&0) {
            let claimed = bytes / element.width;
            if claimed > MAX_EMPTY {
                let limit = MAX_EMPTY;
                return Err(DigitsError::IdxEmpty { element: element.name, shape, claimed, limit });
            }
            0
        } else {
            bytes as u64
        };
        Ok(Self { shape, element, bytes })
    }

    fn wrong_length(self, found: u64) -> DigitsError {
        let Self { shape, element, bytes: expected } = self;
        DigitsError::IdxLength { element: element.name, shape, expected, found }
    }

    fn with_elements(self, elements: &[u8]) -> Idx {
        Idx { data: (self.element.read_all)(elements), shape: self.shape }
    }
}

/// Reads an IDX file, gzip or plain: its first bytes tell.
///
/// What the header promises is compared with the bytes that are there before anything is
/// allocated for it; a gzip file is inflated no further than its header promises and to 1 GiB at
/// most.
///
/// # Errors
///
/// A [`DigitsError`] that says what is wrong: another kind of file, an unknown element type, a
/// header that promises more or less than follows, a damaged gzip stream.
///
/// # Examples
///
/// ```
/// let idx = feedforward_digits::read_idx(&[0, 0, 0x08, 1, 0, 0, 0, 3, 7, 2, 1])?;
/// assert_eq!(idx.shape(), [3]);
/// assert_eq!(idx.into_array::<u8>()?, ndarray::array![7, 2, 1].into_dyn());
/// # Ok::<(), feedforward_digits::DigitsError>(())
/// ```
pub fn read_idx(bytes: &[u8]) -> Result<Idx, DigitsError> {
    if is_gzip(bytes) { read_gzip(bytes) } else { read_plain(bytes) }
}

fn read_plain(bytes: &[u8]) -> Result<Idx, DigitsError> {
    let length = Header::length(bytes)?;
    let Some((header, elements)) = bytes.split_at_checked(length) else {
        return Err(DigitsError::IdxHeaderTruncated { expected: length, found: bytes.len() });
    };
    let header = Header::parse(header)?;
    if header.bytes != elements.len() as u64 {
        return Err(header.wrong_length(elements.len() as u64));
    }
    Ok(header.with_elements(elements))
}

fn read_gzip(bytes: &[u8]) -> Result<Idx, DigitsError> {
    let mut stream = MultiGzDecoder::new(bytes);
    let mut start = Vec::new();
    inflate_up_to(&mut stream, 4, &mut start)?;
    let length = Header::length(&start)?;
    inflate_up_to(&mut stream, length as u64, &mut start)?;
    if start.len() < length {
        return Err(DigitsError::IdxHeaderTruncated { expected: length, found: start.len() });
    }
    let header = Header::parse(&start)?;
    let most = most_inflated(bytes.len());
    if header.bytes > most {
        return Err(header.wrong_length(most));
    }
    if header.bytes > MAX_INFLATED {
        let Header { shape, element, .. } = header;
        return Err(DigitsError::IdxTooLarge { element: element.name, shape, limit: MAX_INFLATED });
    }
    // One byte more than promised shows an excess, and reaching the end checks the CRC.
    let mut elements = Vec::new();
    inflate_up_to(&mut stream, header.bytes + 1, &mut elements)?;
    if header.bytes != elements.len() as u64 {
        return Err(header.wrong_length(elements.len() as u64));
    }
    Ok(header.with_elements(&elements))
}

/// Inflates until `into` has `length` bytes or the stream ends.
fn inflate_up_to(
    stream: &mut impl Read,
    length: u64,
    into: &mut Vec<u8>,
) -> Result<(), DigitsError> {
    let missing = length - into.len() as u64;
    match stream.take(missing).read_to_end(into) {
        Ok(_) => Ok(()),
        Err(error) => Err(DigitsError::Gzip { inflated: into.len() as u64, error }),
    }
}

/// Reads the IDX file at a path, gzip or plain: its bytes tell, not its name.
///
/// # Errors
///
/// As [`read_idx`], with the path; or what the system says.
pub fn load_idx(path: impl AsRef<Path>) -> Result<Idx, DigitsError> {
    let path = path.as_ref();
    read_idx(&load(path, MAX_FILE)?).map_err(|error| error.in_file(path))
}

/// Writes an array as a plain IDX file.
///
/// # Errors
///
/// [`DigitsError::UnwritableShape`] if the shape does not fit the header.
///
/// # Examples
///
/// ```
/// let labels = ndarray::array![7u8, 2, 1];
/// let bytes = feedforward_digits::write_idx(labels.view().into_dyn())?;
/// assert_eq!(bytes, [0, 0, 0x08, 1, 0, 0, 0, 3, 7, 2, 1]);
/// # Ok::<(), feedforward_digits::DigitsError>(())
/// ```
pub fn write_idx<T: IdxElement>(array: ArrayViewD<'_, T>) -> Result<Vec<u8>, DigitsError> {
    let unwritable = || DigitsError::UnwritableShape { shape: array.shape().to_vec() };
    let rank = u8::try_from(array.ndim()).map_err(|_| unwritable())?;
    let mut bytes = Vec::with_capacity(4 + 4 * array.ndim() + T::WIDTH * array.len());
    bytes.extend_from_slice(&[0, 0, T::CODE, rank]);
    for &axis in array.shape() {
        let axis = u32::try_from(axis).map_err(|_| unwritable())?;
        bytes.extend_from_slice(&axis.to_be_bytes());
    }
    for &element in &array {
        element.push_to(&mut bytes);
    }
    Ok(bytes)
}
