//! Weight files for feedforward: what a file is, what it holds, and a network from it.
//!
//! [`load`] looks at the bytes, never at the extension, and reads
//!
//! | kind | written by |
//! |---|---|
//! | pickle, protocols 0 to 5 | `pickle.dump({"W1": W1, "b1": b1, …}, file)` with NumPy 1 or 2 |
//! | npy, npz | `numpy.save`, `numpy.savez`, `numpy.savez_compressed` |
//! | safetensors | this crate ([`save`]), Hugging Face's libraries, PyTorch |
//!
//! and says of anything else what it is and what to do about it. A pickle is interpreted as data:
//! no name outside a short list is accepted, so nothing in it can run.
//!
//! Layers are found by name (`W1, b1`, `fc1.weight, fc1.bias`, `coefs_0, intercepts_0`), and the
//! chain of shapes decides which way round the matrices are. Everything that the reader had to
//! assume or change is in [`Origin::notes`], to be shown to the user.
//!
//! Nothing is allocated before the file's own bytes prove that it is needed; [`Limits`] bounds
//! the rest. `docs/formats.md` says file by file what may be in it.
//!
//! # Examples
//!
//! ```
//! use feedforward_files::{Description, Input, LoadOptions, Model, read, write};
//! use feedforward_network::{Activation, Dense, Network, Output};
//! use ndarray::{Array1, Array2};
//!
//! let hidden = Dense::new(Array2::zeros((784, 50)), Array1::zeros(50), Activation::Sigmoid)?;
//! let last = Dense::new(Array2::zeros((50, 10)), Array1::zeros(10), Activation::Identity)?;
//! let description = Description {
//!     labels: ('0'..='9').map(String::from).collect(),
//!     input: Some(Input::mnist()),
//!     ..Description::default()
//! };
//! let model = Model::new(Network::new(vec![hidden, last], Output::Softmax)?, description);
//!
//! let bytes = write(&model)?;
//! let again = read(&bytes, &LoadOptions::default())?;
//! assert_eq!(again.network, model.network);
//! assert_eq!(again.description, model.description);
//!
//! let error = read(b"version https://git-lfs.github.com/spec/v1", &LoadOptions::default());
//! assert_eq!(
//!     error.unwrap_err().to_string(),
//!     "expected a file of weights, found a Git LFS pointer: fetch the file itself with `git lfs pull`",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod array;
mod chain;
mod description;
mod element;
mod error;
mod kind;
mod limits;
mod model;
mod naming;
mod npy;
mod npz;
mod pickle;
mod quote;
mod safetensors;

pub use array::{NamedArray, NamedArrays, Order};
pub use chain::Transpose;
pub use description::{Description, Ink, Input, Scale};
pub use element::{ByteOrder, Element};
pub use error::FileError;
pub use kind::{Kind, kind};
pub use limits::Limits;
pub use model::{
    LoadOptions, Model, Origin, load, load_arrays, load_bytes, read, read_arrays, save, save_bytes,
    write,
};
pub use pickle::PickleFault;
