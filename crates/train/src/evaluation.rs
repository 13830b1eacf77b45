//! What a network's answers are worth.

use crate::error::TrainError;
use crate::examples::{Examples, Targets};
use crate::loss::Loss;
use feedforward_network::{Network, Output, Predictor, class_of};
use ndarray::{Array2, ArrayView2, Axis};

/// A network's answers held against what they should have been.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Evaluation {
    /// How many examples there were.
    pub total: usize,
    /// The mean loss. `None` where labels are held against values: classes can be counted, but
    /// cross-entropy needs probabilities.
    pub loss: Option<f64>,
    /// How often each label (row) was given each class (column). `None` where the targets are
    /// values.
    pub confusion: Option<Array2<usize>>,
}

/// How well one class is recognised.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClassScore {
    /// Of the examples given this class, the share that have its label. `None` if there are
    /// none.
    pub precision: Option<f64>,
    /// Of the examples with this label, the share that were given its class. `None` if there
    /// are none.
    pub recall: Option<f64>,
    /// How many examples have this label.
    pub support: usize,
}

/// Runs `predictor`, made from `network`, over all examples.
///
/// # Errors
///
/// If the examples do not fit the network.
pub fn evaluate(
    network: &Network,
    predictor: &Predictor,
    examples: Examples<'_>,
) -> Result<Evaluation, TrainError> {
    examples.check(network)?;
    let y = predictor.predict(examples.x())?;
    Ok(Evaluation::of(y.view(), examples.targets(), network.output()))
}

impl Evaluation {
    /// Holds the answers `y` of a network that ends in `output` against `targets`.
    ///
    /// # Shapes
    ///
    /// `y [batch, outputs]`, and as many targets.
    ///
    /// # Panics
    ///
    /// If there are not as many targets as answers, or a label is no output.
    pub fn of(y: ArrayView2<'_, f32>, targets: Targets<'_>, output: Output) -> Self {
        let (total, outputs) = y.dim();
        let count = match targets {
            Targets::Labels(labels) => labels.len(),
            Targets::Values(values) => values.nrows(),
        };
        assert!(count == total, "{total} answers have {count} targets");
        let rows = y.as_standard_layout();
        let rows = rows.as_slice().expect("made row-major");
        let confusion = match targets {
            Targets::Labels(labels) => {
                let mut confusion = Array2::zeros((outputs, outputs));
                for (row, &label) in rows.chunks_exact(outputs).zip(labels) {
                    confusion[[label, class_of(row).unwrap_or_default()]] += 1;
                }
                Some(confusion)
            }
            Targets::Values(_) => None,
        };
        let loss = match (targets, output) {
            (Targets::Labels(_), Output::Identity) => None,
            _ => Some(Loss::of(output).forward(rows, outputs, targets)),
        };
        Self { total, loss, confusion }
    }

    /// How many examples were given their label.
    pub fn correct(&self) -> Option<usize> {
        self.confusion.as_ref().map(|confusion| confusion.diag().sum())
    }

    /// The share of examples that were given their label.
    pub fn accuracy(&self) -> Option<f64> {
        self.correct().map(|correct| correct as f64 / self.total as f64)
    }

    /// Each class's precision and recall.
    pub fn classes(&self) -> Vec<ClassScore> {
        let Some(confusion) = &self.confusion else {
            return Vec::new();
        };
        let share = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        let (given, support) = (confusion.sum_axis(Axis(0)), confusion.sum_axis(Axis(1)));
        let scores = confusion.diag().into_iter().enumerate().map(|(class, &hits)| ClassScore {
            precision: share(hits, given[class]),
            recall: share(hits, support[class]),
            support: support[class],
        });
        scores.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    #[test]
    fn a_confusion_matrix_counts_labels_against_classes() {
        let y = array![[0.9, 0.1, 0.0], [0.2, 0.8, 0.0], [0.6, 0.4, 0.0], [0.0, 1.0, 0.0]];
        let evaluation = Evaluation::of(y.view(), Targets::Labels(&[0, 1, 1, 1]), Output::Softmax);
        assert_eq!(evaluation.confusion, Some(array![[1, 0, 0], [1, 2, 0], [0, 0, 0]]));
        assert_eq!((evaluation.correct(), evaluation.accuracy()), (Some(3), Some(0.75)));
        assert!(evaluation.loss.is_some());
        let values = Evaluation::of(y.view(), Targets::Labels(&[0, 1, 1, 1]), Output::Identity);
        assert_eq!((values.loss, values.correct()), (None, Some(3)));
        let [zero, one, two] = evaluation.classes()[..] else { panic!("three classes") };
        assert_eq!((zero.precision, zero.recall, zero.support), (Some(0.5), Some(1.0), 1));
        assert_eq!((one.precision, one.recall, one.support), (Some(1.0), Some(2.0 / 3.0), 3));
        assert_eq!((two.precision, two.recall, two.support), (None, None, 0));
    }
}
