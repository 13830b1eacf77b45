//! Training: weights are learned from data, not set by hand.
//!
//! - [`initialize`] makes a network with random weights.
//! - [`train`] teaches it [`Examples`] as [`TrainOptions`] say, epoch by epoch.
//! - [`Trainer`] is the same step by step: one [`Trainer::step`] a mini-batch.
//! - [`evaluate`] counts what a network's answers are worth.
//!
//! Backpropagation is written by hand on the kernels of the forward pass, so a seed gives the
//! same weights to the bit with any number of threads and on any instruction set.
//!
//! # Examples
//!
//! XOR, which no single layer can compute, learned from its truth table:
//!
//! ```
//! use feedforward_network::{Activation, Output};
//! use feedforward_train::{Examples, Optimizer, TrainOptions, initialize, train};
//! use ndarray::array;
//!
//! let x = array![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
//! let labels = [0, 1, 1, 0];
//! let network = initialize(&[2, 8, 2], Activation::Tanh, Output::Softmax, None, 1)?;
//! let options = TrainOptions {
//!     epochs: 200,
//!     optimizer: Optimizer::adam(),
//!     learning_rate: 0.05,
//!     ..TrainOptions::default()
//! };
//! let trained = train(&network, Examples::labelled(x.view(), &labels), &options, &mut |_| {})?;
//! assert_eq!(trained.network.predictor()?.classify(&x)?, labels);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # References
//!
//! Rumelhart, Hinton and Williams (1986), "Learning representations by back-propagating errors".
#![forbid(unsafe_code)]

mod augmentation;
mod error;
mod evaluation;
mod examples;
mod initialization;
mod layer;
mod loss;
mod optimizer;
mod random;
mod trainer;
mod training;

pub use augmentation::Augmentation;
pub use error::TrainError;
pub use evaluation::{ClassScore, Evaluation, evaluate, evaluate_outputs};
pub use examples::{Examples, Targets};
pub use feedforward_kernels::{Initialization, ParseInitializationError};
pub use initialization::initialize;
pub use loss::Loss;
pub use optimizer::{Optimizer, Schedule};
pub use random::standard_normal;
pub use trainer::{Gradient, Step, Trainer, TrainerOptions};
pub use training::{Epoch, Event, Keep, TrainOptions, Trained, train};
