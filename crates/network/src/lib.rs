//! Fully connected networks: layers, prediction, and the signals inside.
//!
//! - [`Network`] is what a file holds and a person reads: a list of [`Dense`] layers and an
//!   [`Output`].
//! - [`Predictor`] is a network prepared to run: weights packed, kernels chosen. It is
//!   immutable and can be shared between threads.
//! - [`Trace`] holds every signal of one forward pass: x, and each layer's z and y.
//!
//! Arrays have NumPy's orientation: `x [batch, inputs] · weights [inputs, outputs] + bias
//! [outputs]`. A 1-D input is a batch of one. There is no I/O here and no randomness.
//!
//! # Examples
//!
//! The book's network of 2 inputs, 3 and 2 hidden neurons and 2 outputs:
//!
//! ```
//! use feedforward_network::{Activation, Dense, Network, Output};
//! use ndarray::array;
//!
//! let network = Network::new(
//!     vec![
//!         Dense::new(array![[0.1, 0.3, 0.5], [0.2, 0.4, 0.6]], array![0.1, 0.2, 0.3], Activation::Sigmoid)?,
//!         Dense::new(array![[0.1, 0.4], [0.2, 0.5], [0.3, 0.6]], array![0.1, 0.2], Activation::Sigmoid)?,
//!         Dense::new(array![[0.1, 0.3], [0.2, 0.4]], array![0.1, 0.2], Activation::Identity)?,
//!     ],
//!     Output::Identity,
//! )?;
//! let y = network.predictor()?.predict(&array![1.0, 0.5])?;
//! assert_eq!(y, array![[0.316_827_1, 0.696_279_1]]);
//! # Ok::<(), feedforward_network::NetworkError>(())
//! ```
#![forbid(unsafe_code)]

mod batch;
mod chain;
mod counted;
mod dense;
mod error;
mod network;
mod output;
mod predictor;
mod trace;

pub use batch::Batch;
pub use chain::Chain;
pub use counted::Counted;
pub use dense::Dense;
pub use error::{NetworkError, Shape};
pub use feedforward_kernels::{
    Activation, Isa, IsaError, ParseActivationError, PoolError, class_of,
};
pub use network::Network;
pub use output::{Output, ParseOutputError};
pub use predictor::{Predictor, PredictorOptions, Workspace};
pub use trace::{LayerTrace, Trace};
