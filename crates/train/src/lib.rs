//! Training: weights learned from data.
//!
//! - [`initialize`] makes a network with random weights.
//! - [`train`] trains it on [`Examples`] as [`TrainOptions`] say, epoch by epoch;
//!   [`train_observed`] also reports the progress, and [`train_while`] can be stopped.
//! - [`Trainer`] does the same step by step: one [`Trainer::step`] per mini-batch.
//! - [`evaluate`] measures a network: loss, accuracy, confusion matrix.
//!
//! The network's output determines the [`Loss`] and the targets that it learns:
//!
//! | output | loss | targets |
//! |---|---|---|
//! | identity | mean squared error | values |
//! | sigmoid | binary cross-entropy | labels; values from 0 to 1 |
//! | softmax | cross-entropy | labels |
//! | log_softmax | negative log-likelihood | labels |
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
//! use feedforward_train::{
//!     Examples, InitializeOptions, Optimizer, TrainOptions, initialize, train,
//! };
//! use ndarray::array;
//!
//! let x = array![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
//! let labels = [0, 1, 1, 0];
//! let start = InitializeOptions::default();
//! let network = initialize(&[2, 8, 2], Activation::Tanh, Output::Softmax, &start)?;
//! let options = TrainOptions {
//!     epochs: 200,
//!     optimizer: Optimizer::adam(),
//!     learning_rate: 0.05,
//!     ..TrainOptions::default()
//! };
//! let trained = train(&network, Examples::labelled(x.view(), &labels), &options)?;
//! assert_eq!(trained.network.predictor()?.classify(&x)?, labels);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # References
//!
//! Rumelhart, Hinton and Williams (1986), "Learning representations by back-propagating errors".
#![forbid(unsafe_code)]

mod augmentation;
mod batches;
mod error;
mod evaluation;
mod examples;
mod initialization;
mod layer;
mod loss;
mod optimizer;
mod random;
mod snapshot;
mod targets;
mod trainer;
mod training;

pub use augmentation::Augmentation;
pub use batches::{Batches, set_aside};
pub use error::TrainError;
pub use evaluation::{ClassScore, Evaluation, evaluate, evaluate_outputs};
pub use examples::{Examples, Gathered};
pub use feedforward_kernels::{Initialization, ParseInitializationError};
pub use initialization::{InitializeOptions, initialize};
pub use loss::Loss;
pub use optimizer::{Optimizer, Schedule};
pub use random::{Purpose, Random, standard_normal};
pub use snapshot::Snapshot;
pub use targets::{TargetKind, Targets};
pub use trainer::{Gradient, Step, Trainer, TrainerOptions};
pub use training::{
    Epoch, Event, Keep, Stopped, TrainOptions, Trained, train, train_observed, train_while,
};
