//! The nearest examples by the signals of a hidden layer.

use crate::error::ExplainError;
use crate::explainer::Explainer;
use feedforward_network::Batch;
use ndarray::{Array2, ArrayView1, ArrayView2};

/// The signals that a hidden layer has for examples, to look up the nearest.
///
/// What the network takes for alike is near in its hidden signals, also where the inputs differ.
///
/// # Examples
///
/// ```
/// use feedforward_explain::{Examples, Explainer};
/// use feedforward_network::{Activation, Dense, Network, Output};
/// use ndarray::array;
///
/// let network = Network::new(
///     vec![
///         Dense::new(array![[1.0], [0.0]], array![0.0], Activation::Relu)?,
///         Dense::new(array![[1.0]], array![0.0], Activation::Identity)?,
///     ],
///     Output::Identity,
/// )?;
/// let explainer = Explainer::new(&network)?;
/// let examples = Examples::new(&explainer, &array![[9.0, 0.0], [1.0, 8.0], [3.0, 0.0]], 0)?;
/// // The second input does not count.
/// let nearest = examples.nearest(&explainer, array![2.0, -50.0].view(), 2)?;
/// assert_eq!(nearest.iter().map(|near| near.example).collect::<Vec<_>>(), [1, 2]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Examples {
    layer: usize,
    signals: Array2<f32>,
}

/// An example that is near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Neighbor {
    /// Which example, counted from 0.
    pub example: usize,
    /// The Euclidean distance of the signals.
    pub distance: f64,
}

impl Examples {
    /// The signals of hidden layer `layer` for examples `x`.
    ///
    /// # Shapes
    ///
    /// `x [examples, inputs]`.
    ///
    /// # Errors
    ///
    /// If the rows of x have another length, if the layer has no hidden neurons, or if a signal is NaN or
    /// infinite.
    pub fn new<'a>(
        explainer: &Explainer,
        x: impl Into<Batch<'a>>,
        layer: usize,
    ) -> Result<Self, ExplainError> {
        let signals = explainer.signals(x, layer)?;
        match signals.indexed_iter().find(|(_, value)| !value.is_finite()) {
            Some(((example, neuron), &value)) => {
                Err(ExplainError::ExampleNotFinite { example, layer, neuron, value })
            }
            None => Ok(Self { layer, signals }),
        }
    }

    /// The hidden layer, counted from 0.
    pub fn layer(&self) -> usize {
        self.layer
    }

    /// The signals, `[examples, neurons]`.
    pub fn signals(&self) -> ArrayView2<'_, f32> {
        self.signals.view()
    }

    /// The `count` examples whose signals are nearest to those of `x`, the nearest first; of equally near
    /// ones the first. All of them, if there are no more.
    ///
    /// # Errors
    ///
    /// If x has another length or is not finite, or if `explainer` is of a network with another layer.
    pub fn nearest(
        &self,
        explainer: &Explainer,
        x: ArrayView1<'_, f32>,
        count: usize,
    ) -> Result<Vec<Neighbor>, ExplainError> {
        explainer.check_input(x)?;
        let signals = explainer.signals(x, self.layer)?;
        self.nearest_to(signals.row(0), count)
    }

    /// The examples whose signals are nearest to `signals`, as for [`nearest`](Self::nearest).
    ///
    /// # Errors
    ///
    /// If the signals are not as many as the layer's neurons.
    pub fn nearest_to(
        &self,
        signals: ArrayView1<'_, f32>,
        count: usize,
    ) -> Result<Vec<Neighbor>, ExplainError> {
        let neurons = self.signals.ncols();
        if signals.len() != neurons {
            let found = signals.len();
            return Err(ExplainError::SignalLength { layer: self.layer, neurons, found });
        }
        let squares = self.signals.outer_iter().map(|row| {
            let pairs = row.into_iter().zip(signals);
            pairs.map(|(&a, &b)| (f64::from(a) - f64::from(b)).powi(2)).sum::<f64>()
        });
        let mut all: Vec<(f64, usize)> = squares.zip(0..).collect();
        let count = count.min(all.len());
        let order = |a: &(f64, usize), b: &(f64, usize)| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1));
        if count < all.len() {
            all.select_nth_unstable_by(count, order);
            all.truncate(count);
        }
        all.sort_unstable_by(order);
        let neighbor =
            |(square, example): (f64, usize)| Neighbor { example, distance: square.sqrt() };
        Ok(all.into_iter().map(neighbor).collect())
    }
}
