//! `feedforward plot boundary`: what a network of two inputs answers in each place of the plane.

use super::destination::DestinationArgs;
use super::numbers::{Numbers, factor, shown};
use super::range::Range;
use super::words::{self, Language};
use crate::console::Console;
use crate::flags::ModelArgs;
use crate::model::NamedModel;
use crate::value::number;
use anyhow::{bail, ensure};
use clap::{Args, ValueEnum};
use feedforward::plot::{ChartAxis, Figure, Plane, PlanePanel, PlanePoint};
use feedforward::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2, array};

/// The number of places along each axis at which a network is asked: the pixels of a single plane, and
/// of one of several, in a figure of the usual width.
const PLACES: (usize, usize) = (450, 300);
/// The most classes of a figure.
const MOST_CLASSES: usize = 4;
/// The four points of the truth tables.
const POINTS: [[f32; 2]; 4] = [[0.0, 0.0], [1.0, 0.0], [0.0, 1.0], [1.0, 1.0]];

/// Draw the plane of two inputs: where a network answers 1, and where 0.
///
/// Without arguments, the gates AND, OR, NAND and XOR with weights set by hand: one straight line
/// does for the first three, and XOR takes two layers. A gate's name with --weights or --model says
/// which answers the four points should have.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward plot boundary
  feedforward plot boundary and xor -o gates.svg
  feedforward plot boundary and --weights 0.5,0.5 --bias=-0.2
  feedforward plot boundary xor --model xor.safetensors")]
pub(crate) struct BoundaryArgs {
    /// The gates; by default all four.
    #[arg(value_name = "GATE", value_enum)]
    gates: Vec<Gate>,
    /// The weights w₁ and w₂ of a perceptron to draw instead.
    #[arg(
        long,
        value_name = "W1,W2",
        allow_hyphen_values = true,
        requires = "bias",
        conflicts_with = "model"
    )]
    weights: Option<Numbers>,
    /// Its bias b.
    #[arg(long, value_name = "NUMBER", value_parser = number, allow_hyphen_values = true,
        requires = "weights")]
    bias: Option<f32>,
    /// The range of both inputs.
    #[arg(long, value_name = "FROM..TO", default_value = "-0.5..1.5", allow_hyphen_values = true)]
    range: Range,
    #[command(flatten)]
    model: ModelArgs,
    #[command(flatten)]
    destination: DestinationArgs,
}

/// A truth table of two inputs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Gate {
    And,
    Or,
    Nand,
    Xor,
}

impl Gate {
    fn name(self) -> &'static str {
        match self {
            Self::And => "AND",
            Self::Or => "OR",
            Self::Nand => "NAND",
            Self::Xor => "XOR",
        }
    }

    /// The answer to two inputs.
    fn answer(self, [x1, x2]: [f32; 2]) -> usize {
        let (x1, x2) = (x1 == 1.0, x2 == 1.0);
        usize::from(match self {
            Self::And => x1 && x2,
            Self::Or => x1 || x2,
            Self::Nand => !(x1 && x2),
            Self::Xor => x1 != x2,
        })
    }

    /// The weights and the bias of a perceptron, set by hand; XOR needs two layers.
    fn weights(self) -> Option<([f32; 2], f32)> {
        match self {
            Self::And => Some(([0.5, 0.5], -0.7)),
            Self::Or => Some(([0.5, 0.5], -0.2)),
            Self::Nand => Some(([-0.5, -0.5], 0.7)),
            Self::Xor => None,
        }
    }

    fn network(self) -> anyhow::Result<Network> {
        if let Some((weights, bias)) = self.weights() {
            return perceptron(weights, bias);
        }
        // NAND and OR of the inputs, then AND.
        let weights = array![[-0.5, 0.5], [-0.5, 0.5]];
        let first = Dense::new(weights, array![0.7, -0.2], Activation::Step)?;
        let second = Dense::new(array![[0.5], [0.5]], array![-0.7], Activation::Step)?;
        Ok(Network::new(vec![first, second], Output::Identity)?)
    }

    /// What the panel is called: the sum that is compared with 0, or that there are two layers.
    fn title(self, language: Language) -> String {
        let rule = match self.weights() {
            Some((weights, bias)) => rule(&weights, bias),
            None => words::TWO_LAYERS.to(language),
        };
        format!("{}: {rule}", self.name())
    }
}

fn perceptron(weights: [f32; 2], bias: f32) -> anyhow::Result<Network> {
    let weights = Array2::from_shape_vec((2, 1), weights.to_vec())?;
    let layer = Dense::new(weights, Array1::from_vec(vec![bias]), Activation::Step)?;
    Ok(Network::new(vec![layer], Output::Identity)?)
}

/// When a perceptron answers 1.
fn rule(weights: &[f32], bias: f32) -> String {
    let signed = |number: f32| match shown(number).strip_prefix('−') {
        Some(digits) => format!(" − {digits}"),
        None => format!(" + {}", factor(number)),
    };
    format!("{}x₁{}x₂{} > 0", shown(weights[0]), signed(weights[1]), signed(bias))
}

/// A network to draw, and how.
struct Drawn {
    name: String,
    network: Network,
    gate: Option<Gate>,
}

/// Networks, the figure's own title, and the names of the classes.
struct Content {
    drawn: Vec<Drawn>,
    title: String,
    classes: Vec<String>,
}

pub(crate) fn run(args: &BoundaryArgs, console: &mut Console) -> anyhow::Result<()> {
    let destination = args.destination.check()?;
    let language = args.destination.language();
    let Content { drawn, title, classes } = match (&args.weights, args.bias) {
        (Some(Numbers(weights)), Some(bias)) => of_weights(args, weights, bias)?,
        _ if args.model.model.is_some() => of_model(args)?,
        _ => of_gates(args)?,
    };
    let places = if drawn.len() == 1 { PLACES.0 } else { PLACES.1 };
    let panel = |drawn| panel(drawn, args.range, places);
    let figure = Figure::from(Plane {
        title: args.destination.title(title),
        panels: drawn.iter().map(panel).collect::<Result<_, _>>()?,
        classes,
        wrong: words::WRONG.to(language),
    });
    args.destination.draw(destination, &figure, console)
}

fn of_gates(args: &BoundaryArgs) -> anyhow::Result<Content> {
    let language = args.destination.language();
    let gates = if args.gates.is_empty() { Gate::value_variants() } else { &args.gates };
    let drawn = |&gate: &Gate| {
        Ok(Drawn { name: gate.title(language), network: gate.network()?, gate: Some(gate) })
    };
    let names: Vec<_> = gates.iter().map(|gate| gate.name()).collect();
    Ok(Content {
        drawn: gates.iter().map(drawn).collect::<anyhow::Result<_>>()?,
        title: match args.gates.is_empty() {
            true => words::BOUNDARY_GATES.to(language),
            false => words::BOUNDARY.fill(language, &[&names.join(", ")]),
        },
        classes: answers(language),
    })
}

fn of_weights(args: &BoundaryArgs, weights: &[f32], bias: f32) -> anyhow::Result<Content> {
    let language = args.destination.language();
    let &[w1, w2] = weights else {
        bail!("--weights has {} numbers: expected two, w1,w2", weights.len())
    };
    Ok(Content {
        drawn: vec![single(args, rule(weights, bias), perceptron([w1, w2], bias)?)?],
        title: words::BOUNDARY.fill(language, &[&words::PERCEPTRON.to(language)]),
        classes: answers(language),
    })
}

fn of_model(args: &BoundaryArgs) -> anyhow::Result<Content> {
    let language = args.destination.language();
    let model = args.model.load()?;
    let classes = check(&model, language)?;
    let network = model.network();
    Ok(Content {
        drawn: vec![single(args, network.to_string(), network.clone())?],
        title: match network.outputs() {
            1 => words::BOUNDARY.fill(language, &[&words::THE_NETWORK.to(language)]),
            _ => words::CLASSES.to(language),
        },
        classes,
    })
}

/// The one network of a figure, with the points of the gate that is named, if any.
fn single(args: &BoundaryArgs, name: String, network: Network) -> anyhow::Result<Drawn> {
    ensure!(
        args.gates.len() <= 1,
        "{} gates are named: name one, whose answers the points then have",
        args.gates.len()
    );
    let gate = args.gates.first().copied();
    let name = gate.map_or(name.clone(), |gate| format!("{}: {name}", gate.name()));
    Ok(Drawn { name, network, gate })
}

/// The names of the answers 0 and 1.
fn answers(language: Language) -> Vec<String> {
    (0..2).map(|answer| words::ANSWER.fill(language, &[&answer])).collect()
}

/// The names of a model's classes, if it can be drawn.
fn check(model: &NamedModel, language: Language) -> anyhow::Result<Vec<String>> {
    let network = model.network();
    ensure!(
        network.inputs() == 2,
        "{}: the network {network} has {} inputs, and a plane has two: give a network of two inputs",
        model.name(),
        network.inputs()
    );
    if network.outputs() == 1 {
        return Ok(answers(language));
    }
    let classes = network.outputs();
    ensure!(
        classes <= MOST_CLASSES,
        "{}: the network has {classes} classes, and {MOST_CLASSES} are the most that can be drawn",
        model.name()
    );
    let name = |class: usize| match model.description().labels.get(class) {
        Some(_) => model.class_name(class).to_string(),
        None => words::CLASS.fill(language, &[&class]),
    };
    Ok((0..classes).map(name).collect())
}

/// The class of each row: of a single output, whether it is at least a half.
fn classes(network: &Network, x: &Array2<f32>) -> anyhow::Result<Vec<usize>> {
    let predictor = network.predictor()?;
    if network.outputs() > 1 {
        return Ok(predictor.classify(x)?);
    }
    Ok(predictor.predict(x)?.iter().map(|&y| usize::from(y >= 0.5)).collect())
}

fn panel(drawn: &Drawn, range: Range, places: usize) -> anyhow::Result<PlanePanel> {
    let place = |index: usize| {
        let share = (index as f32 + 0.5) / places as f32;
        range.low + share * (range.high - range.low)
    };
    let grid = Array2::from_shape_fn((places * places, 2), |(row, input)| match input {
        0 => place(row % places),
        // The first row is the top one.
        _ => place(places - 1 - row / places),
    });
    let regions = Array2::from_shape_vec((places, places), classes(&drawn.network, &grid)?)?;
    let corners = Array2::from_shape_fn((POINTS.len(), 2), |(row, input)| POINTS[row][input]);
    let answers = classes(&drawn.network, &corners)?;
    let points = POINTS.iter().zip(answers).map(|(&[x, y], answer)| PlanePoint {
        x: x.into(),
        y: y.into(),
        class: drawn.gate.map_or(answer, |gate| gate.answer([x, y])),
    });
    let axis = |label: &str| ChartAxis::from_to(label, range.low.into(), range.high.into());
    Ok(PlanePanel {
        name: drawn.name.clone(),
        x: axis("x₁"),
        y: axis("x₂"),
        regions,
        points: points.collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gates_set_by_hand_answer_their_truth_tables() {
        for &gate in Gate::value_variants() {
            let x = Array2::from_shape_fn((4, 2), |(row, input)| POINTS[row][input]);
            let expected: Vec<_> = POINTS.iter().map(|&point| gate.answer(point)).collect();
            assert_eq!(classes(&gate.network().unwrap(), &x).unwrap(), expected, "{gate:?}");
        }
    }

    #[test]
    fn rules_are_written_with_signs() {
        assert_eq!(rule(&[-0.5, -0.5], 0.7), "−0.5x₁ − 0.5x₂ + 0.7 > 0");
    }
}
