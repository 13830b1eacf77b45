//! A network prepared to be explained.

use crate::error::ExplainError;
use crate::gradient::{Derivatives, Pass, by_inputs, sums};
use crate::question::Question;
use crate::shares::Shares;
use feedforward_network::{Batch, Network, Output, Predictor};
use ndarray::{Array1, Array2, ArrayView1};

/// A network prepared to be explained: one predictor for the whole, and one for each layer.
///
/// Signals and answers have the bits of [`Predictor`]. What is differentiated is computed in f64 from the
/// network's weights.
///
/// Layers, neurons, inputs and classes are counted from 0. Layer 0 is the first hidden layer; the last
/// layer of a network has no hidden neurons.
///
/// # Examples
///
/// ```
/// use feedforward_explain::{Explainer, Question};
/// use feedforward_network::{Activation, Dense, Network, Output};
/// use ndarray::array;
///
/// let network = Network::new(
///     vec![
///         Dense::new(array![[1.0, -1.0], [2.0, 1.0]], array![0.0, -1.0], Activation::Relu)?,
///         Dense::new(array![[3.0, 0.0], [1.0, 5.0]], array![0.5, 0.0], Activation::Identity)?,
///     ],
///     Output::Softmax,
/// )?;
/// let explainer = Explainer::new(&network)?;
///
/// // z1 = [3, 1 - 1 - 1] = [3, -1], y1 = [3, 0], so the logits are [9.5, 0].
/// let shares = explainer.shares(array![1.0, 1.0].view(), Question::logit(0))?;
/// assert_eq!(shares.value, 9.5);
/// assert_eq!(shares.inputs.shares, [3.0, 6.0]);
/// assert_eq!(shares.inputs.bias, 0.5);
/// assert_eq!(shares.hidden[0].shares, [9.0, 0.0]);
/// assert!(shares.inputs.method.is_exact());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Explainer {
    network: Network,
    predictor: Predictor,
    /// Each layer as a network of its own, whose answers are the layer's y.
    layers: Vec<Predictor>,
}

impl Explainer {
    /// Packs the weights of `network`.
    ///
    /// # Errors
    ///
    /// If a weight or bias is NaN or infinite, or if the network cannot be run.
    pub fn new(network: &Network) -> Result<Self, ExplainError> {
        for (index, layer) in network.layers().iter().enumerate() {
            let (weights, bias) = layer.as_slices();
            if let Some(&value) = weights.iter().chain(bias).find(|value| !value.is_finite()) {
                return Err(ExplainError::ParameterNotFinite { layer: index, value });
            }
        }
        let layers = network
            .layers()
            .iter()
            .map(|layer| Network::new(vec![layer.clone()], Output::Identity)?.predictor());
        Ok(Self {
            layers: layers.collect::<Result<_, _>>()?,
            predictor: network.predictor()?,
            network: network.clone(),
        })
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The predictor of the whole network.
    pub fn predictor(&self) -> &Predictor {
        &self.predictor
    }

    /// The number of hidden layers.
    pub fn hidden_layers(&self) -> usize {
        self.layers.len() - 1
    }

    /// The share of each input, of each bias and of each hidden neuron in a logit, or in the difference of
    /// two.
    ///
    /// Where the network is piecewise linear, the value is Σ x_i·G_i + c around x, and x_i·G_i is the share of
    /// input i; in the same way the value is Σ y_j·G_j + c for the signals y of a hidden layer. For other
    /// activations see [`Method`](crate::Method): what the shares of an approximation miss the value by is its
    /// `residual`.
    ///
    /// The value is computed in f64, so it differs from the logit that [`Predictor::trace`] gives by the
    /// rounding of f32.
    ///
    /// # Shapes
    ///
    /// `x [inputs]`.
    ///
    /// # Errors
    ///
    /// If x has another length or is not finite, if there is no such class, or if a logit is too large for
    /// an f32.
    pub fn shares(
        &self,
        x: ArrayView1<'_, f32>,
        question: Question,
    ) -> Result<Shares, ExplainError> {
        self.check_input(x)?;
        let of = question.coefficients(&self.network)?;
        let trace = self.predictor.trace(x)?;
        let logits = trace.layers.last().map(|layer| layer.y.row(0)).unwrap_or(x);
        if let Some((output, &value)) = logits.iter().enumerate().find(|(_, z)| !z.is_finite()) {
            return Err(ExplainError::LogitNotFinite { output, value });
        }
        let jumps: Vec<Vec<f32>> =
            trace.layers.iter().map(|layer| layer.z.iter().copied().collect()).collect();
        Ok(Shares::of(self.network.layers(), &wide(x), &of, &jumps))
    }

    /// The value of a logit, or of the difference of two, and its derivative by each input, in f64.
    ///
    /// At a kink of an activation, the derivative is that of [`Activation::exact`]; a step has the derivative
    /// zero.
    ///
    /// # Shapes
    ///
    /// `x [inputs]` gives `[inputs]`.
    ///
    /// # Errors
    ///
    /// As for [`shares`](Self::shares), but for the size of the logits.
    ///
    /// [`Activation::exact`]: feedforward_network::Activation::exact
    pub fn gradient(
        &self,
        x: ArrayView1<'_, f32>,
        question: Question,
    ) -> Result<(f64, Array1<f64>), ExplainError> {
        self.check_input(x)?;
        let of = question.coefficients(&self.network)?;
        let (value, gradient) = self.value_and_gradient(&wide(x), &of);
        Ok((value, gradient.into()))
    }

    /// The combination `of` of the logits at x and its derivative by x.
    pub(crate) fn value_and_gradient(&self, x: &[f64], of: &[f64]) -> (f64, Vec<f64>) {
        let layers = self.network.layers();
        let pass = Pass::of(layers, sums(&layers[0], x), None);
        let derivatives = Derivatives::of(layers, &pass.slopes, of);
        (pass.value(of), by_inputs(&layers[0], &derivatives.by_z[0]))
    }

    /// The signals y of a hidden layer, with the bits that a trace has.
    ///
    /// # Shapes
    ///
    /// `x [batch, inputs]` gives `[batch, neurons]`.
    ///
    /// # Errors
    ///
    /// If the rows of x have another length, or if the layer has no hidden neurons.
    pub fn signals<'a>(
        &self,
        x: impl Into<Batch<'a>>,
        layer: usize,
    ) -> Result<Array2<f32>, ExplainError> {
        self.check_hidden(layer)?;
        let mut signals = self.layers[0].predict(x)?;
        for layer in &self.layers[1..=layer] {
            signals = layer.predict(&signals)?;
        }
        Ok(signals)
    }

    /// Each layer alone.
    pub(crate) fn layers(&self) -> &[Predictor] {
        &self.layers
    }

    pub(crate) fn check_hidden(&self, layer: usize) -> Result<(), ExplainError> {
        check_hidden(&self.network, layer)
    }

    /// Refuses an input of another length, or that is not finite.
    pub(crate) fn check_input(&self, x: ArrayView1<'_, f32>) -> Result<(), ExplainError> {
        let expected = self.network.inputs();
        if x.len() != expected {
            return Err(ExplainError::InputLength { found: x.len(), expected });
        }
        match x.iter().enumerate().find(|(_, value)| !value.is_finite()) {
            Some((input, &value)) => Err(ExplainError::InputNotFinite { input, value }),
            None => Ok(()),
        }
    }
}

/// Refuses a layer without hidden neurons.
pub(crate) fn check_hidden(network: &Network, layer: usize) -> Result<(), ExplainError> {
    let hidden = network.layers().len() - 1;
    if layer < hidden { Ok(()) } else { Err(ExplainError::HiddenLayer { layer, hidden }) }
}

/// The numbers in f64.
pub(crate) fn wide(x: ArrayView1<'_, f32>) -> Vec<f64> {
    x.iter().map(|&x| x.into()).collect()
}
