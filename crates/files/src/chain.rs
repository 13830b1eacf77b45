//! Which way round each matrix is, by the chain of shapes.

use crate::FileError;
use crate::naming::{Entries, Named};
use crate::quote::{Shape, list, quote};

/// Which matrices of a file are turned from `[outputs, inputs]` to `[inputs, outputs]`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Transpose {
    /// The chain of shapes decides, and where it cannot, the naming scheme does.
    #[default]
    Auto,
    /// None: the file holds `[inputs, outputs]`.
    None,
    /// All: the file holds `[outputs, inputs]`.
    All,
    /// These, by the names that the file gives them, and no others.
    Named(Vec<String>),
}

/// One layer's shapes as the file holds them.
struct Link<'f> {
    name: &'f str,
    shape: [usize; 2],
    bias: Option<usize>,
}

impl Link<'_> {
    /// Inputs and outputs, with the matrix turned or not.
    fn ends(&self, turned: bool) -> (usize, usize) {
        let [rows, columns] = self.shape;
        if turned { (columns, rows) } else { (rows, columns) }
    }

    fn bias_fits(&self, turned: bool) -> bool {
        self.bias.is_none_or(|bias| bias == self.ends(turned).1)
    }
}

/// Decides for each layer whether its matrix is turned; notes go to `notes`.
pub(crate) fn orient(
    named: &Named<'_, '_>,
    transpose: &Transpose,
    notes: &mut Vec<String>,
) -> Result<Vec<bool>, FileError> {
    let links = named.layers.iter().map(link).collect::<Result<Vec<_>, _>>()?;
    let turned = match transpose {
        Transpose::None => vec![false; links.len()],
        Transpose::All => vec![true; links.len()],
        Transpose::Named(names) => by_name(&links, names)?,
        Transpose::Auto => automatic(&links, named.scheme.is_turned(), notes),
    };
    check(&links, &turned)?;
    let names: Vec<_> = links
        .iter()
        .zip(&turned)
        .filter_map(|(link, &turned)| turned.then_some(link.name))
        .collect();
    if !names.is_empty() {
        notes.push(format!(
            "{} turned once from [outputs, inputs] to [inputs, outputs]",
            list(&names)
        ));
    }
    Ok(turned)
}

fn link<'f>(entries: &Entries<'f, '_>) -> Result<Link<'f>, FileError> {
    let array = entries.weights;
    let &[rows, columns] = array.shape() else {
        return Err(FileError::LayerShape {
            name: quote(array.name()),
            shape: Shape(array.shape()).to_string(),
            expected: "two axes",
        });
    };
    let bias = match entries.bias {
        None => None,
        Some(bias) => match *bias.shape() {
            [] => Some(1),
            [length] | [1, length] | [length, 1] => Some(length),
            _ => {
                return Err(FileError::LayerShape {
                    name: quote(bias.name()),
                    shape: Shape(bias.shape()).to_string(),
                    expected: "one row of numbers",
                });
            }
        },
    };
    Ok(Link { name: array.name(), shape: [rows, columns], bias })
}

fn by_name(links: &[Link<'_>], names: &[String]) -> Result<Vec<bool>, FileError> {
    for name in names {
        if !links.iter().any(|link| link.name == name) {
            let known: Vec<_> = links.iter().map(|link| link.name).collect();
            return Err(FileError::UnknownName { name: quote(name), found: list(&known) });
        }
    }
    Ok(links.iter().map(|link| names.iter().any(|name| name == link.name)).collect())
}

/// All as the scheme has it, else all the other way round; mixtures are left to the user.
fn automatic(links: &[Link<'_>], default: bool, notes: &mut Vec<String>) -> Vec<bool> {
    let usual = vec![default; links.len()];
    let unusual = vec![!default; links.len()];
    match (first_misfit(links, &usual), first_misfit(links, &unusual)) {
        (None, None) => {
            let (held, other) =
                if default { ("[outputs, inputs]", "none") } else { ("[inputs, outputs]", "all") };
            notes.push(format!(
                "the shapes fit both ways round; {held} is assumed from the names; \
                 if that is wrong, give --transpose {other}"
            ));
            usual
        }
        (Some(_), None) => unusual,
        _ => usual,
    }
}

/// The first layer that does not take what the one before gives, or whose bias does not fit.
fn first_misfit(links: &[Link<'_>], turned: &[bool]) -> Option<usize> {
    let mut previous = None;
    for (index, (link, &turned)) in links.iter().zip(turned).enumerate() {
        let (inputs, outputs) = link.ends(turned);
        if previous.is_some_and(|previous| previous != inputs) || !link.bias_fits(turned) {
            return Some(index);
        }
        previous = Some(outputs);
    }
    None
}

fn check(links: &[Link<'_>], turned: &[bool]) -> Result<(), FileError> {
    let Some(index) = first_misfit(links, turned) else {
        return Ok(());
    };
    let link = &links[index];
    let (inputs, outputs) = link.ends(turned[index]);
    let shape = Shape(&link.shape);
    let name = quote(link.name);
    let layer = index + 1;
    let previous = index.checked_sub(1).map(|before| links[before].ends(turned[before]).1);
    let problem = match (previous, link.bias) {
        (Some(previous), _) if previous != inputs => {
            format!("layer {layer} takes {previous} inputs but {name} is {shape}")
        }
        (_, bias) => format!(
            "layer {layer} gives {outputs} outputs ({name} is {shape}) but its bias has {} numbers",
            bias.unwrap_or_default()
        ),
    };
    Err(FileError::Chain { layer, problem, mend: mend(links) })
}

/// What to do: name the matrices that need turning, if turning helps at all.
fn mend(links: &[Link<'_>]) -> String {
    let Some(solution) = solve(links) else {
        return "no way round fits; is a layer missing, or is one from another network?".to_owned();
    };
    let names: Vec<_> = links
        .iter()
        .zip(&solution)
        .filter(|&(_, &turned)| turned)
        .map(|(link, _)| quote(link.name))
        .collect();
    match names.len() {
        0 => "it looks transposed; try --transpose none".to_owned(),
        1 => format!("it looks transposed; try --transpose {}", names[0]),
        count if count == links.len() => "all look transposed; try --transpose all".to_owned(),
        _ => format!("some look transposed; try --transpose {}", names.join(",")),
    }
}

/// A choice for each matrix with which the chain fits, if there is one.
fn solve(links: &[Link<'_>]) -> Option<Vec<bool>> {
    // For each layer and each way round: which way round the layer before was, if it fits at all.
    let mut before: Vec<[Option<bool>; 2]> = Vec::with_capacity(links.len());
    for (index, link) in links.iter().enumerate() {
        let fit = |turned: bool| {
            if !link.bias_fits(turned) {
                return None;
            }
            let Some(previous) = index.checked_sub(1) else {
                return Some(false);
            };
            [false, true].into_iter().find(|&other| {
                before[previous][usize::from(other)].is_some()
                    && links[previous].ends(other).1 == link.ends(turned).0
            })
        };
        let fits = [fit(false), fit(true)];
        before.push(fits);
    }
    let mut turned = [false, true]
        .into_iter()
        .find(|&turned| before.last().is_some_and(|fits| fits[usize::from(turned)].is_some()))?;
    let mut solution = vec![false; links.len()];
    for (index, fits) in before.iter().enumerate().rev() {
        solution[index] = turned;
        turned = fits[usize::from(turned)]?;
    }
    Some(solution)
}
