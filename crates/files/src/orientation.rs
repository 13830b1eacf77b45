//! The orientation of each matrix: as the file states it, by the chain of shapes, or by the names.

use crate::FileError;
use crate::fault::{LayerPart, Misfit};
use crate::naming::{Entries, Named};
use crate::note::Note;
use crate::shape::NamedShape;
use crate::transpose::{Orientation, Transpose};

/// One layer's shapes as the file holds them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link<'f> {
    pub(crate) name: &'f str,
    pub(crate) shape: [usize; 2],
    /// The length of the bias, if there is one.
    pub(crate) bias: Option<usize>,
}

impl Link<'_> {
    /// Inputs and outputs, with the matrix held in this orientation.
    pub(crate) fn ends(&self, orientation: Orientation) -> (usize, usize) {
        let [rows, columns] = self.shape;
        match orientation {
            Orientation::InputsOutputs => (rows, columns),
            Orientation::OutputsInputs => (columns, rows),
        }
    }

    pub(crate) fn bias_fits(&self, orientation: Orientation) -> bool {
        self.bias.is_none_or(|bias| bias == self.ends(orientation).1)
    }
}

impl From<&Link<'_>> for NamedShape {
    fn from(link: &Link<'_>) -> Self {
        Self { name: link.name.to_owned(), shape: link.shape.to_vec() }
    }
}

/// The shapes of all layers, in their order.
pub(crate) fn links<'f>(named: &Named<'f, '_>) -> Result<Vec<Link<'f>>, FileError> {
    named.layers.iter().map(link).collect()
}

fn link<'f>(entries: &Entries<'f, '_>) -> Result<Link<'f>, FileError> {
    let wrong = |named: NamedShape, part| {
        let NamedShape { name, shape } = named;
        FileError::LayerShape { name, shape, part }
    };
    let weights = entries.weights;
    let &[rows, columns] = weights.shape() else {
        return Err(wrong(weights.named_shape(), LayerPart::Weights));
    };
    let bias = match entries.bias {
        None => None,
        Some(bias) => match *bias.shape() {
            [] => Some(1),
            [length] | [1, length] | [length, 1] => Some(length),
            _ => return Err(wrong(bias.named_shape(), LayerPart::Bias)),
        },
    };
    Ok(Link { name: weights.name(), shape: [rows, columns], bias })
}

/// The orientations that all matrices may have, in the order in which they are tried: those of the
/// options, else those that the file states, else as the names suggest, then all transposed.
pub(crate) fn candidates(
    named: &Named<'_, '_>,
    links: &[Link<'_>],
    transpose: &Transpose,
    stated: Option<&Vec<Orientation>>,
) -> Result<Vec<Vec<Orientation>>, FileError> {
    let all = |orientation| vec![orientation; links.len()];
    Ok(match (transpose, stated) {
        (Transpose::None, _) => vec![all(Orientation::InputsOutputs)],
        (Transpose::All, _) => vec![all(Orientation::OutputsInputs)],
        (Transpose::Named(names), _) => vec![by_name(links, names)?],
        (Transpose::Auto, Some(stated)) => vec![stated.clone()],
        (Transpose::Auto, None) => {
            let usual = named.scheme.orientation();
            vec![all(usual), all(usual.other())]
        }
    })
}

/// The first candidate with which the chain of shapes fits. That several fit is noted, and so is
/// what is transposed; mixtures are left to the user.
pub(crate) fn orient(
    links: &[Link<'_>],
    candidates: Vec<Vec<Orientation>>,
    notes: &mut Vec<Note>,
) -> Result<Vec<Orientation>, FileError> {
    let fits = |candidate: &&Vec<Orientation>| first_misfit(links, candidate).is_none();
    let mut fitting = candidates.iter().filter(fits);
    let Some(chosen) = fitting.next() else {
        return Err(misfit(links, &candidates[0]));
    };
    if fitting.next().is_some() {
        notes.push(Note::OrientationAssumed { orientation: chosen[0] });
    }
    let names = transposed(links, chosen);
    if !names.is_empty() {
        notes.push(Note::Transposed { names });
    }
    Ok(chosen.clone())
}

/// The names of the matrices that have to be transposed.
fn transposed(links: &[Link<'_>], orientations: &[Orientation]) -> Vec<String> {
    let is_transposed =
        |(_, orientation): &(_, &Orientation)| **orientation == Orientation::OutputsInputs;
    let transposed = links.iter().zip(orientations).filter(is_transposed);
    transposed.map(|(link, _)| link.name.to_owned()).collect()
}

fn by_name(links: &[Link<'_>], names: &[String]) -> Result<Vec<Orientation>, FileError> {
    for name in names {
        if !links.iter().any(|link| link.name == name) {
            let found = links.iter().map(|link| link.name.to_owned()).collect();
            return Err(FileError::UnknownName { name: name.clone(), found });
        }
    }
    let orientation = |link: &Link<'_>| match names.iter().any(|name| name == link.name) {
        true => Orientation::OutputsInputs,
        false => Orientation::InputsOutputs,
    };
    Ok(links.iter().map(orientation).collect())
}

/// The first layer that does not take what the one before gives, or whose bias does not fit.
pub(crate) fn first_misfit(links: &[Link<'_>], orientations: &[Orientation]) -> Option<usize> {
    let mut previous = None;
    for (index, (link, &orientation)) in links.iter().zip(orientations).enumerate() {
        let (inputs, outputs) = link.ends(orientation);
        if previous.is_some_and(|previous| previous != inputs) || !link.bias_fits(orientation) {
            return Some(index);
        }
        previous = Some(outputs);
    }
    None
}

/// What is wrong with matrices that do not fit in these orientations, and which to transpose.
fn misfit(links: &[Link<'_>], orientations: &[Orientation]) -> FileError {
    let index = first_misfit(links, orientations).unwrap_or_default();
    let link = &links[index];
    let (inputs, outputs) = link.ends(orientations[index]);
    let before = index.checked_sub(1).map(|index| links[index].ends(orientations[index]).1);
    let misfit = match (before, link.bias) {
        (Some(expected), _) if expected != inputs => Misfit::Inputs { expected },
        (_, bias) => Misfit::Bias { outputs, length: bias.unwrap_or_default() },
    };
    FileError::Chain { layer: index + 1, weights: link.into(), misfit, transpose: remedy(links) }
}

/// The matrices to transpose, if that helps at all.
fn remedy(links: &[Link<'_>]) -> Option<Transpose> {
    let names = transposed(links, &solve(links)?);
    Some(match names.len() {
        0 => Transpose::None,
        count if count == links.len() && count > 1 => Transpose::All,
        _ => Transpose::Named(names),
    })
}

/// A choice for each matrix with which the chain fits, if there is one.
pub(crate) fn solve(links: &[Link<'_>]) -> Option<Vec<Orientation>> {
    // For each layer in each orientation: the orientation of the layer before, if it fits at all.
    let mut before: Vec<[Option<Orientation>; 2]> = Vec::with_capacity(links.len());
    for (index, link) in links.iter().enumerate() {
        let fit = |orientation: Orientation| {
            if !link.bias_fits(orientation) {
                return None;
            }
            let Some(previous) = index.checked_sub(1) else {
                return Some(Orientation::InputsOutputs);
            };
            Orientation::BOTH.into_iter().find(|&other| {
                before[previous][other as usize].is_some()
                    && links[previous].ends(other).1 == link.ends(orientation).0
            })
        };
        let fits = Orientation::BOTH.map(fit);
        before.push(fits);
    }
    let fits_last = |orientation: &Orientation| {
        before.last().is_some_and(|fits| fits[*orientation as usize].is_some())
    };
    let mut orientation = Orientation::BOTH.into_iter().find(fits_last)?;
    let mut solution = vec![orientation; links.len()];
    for (index, fits) in before.iter().enumerate().rev() {
        solution[index] = orientation;
        orientation = fits[orientation as usize]?;
    }
    Some(solution)
}
