//! The smallest change that makes a network answer otherwise.

use crate::error::ExplainError;
use crate::explainer::Explainer;
use crate::planes::Limits;
use crate::question::check_class;
use crate::search::Search;
use ndarray::{Array1, Array2, ArrayView1};
use std::ops::RangeInclusive;

/// Which change is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct FlipOptions {
    /// The class that the network is to answer; by default any other than its own.
    pub to: Option<usize>,
    /// What every input stays within, such as 0 to 1 for pixels. By default there are no bounds.
    pub bounds: RangeInclusive<f32>,
    /// The number of rows of the path, at least 2.
    pub frames: usize,
}

impl Default for FlipOptions {
    fn default() -> Self {
        Self { to: None, bounds: f32::NEG_INFINITY..=f32::INFINITY, frames: 25 }
    }
}

/// A small change that makes the network answer another class.
///
/// By [`Explainer::flip`], which has asked the network for the class of `x`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Flip {
    /// The class of the input as it was.
    pub from: usize,
    /// The class of the changed input.
    pub to: usize,
    /// The changed input, `[inputs]`.
    pub x: Array1<f32>,
    /// Inputs on the straight way, `[frames, inputs]`: the first as it was, the last changed. The last is
    /// where the answer flips: a hair's breadth before it, the answer is another one.
    pub path: Array2<f32>,
    /// The class of each row of the path.
    pub classes: Vec<usize>,
    /// The Euclidean length of the change.
    pub distance: f64,
    /// The largest change of one input, without its sign.
    pub largest_change: f32,
    /// The inputs that changed, the largest change first; of equal ones the first.
    pub changed: Vec<usize>,
}

impl Explainer {
    /// The smallest change of x, by its Euclidean length, that was found to make the network answer another
    /// class.
    ///
    /// The network is taken for linear where it is looked at, the nearest input on the other side of the
    /// linear border is looked at next, and so on until the class is another; then the border is followed to
    /// where it is nearest, and the way to it is halved until the two answers are neighbours. Where there are
    /// at most twelve inputs, the surroundings are looked at in many directions too. The class of the
    /// result is the network's own. That there is no smaller change is not proved: a network is not convex.
    /// The same input gives the same result.
    ///
    /// # Shapes
    ///
    /// `x [inputs]`.
    ///
    /// # Errors
    ///
    /// If x has another length, is not finite or lies outside the bounds; if there is no such class, or the
    /// answer has it already; [`ExplainError::Flat`] or [`ExplainError::NotFlipped`] if nothing was found.
    ///
    /// # Examples
    ///
    /// ```
    /// use feedforward_explain::{Explainer, FlipOptions};
    /// use feedforward_network::{Activation, Dense, Network, Output};
    /// use ndarray::array;
    ///
    /// // Class 1 where x1 + x2 >= 1.
    /// let or = Dense::new(array![[2.0], [2.0]], array![-2.0], Activation::Identity)?;
    /// let network = Network::new(vec![or], Output::Sigmoid)?;
    /// let flip = Explainer::new(&network)?.flip(array![0.0, 0.0].view(), &FlipOptions::default())?;
    /// assert_eq!((flip.from, flip.to), (0, 1));
    /// assert!((flip.distance - 0.5f64.sqrt()).abs() < 1e-6);
    /// assert!((flip.x[0] - 0.5).abs() < 1e-6 && (flip.x[1] - 0.5).abs() < 1e-6);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # References
    ///
    /// Moosavi-Dezfooli, Fawzi and Frossard (2016), DeepFool; Hasofer and Lind (1974) for the nearest point of
    /// a border.
    pub fn flip(
        &self,
        x: ArrayView1<'_, f32>,
        options: &FlipOptions,
    ) -> Result<Flip, ExplainError> {
        self.check_input(x)?;
        let (lower, upper) = (*options.bounds.start(), *options.bounds.end());
        check_bounds(x, lower, upper)?;
        let network = self.network();
        let classes = network.output().classes(network.outputs());
        if classes < 2 {
            return Err(ExplainError::OneClass);
        }
        let from = self.predictor().classify(x)?[0];
        if let Some(to) = options.to {
            check_class(network, to)?;
            if to == from {
                return Err(ExplainError::AlreadyAnswered { class: to });
            }
        }
        let limits = Limits { lower: lower.into(), upper: upper.into() };
        let search = Search::new(self, x, from, options.to, limits);
        let end = search.run(classes)?;
        let (end, path, classes) = search.path(end, options.frames.max(2))?;
        let changes: Vec<f32> = end.iter().zip(x).map(|(end, start)| (end - start).abs()).collect();
        let mut changed: Vec<usize> = (0..end.len()).filter(|&i| end[i] != x[i]).collect();
        changed.sort_by(|&a, &b| changes[b].total_cmp(&changes[a]));
        Ok(Flip {
            from,
            to: classes[classes.len() - 1],
            distance: search.distance(&end),
            largest_change: changes.iter().copied().fold(0.0, f32::max),
            changed,
            x: end.into(),
            path,
            classes,
        })
    }
}

fn check_bounds(x: ArrayView1<'_, f32>, lower: f32, upper: f32) -> Result<(), ExplainError> {
    // Also if one of them is NaN.
    if !matches!(lower.partial_cmp(&upper), Some(std::cmp::Ordering::Less)) {
        return Err(ExplainError::Bounds { lower, upper });
    }
    match x.iter().enumerate().find(|(_, x)| !(lower..=upper).contains(x)) {
        Some((input, &value)) => Err(ExplainError::OutOfBounds { input, value, lower, upper }),
        None => Ok(()),
    }
}
