//! The dense product of so few rows that fetching the weights is what takes the time.
//!
//! Each row goes alone through its list of inputs that are not zero, two panels at a time, and
//! asks for the weights some entries ahead: they are too far apart for the processor to guess.

use crate::packed::{LANES, PANEL_VECTORS, PackedDense};
use crate::slice::{Slice, load_row, slices, store_row};
use crate::sparse::{self, SPARE};
use crate::tile::Tiles;
use crate::vector::Simd;
use std::mem::MaybeUninit;

/// How many rows are few: with more, a slice of weights that stays in the first-level cache pays.
pub(crate) const FEW_ROWS: usize = 3;
/// How many inputs are a slice.
const SLICE: usize = 4096;
/// How many entries of a list ahead the weights are asked for.
const AHEAD: usize = 16;

/// The product of a few rows.
///
/// # Safety
///
/// As [`dense`](crate::dense::dense), with at most [`FEW_ROWS`] rows.
#[inline(always)]
pub(crate) unsafe fn few_rows<S: Tiles>(layer: &PackedDense, x: &[f32], z: &mut [f32]) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    let batch = z.len() / outputs;
    let mut places = [[const { MaybeUninit::uninit() }; SLICE + SPARE]; FEW_ROWS];
    for (first, depth) in slices(inputs, SLICE) {
        let (mut dense, mut dense_count) = ([0u8; FEW_ROWS], 0);
        let (mut sparse, mut sparse_count) = ([0usize; FEW_ROWS], 0);
        let mut lists = [[].as_slice(); FEW_ROWS];
        for (row, places) in places[..batch].iter_mut().enumerate() {
            let x = &x[row * inputs + first..][..depth];
            // SAFETY: the instruction set is there.
            let list =
                unsafe { may_be_sparse::<S>(layer, x).then(|| sparse::nonzeros::<S>(x, places)) };
            match list {
                Some(list) if list.len() <= depth / 8 * 7 => {
                    lists[sparse_count] = list;
                    sparse[sparse_count] = row;
                    sparse_count += 1;
                }
                _ => {
                    dense[dense_count] = row as u8;
                    dense_count += 1;
                }
            }
        }
        let mut index = 0;
        while index < layer.panel_count() {
            let slice = Slice::new(layer, index, (first, depth), x, z);
            let vectors = layer.panel(index).vectors;
            let pair =
                index + 1 < layer.panel_count() && layer.panel(index + 1).vectors == PANEL_VECTORS;
            // SAFETY: as for a block. Panels lie one after the other.
            unsafe {
                let dense = &dense[..dense_count];
                S::dense(slice, vectors, dense);
                for (&row, list) in sparse[..sparse_count].iter().zip(lists) {
                    match vectors {
                        _ if pair => single_row::<S, 2, 4>(slice, row, list),
                        1 => single_row::<S, 1, 1>(slice, row, list),
                        2 => single_row::<S, 1, 2>(slice, row, list),
                        3 => single_row::<S, 1, 3>(slice, row, list),
                        _ => single_row::<S, 1, 4>(slice, row, list),
                    }
                }
                if pair {
                    S::dense(slice.skip_panel(), PANEL_VECTORS, dense);
                }
            }
            index += if pair { 2 } else { 1 };
        }
    }
}

/// # Safety
///
/// The instruction set is there, the slice covers the row, its `P` panels have `V` vectors each, and
/// the inputs in `list` are below its depth.
#[inline(always)]
unsafe fn single_row<S: Simd, const P: usize, const V: usize>(
    slice: Slice,
    row: usize,
    list: &[u16],
) {
    // SAFETY: by this function's contract; a prefetch may be of any address.
    unsafe {
        let mut sums = load_panels::<S, P, V>(slice, row);
        let ahead = list.len().saturating_sub(AHEAD);
        for (j, &index) in list.iter().enumerate() {
            // At the end of the list, what the panels after these will begin with.
            let (early, panel) = if j < ahead { (j + AHEAD, 0) } else { (j - ahead, P) };
            let early = slice.weights.wrapping_add(usize::from(list[early]) * V * LANES);
            for p in 0..P {
                let early = early.wrapping_add((panel + p) * slice.panel);
                for v in 0..V {
                    S::prefetch(early.wrapping_add(v * LANES));
                }
            }
            add_products::<S, P, V>(slice, row, index.into(), &mut sums);
        }
        store_panels::<S, P, V>(slice, row, &sums);
    }
}

/// Adds to `sums` the products of one input of a row with `P` panels.
///
/// # Safety
///
/// The instruction set is there, and the slice has that row, input and panels.
#[inline(always)]
unsafe fn add_products<S: Simd, const P: usize, const V: usize>(
    slice: Slice,
    row: usize,
    index: usize,
    sums: &mut [[S::Vector; V]; P],
) {
    // SAFETY: by this function's contract.
    unsafe {
        let x = S::splat(*slice.x.add(row * slice.inputs + index));
        let weights = slice.weights.add(index * V * LANES);
        for (p, sums) in sums.iter_mut().enumerate() {
            for (v, sum) in sums.iter_mut().enumerate() {
                let weights = S::load(weights.add(p * slice.panel + v * LANES));
                *sum = S::multiply_add(x, weights, *sum);
            }
        }
    }
}

/// # Safety
///
/// As [`load_row`], for `P` panels.
#[inline(always)]
unsafe fn load_panels<S: Simd, const P: usize, const V: usize>(
    slice: Slice,
    row: usize,
) -> [[S::Vector; V]; P] {
    // SAFETY: by this function's contract.
    unsafe {
        let mut sums = [[S::splat(0.0); V]; P];
        for (p, sums) in sums.iter_mut().enumerate() {
            *sums = load_row::<S, V>(slice.at_outputs(p * V * LANES), row);
        }
        sums
    }
}

/// # Safety
///
/// As [`store_row`], for `P` panels.
#[inline(always)]
unsafe fn store_panels<S: Simd, const P: usize, const V: usize>(
    slice: Slice,
    row: usize,
    sums: &[[S::Vector; V]; P],
) {
    for (p, &sums) in sums.iter().enumerate() {
        // SAFETY: by this function's contract.
        unsafe { store_row::<S, V>(slice.at_outputs(p * V * LANES), row, sums) };
    }
}

/// Looks at a sample, so that an input without zeros costs next to nothing.
///
/// # Safety
///
/// The instruction set is there.
#[inline(always)]
pub(crate) unsafe fn may_be_sparse<S: Simd>(layer: &PackedDense, x: &[f32]) -> bool {
    let len = x.len();
    if !layer.is_finite() || len < 2 * LANES {
        return false;
    }
    // SAFETY: the instruction set is there, and x has two vectors at least.
    let nonzeros = unsafe {
        let x = x.as_ptr();
        let nonzeros = |from| S::nonzeros(S::load(from)).count_ones();
        nonzeros(x.add(len / 4)) + nonzeros(x.add(len - LANES - len / 8))
    };
    nonzeros as usize <= 2 * LANES - LANES / 2
}
