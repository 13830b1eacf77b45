//! The kernels for WebAssembly: 128-bit SIMD, which has no fused multiply-add, and relaxed SIMD, whose
//! multiply-add is fused where the engine's processor has one.
//!
//! A module that holds an instruction of relaxed SIMD is refused by engines that do not know it, so these
//! kernels are compiled only with `-Ctarget-feature=+simd128,+relaxed-simd`; a page has two modules and
//! chooses by `WebAssembly.validate`. Whether the multiply-add is fused is asked once.

use super::kernels;
use crate::fma::{HIGH_MAGNITUDE, HIGH_MIN_NORMAL, LOW_DROPPED, LOW_HALF};
use crate::microkernel::{self, MicroKernel};
use crate::nonzero;
use crate::operands::Operands;
use crate::simd::Simd;
use std::arch::wasm32::*;

/// By f64 arithmetic.
pub(super) mod simd128 {
    use super::*;
    use crate::isa::Isa;

    kernels!(Wasm<false>, Isa::Simd128, "simd128", "dense_f32_simd128", 4);
}

/// By the engine's multiply-add.
#[cfg(target_feature = "relaxed-simd")]
pub(super) mod relaxed_simd {
    use super::*;
    use crate::isa::Isa;

    kernels!(Wasm<true>, Isa::RelaxedSimd, "simd128,relaxed-simd", "dense_f32_relaxed_simd", 4);
}

/// Four lanes of a vector.
type Quarter = v128;

/// Four registers to a vector; with `RELAXED`, multiplied and added by the engine's instruction.
#[derive(Clone, Copy)]
pub(super) struct Wasm<const RELAXED: bool>(());

/// The two lower and the two upper lanes in f64.
#[inline(always)]
fn widen(lanes: Quarter) -> [v128; 2] {
    let upper = i64x2_shuffle::<1, 1>(lanes, lanes);
    [f64x2_promote_low_f32x4(lanes), f64x2_promote_low_f32x4(upper)]
}

#[inline(always)]
fn narrow([lower, upper]: [v128; 2]) -> Quarter {
    i64x2_shuffle::<0, 2>(f32x4_demote_f64x2_zero(lower), f32x4_demote_f64x2_zero(upper))
}

/// Not zero in lanes whose sum may lie halfway between two f32.
#[inline(always)]
fn may_be_halfway([lower, upper]: [v128; 2]) -> v128 {
    let low = i32x4_shuffle::<0, 2, 4, 6>(lower, upper);
    let high = i32x4_shuffle::<1, 3, 5, 7>(lower, upper);
    let half = i32x4_eq(v128_and(low, u32x4_splat(LOW_DROPPED)), u32x4_splat(LOW_HALF));
    // Zero is exact, and becomes the largest of all.
    let magnitude = i32x4_sub(v128_and(high, u32x4_splat(HIGH_MAGNITUDE)), u32x4_splat(1));
    v128_or(half, u32x4_lt(magnitude, u32x4_splat(HIGH_MIN_NORMAL - 1)))
}

/// The sum of a product and `z`, rounded to odd: see `fma.rs`.
#[inline(always)]
fn sum_to_odd(product: v128, z: v128) -> v128 {
    let sum = f64x2_add(product, z);
    let rest = f64x2_sub(sum, product);
    let error = f64x2_add(f64x2_sub(product, f64x2_sub(sum, rest)), f64x2_sub(z, rest));
    let towards_error = v128_or(i64x2_shr(v128_xor(sum, error), 63), i64x2_splat(1));
    let inexact = f64x2_gt(f64x2_abs(error), f64x2_splat(0.0));
    let is_even = i64x2_eq(v128_and(sum, i64x2_splat(1)), i64x2_splat(0));
    i64x2_add(sum, v128_and(towards_error, v128_and(inexact, is_even)))
}

/// `x * weights + sums`, each lane rounded once.
#[inline(always)]
fn mul_add(x: [Quarter; 4], weights: [Quarter; 4], sums: [Quarter; 4]) -> [Quarter; 4] {
    let mut found = sums;
    let mut halfway = u32x4_splat(0);
    for q in 0..4 {
        let (x, weights, sums) = (widen(x[q]), widen(weights[q]), widen(sums[q]));
        let sum = |half: usize| f64x2_add(f64x2_mul(x[half], weights[half]), sums[half]);
        let sums = [sum(0), sum(1)];
        halfway = v128_or(halfway, may_be_halfway(sums));
        found[q] = narrow(sums);
    }
    if v128_any_true(halfway) { mul_add_to_odd(x, weights, sums) } else { found }
}

/// The same where a lane may lie halfway: seldom, so not inlined.
#[cold]
#[inline(never)]
fn mul_add_to_odd(x: [Quarter; 4], weights: [Quarter; 4], sums: [Quarter; 4]) -> [Quarter; 4] {
    std::array::from_fn(|q| {
        let (x, weights, sums) = (widen(x[q]), widen(weights[q]), widen(sums[q]));
        let sum = |half: usize| sum_to_odd(f64x2_mul(x[half], weights[half]), sums[half]);
        narrow([sum(0), sum(1)])
    })
}

impl<const RELAXED: bool> Simd for Wasm<RELAXED> {
    type Vector = [Quarter; 4];

    #[inline(always)]
    unsafe fn assume_available() -> Self {
        Self(())
    }

    #[inline(always)]
    fn splat(self, x: f32) -> Self::Vector {
        [f32x4_splat(x); 4]
    }

    #[inline(always)]
    fn mul_add(self, x: Self::Vector, weights: Self::Vector, sums: Self::Vector) -> Self::Vector {
        #[cfg(target_feature = "relaxed-simd")]
        if RELAXED {
            return std::array::from_fn(|q| f32x4_relaxed_madd(x[q], weights[q], sums[q]));
        }
        mul_add(x, weights, sums)
    }

    #[inline(always)]
    fn nonzero(self, vector: Self::Vector) -> u16 {
        let bits = |q: usize| u16::from(u32x4_bitmask(f32x4_ne(vector[q], f32x4_splat(0.0))));
        bits(0) | bits(1) << 4 | bits(2) << 8 | bits(3) << 12
    }

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> Self::Vector {
        // SAFETY: the contract says that it may be read; a register may be read from any address.
        unsafe { std::array::from_fn(|q| v128_load(from.add(4 * q).cast())) }
    }

    #[inline(always)]
    unsafe fn store(self, vector: Self::Vector, to: *mut f32) {
        for (q, quarter) in vector.into_iter().enumerate() {
            // SAFETY: the contract says that it may be written; a register may be written to any
            // address.
            unsafe { v128_store(to.add(4 * q).cast(), quarter) };
        }
    }

    #[inline(always)]
    unsafe fn write_indices(self, word: u64, first: u16, to: *mut u16) {
        // SAFETY: the caller's.
        unsafe { nonzero::write_indices_by_table(word, first, to) };
    }
}

impl<const RELAXED: bool> MicroKernel for Wasm<RELAXED> {
    const LIST_ROWS: usize = 1;

    /// Two rows and one vector: eight sums for the sixteen registers of most engines.
    #[inline(always)]
    unsafe fn full(self, operands: Operands, rows: &[u8]) {
        for vector in 0..operands.vectors {
            // SAFETY: the caller's; the panel has that vector.
            unsafe {
                microkernel::full_rows::<Self, 2, 1, false>(self, operands.vector(vector), rows);
            }
        }
    }
}
