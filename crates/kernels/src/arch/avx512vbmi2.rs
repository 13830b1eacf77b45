//! The kernels for AVX-512 with VBMI2, whose instructions list the inputs that are not zero.

use super::avx512::Avx512;
use super::kernels;
use crate::isa::Isa;

kernels!(
    Avx512<true>,
    Isa::Avx512Vbmi2,
    "avx2,fma,popcnt,avx512f,avx512bw,avx512vbmi2",
    "dense_f32_avx512vbmi2",
    16
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_hold_what_is_not_zero() {
        if Isa::Avx512Vbmi2.is_available() {
            // SAFETY: it has just been asked for.
            crate::nonzero::tests::lists_hold_what_is_not_zero::<Avx512<true>>(unsafe { simd() });
        }
    }
}
