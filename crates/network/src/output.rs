//! The output function: from the last layer's signals to the answer.

use crate::batch::Batch;
use feedforward_kernels::{Activation, DefaultFloatState, Kernels, class_of, exp};
use ndarray::Array2;
use std::{fmt, str::FromStr};

/// The function that turns the last layer's signals, the logits z, into the answer y.
///
/// | name | formula | for |
/// |---|---|---|
/// | `identity` | y = z | regression |
/// | `sigmoid` | y = 1 / (1 + exp(-z)), each output alone | yes or no; several labels at once |
/// | `softmax` | y_k = exp(z_k) / sum of exp(z_i) | one class of several |
/// | `log_softmax` | y_k = z_k - ln(sum of exp(z_i)) | the same, as logarithms |
///
/// Names are read in any capitals, with or without the underscore: `LogSoftmax` is
/// `log_softmax`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Output {
    /// y = z: values, for regression.
    Identity,
    /// y = 1 / (1 + exp(-z)), elementwise: the probability of each output alone. One output
    /// answers yes or no; several answer for as many labels, of which any number may apply.
    Sigmoid,
    /// y_k = exp(z_k) / sum of exp(z_i): the probabilities of classes that exclude each other,
    /// with the sum 1.
    Softmax,
    /// y_k = z_k - ln(sum of exp(z_i)): the logarithms of the softmax's probabilities, precise
    /// also where a probability is too small for an f32.
    LogSoftmax,
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
    pub const ALL: [Self; 4] = [Self::Identity, Self::Sigmoid, Self::Softmax, Self::LogSoftmax];

    /// The answers for rows of logits, with the bits that a prediction has.
    ///
    /// A row whose logits hold NaN or +inf, or nothing but -inf, becomes NaN under `Softmax` and
    /// `LogSoftmax`.
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
        // All kernels give the same bits, so an unusable FEEDFORWARD_ISA need not be an error here.
        let kernels = Kernels::select().unwrap_or_else(|_| Kernels::portable());
        self.apply_rows(kernels, &mut y, z.ncols());
        Array2::from_shape_fn(z.dim(), |(row, column)| y[row * z.ncols() + column])
    }

    /// Replaces logits, rows of `columns` numbers, by answers; [`apply`](Self::apply) on slices.
    ///
    /// # Panics
    ///
    /// If `z` is not a whole number of rows.
    pub fn apply_rows(self, kernels: Kernels, z: &mut [f32], columns: usize) {
        match self {
            Self::Identity => {}
            Self::Sigmoid => kernels.activate(Activation::Sigmoid, z),
            Self::Softmax => kernels.softmax_rows(z, columns),
            Self::LogSoftmax => log_softmax_rows(z, columns),
        }
    }

    /// The class of a row of logits; `None` for an empty row.
    ///
    /// A single sigmoid has two classes: 1 if y >= 0.5, else 0. Everything else has as many classes
    /// as outputs: the class is the index of the largest logit, of equal ones the first. A NaN
    /// counts as the largest.
    ///
    /// [`Predictor::classify`](crate::Predictor::classify) and evaluation use this function. It
    /// takes logits, because two of them can differ where their probabilities round to the same
    /// number.
    ///
    /// # Examples
    ///
    /// ```
    /// use feedforward_network::Output;
    ///
    /// assert_eq!(Output::Softmax.class_of(&[-1.0, 2.0, 0.5]), Some(1));
    /// assert_eq!(Output::Sigmoid.class_of(&[-1.0]), Some(0));
    /// assert_eq!(Output::Sigmoid.class_of(&[0.0]), Some(1));
    /// ```
    pub fn class_of(self, logits: &[f32]) -> Option<usize> {
        match (self, logits) {
            (Self::Sigmoid, [z]) => {
                let _state = DefaultFloatState::enter();
                let y = Activation::Sigmoid.apply(*z);
                Some(usize::from(y >= 0.5 || y.is_nan()))
            }
            _ => class_of(logits),
        }
    }

    /// Whether a row of `outputs` numbers is a single sigmoid: the probability of class 1 of two.
    pub const fn is_binary(self, outputs: usize) -> bool {
        matches!((self, outputs), (Self::Sigmoid, 1))
    }

    /// The number of classes that a row of `outputs` numbers can have: 2 for a single sigmoid,
    /// else `outputs`.
    pub const fn classes(self, outputs: usize) -> usize {
        if self.is_binary(outputs) { 2 } else { outputs }
    }

    /// Whether every answer is a probability, from 0 to 1.
    pub const fn gives_probabilities(self) -> bool {
        match self {
            Self::Sigmoid | Self::Softmax => true,
            Self::Identity | Self::LogSoftmax => false,
        }
    }

    /// The name in flags and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Sigmoid => "sigmoid",
            Self::Softmax => "softmax",
            Self::LogSoftmax => "log_softmax",
        }
    }
}

/// Log-softmax of every row of `columns` numbers. The sum and its logarithm are in f64, so that
/// logarithms of probabilities near 1 do not round to 0.
fn log_softmax_rows(z: &mut [f32], columns: usize) {
    assert!(
        z.len().is_multiple_of(columns),
        "z has {} numbers, which is no whole number of rows of {columns}",
        z.len()
    );
    if columns == 0 {
        return;
    }
    let _state = DefaultFloatState::enter();
    for row in z.chunks_exact_mut(columns) {
        let max =
            row.iter().copied().fold(f32::NEG_INFINITY, |max, z| if z > max { z } else { max });
        let sum: f64 = row.iter().map(|z| f64::from(exp(z - max))).sum();
        // `libm` has the same bits on every platform.
        let log_sum = libm::log(sum);
        for z in row {
            let y = (f64::from(*z) - f64::from(max) - log_sum) as f32;
            *z = if y.is_nan() { f32::NAN } else { y };
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
        fn letters(word: &str) -> impl Iterator<Item = char> {
            word.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase())
        }
        Self::ALL
            .into_iter()
            .find(|output| letters(output.name()).eq(letters(word)))
            .ok_or_else(|| ParseOutputError { found: word.to_owned() })
    }
}
