//! One step of learning after the other.

use crate::error::TrainError;
use crate::examples::{Examples, Targets};
use crate::layer::{Arithmetic, Layer, Rule};
use crate::loss::Loss;
use crate::optimizer::Optimizer;
use feedforward_kernels::Kernels;
use feedforward_network::{Dense, Isa, Network, Output, Threads, class_of};
use ndarray::{Array1, Array2};
use std::num::NonZeroUsize;

/// How a [`Trainer`] changes weights.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainerOptions {
    /// The rule.
    pub optimizer: Optimizer,
    /// The share by which weights shrink in a step, times the learning rate; 0 for none.
    pub weight_decay: f32,
    /// The number of threads. The weights do not depend on it.
    pub threads: NonZeroUsize,
    /// The instruction set, or that of [`Isa::select`]. The weights do not depend on it.
    pub isa: Option<Isa>,
}

impl Default for TrainerOptions {
    /// Stochastic gradient descent on one thread.
    fn default() -> Self {
        Self { optimizer: Optimizer::Sgd, weight_decay: 0.0, threads: NonZeroUsize::MIN, isa: None }
    }
}

/// What a step saw before it changed the weights.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Step {
    /// The loss of the mini-batch.
    pub loss: f64,
    /// How many of its labels the network gave; `None` where the targets are values.
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
/// use feedforward_train::{Examples, Trainer, TrainerOptions, initialize};
/// use ndarray::array;
///
/// let network = initialize(&[1, 1], Activation::Identity, Output::Identity, None, 1)?;
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
    layers: Vec<Layer>,
    network: Network,
    loss: Loss,
    options: TrainerOptions,
    arithmetic: Arithmetic,
    /// dz of the layer that is being gone back through, and of the one before.
    dz: [Vec<f32>; 2],
    x: Vec<f32>,
}

impl Trainer {
    /// Makes `network` ready to learn.
    ///
    /// # Errors
    ///
    /// If a layer's activation has no slope, if an option is out of its range, or if there are
    /// no such threads or kernels.
    pub fn new(network: &Network, options: &TrainerOptions) -> Result<Self, TrainError> {
        options.optimizer.check()?;
        let decay = options.weight_decay;
        if !(0.0..f32::INFINITY).contains(&decay) {
            let expected = "zero or more";
            return Err(TrainError::Option { name: "weight decay", found: decay, expected });
        }
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
                kernels: kernels.map_err(feedforward_network::NetworkError::from)?,
                threads: Threads::new(options.threads)?,
            },
            dz: [Vec::new(), Vec::new()],
            x: Vec::new(),
        })
    }

    /// Learns from one mini-batch.
    ///
    /// # Errors
    ///
    /// If the examples do not fit the network, or the learning rate is no number above zero.
    pub fn step(&mut self, batch: Examples<'_>, learning_rate: f32) -> Result<Step, TrainError> {
        check_learning_rate(learning_rate, self.options.weight_decay)?;
        let step = self.backward(batch)?;
        let TrainerOptions { optimizer, weight_decay, .. } = self.options;
        for layer in &mut self.layers {
            layer.update(Rule { optimizer, learning_rate, weight_decay });
        }
        Ok(step)
    }

    /// The gradients of the loss of one mini-batch, of each layer, first to last. Nothing is
    /// learned.
    ///
    /// # Errors
    ///
    /// If the examples do not fit the network.
    pub fn gradients(&mut self, batch: Examples<'_>) -> Result<Vec<Gradient>, TrainError> {
        self.backward(batch)?;
        let gradients = self.layers.iter().map(|layer| {
            let (weights, bias) = arrays(layer, &layer.dweights, &layer.dbias);
            Gradient { weights, bias }
        });
        Ok(gradients.collect())
    }

    /// The network with the weights that it has learned so far.
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

    /// Whether every weight and bias is a finite number.
    pub(crate) fn is_finite(&self) -> bool {
        self.layers.iter().all(|layer| {
            let (weights, bias) = layer.parameters();
            weights.iter().chain(bias).all(|w| w.is_finite())
        })
    }

    /// The threads that it works with.
    pub(crate) fn threads(&self) -> &Threads {
        &self.arithmetic.threads
    }

    /// Forward through the layers, and all the way back.
    fn backward(&mut self, batch: Examples<'_>) -> Result<Step, TrainError> {
        batch.check_learnable(&self.network)?;
        let view = batch.x();
        if view.ncols() != self.network.inputs() {
            let weights = [self.network.inputs(), self.network.layers()[0].outputs()];
            let x = [view.nrows(), view.ncols()];
            return Err(feedforward_network::NetworkError::InputShape { x, weights }.into());
        }
        self.x.clear();
        match view.as_slice() {
            Some(x) => self.x.extend_from_slice(x),
            None => self.x.extend(view),
        }
        for index in 0..self.layers.len() {
            let (before, here) = self.layers.split_at_mut(index);
            let x = before.last().map_or(&self.x, |layer| &layer.y);
            here[0].forward(&self.arithmetic, x);
        }
        let outputs = self.network.outputs();
        let [dy, dx] = &mut self.dz;
        dy.clone_from(&self.layers[self.layers.len() - 1].y);
        let targets = batch.targets();
        let correct = match targets {
            Targets::Labels(labels) => {
                let classes = dy.chunks_exact(outputs).map(class_of);
                Some(classes.zip(labels).filter(|(class, label)| *class == Some(**label)).count())
            }
            Targets::Values(_) => None,
        };
        if self.network.output() == Output::Softmax {
            self.arithmetic.kernels.softmax_rows(dy, outputs);
        }
        let loss = self.loss.forward(dy, outputs, targets);
        self.loss.backward(dy, outputs, targets);
        for index in (0..self.layers.len()).rev() {
            let (before, here) = self.layers.split_at_mut(index);
            let x = before.last().map_or(&self.x, |layer| &layer.y);
            here[0].backward(&self.arithmetic, x, dy);
            if index > 0 {
                here[0].backward_input(&self.arithmetic, dy, dx);
                std::mem::swap(dy, dx);
            }
        }
        Ok(Step { loss, correct })
    }
}

/// Refuses a learning rate that goes nowhere, or with which a decay would turn weights round.
pub(crate) fn check_learning_rate(learning_rate: f32, weight_decay: f32) -> Result<(), TrainError> {
    let found = learning_rate;
    if !(learning_rate > 0.0 && learning_rate.is_finite()) {
        return Err(TrainError::Option { name: "learning rate", found, expected: "above zero" });
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
