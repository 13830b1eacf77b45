//! Training step by step.

use crate::error::TrainError;
use crate::examples::Examples;
use crate::layer::{Arithmetic, Layer, Rule};
use crate::loss::Loss;
use crate::optimizer::Optimizer;
use crate::targets::Targets;
use feedforward_kernels::{DefaultFloatState, Kernels, Pool};
use feedforward_network::{Dense, Isa, Network, NetworkError};
use ndarray::{Array1, Array2};
use std::num::NonZeroUsize;

/// How a [`Trainer`] changes weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainerOptions {
    /// The rule by which gradients change weights.
    pub optimizer: Optimizer,
    /// The share by which weights shrink in a step, times the learning rate; 0 for none.
    pub weight_decay: f32,
    /// The number of threads. The weights do not depend on it.
    pub threads: NonZeroUsize,
    /// The instruction set; `None` for that of [`Isa::select`]. The weights do not depend on it.
    pub isa: Option<Isa>,
}

impl Default for TrainerOptions {
    /// Stochastic gradient descent on one thread.
    fn default() -> Self {
        Self { optimizer: Optimizer::Sgd, weight_decay: 0.0, threads: NonZeroUsize::MIN, isa: None }
    }
}

/// What a step measured before it changed the weights.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// The loss of the mini-batch.
    pub loss: f64,
    /// The number of examples whose class was their label; `None` where the targets are values.
    pub correct: Option<usize>,
}

/// The slope of the loss with respect to one layer's parameters.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Gradient {
    /// `[inputs, outputs]`
    pub weights: Array2<f32>,
    /// `[outputs]`
    pub bias: Array1<f32>,
}

/// A network while it learns.
///
/// # Examples
///
/// ```
/// use feedforward_network::{Activation, Output};
/// use feedforward_train::{Examples, InitializeOptions, Trainer, TrainerOptions, initialize};
/// use ndarray::array;
///
/// let options = InitializeOptions::default();
/// let network = initialize(&[1, 1], Activation::Identity, Output::Identity, &options)?;
/// let mut trainer = Trainer::new(&network, &TrainerOptions::default())?;
/// let (x, t) = (array![[0.0], [1.0], [2.0]], array![[1.0], [3.0], [5.0]]); // t = 2x + 1
/// for _ in 0..500 {
///     trainer.step(Examples::valued(x.view(), t.view()), 0.1)?;
/// }
/// let learned = trainer.network();
/// assert!((learned.layers()[0].weights()[[0, 0]] - 2.0).abs() < 1e-3);
/// # Ok::<(), feedforward_train::TrainError>(())
/// ```
#[derive(Debug)]
pub struct Trainer {
    pub(crate) layers: Vec<Layer>,
    network: Network,
    loss: Loss,
    pub(crate) options: TrainerOptions,
    arithmetic: Arithmetic,
    /// dz of the layer that the backward pass has reached, and of the layer before it.
    dz: [Vec<f32>; 2],
    x: Vec<f32>,
}

impl Trainer {
    /// Prepares `network` to learn.
    ///
    /// # Errors
    ///
    /// If a layer's activation is not trainable, if an option is out of its range, if the
    /// instruction set is not available or the operating system refuses the threads.
    pub fn new(network: &Network, options: &TrainerOptions) -> Result<Self, TrainError> {
        options.optimizer.check()?;
        check_decay(options.weight_decay)?;
        for (index, layer) in network.layers().iter().enumerate() {
            let activation = layer.activation();
            if !activation.is_trainable() {
                return Err(TrainError::NoSlope { layer: index + 1, activation });
            }
        }
        let kernels = match options.isa {
            Some(isa) => Kernels::new(isa),
            None => Kernels::select(),
        };
        Ok(Self {
            layers: network.layers().iter().map(Layer::new).collect(),
            network: network.clone(),
            loss: Loss::of(network.output()),
            options: *options,
            arithmetic: Arithmetic {
                kernels: kernels.map_err(NetworkError::from)?,
                pool: Pool::new(options.threads).map_err(NetworkError::from)?,
            },
            dz: [Vec::new(), Vec::new()],
            x: Vec::new(),
        })
    }

    /// Learns from one mini-batch.
    ///
    /// # Errors
    ///
    /// If the examples do not fit the network, or the learning rate is not above zero and finite.
    pub fn step(&mut self, batch: Examples<'_>, learning_rate: f32) -> Result<Step, TrainError> {
        let _state = DefaultFloatState::enter();
        check_learning_rate(learning_rate, self.options.weight_decay)?;
        let step = self.compute_gradients(batch)?;
        let TrainerOptions { optimizer, weight_decay, .. } = self.options;
        for layer in &mut self.layers {
            layer.update(Rule { optimizer, learning_rate, weight_decay });
        }
        Ok(step)
    }

    /// The gradients of the loss of one mini-batch: one per layer, first to last. The weights stay
    /// as they are.
    ///
    /// # Errors
    ///
    /// If the examples do not fit the network.
    pub fn gradients(&mut self, batch: Examples<'_>) -> Result<Vec<Gradient>, TrainError> {
        let _state = DefaultFloatState::enter();
        self.compute_gradients(batch)?;
        Ok(self.last_gradients())
    }

    /// The gradients that the last [`step`](Self::step) or [`gradients`](Self::gradients) computed: one
    /// per layer, first to last; zeros before the first.
    pub fn last_gradients(&self) -> Vec<Gradient> {
        let gradients = self.layers.iter().map(|layer| {
            let (weights, bias) = arrays(layer, &layer.dweights, &layer.dbias);
            Gradient { weights, bias }
        });
        gradients.collect()
    }

    /// The first layer with a weight or a bias that is NaN or infinite, counted from 0.
    pub fn layer_not_finite(&self) -> Option<usize> {
        self.layers.iter().position(|layer| {
            let (weights, bias) = layer.parameters();
            !weights.iter().chain(bias).all(|w| w.is_finite())
        })
    }

    /// The network with the weights learned so far.
    #[expect(clippy::missing_panics_doc, reason = "shapes do not change while learning")]
    pub fn network(&self) -> Network {
        let layers = self.layers.iter().map(|layer| {
            let (weights, bias) = layer.parameters();
            let (weights, bias) = arrays(layer, weights, bias);
            Dense::new(weights, bias, layer.activation())
                .expect("the shapes are those of a network")
        });
        Network::new(layers.collect(), self.network.output())
            .expect("the shapes are those of a network")
    }

    /// The threads that it works with.
    pub(crate) fn pool(&self) -> &Pool {
        &self.arithmetic.pool
    }

    /// The loss of a mini-batch, and with it every layer's gradients.
    fn compute_gradients(&mut self, batch: Examples<'_>) -> Result<Step, TrainError> {
        batch.check_learnable(&self.network)?;
        let x = batch.x();
        if x.ncols() != self.network.inputs() {
            let weights = [self.network.inputs(), self.network.layers()[0].outputs()];
            return Err(NetworkError::InputShape { x: [x.nrows(), x.ncols()], weights }.into());
        }
        self.x.clear();
        match x.as_slice() {
            Some(x) => self.x.extend_from_slice(x),
            None => self.x.extend(x),
        }
        self.forward();
        let step = self.measure(batch.targets());
        self.backward();
        Ok(step)
    }

    /// From x to the logits.
    fn forward(&mut self) {
        for index in 0..self.layers.len() {
            let (before, here) = self.layers.split_at_mut(index);
            let x = before.last().map_or(&self.x, |layer| &layer.y);
            here[0].forward(&self.arithmetic, x);
        }
    }

    /// From the logits to the loss, and to its gradient with respect to the logits.
    fn measure(&mut self, targets: Targets<'_>) -> Step {
        let (output, outputs) = (self.network.output(), self.network.outputs());
        let y = &mut self.dz[0];
        y.clone_from(&self.layers[self.layers.len() - 1].y);
        let correct = match targets {
            Targets::Labels(labels) => {
                let classes = y.chunks_exact(outputs).map(|logits| output.class_of(logits));
                Some(classes.zip(labels).filter(|(class, label)| *class == Some(**label)).count())
            }
            Targets::Values(_) => None,
        };
        output.apply_rows(self.arithmetic.kernels, y, outputs);
        let loss = self.loss.forward(y, outputs, targets);
        self.loss.backward(y, outputs, targets);
        Step { loss, correct }
    }

    /// From the gradient with respect to the logits to those of every layer.
    fn backward(&mut self) {
        let [dy, dx] = &mut self.dz;
        for index in (0..self.layers.len()).rev() {
            let (before, here) = self.layers.split_at_mut(index);
            let x = before.last().map_or(&self.x, |layer| &layer.y);
            here[0].backward(&self.arithmetic, x, dy);
            if index > 0 {
                here[0].backward_input(&self.arithmetic, dy, dx);
                std::mem::swap(dy, dx);
            }
        }
    }
}

/// Refuses a weight decay that would not shrink weights.
pub(crate) fn check_decay(found: f32) -> Result<(), TrainError> {
    if (0.0..f32::INFINITY).contains(&found) {
        return Ok(());
    }
    Err(TrainError::Option { name: "weight decay", found, expected: "zero or more" })
}

/// Refuses a learning rate that is not positive, and one with which the decay would change the sign
/// of weights.
pub(crate) fn check_learning_rate(learning_rate: f32, weight_decay: f32) -> Result<(), TrainError> {
    let found = learning_rate;
    if !(learning_rate > 0.0 && learning_rate.is_finite()) {
        return Err(TrainError::Option {
            name: "learning rate",
            found,
            expected: "above zero and finite",
        });
    }
    let found = found * weight_decay;
    if found > 1.0 {
        let name = "learning rate times weight decay";
        return Err(TrainError::Option { name, found, expected: "at most 1" });
    }
    Ok(())
}

/// Arrays of the layer's shapes.
fn arrays(layer: &Layer, weights: &[f32], bias: &[f32]) -> (Array2<f32>, Array1<f32>) {
    let shape = (layer.inputs(), layer.outputs());
    let weights =
        Array2::from_shape_vec(shape, weights.to_vec()).expect("as many numbers as the shape says");
    (weights, bias.to_vec().into())
}
