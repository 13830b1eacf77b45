//! npy: one NumPy array behind a header that is a Python dictionary.
//!
//! The header is read here rather than by `ndarray-npy`: that crate must be told the element
//! type beforehand, has no f2, and its parser of Python literals recurses as deep as the header
//! asks for. The three keys that a header may have need no general parser.

use crate::FileError;
use crate::array::{Header, NamedArray, NamedArrays, Order, Unread};
use crate::element::{ByteOrder, Element};
use crate::fault::ZipFault;
use crate::limits::{Budget, Limits};
use crate::note::Note;
use feedforward_bytes::{Kind, excerpt};
use std::borrow::Cow;
use std::io::Read;

const MAGIC: &[u8] = b"\x93NUMPY";

/// The longest header that is parsed; NumPy itself stops at 10,000 bytes.
const LONGEST_HEADER: usize = 1 << 16;

/// Reads a file of one array, which has no name of its own and is called `array`.
pub(crate) fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<NamedArrays<'a>, FileError> {
    let mut arrays = NamedArrays::new(Kind::Npy);
    let mut budget = Budget::new(limits);
    let (header, start) = header(bytes, "array")?;
    let length = header.bytes("array")?;
    let left = bytes.len() - start;
    if length > left {
        return Err(FileError::Truncated {
            what: "the array",
            offset: start,
            needed: length as u64,
            left,
        });
    }
    let end = start + length;
    note_rest(bytes, end, "array", &mut arrays.notes);
    let data = Cow::Borrowed(&bytes[start..end]);
    arrays.arrays.push(NamedArray::new("array", header, data, &mut budget)?);
    Ok(arrays)
}

/// Reads one member of an npz file: the header, then as many bytes as it tells of, and no more.
///
/// What the member inflates to is never trusted: the header is bounded, and the elements are
/// charged to `budget` before room is made for them.
pub(crate) fn read_member(
    name: &str,
    mut member: impl Read,
    budget: &mut Budget,
) -> Result<NamedArray<'static>, FileError> {
    // The signature, the version and the longest length of a header.
    const PREFIX: usize = 12;
    let mut start = Vec::new();
    inflate(&mut member, PREFIX, &mut start)?;
    let rest = header_length(&start)?.saturating_sub(start.len());
    inflate(&mut member, rest, &mut start)?;
    let (header, elements) = header(&start, name)?;
    let length = header.bytes(name)?;
    budget.take(elements)?;
    budget.afford(length)?;
    // What the prefix took too much of, if the header is shorter than that.
    let mut data = start.split_off(elements.min(start.len()));
    let needed = length.saturating_sub(data.len());
    inflate(&mut member, needed, &mut data)?;
    if data.len() < length {
        return Err(FileError::Truncated {
            what: "the array",
            offset: elements,
            needed: length as u64,
            left: data.len(),
        });
    }
    // Reading to the end compares the checksum too.
    inflate(&mut member, 1, &mut data)?;
    if data.len() > length {
        return Err(ZipFault::TrailingBytes { end: elements + length }.into());
    }
    data.shrink_to_fit();
    NamedArray::new(name, header, Cow::Owned(data), budget)
}

/// Appends up to `length` bytes. Room is made as they come: a header may tell of more than there are.
fn inflate(member: &mut impl Read, length: usize, into: &mut Vec<u8>) -> Result<(), FileError> {
    match member.take(length as u64).read_to_end(into) {
        Ok(_) => Ok(()),
        Err(error) => Err(ZipFault::Damaged(error.to_string()).into()),
    }
}

fn note_rest(bytes: &[u8], end: usize, name: &str, notes: &mut Vec<Note>) {
    if end < bytes.len() {
        let (array, bytes) = (Some(name.to_owned()), bytes.len() - end);
        notes.push(Note::TrailingBytes { array, offset: end, bytes });
    }
}

/// How many bytes come before the elements, by the beginning of the file.
fn header_length(bytes: &[u8]) -> Result<usize, FileError> {
    let mut parser = Parser { name: "", bytes, position: 0 };
    parser.signature()?;
    let [major, minor] = parser.array("the version")?;
    let length = match (major, minor) {
        (1, 0) => usize::from(u16::from_le_bytes(parser.array("the header's length")?)),
        (2 | 3, 0) => u32::from_le_bytes(parser.array("the header's length")?) as usize,
        _ => {
            return Err(
                parser.error("of version 1.0, 2.0 or 3.0", &format!("version {major}.{minor}"))
            );
        }
    };
    if length > LONGEST_HEADER {
        return Err(parser.error("of at most 65536 bytes", &format!("one of {length} bytes")));
    }
    Ok(parser.position + length)
}

/// Reads the header and says where the elements begin.
fn header<'a>(bytes: &'a [u8], name: &'a str) -> Result<(Header, usize), FileError> {
    let end = header_length(bytes)?;
    let position = if bytes[MAGIC.len()] == 1 { 10 } else { 12 };
    let mut parser = Parser { name, bytes, position };
    parser.expect_bytes(end - position, "the header")?;
    parser.bytes = &bytes[..end];
    let header = parser.dictionary()?;
    // An impossible shape is an error even where no elements are read.
    header.bytes(name)?;
    Ok((header, end))
}

/// Reads the three keys of a header; nothing in it nests, so nothing here recurses.
struct Parser<'a> {
    /// What the array is called, for messages.
    name: &'a str,
    bytes: &'a [u8],
    position: usize,
}

impl<'a> Parser<'a> {
    fn error(&self, expected: &'static str, found: &str) -> FileError {
        FileError::Npy { expected, found: excerpt(found), offset: self.position }
    }

    fn unexpected(&self, expected: &'static str) -> FileError {
        let rest = &self.bytes[self.position..];
        let shown = String::from_utf8_lossy(&rest[..rest.len().min(16)]);
        let found = if rest.is_empty() { "its end" } else { &shown };
        self.error(expected, found)
    }

    fn expect_bytes(&self, needed: usize, what: &'static str) -> Result<(), FileError> {
        let left = self.bytes.len() - self.position;
        if needed > left {
            return Err(FileError::Truncated {
                what,
                offset: self.position,
                needed: needed as u64,
                left,
            });
        }
        Ok(())
    }

    fn array<const N: usize>(&mut self, what: &'static str) -> Result<[u8; N], FileError> {
        self.expect_bytes(N, what)?;
        let mut array = [0; N];
        array.copy_from_slice(&self.bytes[self.position..self.position + N]);
        self.position += N;
        Ok(array)
    }

    fn signature(&mut self) -> Result<(), FileError> {
        if self.bytes.starts_with(MAGIC) {
            self.position = MAGIC.len();
            return Ok(());
        }
        Err(self.unexpected("beginning with \\x93NUMPY"))
    }

    /// Skips spaces, then takes `byte` if it is next.
    fn skip(&mut self, byte: u8) -> bool {
        while self.bytes.get(self.position).is_some_and(u8::is_ascii_whitespace) {
            self.position += 1;
        }
        let found = self.bytes.get(self.position) == Some(&byte);
        self.position += usize::from(found);
        found
    }

    fn expect(&mut self, byte: u8, expected: &'static str) -> Result<(), FileError> {
        if self.skip(byte) { Ok(()) } else { Err(self.unexpected(expected)) }
    }

    fn dictionary(&mut self) -> Result<Header, FileError> {
        let (mut descr, mut fortran, mut shape) = (None, None, None);
        self.expect(b'{', "that is a dictionary")?;
        while !self.skip(b'}') {
            let start = self.position;
            let key = self.string()?;
            self.expect(b':', "with a colon after each key")?;
            match key {
                "descr" if descr.is_none() => descr = Some(self.descr()?),
                "fortran_order" if fortran.is_none() => fortran = Some(self.bool()?),
                "shape" if shape.is_none() => shape = Some(self.shape()?),
                _ => {
                    self.position = start;
                    return Err(self.unexpected("with the keys descr, fortran_order and shape"));
                }
            }
            if !self.skip(b',') {
                self.expect(b'}', "with a comma or brace after each value")?;
                break;
            }
        }
        match (descr, fortran, shape) {
            (Some((element, byte_order)), Some(fortran), Some(shape)) => Ok(Header {
                shape,
                element,
                byte_order,
                order: if fortran { Order::Fortran } else { Order::C },
            }),
            _ => {
                Err(self
                    .error("with the keys descr, fortran_order and shape", "one without them all"))
            }
        }
    }

    fn string(&mut self) -> Result<&'a str, FileError> {
        const EXPECTED: &str = "with quoted text";
        let quote = if self.skip(b'\'') { b'\'' } else { b'"' };
        if quote == b'"' {
            self.expect(b'"', EXPECTED)?;
        }
        let rest = &self.bytes[self.position..];
        let length =
            rest.iter().position(|&byte| byte == quote).ok_or_else(|| self.unexpected(EXPECTED))?;
        let text = std::str::from_utf8(&rest[..length]).map_err(|_| self.unexpected(EXPECTED))?;
        self.position += length + 1;
        Ok(text)
    }

    fn descr(&mut self) -> Result<(Element, ByteOrder), FileError> {
        if self.skip(b'[') {
            return Err(Unread::of_type(self.name, "V").error());
        }
        let text = self.string()?;
        let (byte_order, code) = match text.as_bytes().first() {
            Some(b'>') => (ByteOrder::Big, &text[1..]),
            Some(b'<' | b'|' | b'=') => (ByteOrder::Little, &text[1..]),
            _ => (ByteOrder::Little, text),
        };
        let element =
            Element::from_numpy(code).ok_or_else(|| Unread::of_type(self.name, text).error())?;
        Ok((element, byte_order))
    }

    fn bool(&mut self) -> Result<bool, FileError> {
        self.skip(b' ');
        for (word, value) in [("True", true), ("False", false)] {
            if self.bytes[self.position..].starts_with(word.as_bytes()) {
                self.position += word.len();
                return Ok(value);
            }
        }
        Err(self.unexpected("with True or False for fortran_order"))
    }

    fn shape(&mut self) -> Result<Vec<usize>, FileError> {
        const EXPECTED: &str = "with a tuple of integers for the shape";
        let mut shape = Vec::new();
        self.expect(b'(', EXPECTED)?;
        while !self.skip(b')') {
            let start = self.position;
            while self.bytes.get(self.position).is_some_and(u8::is_ascii_digit) {
                self.position += 1;
            }
            let digits = &self.bytes[start..self.position];
            let axis = std::str::from_utf8(digits).ok().and_then(|digits| digits.parse().ok());
            let Some(axis) = axis else {
                self.position = start;
                return Err(self.unexpected(EXPECTED));
            };
            shape.push(axis);
            // Python 2 wrote long integers with this suffix.
            self.skip(b'L');
            if !self.skip(b',') {
                self.expect(b')', EXPECTED)?;
                break;
            }
        }
        Ok(shape)
    }
}
