//! The kernels for AVX-512.

use super::avx2::{store_parts, sum_of_four};
use super::kernels;
use crate::isa::Isa;
use crate::microkernel::{self, MicroKernel};
use crate::nonzero;
use crate::operands::Operands;
use crate::simd::Simd;
use std::arch::x86_64::*;

kernels!(Avx512<false>, Isa::Avx512, "avx2,fma,popcnt,avx512f", "dense_f32_avx512", 16);

/// A vector is one register. With `VBMI2`, lists are written by its instruction.
#[derive(Clone, Copy)]
pub(super) struct Avx512<const VBMI2: bool>(());

/// [`Simd::write_indices`] by the instruction that is made for it.
///
/// # Safety
///
/// `to` may be written for 64 numbers.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi2")]
#[inline]
unsafe fn compress(word: u64, first: u16, to: *mut u16) {
    static BITS: [u16; 32] = {
        let mut bits = [0; 32];
        let mut bit = 0;
        while bit < bits.len() {
            bits[bit] = bit as u16;
            bit += 1;
        }
        bits
    };
    let (low, high) = (word as u32, (word >> 32) as u32);
    // SAFETY: BITS has 32 numbers, and `to` twice as many.
    unsafe {
        let bits = _mm512_loadu_si512(BITS.as_ptr().cast());
        let indices = _mm512_add_epi16(bits, _mm512_set1_epi16(first as i16));
        _mm512_storeu_si512(to.cast(), _mm512_maskz_compress_epi16(low, indices));
        let indices = _mm512_add_epi16(indices, _mm512_set1_epi16(32));
        let to = to.add(low.count_ones() as usize);
        _mm512_storeu_si512(to.cast(), _mm512_maskz_compress_epi16(high, indices));
    }
}

/// The upper eight lanes, without AVX-512 DQ.
///
/// # Safety
///
/// The processor has AVX-512 F.
#[inline(always)]
unsafe fn upper_half(vector: __m512) -> __m256 {
    // SAFETY: by this function's contract.
    unsafe { _mm256_castpd_ps(_mm512_extractf64x4_pd::<1>(_mm512_castps_pd(vector))) }
}

/// The mask of the first `count` lanes.
#[inline(always)]
fn first(count: usize) -> __mmask16 {
    ((1u32 << count) - 1) as __mmask16
}

impl<const VBMI2: bool> Simd for Avx512<VBMI2> {
    type Vector = __m512;

    #[inline(always)]
    unsafe fn assume_available() -> Self {
        Self(())
    }

    #[inline(always)]
    fn splat(self, x: f32) -> Self::Vector {
        // SAFETY: the token says that the instruction set is there.
        unsafe { _mm512_set1_ps(x) }
    }

    #[inline(always)]
    fn mul_add(self, x: Self::Vector, weights: Self::Vector, sums: Self::Vector) -> Self::Vector {
        // SAFETY: the token says that the instruction set is there.
        unsafe { _mm512_fmadd_ps(x, weights, sums) }
    }

    #[inline(always)]
    fn nonzero(self, vector: Self::Vector) -> u16 {
        // SAFETY: the token says that the instruction set is there.
        unsafe { _mm512_cmp_ps_mask::<_CMP_NEQ_UQ>(vector, _mm512_setzero_ps()) }
    }

    #[inline(always)]
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        // SAFETY: the token says that the instruction set is there.
        unsafe { _mm512_max_ps(a, b) }
    }

    #[inline(always)]
    fn largest_lane(self, vector: Self::Vector) -> f32 {
        // SAFETY: the token says that the instruction set is there.
        unsafe { _mm512_reduce_max_ps(vector) }
    }

    #[inline(always)]
    fn pairwise_sum(self, vector: Self::Vector) -> f64 {
        // SAFETY: the token says that the instruction set is there.
        unsafe {
            let low = _mm512_cvtps_pd(_mm512_castps512_ps256(vector));
            let sums = _mm512_add_pd(low, _mm512_cvtps_pd(upper_half(vector)));
            let upper = _mm512_extractf64x4_pd::<1>(sums);
            sum_of_four(_mm256_add_pd(_mm512_castpd512_pd256(sums), upper))
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
        unsafe { _mm512_loadu_ps(from) }
    }

    #[inline(always)]
    unsafe fn store(self, vector: Self::Vector, to: *mut f32) {
        // SAFETY: the contract says that it may be written.
        unsafe { _mm512_storeu_ps(to, vector) };
    }

    #[inline(always)]
    unsafe fn load_first(self, from: *const f32, count: usize, fill: f32) -> Self::Vector {
        // SAFETY: only the first `count` numbers are read.
        unsafe { _mm512_mask_loadu_ps(_mm512_set1_ps(fill), first(count), from) }
    }

    #[inline(always)]
    unsafe fn store_first(self, vector: Self::Vector, to: *mut f32, count: usize) {
        // SAFETY: only the first `count` numbers are written.
        unsafe { _mm512_mask_storeu_ps(to, first(count), vector) };
    }

    #[inline(always)]
    unsafe fn store_parts(self, vector: Self::Vector, to: *mut f32, count: usize) {
        // SAFETY: the contract says that as many may be written.
        unsafe { store_parts([_mm512_castps512_ps256(vector), upper_half(vector)], to, count) };
    }

    #[inline(always)]
    unsafe fn write_indices(self, word: u64, first: u16, to: *mut u16) {
        // SAFETY: the caller's; `VBMI2` is true only in kernels compiled with avx512vbmi2.
        unsafe {
            if VBMI2 {
                compress(word, first, to);
            } else {
                nonzero::write_indices_by_table(word, first, to);
            }
        }
    }
}

impl<const VBMI2: bool> MicroKernel for Avx512<VBMI2> {
    /// A multiply-add that loads its weights takes nearly twice the time of one that does not.
    const LIST_ROWS: usize = 3;

    /// 24 sums where the panel is wide. More than eight rows need more addresses than there are
    /// registers for them.
    #[inline(always)]
    unsafe fn full(self, operands: Operands, rows: &[u8]) {
        // SAFETY: the caller's.
        unsafe {
            match operands.vectors {
                1 => microkernel::full_rows::<Self, 8, 1, false>(self, operands, rows),
                2 => microkernel::full_rows::<Self, 8, 2, false>(self, operands, rows),
                3 => microkernel::full_rows::<Self, 8, 3, false>(self, operands, rows),
                _ if operands.prefetch_lines == 0 => {
                    microkernel::full_rows::<Self, 6, 4, false>(self, operands, rows);
                }
                _ => microkernel::full_rows::<Self, 6, 4, true>(self, operands, rows),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_what_is_not_zero() {
        if Isa::Avx512.is_available() {
            // SAFETY: it has just been asked for.
            crate::nonzero::tests::lists_hold_what_is_not_zero::<Avx512<false>>(unsafe { simd() });
        }
    }
}
