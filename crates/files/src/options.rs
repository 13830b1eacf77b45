//! What a caller may say where a file says nothing.

use crate::limits::Limits;
use crate::transpose::Transpose;
use feedforward_network::{Activation, Output};

/// What a file may not say, and how much a reader may take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoadOptions {
    /// The activation after every layer but the last. It wins over what the file says.
    pub hidden: Option<Activation>,
    /// What is done to the last layer's numbers. It wins over what the file says.
    pub output: Option<Output>,
    /// Which matrices are transposed.
    pub transpose: Transpose,
    /// How much a reader may take.
    pub limits: Limits,
}
