//! Softmax of rows, written once and compiled for each instruction set by `arch`.

use crate::activation::canonical;
use crate::blocking::LANES;
use crate::exp::exp_of_negative_or_nan;
use crate::simd::{Simd, pairwise};

/// Short rows that are loaded before the first of them is stored.
const ROWS: usize = 4;

/// See [`reference::softmax_rows`](crate::reference::softmax_rows).
#[inline(always)]
pub(crate) fn softmax_rows<S: Simd>(simd: S, z: &mut [f32], columns: usize) {
    if columns == 0 {
        return;
    }
    if columns > LANES {
        z.chunks_exact_mut(columns).for_each(
            #[inline(always)]
            |row| long_row(simd, row),
        );
        return;
    }
    let mut groups = z.chunks_exact_mut(ROWS * columns);
    for rows in &mut groups {
        short_rows::<S, ROWS>(simd, rows, columns);
    }
    for row in groups.into_remainder().chunks_exact_mut(columns) {
        short_rows::<S, 1>(simd, row, columns);
    }
}

/// Rows of one vector each, which never leave the registers between the first load and the last store: a
/// load waits for stores beside it.
#[inline(always)]
fn short_rows<S: Simd, const R: usize>(simd: S, rows: &mut [f32], columns: usize) {
    let mut lanes = [[0.0; LANES]; R];
    for (row, lanes) in rows.chunks_exact(columns).zip(&mut lanes) {
        // SAFETY: the row has as many numbers, at most LANES. The fill changes neither maximum nor sum.
        let z = unsafe { simd.load_first(row.as_ptr(), columns, f32::NEG_INFINITY) };
        let max = simd.largest_lane(simd.max(z, simd.splat(f32::NEG_INFINITY)));
        *lanes = simd.to_lanes(z);
        for (lane, v) in lanes.iter_mut().enumerate() {
            // Not the exponential of -inf, which would end in the slow arithmetic of denormal numbers.
            let e = exp_of_negative_or_nan(if lane < columns { *v - max } else { 0.0 });
            *v = if lane < columns { e } else { 0.0 };
        }
        let sum = simd.pairwise_sum(simd.vector_of(*lanes)) as f32;
        for v in lanes {
            *v = canonical(*v / sum);
        }
    }
    for (row, lanes) in rows.chunks_exact_mut(columns).zip(lanes) {
        // SAFETY: as above.
        unsafe { simd.store_parts(simd.vector_of(lanes), row.as_mut_ptr(), columns) };
    }
}

#[inline(always)]
fn long_row<S: Simd>(simd: S, row: &mut [f32]) {
    let (vectors, rest) = row.as_chunks_mut::<LANES>();
    // SAFETY: there are as many numbers, fewer than LANES. The fill changes neither maximum nor sum.
    let last = unsafe { simd.load_first(rest.as_ptr(), rest.len(), f32::NEG_INFINITY) };
    let mut max = simd.max(last, simd.splat(f32::NEG_INFINITY));
    for vector in vectors.iter() {
        max = simd.max(simd.vector_of(*vector), max);
    }
    let max = simd.largest_lane(max);
    let mut last = simd.to_lanes(last);
    let mut sums = [0.0; LANES];
    for vector in vectors.iter_mut() {
        for (v, sum) in vector.iter_mut().zip(&mut sums) {
            *v = exp_of_negative_or_nan(*v - max);
            *sum += f64::from(*v);
        }
    }
    for (lane, (v, sum)) in last.iter_mut().zip(&mut sums).enumerate() {
        // Not the exponential of -inf, which would end in the slow arithmetic of denormal numbers.
        *v = if lane < rest.len() { exp_of_negative_or_nan(*v - max) } else { 0.0 };
        *sum += f64::from(*v);
    }
    let sum = pairwise(sums) as f32;
    for vector in vectors.iter_mut().chain([&mut last]) {
        for v in vector {
            *v = canonical(*v / sum);
        }
    }
    // SAFETY: as above.
    unsafe { simd.store_parts(simd.vector_of(last), rest.as_mut_ptr(), rest.len()) };
}
