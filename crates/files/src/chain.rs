//! Which way round each matrix is, by the chain of shapes.

use std::collections::{HashMap, HashSet};

use crate::FileError;
use crate::naming::{Entries, Named, OrderedBy, natural, without_numbers};
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

/// The most layers whose order is looked for: the search takes their number cubed.
const MOST_SEARCHED: usize = 256;

/// Puts layers whose names give no order into one; a note says which.
///
/// The file's own order is kept if it was meant as one and the shapes fit. Otherwise the shapes
/// must leave one order only: a guess would be a network that answers wrongly.
pub(crate) fn order(
    named: &mut Named<'_, '_>,
    transpose: &Transpose,
    notes: &mut Vec<String>,
) -> Result<(), FileError> {
    if named.ordered_by == OrderedBy::Names {
        return Ok(());
    }
    let links = named.layers.iter().map(link).collect::<Result<Vec<_>, _>>()?;
    let all = |turned| vec![turned; links.len()];
    let usual = named.scheme.is_turned();
    let ways = match transpose {
        Transpose::Auto => vec![all(usual), all(!usual)],
        Transpose::None => vec![all(false)],
        Transpose::All => vec![all(true)],
        Transpose::Named(names) => vec![by_name(&links, names)?],
    };
    let meant = named.ordered_by == OrderedBy::File;
    let (order, reason) = if meant && ways.iter().any(|way| first_misfit(&links, way).is_none()) {
        ((0..links.len()).collect(), "as they stand in the file")
    } else {
        match ways.iter().map(|way| only_order(&links, way)).find(|found| *found != Orders::None) {
            Some(Orders::One(order)) => (order, "the only order that the shapes allow"),
            Some(_) => return Err(without_order(&links, "in more than one order")),
            // The file's order it is, with a matrix that has to be turned.
            None if meant && solve(&links).is_some() => return Ok(()),
            None => return Err(without_order(&links, "in no order")),
        }
    };
    let names: Vec<_> = order.iter().map(|&index| links[index].name).collect();
    notes
        .push(format!("the layers' names do not count them: taken are {}, {reason}", list(&names)));
    let mut layers: Vec<_> = std::mem::take(&mut named.layers).into_iter().map(Some).collect();
    named.layers = order.into_iter().filter_map(|index| layers[index].take()).collect();
    Ok(())
}

fn without_order(links: &[Link<'_>], fit: &'static str) -> FileError {
    let layers: Vec<_> =
        links.iter().map(|link| format!("{} ({})", link.name, Shape(&link.shape))).collect();
    FileError::LayerOrder { layers: list(&layers), fit }
}

/// In how many orders layers fit together.
#[derive(PartialEq, Eq)]
enum Orders {
    None,
    One(Vec<usize>),
    Several,
}

/// Looks for the one order in which each layer takes what the one before gives.
///
/// Sizes are places and layers are one-way roads between them, so an order is a walk over every
/// road. A road may be taken next if a walk over the rest is left; two that may be taken are two
/// orders, unless their names differ in numbers only.
fn only_order(links: &[Link<'_>], turned: &[bool]) -> Orders {
    if links.len() > MOST_SEARCHED {
        return Orders::Several;
    }
    let fit = links.iter().zip(turned).all(|(link, &turned)| link.bias_fits(turned));
    let ends: Vec<_> = links.iter().zip(turned).map(|(link, &turned)| link.ends(turned)).collect();
    let mut left: Vec<usize> = if fit { (0..links.len()).collect() } else { return Orders::None };
    let mut order = Vec::with_capacity(links.len());
    let mut at = None;
    while !left.is_empty() {
        let may_follow = |&&next: &&usize| {
            let (from, to) = ends[next];
            let rest = left.iter().filter(|&&other| other != next).map(|&other| ends[other]);
            at.is_none_or(|at| at == from) && is_walk(rest, to)
        };
        let mut next: Vec<_> = left.iter().filter(may_follow).copied().collect();
        next.sort_by(|&a, &b| natural(links[a].name, links[b].name));
        let Some(&first) = next.first() else {
            return Orders::None;
        };
        let pattern = without_numbers(links[first].name);
        if next.iter().any(|&other| without_numbers(links[other].name) != pattern) {
            return Orders::Several;
        }
        at = Some(ends[first].1);
        left.retain(|&other| other != first);
        order.push(first);
    }
    Orders::One(order)
}

/// Whether some walk from `start` takes each road once (Euler's condition).
fn is_walk(roads: impl Iterator<Item = (usize, usize)>, start: usize) -> bool {
    let mut surplus: HashMap<usize, i64> = HashMap::from([(start, 0)]);
    let mut leading: HashMap<usize, Vec<usize>> = HashMap::new();
    for (from, to) in roads {
        *surplus.entry(from).or_default() += 1;
        *surplus.entry(to).or_default() -= 1;
        leading.entry(from).or_default().push(to);
    }
    let is_even = surplus.values().all(|&count| count == 0);
    let is_open = surplus.get(&start) == Some(&1)
        && surplus.values().filter(|&&count| count != 0).count() == 2
        && surplus.values().any(|&count| count == -1);
    let mut reached = HashSet::from([start]);
    let mut pending = vec![start];
    while let Some(place) = pending.pop() {
        for &to in leading.get(&place).into_iter().flatten() {
            if reached.insert(to) {
                pending.push(to);
            }
        }
    }
    (is_even || is_open) && leading.keys().all(|place| reached.contains(place))
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
