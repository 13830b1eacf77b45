//! The README's commands, run as they are written.
#![cfg(unix)]

use super::{feedforward, root, skip, stderr};
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
    // The commands are meant for the root of a clone, which must not be written to here.
    std::os::unix::fs::symlink(root().join("crates"), folder.path().join("crates")).unwrap();
    let mnist = root().join("../shared/data/mnist");
    let commands = commands();
    assert!(commands.len() >= 6, "{commands:?}");
    for args in commands {
        if args.starts_with(&["dataset".to_owned(), "download".to_owned()]) {
            skip(format_args!("`feedforward {}` needs a network", args.join(" ")));
            continue;
        }
        let trains = args[0] == "train" || args.iter().any(|arg| arg == "mine.safetensors");
        if trains && !mnist.is_dir() {
            skip(format_args!("`feedforward {}` needs MNIST's training set", args.join(" ")));
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
