//! One table of kernels an instruction set, chosen at run time.
//!
//! To add an instruction set: a variant in `isa.rs`, a file here that fills a [`Table`], and a
//! line in [`table`]. No caller changes, and the tests in `tests/same_bits.rs` try it by
//! themselves.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod avx512vbmi2;
mod portable;
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) mod wasm;

use crate::activation::Activation;
use crate::isa::Isa;
use crate::packed::PackedDense;

/// The kernels of one instruction set.
///
/// # Safety
///
/// Each function may be called only on a processor that has the instruction set, and with
/// lengths that fit together.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) isa: Isa,
    pub(crate) dense_name: &'static str,
    pub(crate) dense: unsafe fn(&PackedDense, &[f32], Activation, &mut [f32]),
    pub(crate) activate: unsafe fn(Activation, &mut [f32]),
    pub(crate) activation_backward: unsafe fn(Activation, &[f32], &[f32], &mut [f32]),
    pub(crate) softmax_rows: unsafe fn(&mut [f32], usize),
    pub(crate) peak_round: unsafe fn() -> u64,
}

/// The table that needs nothing beyond the compilation target.
pub(crate) fn portable() -> &'static Table {
    &portable::TABLE
}

/// The table of `isa`, if this architecture has one.
pub(crate) fn table(isa: Isa) -> Option<&'static Table> {
    match isa {
        Isa::Portable => Some(&portable::TABLE),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx2 => Some(&avx2::TABLE),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => Some(&avx512::TABLE),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512Vbmi2 => Some(&avx512vbmi2::TABLE),
        #[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
        Isa::Simd128 => Some(&wasm::simd128::TABLE),
        #[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
        Isa::RelaxedSimd => Some(&wasm::relaxed_simd::TABLE),
        // Modules without these instructions.
        #[cfg(target_arch = "wasm32")]
        #[allow(unreachable_patterns, reason = "reachable without the target features")]
        Isa::Simd128 | Isa::RelaxedSimd => None,
        #[cfg(not(target_arch = "x86_64"))]
        Isa::Avx2 | Isa::Avx512 | Isa::Avx512Vbmi2 => None,
    }
}

/// Fills a [`Table`] with the bodies compiled for a set of target features.
#[cfg(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128")))]
macro_rules! kernels {
    ($simd:ty, $isa:expr, $features:literal, $dense_name:literal, $peak_chains:literal) => {
        pub(super) static TABLE: $crate::arch::Table = $crate::arch::Table {
            isa: $isa,
            dense_name: $dense_name,
            dense,
            activate,
            activation_backward,
            softmax_rows,
            peak_round,
        };

        use $crate::activation::Activation;
        use $crate::generic;
        use $crate::packed::PackedDense;

        #[target_feature(enable = $features)]
        unsafe fn dense(layer: &PackedDense, x: &[f32], activation: Activation, z: &mut [f32]) {
            // SAFETY: the caller's.
            unsafe { $crate::dense::dense::<$simd>(layer, x, activation, z) };
        }

        #[target_feature(enable = $features)]
        fn activate(activation: Activation, z: &mut [f32]) {
            generic::activate(activation, z);
        }

        #[target_feature(enable = $features)]
        fn activation_backward(activation: Activation, z: &[f32], y: &[f32], dy: &mut [f32]) {
            generic::activation_backward(activation, z, y, dy);
        }

        #[target_feature(enable = $features)]
        fn softmax_rows(z: &mut [f32], columns: usize) {
            generic::softmax_rows(z, columns);
        }

        #[target_feature(enable = $features)]
        fn peak_round() -> u64 {
            // SAFETY: the function is compiled for the instruction set.
            unsafe { $crate::peak::round::<$simd, $peak_chains, 1>() }
        }
    };
}
#[cfg(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128")))]
use kernels;

#[cfg(test)]
mod tests {
    use super::portable::Portable;
    use crate::isa::Isa;
    use crate::packed::LANES;
    use crate::sparse::{self, SET, SET_MASKS, WORD};
    use crate::vector::Simd;
    use std::mem::MaybeUninit;

    const LONGEST: usize = SET + LANES + 1;

    /// What takes the place of a number: of these only the zeros are zeros.
    const NUMBERS: [f32; 8] =
        [0.0, 1.0, -0.0, f32::NAN, f32::MIN_POSITIVE / 8.0, 0.0, f32::NEG_INFINITY, -1e-45];

    /// Rows of every length up to [`LONGEST`], some full, some empty, most mixed.
    fn rows() -> impl Iterator<Item = Vec<f32>> {
        let mut state = 1u32;
        (0..=LONGEST).flat_map(move |len| {
            let mut number = |_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                NUMBERS[(state >> 29) as usize]
            };
            [(0..len).map(&mut number).collect(), vec![0.0; len], vec![f32::NAN; len]]
        })
    }

    fn members(x: &[f32]) -> Vec<usize> {
        (0..x.len()).filter(|&index| x[index] != 0.0).collect()
    }

    /// # Safety
    ///
    /// The instruction set is there.
    unsafe fn finds_what_is_not_zero<S: Simd>() {
        let mut masks = [MaybeUninit::new(u16::MAX); LONGEST / LANES + SET_MASKS];
        let mut list = [MaybeUninit::uninit(); LONGEST + WORD];
        for x in rows() {
            let is = |found: &[u16], expected: &[usize]| {
                assert!(
                    found.iter().map(|&place| usize::from(place)).eq(expected.iter().copied()),
                    "{x:?}"
                );
            };
            // SAFETY: this function's contract; as many masks and places are written as are read.
            unsafe {
                sparse::write_masks::<S>(&x, &mut masks);
                let words = sparse::words(&masks, x.len().div_ceil(LANES));
                let count = sparse::write_list::<S>(words, &mut list);
                is(list[..count].assume_init_ref(), &members(&x));
                for first in (0..x.len()).step_by(LANES) {
                    let set = sparse::set_of(&masks[first / LANES..]);
                    let words = [set as u64, (set >> WORD) as u64].into_iter();
                    let count = sparse::write_list::<S>(words, &mut list);
                    let x = &x[first..x.len().min(first + SET)];
                    is(list[..count].assume_init_ref(), &members(x));
                }
            }
        }
    }

    #[test]
    fn every_instruction_set_finds_what_is_not_zero() {
        // SAFETY: each is called where the processor has it.
        unsafe {
            finds_what_is_not_zero::<Portable>();
            #[cfg(target_arch = "x86_64")]
            {
                use super::{avx2::Avx2, avx512::Avx512};
                if Isa::Avx2.is_available() {
                    finds_what_is_not_zero::<Avx2>();
                }
                if Isa::Avx512.is_available() {
                    finds_what_is_not_zero::<Avx512<false>>();
                }
                if Isa::Avx512Vbmi2.is_available() {
                    finds_what_is_not_zero::<Avx512<true>>();
                }
            }
        }
    }
}
