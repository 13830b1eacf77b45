//! Commands as a document has them, run in a folder that is like the root of a clone.

use super::{feedforward, root, skip};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A temporary folder with what the documents' commands read; the clone itself must not be
/// written to.
pub(crate) struct CloneFolder {
    folder: tempfile::TempDir,
    mnist: PathBuf,
}

impl CloneFolder {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        // The book's weights are here if a reader has copied them, as the guide says.
        for name in ["crates", "sample_weight.pkl"] {
            std::os::unix::fs::symlink(root().join(name), folder.path().join(name)).unwrap();
        }
        let mnist = std::env::var_os("FEEDFORWARD_DATA").map(PathBuf::from);
        let mnist = mnist.unwrap_or_else(|| root().join("../shared/data/mnist"));
        Self { folder, mnist }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    fn has_training_set(&self) -> bool {
        let files = self.mnist.read_dir().into_iter().flatten().flatten();
        files.into_iter().any(|file| file.file_name().to_string_lossy().starts_with("train-images"))
    }

    /// Runs an example with its arguments, `NAME -- ARGUMENTS`. With `variable`, which names
    /// FEEDFORWARD_DATA, it has MNIST's training set. `None` where the training set is not here,
    /// or the example was not built, which is said aloud.
    pub(crate) fn run_example(&self, variable: &str, example: &str) -> Option<Output> {
        let (name, args) = example.split_once(" -- ").unwrap_or((example, ""));
        let program = assert_cmd::cargo::cargo_bin("feedforward");
        let program = program.parent().unwrap().join("examples").join(name);
        let missing = if !program.is_file() {
            Some("the built examples (`cargo build --examples`)")
        } else if !variable.is_empty() && !self.has_training_set() {
            Some("MNIST's training set")
        } else {
            None
        };
        if let Some(missing) = missing {
            skip(format_args!("`{variable} {example}` needs {missing}"));
            return None;
        }
        let data = if variable.is_empty() { "/nowhere/feedforward".as_ref() } else { &*self.mnist };
        let mut command = Command::new(program);
        command.args(words(args)).current_dir(self.path()).env("FEEDFORWARD_DATA", data);
        Some(command.output().unwrap())
    }

    /// Runs a line such as `feedforward evaluate`. `None` for what this machine cannot run, which
    /// is said aloud, and for commands of other programs.
    pub(crate) fn run(&self, line: &str) -> Option<Output> {
        let binary = line.replace("cargo run --release -- ", "feedforward ");
        let args = words(binary.strip_prefix("feedforward ")?);
        let missing = if binary.starts_with("feedforward dataset download") {
            Some("internet access")
        } else if line.contains("mine.safetensors") && !self.has_training_set() {
            Some("MNIST's training set")
        } else if line.contains("sample_weight.pkl") && !root().join("sample_weight.pkl").exists() {
            Some("the book's own weights")
        } else if binary.starts_with("feedforward page") {
            Some("somebody to end it; page.rs runs it")
        } else {
            None
        };
        if let Some(missing) = missing {
            skip(format_args!("`{line}` needs {missing}"));
            return None;
        }
        let mut command = feedforward(args);
        command.current_dir(self.folder.path()).env("FEEDFORWARD_DATA", &self.mnist);
        Some(command.output().unwrap())
    }
}

/// The words of a line, as a shell divides it: what stands between single quotes is one.
fn words(line: &str) -> Vec<String> {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    for (index, piece) in line.split('\'').enumerate() {
        if index % 2 == 1 {
            word.get_or_insert_default().push_str(piece);
            continue;
        }
        for letter in piece.chars() {
            if letter.is_whitespace() {
                words.extend(word.take());
            } else {
                word.get_or_insert_default().push(letter);
            }
        }
    }
    words.extend(word);
    words
}

#[test]
fn quotes_hold_a_word_together() {
    assert_eq!(words("a  --b='1 2;3' ''"), ["a", "--b=1 2;3", ""]);
}
