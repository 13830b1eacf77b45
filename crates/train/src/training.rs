//! Training from the first epoch to the last.

use crate::augmentation::Augmentation;
use crate::batches::{Batches, set_aside};
use crate::error::TrainError;
use crate::evaluation::evaluate;
use crate::examples::{Examples, Gathered};
use crate::optimizer::{Optimizer, Schedule};
use crate::random::{Purpose, Random};
use crate::trainer::{Trainer, TrainerOptions, check_learning_rate};
use feedforward_kernels::DefaultFloatState;
use feedforward_network::Network;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;

/// How [`train`] trains.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TrainOptions {
    /// The number of passes over the examples.
    pub epochs: usize,
    /// The number of examples of a mini-batch.
    pub batch: NonZeroUsize,
    /// The rule by which gradients change weights.
    pub optimizer: Optimizer,
    /// The learning rate of the first step.
    pub learning_rate: f32,
    /// How the learning rate changes.
    pub schedule: Schedule,
    /// The share by which weights shrink in a step, times the learning rate; 0 for none.
    pub weight_decay: f32,
    /// The number of examples, drawn at random, that are not learned from, but measured with after
    /// every epoch; 0 for none.
    pub validation: usize,
    /// Which epoch's weights are returned.
    pub keep: Keep,
    /// How pictures are changed before they are learned from; `None` for no change.
    pub augmentation: Option<Augmentation>,
    /// The seed of all random numbers. The same seed gives the same weights, to the bit.
    pub seed: u64,
    /// The number of threads. The weights do not depend on it.
    pub threads: NonZeroUsize,
}

/// Which epoch's weights training returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Keep {
    /// The last one's.
    Last,
    /// Those of the lowest validation loss, of equal ones the earliest.
    Best,
}

impl Default for TrainOptions {
    /// One epoch of stochastic gradient descent, in batches of 100, at a learning rate of 0.1.
    fn default() -> Self {
        Self {
            epochs: 1,
            batch: const { NonZeroUsize::new(100).expect("100 is not zero") },
            optimizer: Optimizer::Sgd,
            learning_rate: 0.1,
            schedule: Schedule::Constant,
            weight_decay: 0.0,
            validation: 0,
            keep: Keep::Last,
            augmentation: None,
            seed: 1,
            threads: NonZeroUsize::MIN,
        }
    }
}

/// Metrics of one epoch.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Epoch {
    /// Its number, counted from 1.
    pub epoch: usize,
    /// The learning rate of its last step.
    pub learning_rate: f32,
    /// The mean loss of its mini-batches, each measured before it was learned from.
    pub loss: f64,
    /// The share of examples whose class was their label, measured with the loss; `None` for values.
    pub accuracy: Option<f64>,
    /// The loss of the validation examples after the epoch; `None` without any.
    pub validation_loss: Option<f64>,
    /// The share of validation examples whose class is their label after the epoch; `None` without
    /// any, and for values.
    pub validation_accuracy: Option<f64>,
}

/// What [`train_observed`] and [`train_while`] report.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A step is done.
    Step {
        /// The epoch, counted from 1.
        epoch: usize,
        /// The step within it, counted from 1.
        step: usize,
        /// The number of steps of an epoch.
        steps: usize,
        /// The mean loss of the epoch so far.
        loss: f64,
        /// The share of the epoch's examples so far whose class was their label; `None` for values.
        accuracy: Option<f64>,
    },
    /// An epoch is done.
    Epoch(&'a Epoch),
}

/// The result of training.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Trained {
    /// The network with the weights that were kept.
    pub network: Network,
    /// The epoch of these weights, counted from 1; 0 if there was none. If training was stopped
    /// within it, they are those of the last step.
    pub kept: usize,
    /// Every epoch that was finished, first to last.
    pub history: Vec<Epoch>,
    /// Where an observer stopped the training; `None` if it came to its end.
    pub stopped: Option<Stopped>,
}

/// The last step of a training that an observer stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Stopped {
    /// The epoch, counted from 1.
    pub epoch: usize,
    /// The number of its steps that were done.
    pub step: usize,
    /// The number of steps of an epoch.
    pub steps: usize,
}

/// Trains `network` on the examples.
///
/// # Errors
///
/// If the examples do not fit the network, if an option is out of its range, or if the loss or a
/// weight becomes infinite or NaN.
pub fn train(
    network: &Network,
    examples: Examples<'_>,
    options: &TrainOptions,
) -> Result<Trained, TrainError> {
    train_observed(network, examples, options, |_| {})
}

/// [`train`] with an observer, which is called after every step and every epoch.
///
/// # Errors
///
/// As [`train`].
///
/// # Examples
///
/// ```
/// use feedforward_network::{Activation, Output};
/// use feedforward_train::{
///     Event, Examples, InitializeOptions, TrainOptions, initialize, train_observed,
/// };
/// use ndarray::array;
///
/// let start = InitializeOptions::default();
/// let network = initialize(&[1, 1], Activation::Identity, Output::Identity, &start)?;
/// let (x, t) = (array![[0.0], [1.0]], array![[1.0], [3.0]]);
/// let options = TrainOptions { epochs: 50, ..TrainOptions::default() };
/// let mut losses = Vec::new();
/// train_observed(&network, Examples::valued(x.view(), t.view()), &options, |event| {
///     if let Event::Epoch(epoch) = event {
///         losses.push(epoch.loss);
///     }
/// })?;
/// assert!(losses.len() == 50 && losses[49] < losses[0]);
/// # Ok::<(), feedforward_train::TrainError>(())
/// ```
pub fn train_observed(
    network: &Network,
    examples: Examples<'_>,
    options: &TrainOptions,
    mut observer: impl FnMut(Event<'_>),
) -> Result<Trained, TrainError> {
    train_while(network, examples, options, |event| {
        observer(event);
        ControlFlow::Continue(())
    })
}

/// [`train_observed`] with an observer that can stop the training after any step or epoch.
///
/// A training that is stopped keeps the weights of its last step, or, with [`Keep::Best`], those of
/// the best epoch, if one was finished.
///
/// # Errors
///
/// As [`train`].
///
/// # Examples
///
/// ```
/// use feedforward_network::{Activation, Output};
/// use feedforward_train::{
///     Event, Examples, InitializeOptions, TrainOptions, initialize, train_while,
/// };
/// use ndarray::array;
/// use std::ops::ControlFlow;
///
/// let start = InitializeOptions::default();
/// let network = initialize(&[1, 1], Activation::Identity, Output::Identity, &start)?;
/// let (x, t) = (array![[0.0], [1.0]], array![[1.0], [3.0]]);
/// let options = TrainOptions { epochs: 1000, ..TrainOptions::default() };
/// let trained = train_while(&network, Examples::valued(x.view(), t.view()), &options, |event| {
///     match event {
///         Event::Epoch(epoch) if epoch.loss < 1e-3 => ControlFlow::Break(()),
///         _ => ControlFlow::Continue(()),
///     }
/// })?;
/// assert!(trained.stopped.is_some() && trained.history.len() < 1000);
/// # Ok::<(), feedforward_train::TrainError>(())
/// ```
pub fn train_while(
    network: &Network,
    examples: Examples<'_>,
    options: &TrainOptions,
    mut observer: impl FnMut(Event<'_>) -> ControlFlow<()>,
) -> Result<Trained, TrainError> {
    let _state = DefaultFloatState::enter();
    examples.check_learnable(network)?;
    options.check(examples, network)?;
    let mut session = Session::new(network, examples, options)?;
    let mut trained =
        Trained { network: network.clone(), kept: 0, history: Vec::new(), stopped: None };
    let mut lowest = f64::NAN;
    for epoch in 1..=options.epochs {
        let (mut record, last_step) = match session.epoch(epoch, &mut observer)? {
            Course::Finished(record, flow) => (record, flow),
            Course::Stopped(stopped) => {
                if options.keep == Keep::Last || trained.kept == 0 {
                    (trained.network, trained.kept) = (session.trainer.network(), epoch);
                }
                trained.stopped = Some(stopped);
                break;
            }
        };
        let network = session.trainer.network();
        session.validate(&network, &mut record)?;
        let is_stopped = observer(Event::Epoch(&record)).is_break() || last_step.is_break();
        let better = match options.keep {
            Keep::Last => true,
            Keep::Best => {
                lowest.is_nan() || record.validation_loss.is_some_and(|loss| loss < lowest)
            }
        };
        if better {
            lowest = record.validation_loss.unwrap_or(lowest);
            (trained.network, trained.kept) = (network, epoch);
        }
        trained.history.push(record);
        // After the last epoch there is nothing to stop.
        if is_stopped && epoch < options.epochs {
            let steps = session.steps();
            trained.stopped = Some(Stopped { epoch, step: steps, steps });
            break;
        }
    }
    Ok(trained)
}

/// How an epoch ended.
enum Course {
    /// With its last step, after which the observer may have stopped the training.
    Finished(Epoch, ControlFlow<()>),
    /// The observer stopped it before.
    Stopped(Stopped),
}

impl TrainOptions {
    fn check(&self, examples: Examples<'_>, network: &Network) -> Result<(), TrainError> {
        if let Some(augmentation) = &self.augmentation {
            augmentation.check(network.inputs())?;
        }
        if self.validation >= examples.len() {
            let (validation, examples) = (self.validation, examples.len());
            return Err(TrainError::Validation { validation, examples });
        }
        if self.keep == Keep::Best && self.validation == 0 {
            return Err(TrainError::NoValidation);
        }
        check_learning_rate(self.learning_rate, self.weight_decay)
    }
}

/// The state that lasts from epoch to epoch.
struct Session<'a> {
    examples: Examples<'a>,
    options: TrainOptions,
    trainer: Trainer,
    /// The examples to learn from.
    batches: Batches,
    changing: Random,
    validation: Gathered,
    batch: Gathered,
}

impl<'a> Session<'a> {
    fn new(
        network: &Network,
        examples: Examples<'a>,
        options: &TrainOptions,
    ) -> Result<Self, TrainError> {
        let TrainOptions { optimizer, weight_decay, threads, seed, .. } = *options;
        let (learned, aside) = set_aside(examples.len(), options.validation, seed);
        let mut validation = Gathered::default();
        validation.gather(&examples, &aside);
        Ok(Self {
            examples,
            options: *options,
            trainer: Trainer::new(
                network,
                &TrainerOptions { optimizer, weight_decay, threads, isa: None },
            )?,
            batches: Batches::new(seed, learned),
            changing: Random::new(seed, Purpose::Augmentation),
            validation,
            batch: Gathered::default(),
        })
    }

    /// Learns once from every example that is not set aside.
    fn epoch(
        &mut self,
        epoch: usize,
        observer: &mut dyn FnMut(Event<'_>) -> ControlFlow<()>,
    ) -> Result<Course, TrainError> {
        let options = self.options;
        let steps = self.steps();
        let (mut loss, mut correct, mut seen, mut rate) = (0.0, Some(0), 0, 0.0);
        let mut flow = ControlFlow::Continue(());
        for index in 0..steps {
            let indices = self.batches.take(options.batch);
            let count = indices.len();
            self.batch.gather(&self.examples, indices);
            if let Some(augmentation) = &options.augmentation {
                augmentation.apply(&mut self.changing, self.trainer.pool(), self.batch.x_mut());
            }
            let done = (epoch - 1) as f64 + index as f64 / steps as f64;
            let share = options.schedule.share(done / options.epochs as f64);
            rate = (f64::from(options.learning_rate) * share) as f32;
            let step = self.trainer.step(self.batch.examples(&self.examples), rate)?;
            if !step.loss.is_finite() {
                let (step, loss) = (index + 1, step.loss);
                let learning_rate = options.learning_rate;
                return Err(TrainError::Diverged { epoch, step, loss, learning_rate });
            }
            seen += count;
            loss += step.loss * count as f64;
            correct = correct.zip(step.correct).map(|(sum, more)| sum + more);
            let accuracy = correct.map(|correct| correct as f64 / seen as f64);
            let (step, loss) = (index + 1, loss / seen as f64);
            flow = observer(Event::Step { epoch, step, steps, loss, accuracy });
            if flow.is_break() && step < steps {
                self.check_finite(epoch)?;
                return Ok(Course::Stopped(Stopped { epoch, step, steps }));
            }
        }
        self.check_finite(epoch)?;
        let record = Epoch {
            epoch,
            learning_rate: rate,
            loss: loss / seen as f64,
            accuracy: correct.map(|correct| correct as f64 / seen as f64),
            validation_loss: None,
            validation_accuracy: None,
        };
        Ok(Course::Finished(record, flow))
    }

    /// The number of steps of an epoch.
    fn steps(&self) -> usize {
        self.batches.steps(self.options.batch)
    }

    /// The last step's loss was measured before its weights were changed.
    fn check_finite(&self, epoch: usize) -> Result<(), TrainError> {
        match self.trainer.layer_not_finite() {
            None => Ok(()),
            Some(_) => {
                let learning_rate = self.options.learning_rate;
                Err(TrainError::NotFinite { epoch, learning_rate })
            }
        }
    }

    /// Measures the network with the examples that are set aside.
    fn validate(&self, network: &Network, record: &mut Epoch) -> Result<(), TrainError> {
        if self.options.validation == 0 {
            return Ok(());
        }
        let evaluation = evaluate(&network.predictor()?, self.validation.examples(&self.examples))?;
        record.validation_loss = evaluation.loss;
        record.validation_accuracy = evaluation.accuracy();
        Ok(())
    }
}
