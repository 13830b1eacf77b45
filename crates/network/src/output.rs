//! What is done to the last layer's signals.

use crate::batch::Batch;
use feedforward_kernels::Kernels;
use ndarray::Array2;
use std::{fmt, str::FromStr};

/// What turns the last layer's signals, the logits, into the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Output {
    /// The signals are the answer: for regression.
    Identity,
    /// y_k = exp(z_k) / sum of exp(z_i): a probability for each class, adding up to 1.
    Softmax,
}

/// A word that names no output.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{found}' is no output: expected one of {}", Output::ALL.map(Output::name).join(", "))]
#[non_exhaustive]
pub struct ParseOutputError {
    /// The word.
    pub found: String,
}

impl Output {
    /// Every output, in the order in which they are listed to a person.
    pub const ALL: [Self; 2] = [Self::Identity, Self::Softmax];

    /// Applies it to every row of `z`, with the bits that a prediction has.
    ///
    /// # Shapes
    ///
    /// `z [batch, outputs]` or a single row; the result is `[batch, outputs]`.
    ///
    /// # Examples
    ///
    /// The row's maximum is subtracted first, so that large signals do not overflow:
    ///
    /// ```
    /// use feedforward_network::Output;
    /// use ndarray::array;
    ///
    /// let y = Output::Softmax.apply(&array![1010.0, 1000.0, 990.0]);
    /// assert!((y[[0, 0]] - 0.999_954_6).abs() < 1e-6);
    /// ```
    pub fn apply<'a>(self, z: impl Into<Batch<'a>>) -> Array2<f32> {
        let z = z.into().view();
        let mut y: Vec<f32> = z.iter().copied().collect();
        // The bits are the same with all kernels, so that there is nothing to refuse.
        let kernels = Kernels::select().unwrap_or_else(|_| Kernels::portable());
        self.apply_rows(kernels, &mut y, z.ncols());
        Array2::from_shape_fn(z.dim(), |(row, column)| y[row * z.ncols() + column])
    }

    /// Applies it to rows of `columns` numbers.
    pub(crate) fn apply_rows(self, kernels: Kernels, z: &mut [f32], columns: usize) {
        match self {
            Self::Identity => {}
            Self::Softmax => kernels.softmax_rows(z, columns),
        }
    }

    /// The word that stands for it in flags and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Softmax => "softmax",
        }
    }
}

impl fmt::Display for Output {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Output {
    type Err = ParseOutputError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|o| o.name() == word)
            .ok_or_else(|| ParseOutputError { found: word.to_owned() })
    }
}
