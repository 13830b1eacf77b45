//! An array in NumPy's npy.

use super::{Reading, Rows};
use anyhow::Context;
use feedforward::files::{Element, Limits, NamedArrays};

pub(super) fn read(bytes: &[u8], reading: &Reading<'_>) -> anyhow::Result<Rows> {
    let arrays = NamedArrays::read(bytes, &Limits::default())?;
    let array = arrays.arrays.first().context("the file holds no array")?;
    // One example without a batch axis may have any shape.
    if array.elements() != reading.inputs() {
        reading.check_width(array.shape())?;
    }
    let divisor = match array.element() {
        Element::U8 => reading.model.description().divisor(),
        _ => 1.0,
    };
    let values = array.to_f32()? / reading.divide.unwrap_or(divisor);
    let x = reading.rows(values.iter().copied().collect())?;
    Rows::select(&x, reading)
}
