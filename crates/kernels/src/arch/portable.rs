//! The kernels for whatever the compilation target guarantees.

use super::Table;
use crate::dense;
use crate::fma;
use crate::generic;
use crate::isa::Isa;
use crate::packed::LANES;
use crate::peak;
use crate::slice::Slice;
use crate::tile::{self, Tiles};
use crate::vector::Simd;

pub(super) static TABLE: Table = Table {
    isa: Isa::Portable,
    dense_name: "dense_f32_portable",
    dense: dense::dense::<Portable>,
    activate: generic::activate,
    activation_backward: generic::activation_backward,
    softmax_rows: generic::softmax_rows,
    // Without fused multiply-adds each is a call, some fifty times slower.
    peak_round: peak::round::<Portable, 4, 16>,
};

/// Arrays, which the compiler keeps in as many registers as it has.
#[derive(Clone, Copy)]
pub(super) struct Portable;

impl Simd for Portable {
    type Vector = [f32; LANES];

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self::Vector {
        // SAFETY: the contract says that it may be read.
        unsafe { from.cast::<Self::Vector>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn multiply_add(
        x: Self::Vector,
        weights: Self::Vector,
        mut sums: Self::Vector,
    ) -> Self::Vector {
        for lane in 0..LANES {
            sums[lane] = fma::mul_add(x[lane], weights[lane], sums[lane]);
        }
        sums
    }

    #[inline(always)]
    unsafe fn splat(x: f32) -> Self::Vector {
        [x; LANES]
    }

    #[inline(always)]
    unsafe fn store(vector: Self::Vector, to: *mut f32) {
        // SAFETY: the contract says that it may be written.
        unsafe { to.cast::<Self::Vector>().write_unaligned(vector) };
    }

    #[inline(always)]
    unsafe fn nonzeros(vector: Self::Vector) -> u16 {
        vector.iter().rev().fold(0, |set, x| set << 1 | u16::from(*x != 0.0))
    }
}

impl Tiles for Portable {
    const GROUP: usize = 1;

    #[inline(always)]
    unsafe fn dense(slice: Slice, vectors: usize, rows: &[u8]) {
        // SAFETY: the caller's.
        unsafe { tile::dense_by_vectors::<Self>(slice, vectors, rows) };
    }
}
