//! Fully connected neural networks: run them, look inside them, train them.
//!
//! This is the crate to add. It gathers the project's crates under one name:
//!
//! | module | what is in it |
//! |---|---|
//! | the crate itself | [`Model`], [`Network`], [`Dense`], [`Activation`], [`Output`], [`Predictor`], [`Trace`] |
//! | [`files`] | weight files: pickle, npy, npz and safetensors, read without surprises |
//! | [`digits`] | IDX files, MNIST and pictures of handwritten digits |
//! | [`explain`] | why an answer: shares of inputs and neurons, the smallest change that flips it |
//! | [`training`] | losses, backpropagation, optimisers (feature `train`, on by default) |
//! | [`plot`] | curves, heat maps, pictures and layer diagrams as SVG, PNG and text (feature `plot`, on by default) |
//! | [`models`] | networks that are built in |
//! | [`bytes`] | what a file is, reading within limits, replacing atomically, text made safe to print |
//! | [`ndarray`] | the arrays of every function, in the version that they take |
//! | [`kernels`] | the arithmetic below: matrix products, activations and softmax on slices |
//!
//! # Reading a digit
//!
//! ```
//! let model = feedforward::models::digits()?;
//! let digits = feedforward::digits::test_set()?;
//!
//! let predictor = model.network.predictor()?;
//! let classes = predictor.classify(&digits.inputs())?;
//! assert_eq!(classes[..4], [7, 2, 1, 0]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Loading a file
//!
//! ```no_run
//! use feedforward::files::Note;
//! use feedforward::{Activation, LoadOptions, Model};
//!
//! let model = Model::load("weights.npz")?;
//! for note in &model.origin.notes {
//!     println!("note: {note}"); // such as an activation that the file does not state
//! }
//!
//! let options = LoadOptions { hidden: Some(Activation::Relu), ..LoadOptions::default() };
//! let model = Model::load_with("weights.npz", &options)?;
//! assert!(!model.origin.notes.iter().any(|note| matches!(note, Note::ActivationsAssumed { .. })));
//! model.save("weights.safetensors")?;
//! # Ok::<(), feedforward::files::FileError>(())
//! ```
//!
//! # Building a network by hand
//!
//! ```
//! use feedforward::ndarray::array;
//! use feedforward::{Activation, Dense, Network, Output};
//!
//! let network = Network::new(
//!     vec![
//!         Dense::new(array![[1.0, -1.0], [1.0, -1.0]], array![-0.5, 1.5], Activation::Step)?,
//!         Dense::new(array![[1.0], [1.0]], array![-1.5], Activation::Step)?,
//!     ],
//!     Output::Identity,
//! )?;
//! let xor = network.predictor()?;
//! let x = array![[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
//! assert_eq!(xor.predict(&x)?, array![[0.0], [1.0], [1.0], [0.0]]);
//! println!("{}", xor.trace(&array![1.0, 0.0])?); // every signal, with its shape
//! # Ok::<(), feedforward::NetworkError>(())
//! ```
//!
//! # Promises
//!
//! A row gets the same bits in every batch, with every number of threads and on every
//! instruction set. Bytes from outside never panic and never run code. What a file did not say
//! and had to be assumed is said in its notes.
#![forbid(unsafe_code)]

pub mod models;

pub use feedforward_bytes as bytes;
pub use feedforward_bytes::Ink;
pub use feedforward_digits as digits;
pub use feedforward_explain as explain;
pub use feedforward_files as files;
pub use feedforward_files::{Description, FileError, LoadOptions, Model};
pub use feedforward_kernels as kernels;
pub use feedforward_network::{
    Activation, Batch, Chain, Counted, Dense, Isa, IsaError, LayerTrace, Network, NetworkError,
    Output, ParseActivationError, ParseOutputError, PoolError, Predictor, PredictorOptions, Shape,
    Trace, Workspace, class_of,
};
#[cfg(feature = "plot")]
pub use feedforward_plot as plot;
#[cfg(feature = "train")]
pub use feedforward_train as training;
pub use ndarray;

/// Compiles and runs the README's sample.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
