//! The README's commands, run as they are written.

use super::{feedforward, path, root, stderr};
use std::fs;

/// The lines of the README's shell blocks that call the binary, without their comments.
fn commands() -> Vec<Vec<String>> {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let mut commands = Vec::new();
    let mut inside = false;
    for line in readme.lines() {
        if line.starts_with("```") {
            inside = line == "```sh";
        } else if inside && line.starts_with("feedforward ") {
            let command = line.split(" #").next().unwrap_or_default();
            commands.push(command.split_whitespace().skip(1).map(String::from).collect());
        }
    }
    commands
}

#[test]
fn the_readmes_commands_work_as_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    fs::copy(path("crates/digits/tests/pictures/7_ink_on_paper.png"), file("my-seven.png"))
        .unwrap();
    fs::copy(path("crates/cli/tests/pickles/book.pkl"), file("sample_weight.pkl")).unwrap();
    let mnist = root().join("../shared/data/mnist");
    let commands = commands();
    assert!(commands.len() >= 6, "{commands:?}");
    for args in commands {
        if args.starts_with(&["dataset".to_owned(), "download".to_owned()]) {
            eprintln!("skipped: `feedforward {}` needs a network", args.join(" "));
            continue;
        }
        if args[0] == "train" && !mnist.is_dir() {
            eprintln!("skipped: `feedforward {}` needs MNIST's training set", args.join(" "));
            continue;
        }
        let output = feedforward(&args)
            .current_dir(folder.path())
            .env("FEEDFORWARD_DATA", &mnist)
            .output()
            .unwrap();
        assert!(output.status.success(), "feedforward {}: {}", args.join(" "), stderr(&output));
    }
}
