//! The search for the nearest input with another answer.

use crate::error::ExplainError;
use crate::explainer::{Explainer, wide};
use crate::gradient::{Derivatives, Pass, by_inputs, sums};
use crate::planes::{Limits, Plane, nearest};
use crate::probe::around;
use crate::question::Question;
use ndarray::{Array2, ArrayView1};

/// The most inputs that are looked at on the way to a class.
const ROUNDS: usize = 40;
/// By which share of the logits' difference the linear border is overstepped on the way to it.
const OVERSTEP: f64 = 0.02;
/// The least part of the first difference that an overstep is a share of.
const LEAST: f64 = 0.01;
/// How many of the classes that were reached, the nearest first, are approached in earnest.
const APPROACHED: usize = 3;
/// The most steps along the border.
const STEPS: usize = 40;
/// A step along the border ends the search if it shortens the way by less than this share.
const WORTHWHILE: f64 = 1e-5;
/// How often the surroundings are looked at.
const LOOKS: usize = 8;
/// How often a way is halved: beyond the digits of an f32.
const HALVINGS: usize = 32;

/// A search from one input.
pub(crate) struct Search<'e> {
    explainer: &'e Explainer,
    start: Vec<f64>,
    from: usize,
    to: Option<usize>,
    limits: Limits,
}

/// What came of the way to a class.
enum Reached {
    /// An input with an answer that is looked for.
    Input(Vec<f32>),
    /// None; how near the logit came to the answer's, and whether anything depended on the inputs.
    Nothing { closest: f64, is_flat: bool },
}

impl<'e> Search<'e> {
    pub(crate) fn new(
        explainer: &'e Explainer,
        x: ArrayView1<'_, f32>,
        from: usize,
        to: Option<usize>,
        limits: Limits,
    ) -> Self {
        Self { explainer, start: wide(x), from, to, limits }
    }

    /// The nearest input found, of `classes` classes.
    pub(crate) fn run(&self, classes: usize) -> Result<Vec<f32>, ExplainError> {
        let targets =
            (0..classes).filter(|&class| self.to.map_or(class != self.from, |to| class == to));
        let (mut reached, mut closest, mut is_flat) = (Vec::new(), f64::INFINITY, true);
        for target in targets {
            match self.reach(target)? {
                Reached::Input(x) => reached.push(self.halved(x)?),
                Reached::Nothing { closest: found, is_flat: flat } => {
                    closest = closest.min(found);
                    is_flat &= flat;
                }
            }
        }
        reached.sort_by(|a, b| self.distance(a).total_cmp(&self.distance(b)));
        reached.truncate(APPROACHED);
        let mut best: Option<Vec<f32>> = None;
        for x in reached {
            let x = self.follow_border(x)?;
            if best.as_ref().is_none_or(|best| self.distance(&x) < self.distance(best)) {
                best = Some(x);
            }
        }
        match self.look_around(best)? {
            Some(best) => Ok(best),
            None if is_flat => Err(ExplainError::Flat),
            None => Err(ExplainError::NotFlipped { to: self.to, closest }),
        }
    }

    /// Looks around the start, nearer than `best`, where there are few inputs: slopes may lead to a border
    /// that is not the nearest, or nowhere.
    fn look_around(&self, mut best: Option<Vec<f32>>) -> Result<Option<Vec<f32>>, ExplainError> {
        for _ in 0..LOOKS {
            let radius = best.as_ref().map(|best| self.distance(best));
            let Some(places) = around(&self.start, radius, self.limits) else { break };
            let classes = self.explainer.predictor().classify(&places)?;
            let others = places.outer_iter().zip(classes).filter(|(_, class)| self.accepts(*class));
            let others = others.map(|(place, _)| place.to_vec());
            let nearest = others.min_by(|a, b| self.distance(a).total_cmp(&self.distance(b)));
            let Some(nearest) = nearest else { break };
            let found = self.follow_border(self.halved(nearest)?)?;
            if radius.is_some_and(|radius| self.distance(&found) >= (1.0 - WORTHWHILE) * radius) {
                break;
            }
            best = Some(found);
        }
        Ok(best)
    }

    /// Goes to the linear borders of `target`, looks again, and so on: first always to the place nearest to
    /// the start, which may go back and forth for ever, then from place to place.
    fn reach(&self, target: usize) -> Result<Reached, ExplainError> {
        let (mut closest, mut is_flat, mut first) = (f64::INFINITY, true, None);
        let mut x = self.start.clone();
        for round in 0..ROUNDS {
            let mut borders = self.borders(target, &x)?;
            let missing = borders.iter().map(|border| border.gain).fold(f64::MIN, f64::max);
            closest = closest.min(missing);
            if borders.iter().flat_map(|border| &border.gradient).all(|&g| g == 0.0) {
                break;
            }
            is_flat = false;
            // Not so little that it is lost in the rounding to f32.
            let overstep =
                OVERSTEP * missing.abs().max(LEAST * *first.get_or_insert(missing.abs()));
            let centre = if round < ROUNDS / 2 { &self.start } else { &x };
            for border in &mut borders {
                border.gain += overstep;
                border.gain += dot(&border.gradient, &x) - dot(&border.gradient, centre);
            }
            let next = nearest(centre, &borders, self.limits);
            let candidate = self.rounded(&next);
            if self.is_other(&candidate)? {
                return Ok(Reached::Input(candidate));
            }
            if next == x {
                break;
            }
            x = next;
        }
        Ok(Reached::Nothing { closest, is_flat })
    }

    /// Follows the border from an input beyond it to where it is nearest to the start.
    fn follow_border(&self, mut best: Vec<f32>) -> Result<Vec<f32>, ExplainError> {
        for _ in 0..STEPS {
            let here: Vec<f64> = best.iter().map(|&x| x.into()).collect();
            let mut borders = self.borders(self.class(&best)?, &here)?;
            for border in &mut borders {
                border.gain += dot(&border.gradient, &here) - dot(&border.gradient, &self.start);
            }
            let aim = nearest(&self.start, &borders, self.limits);
            match self.shorter(&best, &here, &aim)? {
                Some(next) => best = next,
                None => break,
            }
        }
        Ok(best)
    }

    /// An input beyond the border in the direction of `aim`, if there is one nearer than `best`.
    fn shorter(
        &self,
        best: &[f32],
        here: &[f64],
        aim: &[f64],
    ) -> Result<Option<Vec<f32>>, ExplainError> {
        for share in [1.0, 0.5, 0.2] {
            for stretch in [1.0 + 1e-6, 1.01, 1.1] {
                let on_the_way = between(here, aim, share);
                let candidate = self.rounded(&between(&self.start, &on_the_way, stretch));
                if !self.is_other(&candidate)? {
                    continue;
                }
                let candidate = self.halved(candidate)?;
                if self.distance(&candidate) < (1.0 - WORTHWHILE) * self.distance(best) {
                    return Ok(Some(candidate));
                }
                break;
            }
        }
        Ok(None)
    }

    /// Halves the way from the start to `x`, which has another answer, until the inputs on both sides are
    /// neighbours; the one with the other answer.
    fn halved(&self, x: Vec<f32>) -> Result<Vec<f32>, ExplainError> {
        let end: Vec<f64> = x.iter().map(|&x| x.into()).collect();
        let (mut best, mut low, mut high) = (x, 0.0, 1.0);
        for _ in 0..HALVINGS {
            let middle = 0.5 * (low + high);
            let candidate = self.rounded(&between(&self.start, &end, middle));
            if self.is_other(&candidate)? {
                (best, high) = (candidate, middle);
            } else {
                low = middle;
            }
        }
        Ok(best)
    }

    /// The straight way to `end` in `frames` rows, with their classes; the end may move nearer, to the first
    /// row with an answer that is looked for.
    #[expect(
        clippy::type_complexity,
        reason = "the end, the rows and their classes, taken apart at once"
    )]
    pub(crate) fn path(
        &self,
        mut end: Vec<f32>,
        frames: usize,
    ) -> Result<(Vec<f32>, Array2<f32>, Vec<usize>), ExplainError> {
        loop {
            let wide_end: Vec<f64> = end.iter().map(|&x| x.into()).collect();
            let mut path = Array2::zeros((frames, end.len()));
            for (frame, mut row) in path.rows_mut().into_iter().enumerate() {
                let share = frame as f64 / (frames - 1) as f64;
                let x = self.rounded(&between(&self.start, &wide_end, share));
                let x = if frame + 1 == frames { &end } else { &x };
                row.iter_mut().zip(x).for_each(|(to, from)| *to = *from);
            }
            let classes = self.explainer.predictor().classify(&path)?;
            match classes.iter().position(|&class| self.accepts(class)) {
                // Each time the end comes nearer by the share of a frame at least.
                Some(first) if first + 1 < frames => end = self.halved(path.row(first).to_vec())?,
                _ => return Ok((end, path, classes)),
            }
        }
    }

    /// The linear borders at x between `target` and the classes that it must beat: the answer's, and all
    /// others if no other answer will do. Their gains are from x on.
    fn borders(&self, target: usize, x: &[f64]) -> Result<Vec<Plane>, ExplainError> {
        let network = self.explainer.network();
        let layers = network.layers();
        let pass = Pass::of(layers, sums(&layers[0], x), None);
        let classes = network.output().classes(network.outputs());
        let beaten = (0..classes)
            .filter(|&class| class != target && (class == self.from || self.to.is_some()));
        beaten
            .map(|class| {
                let of = Question::difference(target, class).coefficients(network)?;
                let derivatives = Derivatives::of(layers, &pass.slopes, &of);
                let gradient = by_inputs(&layers[0], &derivatives.by_z[0]);
                Ok(Plane { gradient, gain: -pass.value(&of) })
            })
            .collect()
    }

    fn class(&self, x: &[f32]) -> Result<usize, ExplainError> {
        Ok(self.explainer.predictor().classify(x)?[0])
    }

    fn accepts(&self, class: usize) -> bool {
        self.to.map_or(class != self.from, |to| class == to)
    }

    fn is_other(&self, x: &[f32]) -> Result<bool, ExplainError> {
        Ok(self.accepts(self.class(x)?))
    }

    /// The nearest numbers in f32 within the limits.
    fn rounded(&self, x: &[f64]) -> Vec<f32> {
        x.iter().map(|&x| self.limits.clipped(x) as f32).collect()
    }

    /// The Euclidean distance from the start.
    pub(crate) fn distance(&self, x: &[f32]) -> f64 {
        let pairs = x.iter().zip(&self.start);
        pairs.map(|(&x, start)| (f64::from(x) - start).powi(2)).sum::<f64>().sqrt()
    }
}

/// The point at `share` of the way; beyond the end if that is more than 1.
fn between(start: &[f64], end: &[f64], share: f64) -> Vec<f64> {
    start.iter().zip(end).map(|(start, end)| start + share * (end - start)).collect()
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
