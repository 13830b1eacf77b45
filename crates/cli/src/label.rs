//! `feedforward label`: the names of a network's classes.

use crate::console::Console;
use crate::count::counted;
use crate::flags::NamedModelArgs;
use crate::outcome::Outcome;
use crate::shown::Foreign;
use crate::source::check_file;
use crate::target::{check_target, ending};
use anyhow::{Context, ensure};
use clap::{Args, ValueHint};
use feedforward::files::Limits;
use feedforward::{Model, bytes};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Name the classes of a network, and write it to a new file with these names.
///
/// `predict` and `evaluate` then answer with the names instead of numbers. Everything else stays as
/// it is; what the file did not say, such as the activations, is stated in the new one.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward label weights.npz --classes dog,cat,cow -o animals.safetensors
  feedforward label sample_weight.pkl --classes 영,일,이,삼,사,오,육,칠,팔,구 -o korean.safetensors
  feedforward label mine.safetensors --classes @names.txt -o named.safetensors")]
pub(crate) struct LabelArgs {
    /// The names, in the order of the outputs, with commas between them; or @FILE for a text file
    /// with one name per line.
    #[arg(long, value_name = "NAME,…")]
    classes: String,
    /// Write the network to this file, as safetensors.
    #[arg(short, long = "out", value_name = "FILE", value_hint = ValueHint::FilePath)]
    out: PathBuf,
    #[command(flatten)]
    model: NamedModelArgs,
}

pub(crate) fn run(args: &LabelArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    ending("-o", &args.out, &["safetensors"])?;
    check_target(&args.out)?;
    let names = names(&args.classes)?;
    let named = args.model.load()?;
    let network = named.network();
    let expected = network.output().classes(network.outputs());
    check(&names, expected).context("--classes")?;
    let mut description = named.description().clone();
    description.labels = names;
    let model = Model::new(network.clone(), description);
    model.save(&args.out)?;
    let shown: Vec<_> = model.description.labels.iter().map(Foreign::new).collect();
    let shown: Vec<_> = shown.iter().map(ToString::to_string).collect();
    writeln!(console.out(), "classes  {}", shown.join(" "))?;
    writeln!(console.out(), "written  {}", Foreign::path(&args.out))?;
    Ok(Outcome::Done)
}

/// The names that the flag gives, or those in the file that it names.
fn names(classes: &str) -> anyhow::Result<Vec<String>> {
    let trimmed = |name: &str| name.trim().to_owned();
    let Some(file) = classes.strip_prefix('@') else {
        return Ok(classes.split(',').map(trimmed).collect());
    };
    let path = Path::new(file);
    check_file(path)?;
    let bytes = bytes::load(path, Limits::default().file_bytes)?;
    let text = String::from_utf8(bytes).ok().with_context(|| {
        format!("{}: expected text in UTF-8: save the names as UTF-8", Foreign::path(path))
    })?;
    // Windows' editor begins a text with a byte order mark.
    let text = text.trim_start_matches('\u{feff}');
    Ok(text.lines().map(trimmed).filter(|name| !name.is_empty()).collect())
}

fn check(names: &[String], expected: usize) -> anyhow::Result<()> {
    ensure!(
        names.len() == expected,
        "the network tells {} apart, but there {} {}",
        counted(expected, "class"),
        if names.len() == 1 { "is" } else { "are" },
        counted(names.len(), "name"),
    );
    let mut seen = BTreeSet::new();
    for (index, name) in names.iter().enumerate() {
        ensure!(!name.is_empty(), "name {} is empty: write one name for each class", index + 1);
        ensure!(
            seen.insert(name),
            "{} is there twice: give each class a name of its own",
            Foreign::new(name)
        );
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_one_name_of_its_own() {
        let refused = |classes: &str, expected| {
            check(&names(classes).unwrap(), expected).unwrap_err().to_string()
        };
        assert!(check(&names("개, 고양이,소").unwrap(), 3).is_ok());
        assert_eq!(
            refused("dog,cat", 3),
            "the network tells 3 classes apart, but there are 2 names"
        );
        assert_eq!(refused("dog", 3), "the network tells 3 classes apart, but there is 1 name");
        assert_eq!(
            refused("dog,cat,dog", 3),
            "dog is there twice: give each class a name of its own"
        );
        assert_eq!(refused("dog,,cow", 3), "name 2 is empty: write one name for each class");
    }
}
