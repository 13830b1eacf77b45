//! The kernels for AVX2 with FMA.

use super::kernels;
use crate::isa::Isa;
use crate::microkernel::{self, MicroKernel};
use crate::nonzero;
use crate::operands::Operands;
use crate::simd::Simd;
use std::arch::x86_64::*;

kernels!(Avx2, Isa::Avx2, "avx2,fma,popcnt", "dense_f32_avx2", 6);

/// A vector is two registers.
#[derive(Clone, Copy)]
pub(super) struct Avx2(());

impl Simd for Avx2 {
    type Vector = [__m256; 2];

    #[inline(always)]
    unsafe fn assume_available() -> Self {
        Self(())
    }

    #[inline(always)]
    fn splat(self, x: f32) -> Self::Vector {
        // SAFETY: the token says that the instruction set is there.
        unsafe { [_mm256_set1_ps(x); 2] }
    }

    #[inline(always)]
    fn mul_add(self, x: Self::Vector, weights: Self::Vector, sums: Self::Vector) -> Self::Vector {
        // SAFETY: the token says that the instruction set is there.
        unsafe {
            [_mm256_fmadd_ps(x[0], weights[0], sums[0]), _mm256_fmadd_ps(x[1], weights[1], sums[1])]
        }
    }

    #[inline(always)]
    fn nonzero(self, vector: Self::Vector) -> u16 {
        // SAFETY: the token says that the instruction set is there.
        unsafe {
            let zero = _mm256_setzero_ps();
            let low = _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_NEQ_UQ>(vector[0], zero));
            let high = _mm256_movemask_ps(_mm256_cmp_ps::<_CMP_NEQ_UQ>(vector[1], zero));
            (low | high << 8) as u16
        }
    }

    #[inline(always)]
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        // SAFETY: the token says that the instruction set is there.
        unsafe { [_mm256_max_ps(a[0], b[0]), _mm256_max_ps(a[1], b[1])] }
    }

    #[inline(always)]
    fn pairwise_sum(self, vector: Self::Vector) -> f64 {
        // SAFETY: the token says that the instruction set is there.
        unsafe {
            let quarter = |v| {
                (
                    _mm256_cvtps_pd(_mm256_castps256_ps128(v)),
                    _mm256_cvtps_pd(_mm256_extractf128_ps::<1>(v)),
                )
            };
            let (low, high) = (quarter(vector[0]), quarter(vector[1]));
            let (low, high) = (_mm256_add_pd(low.0, high.0), _mm256_add_pd(low.1, high.1));
            sum_of_four(_mm256_add_pd(low, high))
        }
    }

    #[inline(always)]
    fn prefetch(self, address: *const f32) {
        // SAFETY: a prefetch of any address does no harm.
        unsafe { _mm_prefetch::<_MM_HINT_T0>(address.cast()) };
    }

    #[inline(always)]
    fn prefetch_l2(self, address: *const f32) {
        // SAFETY: a prefetch of any address does no harm.
        unsafe { _mm_prefetch::<_MM_HINT_T1>(address.cast()) };
    }

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> Self::Vector {
        // SAFETY: the contract says that it may be read.
        unsafe { [_mm256_loadu_ps(from), _mm256_loadu_ps(from.add(8))] }
    }

    #[inline(always)]
    unsafe fn store(self, vector: Self::Vector, to: *mut f32) {
        // SAFETY: the contract says that it may be written.
        unsafe {
            _mm256_storeu_ps(to, vector[0]);
            _mm256_storeu_ps(to.add(8), vector[1]);
        }
    }

    #[inline(always)]
    unsafe fn store_first(self, vector: Self::Vector, to: *mut f32, count: usize) {
        // SAFETY: the contract says that as many may be written.
        unsafe { store_parts(vector, to, count) };
    }

    #[inline(always)]
    unsafe fn write_indices(self, word: u64, first: u16, to: *mut u16) {
        // SAFETY: the caller's.
        unsafe { nonzero::write_indices_by_table(word, first, to) };
    }
}

/// Writes the first `count` lanes of sixteen in parts of 16, 8, 4, 2 and 1.
///
/// # Safety
///
/// The processor has AVX, and `to` may be written for `count` numbers, at most sixteen.
#[inline(always)]
pub(super) unsafe fn store_parts([low, high]: [__m256; 2], mut to: *mut f32, count: usize) {
    // SAFETY: by this function's contract; the parts add up to `count`.
    unsafe {
        let mut eight = low;
        if count & 0b11000 != 0 {
            _mm256_storeu_ps(to, low);
            (eight, to) = (high, to.add(8));
            if count & 0b10000 != 0 {
                _mm256_storeu_ps(to, high);
                return;
            }
        }
        let mut four = _mm256_castps256_ps128(eight);
        if count & 0b100 != 0 {
            _mm_storeu_ps(to, four);
            (four, to) = (_mm256_extractf128_ps::<1>(eight), to.add(4));
        }
        if count & 0b10 != 0 {
            to.cast::<f64>().write_unaligned(_mm_cvtsd_f64(_mm_castps_pd(four)));
            (four, to) = (_mm_movehl_ps(four, four), to.add(2));
        }
        if count & 1 != 0 {
            *to = _mm_cvtss_f32(four);
        }
    }
}

/// The upper half added to the lower one until one number is left.
///
/// # Safety
///
/// The processor has AVX.
#[inline(always)]
pub(super) unsafe fn sum_of_four(sums: __m256d) -> f64 {
    // SAFETY: by this function's contract.
    unsafe {
        let sums = _mm_add_pd(_mm256_castpd256_pd128(sums), _mm256_extractf128_pd::<1>(sums));
        _mm_cvtsd_f64(_mm_add_sd(sums, _mm_unpackhi_pd(sums, sums)))
    }
}

impl MicroKernel for Avx2 {
    /// A multiply-add that loads its weights takes no longer than one from registers.
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
        if Isa::Avx2.is_available() {
            // SAFETY: it has just been asked for.
            crate::nonzero::tests::lists_hold_what_is_not_zero::<Avx2>(unsafe { simd() });
        }
    }
}
