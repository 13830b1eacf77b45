//! Pickle: an interpreter of data.
//!
//! Python's own reader runs whatever a pickle names. This one knows a short list of names, those
//! with which NumPy and the standard containers are written, builds plain values for them itself,
//! and refuses everything else the moment it is named.
//!
//! Values live in an arena and refer to each other by index, so that cycles and deep nesting
//! cost nothing to build and cannot overflow the stack when they are dropped. Bytes stay ranges
//! of the input until an array is decoded.

mod call;
pub(crate) mod fault;
mod flatten;
mod globals;
mod machine;
mod opcode;
mod reader;
mod value;

use crate::FileError;
use crate::array::NamedArrays;
use crate::limits::{Budget, Limits};
use crate::note::Note;
use feedforward_bytes::Kind;

/// Reads every array of a pickle, however nested.
///
/// Bytes after the pickle's end are left alone, as Python does, and noted.
pub(crate) fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<NamedArrays<'a>, FileError> {
    let mut budget = Budget::new(limits);
    let (heap, root, end) = machine::run(bytes, limits, &mut budget)?;
    let mut arrays = NamedArrays::new(Kind::Pickle);
    flatten::collect(&heap, root, limits, &mut budget, &mut arrays)?;
    if end < bytes.len() {
        let bytes = bytes.len() - end;
        arrays.notes.push(Note::TrailingBytes { array: None, offset: end, bytes });
    }
    Ok(arrays)
}
