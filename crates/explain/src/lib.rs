//! Why a fully connected network answers as it does.
//!
//! An [`Explainer`] is a network prepared for questions:
//!
//! | question | answered by |
//! |---|---|
//! | what is this logit, or the difference of two, made of? | [`Explainer::shares`] |
//! | what is the smallest change that makes the answer another? | [`Explainer::flip`] |
//! | which examples look alike to the network? | [`Examples`] |
//! | what would the answer be without this neuron? | [`Explainer::without_each`], [`Explainer::trace_held`], [`hold`] |
//!
//! Where the activations that follow are straight lines (ReLU and the like), shares are exact: they and the
//! biases add up to the logit. Elsewhere they are an approximation that [`Method`] names, and what they miss
//! is a number in the result. There is no I/O here and no randomness: the same input gives the same
//! explanation. An activation with an exponential may differ in the last digits of an f64 from one platform
//! to another; answers and classes do not, because they are the predictor's.
//!
//! # Examples
//!
//! Why 1 and not 0, for the exclusive or of (1, 0):
//!
//! ```
//! use feedforward_explain::{Explainer, FlipOptions, Question};
//! use feedforward_network::{Activation, Dense, Network, Output};
//! use ndarray::array;
//!
//! let network = Network::new(
//!     vec![
//!         Dense::new(array![[1.0, 1.0], [1.0, 1.0]], array![0.0, -1.0], Activation::Relu)?,
//!         Dense::new(array![[0.0, 1.0], [0.0, -2.0]], array![0.5, 0.0], Activation::Identity)?,
//!     ],
//!     Output::Softmax,
//! )?;
//! let explainer = Explainer::new(&network)?;
//! let x = array![1.0, 0.0];
//!
//! let shares = explainer.shares(x.view(), Question::difference(1, 0))?;
//! assert_eq!(shares.value, 0.5);
//! assert_eq!((shares.inputs.sum(), shares.inputs.bias), (1.0, -0.5));
//!
//! // The nearest input with the other answer: x1 + x2 = 1/2.
//! let flip = explainer.flip(x.view(), &FlipOptions { bounds: 0.0..=1.0, ..Default::default() })?;
//! assert_eq!((flip.from, flip.to), (1, 0));
//! assert!((flip.x.sum() - 0.5).abs() < 1e-6);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod error;
mod explainer;
mod flip;
mod gradient;
mod integral;
mod nearest;
mod planes;
mod probe;
mod question;
mod search;
mod shares;
mod without;

pub use error::ExplainError;
pub use explainer::Explainer;
pub use flip::{Flip, FlipOptions};
pub use nearest::{Examples, Neighbor};
pub use question::Question;
pub use shares::{Method, Shares, SignalShares};
pub use without::{Answers, Held, HeldLayer, HeldTrace, hold};
