//! Tiles: the sums of some rows and some vectors of outputs, kept in registers.

use crate::packed::LANES;
use crate::slice::{Slice, load_row, store_row};
use crate::vector::Simd;

/// How many rows can share a list.
pub(crate) const MOST_ROWS: usize = 4;

/// How an instruction set cuts the rows and vectors of a slice into tiles.
///
/// # Safety
///
/// As [`Simd`].
pub(crate) trait Tiles: Simd {
    /// How many rows that go the sparse way share a list, from one to [`MOST_ROWS`]. With more,
    /// fewer products can be skipped; with fewer, weights are loaded more often. One is best
    /// where a multiply-add that loads its weights takes no longer than one from registers.
    const GROUP: usize = 1;

    /// Adds the products of all inputs to z: calls [`dense`] with as many rows and vectors as
    /// fill the registers.
    ///
    /// # Safety
    ///
    /// The instruction set is there, the slice's pointers cover what it says for every row in
    /// `rows`, and it has `vectors` vectors.
    ///
    /// Unless it is overridden, six rows and one vector at a time: with two registers to a vector
    /// these are twelve sums, two registers of weights and one input, 15 of 16 registers.
    #[inline(always)]
    unsafe fn dense(slice: Slice, vectors: usize, rows: &[u8]) {
        for vector in 0..vectors {
            // SAFETY: the caller's; the panel has that vector.
            unsafe { dense::<Self, 6, 1>(slice.skip(vector), rows) };
        }
    }

    /// Adds the products of the inputs in `list` to z: calls [`listed`].
    ///
    /// # Safety
    ///
    /// As `dense`, and the inputs in `list` are below the slice's depth.
    #[inline(always)]
    unsafe fn listed<const R: usize>(slice: Slice, vectors: usize, rows: [usize; R], list: &[u16]) {
        // SAFETY: the caller's.
        unsafe {
            match vectors {
                1 => listed::<Self, R, 1>(slice, rows, list),
                2 => listed::<Self, R, 2>(slice, rows, list),
                3 => listed::<Self, R, 3>(slice, rows, list),
                _ => listed::<Self, R, 4>(slice, rows, list),
            }
        }
    }
}

/// Adds the products of all inputs: `R` rows at a time, and the rest in smaller tiles.
///
/// # Safety
///
/// As [`Tiles::dense`], with `V` vectors.
#[inline(always)]
pub(crate) unsafe fn dense<S: Simd, const R: usize, const V: usize>(slice: Slice, rows: &[u8]) {
    let (whole, rest) = rows.as_chunks::<R>();
    let (fours, rest) = rest.as_chunks::<4>();
    let (twos, ones) = rest.as_chunks::<2>();
    // SAFETY: the caller's.
    unsafe {
        for rows in whole {
            tile::<S, R, V>(slice, rows.map(usize::from), 0..slice.depth);
        }
        for rows in fours {
            tile::<S, 4, V>(slice, rows.map(usize::from), 0..slice.depth);
        }
        for rows in twos {
            tile::<S, 2, V>(slice, rows.map(usize::from), 0..slice.depth);
        }
        for &row in ones {
            tile::<S, 1, V>(slice, [row.into()], 0..slice.depth);
        }
    }
}

/// Adds the products of the inputs in `list`.
///
/// # Safety
///
/// As [`Tiles::listed`], with `V` vectors.
#[inline(always)]
pub(crate) unsafe fn listed<S: Simd, const R: usize, const V: usize>(
    slice: Slice,
    rows: [usize; R],
    list: &[u16],
) {
    // SAFETY: the caller's.
    unsafe { tile::<S, R, V>(slice, rows, list.iter().map(|&index| usize::from(index))) }
}

/// # Safety
///
/// The instruction set is there; the slice covers the rows and the inputs, and has `V` vectors.
#[inline(always)]
unsafe fn tile<S: Simd, const R: usize, const V: usize>(
    slice: Slice,
    rows: [usize; R],
    inputs: impl Iterator<Item = usize>,
) {
    // SAFETY: by this function's contract; a prefetch may be of any address.
    unsafe {
        if !slice.next.is_null() {
            for row in rows {
                for line in (0..slice.depth).step_by(LANES) {
                    S::prefetch(slice.next.wrapping_add(row * slice.inputs + line));
                }
            }
        }
        let mut sums = [[S::splat(0.0); V]; R];
        let mut x = [slice.x; R];
        for r in 0..R {
            sums[r] = load_row::<S, V>(slice, rows[r]);
            x[r] = slice.x.add(rows[r] * slice.inputs);
        }
        // One line for each input, so that the multiplications need not wait for them; on this
        // tile's own account or on that of those after it.
        let mut early = slice.early.wrapping_add(rows[0] * slice.early_lines * LANES);
        let enough = early.wrapping_add(R * slice.early_lines * LANES);
        let step = if slice.early_lines == 0 { 0 } else { LANES };
        for input in inputs {
            S::prefetch_far(early);
            early = early.wrapping_add(step);
            let weights = slice.weights.add(input * slice.stride);
            let weights: [S::Vector; V] = std::array::from_fn(|v| S::load(weights.add(v * LANES)));
            for r in 0..R {
                let x = S::splat(*x[r].add(input));
                for v in 0..V {
                    sums[r][v] = S::multiply_add(x, weights[v], sums[r][v]);
                }
            }
        }
        while early < enough {
            S::prefetch_far(early);
            early = early.wrapping_add(LANES);
        }
        for r in 0..R {
            store_row::<S, V>(slice, rows[r], sums[r]);
        }
    }
}
