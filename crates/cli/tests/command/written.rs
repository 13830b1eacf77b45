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
        std::os::unix::fs::symlink(root().join("crates"), folder.path().join("crates")).unwrap();
        Self { folder, mnist: root().join("../shared/data/mnist") }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Runs a line such as `feedforward evaluate`. `None` for what this machine cannot run, which
    /// is said aloud, and for commands of other programs.
    pub(crate) fn run(&self, line: &str) -> Option<Output> {
        let binary = line.replace("cargo run --release -- ", "feedforward ");
        let args: Vec<_> = binary.strip_prefix("feedforward ")?.split_whitespace().collect();
        let missing = if args.starts_with(&["dataset", "download"]) {
            Some("internet access")
        } else if line.contains("mine.safetensors") && !self.mnist.is_dir() {
            Some("MNIST's training set")
        } else if line.contains("sample_weight.pkl") {
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
