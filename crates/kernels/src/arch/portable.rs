//! The kernels for whatever the compilation target guarantees.

use super::Table;
use crate::activation::Activation;
use crate::blocking::LANES;
use crate::isa::Isa;
use crate::microkernel::{self, MicroKernel};
use crate::operands::Operands;
use crate::packed::PackedDense;
use crate::simd::Simd;
use crate::{elementwise, fma, gemm, gemv, nonzero, peak, softmax};

pub(super) static TABLE: Table = Table {
    isa: Isa::Portable,
    dense_name: "dense_f32_portable",
    gemm,
    gemv,
    activate: elementwise::activate,
    activation_backward: elementwise::activation_backward,
    softmax_rows: |z, columns| softmax::softmax_rows(Portable, z, columns),
    // Without fused multiply-adds each is a call, some fifty times slower.
    peak_round: || peak::round::<_, 4, 16>(Portable),
};

unsafe fn gemm(layer: &PackedDense, x: &[f32], activation: Activation, z: &mut [f32]) {
    let finish = |z: &mut [f32]| elementwise::activate_sums(activation, z);
    // SAFETY: the caller's.
    unsafe { gemm::gemm(Portable::assume_available(), layer, x, z, finish) };
}

unsafe fn gemv(layer: &PackedDense, x: &[f32], activation: Activation, z: &mut [f32]) {
    let finish = |z: &mut [f32]| elementwise::activate_sums(activation, z);
    // SAFETY: the caller's.
    unsafe { gemv::gemv(Portable::assume_available(), layer, x, activation, z, finish) };
}

/// Arrays, which the compiler keeps in as many registers as it has.
#[derive(Clone, Copy)]
pub(crate) struct Portable;

impl Simd for Portable {
    type Vector = [f32; LANES];

    #[inline(always)]
    unsafe fn assume_available() -> Self {
        Self
    }

    #[inline(always)]
    fn splat(self, x: f32) -> Self::Vector {
        [x; LANES]
    }

    #[inline(always)]
    fn mul_add(
        self,
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
    fn nonzero(self, vector: Self::Vector) -> u16 {
        vector.iter().rev().fold(0, |set, x| set << 1 | u16::from(*x != 0.0))
    }

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> Self::Vector {
        // SAFETY: the contract says that it may be read.
        unsafe { from.cast::<Self::Vector>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn store(self, vector: Self::Vector, to: *mut f32) {
        // SAFETY: the contract says that it may be written.
        unsafe { to.cast::<Self::Vector>().write_unaligned(vector) };
    }

    #[inline(always)]
    unsafe fn write_indices(self, word: u64, first: u16, to: *mut u16) {
        // SAFETY: the caller's.
        unsafe { nonzero::write_indices_by_table(word, first, to) };
    }
}

impl MicroKernel for Portable {
    const LIST_ROWS: usize = 1;

    #[inline(always)]
    unsafe fn full(self, operands: Operands, rows: &[u8]) {
        // SAFETY: the caller's.
        unsafe { microkernel::full_by_vectors(self, operands, rows) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_what_is_not_zero() {
        nonzero::tests::lists_hold_what_is_not_zero(Portable);
    }
}
