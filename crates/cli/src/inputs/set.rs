//! Digits of a labelled set.

use super::{Reading, Rows};
use crate::flags::SetArgs;
use crate::set::NamedSet;
use crate::shown::Foreign;
use anyhow::{bail, ensure};
use feedforward::digits::Split;

/// The digits of the set that the flags name, or of the built-in test set.
pub(super) fn read(
    set: &SetArgs,
    reading: &Reading<'_>,
) -> anyhow::Result<(Foreign<'static>, Rows)> {
    if reading.index.is_none() && !set.is_given() {
        bail!("nothing to predict: name a picture, or digits of the test set with --index 0-9");
    }
    ensure!(
        reading.divide.is_none(),
        "--divide is for IDX, npy and csv files, not for a set of digits"
    );
    let NamedSet { digits, name } = set.load(Split::Test)?;
    let count = digits.len();
    let chosen = reading.choose(count)?;
    let set = NamedSet { digits: digits.select(&chosen)?, name };
    let mut rows = Rows::chosen(set.inputs(reading.model)?, &chosen, count);
    for (place, label) in rows.places.iter_mut().zip(set.labels()) {
        place.label = Some(reading.model.class_name(label));
    }
    Ok((set.name, rows))
}
