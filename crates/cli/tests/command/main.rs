//! The real binary, in a temporary folder.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bench;
mod chapter;
mod dataset;
mod documents;
mod evaluate;
#[cfg(unix)]
mod foreign;
mod formats;
mod guide;
mod hostile;
mod inspect;
mod label;
mod markdown;
mod messages;
mod page;
mod plot;
mod predict;
mod readme;
mod shown;
#[cfg(unix)]
mod stop;
mod streams;
mod train;
mod usage;
mod why;
#[cfg(unix)]
mod written;

use assert_cmd::cargo::cargo_bin;
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The folder of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

fn path(relative: &str) -> String {
    root().join(relative).to_str().unwrap().to_owned()
}

/// The files of the images and the labels of MNIST's test set.
fn test_set() -> [String; 2] {
    ["images-idx3", "labels-idx1"]
        .map(|name| path(&format!("crates/digits/data/t10k-{name}-ubyte.gz")))
}

/// The command, its data folder being one that is not there.
fn feedforward<I: AsRef<std::ffi::OsStr>>(args: impl IntoIterator<Item = I>) -> Command {
    let mut command = Command::new(cargo_bin("feedforward"));
    command.args(args).env("FEEDFORWARD_DATA", "/nowhere/feedforward");
    command
}

fn run(args: &[&str]) -> Output {
    feedforward(args).output().unwrap()
}

/// Says aloud what this machine cannot test: the test runner keeps what `println!` says of tests
/// that pass to itself.
fn skip(what: std::fmt::Arguments<'_>) {
    std::io::stderr().write_all(format!("skipped: {what}\n").as_bytes()).unwrap();
}

/// The JSON that a successful command prints.
fn json(args: &[&str]) -> Value {
    let output = run(args);
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The one line of a refusal: exit status 2, nothing on stdout, no panic.
fn refusal(args: &[&str]) -> String {
    let output = run(args);
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {text}");
    assert!(output.stdout.is_empty(), "{args:?}: {}", stdout(&output));
    assert!(text.starts_with("error: ") && !text.contains("panicked"), "{args:?}: {text}");
    assert_eq!(text.trim_end().lines().count(), 1, "{args:?}: {text}");
    text.trim_end().trim_start_matches("error: ").to_owned()
}
