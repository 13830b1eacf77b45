//! Losses: how wrong the answers are, and the gradient that improves them.

use crate::targets::{TargetKind, Targets};
use feedforward_kernels::exp;
use feedforward_network::Output;

/// The function that training minimises. The network's output determines which one.
///
/// b is the batch, o the number of outputs, y the answers and t the targets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Loss {
    /// For a softmax: -ln(y of the right class), the mean over the batch. A probability below the
    /// smallest normal f32 counts as that, so that the loss stays finite.
    CrossEntropy,
    /// For a log-softmax: -(y of the right class), the mean over the batch. In exact arithmetic
    /// this is the cross-entropy.
    NegativeLogLikelihood,
    /// For a sigmoid: -t·ln(y) - (1 - t)·ln(1 - y), the mean over the batch and the outputs. A y
    /// below the smallest normal f32 counts as that, and a y of 1 as 1 - 2⁻²⁵, from where on it rounds
    /// to 1, so that the loss stays finite.
    ///
    /// A label is the target of a single output, 0 or 1, or the one target that is 1 among several.
    BinaryCrossEntropy,
    /// For the identity: (y - t)², the mean over the batch and the outputs.
    MeanSquaredError,
}

impl Loss {
    /// The loss of a network with this output.
    pub const fn of(output: Output) -> Self {
        match output {
            Output::Identity => Self::MeanSquaredError,
            Output::Sigmoid => Self::BinaryCrossEntropy,
            Output::Softmax => Self::CrossEntropy,
            Output::LogSoftmax => Self::NegativeLogLikelihood,
        }
    }

    /// The outputs whose loss takes targets of this kind.
    pub(crate) fn outputs_for(kind: TargetKind) -> impl Iterator<Item = Output> {
        Output::ALL.into_iter().filter(move |output| Self::of(*output).takes(kind))
    }

    /// Whether it compares answers with targets of this kind.
    pub const fn takes(self, kind: TargetKind) -> bool {
        match self {
            Self::CrossEntropy | Self::NegativeLogLikelihood => matches!(kind, TargetKind::Labels),
            Self::BinaryCrossEntropy => true,
            Self::MeanSquaredError => matches!(kind, TargetKind::Values),
        }
    }

    /// The loss of a batch of answers, summed in ascending order in f64. Zero for an empty batch.
    ///
    /// # Shapes
    ///
    /// `y [batch, outputs]`, row-major; as many targets.
    ///
    /// # Panics
    ///
    /// If the loss does not take targets of this kind, if there are not as many targets as
    /// answers, or if a label is no class of the outputs.
    pub fn forward(self, y: &[f32], outputs: usize, targets: Targets<'_>) -> f64 {
        self.check(y, outputs, targets);
        let sum = match targets {
            Targets::Labels(labels) => match self {
                Self::CrossEntropy => {
                    sum(right(y, outputs, labels).map(|y| -libm::log(f64::from(raise(y)))))
                }
                Self::NegativeLogLikelihood => {
                    sum(right(y, outputs, labels).map(|y| -f64::from(y)))
                }
                Self::BinaryCrossEntropy => binary_cross_entropy(y, self.one_hot(labels, outputs)),
                Self::MeanSquaredError => unreachable!("`check` refuses labels"),
            },
            Targets::Values(values) => match self {
                Self::MeanSquaredError => {
                    sum(y.iter().zip(values).map(|(&y, &t)| (f64::from(y) - f64::from(t)).powi(2)))
                }
                Self::BinaryCrossEntropy => binary_cross_entropy(y, values.iter().copied()),
                Self::CrossEntropy | Self::NegativeLogLikelihood => {
                    unreachable!("`check` refuses values")
                }
            },
        };
        sum / self.terms(y.len(), outputs).max(1) as f64
    }

    /// The gradient of the loss with respect to the logits, in place of the answers `y`.
    ///
    /// It is a difference for every loss: (y - t) / b for the cross-entropy behind a softmax, t being
    /// one-hot; (exp(y) - t) / b for the negative log-likelihood; (y - t) / (b·o) for the binary
    /// cross-entropy behind a sigmoid; 2 (y - t) / (b·o) for the squared error.
    ///
    /// # Panics
    ///
    /// As [`forward`](Self::forward).
    pub fn backward(self, y: &mut [f32], outputs: usize, targets: Targets<'_>) {
        self.check(y, outputs, targets);
        if self == Self::NegativeLogLikelihood {
            y.iter_mut().for_each(|y| *y = exp(*y));
        }
        let factor = if self == Self::MeanSquaredError { 2.0 } else { 1.0 };
        let scale = factor / self.terms(y.len(), outputs) as f32;
        match targets {
            Targets::Labels(labels) => subtract(y, self.one_hot(labels, outputs), scale),
            Targets::Values(values) => subtract(y, values.iter().copied(), scale),
        }
    }

    /// The number of terms that the mean is taken over, for this many answers.
    fn terms(self, answers: usize, outputs: usize) -> usize {
        match self {
            Self::CrossEntropy | Self::NegativeLogLikelihood => answers / outputs,
            Self::BinaryCrossEntropy | Self::MeanSquaredError => answers,
        }
    }

    /// The targets that labels stand for, one number per output.
    fn one_hot(self, labels: &[usize], outputs: usize) -> impl Iterator<Item = f32> {
        let is_binary = self.is_binary(outputs);
        labels.iter().flat_map(move |&label| {
            (0..outputs).map(move |output| {
                let one = if is_binary { label == 1 } else { label == output };
                if one { 1.0 } else { 0.0 }
            })
        })
    }

    /// Whether a label is itself the target of the only output, and not the index of an output.
    fn is_binary(self, outputs: usize) -> bool {
        self == Self::BinaryCrossEntropy && outputs == 1
    }

    fn check(self, y: &[f32], outputs: usize, targets: Targets<'_>) {
        let kind = targets.kind();
        assert!(self.takes(kind), "{self:?} does not take {kind}");
        let expected = match targets {
            Targets::Labels(labels) => {
                let classes = if self.is_binary(outputs) { 2 } else { outputs };
                let label = labels.iter().find(|label| **label >= classes);
                assert!(label.is_none(), "the label {label:?} is none of {classes} classes");
                labels.len() * outputs
            }
            Targets::Values(values) => values.len(),
        };
        assert!(
            y.len() == expected,
            "the targets need {expected} answers, but there are {}",
            y.len()
        );
    }
}

/// The answer of the right class of each row.
fn right(y: &[f32], outputs: usize, labels: &[usize]) -> impl Iterator<Item = f32> {
    y.chunks_exact(outputs).zip(labels).map(|(row, &label)| row[label])
}

/// The sum in ascending order. It starts at +0, as the standard library's starts at -0.
fn sum(terms: impl Iterator<Item = f64>) -> f64 {
    terms.fold(0.0, |sum, term| sum + term)
}

/// y = (y - t) · scale.
fn subtract(y: &mut [f32], targets: impl Iterator<Item = f32>, scale: f32) {
    y.iter_mut().zip(targets).for_each(|(y, t)| *y = (*y - t) * scale);
}

fn binary_cross_entropy(y: &[f32], targets: impl Iterator<Item = f32>) -> f64 {
    /// Half the spacing of f32 below 1: a probability that is nearer to 1 rounds to 1.
    const SMALLEST_COMPLEMENT: f64 = 0.5 * (f32::EPSILON / 2.0) as f64;
    sum(y.iter().zip(targets).map(|(&y, t)| {
        let (t, complement) = (f64::from(t), 1.0 - f64::from(y));
        // Written so that a NaN stays.
        let complement =
            if complement < SMALLEST_COMPLEMENT { SMALLEST_COMPLEMENT } else { complement };
        -t * libm::log(f64::from(raise(y))) - (1.0 - t) * libm::log(complement)
    }))
}

/// Raises a probability to the smallest normal f32; a NaN stays.
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
        assert!(Loss::CrossEntropy.forward(&[f32::NAN, 1.0], 2, Targets::Labels(&[0])).is_nan());
        assert_eq!(Loss::CrossEntropy.forward(&[], 2, Targets::Labels(&[])), 0.0);
    }

    #[test]
    fn a_probability_of_zero_counts_as_the_smallest_normal_number() {
        let zero = Loss::CrossEntropy.forward(&[0.0, 1.0], 2, Targets::Labels(&[0]));
        let smallest =
            Loss::CrossEntropy.forward(&[f32::MIN_POSITIVE, 1.0], 2, Targets::Labels(&[0]));
        assert_eq!(zero, smallest);
        assert!((zero - 126.0 * std::f64::consts::LN_2).abs() < 1e-12, "{zero}");
    }

    #[test]
    fn negative_log_likelihood_is_the_mean_of_the_negative_answers() {
        let y = [-0.5, -1.0, -3.0, -0.25];
        let loss = Loss::NegativeLogLikelihood.forward(&y, 2, Targets::Labels(&[1, 0]));
        assert_eq!(loss, 2.0);
        let certain = Loss::NegativeLogLikelihood.forward(&[0.0], 1, Targets::Labels(&[0]));
        assert!(certain == 0.0 && certain.is_sign_positive(), "{certain}");
    }

    #[test]
    fn binary_cross_entropy_is_the_mean_over_the_batch_and_the_outputs() {
        let y = [0.25, 0.75, 0.5, 0.5];
        let t = array![[1.0, 0.0], [0.5, 1.0]];
        let loss = Loss::BinaryCrossEntropy.forward(&y, 2, Targets::Values(t.view()));
        // (ln 4 + ln 4 + ln 2 + ln 2) / 4
        assert!((loss - 1.5 * std::f64::consts::LN_2).abs() < 1e-15, "{loss}");
        let labels = Loss::BinaryCrossEntropy.forward(&y, 2, Targets::Labels(&[0, 1]));
        assert!((labels - loss).abs() < 1e-15, "{labels}");
        // -ln 0.25, and -ln (1 - 0.75)
        let single = Loss::BinaryCrossEntropy.forward(&[0.25, 0.75], 1, Targets::Labels(&[1, 0]));
        assert!((single - 2.0 * std::f64::consts::LN_2).abs() < 1e-15, "{single}");
    }

    #[test]
    fn a_certain_sigmoid_that_is_wrong_has_a_finite_loss() {
        let loss = |y, label| Loss::BinaryCrossEntropy.forward(&[y], 1, Targets::Labels(&[label]));
        assert!((loss(1.0, 0) - 25.0 * std::f64::consts::LN_2).abs() < 1e-12);
        assert!((loss(0.0, 1) - 126.0 * std::f64::consts::LN_2).abs() < 1e-12);
        assert_eq!((loss(1.0, 1), loss(0.0, 0)), (0.0, 0.0));
        assert!(loss(f32::NAN, 0).is_nan() && loss(f32::NAN, 1).is_nan());
        // The largest number below 1 has its own logarithm.
        let below = 1.0 - f32::EPSILON / 2.0;
        assert!((loss(below, 0) - 24.0 * std::f64::consts::LN_2).abs() < 1e-12);
    }

    #[test]
    fn squared_error_is_the_mean_over_all_numbers() {
        let t = array![[1.0, 2.0], [3.0, 4.0]];
        let loss =
            Loss::MeanSquaredError.forward(&[1.0, 4.0, 3.0, 3.0], 2, Targets::Values(t.view()));
        // (0 + 4 + 0 + 1) / 4
        assert_eq!(loss, 1.25);
    }

    #[test]
    #[should_panic(expected = "the targets need 4 answers, but there are 2")]
    fn answers_that_are_too_few_are_refused() {
        Loss::CrossEntropy.forward(&[0.5, 0.5], 2, Targets::Labels(&[0, 1]));
    }

    #[test]
    #[should_panic(expected = "the label Some(2) is none of 2 classes")]
    fn labels_that_are_no_classes_are_refused() {
        Loss::BinaryCrossEntropy.forward(&[0.5], 1, Targets::Labels(&[2]));
    }

    #[test]
    #[should_panic(expected = "MeanSquaredError does not take labels")]
    fn targets_of_another_kind_are_refused() {
        Loss::MeanSquaredError.backward(&mut [0.5, 0.5], 2, Targets::Labels(&[0]));
    }
}
