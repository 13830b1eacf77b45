//! Modules that import each other in a loop cannot be read, tested or moved one by one.
//!
//! `.ci/import-loops` prints them, of this workspace or of another clone.

mod graph;
mod source;

use graph::Graph;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Loops that stay: the crate, the modules, and why.
const NATURAL: &[(&str, &[&str], &str)] = &[
    (
        "network",
        &["chain", "network", "predictor"],
        "`network.predictor()` and `network.chain()` are conveniences of the type that they come from",
    ),
    (
        "files",
        &["error", "limits", "pickle::fault"],
        "the error carries the pickle's fault, and what reads within limits gives the error",
    ),
];

/// The repository: this one, or the one that `FEEDFORWARD_CLONE` names.
fn root() -> PathBuf {
    let here = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::var_os("FEEDFORWARD_CLONE").map_or_else(here, PathBuf::from)
}

/// Every loop of every crate.
fn loops(root: &Path) -> Vec<(String, Graph)> {
    let folder = root.join("crates");
    let crates = folder.read_dir().unwrap_or_else(|e| panic!("{}: {e}", folder.display()));
    let mut found = Vec::new();
    let names: BTreeSet<_> =
        crates.map(|entry| entry.expect("a folder is listed").file_name()).collect();
    for name in names {
        let modules = source::modules(&folder.join(&name).join("src"));
        let name = name.to_str().expect("a crate's folder is in ASCII");
        let loops = Graph::of(&modules).loops();
        found.extend(loops.into_iter().map(|part| (name.to_owned(), part)));
    }
    found
}

/// A module and the modules inside it are one family; the crate's root is no such family.
fn is_family(part: &Graph) -> bool {
    let inside = |parent: &str, module: &str| {
        module.strip_prefix(parent).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
    };
    part.modules().any(|parent| part.modules().all(|module| inside(parent, module)))
}

fn is_natural(name: &str, part: &Graph) -> bool {
    is_family(part)
        || NATURAL.iter().any(|(in_crate, modules, _)| {
            *in_crate == name && part.modules().all(|module| modules.contains(&module))
        })
}

#[test]
fn no_modules_import_each_other_but_the_natural_ones() {
    let loops = loops(&root());
    for (name, part) in &loops {
        println!("{name}: {part}");
    }
    let new: Vec<_> = loops
        .iter()
        .filter(|(name, part)| !is_natural(name, part))
        .map(|(name, part)| format!("{name}: {part}"))
        .collect();
    assert!(
        new.is_empty(),
        "modules import each other in a loop: move what they share into a module below both\n{}",
        new.join("\n")
    );
}

#[test]
fn every_way_to_name_a_module_is_an_import() {
    let modules = |files: &[(&str, &str)]| -> Vec<source::Module> {
        files.iter().map(|(path, text)| source::Module::parse(path, text)).collect()
    };
    let edges = |files: &[(&str, &str)]| -> Vec<String> { Graph::of(&modules(files)).edges() };
    let root = "mod a; mod b; pub use b::B as Name; pub use other_crate::Other;";
    for (text, expected) in [
        ("use crate::b::B;", "a -> b"),
        ("use crate::{b::{self}, a::C};", "a -> b"),
        ("use crate::Name;", "a -> b"),
        ("fn f() -> super::b::B {}", "a -> b"),
        ("fn f(x: &crate::Name) {}", "a -> b"),
        ("use super::Top;", "a -> crate"),
        ("use crate::Other;", ""),
        ("use crate::b::*;", "a -> b"),
        ("// use crate::b::B;\n/* crate::b */ const T: &str = \"crate::b\";", ""),
        ("use b::B; use std::b::B;", ""),
        ("#[cfg(test)]\nmod tests { use crate::b::B; } ", ""),
        ("fn f<'a>(x: &'a char) -> char { '\"' } use crate::b::B;", "a -> b"),
    ] {
        let found = edges(&[("lib", root), ("a", text), ("b", "")]);
        let found: Vec<_> = found.iter().filter(|edge| edge.starts_with("a ->")).collect();
        let expected: Vec<_> = Some(expected).filter(|edge| !edge.is_empty()).into_iter().collect();
        assert_eq!(found, expected, "{text}");
    }
    // A parent that calls what its child has, whose child uses what the parent has.
    let files = [("main", "mod a;"), ("a", "mod b; fn f() { b::g() }"), ("a/b", "use super::f;")];
    let loops = Graph::of(&modules(&files)).loops();
    assert_eq!(loops.iter().map(Graph::to_string).collect::<Vec<_>>(), ["a -> a::b, a::b -> a"]);
}
