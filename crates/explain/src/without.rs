//! The answer without a neuron, or with a neuron held at a value.

use crate::error::ExplainError;
use crate::explainer::{Explainer, check_hidden};
use feedforward_network::{Batch, Dense, Network};
use ndarray::{Array1, Array2, ArrayView1, Axis, concatenate};

/// A hidden neuron whose y is held at a value; 0 switches it off.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Held {
    /// The hidden layer, counted from 0.
    pub layer: usize,
    /// The neuron, counted from 0.
    pub neuron: usize,
    /// What it gives, whatever its sum is.
    pub value: f32,
}

impl Held {
    /// A neuron that is switched off.
    pub const fn off(layer: usize, neuron: usize) -> Self {
        Self { layer, neuron, value: 0.0 }
    }

    fn check(self, network: &Network) -> Result<(), ExplainError> {
        let Self { layer, neuron, value } = self;
        check_hidden(network, layer)?;
        let neurons = network.layers()[layer].outputs();
        if neuron >= neurons {
            return Err(ExplainError::Neuron { layer, neuron, neurons });
        }
        match value.is_finite() {
            true => Ok(()),
            false => Err(ExplainError::HeldValue { layer, neuron, value }),
        }
    }
}

/// Answers of a network, one per row.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Answers {
    /// The last layer's signals, `[rows, outputs]`.
    pub logits: Array2<f32>,
    /// The answers, `[rows, outputs]`.
    pub y: Array2<f32>,
    /// The class of each row, as [`Predictor::classify`](feedforward_network::Predictor::classify) gives it.
    pub classes: Vec<usize>,
}

/// Every signal of one input on its way through a network some of whose neurons are held.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HeldTrace {
    /// The signals of each layer, first to last.
    pub layers: Vec<HeldLayer>,
    /// The answer, `[outputs]`.
    pub y: Array1<f32>,
    /// The class.
    pub class: usize,
}

/// The signals of a layer some of whose neurons are held.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct HeldLayer {
    /// The sums, also those of held neurons.
    pub z: Array1<f32>,
    /// The signals; that of a held neuron is its value.
    pub y: Array1<f32>,
}

/// The most rows that are made for a layer's neurons at once.
const ROWS: usize = 512;

impl Explainer {
    /// The answers to signals that a hidden layer is given in place of its own.
    ///
    /// # Shapes
    ///
    /// `signals [batch, neurons]`.
    ///
    /// # Errors
    ///
    /// If the layer has no hidden neurons, or the signals are not as many as its neurons.
    pub fn answers_from<'a>(
        &self,
        layer: usize,
        signals: impl Into<Batch<'a>>,
    ) -> Result<Answers, ExplainError> {
        self.check_hidden(layer)?;
        let signals = signals.into().view();
        let neurons = self.network().layers()[layer].outputs();
        if signals.ncols() != neurons {
            let found = signals.ncols();
            return Err(ExplainError::SignalLength { layer, neurons, found });
        }
        let mut logits = self.layers()[layer + 1].predict(signals)?;
        for layer in &self.layers()[layer + 2..] {
            logits = layer.predict(&logits)?;
        }
        Ok(self.answers(logits))
    }

    /// The answers without each neuron of a hidden layer: row j is what the network answers to x where
    /// neuron j gives 0.
    ///
    /// # Shapes
    ///
    /// `x [inputs]` gives one row per neuron.
    ///
    /// # Errors
    ///
    /// If x has another length or is not finite, or if the layer has no hidden neurons.
    ///
    /// # Examples
    ///
    /// ```
    /// use feedforward_explain::Explainer;
    /// use feedforward_network::{Activation, Dense, Network, Output};
    /// use ndarray::array;
    ///
    /// let network = Network::new(
    ///     vec![
    ///         Dense::new(array![[1.0, 2.0]], array![0.0, 0.0], Activation::Relu)?,
    ///         Dense::new(array![[1.0, 0.0], [0.0, 1.0]], array![0.0, 0.0], Activation::Identity)?,
    ///     ],
    ///     Output::Softmax,
    /// )?;
    /// let without = Explainer::new(&network)?.without_each(array![1.0].view(), 0)?;
    /// assert_eq!(without.logits, array![[0.0, 2.0], [1.0, 0.0]]);
    /// assert_eq!(without.classes, [1, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn without_each(
        &self,
        x: ArrayView1<'_, f32>,
        layer: usize,
    ) -> Result<Answers, ExplainError> {
        self.check_input(x)?;
        let signals = self.signals(x, layer)?;
        let neurons = signals.ncols();
        let mut logits = Vec::new();
        for start in (0..neurons).step_by(ROWS) {
            let rows = ROWS.min(neurons - start);
            let block = Array2::from_shape_fn((rows, neurons), |(row, neuron)| {
                if neuron == start + row { 0.0 } else { signals[[0, neuron]] }
            });
            logits.push(self.answers_from(layer, &block)?.logits);
        }
        let blocks: Vec<_> = logits.iter().map(|block| block.view()).collect();
        let outputs = self.network().outputs();
        let all = concatenate(Axis(0), &blocks);
        Ok(self.answers(all.unwrap_or_else(|_| Array2::zeros((0, outputs)))))
    }

    /// The signals and the answer where some hidden neurons are held at a value.
    ///
    /// Where a neuron is named more than once, the last one counts.
    ///
    /// # Shapes
    ///
    /// `x [inputs]`.
    ///
    /// # Errors
    ///
    /// If x has another length or is not finite, if there is no such hidden neuron, or if a value is not
    /// finite.
    pub fn trace_held(
        &self,
        x: ArrayView1<'_, f32>,
        held: &[Held],
    ) -> Result<HeldTrace, ExplainError> {
        self.check_input(x)?;
        held.iter().try_for_each(|held| held.check(self.network()))?;
        let mut signal = x.to_owned();
        let mut layers = Vec::with_capacity(self.layers().len());
        for (index, predictor) in self.layers().iter().enumerate() {
            let trace = predictor.trace(&signal)?;
            let mut y = trace.y.row(0).to_owned();
            for held in held.iter().filter(|held| held.layer == index) {
                y[held.neuron] = held.value;
            }
            signal.clone_from(&y);
            layers.push(HeldLayer { z: trace.layers[0].z.row(0).to_owned(), y });
        }
        let Answers { y, classes, .. } = self.answers(signal.insert_axis(Axis(0)));
        Ok(HeldTrace { layers, y: y.row(0).to_owned(), class: classes[0] })
    }

    fn answers(&self, logits: Array2<f32>) -> Answers {
        let output = self.network().output();
        let class = |row: ArrayView1<'_, f32>| output.class_of(&row.to_vec()).unwrap_or_default();
        let classes = logits.outer_iter().map(class).collect();
        Answers { y: output.apply(&logits), classes, logits }
    }
}

/// The network whose hidden neurons are held at a value: a neuron's weights to the next layer become
/// zero, and what it would add there is added to the bias.
///
/// The neuron's own weights stay, and with them its signal in a trace, which nothing depends on any more:
/// [`Explainer::trace_held`] shows the value. Where the value is 0, the answers have the bits that they have
/// there; else a bias is rounded to f32 once.
///
/// # Errors
///
/// If there is no such hidden neuron, or a value is not finite.
///
/// # Examples
///
/// ```
/// use feedforward_explain::{Held, hold};
/// use feedforward_network::{Activation, Dense, Network, Output};
/// use ndarray::array;
///
/// let network = Network::new(
///     vec![
///         Dense::new(array![[1.0, 2.0]], array![0.0, 0.0], Activation::Relu)?,
///         Dense::new(array![[3.0], [4.0]], array![0.5], Activation::Identity)?,
///     ],
///     Output::Identity,
/// )?;
/// let held = hold(&network, &[Held { layer: 0, neuron: 1, value: 2.0 }])?;
/// assert_eq!(held.predictor()?.predict(&array![1.0])?, array![[3.0 * 1.0 + 4.0 * 2.0 + 0.5]]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn hold(network: &Network, held: &[Held]) -> Result<Network, ExplainError> {
    held.iter().try_for_each(|held| held.check(network))?;
    let mut layers = network.layers().to_vec();
    for (index, layer) in layers.iter_mut().enumerate().skip(1) {
        // The last value given for each neuron.
        let mut values = vec![None; layer.inputs()];
        for held in held.iter().filter(|held| held.layer + 1 == index) {
            values[held.neuron] = Some(held.value);
        }
        if values.iter().any(Option::is_some) {
            *layer = absorb(layer, &values)?;
        }
    }
    Ok(Network::new(layers, network.output())?)
}

/// The layer some of whose inputs are constants.
fn absorb(layer: &Dense, values: &[Option<f32>]) -> Result<Dense, ExplainError> {
    let mut weights = layer.weights().to_owned();
    let mut bias = layer.bias().mapv(f64::from);
    for (mut row, value) in weights.rows_mut().into_iter().zip(values) {
        let Some(value) = value else { continue };
        let value = f64::from(*value);
        bias.iter_mut().zip(&row).for_each(|(bias, &weight)| *bias += value * f64::from(weight));
        row.fill(0.0);
    }
    Ok(Dense::new(weights, bias.mapv(|bias| bias as f32), layer.activation())?)
}
