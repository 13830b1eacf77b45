//! safetensors: a JSON header, then the tensors' bytes; also the format that we write.
//!
//! Our own files hold W1, b1, W2, b2, … in f32, weights as `[inputs, outputs]`, and one metadata
//! entry, `feedforward`, whose text states what there is to know of the network (`document.rs`).
//! It is one entry because the crate keeps metadata in a hash map: several would be written in
//! an order that changes from run to run.

use crate::array::{Header, NamedArray, NamedArrays, Order, Unread};
use crate::description::Description;
use crate::element::{ByteOrder, Element};
use crate::entry_type::EntryType;
use crate::fault::SafetensorsFault;
use crate::json_fault;
use crate::limits::{Budget, Limits};
use crate::{FileError, document};
use ::safetensors::tensor::{Dtype, Metadata, TensorView};
use feedforward_bytes::Kind;
use feedforward_network::Network;
use std::borrow::Cow;
use std::collections::HashMap;

/// The metadata entry that holds our description.
const ENTRY: &str = "feedforward";

/// The width of the header's length, with which a file begins.
const LENGTH: usize = 8;

/// The longest header that is parsed.
const LONGEST_HEADER: u64 = 16 << 20;

/// Reads every tensor, in the order of their bytes.
///
/// The crate checks the header; the lengths around it are checked here, in arithmetic that
/// cannot overflow and with the offset at hand for the message.
pub(crate) fn read<'a>(bytes: &'a [u8], limits: &Limits) -> Result<NamedArrays<'a>, FileError> {
    let (metadata, start) = header(bytes)?;
    let names = metadata.offset_keys();
    if names.len() > limits.entries {
        return Err(FileError::Limit {
            what: "this file has more tensors",
            limit: limits.entries as u64,
            field: "entries",
        });
    }
    let data = &bytes[start..];
    let expected = metadata.data_len();
    if expected > data.len() {
        return Err(FileError::Truncated {
            what: "the tensors' data",
            offset: start,
            needed: expected as u64,
            left: data.len(),
        });
    }
    if expected < data.len() {
        let (end, length) = (start + expected, bytes.len());
        return Err(SafetensorsFault::TrailingBytes { end, length }.into());
    }
    let mut arrays = NamedArrays::new(Kind::Safetensors);
    let mut budget = Budget::new(limits);
    for name in names {
        let Some(info) = metadata.info(&name) else {
            continue;
        };
        let Some(element) = element(info.dtype) else {
            let found = EntryType::Tensor(info.dtype.to_string());
            arrays.add_unread(Unread::new(&name, found), &mut budget)?;
            continue;
        };
        let header = Header {
            shape: info.shape.clone(),
            element,
            byte_order: ByteOrder::Little,
            order: Order::C,
        };
        let (begin, end) = info.data_offsets;
        let data = Cow::Borrowed(&data[begin..end]);
        arrays.arrays.push(NamedArray::new(&name, header, data, &mut budget)?);
    }
    if let Some(text) = metadata.metadata().as_ref().and_then(|entries| entries.get(ENTRY)) {
        arrays.stated = document::parse(text);
    }
    Ok(arrays)
}

/// Parses the header and says where the data begins.
fn header(bytes: &[u8]) -> Result<(Metadata, usize), FileError> {
    let Some(&length) = bytes.first_chunk::<LENGTH>() else {
        return Err(FileError::Truncated {
            what: "the header's length",
            offset: 0,
            needed: LENGTH as u64,
            left: bytes.len(),
        });
    };
    let length = u64::from_le_bytes(length);
    let left = bytes.len() - LENGTH;
    if length > left as u64 {
        return Err(FileError::Truncated {
            what: "the header",
            offset: LENGTH,
            needed: length,
            left,
        });
    }
    if length > LONGEST_HEADER {
        return Err(SafetensorsFault::LongHeader { found: length, limit: LONGEST_HEADER }.into());
    }
    let end = LENGTH + length as usize;
    let metadata = serde_json::from_slice(&bytes[LENGTH..end])
        .map_err(|error| damaged(json_fault::clause(&error)))?;
    Ok((metadata, end))
}

fn damaged(reason: impl ToString) -> SafetensorsFault {
    SafetensorsFault::Damaged(reason.to_string())
}

fn element(dtype: Dtype) -> Option<Element> {
    Some(match dtype {
        Dtype::BOOL => Element::Bool,
        Dtype::I8 => Element::I8,
        Dtype::I16 => Element::I16,
        Dtype::I32 => Element::I32,
        Dtype::I64 => Element::I64,
        Dtype::U8 => Element::U8,
        Dtype::U16 => Element::U16,
        Dtype::U32 => Element::U32,
        Dtype::U64 => Element::U64,
        Dtype::F16 => Element::F16,
        Dtype::BF16 => Element::Bf16,
        Dtype::F32 => Element::F32,
        Dtype::F64 => Element::F64,
        _ => return None,
    })
}

/// Writes a network; the same network and description give the same bytes.
pub(crate) fn write(network: &Network, description: &Description) -> Result<Vec<u8>, FileError> {
    let text = document::format(network, description)?;
    let mut tensors = Vec::new();
    for (number, layer) in (1..).zip(network.layers()) {
        let shape = vec![layer.inputs(), layer.outputs()];
        let weights = bytes_of(layer.weights().iter());
        tensors.push((format!("W{number}"), shape, weights));
        let bias = bytes_of(layer.bias().iter());
        tensors.push((format!("b{number}"), vec![layer.outputs()], bias));
    }
    let views = tensors
        .iter()
        .map(|(name, shape, bytes)| {
            let view = TensorView::new(Dtype::F32, shape.clone(), bytes).map_err(damaged)?;
            Ok((name.as_str(), view))
        })
        .collect::<Result<Vec<_>, SafetensorsFault>>()?;
    let entries = HashMap::from([(ENTRY.to_owned(), text)]);
    Ok(::safetensors::serialize(views, Some(entries)).map_err(damaged)?)
}

fn bytes_of<'a>(values: impl Iterator<Item = &'a f32>) -> Vec<u8> {
    values.flat_map(|value| value.to_le_bytes()).collect()
}
