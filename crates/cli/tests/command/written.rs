//! Commands as a document has them, run in a folder that is like the root of a clone.

use super::{feedforward, root, skip};
use std::path::{Path, PathBuf};
use std::process::Output;

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
        Self { folder, mnist: root().join("../shared/data/mnist") }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a line such as `feedforward evaluate`. `None` for what this machine cannot run, which
    /// is said aloud, and for commands of other programs.
    pub(crate) fn run(&self, line: &str) -> Option<Output> {
        let binary = line.replace("cargo run --release -- ", "feedforward ");
        let args = words(binary.strip_prefix("feedforward ")?);
        let missing = if binary.starts_with("feedforward dataset download") {
            Some("internet access")
        } else if line.contains("mine.safetensors") && !self.mnist.is_dir() {
            Some("MNIST's training set")
        } else if line.contains("sample_weight.pkl") && !root().join("sample_weight.pkl").exists() {
            Some("the book's own weights")
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
