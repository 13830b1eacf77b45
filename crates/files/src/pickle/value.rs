//! The values that a pickle builds, and the arena that holds them.

use super::globals::Global;
use crate::array::Order;
use crate::element::{ByteOrder, Element};
use crate::limits::Budget;
use crate::{FileError, Limits};
use std::ops::Range;
use std::rc::Rc;

/// A value's place in the [`Heap`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Id(usize);

/// Bytes of the input, or bytes that had to be built from an encoding of them.
#[derive(Clone, Debug)]
pub(super) enum Data {
    Input(Range<usize>),
    Built(Rc<[u8]>),
}

/// A dtype while it is being built: the constructor names the type, BUILD the byte order.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dtype {
    pub(super) element: Element,
    pub(super) byte_order: ByteOrder,
}

/// A whole array.
#[derive(Clone, Debug)]
pub(super) struct Array {
    pub(super) shape: Rc<[usize]>,
    pub(super) dtype: Dtype,
    pub(super) order: Order,
    pub(super) data: Data,
}

#[derive(Clone, Debug)]
pub(super) enum Value {
    None,
    Bool(bool),
    Int(i64),
    /// An integer beyond 64 bits: no shape or name has one.
    Long,
    Float,
    Bytes(Data),
    /// UTF-8, checked when it was pushed.
    Text(Data),
    List(Vec<Id>),
    Tuple(Rc<[Id]>),
    Set,
    Dict(Vec<(Id, Id)>),
    Global(Global),
    Dtype(Dtype),
    /// A dtype of elements that are not read, as NumPy names it.
    OtherDtype(Rc<str>),
    /// An array of such elements, whose bytes are left alone.
    OtherArray(Rc<str>),
    /// What `_reconstruct` gives: an array that BUILD has yet to fill.
    EmptyArray,
    Array(Rc<Array>),
}

impl Value {
    /// The kind of value, for messages.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::None => "None",
            Self::Bool(_) => "a bool",
            Self::Int(_) => "an integer",
            Self::Long => "an integer beyond 64 bits",
            Self::Float => "a float",
            Self::Bytes(_) => "bytes",
            Self::Text(_) => "text",
            Self::List(_) => "a list",
            Self::Tuple(_) => "a tuple",
            Self::Set => "a set",
            Self::Dict(_) => "a dictionary",
            Self::Global(_) => "a function or class",
            Self::Dtype(_) | Self::OtherDtype(_) => "a dtype",
            Self::EmptyArray | Self::Array(_) | Self::OtherArray(_) => "an array",
        }
    }
}

/// All values of one pickle.
pub(super) struct Heap<'a> {
    input: &'a [u8],
    values: Vec<Value>,
}

impl<'a> Heap<'a> {
    pub(super) fn new(input: &'a [u8]) -> Self {
        Self { input, values: Vec::new() }
    }

    pub(super) fn add(&mut self, value: Value) -> Id {
        self.values.push(value);
        Id(self.values.len() - 1)
    }

    pub(super) fn get(&self, id: Id) -> &Value {
        &self.values[id.0]
    }

    pub(super) fn get_mut(&mut self, id: Id) -> &mut Value {
        &mut self.values[id.0]
    }

    pub(super) fn bytes<'b>(&'b self, data: &'b Data) -> &'b [u8] {
        match data {
            Data::Input(range) => &self.input[range.clone()],
            Data::Built(bytes) => bytes,
        }
    }

    /// The bytes of the input behind `data`, or a copy if they had to be built.
    pub(super) fn cow(&self, data: &Data) -> std::borrow::Cow<'a, [u8]> {
        match data {
            Data::Input(range) => self.input[range.clone()].into(),
            Data::Built(bytes) => bytes.to_vec().into(),
        }
    }

    /// Text, or the bytes that Python 2 had for it.
    pub(super) fn text(&self, id: Id) -> Option<&str> {
        match self.get(id) {
            Value::Text(data) | Value::Bytes(data) => std::str::from_utf8(self.bytes(data)).ok(),
            _ => None,
        }
    }

    pub(super) fn tuple(&self, id: Id) -> Option<Rc<[Id]>> {
        match self.get(id) {
            Value::Tuple(items) => Some(Rc::clone(items)),
            _ => None,
        }
    }

    /// Whether a value is numbers in lists: its first item is followed inwards.
    pub(super) fn is_numbers(&self, id: Id, depth: usize) -> bool {
        let mut id = id;
        for _ in 0..depth {
            match self.get(id) {
                Value::Int(_) | Value::Long | Value::Float => return true,
                Value::List(items) if !items.is_empty() => id = items[0],
                Value::Tuple(items) if !items.is_empty() => id = items[0],
                _ => return false,
            }
        }
        false
    }

    pub(super) fn index(&self, id: Id) -> Option<usize> {
        match self.get(id) {
            Value::Int(number) => usize::try_from(*number).ok(),
            _ => None,
        }
    }

    /// What the values are, for a message: `an integer, text`.
    pub(super) fn describe(&self, ids: &[Id]) -> String {
        const SHOWN: usize = 6;
        if ids.is_empty() {
            return "nothing".to_owned();
        }
        let mut names: Vec<_> = ids.iter().take(SHOWN).map(|&id| self.get(id).name()).collect();
        if ids.len() > SHOWN {
            names.push("…");
        }
        names.join(", ")
    }
}

/// Counts opcodes. Each adds to the heap a bounded amount, what it took from the stack or the
/// file, or what it charged to the [`Budget`].
pub(super) struct Steps {
    limit: usize,
    left: usize,
}

impl Steps {
    pub(super) fn new(limits: &Limits) -> Self {
        Self { limit: limits.opcodes, left: limits.opcodes }
    }

    pub(super) fn step(&mut self) -> Result<(), FileError> {
        self.left = self.left.checked_sub(1).ok_or(FileError::Limit {
            what: "this pickle has more opcodes",
            limit: self.limit as u64,
            field: "opcodes",
        })?;
        Ok(())
    }
}

/// Charges bytes that are built, then wraps them.
pub(super) fn build(bytes: Vec<u8>, budget: &mut Budget) -> Result<Data, FileError> {
    budget.take(bytes.len())?;
    Ok(Data::Built(bytes.into()))
}
