//! The kernels for AVX-512 with VBMI2, whose instructions make lists of the inputs that are not zero.

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
