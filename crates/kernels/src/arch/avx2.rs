//! The kernels for AVX2 with FMA.

use super::kernels;
use crate::dense::{self, Slice, Tiles};
use crate::isa::Isa;
use crate::packed::LANES;
use crate::vector::Simd;
use std::arch::x86_64::*;
use std::mem::MaybeUninit;

kernels!(Avx2, Isa::Avx2, "avx2,fma,popcnt", "dense_f32_avx2", 6);

#[derive(Clone, Copy)]
struct Avx2;

/// For each set of eight lanes, the indices of its members in ascending order, a byte each.
static MEMBERS: [u64; 256] = {
    let mut table = [0; 256];
    let mut set = 0;
    while set < 256 {
        let (mut lane, mut count) = (0, 0);
        while lane < 8 {
            if set >> lane & 1 == 1 {
                table[set] |= (lane as u64) << (8 * count);
                count += 1;
            }
            lane += 1;
        }
        set += 1;
    }
    table
};

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
    unsafe fn zeros(from: *const f32) -> usize {
        // SAFETY: the contract says that it may be read.
        unsafe {
            let zero = _mm256_setzero_ps();
            let low = _mm256_cmp_ps::<_CMP_EQ_OQ>(_mm256_loadu_ps(from), zero);
            let high = _mm256_cmp_ps::<_CMP_EQ_OQ>(_mm256_loadu_ps(from.add(8)), zero);
            let set = _mm256_movemask_ps(low) | _mm256_movemask_ps(high) << 8;
            set.count_ones() as usize
        }
    }

    #[inline(always)]
    unsafe fn list_nonzeros(x: &[f32], list: &mut [MaybeUninit<u16>]) -> usize {
        debug_assert!(list.len() >= x.len() + LANES);
        let (chunks, rest) = x.as_chunks::<8>();
        let (to, mut count) = (list.as_mut_ptr(), 0);
        for (index, chunk) in chunks.iter().enumerate() {
            // SAFETY: at most as many indices are written as numbers were read, and eight
            // places beyond them; the contract leaves room for these.
            unsafe {
                let x = _mm256_loadu_ps(chunk.as_ptr());
                let set = _mm256_cmp_ps::<_CMP_NEQ_UQ>(x, _mm256_setzero_ps());
                let set = _mm256_movemask_ps(set) as usize;
                let members = _mm_cvtepu8_epi16(_mm_cvtsi64_si128(MEMBERS[set] as i64));
                let members = _mm_add_epi16(members, _mm_set1_epi16((8 * index) as i16));
                _mm_storeu_si128(to.add(count).cast(), members);
                count += set.count_ones() as usize;
            }
        }
        for (index, &x) in rest.iter().enumerate() {
            list[count].write((8 * chunks.len() + index) as u16);
            count += usize::from(x != 0.0);
        }
        count
    }
}

impl Tiles for Avx2 {
    /// Twelve sums, two vectors of weights and one input are 15 of 16 registers.
    #[inline(always)]
    unsafe fn panel(slice: Slice, vectors: usize, rows: &[u8]) {
        for vector in 0..vectors {
            // SAFETY: the caller's; the panel has that vector.
            unsafe { dense::tiles::<Self, 6, 1>(slice.skip(vector), rows) };
        }
    }
}
