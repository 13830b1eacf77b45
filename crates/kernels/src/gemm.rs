//! GEMM: the product of a dense layer for more rows than [`GEMV_ROWS`](crate::blocking::GEMV_ROWS).
//!
//! `blocking.rs` shows the loops. For each row and block of inputs there are two paths, which
//! `row_paths.rs` chooses from:
//!
//! - *full*: the micro-kernel goes through all inputs of the block;
//! - *listed*: up to [`MicroKernel::LIST_ROWS`] rows visit only the inputs that are not zero in all of
//!   them. The list is made once and serves all panels.
//!
//! Both add to a sum the same products in the same order, but for products of zero. Those
//! change no sum of finite numbers, except that they may turn -0 into +0: this is why z is
//! defined to end with an addition of +0 (see `reference::dense`). A layer that holds a weight
//! which is not finite never skips zeros, because zero times infinity is NaN.

use crate::blocking::{KC, L2_WEIGHTS, LANES, MC, sample_has_zeros};
use crate::microkernel::{self, MicroKernel};
use crate::nonzero;
use crate::operands::{Operands, input_blocks};
use crate::packed::PackedDense;
use crate::row_paths::{Masks, RowPaths};
use crate::simd::Simd;
use std::ops::Range;

/// z = x · w + bias, each block of rows handed to `finish` while it is in the cache.
///
/// # Safety
///
/// `x` is `[batch, inputs]` and `z` `[batch, outputs]`, neither of them without rows or outputs.
#[inline(always)]
pub(crate) unsafe fn gemm<S: MicroKernel>(
    simd: S,
    layer: &PackedDense,
    x: &[f32],
    z: &mut [f32],
    finish: impl Fn(&mut [f32]),
) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    let batch = z.len() / outputs;
    // Blocks of one size, so that the last one is not a few rows for which all weights are read.
    let rows = batch.div_ceil(batch.div_ceil(MC));
    for (block, z) in z.chunks_mut(rows * outputs).enumerate() {
        let x = &x[block * rows * inputs..][..z.len() / outputs * inputs];
        // SAFETY: the block has the rows of x and z, at most MC.
        unsafe { block_of_rows(simd, layer, x, z) };
        finish(z);
    }
}

/// x · w + bias for one block of rows.
///
/// # Safety
///
/// As [`gemm`], with at most [`MC`] rows and at least one.
#[inline(always)]
unsafe fn block_of_rows<S: MicroKernel>(simd: S, layer: &PackedDense, x: &[f32], z: &mut [f32]) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    let batch = z.len() / outputs;
    // A tile of many rows makes better use of a single vector than a list can.
    let may_skip = outputs > LANES
        && x.chunks_exact(inputs.max(1)).any(
            #[inline(always)]
            |x| may_have_zeros(simd, layer, x),
        );
    let mut masks = Masks::new();
    let mut paths = RowPaths::new();
    if !may_skip {
        paths.all_full(batch);
    }
    for block in input_blocks(inputs, KC) {
        if may_skip {
            masks.look(simd, x, inputs, block.clone());
            // SAFETY: the masks have looked at the block, which begins with a whole vector.
            unsafe { paths.choose(simd, &masks, block.clone(), batch) };
        }
        let z = z.as_mut_ptr();
        for index in 0..layer.panel_count() {
            let operands = prefetching(layer, index, block.clone(), x, z, batch);
            // SAFETY: the rows are below `batch`, for which x and z have room, and the lists hold
            // inputs of the block.
            unsafe {
                simd.full(operands, paths.full());
                for (rows, list) in paths.groups::<S>() {
                    microkernel::listed(simd, operands, rows, list);
                }
            }
        }
    }
}

/// The operands of a block of rows, inputs and one panel, with what to prefetch meanwhile: the weights
/// of the next panel, if the layer does not fit in L2, or else inputs of the rows after this block.
#[inline(always)]
fn prefetching(
    layer: &PackedDense,
    index: usize,
    inputs: Range<usize>,
    x: &[f32],
    z: *mut f32,
    batch: usize,
) -> Operands {
    let mut operands = Operands::new(layer, index, inputs.clone(), x, z);
    if layer.inputs() * layer.outputs() >= L2_WEIGHTS {
        let (panel, input) = if index + 1 < layer.panel_count() {
            (index + 1, inputs.start)
        } else {
            (0, inputs.end)
        };
        let panel = layer.panel(panel);
        operands.prefetch = panel.weights.as_ptr().wrapping_add(input * panel.vectors).cast();
        operands.prefetch_lines = (inputs.len() * panel.vectors).div_ceil(batch);
    } else if index == 0 {
        operands.prefetch = x.as_ptr().wrapping_add(batch * (layer.inputs() + inputs.start));
        operands.prefetch_lines = inputs.len() / LANES;
    }
    operands
}

/// Whether it is worth looking for zeros in a row. Looks at a sample, so that a row without zeros costs
/// next to nothing.
#[inline(always)]
pub(crate) fn may_have_zeros<S: Simd>(simd: S, layer: &PackedDense, x: &[f32]) -> bool {
    let len = x.len();
    if !layer.is_finite() || len < 2 * LANES {
        return false;
    }
    let sample = |from: usize| match x[from..].first_chunk() {
        Some(vector) => nonzero::mask(simd, vector).count_ones() as usize,
        None => 0,
    };
    sample_has_zeros(sample(len / 4) + sample(len - LANES - len / 8))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::portable::Portable;

    /// The decision costs no bits if it is wrong, so only this test knows of it.
    #[test]
    fn rows_are_searched_for_zeros_where_a_sample_has_some_and_weights_are_finite() {
        // SAFETY: every processor has it.
        let simd = unsafe { Portable::assume_available() };
        let layer = |weight| PackedDense::new(&[weight; 100 * 2], &[0.0; 2], 100);
        let (finite, infinite) = (layer(1.0), layer(f32::INFINITY));
        let (zeros, ones) = ([0.0; 100], [1.0; 100]);
        let half: Vec<f32> = (0..100).map(|i| (i % 2) as f32).collect();
        assert!(may_have_zeros(simd, &finite, &zeros) && may_have_zeros(simd, &finite, &half));
        assert!(!may_have_zeros(simd, &finite, &ones));
        assert!(!may_have_zeros(simd, &infinite, &zeros));
        assert!(!may_have_zeros(simd, &finite, &zeros[..31]));
    }
}
