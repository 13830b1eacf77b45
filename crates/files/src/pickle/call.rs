//! What the allowed names build, in place of the functions that Python would call.

use super::fault::PickleFault;
use super::globals::Global;
use super::value::{Array, Data, Dtype, Heap, Id, Value, build as build_data};
use crate::FileError;
use crate::array::{Header, MAX_AXES, Order};
use crate::element::{ByteOrder, Element};
use crate::limits::Budget;
use feedforward_bytes::excerpt;
use std::rc::Rc;

/// Calls `global` with `arguments`, as REDUCE does.
pub(super) fn call(
    heap: &mut Heap<'_>,
    global: Global,
    arguments: &[Id],
    budget: &mut Budget,
    offset: usize,
) -> Result<Value, FileError> {
    let result = match global {
        Global::Reconstruct => Ok(reconstruct(heap, arguments)),
        Global::FromBuffer => from_buffer(heap, arguments, budget),
        Global::Scalar => Ok(scalar(heap, arguments)),
        Global::Dtype => dtype(heap, arguments),
        Global::CodecsEncode => encode(heap, arguments, budget),
        Global::Bytes | Global::ByteArray => bytes(heap, arguments, budget),
        Global::List | Global::Tuple | Global::Set | Global::Dict => {
            container(heap, global, arguments, budget)
        }
        Global::DefaultDict => Ok(default_dict(heap, arguments)),
        Global::Ndarray => Ok(None),
    }?;
    result.ok_or_else(|| {
        PickleFault::Call {
            callee: global.name(),
            expected: signature(global),
            found: heap.describe(arguments),
        }
        .at(offset)
    })
}

/// The arguments that NumPy and Python write.
fn signature(global: Global) -> &'static str {
    match global {
        Global::Reconstruct => "(numpy.ndarray, (0,), b'b')",
        Global::FromBuffer => "(bytes, dtype, shape, order)",
        Global::Scalar => "(dtype, bytes)",
        Global::Ndarray => "to be named only, never called",
        Global::Dtype => "(name, align, copy)",
        Global::CodecsEncode => "(text, 'latin1')",
        Global::Bytes | Global::ByteArray => "nothing, bytes, or text and 'latin-1'",
        Global::List | Global::Tuple | Global::Set => "nothing, a list or a tuple",
        Global::Dict => "nothing or a list of pairs",
        Global::DefaultDict => "nothing, None or a class",
    }
}

fn reconstruct(heap: &Heap<'_>, arguments: &[Id]) -> Option<Value> {
    match arguments {
        [class, ..] if matches!(heap.get(*class), Value::Global(Global::Ndarray)) => {
            Some(Value::EmptyArray)
        }
        _ => None,
    }
}

/// A tuple of lengths. One tuple may serve any number of arrays, each of which has its own copy:
/// the copy is short, and charged.
fn shape(heap: &Heap<'_>, id: Id, budget: &mut Budget) -> Result<Option<Rc<[usize]>>, FileError> {
    let Some(axes) = heap.tuple(id) else {
        return Ok(None);
    };
    if axes.len() > MAX_AXES {
        let first: Option<Vec<_>> = axes.iter().take(8).map(|&axis| heap.index(axis)).collect();
        return Err(FileError::ShapeTooLarge {
            name: "an array".to_owned(),
            axes: axes.len(),
            shape: first.unwrap_or_default(),
        });
    }
    budget.take(axes.len() * size_of::<usize>())?;
    Ok(axes.iter().map(|&axis| heap.index(axis)).collect())
}

fn as_dtype(heap: &Heap<'_>, id: Id) -> Option<Dtype> {
    match heap.get(id) {
        Value::Dtype(dtype) => Some(*dtype),
        _ => None,
    }
}

fn as_bytes(heap: &Heap<'_>, id: Id) -> Option<Data> {
    match heap.get(id) {
        Value::Bytes(data) => Some(data.clone()),
        _ => None,
    }
}

/// The name of a dtype that is not read.
fn other_dtype(heap: &Heap<'_>, id: Id) -> Option<Value> {
    match heap.get(id) {
        Value::OtherDtype(code) => Some(Value::OtherArray(Rc::clone(code))),
        _ => None,
    }
}

fn scalar(heap: &Heap<'_>, arguments: &[Id]) -> Option<Value> {
    let [dtype, data] = *arguments else {
        return None;
    };
    if let Some(other) = other_dtype(heap, dtype) {
        return Some(other);
    }
    Some(Value::Array(Rc::new(Array {
        shape: [].into(),
        dtype: as_dtype(heap, dtype)?,
        order: Order::C,
        data: as_bytes(heap, data)?,
    })))
}

fn from_buffer(
    heap: &Heap<'_>,
    arguments: &[Id],
    budget: &mut Budget,
) -> Result<Option<Value>, FileError> {
    let (&[data, dtype, axes, order], permutation) = match arguments {
        [data, dtype, axes, order] => (&[*data, *dtype, *axes, *order], None),
        [data, dtype, axes, order, permutation] => {
            (&[*data, *dtype, *axes, *order], Some(*permutation))
        }
        _ => return Ok(None),
    };
    if let Some(other) = other_dtype(heap, dtype) {
        return Ok(Some(other));
    }
    let (Some(data), Some(dtype), Some(shape)) =
        (as_bytes(heap, data), as_dtype(heap, dtype), shape(heap, axes, budget)?)
    else {
        return Ok(None);
    };
    let array = |order| Array { shape, dtype, order, data };
    let array = match (heap.text(order), permutation) {
        (Some("C"), _) => array(Order::C),
        (Some("F"), _) => array(Order::Fortran),
        // NumPy 2.3 and later write arrays whose axes lie in another order like this.
        (Some("K"), Some(permutation)) => {
            let Some(permutation) = self::shape(heap, permutation, budget)? else {
                return Ok(None);
            };
            match permute(heap, &array(Order::C), &permutation, budget)? {
                Some(array) => array,
                None => return Ok(None),
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(Value::Array(Rc::new(array))))
}

/// `array.transpose(axes)`, laid out anew in C order.
fn permute(
    heap: &Heap<'_>,
    array: &Array,
    axes: &[usize],
    budget: &mut Budget,
) -> Result<Option<Array>, FileError> {
    let header = Header {
        shape: array.shape.to_vec(),
        element: array.dtype.element,
        byte_order: array.dtype.byte_order,
        order: Order::C,
    };
    let length = header.bytes("an array")?;
    let bytes = heap.bytes(&array.data);
    let mut sorted = axes.to_vec();
    sorted.sort_unstable();
    if bytes.len() != length || !sorted.into_iter().eq(0..array.shape.len()) {
        return Ok(None);
    }
    let width = header.element.width();
    budget.take(length / width * size_of::<&[u8]>())?;
    let elements: Vec<&[u8]> = bytes.chunks_exact(width).collect();
    let Ok(view) = ndarray::ArrayD::from_shape_vec(header.shape, elements) else {
        return Ok(None);
    };
    let turned = view.permuted_axes(axes);
    let mut permuted = Vec::with_capacity(length);
    for element in &turned {
        permuted.extend_from_slice(element);
    }
    Ok(Some(Array {
        shape: turned.shape().into(),
        dtype: array.dtype,
        order: Order::C,
        data: build_data(permuted, budget)?,
    }))
}

fn dtype(heap: &Heap<'_>, arguments: &[Id]) -> Result<Option<Value>, FileError> {
    let Some(code) = arguments.first().and_then(|&code| heap.text(code)) else {
        return Ok(None);
    };
    Ok(Some(match Element::from_numpy(code) {
        Some(element) => Value::Dtype(Dtype { element, byte_order: ByteOrder::Little }),
        None => Value::OtherDtype(excerpt(code).into()),
    }))
}

/// How Python 3 writes bytes in protocols 0 to 2: as text whose characters are the bytes.
fn encode(
    heap: &Heap<'_>,
    arguments: &[Id],
    budget: &mut Budget,
) -> Result<Option<Value>, FileError> {
    let &[text, encoding] = arguments else {
        return Ok(None);
    };
    if !matches!(heap.text(encoding), Some("latin1" | "latin-1" | "iso-8859-1")) {
        return Ok(None);
    }
    let Value::Text(data) = heap.get(text) else {
        return Ok(None);
    };
    let Ok(text) = std::str::from_utf8(heap.bytes(data)) else {
        return Ok(None);
    };
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(c).ok()).collect();
    Ok(match bytes {
        Some(bytes) => Some(Value::Bytes(build_data(bytes, budget)?)),
        None => None,
    })
}

fn bytes(
    heap: &Heap<'_>,
    arguments: &[Id],
    budget: &mut Budget,
) -> Result<Option<Value>, FileError> {
    match *arguments {
        [] => Ok(Some(Value::Bytes(Data::Input(0..0)))),
        [bytes] => Ok(as_bytes(heap, bytes).map(Value::Bytes)),
        _ => encode(heap, arguments, budget),
    }
}

/// The entries follow the call, as a plain dictionary's do; the class is of no use here.
fn default_dict(heap: &Heap<'_>, arguments: &[Id]) -> Option<Value> {
    let is_class = |&id: &Id| matches!(heap.get(id), Value::None | Value::Global(_));
    (arguments.len() <= 1 && arguments.iter().all(is_class)).then(|| Value::Dict(Vec::new()))
}

fn container(
    heap: &Heap<'_>,
    global: Global,
    arguments: &[Id],
    budget: &mut Budget,
) -> Result<Option<Value>, FileError> {
    let items = match arguments {
        [] => Vec::new(),
        [items] => match heap.get(*items) {
            Value::List(items) => {
                budget.take(size_of_val(items.as_slice()))?;
                items.clone()
            }
            Value::Tuple(items) => {
                budget.take(size_of_val(&**items))?;
                items.to_vec()
            }
            _ => return Ok(None),
        },
        _ => return Ok(None),
    };
    Ok(match global {
        Global::List => Some(Value::List(items)),
        Global::Tuple => Some(Value::Tuple(items.into())),
        Global::Set => Some(Value::Set),
        _ => items
            .iter()
            .map(|&item| match heap.get(item) {
                Value::List(pair) => <[Id; 2]>::try_from(pair.as_slice()).ok(),
                Value::Tuple(pair) => <[Id; 2]>::try_from(&**pair).ok(),
                _ => None,
            })
            .map(|pair| pair.map(|[key, value]| (key, value)))
            .collect::<Option<Vec<_>>>()
            .map(Value::Dict),
    })
}

/// Gives `object` its state, as BUILD does.
pub(super) fn build(
    heap: &mut Heap<'_>,
    object: Id,
    state: Id,
    budget: &mut Budget,
    offset: usize,
) -> Result<(), FileError> {
    let fields = heap.tuple(state).unwrap_or_default();
    let (built, callee, expected) = match heap.get(object) {
        Value::Dtype(dtype) => (
            dtype_state(heap, *dtype, &fields),
            "the state of a dtype",
            "(3, byte order, None, None, None, …)",
        ),
        // Fields, units and the like: of no use without the elements.
        Value::OtherDtype(_) => return Ok(()),
        Value::EmptyArray => (
            match fields.get(2).and_then(|&dtype| other_dtype(heap, dtype)) {
                Some(other) => Some(other),
                None => {
                    array_state(heap, &fields, budget)?.map(|array| Value::Array(Rc::new(array)))
                }
            },
            "the state of an array",
            "(1, shape, dtype, is_fortran, bytes)",
        ),
        other => (None, other.name(), "no state of its own"),
    };
    let Some(built) = built else {
        let found = match heap.tuple(state) {
            Some(fields) => heap.describe(&fields),
            None => heap.get(state).name().to_owned(),
        };
        return Err(PickleFault::Call { callee, expected, found }.at(offset));
    };
    *heap.get_mut(object) = built;
    Ok(())
}

fn dtype_state(heap: &Heap<'_>, dtype: Dtype, fields: &[Id]) -> Option<Value> {
    let [_version, byte_order, subarray, names, kinds, ..] = *fields else {
        return None;
    };
    let plain =
        [subarray, names, kinds].iter().all(|&field| matches!(heap.get(field), Value::None));
    if !plain {
        return Some(Value::OtherDtype("V".into()));
    }
    let byte_order = match heap.text(byte_order) {
        // Native order, of a machine that the file does not name: nearly all are little-endian.
        Some("<" | "|" | "=") => ByteOrder::Little,
        Some(">") => ByteOrder::Big,
        _ => return None,
    };
    Some(Value::Dtype(Dtype { byte_order, ..dtype }))
}

fn array_state(
    heap: &Heap<'_>,
    fields: &[Id],
    budget: &mut Budget,
) -> Result<Option<Array>, FileError> {
    let [_version, axes, dtype, fortran, data] = *fields else {
        return Ok(None);
    };
    let fortran = match heap.get(fortran) {
        Value::Bool(fortran) => *fortran,
        Value::Int(fortran) => *fortran != 0,
        _ => return Ok(None),
    };
    let (Some(dtype), Some(data)) = (as_dtype(heap, dtype), as_bytes(heap, data)) else {
        return Ok(None);
    };
    let order = if fortran { Order::Fortran } else { Order::C };
    Ok(shape(heap, axes, budget)?.map(|shape| Array { shape, dtype, order, data }))
}

/// Decodes Python's `raw_unicode_escape`: Latin-1 in which `\uXXXX` and `\UXXXXXXXX` are characters.
pub(super) fn raw_unicode(line: &[u8]) -> Option<String> {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        let digits = match (byte, after.first()) {
            (b'\\', Some(b'u')) => 4,
            (b'\\', Some(b'U')) => 8,
            // Of two backslashes the second begins no escape.
            (b'\\', Some(b'\\')) => {
                text.push('\\');
                rest = &after[1..];
                0
            }
            _ => 0,
        };
        if digits == 0 {
            text.push(char::from(byte));
            continue;
        }
        let code = std::str::from_utf8(after.get(1..=digits)?).ok()?;
        text.push(char::from_u32(u32::from_str_radix(code, 16).ok()?)?);
        rest = &after[1 + digits..];
    }
    Some(text)
}

/// Decodes the quoted string that Python 2 writes in protocol 0, with its escapes.
pub(super) fn quoted_bytes(line: &[u8]) -> Option<Vec<u8>> {
    let line = line.trim_ascii_end();
    let inner = match line {
        [first @ (b'\'' | b'"'), inner @ .., last] if first == last => inner,
        _ => return None,
    };
    let mut bytes = Vec::with_capacity(inner.len());
    let mut rest = inner;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'\\' {
            bytes.push(byte);
            continue;
        }
        let (&escape, after) = after.split_first()?;
        rest = after;
        let unescaped = match escape {
            b'\\' | b'\'' | b'"' => escape,
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'a' => 7,
            b'b' => 8,
            b'v' => 11,
            b'f' => 12,
            b'x' => {
                let digits = std::str::from_utf8(after.get(..2)?).ok()?;
                rest = &after[2..];
                u8::from_str_radix(digits, 16).ok()?
            }
            b'0'..=b'7' => {
                let more =
                    after.iter().take(2).take_while(|digit| matches!(digit, b'0'..=b'7')).count();
                let value = after[..more].iter().fold(u32::from(escape - b'0'), |value, digit| {
                    value * 8 + u32::from(digit - b'0')
                });
                rest = &after[more..];
                u8::try_from(value).ok()?
            }
            other => {
                bytes.push(b'\\');
                other
            }
        };
        bytes.push(unescaped);
    }
    Some(bytes)
}
