//! `feedforward plot activation`: activation functions, their derivatives, and y = e^x.

use super::destination::DestinationArgs;
use super::range::Range;
use super::words::{self, Language};
use crate::console::Console;
use crate::named::{Elsewhere, Nameable, named};
use clap::Args;
use feedforward::Activation;
use feedforward::plot::{Arrangement, Chart, ChartAxis, Figure, Panel, Series};
use std::fmt;
use std::str::FromStr;

/// Draw activation functions in one figure, and the exponential function.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot activation step sigmoid relu
  feedforward plot activation sigmoid step -o sigmoid_and_step.png
  feedforward plot activation step sigmoid relu --side-by-side
  feedforward plot activation exp
  feedforward plot activation sigmoid tanh --derivative --range=-8..8")]
pub(crate) struct ActivationArgs {
    /// The activations, or exp for y = e^x; later ones are drawn over earlier ones.
    #[arg(value_name = "NAME", required = true, value_parser = named(Curve::all()))]
    names: Vec<Curve>,
    /// Draw each in a graph of its own, side by side; in the terminal, one below the other.
    #[arg(long)]
    side_by_side: bool,
    /// The range of z.
    #[arg(long, value_name = "FROM..TO", default_value = "-5..5", allow_hyphen_values = true)]
    range: Range,
    /// Draw the derivatives too, in a second graph below, or beside their functions.
    #[arg(long)]
    derivative: bool,
    #[command(flatten)]
    destination: DestinationArgs,
}

/// A curve: an activation, or the exponential function that softmax is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Curve {
    Activation(Activation),
    Exponential,
}

impl Curve {
    fn all() -> impl Iterator<Item = Self> {
        Activation::ALL.into_iter().map(Self::Activation).chain([Self::Exponential])
    }

    fn apply(self, z: f32) -> f64 {
        match self {
            Self::Activation(h) => h.apply(z).into(),
            Self::Exponential => f64::from(z).exp(),
        }
    }

    fn derivative(self, z: f32) -> f64 {
        match self {
            Self::Activation(h) => h.derivative(z, h.apply(z)).into(),
            Self::Exponential => f64::from(z).exp(),
        }
    }

    fn name(self, language: Language) -> String {
        match self {
            Self::Activation(h) => name(h, language),
            Self::Exponential => "exp".to_owned(),
        }
    }
}

impl Nameable for Curve {
    const WHAT: &'static str = Activation::WHAT;

    fn names(&self) -> Vec<&'static str> {
        match self {
            Self::Activation(h) => h.names(),
            Self::Exponential => vec!["exp"],
        }
    }

    fn elsewhere(word: &str) -> Option<Elsewhere> {
        Activation::elsewhere(word)
    }
}

impl fmt::Display for Curve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Activation(h) => h.fmt(f),
            Self::Exponential => f.pad("exp"),
        }
    }
}

impl FromStr for Curve {
    type Err = <Activation as FromStr>::Err;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().eq_ignore_ascii_case("exp") {
            true => Ok(Self::Exponential),
            false => text.parse().map(Self::Activation),
        }
    }
}

/// What an activation is called in a language.
pub(crate) fn name(activation: Activation, language: Language) -> String {
    match (activation, language) {
        (Activation::Step, Language::Ko) => words::STEP.to(language),
        (Activation::Sigmoid, Language::Ko) => words::SIGMOID.to(language),
        (Activation::Relu, Language::Ko) => words::RELU.to(language),
        _ => activation.to_string(),
    }
}

pub(crate) fn run(args: &ActivationArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    args.destination.draw(destination, &figure(args), console)
}

fn figure(args: &ActivationArgs) -> Figure {
    let language = args.destination.language();
    let numbers = args.range.numbers();
    // Of a single curve, the title is the name.
    let is_named = args.names.len() > 1 || args.side_by_side || args.derivative;
    let series = |curve: Curve, mark: &str, of: &dyn Fn(Curve, f32) -> f64| Series {
        name: if is_named { curve.name(language) + mark } else { String::new() },
        points: numbers.iter().map(|&z| (z.into(), of(curve, z))).collect(),
    };
    let is_exponential = args.names.iter().all(|&curve| curve == Curve::Exponential);
    let [x, y] = if is_exponential { ["x", "y = eˣ"] } else { ["z", "h(z)"] };
    let panel = |label: &str, first_style: usize, series: Vec<Series>| Panel {
        x: ChartAxis::from_to(x, args.range.low.into(), args.range.high.into()),
        y: ChartAxis::new(label),
        series,
        first_style,
    };
    let plain = |&curve: &Curve| series(curve, "", &Curve::apply);
    let derived = |&curve: &Curve| series(curve, "'", &Curve::derivative);
    let (panels, arrangement) = if args.side_by_side {
        let each = |(index, curve): (usize, &Curve)| {
            let derived = args.derivative.then(|| derived(curve));
            panel(y, index, [plain(curve)].into_iter().chain(derived).collect())
        };
        (args.names.iter().enumerate().map(each).collect(), Arrangement::SideBySide)
    } else {
        let mut panels = vec![panel(y, 0, args.names.iter().map(plain).collect())];
        if args.derivative {
            let label = if is_exponential { "y'" } else { "h'(z)" };
            panels.push(panel(label, 0, args.names.iter().map(derived).collect()));
        }
        (panels, Arrangement::Stacked)
    };
    let names: Vec<_> = args.names.iter().map(|curve| curve.name(language)).collect();
    let title = match (&names[..], args.derivative) {
        _ if is_exponential => words::EXPONENTIAL,
        ([_], false) => words::ONE_CURVE,
        ([_], true) => words::ONE_CURVE_AND_DERIVATIVE,
        (_, false) => words::CURVES,
        (_, true) => words::CURVES_AND_DERIVATIVES,
    };
    let title = args.destination.title(title.fill(language, &[&names.join(", ")]));
    Chart { title, panels, arrangement }.into()
}
