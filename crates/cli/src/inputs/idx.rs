//! Arrays in IDX, the format of MNIST's files.

use super::{Reading, Rows};
use feedforward::digits::{self, IdxData};

/// Bytes are pixels of a set of pictures, light on dark. Rows are chosen before bytes become
/// numbers of four times their size.
pub(super) fn read(bytes: &[u8], reading: &Reading<'_>) -> anyhow::Result<Rows> {
    let mut idx = digits::read_idx(bytes)?;
    let count = reading.check_width(idx.shape())?;
    let chosen = reading.choose(count)?;
    if reading.index.is_some() {
        idx = idx.select_rows(&chosen)?;
    }
    let values: Vec<f32> = match (idx.data(), reading.divide) {
        (IdxData::U8(pixels), None) => {
            pixels.iter().map(|&pixel| reading.model.description().pixel_input(pixel)).collect()
        }
        (_, divide) => (idx.to_f32() / divide.unwrap_or(1.0)).into_iter().collect(),
    };
    Ok(Rows::chosen(reading.rows(values)?, &chosen, count))
}
