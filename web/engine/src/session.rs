//! A network that learns step by step, with a way back.

use crate::error::EngineError;
use crate::lesson::{Course, Labelled, Lesson};
use feedforward::ndarray::{Array1, Array2};
use feedforward::training::{
    Examples, Gathered, Gradient, Optimizer, Snapshot, Trainer, TrainerOptions, evaluate,
};
use feedforward::{Network, Output};
use std::collections::VecDeque;
use std::num::NonZeroUsize;

/// The most steps that can be taken back.
const MOST_STEPS_BACK: usize = 100;

/// About the most numbers that are kept for going back: 24 MB.
const MOST_NUMBERS_BACK: usize = 6 << 20;

/// How a session learns; it can change on the way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) optimizer: Optimizer,
    pub(crate) learning_rate: f32,
    pub(crate) weight_decay: f32,
    pub(crate) batch: NonZeroUsize,
}

/// A network that learns step by step.
#[derive(Debug)]
pub(crate) struct Session {
    /// The very weights that it began with.
    start: Network,
    /// Before the first step.
    beginning: Course,
    pub(crate) lesson: Lesson,
    pub(crate) rule: Rule,
    pub(crate) seed: u64,
    trainer: Trainer,
    progress: Progress,
    past: VecDeque<Past>,
    batch: Gathered,
    last: Option<LastStep>,
    pub(crate) fault: Option<Fault>,
}

/// What changes with every step beside the weights.
#[derive(Clone, Debug)]
struct Progress {
    course: Course,
    step: usize,
    seen: usize,
    loss: f64,
}

/// A moment to go back to.
#[derive(Debug)]
struct Past {
    weights: Snapshot,
    progress: Progress,
}

/// Gradients of a step, and what it did to the weights.
#[derive(Debug)]
pub(crate) struct LastStep {
    pub(crate) gradients: Vec<Gradient>,
    pub(crate) updates: Vec<(Array2<f32>, Array1<f32>)>,
}

/// Why a session does not go on.
#[derive(Clone, Debug)]
pub(crate) struct Fault {
    pub(crate) kind: &'static str,
    pub(crate) message: String,
    /// Counted from 0; -1 if it is no layer's.
    pub(crate) layer: isize,
}

/// Loss and accuracy over all examples of a kind; NaN if there are none.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measured {
    pub(crate) loss: f64,
    pub(crate) accuracy: f64,
}

impl Measured {
    pub(crate) const NOTHING: Self = Self { loss: f64::NAN, accuracy: f64::NAN };
}

impl Session {
    /// A session before its first step. `order` is that of the training examples.
    pub(crate) fn new(
        start: Network,
        mut lesson: Lesson,
        order: Vec<usize>,
        rule: Rule,
        seed: u64,
    ) -> Result<Self, EngineError> {
        let (inputs, columns) = (start.inputs(), lesson.training.x.ncols());
        if inputs != columns {
            return Err(EngineError::shape(format!(
                "the network takes {inputs} inputs, but the examples have {columns}"
            )));
        }
        let classes = lesson.names.len();
        let known = start.output().classes(start.outputs());
        if known < classes {
            return Err(EngineError::shape(format!(
                "the network knows {known} classes, but the examples have {classes}: give it one output per class"
            )));
        }
        if start.output() == Output::Identity {
            lesson.training.as_values(start.outputs());
            lesson.validation.as_values(start.outputs());
        }
        let beginning = Course::new(seed, order);
        let progress = Progress { course: beginning.clone(), step: 0, seen: 0, loss: f64::NAN };
        let trainer = trainer(&start, rule)?;
        let (past, batch) = (VecDeque::new(), Gathered::default());
        Ok(Self {
            start,
            beginning,
            lesson,
            rule,
            seed,
            trainer,
            progress,
            past,
            batch,
            last: None,
            fault: None,
        })
    }

    pub(crate) fn network(&self) -> Network {
        self.trainer.network()
    }

    pub(crate) fn step_number(&self) -> usize {
        self.progress.step
    }

    pub(crate) fn epoch(&self) -> usize {
        self.progress.course.epoch()
    }

    pub(crate) fn seen(&self) -> usize {
        self.progress.seen
    }

    /// The mean loss of the last call of [`run`](Self::run) that learned.
    pub(crate) fn loss(&self) -> f64 {
        self.progress.loss
    }

    /// Gradients and updates of the last step, if they were asked for.
    pub(crate) fn last(&self) -> Option<&LastStep> {
        self.last.as_ref()
    }

    /// Learns from so many batches, or until a fault.
    pub(crate) fn run(&mut self, steps: usize, details: Details) -> Result<(), EngineError> {
        if steps > 0 {
            (self.fault, self.last) = (None, None);
        }
        let (mut loss, mut examples) = (0.0, 0);
        for remaining in (0..steps).rev() {
            let before = match (details, remaining) {
                (Details::LastStep, 0) => Some(self.trainer.network()),
                _ => None,
            };
            let Some(step_loss) = self.step()? else { break };
            let count = self.examples().len();
            loss += step_loss * count as f64;
            examples += count;
            self.progress.loss = loss / examples as f64;
            if let Some(before) = before {
                self.last = Some(self.last_step(&before));
            }
        }
        Ok(())
    }

    /// One step: its loss, or `None` if there was a fault, after which the weights are those before it.
    fn step(&mut self) -> Result<Option<f64>, EngineError> {
        let past = Past { weights: self.trainer.snapshot(), progress: self.progress.clone() };
        self.progress.course.next(&self.lesson, self.rule.batch, &mut self.batch)?;
        let examples = self.batch.examples(&self.lesson.training.targets());
        let count = examples.len();
        let step = self.trainer.step(examples, self.rule.learning_rate);
        let fault = match &step {
            Err(error) => Some(Fault { kind: "refused", message: error.to_string(), layer: -1 }),
            Ok(step) if !step.loss.is_finite() => {
                self.trainer.restore(&past.weights)?;
                Some(
                    self.not_finite(
                        &format!("the loss became {}", step.loss),
                        self.layer_of_signal()?,
                    ),
                )
            }
            Ok(_) => self.trainer.layer_not_finite().map(|layer| {
                let what = format!("weights of layer {} became infinite or NaN", layer + 1);
                self.not_finite(&what, layer)
            }),
        };
        if let Some(fault) = fault {
            self.fault = Some(fault);
            self.go_to(past)?;
            return Ok(None);
        }
        self.progress.step += 1;
        self.progress.seen += count;
        self.keep(past);
        Ok(step.ok().map(|step| step.loss))
    }

    fn not_finite(&self, what: &str, layer: usize) -> Fault {
        let (step, rate) = (self.progress.step + 1, self.rule.learning_rate);
        let message = format!(
            "{what} in step {step} with the learning rate {rate}: the weights are those before this step; \
             choose a lower rate, or reset"
        );
        Fault { kind: "not_finite", message, layer: layer as isize }
    }

    /// The last batch.
    fn examples(&self) -> Examples<'_> {
        self.batch.examples(&self.lesson.training.targets())
    }

    /// The first layer whose signals are not finite for the last batch.
    fn layer_of_signal(&self) -> Result<usize, EngineError> {
        let trace = self.trainer.network().predictor()?.trace(self.examples().x())?;
        let is_infinite = |signals: &Array2<f32>| signals.iter().any(|v| !v.is_finite());
        let found =
            trace.layers.iter().position(|layer| is_infinite(&layer.z) || is_infinite(&layer.y));
        Ok(found.unwrap_or(trace.layers.len() - 1))
    }

    /// Keeps a moment, and forgets what is too long ago.
    fn keep(&mut self, past: Past) {
        // Weights, and up to two memories of an optimiser for each.
        let most = (MOST_NUMBERS_BACK / (3 * self.start.parameters())).clamp(1, MOST_STEPS_BACK);
        while self.past.len() >= most {
            self.past.pop_front();
        }
        self.past.push_back(past);
    }

    fn last_step(&self, before: &Network) -> LastStep {
        let after = self.trainer.network();
        let pairs = before.layers().iter().zip(after.layers());
        let updates = pairs.map(|(before, after)| {
            (&after.weights() - &before.weights(), &after.bias() - &before.bias())
        });
        LastStep { gradients: self.trainer.last_gradients(), updates: updates.collect() }
    }

    fn go_to(&mut self, past: Past) -> Result<(), EngineError> {
        self.trainer.restore(&past.weights)?;
        self.progress = past.progress;
        self.last = None;
        Ok(())
    }

    /// Takes a step back; whether there was one.
    pub(crate) fn back(&mut self) -> Result<bool, EngineError> {
        let Some(past) = self.past.pop_back() else { return Ok(false) };
        self.fault = None;
        self.go_to(past)?;
        Ok(true)
    }

    /// To the very beginning: weights, order and random numbers. The rule stays as it is.
    pub(crate) fn reset(&mut self) -> Result<(), EngineError> {
        self.trainer = trainer(&self.start, self.rule)?;
        let course = self.beginning.clone();
        self.progress = Progress { course, step: 0, seen: 0, loss: f64::NAN };
        self.past.clear();
        (self.last, self.fault) = (None, None);
        Ok(())
    }

    /// Goes on by another rule.
    pub(crate) fn change(&mut self, rule: Rule) -> Result<(), EngineError> {
        self.trainer.set_rule(rule.optimizer, rule.weight_decay)?;
        self.rule = rule;
        self.fault = None;
        Ok(())
    }

    /// Goes on from weights set by hand.
    pub(crate) fn set_network(&mut self, network: &Network) -> Result<(), EngineError> {
        let now = self.trainer.network();
        let functions = |network: &Network| -> Vec<String> {
            let activations = network.layers().iter().map(|layer| layer.activation().to_string());
            activations.chain([network.output().to_string()]).collect()
        };
        if functions(&now) != functions(network) {
            return Err(EngineError::option(
                "the network has other activations or another output than the one that learns: start a new session",
            ));
        }
        self.trainer.set_parameters(network)?;
        (self.last, self.fault) = (None, None);
        Ok(())
    }

    /// Loss and accuracy over all examples to learn from, and over those to measure with.
    pub(crate) fn measure(&self) -> Result<[Measured; 2], EngineError> {
        let predictor = self.trainer.network().predictor()?;
        let measure = |examples: &Labelled| -> Result<Measured, EngineError> {
            if examples.len() == 0 {
                return Ok(Measured::NOTHING);
            }
            let learned = evaluate(&predictor, examples.targets())?;
            let accuracy = match learned.accuracy() {
                Some(accuracy) => Some(accuracy),
                None => evaluate(&predictor, examples.labelled())?.accuracy(),
            };
            Ok(Measured {
                loss: learned.loss.unwrap_or(f64::NAN),
                accuracy: accuracy.unwrap_or(f64::NAN),
            })
        };
        Ok([measure(&self.lesson.training)?, measure(&self.lesson.validation)?])
    }
}

/// What is kept of a run's last step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Details {
    /// Nothing.
    None,
    /// Gradients and updates.
    LastStep,
}

fn trainer(network: &Network, rule: Rule) -> Result<Trainer, EngineError> {
    let Rule { optimizer, weight_decay, .. } = rule;
    let options = TrainerOptions { optimizer, weight_decay, ..TrainerOptions::default() };
    Ok(Trainer::new(network, &options)?)
}
