//! How wrong the answers are, and which way is better.

use crate::examples::Targets;
use feedforward_network::Output;

/// The measure that training makes small. Which one it is follows from the network's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// On a softmax: the mean over the batch of -ln of the probability given to the right
    /// class. A probability below the smallest normal f32 counts as that, so that the loss stays
    /// finite.
    CrossEntropy,
    /// On the identity: the mean over the batch and the outputs of (y - t)².
    MeanSquaredError,
}

impl Loss {
    /// The loss of a network that ends in `output`.
    pub const fn of(output: Output) -> Self {
        match output {
            Output::Softmax => Self::CrossEntropy,
            _ => Self::MeanSquaredError,
        }
    }

    /// The loss of a batch of answers, summed in ascending order in f64. Zero for an empty one.
    ///
    /// # Shapes
    ///
    /// `y [batch, outputs]`, row-major; as many targets.
    ///
    /// # Panics
    ///
    /// If the targets are not of the loss's kind (labels for the cross-entropy, values for the
    /// squared error) or not as many as the answers, or if a label is no output.
    pub fn forward(self, y: &[f32], outputs: usize, targets: Targets<'_>) -> f64 {
        self.check(y, outputs, targets);
        let mut sum = 0.0;
        match targets {
            Targets::Labels(labels) => {
                for (row, &label) in y.chunks_exact(outputs).zip(labels) {
                    sum -= libm::log(f64::from(raise(row[label])));
                }
                sum / labels.len().max(1) as f64
            }
            Targets::Values(values) => {
                for (&y, &t) in y.iter().zip(values) {
                    let difference = f64::from(y) - f64::from(t);
                    sum += difference * difference;
                }
                sum / values.len().max(1) as f64
            }
        }
    }

    /// The gradient of the loss with respect to the logits, in place of the answers `y`.
    ///
    /// For both pairs it is a difference: (y - t) / batch for the cross-entropy behind a
    /// softmax, t being one-hot, and 2 (y - t) / (batch · outputs) for the squared error.
    ///
    /// # Panics
    ///
    /// As [`forward`](Self::forward).
    pub fn backward(self, y: &mut [f32], outputs: usize, targets: Targets<'_>) {
        self.check(y, outputs, targets);
        match targets {
            Targets::Labels(labels) => {
                let scale = 1.0 / labels.len() as f32;
                for (row, &label) in y.chunks_exact_mut(outputs).zip(labels) {
                    row[label] -= 1.0;
                    row.iter_mut().for_each(|d| *d *= scale);
                }
            }
            Targets::Values(values) => {
                let scale = 2.0 / values.len() as f32;
                for (y, &t) in y.iter_mut().zip(values) {
                    *y = (*y - t) * scale;
                }
            }
        }
    }
}

impl Loss {
    fn check(self, y: &[f32], outputs: usize, targets: Targets<'_>) {
        let expected = match (self, targets) {
            (Self::CrossEntropy, Targets::Labels(labels)) => labels.len() * outputs,
            (Self::MeanSquaredError, Targets::Values(values)) => values.len(),
            _ => panic!("{self:?} goes with labels if it is CrossEntropy and else with values"),
        };
        assert!(
            y.len() == expected,
            "the targets need {expected} answers, but there are {}",
            y.len()
        );
    }
}

/// Lifts a probability to the smallest normal number; a NaN stays.
fn raise(probability: f32) -> f32 {
    if probability < f32::MIN_POSITIVE { f32::MIN_POSITIVE } else { probability }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn cross_entropy_is_the_mean_of_the_negative_logarithms() {
        let y = [0.25, 0.75, 0.5, 0.5];
        let loss = Loss::CrossEntropy.forward(&y, 2, Targets::Labels(&[0, 1]));
        // (ln 4 + ln 2) / 2
        assert!((loss - 1.039_720_770_839_917_9).abs() < 1e-15, "{loss}");
        assert!(Loss::CrossEntropy.forward(&[0.0, 1.0], 2, Targets::Labels(&[0])) < 88.0);
        assert!(Loss::CrossEntropy.forward(&[f32::NAN, 1.0], 2, Targets::Labels(&[0])).is_nan());
    }

    #[test]
    #[should_panic(expected = "the targets need 4 answers, but there are 2")]
    fn answers_that_are_too_few_are_refused() {
        Loss::CrossEntropy.forward(&[0.5, 0.5], 2, Targets::Labels(&[0, 1]));
    }

    #[test]
    fn squared_error_is_the_mean_over_all_numbers() {
        let t = array![[1.0, 2.0], [3.0, 4.0]];
        let loss =
            Loss::MeanSquaredError.forward(&[1.0, 4.0, 3.0, 3.0], 2, Targets::Values(t.view()));
        // (0 + 4 + 0 + 1) / 4
        assert_eq!(loss, 1.25);
    }
}
