//! The kernels for AVX2 with FMA and for AVX-512.

use super::Table;
use crate::activation::Activation;
use crate::generic;
use crate::isa::Isa;
use crate::packed::PackedDense;

/// Compiles the generic bodies for a set of target features. The tile is as many rows as fit
/// into the vector registers with the weights of one panel.
macro_rules! kernels {
    ($table:ident, $module:ident, $isa:expr, $features:literal, $dense_name:literal, $rows:literal) => {
        pub(super) static $table: Table = Table {
            isa: $isa,
            dense_name: $dense_name,
            dense: $module::dense,
            activate: $module::activate,
            activation_backward: $module::activation_backward,
            softmax_rows: $module::softmax_rows,
        };

        mod $module {
            use super::*;

            #[target_feature(enable = $features)]
            pub(super) fn dense(layer: &PackedDense, x: &[f32], z: &mut [f32]) {
                generic::dense::<$rows>(layer, x, z);
            }

            #[target_feature(enable = $features)]
            pub(super) fn activate(activation: Activation, z: &mut [f32]) {
                generic::activate(activation, z);
            }

            #[target_feature(enable = $features)]
            pub(super) fn activation_backward(
                activation: Activation,
                z: &[f32],
                y: &[f32],
                dy: &mut [f32],
            ) {
                generic::activation_backward(activation, z, y, dy);
            }

            #[target_feature(enable = $features)]
            pub(super) fn softmax_rows(z: &mut [f32], columns: usize) {
                generic::softmax_rows(z, columns);
            }
        }
    };
}

kernels!(AVX2, avx2, Isa::Avx2, "avx2,fma", "dense_f32_avx2", 6);
kernels!(AVX512, avx512, Isa::Avx512, "avx2,fma,avx512f", "dense_f32_avx512", 8);
