//! Which module imports which.

use crate::source::Module;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// Imports between modules, by name; the crate's root is `crate`.
pub(crate) struct Graph {
    edges: BTreeMap<String, BTreeSet<String>>,
}

impl Graph {
    pub(crate) fn of(modules: &[Module]) -> Self {
        let places: BTreeMap<&[String], &Module> =
            modules.iter().map(|module| (&module.place[..], module)).collect();
        let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for module in modules {
            let targets = edges.entry(name(&module.place)).or_default();
            let found = module.paths.iter().filter_map(|path| target(&places, module, path, 0));
            targets.extend(found.map(|place| name(&place)));
            targets.remove(&name(&module.place));
        }
        Self { edges }
    }

    /// Each set of modules that reach each other, with the imports between them.
    pub(crate) fn loops(&self) -> Vec<Self> {
        let reached: BTreeMap<&String, BTreeSet<&String>> =
            self.edges.keys().map(|module| (module, self.reached(module))).collect();
        let mut parts = BTreeSet::new();
        for (module, others) in &reached {
            let back = others.iter().filter(|other| reached[**other].contains(module));
            let part: BTreeSet<&String> = back.copied().collect();
            parts.extend((!part.is_empty()).then_some(part));
        }
        let inside = |part: &BTreeSet<&String>| {
            let edges = part.iter().map(|module| {
                let targets = self.edges[*module].iter().filter(|target| part.contains(target));
                ((*module).clone(), targets.cloned().collect())
            });
            Self { edges: edges.collect() }
        };
        parts.iter().map(inside).collect()
    }

    pub(crate) fn modules(&self) -> impl Iterator<Item = &str> {
        self.edges.keys().map(String::as_str)
    }

    /// Every import as `from -> to`.
    pub(crate) fn edges(&self) -> Vec<String> {
        let pairs = self.edges.iter().flat_map(|(from, to)| to.iter().map(move |to| (from, to)));
        pairs.map(|(from, to)| format!("{from} -> {to}")).collect()
    }

    fn reached(&self, module: &String) -> BTreeSet<&String> {
        let mut reached = BTreeSet::new();
        let mut next: Vec<&String> = self.edges[module].iter().collect();
        while let Some(module) = next.pop() {
            if reached.insert(module) {
                next.extend(&self.edges[module]);
            }
        }
        reached
    }
}

impl fmt::Display for Graph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.edges().join(", "))
    }
}

fn name(place: &[String]) -> String {
    if place.is_empty() { "crate".to_owned() } else { place.join("::") }
}

/// The module that has what `path` names in `module`; `None` for another crate's and for what is
/// no path of modules. What a module exports again belongs to the module that it comes from.
fn target(
    places: &BTreeMap<&[String], &Module>,
    module: &Module,
    path: &[String],
    depth: usize,
) -> Option<Vec<String>> {
    if depth > 8 {
        return None;
    }
    let mut place = module.place.clone();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => place.clear(),
        "self" => {}
        "super" => {
            while rest.first().is_some_and(|word| word == "super") {
                place.pop();
                rest = &rest[1..];
            }
        }
        first => {
            place.push(first.to_owned());
            places.get(&place[..])?;
        }
    }
    if !matches!(path[0].as_str(), "super") {
        rest = &rest[1..];
    }
    for (index, word) in rest.iter().enumerate() {
        let child = [&place[..], std::slice::from_ref(word)].concat();
        if places.contains_key(&child[..]) {
            place = child;
            continue;
        }
        let owner = places.get(&place[..])?;
        let export = owner.exports.iter().find(|(name, _)| name == word);
        if let Some((_, source)) = export {
            let path = [&source[..], &rest[index + 1..]].concat();
            return target(places, owner, &path, depth + 1);
        }
        return Some(place);
    }
    Some(place)
}
