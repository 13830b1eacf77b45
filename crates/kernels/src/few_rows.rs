//! The dense product of so few rows that fetching the weights is what takes the time.
//!
//! A row goes alone through its inputs that are not zero, two panels at a time; without zeros, if it is
//! the only such row, through all of them. Where weights are far away it asks for those of its list
//! some inputs ahead: they are too far apart for the processor to guess.

use crate::dense::FAR;
use crate::packed::{LANES, PANEL_VECTORS, PackedDense};
use crate::slice::{Slice, load_row, slices, store_row};
use crate::sparse::{self, SET_MASKS, WORD};
use crate::tile::Tiles;
use crate::vector::Simd;
use std::mem::MaybeUninit;

/// How many rows are few: with more, a slice of weights that stays in the first-level cache pays.
pub(crate) const FEW_ROWS: usize = 3;
/// How many inputs are a slice.
const SLICE: usize = 4096;
/// How many inputs of a list ahead the weights are asked for.
const AHEAD: usize = 16;

/// The product of a few rows.
///
/// # Safety
///
/// As [`dense`](crate::dense::dense), with at most [`FEW_ROWS`] rows.
#[inline(always)]
pub(crate) unsafe fn few_rows<S: Tiles>(layer: &PackedDense, x: &[f32], z: &mut [f32]) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    let (batch, panels) = (z.len() / outputs, layer.panel_count());
    let mut masks = [const { MaybeUninit::uninit() }; SLICE / LANES + SET_MASKS];
    let mut places = [const { [const { MaybeUninit::uninit() }; SLICE + WORD] }; FEW_ROWS];
    for (first, depth) in slices(inputs, SLICE) {
        let (mut dense, mut dense_count) = ([0u8; FEW_ROWS], 0);
        let (mut sparse, mut sparse_count) = ([(0, [].as_slice()); FEW_ROWS], 0);
        for (row, places) in places[..batch].iter_mut().enumerate() {
            let x = &x[row * inputs + first..][..depth];
            // SAFETY: the instruction set is there; there is a mask for each vector and room for
            // one more set, and for a word's places behind those of all inputs.
            let list = unsafe {
                may_be_sparse::<S>(layer, x).then(|| {
                    sparse::write_masks::<S>(x, &mut masks);
                    let words = sparse::words(&masks, depth.div_ceil(LANES));
                    let count = sparse::write_list::<S>(words, places);
                    places[..count].assume_init_ref()
                })
            };
            match list {
                Some(list) if list.len() <= depth / 8 * 7 => {
                    sparse[sparse_count] = (row, list);
                    sparse_count += 1;
                }
                _ => {
                    dense[dense_count] = row as u8;
                    dense_count += 1;
                }
            }
        }
        let dense = &dense[..dense_count];
        let z = z.as_mut_ptr();
        let mut index = 0;
        while index < panels {
            let here = Slice::new(layer, index, (first, depth), x, z);
            let vectors = layer.panel(index).vectors;
            index += 1;
            let (mut there, mut more) = (here, 0);
            if index < panels {
                there = Slice::new(layer, index, (first, depth), x, z);
                more = layer.panel(index).vectors;
                index += 1;
            }
            let far = inputs * outputs >= FAR && (vectors, more) == (PANEL_VECTORS, PANEL_VECTORS);
            // SAFETY: the instruction set is there, the slices cover the rows, and the lists hold
            // inputs below `depth`.
            unsafe {
                if let &[row] = dense {
                    near_panels::<S>((here, vectors), (there, more), row.into(), 0..depth);
                } else if !dense.is_empty() {
                    S::dense(here, vectors, dense);
                    if more > 0 {
                        S::dense(there, more, dense);
                    }
                }
                for &(row, list) in &sparse[..sparse_count] {
                    if far {
                        far_panels::<S>(here, there, row, list);
                    } else {
                        let list = list.iter().map(|&input| usize::from(input));
                        near_panels::<S>((here, vectors), (there, more), row, list);
                    }
                }
            }
        }
    }
}

/// Adds the products of `inputs` with one or two panels, each with so many vectors.
///
/// # Safety
///
/// The instruction set is there; the slices cover the row and the inputs.
#[inline(always)]
unsafe fn near_panels<S: Simd>(
    (here, vectors): (Slice, usize),
    (there, more): (Slice, usize),
    row: usize,
    inputs: impl Iterator<Item = usize>,
) {
    // SAFETY: the caller's.
    unsafe {
        match (vectors, more) {
            (1, _) => near::<S, 1, 0>(here, there, row, inputs),
            (2, _) => near::<S, 2, 0>(here, there, row, inputs),
            (3, _) => near::<S, 3, 0>(here, there, row, inputs),
            (_, 0) => near::<S, 4, 0>(here, there, row, inputs),
            (_, 1) => near::<S, 4, 1>(here, there, row, inputs),
            (_, 2) => near::<S, 4, 2>(here, there, row, inputs),
            (_, 3) => near::<S, 4, 3>(here, there, row, inputs),
            (_, _) => near::<S, 4, 4>(here, there, row, inputs),
        }
    }
}

/// # Safety
///
/// As [`near_panels`], with `V` and `W` vectors.
#[inline(always)]
unsafe fn near<S: Simd, const V: usize, const W: usize>(
    here: Slice,
    there: Slice,
    row: usize,
    inputs: impl Iterator<Item = usize>,
) {
    // SAFETY: the caller's.
    unsafe {
        let mut sums = (load_row::<S, V>(here, row), load_row::<S, W>(there, row));
        let x = here.x.add(row * here.inputs);
        for input in inputs {
            let x = S::splat(*x.add(input));
            add_products::<S, V>(x, here, input, &mut sums.0);
            add_products::<S, W>(x, there, input, &mut sums.1);
        }
        store_row::<S, V>(here, row, sums.0);
        store_row::<S, W>(there, row, sums.1);
    }
}

/// The same for two whole panels whose weights are far away: asks for them some inputs ahead, and
/// at the end for those that the two panels after these begin with.
///
/// # Safety
///
/// As [`near`]; the inputs in `list` are below the depth.
#[inline(always)]
unsafe fn far_panels<S: Simd>(here: Slice, there: Slice, row: usize, list: &[u16]) {
    const V: usize = PANEL_VECTORS;
    // SAFETY: the caller's; a prefetch may be of any address.
    unsafe {
        let mut sums = (load_row::<S, V>(here, row), load_row::<S, V>(there, row));
        let x = here.x.add(row * here.inputs);
        let ahead = list.len().saturating_sub(AHEAD);
        for (entry, &input) in list.iter().enumerate() {
            let (early, panel) =
                if entry < ahead { (entry + AHEAD, 0) } else { (entry - ahead, 2 * here.panel) };
            let early = usize::from(list[early]) * here.stride + panel;
            for v in 0..V {
                S::prefetch(here.weights.wrapping_add(early + v * LANES));
                S::prefetch(there.weights.wrapping_add(early + v * LANES));
            }
            let x = S::splat(*x.add(usize::from(input)));
            add_products::<S, V>(x, here, input.into(), &mut sums.0);
            add_products::<S, V>(x, there, input.into(), &mut sums.1);
        }
        store_row::<S, V>(here, row, sums.0);
        store_row::<S, V>(there, row, sums.1);
    }
}

/// Adds to `sums` the products of one input.
///
/// # Safety
///
/// The instruction set is there, and the slice has that input and `V` vectors.
#[inline(always)]
unsafe fn add_products<S: Simd, const V: usize>(
    x: S::Vector,
    slice: Slice,
    input: usize,
    sums: &mut [S::Vector; V],
) {
    // SAFETY: by this function's contract.
    unsafe {
        let weights = slice.weights.add(input * V * LANES);
        for (v, sum) in sums.iter_mut().enumerate() {
            *sum = S::multiply_add(x, S::load(weights.add(v * LANES)), *sum);
        }
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
