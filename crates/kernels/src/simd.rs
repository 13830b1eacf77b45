//! What an instruction set offers the matrix products: vectors of [`LANES`] numbers.
//!
//! The products are written once over [`Simd`]. An instruction set says how it keeps sixteen numbers
//! in registers; everything that it does to them is lane by lane and exactly rounded, so that all
//! instruction sets give the same bits.

use crate::blocking::LANES;

/// An instruction set as a token: a value exists only where the processor has it, which makes every
/// operation on registers safe. What reads or writes memory through a pointer is not.
///
/// Where a function is not inlined into one that is compiled for the instruction set, it is right but
/// many times slower: every one is `#[inline(always)]`.
pub(crate) trait Simd: Copy {
    /// Sixteen numbers, in as many registers as they take.
    type Vector: Copy;

    /// The token.
    ///
    /// # Safety
    ///
    /// The processor has the instruction set.
    unsafe fn assume_available() -> Self;

    /// `x` in every lane.
    fn splat(self, x: f32) -> Self::Vector;

    /// Lane by lane `x * weights + sums`, rounded once.
    fn mul_add(self, x: Self::Vector, weights: Self::Vector, sums: Self::Vector) -> Self::Vector;

    /// The lanes whose number is not zero (a NaN is not), the first in the lowest bit.
    fn nonzero(self, vector: Self::Vector) -> u16;

    /// Lane by lane `a` if it is larger than `b` (a NaN is not), else `b`.
    #[inline(always)]
    fn max(self, a: Self::Vector, b: Self::Vector) -> Self::Vector {
        let (a, mut lanes) = (self.to_lanes(a), self.to_lanes(b));
        for (b, a) in lanes.iter_mut().zip(a) {
            *b = larger(a, *b);
        }
        self.vector_of(lanes)
    }

    /// The largest lane, where none is NaN.
    #[inline(always)]
    fn largest_lane(self, vector: Self::Vector) -> f32 {
        let mut lanes = self.to_lanes(vector);
        let mut count = LANES;
        while count > 1 {
            count /= 2;
            for lane in 0..count {
                lanes[lane] = larger(lanes[lane + count], lanes[lane]);
            }
        }
        lanes[0]
    }

    /// The sum of all lanes in f64: the upper half is added to the lower one until one number is left.
    #[inline(always)]
    fn pairwise_sum(self, vector: Self::Vector) -> f64 {
        let mut sums = [0.0; LANES];
        for (sum, lane) in sums.iter_mut().zip(self.to_lanes(vector)) {
            *sum = f64::from(lane);
        }
        pairwise(sums)
    }

    /// The lanes as numbers.
    #[inline(always)]
    fn to_lanes(self, vector: Self::Vector) -> [f32; LANES] {
        let mut lanes = [0.0; LANES];
        // SAFETY: `lanes` has LANES numbers.
        unsafe { self.store(vector, lanes.as_mut_ptr()) };
        lanes
    }

    /// The numbers as lanes.
    #[inline(always)]
    fn vector_of(self, lanes: [f32; LANES]) -> Self::Vector {
        // SAFETY: `lanes` has LANES numbers.
        unsafe { self.load(lanes.as_ptr()) }
    }

    /// Prefetches the cache line at `address`, which need not be readable.
    #[inline(always)]
    fn prefetch(self, _address: *const f32) {}

    /// The same, for what is needed later: into the second-level cache.
    #[inline(always)]
    fn prefetch_l2(self, _address: *const f32) {}

    /// # Safety
    ///
    /// `from` may be read for [`LANES`] numbers.
    unsafe fn load(self, from: *const f32) -> Self::Vector;

    /// # Safety
    ///
    /// `to` may be written for [`LANES`] numbers.
    unsafe fn store(self, vector: Self::Vector, to: *mut f32);

    /// The first `count` numbers from `from` on; `fill` in the other lanes.
    ///
    /// # Safety
    ///
    /// `count` is at most [`LANES`], and `from` may be read for `count` numbers.
    #[inline(always)]
    unsafe fn load_first(self, from: *const f32, count: usize, fill: f32) -> Self::Vector {
        let mut lanes = [fill; LANES];
        // SAFETY: by this function's contract; `lanes` has LANES numbers.
        unsafe {
            std::ptr::copy_nonoverlapping(from, lanes.as_mut_ptr(), count);
            self.load(lanes.as_ptr())
        }
    }

    /// Writes the first `count` lanes.
    ///
    /// # Safety
    ///
    /// `count` is at most [`LANES`], and `to` may be written for `count` numbers.
    #[inline(always)]
    unsafe fn store_first(self, vector: Self::Vector, to: *mut f32, count: usize) {
        let mut lanes = [0.0; LANES];
        // SAFETY: by this function's contract; `lanes` has LANES numbers.
        unsafe {
            self.store(vector, lanes.as_mut_ptr());
            std::ptr::copy_nonoverlapping(lanes.as_ptr(), to, count);
        }
    }

    /// The same for numbers beside which the caller reads soon: a load waits for a masked store to leave
    /// the core, as if it had written all lanes.
    ///
    /// # Safety
    ///
    /// As [`store_first`](Self::store_first).
    #[inline(always)]
    unsafe fn store_parts(self, vector: Self::Vector, to: *mut f32, count: usize) {
        // SAFETY: the caller's.
        unsafe { self.store_first(vector, to, count) };
    }

    /// Writes the indices of the bits that are set in `word` in ascending order, with `first` added
    /// to each.
    ///
    /// # Safety
    ///
    /// `to` may be written for 64 numbers.
    unsafe fn write_indices(self, word: u64, first: u16, to: *mut u16);
}

/// `a` if it is larger than `b`: a NaN is not.
#[inline(always)]
pub(crate) fn larger(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

/// The sum of all numbers: the upper half is added to the lower one until one is left.
#[inline(always)]
pub(crate) fn pairwise(mut sums: [f64; LANES]) -> f64 {
    let mut count = LANES;
    while count > 1 {
        count /= 2;
        for lane in 0..count {
            sums[lane] += sums[lane + count];
        }
    }
    sums[0]
}
