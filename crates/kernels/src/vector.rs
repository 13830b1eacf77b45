//! What an instruction set has to offer the dense product: one vector of [`LANES`] numbers.
//!
//! The bodies in `dense.rs` are written once over [`Simd`]. An instruction set says how it
//! keeps sixteen numbers in registers; everything it does to them is lane by lane and exactly
//! rounded, so that all instruction sets give the same bits.

use crate::packed::LANES;
use crate::sparse;

/// An instruction set's vector.
///
/// # Safety
///
/// Every function may be called only on a processor that has the instruction set. Where it is not
/// inlined into a function that is compiled for it, it is right but many times slower.
pub(crate) trait Simd: Copy {
    /// Sixteen numbers in as many registers as they take.
    type Vector: Copy;

    /// # Safety
    ///
    /// The instruction set is there, and `from` may be read for [`LANES`] numbers.
    unsafe fn load(from: *const f32) -> Self::Vector;

    /// Lane by lane `x * weights + sums`, rounded once.
    ///
    /// # Safety
    ///
    /// The instruction set is there.
    unsafe fn multiply_add(
        x: Self::Vector,
        weights: Self::Vector,
        sums: Self::Vector,
    ) -> Self::Vector;

    /// `x` in every lane.
    ///
    /// # Safety
    ///
    /// The instruction set is there.
    unsafe fn splat(x: f32) -> Self::Vector;

    /// # Safety
    ///
    /// The instruction set is there, and `to` may be written for [`LANES`] numbers.
    unsafe fn store(vector: Self::Vector, to: *mut f32);

    /// The first `count` numbers from `from` on; zeros in the other lanes.
    ///
    /// # Safety
    ///
    /// The instruction set is there, `count` is at most [`LANES`], and `from` may be read for
    /// `count` numbers.
    #[inline(always)]
    unsafe fn load_first(from: *const f32, count: usize) -> Self::Vector {
        let mut lanes = [0.0; LANES];
        // SAFETY: by this function's contract; `lanes` has LANES numbers.
        unsafe {
            std::ptr::copy_nonoverlapping(from, lanes.as_mut_ptr(), count);
            Self::load(lanes.as_ptr())
        }
    }

    /// Writes the first `count` lanes.
    ///
    /// # Safety
    ///
    /// The instruction set is there, `count` is at most [`LANES`], and `to` may be written for
    /// `count` numbers.
    #[inline(always)]
    unsafe fn store_first(vector: Self::Vector, to: *mut f32, count: usize) {
        let mut lanes = [0.0; LANES];
        // SAFETY: by this function's contract; `lanes` has LANES numbers.
        unsafe {
            Self::store(vector, lanes.as_mut_ptr());
            std::ptr::copy_nonoverlapping(lanes.as_ptr(), to, count);
        }
    }

    /// Asks for the cache line at `address`, which need not be readable.
    ///
    /// # Safety
    ///
    /// The instruction set is there.
    #[inline(always)]
    unsafe fn prefetch(_address: *const f32) {}

    /// The same, for what is needed later: into the second-level cache.
    ///
    /// # Safety
    ///
    /// The instruction set is there.
    #[inline(always)]
    unsafe fn prefetch_far(_address: *const f32) {}

    /// The lanes whose number is not zero (a NaN is not), the first in the lowest bit.
    ///
    /// # Safety
    ///
    /// The instruction set is there.
    unsafe fn nonzeros(vector: Self::Vector) -> u16;

    /// Writes the places of the bits that are set in `word` in ascending order, with `first`
    /// added to each. Unless it is overridden, by a table.
    ///
    /// # Safety
    ///
    /// The instruction set is there, and `to` may be written for 64 numbers.
    #[inline(always)]
    unsafe fn write_places(word: u64, first: u16, to: *mut u16) {
        // SAFETY: the caller's.
        unsafe { sparse::write_places(word, first, to) };
    }
}
