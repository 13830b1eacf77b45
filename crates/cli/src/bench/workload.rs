//! The rows that a network is timed on.

use crate::console::note;
use crate::count::tally;
use crate::flags::SetArgs;
use crate::model::NamedModel;
use anyhow::{bail, ensure};
use feedforward::digits::Split;
use feedforward::training::standard_normal;
use ndarray::{Array2, ArrayView2, Axis};

/// The most bytes that the inputs and outputs of a sweep may take.
const MEMORY: usize = 2 << 30;

/// The number of random rows, unless they are very long.
const RANDOM_ROWS: usize = 10_000;

/// Fewer rows than these are repeated: a pass over a handful is too short to be timed.
const FEWEST_ROWS: usize = 1000;

/// The most numbers that are generated or repeated by default.
const MOST_NUMBERS: usize = 1 << 26;

/// The seed of random rows: runs are compared with each other.
const SEED: u64 = 1;

/// Rows in memory, and what they are.
#[derive(Debug)]
pub(super) struct Workload {
    x: Array2<f32>,
    /// The number of rows for batches that are no larger.
    rows: usize,
    /// What they are, for people.
    pub(super) name: String,
    /// The share of zeros among their numbers.
    pub(super) zeros: f64,
}

impl Workload {
    /// Rows for batches of up to `largest`: if the network takes digits, those that the flags name
    /// or the built-in ones, and otherwise standard normal numbers. Too few rows are repeated.
    pub(super) fn new(
        model: &NamedModel,
        set: &SetArgs,
        random: Random,
        largest: usize,
    ) -> anyhow::Result<Self> {
        let (x, name) = match random {
            Random::Requested => normal(model),
            Random::Fallback if !set.is_given() && !takes_digits(model) => {
                let (x, name) = normal(model);
                note(format_args!("the network takes no 28 x 28 pictures: it is timed on {name}"));
                (x, name)
            }
            Random::Fallback => {
                let set = set.load(Split::Test)?;
                let x = set.inputs(model)?;
                ensure!(x.nrows() > 0, "{} holds no images: nothing can be timed", set.name);
                let name = format!("{}: {}", set.name, tally(x.nrows(), "image"));
                (x, name)
            }
        };
        let inputs = x.ncols();
        let zeros = x.iter().filter(|&&v| v == 0.0).count() as f64 / x.len() as f64;
        let rows = x.nrows().max(FEWEST_ROWS.min(MOST_NUMBERS / inputs).max(1));
        let x = repeated(x, rows.max(largest))?;
        Ok(Self { x, rows, name, zeros })
    }

    /// The rows of one pass in batches of `batch`.
    pub(super) fn pass(&self, batch: usize, products: usize) -> ArrayView2<'_, f32> {
        self.first(rows_of_a_pass(self.rows, batch, products))
    }

    /// The first `rows`.
    pub(super) fn first(&self, rows: usize) -> ArrayView2<'_, f32> {
        self.x.view().split_at(Axis(0), rows).0
    }
}

/// Whether inputs are random.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Random {
    /// A flag requests it.
    Requested,
    /// Only if the network takes no digits and no data are named.
    Fallback,
}

/// Whether MNIST's pictures are what the network is for, as far as its file says.
fn takes_digits(model: &NamedModel) -> bool {
    let input = model.description().input.as_ref();
    model.network().inputs() == 28 * 28
        && input.is_none_or(|input| input.shape == [28, 28] && input.ink.is_some())
}

fn normal(model: &NamedModel) -> (Array2<f32>, String) {
    let inputs = model.network().inputs();
    let rows = RANDOM_ROWS.min(MOST_NUMBERS / inputs).max(1);
    let name = format!("{} of standard normal numbers", tally(rows, "row"));
    (standard_normal([rows, inputs], SEED), name)
}

/// The rows of `x` over and over, until there are `rows`.
fn repeated(x: Array2<f32>, rows: usize) -> anyhow::Result<Array2<f32>> {
    let inputs = x.ncols();
    let size = rows * inputs;
    let (mut values, _) = x.into_raw_vec_and_offset();
    values.reserve_exact(size.saturating_sub(values.len()));
    while values.len() < size {
        values.extend_from_within(..values.len().min(size - values.len()));
    }
    Ok(Array2::from_shape_vec((values.len() / inputs, inputs), values)?)
}

/// The number of rows in one pass: a whole number of batches, and few if each row is much work, so
/// that a pass is short.
fn rows_of_a_pass(available: usize, batch: usize, products: usize) -> usize {
    const SMALL_NETWORK: usize = 250_000;
    const PRODUCTS: usize = 12_000_000_000;
    let some = match (batch, products) {
        (1, ..=SMALL_NETWORK) => 2000,
        (1, _) => 400,
        _ => available,
    };
    let rows = some.min(available).min(PRODUCTS / products).max(batch);
    rows - rows % batch
}

/// The batch sizes of `requested`, or else of `default`, that memory has room for.
///
/// # Errors
///
/// If memory has no room for one of `requested`.
pub(super) fn affordable(
    requested: Option<&[usize]>,
    default: &[usize],
    model: &NamedModel,
) -> anyhow::Result<Vec<usize>> {
    let network = model.network();
    let bytes = size_of::<f32>() * (network.inputs() + network.outputs());
    let most = MEMORY / bytes;
    let batches = requested.unwrap_or(default).iter().copied();
    if requested.is_none() {
        return Ok(batches.filter(|&batch| batch == 1 || batch <= most).collect());
    }
    let batches: Vec<usize> = batches.collect();
    if let Some(batch) = batches.iter().find(|&&batch| batch > most) {
        bail!(
            "--batch {batch}: its inputs and outputs take {bytes} bytes per row, {:.0} GiB in all, but {} GiB are the limit: give at most {most}",
            *batch as f64 * bytes as f64 / f64::from(1 << 30),
            MEMORY >> 30
        );
    }
    Ok(batches)
}

#[cfg(test)]
mod tests {
    use super::{repeated, rows_of_a_pass};
    use ndarray::array;

    #[test]
    fn a_pass_is_whole_batches_and_short() {
        let (book, mid, wide) = (45_200, 669_696, 5_820_416);
        assert_eq!(rows_of_a_pass(10_000, 1, book), 2000);
        assert_eq!(rows_of_a_pass(10_000, 1, mid), 400);
        assert_eq!(rows_of_a_pass(10_000, 16, book), 10_000);
        assert_eq!(rows_of_a_pass(10_000, 64, book), 9984);
        assert_eq!(rows_of_a_pass(10_000, 1000, wide), 2000);
        assert_eq!(rows_of_a_pass(10_000, 10_000, wide), 10_000);
        assert_eq!(rows_of_a_pass(10_000, 30_000, book), 30_000);
        assert_eq!(rows_of_a_pass(10_000, 1, usize::MAX), 1);
    }

    #[test]
    fn too_few_rows_are_repeated_in_order() {
        let x = array![[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]];
        let rows: Vec<f32> = repeated(x.clone(), 8).unwrap().column(0).to_vec();
        assert_eq!(rows, [1.0, 3.0, 5.0, 1.0, 3.0, 5.0, 1.0, 3.0]);
        assert_eq!(repeated(x.clone(), 2).unwrap(), x);
    }
}
