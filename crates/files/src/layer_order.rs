//! The order of layers whose names do not count them, by the shapes that fit together.

use crate::FileError;
use crate::fault::Orders;
use crate::naming::{Named, OrderedBy, natural, without_numbers};
use crate::note::{Note, OrderSource};
use crate::orientation::{Link, first_misfit, solve};
use crate::shape::NamedShape;
use crate::transpose::Orientation;
use std::collections::{HashMap, HashSet};

/// The most layers whose order is looked for: the search takes their number cubed.
const MOST_SEARCHED: usize = 256;

/// Puts layers whose names give no order into one; a note says which.
///
/// The file's own order is kept if it was meant as one and the shapes fit. Otherwise the shapes
/// must leave one order only: a guess would be a network that answers wrongly. Each of
/// `candidates` has an orientation for each matrix; they are tried in their order.
pub(crate) fn order(
    named: &mut Named<'_, '_>,
    links: &[Link<'_>],
    candidates: &[Vec<Orientation>],
    notes: &mut Vec<Note>,
) -> Result<(), FileError> {
    if named.ordered_by == OrderedBy::Names {
        return Ok(());
    }
    let meant = named.ordered_by == OrderedBy::File;
    let fits = |candidate: &Vec<Orientation>| first_misfit(links, candidate).is_none();
    let (order, from) = if meant && candidates.iter().any(fits) {
        ((0..links.len()).collect(), OrderSource::File)
    } else {
        let mut searched = candidates.iter().map(|candidate| only_order(links, candidate));
        match searched.find(|found| *found != Found::None) {
            Some(Found::One(order)) => (order, OrderSource::Shapes),
            Some(_) => return Err(without_order(links, Orders::Several)),
            // The file's order it is, with a matrix that has to be turned.
            None if meant && solve(links).is_some() => return Ok(()),
            None => return Err(without_order(links, Orders::None)),
        }
    };
    let names = order.iter().map(|&index| links[index].name.to_owned()).collect();
    notes.push(Note::OrderTaken { names, from });
    let mut layers: Vec<_> = std::mem::take(&mut named.layers).into_iter().map(Some).collect();
    named.layers = order.into_iter().filter_map(|index| layers[index].take()).collect();
    Ok(())
}

fn without_order(links: &[Link<'_>], fit: Orders) -> FileError {
    FileError::LayerOrder { layers: links.iter().map(NamedShape::from).collect(), fit }
}

/// What a search for an order found.
#[derive(Debug, PartialEq, Eq)]
enum Found {
    None,
    One(Vec<usize>),
    Several,
}

/// Looks for the one order in which each layer takes what the one before gives.
///
/// Sizes are vertices and layers directed edges, so that an order is an Eulerian path. An edge may
/// be taken next if the rest has an Eulerian path from its end; two that may be taken are two orders,
/// unless their names differ in numbers only.
fn only_order(links: &[Link<'_>], orientations: &[Orientation]) -> Found {
    if links.len() > MOST_SEARCHED {
        return Found::Several;
    }
    let mut pairs = links.iter().zip(orientations);
    if !pairs.clone().all(|(link, &orientation)| link.bias_fits(orientation)) {
        return Found::None;
    }
    let edges: Vec<_> = pairs.by_ref().map(|(link, &orientation)| link.ends(orientation)).collect();
    let mut left: Vec<usize> = (0..links.len()).collect();
    let mut order = Vec::with_capacity(links.len());
    let mut vertex = None;
    while !left.is_empty() {
        let may_follow = |&&next: &&usize| {
            let (from, to) = edges[next];
            let rest = left.iter().filter(|&&other| other != next).map(|&other| edges[other]);
            vertex.is_none_or(|vertex| vertex == from) && has_eulerian_path(rest, to)
        };
        let mut next: Vec<_> = left.iter().filter(may_follow).copied().collect();
        next.sort_by(|&a, &b| natural(links[a].name, links[b].name));
        let Some(&first) = next.first() else {
            return Found::None;
        };
        let pattern = without_numbers(links[first].name);
        if next.iter().any(|&other| without_numbers(links[other].name) != pattern) {
            return Found::Several;
        }
        vertex = Some(edges[first].1);
        left.retain(|&other| other != first);
        order.push(first);
    }
    Found::One(order)
}

/// Whether some path from `start` takes each edge once: every vertex but the path's ends is left as
/// often as it is entered, and every edge can be reached.
fn has_eulerian_path(edges: impl Iterator<Item = (usize, usize)>, start: usize) -> bool {
    let mut surplus: HashMap<usize, i64> = HashMap::from([(start, 0)]);
    let mut leading: HashMap<usize, Vec<usize>> = HashMap::new();
    for (from, to) in edges {
        *surplus.entry(from).or_default() += 1;
        *surplus.entry(to).or_default() -= 1;
        leading.entry(from).or_default().push(to);
    }
    let is_closed = surplus.values().all(|&count| count == 0);
    // The surpluses add up to 0, so that the second of two is where the path ends.
    let is_open = surplus.get(&start) == Some(&1)
        && surplus.values().filter(|&&count| count != 0).count() == 2;
    let mut reached = HashSet::from([start]);
    let mut pending = vec![start];
    while let Some(vertex) = pending.pop() {
        for &to in leading.get(&vertex).into_iter().flatten() {
            if reached.insert(to) {
                pending.push(to);
            }
        }
    }
    (is_closed || is_open) && leading.keys().all(|vertex| reached.contains(vertex))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(edges: &[(usize, usize)], start: usize) -> bool {
        has_eulerian_path(edges.iter().copied(), start)
    }

    #[test]
    fn a_path_takes_every_edge_once_from_where_it_starts() {
        assert!(path(&[], 3));
        assert!(path(&[(1, 2), (2, 3)], 1));
        assert!(!path(&[(1, 2), (2, 3)], 2), "an edge before the start");
        assert!(path(&[(1, 2), (2, 1)], 1) && path(&[(1, 2), (2, 1)], 2), "a circle");
        assert!(!path(&[(1, 2), (2, 1)], 3), "a circle elsewhere");
        assert!(!path(&[(1, 2), (3, 4)], 1), "two pieces");
        assert!(!path(&[(1, 2), (1, 3)], 1), "a fork");
        assert!(!path(&[(1, 2), (3, 3)], 1), "a loop that is not reached");
        assert!(path(&[(1, 1), (1, 2)], 1), "a loop that is");
        assert!(!path(&[(1, 2), (1, 2), (1, 3), (1, 3)], 1), "two more out of the start than in");
    }

    #[test]
    fn more_layers_than_are_searched_have_no_order() {
        let link = Link { name: "a.weight", shape: [1, 1], bias: None };
        let search =
            |count| only_order(&vec![link; count], &vec![Orientation::InputsOutputs; count]);
        assert_eq!(search(20), Found::One((0..20).collect()));
        assert_eq!(search(MOST_SEARCHED + 1), Found::Several);
    }

    #[test]
    fn a_path_uses_every_edge_from_where_it_starts() {
        let path =
            |edges: &[(usize, usize)], start| has_eulerian_path(edges.iter().copied(), start);
        assert!(path(&[(1, 2), (2, 1), (1, 3)], 1));
        // It would have to start at 1.
        assert!(!path(&[(2, 1), (1, 2), (1, 3)], 2));
        // It would have to end at 2 and at 3.
        assert!(!path(&[(0, 1), (1, 2), (1, 3)], 0));
    }
}
