//! The calls about sessions.

use crate::arguments::{Argument, Arguments};
use crate::engine::Engine;
use crate::error::EngineError;
use crate::lesson::{Labelled, Lesson};
use crate::networks::{Held, layer_value, network_value};
use crate::points::MOST_POINTS;
use crate::session::{Details, Fault, LastStep, Measured, Rule, Session};
use crate::small::surface_value;
use crate::value::{Value, object};
use feedforward::digits::Digits;
use feedforward::files::Input;
use feedforward::ndarray::Axis;
use feedforward::training::{Augmentation, InitializeOptions, Optimizer, initialize, set_aside};
use feedforward::{Description, Model, Network};
use std::collections::BTreeMap;

type Answer = Result<Value, EngineError>;

/// The test digits that are learned from; the others measure.
const LEARNED_DIGITS: usize = 9_000;

/// The most sessions at a time.
const MOST_SESSIONS: usize = 100;

/// The most neurons of a layer.
const MOST_NEURONS: usize = 10_000;

/// The most parameters of a network that is shown whole.
const SHOWN_WHOLE: usize = 10_000;

/// The most steps of a call.
const MOST_STEPS: usize = 1_000_000;

/// The largest batch.
const MOST_BATCH: usize = 10_000;

/// All sessions by their numbers.
#[derive(Debug)]
pub(crate) struct Sessions {
    held: BTreeMap<u32, Session>,
    next: u32,
}

impl Sessions {
    pub(crate) fn new(first: u32) -> Self {
        Self { held: BTreeMap::new(), next: first }
    }

    fn get(&mut self, id: &Argument<'_>) -> Result<&mut Session, EngineError> {
        let number = id.natural(u32::MAX as usize)?;
        self.held.get_mut(&(number as u32)).ok_or_else(|| {
            EngineError::option(format!("session: there is no session {number}; was it ended?"))
        })
    }
}

impl Engine {
    pub(crate) fn start_session(&mut self, arguments: Arguments<'_>) -> Answer {
        if self.sessions.held.len() >= MOST_SESSIONS {
            let message = format!("{MOST_SESSIONS} sessions are open: end some of them");
            return Err(EngineError::option(message));
        }
        let options = arguments.at(0, "options");
        let seed = options.field("seed").seed()?;
        let network = first_network(&options, seed)?;
        let data = options.field("data");
        let (lesson, order) = match data.field("kind").text()? {
            "digits" => digits_lesson(self.digits()?, &data)?,
            "points" => points_lesson(&data, seed)?,
            found => {
                let message =
                    format!("options.data.kind: expected digits or points, found '{found}'");
                return Err(EngineError::option(message));
            }
        };
        let rule = Rule {
            optimizer: optimizer(&options.field("optimizer"))?,
            learning_rate: options.field("learningRate").float()?,
            weight_decay: options.field("weightDecay").float()?,
            batch: options.field("batch").count(MOST_BATCH)?,
        };
        let shown = (network.parameters() <= SHOWN_WHOLE).then(|| network_value(&network));
        let (examples, validation) = (lesson.training.len(), lesson.validation.len());
        let session = Session::new(network, lesson, order, rule, seed)?;
        let id = self.sessions.next;
        self.sessions.next += 1;
        self.sessions.held.insert(id, session);
        Ok(object! {
            "session": id, "network": shown, "examples": examples, "validation": validation,
        })
    }

    pub(crate) fn run_session(&mut self, arguments: Arguments<'_>) -> Answer {
        let started = (self.clock)();
        let session = self.sessions.get(&arguments.at(0, "session"))?;
        let wishes = arguments.at(1, "wishes");
        let details = match wishes.field("gradients").flag()? {
            true => Details::LastStep,
            false => Details::None,
        };
        session.run(wishes.field("steps").natural(MOST_STEPS)?, details)?;
        let [training, validation] = match wishes.field("measure").flag()? {
            true => session.measure()?,
            false => [Measured::NOTHING; 2],
        };
        let mut frame = object! {
            "step": session.step_number(),
            "epoch": session.epoch(),
            "seen": session.seen(),
            "loss": session.loss(),
            "trainingLoss": training.loss,
            "validationLoss": validation.loss,
            "trainingAccuracy": training.accuracy,
            "validationAccuracy": validation.accuracy,
            "fault": session.fault.as_ref().map(fault_value),
        };
        if wishes.field("network").flag()? {
            frame = frame.with("network", network_value(&session.network()));
        }
        if let Some(grid) = wishes.field("surface").given() {
            frame = frame.with("surface", surface_value(&session.network(), &grid)?);
        }
        if let (Details::LastStep, Some(last)) = (details, session.last()) {
            let LastStep { gradients, updates } = last;
            let gradients =
                gradients.iter().map(|g| layer_value(g.weights.view(), g.bias.to_vec()));
            let updates = updates.iter().map(|(w, b)| layer_value(w.view(), b.to_vec()));
            frame = frame
                .with("gradients", Value::list(gradients))
                .with("updates", Value::list(updates));
        }
        Ok(frame.with("milliseconds", (self.clock)() - started))
    }

    pub(crate) fn change_session(&mut self, arguments: Arguments<'_>) -> Answer {
        let session = self.sessions.get(&arguments.at(0, "session"))?;
        let change = arguments.at(1, "change");
        let mut rule = session.rule;
        if let Some(rate) = change.field("learningRate").given() {
            rule.learning_rate = rate.float()?;
        }
        if let Some(decay) = change.field("weightDecay").given() {
            rule.weight_decay = decay.float()?;
        }
        if let Some(batch) = change.field("batch").given() {
            rule.batch = batch.count(MOST_BATCH)?;
        }
        if let Some(chosen) = change.field("optimizer").given() {
            rule.optimizer = optimizer(&chosen)?;
        }
        session.change(rule)?;
        Ok(Value::Null)
    }

    pub(crate) fn set_session_network(&mut self, arguments: Arguments<'_>) -> Answer {
        let network = arguments.at(1, "network").network()?;
        self.sessions.get(&arguments.at(0, "session"))?.set_network(&network)?;
        Ok(Value::Null)
    }

    pub(crate) fn session_back(&mut self, arguments: Arguments<'_>) -> Answer {
        Ok(self.sessions.get(&arguments.at(0, "session"))?.back()?.into())
    }

    pub(crate) fn reset_session(&mut self, arguments: Arguments<'_>) -> Answer {
        self.sessions.get(&arguments.at(0, "session"))?.reset()?;
        Ok(Value::Null)
    }

    /// The network learned so far, with what a file should say of it.
    pub(crate) fn session_network(&mut self, arguments: Arguments<'_>) -> Answer {
        let session = self.sessions.get(&arguments.at(0, "session"))?;
        let network = session.network();
        let is_digits = session.lesson.names.len() == 10 && network.inputs() == 784;
        let fits = network.output().classes(network.outputs()) == session.lesson.names.len();
        let (seed, step, epoch) = (session.seed, session.step_number(), session.epoch());
        let description = Description {
            labels: if fits { session.lesson.names.clone() } else { Vec::new() },
            input: is_digits.then(Input::mnist),
            provenance: BTreeMap::from([
                ("made_by".to_owned(), "the page of feedforward".to_owned()),
                ("learned".to_owned(), format!("seed {seed}, {step} steps, in epoch {epoch}")),
            ]),
        };
        let name = arguments.at(1, "name").text()?;
        self.networks.add(Held::new(name, "", Model::new(network, description))?)
    }

    pub(crate) fn end_session(&mut self, arguments: Arguments<'_>) -> Answer {
        let id = arguments.at(0, "session").natural(u32::MAX as usize)?;
        self.sessions.held.remove(&(id as u32));
        Ok(Value::Null)
    }
}

/// The network that a session begins with.
fn first_network(options: &Argument<'_>, seed: u64) -> Result<Network, EngineError> {
    if let Some(network) = options.field("network").given() {
        return network.network();
    }
    let sizes = options.field("sizes").naturals(MOST_NEURONS)?;
    let activation = options.field("activation").activation()?;
    let output = options.field("output").output()?;
    let initialization = InitializeOptions { seed, ..InitializeOptions::default() };
    Ok(initialize(&sizes, activation, output, &initialization)?)
}

fn digits_lesson(
    digits: &Digits,
    data: &Argument<'_>,
) -> Result<(Lesson, Vec<usize>), EngineError> {
    let part = |range: std::ops::Range<usize>| -> Result<Labelled, EngineError> {
        let part = digits.slice(range)?;
        Ok(Labelled::new(part.inputs(), part.labels().to_vec()))
    };
    let lesson = Lesson {
        training: part(0..LEARNED_DIGITS)?,
        validation: part(LEARNED_DIGITS..digits.len())?,
        augmentation: data.field("augment").flag()?.then(Augmentation::digits),
        names: (0..10).map(|digit| digit.to_string()).collect(),
    };
    Ok((lesson, (0..LEARNED_DIGITS).collect()))
}

/// The points, of which so many are set aside as `train` does.
fn points_lesson(data: &Argument<'_>, seed: u64) -> Result<(Lesson, Vec<usize>), EngineError> {
    let points = data.field("points");
    let x = points.field("x").matrix()?;
    let classes = points.field("classes").count(MOST_NEURONS)?.get();
    let labels = points.field("labels").naturals(classes - 1)?;
    if labels.len() != x.nrows() || labels.is_empty() || labels.len() > MOST_POINTS {
        return Err(EngineError::shape(format!(
            "options.data.points: expected 1 to {MOST_POINTS} points with one label each, found {} points and {} labels",
            x.nrows(),
            labels.len()
        )));
    }
    let aside = data.field("validation").finite()?;
    let aside = if aside > 0.0 && aside < 1.0 { aside * labels.len() as f64 } else { aside };
    let count = aside.round() as usize;
    if aside < 0.0 || count >= labels.len() {
        let (found, points) = (aside, labels.len());
        return Err(EngineError::option(format!(
            "options.data.validation: expected 0 or more of {points} points, but not all, found {found}"
        )));
    }
    let (learned, aside) = set_aside(labels.len(), count, seed);
    let part = |indices: &[usize]| {
        let labels = indices.iter().map(|&index| labels[index]).collect();
        Labelled::new(x.select(Axis(0), indices), labels)
    };
    let names = match points.field("names").given() {
        Some(names) => names
            .items()?
            .iter()
            .map(|name| Ok(name.text()?.to_owned()))
            .collect::<Result<_, EngineError>>()?,
        None => Vec::new(),
    };
    let names: Vec<String> = match names {
        names if Vec::len(&names) == classes => names,
        _ => (0..classes).map(|class| class.to_string()).collect(),
    };
    let lesson =
        Lesson { training: part(&learned), validation: part(&aside), augmentation: None, names };
    // The rows stand in this order already.
    Ok((lesson, (0..learned.len()).collect()))
}

fn optimizer(value: &Argument<'_>) -> Result<Optimizer, EngineError> {
    match value.field("name").text()? {
        "sgd" => Ok(Optimizer::Sgd),
        "adam" => Ok(Optimizer::adam()),
        "momentum" => match value.field("momentum").given() {
            Some(momentum) => Ok(Optimizer::Momentum { momentum: momentum.float()? }),
            None => Ok(Optimizer::momentum()),
        },
        found => {
            let name = value.name();
            let message = format!("{name}.name: expected sgd, momentum or adam, found '{found}'");
            Err(EngineError::option(message))
        }
    }
}

fn fault_value(fault: &Fault) -> Value {
    let Fault { kind, message, layer } = fault;
    object! { "kind": *kind, "message": &**message, "layer": *layer as f64 }
}
