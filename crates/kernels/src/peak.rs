//! How fast the processor could multiply and add if it had nothing else to do: the measure for
//! the speed of the dense product.

use crate::kernels::Kernels;
use crate::packed::LANES;
use crate::vector::Simd;
use std::hint::black_box;

/// How often each number of a round is multiplied and added to.
const STEPS: usize = 1 << 15;

/// Every sum starts here and approaches 1, without infinities and denormals on the way:
/// sum = sum * FACTOR + TERM.
const START: f32 = 0.5;
const FACTOR: f32 = 0.75;
const TERM: f32 = 0.25;

impl Kernels {
    /// Does one round of independent fused multiply-adds, on numbers that stay in registers,
    /// and returns how many floating-point operations that were; a multiply-add counts as two.
    ///
    /// The rate of many rounds is the peak of one thread on this instruction set: no load, no
    /// store and no wait for a result holds it back. A round is short, well below a millisecond
    /// where the instruction set has fused multiply-adds, so that the caller can time as many as
    /// fit.
    ///
    /// # Examples
    ///
    /// ```
    /// use feedforward_kernels::Kernels;
    /// use std::time::Instant;
    ///
    /// let kernels = Kernels::select()?;
    /// let start = Instant::now();
    /// let operations = kernels.peak_round();
    /// println!("{:.1} GFLOP/s", operations as f64 / start.elapsed().as_nanos() as f64);
    /// # Ok::<(), feedforward_kernels::IsaError>(())
    /// ```
    pub fn peak_round(self) -> u64 {
        // SAFETY: there are `Kernels` of an instruction set only where the processor has it.
        unsafe { (self.table.peak_round)() }
    }
}

/// `CHAINS` vectors of sums, each multiplied and added to [`STEPS`] / `PART` times: the chains have to
/// be as many as keep the multipliers busy, and as few as the registers hold.
///
/// # Safety
///
/// The instruction set is there.
#[inline(always)]
pub(crate) unsafe fn round<S: Simd, const CHAINS: usize, const PART: usize>() -> u64 {
    // SAFETY: the caller's.
    unsafe {
        let (factor, term) = (S::splat(black_box(FACTOR)), S::splat(black_box(TERM)));
        let mut sums = [S::splat(START); CHAINS];
        for _ in 0..STEPS / PART {
            for sum in &mut sums {
                *sum = S::multiply_add(*sum, factor, term);
            }
        }
        black_box(sums);
    }
    operations(CHAINS, LANES) / PART as u64
}

/// What `chains` of vectors of `lanes` numbers have done after [`STEPS`].
fn operations(chains: usize, lanes: usize) -> u64 {
    2 * (STEPS * chains * lanes) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::isa::Isa;

    #[test]
    fn a_round_counts_two_operations_for_each_multiply_add() {
        assert_eq!(operations(3, 8), 2 * 3 * 8 * STEPS as u64);
        for isa in Isa::ALL {
            let Ok(kernels) = Kernels::new(isa) else { continue };
            assert!(kernels.peak_round() >= operations(4, 1), "{isa}");
        }
    }
}
