//! One table of kernels per instruction set, chosen at run time.
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
#[cfg_attr(
    all(target_arch = "wasm32", target_feature = "simd128"),
    allow(dead_code, reason = "what this target guarantees is SIMD")
)]
pub(crate) mod portable;
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
    pub(crate) gemm: unsafe fn(&PackedDense, &[f32], Activation, &mut [f32]),
    /// For at most [`GEMV_ROWS`](crate::blocking::GEMV_ROWS) rows. A function of its own, because the
    /// stack that GEMM takes has to be touched page by page, which costs more than a small layer.
    pub(crate) gemv: unsafe fn(&PackedDense, &[f32], Activation, &mut [f32]),
    pub(crate) activate: unsafe fn(Activation, &mut [f32]),
    pub(crate) activation_backward: unsafe fn(Activation, &[f32], &[f32], &mut [f32]),
    pub(crate) softmax_rows: unsafe fn(&mut [f32], usize),
    pub(crate) peak_round: unsafe fn() -> u64,
}

/// The table that needs nothing beyond the compilation target.
#[cfg(not(all(target_arch = "wasm32", target_feature = "simd128")))]
pub(crate) fn portable() -> &'static Table {
    &portable::TABLE
}

/// The table that needs nothing beyond the compilation target: that of its SIMD, which a module has once.
#[cfg(all(target_arch = "wasm32", target_feature = "simd128"))]
pub(crate) fn portable() -> &'static Table {
    static TABLE: Table =
        Table { isa: Isa::Portable, dense_name: "dense_f32_portable", ..wasm::simd128::TABLE };
    &TABLE
}

/// The table of `isa`, if this architecture has one.
pub(crate) fn table(isa: Isa) -> Option<&'static Table> {
    match isa {
        Isa::Portable => Some(portable()),
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
        pub(in crate::arch) static TABLE: $crate::arch::Table = $crate::arch::Table {
            isa: $isa,
            dense_name: $dense_name,
            gemm,
            gemv,
            activate,
            activation_backward,
            softmax_rows,
            peak_round,
        };

        use $crate::activation::Activation;
        use $crate::packed::PackedDense;

        /// # Safety
        ///
        /// The processor has the instruction set.
        #[inline(always)]
        unsafe fn simd() -> $simd {
            // SAFETY: the caller's.
            unsafe { $crate::simd::Simd::assume_available() }
        }

        #[target_feature(enable = $features)]
        unsafe fn gemm(layer: &PackedDense, x: &[f32], activation: Activation, z: &mut [f32]) {
            // SAFETY: the caller's; the function is compiled for the instruction set.
            unsafe { $crate::gemm::gemm(simd(), layer, x, z, |z| activate_sums(activation, z)) };
        }

        #[target_feature(enable = $features)]
        unsafe fn gemv(layer: &PackedDense, x: &[f32], activation: Activation, z: &mut [f32]) {
            // SAFETY: the caller's; the function is compiled for the instruction set.
            unsafe {
                $crate::gemv::gemv(simd(), layer, x, activation, z, |z| {
                    activate_sums(activation, z)
                })
            };
        }

        #[target_feature(enable = $features)]
        fn activate_sums(activation: Activation, z: &mut [f32]) {
            $crate::elementwise::activate_sums(activation, z);
        }

        #[target_feature(enable = $features)]
        fn activate(activation: Activation, z: &mut [f32]) {
            $crate::elementwise::activate(activation, z);
        }

        #[target_feature(enable = $features)]
        fn activation_backward(activation: Activation, z: &[f32], y: &[f32], dy: &mut [f32]) {
            $crate::elementwise::activation_backward(activation, z, y, dy);
        }

        #[target_feature(enable = $features)]
        fn softmax_rows(z: &mut [f32], columns: usize) {
            // SAFETY: the function is compiled for the instruction set.
            $crate::softmax::softmax_rows(unsafe { simd() }, z, columns);
        }

        #[target_feature(enable = $features)]
        fn peak_round() -> u64 {
            // SAFETY: the function is compiled for the instruction set.
            $crate::peak::round::<$simd, $peak_chains, 1>(unsafe { simd() })
        }
    };
}
#[cfg(any(target_arch = "x86_64", all(target_arch = "wasm32", target_feature = "simd128")))]
use kernels;
