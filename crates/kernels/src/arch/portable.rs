//! The kernels for whatever the compilation target guarantees.

use super::Table;
use crate::generic;
use crate::isa::Isa;

pub(super) static TABLE: Table = Table {
    isa: Isa::Portable,
    dense_name: "dense_f32_portable",
    dense: generic::dense::<4>,
    activate: generic::activate,
    activation_backward: generic::activation_backward,
    softmax_rows: generic::softmax_rows,
};
