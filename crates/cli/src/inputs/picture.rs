//! A picture of a digit, prepared as MNIST's makers prepared theirs.

use super::{Place, Reading, Rows};
use anyhow::ensure;
use feedforward::digits::{self, PictureOptions};
use ndarray::Array2;

pub(super) fn read(bytes: &[u8], reading: &Reading<'_>) -> anyhow::Result<Rows> {
    let picture = digits::read_picture(bytes)?;
    ensure!(
        reading.index.is_none(),
        "--index is for files of several inputs, and this is one picture"
    );
    ensure!(reading.divide.is_none(), "--divide is for numbers, and this is a picture");
    let prepared = digits::prepare_picture(&picture, &PictureOptions { ink: reading.ink })?;
    let (inputs, pixels) = (reading.inputs(), prepared.pixels.len());
    ensure!(
        pixels == inputs,
        "the network takes {inputs} inputs, but a picture becomes {pixels}: is it for another task?"
    );
    let (width, height) = (picture.width(), picture.height());
    let preparation =
        format!("{width} x {height} pixels, {}; {}", prepared.ink, prepared.preparation);
    let x = prepared.pixels.iter().map(|&pixel| reading.model.input(pixel)).collect();
    Ok(Rows {
        x: Array2::from_shape_vec((1, inputs), x)?,
        places: vec![Place { preparation: Some(preparation), ..Place::default() }],
    })
}
