//! Networks that are built in.

use feedforward_files::{FileError, Model};

/// The bytes of the safetensors file of [`digits`].
pub static DIGITS: &[u8] = include_bytes!("../models/digits.safetensors");

/// A network of 784-50-100-10 neurons that reads handwritten digits, trained on MNIST's
/// training set.
///
/// `models/README.md` has the command that made it.
///
/// # Errors
///
/// None: the file is part of the crate. The type is that of every other file.
///
/// # Examples
///
/// ```
/// let model = feedforward::models::digits()?;
/// assert_eq!(model.network.to_string(), "784-50-100-10");
/// # Ok::<(), feedforward::FileError>(())
/// ```
pub fn digits() -> Result<Model, FileError> {
    Model::read(DIGITS)
}
