//! What a network's answers are worth.

use crate::error::TrainError;
use crate::examples::{Examples, Targets};
use crate::loss::Loss;
use feedforward_network::{NetworkError, Output, Predictor};
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

/// Runs `predictor` over all examples.
///
/// # Errors
///
/// If the examples do not fit the network. Labels are fine for a network that gives values: its
/// classes are counted, and there is no loss.
pub fn evaluate(predictor: &Predictor, examples: Examples<'_>) -> Result<Evaluation, TrainError> {
    examples.check(predictor.outputs())?;
    let y = predictor.predict(examples.x())?;
    evaluate_outputs(predictor, examples, y.view())
}

/// [`evaluate`] with the answers at hand, which `predictor` has given to these examples.
///
/// # Errors
///
/// If the examples do not fit the network, or the answers are not `[batch, outputs]`.
#[expect(clippy::missing_panics_doc, reason = "the array is made row-major just before")]
pub fn evaluate_outputs(
    predictor: &Predictor,
    examples: Examples<'_>,
    y: ArrayView2<'_, f32>,
) -> Result<Evaluation, TrainError> {
    examples.check(predictor.outputs())?;
    let expected = [examples.len(), predictor.outputs()];
    if *y.shape() != expected {
        let y = [y.nrows(), y.ncols()];
        return Err(NetworkError::OutputShape { y, expected }.into());
    }
    let (targets, output) = (examples.targets(), predictor.output());
    let loss = match (targets, output) {
        (Targets::Labels(_), Output::Softmax) | (Targets::Values(_), Output::Identity) => {
            let y = y.as_standard_layout();
            let rows = y.as_slice().expect("made row-major");
            Some(Loss::of(output).forward(rows, predictor.outputs(), targets))
        }
        _ => None,
    };
    let confusion = match targets {
        Targets::Labels(labels) => {
            let mut confusion = Array2::zeros((predictor.outputs(), predictor.outputs()));
            for (class, &label) in predictor.classify(examples.x())?.into_iter().zip(labels) {
                confusion[[label, class]] += 1;
            }
            Some(confusion)
        }
        Targets::Values(_) => None,
    };
    Ok(Evaluation { total: examples.len(), loss, confusion })
}

impl Evaluation {
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
    use feedforward_network::{Activation, Dense, Network};
    use ndarray::array;

    /// A network whose outputs are its inputs.
    fn mirror(output: Output) -> Predictor {
        let layer = Dense::new(Array2::eye(3), ndarray::Array1::zeros(3), Activation::Identity);
        Network::new(vec![layer.unwrap()], output).unwrap().predictor().unwrap()
    }

    #[test]
    fn a_confusion_matrix_counts_labels_against_classes() {
        let x = array![[0.9, 0.1, 0.0], [0.2, 0.8, 0.0], [0.6, 0.4, 0.0], [0.0, 1.0, 0.0]];
        let labels = [0, 1, 1, 1];
        let examples = Examples::labelled(x.view(), &labels);
        let evaluation = evaluate(&mirror(Output::Softmax), examples).unwrap();
        assert_eq!(evaluation.confusion, Some(array![[1, 0, 0], [1, 2, 0], [0, 0, 0]]));
        assert_eq!((evaluation.correct(), evaluation.accuracy()), (Some(3), Some(0.75)));
        assert!(evaluation.loss.is_some());
        let [zero, one, two] = evaluation.classes()[..] else { panic!("three classes") };
        assert_eq!((zero.precision, zero.recall, zero.support), (Some(0.5), Some(1.0), 1));
        assert_eq!((one.precision, one.recall, one.support), (Some(1.0), Some(2.0 / 3.0), 3));
        assert_eq!((two.precision, two.recall, two.support), (None, None, 0));
        let values = evaluate(&mirror(Output::Identity), examples).unwrap();
        assert_eq!((values.loss, values.correct()), (None, Some(3)));
    }

    #[test]
    fn classes_are_those_of_the_logits_where_probabilities_are_equal() {
        let x = array![[0.0, 1e-9, 0.0], [0.0, 0.0, 1e-9]];
        let evaluation = evaluate(&mirror(Output::Softmax), Examples::labelled(x.view(), &[1, 2]));
        assert_eq!(evaluation.unwrap().correct(), Some(2));
    }

    #[test]
    fn labels_that_are_no_outputs_are_refused() {
        let x = Array2::zeros((1, 3));
        let error =
            evaluate(&mirror(Output::Softmax), Examples::labelled(x.view(), &[3])).unwrap_err();
        assert!(
            error.to_string().contains("the label 3, but the network has 3 outputs"),
            "{error}"
        );
    }
}
