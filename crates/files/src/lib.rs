//! Weight files for feedforward: what a file holds, and a network from it.
//!
//! [`Model::load`] looks at the bytes, never at the extension, and reads
//!
//! | format | written by |
//! |---|---|
//! | pickle, protocols 0 to 5 | `pickle.dump({"W1": W1, "b1": b1, …}, file)` with NumPy 1 or 2 |
//! | npy, npz | `numpy.save`, `numpy.savez`, `numpy.savez_compressed` |
//! | safetensors | this crate ([`Model::save`]), Hugging Face's libraries, PyTorch |
//!
//! and says of anything else what it is and what to do about it. A pickle is interpreted as data:
//! no name outside a short list is accepted, so nothing in it can run.
//!
//! Layers are found by name (`W1, b1`, `fc1.weight, fc1.bias`, `coefs_0, intercepts_0`), and the
//! chain of shapes decides the orientation of the matrices. Everything that the reader had to
//! assume or change is a [`Note`] in [`Origin::notes`], to be shown to the user.
//!
//! Nothing is allocated before the file's own bytes prove that it is needed; [`Limits`] bounds
//! the rest. `docs/formats.md` says file by file what may be in it; [`Format`] is the table of
//! formats.
//!
//! # Examples
//!
//! ```
//! use feedforward_files::{Description, Input, Model, Note};
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
//! let bytes = model.write()?;
//! let again = Model::read(&bytes)?;
//! assert_eq!(again.network, model.network);
//! assert_eq!(again.description, model.description);
//! assert!(!again.origin.notes.iter().any(|note| matches!(note, Note::ActivationsAssumed { .. })));
//!
//! let error = Model::read(b"version https://git-lfs.github.com/spec/v1").unwrap_err();
//! assert_eq!(
//!     error.to_string(),
//!     "expected a file of weights, found a Git LFS pointer: fetch the file itself with `git lfs pull`",
//! );
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![forbid(unsafe_code)]

mod array;
mod assemble;
mod description;
mod document;
mod element;
mod entry_type;
mod error;
mod fault;
mod format;
mod json_fault;
mod layer_order;
mod limits;
mod list;
mod model;
mod naming;
mod note;
mod npy;
mod npz;
mod options;
mod orientation;
mod pickle;
mod safetensors;
mod shape;
mod statement;
mod transpose;

pub use array::{NamedArray, NamedArrays, Order};
pub use description::{Description, Input, Scale};
pub use element::{ByteOrder, Element};
pub use entry_type::EntryType;
pub use error::{ErrorKind, FileError};
pub use fault::{
    DescriptionFault, LayerPart, Misfit, Missing, Orders, SafetensorsFault, TextPlace, ZipFault,
};
pub use feedforward_bytes::{BytesError, Ink, Kind};
pub use format::{Fact, Format};
pub use limits::Limits;
pub use model::{Model, Origin};
pub use note::{NotFinite, Note, OrderSource};
pub use options::LoadOptions;
pub use pickle::fault::PickleFault;
pub use shape::NamedShape;
pub use transpose::{Orientation, Transpose};
