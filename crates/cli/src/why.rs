//! `feedforward predict --why`: what an answer is made of, and the smallest change that flips it.

mod figure;
mod json;
mod text;

use crate::inputs::Row;
use crate::model::NamedModel;
use crate::plot::destination::DestinationArgs;
use crate::plot::words::Language;
use crate::shown::Foreign;
use crate::similar::{did_you_mean, nearest};
use anyhow::{Context, bail, ensure};
use clap::{Args, ValueHint};
use feedforward::explain::{ExplainError, Explainer, Flip, FlipOptions, Question, Shares};
use ndarray::ArrayView1;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// The most classes that a refusal lists by name.
const MOST_NAMES: usize = 20;

/// What is asked for, and where the picture of it goes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Why")]
pub(crate) struct WhyArgs {
    /// Say why: what each input and each hidden neuron adds to the logit of the predicted class, and
    /// the smallest change found that makes it another class. With CLASS, a name or a number: why the
    /// predicted class and not that one. For a network that gives values, CLASS is the value's number.
    #[arg(long, value_name = "CLASS", num_args = 0..=1)]
    why: Option<Option<String>>,
    /// Draw what each input adds into this file, whose name ends in .svg or .png.
    #[arg(short, long = "out", value_name = "FILE", value_hint = ValueHint::FilePath,
        requires = "why", conflicts_with = "json")]
    out: Option<PathBuf>,
    /// The language of the words in that file.
    #[arg(long, value_name = "LANGUAGE", value_enum, default_value = "en", requires = "out")]
    language: Language,
}

/// Explains the answers of a network.
pub(crate) struct Asker<'a> {
    model: &'a NamedModel,
    explainer: Explainer,
    /// The class that was named.
    named: Option<usize>,
}

/// Why a network answers an input as it does.
#[derive(Debug)]
pub(crate) struct Why<'a> {
    model: &'a NamedModel,
    explainer: &'a Explainer,
    question: Question,
    shares: Shares,
    /// What each input was.
    x: Vec<f32>,
    /// The smallest change, or why there is none.
    flip: Result<Flip, ExplainError>,
    /// What the inputs stayed within.
    bounds: Option<RangeInclusive<f32>>,
    /// The height and width of the input, if it is a picture.
    picture: Option<[usize; 2]>,
}

impl WhyArgs {
    pub(crate) fn is_given(&self) -> bool {
        self.why.is_some()
    }

    /// Whether a figure goes to a file.
    pub(crate) fn has_file(&self) -> bool {
        self.out.is_some()
    }

    /// Where the figure goes, if there is to be one; that it can be written is checked.
    pub(crate) fn destination(&self) -> anyhow::Result<Option<DestinationArgs>> {
        let Some(out) = &self.out else { return Ok(None) };
        let destination = DestinationArgs::file(out.clone(), self.language);
        destination.check()?;
        Ok(Some(destination))
    }

    /// What is asked of `model`; nothing without the flag.
    pub(crate) fn asker<'a>(&self, model: &'a NamedModel) -> anyhow::Result<Option<Asker<'a>>> {
        let Some(class) = &self.why else { return Ok(None) };
        let named = class.as_deref().map(|class| class_of(class, model)).transpose()?;
        let explainer = Explainer::new(model.network())?;
        Ok(Some(Asker { model, explainer, named }))
    }
}

/// The class that a word names: by its name, or else by its number.
fn class_of(word: &str, model: &NamedModel) -> anyhow::Result<usize> {
    let network = model.network();
    let classes = network.output().classes(network.outputs());
    let names: Vec<Foreign<'_>> = (0..classes).map(|class| model.class_name(class)).collect();
    let number = || word.parse().ok().filter(|&class: &usize| class < classes);
    if let Some(class) = names.iter().position(|name| name.raw() == word).or_else(number) {
        return Ok(class);
    }
    let what = if model.classifies() { "class" } else { "value" };
    let are_numbers = names.iter().zip(0..).all(|(name, class)| *name.raw() == class.to_string());
    let known = match are_numbers || classes > MOST_NAMES {
        true if classes == 1 => "there is only 0".to_owned(),
        true => format!("expected 0 to {}", classes - 1),
        false => {
            let names: Vec<_> = names.iter().map(ToString::to_string).collect();
            format!("expected {}", names.join(", "))
        }
    };
    let shown = Foreign::new(word);
    let tip = match word.contains('.') || Path::new(word).exists() {
        true => "; write a file's name before --why".to_owned(),
        false if are_numbers => String::new(),
        false => did_you_mean(nearest(word, names.iter().map(Foreign::raw))),
    };
    bail!("--why: there is no {what} {shown}: {known}{tip}")
}

impl<'a> Asker<'a> {
    /// Why the network answers `x` with `class`, which is `None` where it gives values.
    pub(crate) fn why(
        &'a self,
        row: &Row,
        x: ArrayView1<'_, f32>,
        class: Option<usize>,
    ) -> anyhow::Result<Why<'a>> {
        self.answer(x, class).with_context(|| row.name.to_string())
    }

    fn answer(&'a self, x: ArrayView1<'_, f32>, class: Option<usize>) -> anyhow::Result<Why<'a>> {
        let question = self.question(class)?;
        let shares = self.explainer.shares(x, question)?;
        let picture = self.model.picture(x).map(|picture| [picture.nrows(), picture.ncols()]);
        let largest = 255.0 / self.model.description().divisor();
        let bounds = (picture.is_some() && x.iter().all(|x| (0.0..=largest).contains(x)))
            .then_some(0.0..=largest);
        let options = FlipOptions {
            to: question.against,
            bounds: bounds.clone().unwrap_or(FlipOptions::default().bounds),
            ..FlipOptions::default()
        };
        let flip = match class {
            Some(_) => self.explainer.flip(x, &options),
            None => Err(ExplainError::OneClass),
        };
        let (model, explainer) = (self.model, &self.explainer);
        Ok(Why { model, explainer, question, shares, x: x.to_vec(), flip, bounds, picture })
    }

    fn question(&self, class: Option<usize>) -> anyhow::Result<Question> {
        match (class, self.named) {
            (Some(class), None) => Ok(Question::logit(class)),
            (Some(class), Some(named)) => {
                ensure!(
                    class != named,
                    "the answer is {} itself: give --why alone, or another class",
                    self.model.class_name(class)
                );
                Ok(Question::difference(class, named))
            }
            (None, Some(named)) => Ok(Question::logit(named)),
            (None, None) => {
                let outputs = self.model.network().outputs();
                ensure!(
                    outputs == 1,
                    "the network gives {outputs} values and no class: say which value is to be explained, such as --why 0"
                );
                Ok(Question::logit(0))
            }
        }
    }
}

impl Why<'_> {
    /// What a class, or a value, is called.
    fn name(&self, class: usize) -> String {
        match self.model.classifies() {
            true => self.model.class_name(class).to_string(),
            false => format!("value {class}"),
        }
    }

    /// What is asked: `7`, or `7 and not 1`.
    fn asked(&self) -> String {
        let of = self.name(self.question.of);
        match self.question.against {
            Some(against) => format!("{of} and not {}", self.name(against)),
            None => of,
        }
    }

    /// Whether the network ends in a single sigmoid.
    fn is_binary(&self) -> bool {
        let network = self.model.network();
        network.output().is_binary(network.outputs())
    }
}
