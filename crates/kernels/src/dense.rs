//! The dense product, written once over [`Simd`](crate::vector::Simd).
//!
//! Rows go through in blocks, inputs in slices: a slice of a panel's weights is small enough to
//! stay in the first-level cache while all rows of the block use it. Some rows at a time are a
//! tile: the sums are registers, and each vector of weights serves all rows of the tile. For each
//! row and slice the kernel looks at the inputs and takes one of two ways:
//!
//! - *dense*: the tile goes through all inputs of the slice;
//! - *sparse*: [`Tiles::GROUP`] rows go through the inputs of the slice, but for those that are zero in each
//!   of these rows. The list of what remains is made once and serves all panels.
//!
//! Both add to a sum the same products in the same order, but for products of zero. Those
//! change no sum of finite numbers, except that they may turn -0 into +0: this is why z is
//! defined to end with an addition of +0 (see `reference::dense`). A layer that holds a weight
//! which is not finite never takes the sparse way, because zero times infinity is NaN.

use crate::activation::Activation;
use crate::few_rows::{FEW_ROWS, few_rows};
use crate::generic;
use crate::packed::{LANES, PackedDense};
use crate::slice::{Slice, slices};
use crate::sparse::{self, SET, SPARE, Set};
use crate::tile::{MOST_ROWS, Tiles};
use crate::vector::Simd;
use std::mem::MaybeUninit;
use std::ops::Range;
use std::slice::Chunks;

/// How many rows are a block at the most.
const BLOCK: usize = 112;
/// How many inputs are a slice at the most.
const SLICE: usize = SET;
/// How many rows of a slice go through a layer of one panel together, so that what was looked
/// at is still in the first-level cache when it is multiplied.
const PART: usize = 24;
/// A layer of so many weights does not stay in the second-level cache.
const FAR: usize = 1 << 18;

/// y = h(x · weights + bias).
///
/// # Safety
///
/// The instruction set is there; `x` is `[batch, inputs]` and `z` `[batch, outputs]`.
#[inline(always)]
pub(crate) unsafe fn dense<S: Tiles>(
    layer: &PackedDense,
    x: &[f32],
    activation: Activation,
    z: &mut [f32],
) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    if outputs == 0 || z.is_empty() {
        return;
    }
    let batch = z.len() / outputs;
    // Blocks of one size, so that the last one is not a few rows for which all weights are read.
    let blocks = batch.div_ceil(BLOCK);
    let rows = batch.div_ceil(blocks);
    for (block, z) in z.chunks_mut(rows * outputs).enumerate() {
        let x = &x[block * rows * inputs..][..z.len() / outputs * inputs];
        // SAFETY: the instruction set is there, and the block has the rows of x and z.
        unsafe {
            if rows <= FEW_ROWS {
                few_rows::<S>(layer, x, z);
            } else {
                block_of_rows::<S>(layer, x, z);
            }
        }
        // The sums may end in -0, depending on which zeros were skipped.
        z.iter_mut().for_each(|z| *z += 0.0);
        generic::activate(activation, z);
    }
}

/// # Safety
///
/// As [`dense`], with at most [`BLOCK`] rows and at least one.
#[inline(always)]
unsafe fn block_of_rows<S: Tiles>(layer: &PackedDense, x: &[f32], z: &mut [f32]) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    let (batch, panels) = (z.len() / outputs, layer.panel_count());
    // A tile of many rows makes better use of a single vector than a group can.
    let may_skip = layer.is_finite() && outputs > LANES;
    let part = if may_skip && panels == 1 { PART } else { batch };
    let mut ways = Ways::new();
    let mut lists = Lists::new();
    for (first, depth) in slices(inputs, SLICE) {
        for start in (0..batch).step_by(part) {
            let end = batch.min(start + part);
            let x_of = |row: usize| &x[row * inputs + first..][..depth];
            // SAFETY: the instruction set is there, and a slice is not deeper than a set.
            unsafe { ways.choose::<S>(start..end, x_of, may_skip, first == 0) };
            if panels > 1 && S::GROUP > 1 {
                ways.sort();
            }
            lists.fill(ways.groups(S::GROUP), &ways.sets);
            for index in 0..panels {
                let mut slice = Slice::new(layer, index, (first, depth), x, z);
                if index == 0 {
                    slice.next = next_inputs(x, inputs, (first, depth), start..end, batch);
                }
                if inputs * outputs >= FAR {
                    let (panel, input) =
                        if index + 1 < panels { (index + 1, first) } else { (0, first + depth) };
                    let panel = layer.panel(panel);
                    let early = panel.weights.as_ptr().wrapping_add(input * panel.vectors);
                    slice.early = early.cast();
                    slice.early_lines = (depth * panel.vectors).div_ceil(batch);
                } else if index == 0 {
                    // The block after this one, a part for each slice.
                    slice.early = x.as_ptr().wrapping_add(batch * (inputs + first));
                    slice.early_lines = depth / LANES;
                }
                let vectors = layer.panel(index).vectors;
                // SAFETY: the instruction set is there; the rows are below `batch`, for which x
                // and z have room, and the lists hold inputs below `depth`.
                unsafe {
                    S::dense(slice, vectors, ways.dense());
                    for (group, list) in ways.groups(S::GROUP).zip(lists.iter()) {
                        let row = |r: usize| usize::from(group[r]);
                        match group.len() {
                            1 => S::listed(slice, vectors, [row(0)], list),
                            2 => S::listed(slice, vectors, [row(0), row(1)], list),
                            3 => S::listed(slice, vectors, [row(0), row(1), row(2)], list),
                            _ => {
                                let rows: [usize; MOST_ROWS] = std::array::from_fn(row);
                                S::listed(slice, vectors, rows, list);
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the first row of the block would have to ask for, so that row `start` and those after it
/// ask for what is needed next: the rows after `end` in the same slice; or the first rows in the
/// next slice; or, after the last one, in the next block, if there is one.
#[inline(always)]
fn next_inputs(
    x: &[f32],
    inputs: usize,
    (first, depth): (usize, usize),
    rows: Range<usize>,
    batch: usize,
) -> *const f32 {
    let ahead = if rows.end < batch {
        first + rows.len() * inputs
    } else if first + depth < inputs {
        (first + depth).wrapping_sub(rows.start * inputs)
    } else {
        (batch - rows.start) * inputs
    };
    x.as_ptr().wrapping_add(ahead)
}

/// Which rows go which way through a slice.
struct Ways {
    dense: [u8; BLOCK],
    dense_count: usize,
    sparse: [u8; BLOCK],
    sparse_count: usize,
    /// For each row that goes the sparse way, its inputs that are not zero.
    sets: [Set; BLOCK],
}

impl Ways {
    #[inline(always)]
    fn new() -> Self {
        let rows = [0; BLOCK];
        Self { dense: rows, dense_count: 0, sparse: rows, sparse_count: 0, sets: [0; BLOCK] }
    }

    /// Looks at the inputs of `rows`. A row of zeros goes no way at all, unless it is the first
    /// slice, whose sums have to begin.
    ///
    /// # Safety
    ///
    /// The instruction set is there, and `x_of` gives at most [`SET`] inputs.
    #[inline(always)]
    unsafe fn choose<'x, S: Simd>(
        &mut self,
        rows: Range<usize>,
        x_of: impl Fn(usize) -> &'x [f32],
        may_skip: bool,
        begins: bool,
    ) {
        (self.dense_count, self.sparse_count) = (0, 0);
        for row in rows {
            let x = x_of(row);
            // SAFETY: the caller's.
            let set = if may_skip { unsafe { sparse::set_of::<S>(x) } } else { Set::MAX };
            let count = set.count_ones() as usize;
            // With fewer zeros than that, the larger tiles of the dense way are faster.
            if count > x.len() / 4 * 3 {
                self.dense[self.dense_count] = row as u8;
                self.dense_count += 1;
            } else if count > 0 || begins {
                self.sets[row] = set;
                self.sparse[self.sparse_count] = row as u8;
                self.sparse_count += 1;
            }
        }
    }

    /// Puts the rows side by side whose first inputs that are not zero are near each other, so
    /// that the groups can skip more of them.
    #[inline(always)]
    fn sort(&mut self) {
        const KEYS: usize = SET / 2 + 1;
        let rows = self.sparse;
        let rows = &rows[..self.sparse_count];
        let key = |row: u8| self.sets[usize::from(row)].trailing_zeros() as usize / 2;
        let mut places = [0u8; KEYS + 1];
        for &row in rows {
            places[key(row) + 1] += 1;
        }
        for key in 1..KEYS {
            places[key] += places[key - 1];
        }
        for &row in rows {
            let place = &mut places[key(row)];
            self.sparse[usize::from(*place)] = row;
            *place += 1;
        }
    }

    #[inline(always)]
    fn dense(&self) -> &[u8] {
        &self.dense[..self.dense_count]
    }

    /// The rows that go the sparse way, those together that share a list.
    #[inline(always)]
    fn groups(&self, group: usize) -> Chunks<'_, u8> {
        self.sparse[..self.sparse_count].chunks(group)
    }
}

/// For each group of rows, the inputs that are not zero in one of them at least.
struct Lists {
    places: [[MaybeUninit<u16>; SET + SPARE]; BLOCK],
    counts: [u8; BLOCK],
}

impl Lists {
    #[inline(always)]
    fn new() -> Self {
        let places = [const { [const { MaybeUninit::uninit() }; SET + SPARE] }; BLOCK];
        Self { places, counts: [0; BLOCK] }
    }

    #[inline(always)]
    fn fill(&mut self, groups: Chunks<'_, u8>, sets: &[Set; BLOCK]) {
        for ((places, count), rows) in self.places.iter_mut().zip(&mut self.counts).zip(groups) {
            let set = rows.iter().fold(0, |set, &row| set | sets[usize::from(row)]);
            *count = sparse::members(set, places).len() as u8;
        }
    }

    /// The lists of the groups that it was filled with, and then others.
    #[inline(always)]
    fn iter(&self) -> impl Iterator<Item = &[u16]> {
        self.places.iter().zip(&self.counts).map(|(places, &count)| {
            // SAFETY: so many were written by `fill`.
            unsafe { places[..usize::from(count)].assume_init_ref() }
        })
    }
}
