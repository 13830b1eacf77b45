//! Values on their way between JavaScript and the engine.

use feedforward::ndarray::{Array2, ArrayView2};
use std::borrow::Cow;

/// What a call takes and gives, as JavaScript knows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null` or `undefined`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// A `Float32Array`.
    Floats(Vec<f32>),
    /// A `Uint32Array`.
    Naturals(Vec<u32>),
    /// A `Uint8Array`.
    Bytes(Vec<u8>),
    /// An array of anything.
    List(Vec<Value>),
    /// An object with its keys in order.
    Object(Vec<(Cow<'static, str>, Value)>),
}

/// An object of keys and values that can become a [`Value`].
macro_rules! object {
    ($($key:literal : $value:expr),* $(,)?) => {
        $crate::value::Value::Object(vec![
            $((std::borrow::Cow::Borrowed($key), $crate::value::Value::from($value))),*
        ])
    };
}
pub(crate) use object;

impl Value {
    /// What an object has under a key.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(entries) => {
                entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Adds an entry to an object; anything else stays as it is.
    pub(crate) fn with(mut self, key: &'static str, value: impl Into<Self>) -> Self {
        if let Self::Object(entries) = &mut self {
            entries.push((key.into(), value.into()));
        }
        self
    }

    /// A list of what can become values.
    pub(crate) fn list<T: Into<Self>>(items: impl IntoIterator<Item = T>) -> Self {
        Self::List(items.into_iter().map(Into::into).collect())
    }

    /// What it is, for a message.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Flag(flag) => flag.to_string(),
            Self::Number(number) => number.to_string(),
            Self::Text(text) => format!("'{}'", text.chars().take(60).collect::<String>()),
            Self::Floats(items) => format!("a Float32Array of {}", items.len()),
            Self::Naturals(items) => format!("a Uint32Array of {}", items.len()),
            Self::Bytes(items) => format!("a Uint8Array of {}", items.len()),
            Self::List(items) => format!("an array of {}", items.len()),
            Self::Object(_) => "an object".to_owned(),
        }
    }
}

macro_rules! from {
    ($($from:ty => $variant:ident),* $(,)?) => {
        $(impl From<$from> for Value {
            fn from(value: $from) -> Self {
                Self::$variant(value.into())
            }
        })*
    };
}

from! {
    bool => Flag,
    f64 => Number,
    f32 => Number,
    u32 => Number,
    &str => Text,
    String => Text,
    Vec<f32> => Floats,
    Vec<u32> => Naturals,
    Vec<u8> => Bytes,
    Vec<Value> => List,
}

impl From<usize> for Value {
    /// Exact up to 2^53, which no count here reaches.
    fn from(value: usize) -> Self {
        Self::Number(value as f64)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

impl From<ArrayView2<'_, f32>> for Value {
    /// A `Matrix`.
    fn from(matrix: ArrayView2<'_, f32>) -> Self {
        let data: Vec<f32> = match matrix.as_slice() {
            Some(data) => data.to_vec(),
            None => matrix.iter().copied().collect(),
        };
        object! { "rows": matrix.nrows(), "columns": matrix.ncols(), "data": data }
    }
}

impl From<&Array2<f32>> for Value {
    fn from(matrix: &Array2<f32>) -> Self {
        matrix.view().into()
    }
}

impl From<Array2<f32>> for Value {
    /// A `Matrix`; the numbers are not copied if they stand row by row.
    fn from(matrix: Array2<f32>) -> Self {
        let (rows, columns) = matrix.dim();
        if !matrix.is_standard_layout() {
            return matrix.view().into();
        }
        let (data, offset) = matrix.into_raw_vec_and_offset();
        debug_assert!(offset.unwrap_or(0) == 0, "an owned array starts at its first number");
        object! { "rows": rows, "columns": columns, "data": data }
    }
}

/// Classes or indices as a `Uint32Array`.
pub(crate) fn naturals(items: impl IntoIterator<Item = usize>) -> Vec<u32> {
    items.into_iter().map(|item| item as u32).collect()
}
