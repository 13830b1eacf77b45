//! How fast the processor could multiply and add if it had nothing else to do: what the speed of the
//! matrix products is measured against.

use crate::blocking::LANES;
use crate::simd::Simd;
use std::hint::black_box;

/// Multiply-adds of each number in a round.
const STEPS: usize = 1 << 15;

/// Every sum starts here and approaches 1, without infinities and denormals on the way:
/// sum = sum * FACTOR + TERM.
const START: f32 = 0.5;
const FACTOR: f32 = 0.75;
const TERM: f32 = 0.25;

/// `CHAINS` vectors of sums, each multiplied and added to [`STEPS`] / `PART` times: the chains have to
/// be as many as keep the multipliers busy, and as few as the registers hold. Returns the number of
/// floating-point operations.
#[inline(always)]
pub(crate) fn round<S: Simd, const CHAINS: usize, const PART: usize>(simd: S) -> u64 {
    black_box(chains::<S, CHAINS>(simd, STEPS / PART));
    2 * (STEPS / PART * CHAINS * LANES) as u64
}

/// The sums after as many steps.
#[inline(always)]
fn chains<S: Simd, const CHAINS: usize>(simd: S, steps: usize) -> [S::Vector; CHAINS] {
    let (factor, term) = (simd.splat(black_box(FACTOR)), simd.splat(black_box(TERM)));
    let mut sums = [simd.splat(START); CHAINS];
    for _ in 0..steps {
        for sum in &mut sums {
            *sum = simd.mul_add(*sum, factor, term);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arch::portable::Portable;
    use crate::isa::Isa;
    use crate::kernels::Kernels;

    #[test]
    fn every_step_multiplies_and_adds() {
        // SAFETY: every processor has it.
        let simd = unsafe { Portable::assume_available() };
        // 0.5 becomes 0.625, 0.71875, 0.7890625.
        assert_eq!(chains::<_, 2>(simd, 3), [[0.789_062_5; LANES]; 2]);
        assert!((chains::<_, 1>(simd, STEPS)[0][0] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn a_round_counts_two_operations_for_each_multiply_add() {
        let expected = |isa| match isa {
            Isa::Portable => 2 * 4 * LANES * STEPS / 16,
            Isa::Avx2 => 2 * 6 * LANES * STEPS,
            Isa::Avx512 | Isa::Avx512Vbmi2 => 2 * 16 * LANES * STEPS,
        };
        for isa in Isa::ALL {
            let Ok(kernels) = Kernels::new(isa) else { continue };
            assert_eq!(kernels.peak_round(), expected(isa) as u64, "{isa}");
        }
    }
}
