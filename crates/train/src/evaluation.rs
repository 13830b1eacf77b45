//! Evaluation metrics: loss, accuracy, confusion matrix.

use crate::error::TrainError;
use crate::examples::Examples;
use crate::loss::Loss;
use crate::targets::Targets;
use feedforward_kernels::DefaultFloatState;
use feedforward_network::{NetworkError, Predictor};
use ndarray::{Array2, ArrayView2, Axis};

/// A network's answers compared with the targets.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Evaluation {
    /// The number of examples.
    pub total: usize,
    /// The mean loss. `None` where the output's [`Loss`] does not take the targets: labels for a
    /// network that gives values, or values for one that gives classes.
    pub loss: Option<f64>,
    /// The number of examples by label (row) and class (column); a single sigmoid has two classes.
    /// `None` where the targets are values.
    pub confusion: Option<Array2<usize>>,
}

/// The precision and recall of one class.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ClassScore {
    /// The share of the examples of this class that have its label; `None` without any.
    pub precision: Option<f64>,
    /// The share of the examples with this label that have its class; `None` without any.
    pub recall: Option<f64>,
    /// The number of examples with this label.
    pub support: usize,
}

/// Evaluates `predictor` on all examples. Classes are those of [`Predictor::classify`].
///
/// Labels may be given for a network whose output is the identity: its classes are counted, and
/// there is no loss.
///
/// # Errors
///
/// If the examples do not fit the network.
pub fn evaluate(predictor: &Predictor, examples: Examples<'_>) -> Result<Evaluation, TrainError> {
    examples.check(predictor.output(), predictor.outputs())?;
    let y = predictor.predict(examples.x())?;
    evaluate_outputs(predictor, examples, y.view())
}

/// [`evaluate`] with answers `y` that `predictor` has already given to these examples.
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
    let _state = DefaultFloatState::enter();
    examples.check(predictor.output(), predictor.outputs())?;
    let expected = [examples.len(), predictor.outputs()];
    if *y.shape() != expected {
        let y = [y.nrows(), y.ncols()];
        return Err(NetworkError::OutputShape { y, expected }.into());
    }
    let (targets, outputs) = (examples.targets(), predictor.outputs());
    let loss = Loss::of(predictor.output());
    let loss = loss.takes(targets.kind()).then(|| {
        let y = y.as_standard_layout();
        loss.forward(y.as_slice().expect("made row-major"), outputs, targets)
    });
    let confusion = match targets {
        Targets::Labels(labels) => {
            let classes = predictor.output().classes(outputs);
            let mut confusion = Array2::zeros((classes, classes));
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
    /// The number of examples whose class is their label.
    pub fn correct(&self) -> Option<usize> {
        self.confusion.as_ref().map(|confusion| confusion.diag().sum())
    }

    /// The share of examples whose class is their label.
    pub fn accuracy(&self) -> Option<f64> {
        self.correct().map(|correct| correct as f64 / self.total as f64)
    }

    /// The precision and recall of each class; empty where the targets are values.
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
    use feedforward_network::{Activation, Dense, Network, Output};
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
    fn values_have_a_loss_and_no_classes() {
        let (x, t) = (array![[1.0, 2.0, 3.0]], array![[1.0, 2.0, 0.0]]);
        let examples = Examples::valued(x.view(), t.view());
        let evaluation = evaluate(&mirror(Output::Identity), examples).unwrap();
        assert_eq!((evaluation.total, evaluation.loss), (1, Some(3.0)));
        assert_eq!((evaluation.correct(), evaluation.accuracy()), (None, None));
        assert_eq!(evaluation.classes(), []);
        let probabilities = evaluate(&mirror(Output::Softmax), examples).unwrap();
        assert_eq!((probabilities.loss, probabilities.confusion), (None, None));
    }

    #[test]
    fn values_of_sigmoids_are_probabilities() {
        let x = array![[0.0, 0.0, 0.0]];
        let loss = |t: [f32; 3]| {
            let t = array![t];
            evaluate(&mirror(Output::Sigmoid), Examples::valued(x.view(), t.view()))
        };
        let found = loss([0.0, 0.5, 1.0]).unwrap().loss.unwrap();
        assert!((found - std::f64::consts::LN_2).abs() < 1e-15, "{found}");
        for value in [-0.5, 1.5, f32::NAN] {
            let error = loss([0.0, value, 0.0]).unwrap_err();
            assert!(
                matches!(error, TrainError::Probability { index: 0, output: 1, .. }),
                "{error}"
            );
        }
    }

    #[test]
    fn answers_of_another_shape_are_refused() {
        let (x, y) = (Array2::zeros((2, 3)), Array2::zeros((3, 2)));
        let examples = Examples::labelled(x.view(), &[0, 1]);
        let error = evaluate_outputs(&mirror(Output::Softmax), examples, y.view()).unwrap_err();
        assert_eq!(error.to_string(), "y is 3 x 2, but the outputs are 2 x 3: make y 2 x 3");
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
