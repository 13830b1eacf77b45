//! The types that an array's elements may have.

use half::{bf16, f16};
use std::fmt;

/// The type of one element, without its byte order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Element {
    /// A byte that is zero (false) or not (true).
    Bool,
    /// A signed integer of 8 bits.
    I8,
    /// A signed integer of 16 bits.
    I16,
    /// A signed integer of 32 bits.
    I32,
    /// A signed integer of 64 bits.
    I64,
    /// An unsigned integer of 8 bits.
    U8,
    /// An unsigned integer of 16 bits.
    U16,
    /// An unsigned integer of 32 bits.
    U32,
    /// An unsigned integer of 64 bits.
    U64,
    /// IEEE 754 binary16.
    F16,
    /// The upper half of an f32 (bfloat16); only safetensors has it.
    Bf16,
    /// IEEE 754 binary32.
    F32,
    /// IEEE 754 binary64.
    F64,
}

impl Element {
    /// Every type, the table from which the others are looked up.
    pub const ALL: [Self; 13] = [
        Self::Bool,
        Self::I8,
        Self::I16,
        Self::I32,
        Self::I64,
        Self::U8,
        Self::U16,
        Self::U32,
        Self::U64,
        Self::F16,
        Self::Bf16,
        Self::F32,
        Self::F64,
    ];

    /// The name as Rust writes it: `f32`, `u8`, `bool`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Bool => "bool",
            Self::I8 => "i8",
            Self::I16 => "i16",
            Self::I32 => "i32",
            Self::I64 => "i64",
            Self::U8 => "u8",
            Self::U16 => "u16",
            Self::U32 => "u32",
            Self::U64 => "u64",
            Self::F16 => "f16",
            Self::Bf16 => "bf16",
            Self::F32 => "f32",
            Self::F64 => "f64",
        }
    }

    /// The width in bytes.
    pub const fn width(self) -> usize {
        match self {
            Self::Bool | Self::I8 | Self::U8 => 1,
            Self::I16 | Self::U16 | Self::F16 | Self::Bf16 => 2,
            Self::I32 | Self::U32 | Self::F32 => 4,
            Self::I64 | Self::U64 | Self::F64 => 8,
        }
    }

    /// The type that NumPy calls `code`, such as `f4` or `u1`.
    pub(crate) fn from_numpy(code: &str) -> Option<Self> {
        Some(match code {
            "b1" | "?" => Self::Bool,
            "i1" => Self::I8,
            "i2" => Self::I16,
            "i4" => Self::I32,
            "i8" => Self::I64,
            "u1" => Self::U8,
            "u2" => Self::U16,
            "u4" => Self::U32,
            "u8" => Self::U64,
            "f2" => Self::F16,
            "f4" => Self::F32,
            "f8" => Self::F64,
            _ => return None,
        })
    }

    /// Decodes elements one after another into f32, rounding to the nearest.
    ///
    /// `bytes` must be whole elements.
    pub(crate) fn decode(self, bytes: &[u8], order: ByteOrder) -> Vec<f32> {
        match self {
            Self::Bool => bytes.iter().map(|&b| f32::from(b != 0)).collect(),
            Self::I8 => bytes.iter().map(|&b| f32::from(i8::from_ne_bytes([b]))).collect(),
            Self::U8 => bytes.iter().map(|&b| f32::from(b)).collect(),
            Self::I16 => each(bytes, order, |b| f32::from(i16::from_le_bytes(b))),
            Self::U16 => each(bytes, order, |b| f32::from(u16::from_le_bytes(b))),
            Self::F16 => each(bytes, order, |b| f16::from_le_bytes(b).to_f32()),
            Self::Bf16 => each(bytes, order, |b| bf16::from_le_bytes(b).to_f32()),
            Self::I32 => each(bytes, order, |b| i32::from_le_bytes(b) as f32),
            Self::U32 => each(bytes, order, |b| u32::from_le_bytes(b) as f32),
            Self::F32 => each(bytes, order, f32::from_le_bytes),
            Self::I64 => each(bytes, order, |b| i64::from_le_bytes(b) as f32),
            Self::U64 => each(bytes, order, |b| u64::from_le_bytes(b) as f32),
            Self::F64 => each(bytes, order, |b| f64::from_le_bytes(b) as f32),
        }
    }
}

impl fmt::Display for Element {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Which byte of an element comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ByteOrder {
    /// The lowest byte first, as nearly every machine writes it.
    Little,
    /// The highest byte first.
    Big,
}

/// Calls `decode` with each element's bytes, lowest first.
fn each<const N: usize>(
    bytes: &[u8],
    order: ByteOrder,
    decode: impl Fn([u8; N]) -> f32,
) -> Vec<f32> {
    let (elements, _) = bytes.as_chunks::<N>();
    match order {
        ByteOrder::Little => elements.iter().map(|&bytes| decode(bytes)).collect(),
        ByteOrder::Big => elements
            .iter()
            .map(|&(mut bytes)| {
                bytes.reverse();
                decode(bytes)
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_byte_orders_decode() {
        assert_eq!(Element::I16.decode(&[1, 2, 255, 255], ByteOrder::Little), [513.0, -1.0]);
        assert_eq!(Element::I16.decode(&[1, 2, 255, 255], ByteOrder::Big), [258.0, -1.0]);
        assert_eq!(Element::F16.decode(&[0x3c, 0], ByteOrder::Big), [1.0]);
        assert_eq!(Element::Bf16.decode(&[0x80, 0x3f], ByteOrder::Little), [1.0]);
        assert_eq!(Element::Bool.decode(&[0, 1, 7], ByteOrder::Little), [0.0, 1.0, 1.0]);
        assert_eq!(Element::I8.decode(&[0xff], ByteOrder::Little), [-1.0]);
    }

    #[test]
    fn f64_rounds_to_the_nearest_f32() {
        let bytes = 0.1f64.to_le_bytes();
        assert_eq!(Element::F64.decode(&bytes, ByteOrder::Little), [0.1f32]);
    }
}
