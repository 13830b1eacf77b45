//! The dense product, written once over [`Simd`](crate::vector::Simd).
//!
//! Up to three rows are the business of `few_rows.rs`. More go through in blocks, inputs in slices: a
//! slice of a panel's weights is small enough to stay in the first-level cache while all rows of the
//! block use it. Some rows at a time are a tile: the sums are registers, and each vector of weights
//! serves all rows of the tile. For each row and slice there are two ways (`split.rs` chooses):
//!
//! - *dense*: the tile goes through all inputs of the slice;
//! - *sparse*: [`Tiles::GROUP`] rows go through the inputs of the slice, but for those that are zero
//!   in each of these rows. The list of what remains is made once and serves all panels.
//!
//! Both add to a sum the same products in the same order, but for products of zero. Those
//! change no sum of finite numbers, except that they may turn -0 into +0: this is why z is
//! defined to end with an addition of +0 (see `reference::dense`). A layer that holds a weight
//! which is not finite never takes the sparse way, because zero times infinity is NaN.

use crate::activation::Activation;
use crate::few_rows::{FEW_ROWS, few_rows, may_be_sparse};
use crate::generic;
use crate::packed::{LANES, PackedDense};
use crate::slice::{Slice, slices};
use crate::sparse::SET;
use crate::split::{Masks, Split};
use crate::tile::{self, Tiles};

/// How many rows are a block at the most.
pub(crate) const BLOCK: usize = 112;
/// How many inputs are a slice at the most.
pub(crate) const SLICE: usize = SET;
/// A layer of so many weights, a megabyte, does not stay in the second-level cache of most
/// processors, which others use as well.
pub(crate) const FAR: usize = 1 << 18;

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
        generic::activate_sums(activation, z);
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
    let may_skip = outputs > LANES
        // SAFETY: the instruction set is there.
        && x.chunks_exact(inputs.max(1)).any(|x| unsafe { may_be_sparse::<S>(layer, x) });
    let mut masks = Masks::new();
    let mut split = Split::new();
    if !may_skip {
        split.all_dense(batch);
    }
    for (first, depth) in slices(inputs, SLICE) {
        if may_skip {
            // SAFETY: the instruction set is there; a slice is not deeper than a set and begins
            // with a whole vector.
            unsafe {
                masks.look::<S>(x, inputs, (first, depth));
                split.choose::<S>(&masks, (first, depth), batch);
            }
        }
        let z = z.as_mut_ptr();
        for index in 0..panels {
            let mut slice = Slice::new(layer, index, (first, depth), x, z);
            if inputs * outputs >= FAR {
                let (panel, input) =
                    if index + 1 < panels { (index + 1, first) } else { (0, first + depth) };
                let panel = layer.panel(panel);
                slice.early = panel.weights.as_ptr().wrapping_add(input * panel.vectors).cast();
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
                S::dense(slice, vectors, split.dense());
                for (rows, list) in split.groups::<S>() {
                    tile::sparse::<S>(slice, vectors, rows, list);
                }
            }
        }
    }
}
