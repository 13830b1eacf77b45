//! The README's commands, run as they are written.
#![cfg(unix)]

use super::markdown::{Page, commands};
use super::written::CloneFolder;
use super::{root, stderr};

/// The lines of the README's shell blocks.
pub(crate) fn readme_commands() -> Vec<String> {
    let blocks = Page::load(root().join("README.md")).blocks();
    blocks.iter().flat_map(commands).collect()
}

#[test]
fn the_readmes_commands_work_as_written() {
    let clone = CloneFolder::new();
    let lines = readme_commands();
    assert!(lines.len() >= 8, "{lines:?}");
    for line in lines {
        if let Some(output) = clone.run(&line) {
            assert!(output.status.success(), "{line}: {}", stderr(&output));
        }
    }
}
