//! The kernels for AVX-512.

use super::kernels;
use crate::dense::{self, Slice, Tiles};
use crate::isa::Isa;
use crate::packed::LANES;
use crate::vector::Simd;
use std::arch::x86_64::*;
use std::mem::MaybeUninit;

kernels!(Avx512, Isa::Avx512, "avx2,fma,popcnt,avx512f", "dense_f32_avx512", 16);

#[derive(Clone, Copy)]
struct Avx512;

/// The set of the first `count` lanes.
#[inline(always)]
fn first(count: usize) -> __mmask16 {
    ((1u32 << count) - 1) as __mmask16
}

impl Simd for Avx512 {
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
    unsafe fn zeros(from: *const f32) -> usize {
        // SAFETY: the contract says that it may be read.
        let set =
            unsafe { _mm512_cmp_ps_mask::<_CMP_EQ_OQ>(_mm512_loadu_ps(from), _mm512_setzero_ps()) };
        set.count_ones() as usize
    }

    #[inline(always)]
    unsafe fn list_nonzeros(x: &[f32], list: &mut [MaybeUninit<u16>]) -> usize {
        debug_assert!(list.len() >= x.len() + LANES);
        let (to, mut count) = (list.as_mut_ptr(), 0);
        // SAFETY: the mask keeps reads within x; at most as many indices are written as numbers
        // were read, and sixteen places beyond them; the contract leaves room for these.
        unsafe {
            let mut indices =
                _mm512_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15);
            for chunk in x.chunks(LANES) {
                let numbers = Self::load_first(chunk.as_ptr(), chunk.len());
                let set = _mm512_cmp_ps_mask::<_CMP_NEQ_UQ>(numbers, _mm512_setzero_ps());
                let members = _mm512_maskz_compress_epi32(set, indices);
                _mm256_storeu_si256(to.add(count).cast(), _mm512_cvtepi32_epi16(members));
                count += set.count_ones() as usize;
                indices = _mm512_add_epi32(indices, _mm512_set1_epi32(LANES as i32));
            }
        }
        count
    }
}

impl Tiles for Avx512 {
    /// 24 sums, or 16 where there is but one vector of weights to serve them.
    #[inline(always)]
    unsafe fn panel(slice: Slice, vectors: usize, rows: &[u8]) {
        // SAFETY: the caller's.
        unsafe {
            match vectors {
                1 => dense::tiles::<Self, 16, 1>(slice, rows),
                2 => dense::tiles::<Self, 12, 2>(slice, rows),
                3 => dense::tiles::<Self, 8, 3>(slice, rows),
                _ => dense::tiles::<Self, 6, 4>(slice, rows),
            }
        }
    }
}
