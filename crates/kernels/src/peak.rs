//! How fast the processor could multiply and add if it had nothing else to do: the measure for
//! the speed of the dense product.

use crate::isa::Isa;
use crate::kernels::Kernels;
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
        match self.isa() {
            #[cfg(target_arch = "x86_64")]
            // SAFETY: there are `Kernels` of an instruction set only where the processor has it.
            Isa::Avx512 => unsafe { avx512() },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: as above.
            Isa::Avx2 => unsafe { avx2() },
            #[cfg(not(target_arch = "x86_64"))]
            Isa::Avx512 | Isa::Avx2 => portable(),
            Isa::Portable => portable(),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
fn avx512() -> u64 {
    use std::arch::x86_64::{_mm512_fmadd_ps, _mm512_set1_ps};
    // Intrinsics, because a loop over arrays is not sure to be kept in registers.
    const CHAINS: usize = 16;
    let (factor, term) = (_mm512_set1_ps(black_box(FACTOR)), _mm512_set1_ps(black_box(TERM)));
    let mut sums = [_mm512_set1_ps(START); CHAINS];
    for _ in 0..STEPS {
        for sum in &mut sums {
            *sum = _mm512_fmadd_ps(*sum, factor, term);
        }
    }
    black_box(sums);
    operations(CHAINS, 16)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
fn avx2() -> u64 {
    use std::arch::x86_64::{_mm256_fmadd_ps, _mm256_set1_ps};
    const CHAINS: usize = 12;
    let (factor, term) = (_mm256_set1_ps(black_box(FACTOR)), _mm256_set1_ps(black_box(TERM)));
    let mut sums = [_mm256_set1_ps(START); CHAINS];
    for _ in 0..STEPS {
        for sum in &mut sums {
            *sum = _mm256_fmadd_ps(*sum, factor, term);
        }
    }
    black_box(sums);
    operations(CHAINS, 8)
}

/// Whatever the compilation target makes of `f32::mul_add`.
fn portable() -> u64 {
    const SUMS: usize = 64;
    let (factor, term) = (black_box(FACTOR), black_box(TERM));
    let mut sums = [START; SUMS];
    // Without fused multiply-adds each is a call, some fifty times slower.
    for _ in 0..STEPS / 16 {
        for sum in &mut sums {
            *sum = sum.mul_add(factor, term);
        }
    }
    black_box(sums);
    operations(SUMS, 1) / 16
}

/// What `chains` of vectors of `lanes` numbers have done after [`STEPS`].
fn operations(chains: usize, lanes: usize) -> u64 {
    2 * (STEPS * chains * lanes) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_counts_two_operations_for_each_multiply_add() {
        assert_eq!(operations(3, 8), 2 * 3 * 8 * STEPS as u64);
        for isa in Isa::ALL {
            let Ok(kernels) = Kernels::new(isa) else { continue };
            assert!(kernels.peak_round() >= operations(4, 1), "{isa}");
        }
    }
}
