//! The micro-kernels: the sums of a few rows and vectors of outputs, kept in registers while the inputs
//! go by.

use crate::blocking::LANES;
use crate::operands::Operands;
use crate::simd::Simd;

/// Rows that can share a list of nonzero inputs.
const MAX_LIST_ROWS: usize = 4;

/// How an instruction set cuts the rows and vectors of a panel into micro-tiles.
pub(crate) trait MicroKernel: Simd {
    /// Rows that share a list of nonzero inputs, from one to [`MAX_LIST_ROWS`]. With more, fewer
    /// products can be skipped; with fewer, weights are loaded more often.
    const LIST_ROWS: usize;

    /// Adds the products of all inputs to the sums of `rows`, with as many rows and vectors per tile as
    /// fill the registers: calls [`full_rows`].
    ///
    /// # Safety
    ///
    /// The operands cover every row in `rows`.
    unsafe fn full(self, operands: Operands, rows: &[u8]);
}

/// Adds the products of all inputs: `R` rows at a time, and the rest in smaller tiles.
///
/// # Safety
///
/// As [`MicroKernel::full`], with `V` vectors.
#[inline(always)]
pub(crate) unsafe fn full_rows<S: Simd, const R: usize, const V: usize, const PREFETCH: bool>(
    simd: S,
    operands: Operands,
    rows: &[u8],
) {
    let (whole, rest) = rows.as_chunks::<R>();
    let (fours, rest) = rest.as_chunks::<4>();
    let (twos, ones) = rest.as_chunks::<2>();
    // SAFETY: the caller's.
    unsafe {
        for rows in whole {
            tile::<S, R, V, PREFETCH>(simd, operands, rows.map(usize::from), all(operands));
        }
        for rows in fours {
            tile::<S, 4, V, PREFETCH>(simd, operands, rows.map(usize::from), all(operands));
        }
        for rows in twos {
            tile::<S, 2, V, PREFETCH>(simd, operands, rows.map(usize::from), all(operands));
        }
        for &row in ones {
            tile::<S, 1, V, PREFETCH>(simd, operands, [row.into()], all(operands));
        }
    }
}

/// Every input of the block, and the offset of its weights.
#[inline(always)]
fn all(operands: Operands) -> impl Iterator<Item = (usize, usize)> {
    (0..operands.depth).map(move |input| (input, input * operands.w_row_stride))
}

/// The same, six rows and one vector at a time, for instruction sets with sixteen registers and two
/// of them to a vector: twelve sums, two registers of weights and one input.
///
/// # Safety
///
/// As [`MicroKernel::full`].
#[inline(always)]
pub(crate) unsafe fn full_by_vectors<S: Simd>(simd: S, operands: Operands, rows: &[u8]) {
    // SAFETY: the caller's; the panel has that vector.
    unsafe {
        for vector in 0..operands.vectors {
            let operands = operands.vector(vector);
            if vector == 0 && operands.prefetch_lines > 0 {
                full_rows::<S, 6, 1, true>(simd, operands, rows);
            } else {
                full_rows::<S, 6, 1, false>(simd, operands, rows);
            }
        }
    }
}

/// Adds the products of the inputs in `list`, for at most [`MicroKernel::LIST_ROWS`] rows.
///
/// # Safety
///
/// As [`MicroKernel::full`], and the inputs in `list` are below the block's depth.
#[inline(always)]
pub(crate) unsafe fn listed<S: MicroKernel>(
    simd: S,
    operands: Operands,
    rows: &[u8],
    list: &[u16],
) {
    // SAFETY: the caller's.
    unsafe {
        match operands.vectors {
            1 => listed_vectors::<S, 1, false>(simd, operands, rows, list),
            2 => listed_vectors::<S, 2, false>(simd, operands, rows, list),
            3 => listed_vectors::<S, 3, false>(simd, operands, rows, list),
            _ if operands.prefetch_lines == 0 => {
                listed_vectors::<S, 4, false>(simd, operands, rows, list);
            }
            _ => listed_vectors::<S, 4, true>(simd, operands, rows, list),
        }
    }
}

/// # Safety
///
/// As [`listed`], with `V` vectors.
#[inline(always)]
unsafe fn listed_vectors<S: MicroKernel, const V: usize, const PREFETCH: bool>(
    simd: S,
    operands: Operands,
    rows: &[u8],
    list: &[u16],
) {
    const { assert!(S::LIST_ROWS <= MAX_LIST_ROWS, "there is a tile for every number of rows") };
    let row = |r: usize| usize::from(rows[r]);
    let inputs = list.iter().map(|&input| (usize::from(input), usize::from(input) * V * LANES));
    // SAFETY: the caller's.
    unsafe {
        match rows.len() {
            4 if S::LIST_ROWS >= 4 => {
                let rows = [row(0), row(1), row(2), row(3)];
                tile::<S, 4, V, PREFETCH>(simd, operands, rows, inputs);
            }
            3 if S::LIST_ROWS >= 3 => {
                tile::<S, 3, V, PREFETCH>(simd, operands, [row(0), row(1), row(2)], inputs);
            }
            2 if S::LIST_ROWS >= 2 => {
                tile::<S, 2, V, PREFETCH>(simd, operands, [row(0), row(1)], inputs);
            }
            _ => tile::<S, 1, V, PREFETCH>(simd, operands, [row(0)], inputs),
        }
    }
}

/// Accumulates `inputs` into an `R` x `V` micro-tile; prefetches the operands' next data if `PREFETCH`.
///
/// # Safety
///
/// The operands cover the rows and the inputs, and have `V` vectors.
#[inline(always)]
unsafe fn tile<S: Simd, const R: usize, const V: usize, const PREFETCH: bool>(
    simd: S,
    operands: Operands,
    rows: [usize; R],
    inputs: impl Iterator<Item = (usize, usize)>,
) {
    // SAFETY: by this function's contract.
    unsafe {
        let mut sums = [[simd.splat(0.0); V]; R];
        let mut x = [operands.x; R];
        for r in 0..R {
            sums[r] = operands.load_sums::<S, V>(simd, rows[r]);
            x[r] = operands.x.add(rows[r] * operands.x_row_stride);
        }
        // One line for each input, so that the multiplications need not wait for them.
        let lines = operands.prefetch_lines * LANES;
        let mut next = operands.prefetch.wrapping_add(rows[0] * lines);
        let end = next.wrapping_add(R * lines);
        for (input, offset) in inputs {
            if PREFETCH {
                simd.prefetch_l2(next);
                next = next.wrapping_add(LANES);
            }
            let w = operands.w.add(offset);
            let w: [S::Vector; V] = std::array::from_fn(|v| simd.load(w.add(v * LANES)));
            for r in 0..R {
                let x = simd.splat(*x[r].add(input));
                for v in 0..V {
                    sums[r][v] = simd.mul_add(x, w[v], sums[r][v]);
                }
            }
        }
        while PREFETCH && next < end {
            simd.prefetch_l2(next);
            next = next.wrapping_add(LANES);
        }
        for r in 0..R {
            operands.store_sums::<S, V>(simd, rows[r], sums[r]);
        }
    }
}
