//! Tiles: the sums of some rows and some vectors of outputs, kept in registers.

use crate::packed::LANES;
use crate::slice::{Slice, load_row, store_row};
use crate::vector::Simd;

/// How many rows can share a list.
const MOST_ROWS: usize = 4;

/// How an instruction set cuts the rows and vectors of a slice into tiles.
///
/// # Safety
///
/// As [`Simd`].
pub(crate) trait Tiles: Simd {
    /// How many rows that go the sparse way share a list, from one to [`MOST_ROWS`]. With more,
    /// fewer products can be skipped; with fewer, weights are loaded more often.
    const GROUP: usize;

    /// Adds the products of all inputs to z, with as many rows and vectors to a tile as fill the
    /// registers: [`dense`] does it.
    ///
    /// # Safety
    ///
    /// The instruction set is there, the slice's pointers cover what it says for every row in
    /// `rows`, and it has `vectors` vectors.
    unsafe fn dense(slice: Slice, vectors: usize, rows: &[u8]);
}

/// Adds the products of all inputs: `R` rows at a time, and the rest in smaller tiles.
///
/// # Safety
///
/// As [`Tiles::dense`], with `V` vectors.
#[inline(always)]
pub(crate) unsafe fn dense<S: Simd, const R: usize, const V: usize, const EARLY: bool>(
    slice: Slice,
    rows: &[u8],
) {
    let (whole, rest) = rows.as_chunks::<R>();
    let (fours, rest) = rest.as_chunks::<4>();
    let (twos, ones) = rest.as_chunks::<2>();
    // SAFETY: the caller's.
    unsafe {
        for rows in whole {
            tile::<S, R, V, EARLY>(slice, rows.map(usize::from), all(slice));
        }
        for rows in fours {
            tile::<S, 4, V, EARLY>(slice, rows.map(usize::from), all(slice));
        }
        for rows in twos {
            tile::<S, 2, V, EARLY>(slice, rows.map(usize::from), all(slice));
        }
        for &row in ones {
            tile::<S, 1, V, EARLY>(slice, [row.into()], all(slice));
        }
    }
}

/// Every input of the slice, and how far its weights lie behind those of the first.
#[inline(always)]
fn all(slice: Slice) -> impl Iterator<Item = (usize, usize)> {
    (0..slice.depth).map(move |input| (input, input * slice.stride))
}

/// The same, six rows and one vector at a time, for instruction sets with sixteen registers and two
/// of them to a vector: twelve sums, two registers of weights and one input.
///
/// # Safety
///
/// As [`Tiles::dense`].
#[inline(always)]
pub(crate) unsafe fn dense_by_vectors<S: Simd>(slice: Slice, vectors: usize, rows: &[u8]) {
    // SAFETY: the caller's; the panel has that vector.
    unsafe {
        for vector in 0..vectors {
            let slice = slice.skip(vector);
            if vector == 0 && slice.early_lines > 0 {
                dense::<S, 6, 1, true>(slice, rows);
            } else {
                dense::<S, 6, 1, false>(slice, rows);
            }
        }
    }
}

/// Adds the products of the inputs in `list`, for at most [`Tiles::GROUP`] rows.
///
/// # Safety
///
/// As [`Tiles::dense`], and the inputs in `list` are below the slice's depth.
#[inline(always)]
pub(crate) unsafe fn sparse<S: Tiles>(slice: Slice, vectors: usize, rows: &[u8], list: &[u16]) {
    // SAFETY: the caller's.
    unsafe {
        match vectors {
            1 => sparse_vectors::<S, 1, false>(slice, rows, list),
            2 => sparse_vectors::<S, 2, false>(slice, rows, list),
            3 => sparse_vectors::<S, 3, false>(slice, rows, list),
            _ if slice.early_lines == 0 => sparse_vectors::<S, 4, false>(slice, rows, list),
            _ => sparse_vectors::<S, 4, true>(slice, rows, list),
        }
    }
}

/// # Safety
///
/// As [`sparse`], with `V` vectors.
#[inline(always)]
unsafe fn sparse_vectors<S: Tiles, const V: usize, const EARLY: bool>(
    slice: Slice,
    rows: &[u8],
    list: &[u16],
) {
    const { assert!(S::GROUP <= MOST_ROWS, "there is a tile for every number of rows") };
    let row = |r: usize| usize::from(rows[r]);
    let inputs = list.iter().map(|&input| (usize::from(input), usize::from(input) * V * LANES));
    // SAFETY: the caller's.
    unsafe {
        match rows.len() {
            4 if S::GROUP >= 4 => {
                tile::<S, 4, V, EARLY>(slice, [row(0), row(1), row(2), row(3)], inputs);
            }
            3 if S::GROUP >= 3 => tile::<S, 3, V, EARLY>(slice, [row(0), row(1), row(2)], inputs),
            2 if S::GROUP >= 2 => tile::<S, 2, V, EARLY>(slice, [row(0), row(1)], inputs),
            _ => tile::<S, 1, V, EARLY>(slice, [row(0)], inputs),
        }
    }
}

/// Adds the products of `inputs`, and if `EARLY` says so asks for the slice's early lines.
///
/// # Safety
///
/// The instruction set is there; the slice covers the rows and the inputs, and has `V` vectors.
#[inline(always)]
unsafe fn tile<S: Simd, const R: usize, const V: usize, const EARLY: bool>(
    slice: Slice,
    rows: [usize; R],
    inputs: impl Iterator<Item = (usize, usize)>,
) {
    // SAFETY: by this function's contract; a prefetch may be of any address.
    unsafe {
        let mut sums = [[S::splat(0.0); V]; R];
        let mut x = [slice.x; R];
        for r in 0..R {
            sums[r] = load_row::<S, V>(slice, rows[r]);
            x[r] = slice.x.add(rows[r] * slice.inputs);
        }
        // One line for each input, so that the multiplications need not wait for them.
        let mut early = slice.early.wrapping_add(rows[0] * slice.early_lines * LANES);
        let enough = early.wrapping_add(R * slice.early_lines * LANES);
        for (input, offset) in inputs {
            if EARLY {
                S::prefetch_far(early);
                early = early.wrapping_add(LANES);
            }
            let weights = slice.weights.add(offset);
            let weights: [S::Vector; V] = std::array::from_fn(|v| S::load(weights.add(v * LANES)));
            for r in 0..R {
                let x = S::splat(*x[r].add(input));
                for v in 0..V {
                    sums[r][v] = S::multiply_add(x, weights[v], sums[r][v]);
                }
            }
        }
        while EARLY && early < enough {
            S::prefetch_far(early);
            early = early.wrapping_add(LANES);
        }
        for r in 0..R {
            store_row::<S, V>(slice, rows[r], sums[r]);
        }
    }
}
