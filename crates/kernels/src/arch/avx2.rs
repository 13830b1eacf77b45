//! The kernels for AVX2 with FMA.

use super::kernels;
use crate::isa::Isa;
use crate::slice::Slice;
use crate::tile::{self, Tiles};
use crate::vector::Simd;
use std::arch::x86_64::*;

kernels!(Avx2, Isa::Avx2, "avx2,fma,popcnt", "dense_f32_avx2", 6);

#[derive(Clone, Copy)]
pub(super) struct Avx2;
impl Simd for Avx2 {
    type Vector = [__m256; 2];

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self::Vector {
        // SAFETY: the contract says that it may be read.
        unsafe { [_mm256_loadu_ps(from), _mm256_loadu_ps(from.add(8))] }
    }

    #[inline(always)]
    unsafe fn multiply_add(
        x: Self::Vector,
        weights: Self::Vector,
        sums: Self::Vector,
    ) -> Self::Vector {
        // SAFETY: the instruction set is there.
        unsafe {
            [_mm256_fmadd_ps(x[0], weights[0], sums[0]), _mm256_fmadd_ps(x[1], weights[1], sums[1])]
        }
    }

    #[inline(always)]
    unsafe fn splat(x: f32) -> Self::Vector {
        // SAFETY: the instruction set is there.
        unsafe { [_mm256_set1_ps(x); 2] }
    }

    #[inline(always)]
    unsafe fn store(vector: Self::Vector, to: *mut f32) {
        // SAFETY: the contract says that it may be written.
        unsafe {
            _mm256_storeu_ps(to, vector[0]);
            _mm256_storeu_ps(to.add(8), vector[1]);
        }
    }

    #[inline(always)]
    unsafe fn prefetch(address: *const f32) {
        // SAFETY: a prefetch of any address does no harm.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) };
    }

    #[inline(always)]
    unsafe fn prefetch_far(address: *const f32) {
        // SAFETY: a prefetch of any address does no harm.
        unsafe { _mm_prefetch::<_MM_HINT_T1>(address.cast()) };
    }

    #[inline(always)]
    unsafe fn nonzeros(vector: Self::Vector) -> u16 {
        // SAFETY: the instruction set is there.
        unsafe {
            let zero = _mm256_setzero_ps();
            let low = _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_NEQ_UQ>(vector[0], zero));
            let high = _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_NEQ_UQ>(vector[1], zero));
            (low | high << 8) as u16
        }
    }
}

impl Tiles for Avx2 {
    /// A multiply-add that loads its weights takes no longer than one from registers.
    const GROUP: usize = 1;

    #[inline(always)]
    unsafe fn dense(slice: Slice, vectors: usize, rows: &[u8]) {
        // SAFETY: the caller's.
        unsafe { tile::dense_by_vectors::<Self>(slice, vectors, rows) };
    }
}
