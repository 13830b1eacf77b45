//! Arithmetic on slices: GEMM and GEMV with packed weights, activations and softmax.
//!
//! Everything here keeps one promise: **a row has one answer**. The same input row gives
//! the same bits at every batch size, in every tile and on every instruction set, because
//! every output is one chain of fused multiply-adds over the inputs in ascending order,
//! starting from the bias, and every activation is one fixed sequence of IEEE 754
//! operations. Inputs of zero are skipped where they cannot change a sum. Tests therefore compare
//! with `==`. A library that makes the processor round otherwise, or flush denormal numbers to zero,
//! changes nothing: [`Kernels`] compute in the [`DefaultFloatState`] and leave the caller's as it was.
//!
//! - [`Kernels`] is a set of kernels for one instruction set; [`Kernels::select`] chooses
//!   the best that the processor has, or the one named by `FEEDFORWARD_ISA`.
//! - [`PackedDense`] is the weights of a dense layer, packed for the matrix products.
//! - [`Activation`] is the list of elementwise activation functions.
//! - [`Pool`] is a set of threads that share work.
//! - [`mod@reference`] is the definition of correct: plain loops, read them first.
//!
//! # Special values
//!
//! NaN in an input row makes every output of that row NaN, and nothing else. Every NaN that
//! [`Kernels`] and [`Activation`] give (but not [`fn@exp`] alone) is the one with the bits `0x7fc00000`, so that outputs can be compared and
//! hashed as bytes. Infinities and signed zeros follow IEEE 754; what each activation does
//! with them is in the table of [`Activation`].
//!
//! # Examples
//!
//! The first layer of the book's three-layer network, x = [1.0, 0.5]:
//!
//! ```
//! use feedforward_kernels::{Activation, Kernels, PackedDense};
//!
//! let weights = [0.1, 0.3, 0.5, 0.2, 0.4, 0.6]; // [2 inputs, 3 outputs], row after row
//! let layer = PackedDense::new(&weights, &[0.1, 0.2, 0.3], 2);
//! let kernels = Kernels::select()?;
//! let mut y = [0.0; 3];
//! kernels.dense(&layer, &[1.0, 0.5], Activation::Sigmoid, &mut y);
//! assert_eq!(y, [0.574_442_5, 0.668_187_8, 0.750_260_1]);
//! # Ok::<(), feedforward_kernels::IsaError>(())
//! ```

mod activation;
mod activation_name;
mod arch;
mod blocking;
mod classify;
mod double;
mod elementwise;
mod exact;
mod exp;
mod float_state;
mod fma;
mod gemm;
mod gemv;
mod initialization;
mod isa;
mod kernels;
mod microkernel;
mod nonzero;
mod operands;
mod packed;
mod peak;
mod pool;
pub mod reference;
mod row_paths;
mod simd;
mod softmax;

pub use activation::Activation;
pub use activation_name::ParseActivationError;
pub use blocking::{LANES, MC};
pub use classify::class_of;
pub use exp::exp;
pub use float_state::DefaultFloatState;
pub use initialization::{Initialization, ParseInitializationError};
pub use isa::{ISA_VARIABLE, Isa, IsaError};
pub use kernels::Kernels;
pub use packed::PackedDense;
pub use pool::{Pool, PoolError};
