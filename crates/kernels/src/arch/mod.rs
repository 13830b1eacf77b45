//! One table of kernels an instruction set, chosen at run time.
//!
//! To add an instruction set: a variant in `isa.rs`, a file here that fills a [`Table`], and a
//! line in [`table`]. No caller changes, and the tests in `tests/same_bits.rs` try it by
//! themselves.

mod portable;
#[cfg(target_arch = "x86_64")]
mod x86_64;

use crate::activation::Activation;
use crate::isa::Isa;
use crate::packed::PackedDense;

/// The kernels of one instruction set, lengths unchecked in meaning but not in memory: a wrong
/// length panics and never reads out of bounds.
///
/// # Safety
///
/// Each function may be called only on a processor that has the instruction set.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) isa: Isa,
    pub(crate) dense_name: &'static str,
    /// z = x · weights + bias, the activation not yet applied.
    pub(crate) dense: unsafe fn(&PackedDense, &[f32], &mut [f32]),
    pub(crate) activate: unsafe fn(Activation, &mut [f32]),
    pub(crate) activation_backward: unsafe fn(Activation, &[f32], &[f32], &mut [f32]),
    pub(crate) softmax_rows: unsafe fn(&mut [f32], usize),
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
        Isa::Avx2 => Some(&x86_64::AVX2),
        #[cfg(target_arch = "x86_64")]
        Isa::Avx512 => Some(&x86_64::AVX512),
        #[cfg(not(target_arch = "x86_64"))]
        Isa::Avx2 | Isa::Avx512 => None,
    }
}
