//! The kernels for AVX-512.

use super::kernels;
use crate::isa::Isa;
use crate::slice::Slice;
use crate::sparse;
use crate::tile::{self, Tiles};
use crate::vector::Simd;
use std::arch::x86_64::*;

kernels!(Avx512<false>, Isa::Avx512, "avx2,fma,popcnt,avx512f", "dense_f32_avx512", 16);

/// One vector to a register; with `VBMI2`, lists are written by its instruction.
#[derive(Clone, Copy)]
pub(super) struct Avx512<const VBMI2: bool>;

/// [`Simd::write_places`] by the instruction that is made for it.
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
        let places = _mm512_add_epi16(bits, _mm512_set1_epi16(first as i16));
        _mm512_storeu_si512(to.cast(), _mm512_maskz_compress_epi16(low, places));
        let places = _mm512_add_epi16(places, _mm512_set1_epi16(32));
        let to = to.add(low.count_ones() as usize);
        _mm512_storeu_si512(to.cast(), _mm512_maskz_compress_epi16(high, places));
    }
}

/// The set of the first `count` lanes.
#[inline(always)]
fn first(count: usize) -> __mmask16 {
    ((1u32 << count) - 1) as __mmask16
}

impl<const VBMI2: bool> Simd for Avx512<VBMI2> {
    type Vector = __m512;

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self::Vector {
        // SAFETY: the contract says that it may be read.
        unsafe { _mm512_loadu_ps(from) }
    }

    #[inline(always)]
    unsafe fn multiply_add(
        x: Self::Vector,
        weights: Self::Vector,
        sums: Self::Vector,
    ) -> Self::Vector {
        // SAFETY: the instruction set is there.
        unsafe { _mm512_fmadd_ps(x, weights, sums) }
    }

    #[inline(always)]
    unsafe fn splat(x: f32) -> Self::Vector {
        // SAFETY: the instruction set is there.
        unsafe { _mm512_set1_ps(x) }
    }

    #[inline(always)]
    unsafe fn store(vector: Self::Vector, to: *mut f32) {
        // SAFETY: the contract says that it may be written.
        unsafe { _mm512_storeu_ps(to, vector) };
    }

    #[inline(always)]
    unsafe fn load_first(from: *const f32, count: usize) -> Self::Vector {
        // SAFETY: only the first `count` numbers are read.
        unsafe { _mm512_maskz_loadu_ps(first(count), from) }
    }

    #[inline(always)]
    unsafe fn store_first(vector: Self::Vector, to: *mut f32, count: usize) {
        // SAFETY: only the first `count` numbers are written.
        unsafe { _mm512_mask_storeu_ps(to, first(count), vector) };
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
        unsafe { _mm512_cmp_ps_mask::<_CMP_NEQ_UQ>(vector, _mm512_setzero_ps()) }
    }

    #[inline(always)]
    unsafe fn write_places(word: u64, first: u16, to: *mut u16) {
        // SAFETY: the caller's; the other instruction set is there if `VBMI2` says so.
        unsafe {
            if VBMI2 {
                compress(word, first, to);
            } else {
                sparse::write_places(word, first, to);
            }
        }
    }
}

impl<const VBMI2: bool> Tiles for Avx512<VBMI2> {
    /// A multiply-add that loads its weights takes nearly twice the time of one that does not.
    const GROUP: usize = 3;

    /// 24 sums where the panel is wide. More than eight rows want more addresses than there are
    /// registers for them.
    #[inline(always)]
    unsafe fn dense(slice: Slice, vectors: usize, rows: &[u8]) {
        // SAFETY: the caller's.
        unsafe {
            match vectors {
                1 => tile::dense::<Self, 8, 1, false>(slice, rows),
                2 => tile::dense::<Self, 8, 2, false>(slice, rows),
                3 => tile::dense::<Self, 8, 3, false>(slice, rows),
                _ if slice.early_lines == 0 => tile::dense::<Self, 6, 4, false>(slice, rows),
                _ => tile::dense::<Self, 6, 4, true>(slice, rows),
            }
        }
    }
}
