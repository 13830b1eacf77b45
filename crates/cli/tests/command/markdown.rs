//! The parts of a markdown page that can be checked: fenced blocks, includes, links, spans of code.

use std::fs;
use std::path::{Path, PathBuf};

/// A fenced block: the word after the fence, and what is in it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub(crate) language: String,
    pub(crate) text: String,
}

/// A markdown file.
pub(crate) struct Page {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

impl Page {
    pub(crate) fn load(path: impl AsRef<Path>) -> Self {
        let path = path.as_ref().to_owned();
        let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
        Self { path, text }
    }

    pub(crate) fn blocks(&self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<Block> = None;
        for line in self.text.lines() {
            match (line.strip_prefix("```"), &mut open) {
                (Some(language), None) => {
                    open = Some(Block { language: language.to_owned(), text: String::new() });
                }
                (Some(_), Some(_)) => blocks.extend(open.take()),
                (None, Some(block)) => {
                    block.text.push_str(line);
                    block.text.push('\n');
                }
                (None, None) => {}
            }
        }
        assert!(open.is_none(), "{}: a block is not closed", self.path.display());
        blocks
    }

    /// The targets of `{{#include TARGET}}`.
    pub(crate) fn includes(&self) -> Vec<&str> {
        between(&self.text, "{{#include ", "}}")
    }

    /// The targets of `[text](TARGET)`.
    pub(crate) fn links(&self) -> Vec<&str> {
        between(&self.text, "](", ")")
    }

    /// The lines around the blocks.
    pub(crate) fn prose(&self) -> impl Iterator<Item = &str> {
        let mut inside = false;
        self.text.lines().filter(move |line| {
            let fence = line.starts_with("```");
            inside ^= fence;
            !fence && !inside
        })
    }

    /// What stands between backquotes in the text around the blocks.
    pub(crate) fn spans(&self) -> Vec<&str> {
        self.prose().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
    }

    /// The text that `{{#include TARGET}}` puts on this page: a file, or what is between its anchors.
    pub(crate) fn included(&self, target: &str) -> String {
        let (path, anchor) = target.split_once(':').map_or((target, None), |(p, a)| (p, Some(a)));
        let file = Self::load(self.resolve(path)).text;
        let Some(anchor) = anchor else { return file };
        let mark = |mark: &str| format!("// {mark}: {anchor}");
        let lines = file.lines().skip_while(|line| line.trim() != mark("ANCHOR")).skip(1);
        let lines = lines.take_while(|line| line.trim() != mark("ANCHOR_END"));
        lines
            .filter(|line| !line.trim().starts_with("// ANCHOR"))
            .fold(String::new(), |text, line| text + line + "\n")
    }

    /// The file that `target` means on this page.
    pub(crate) fn resolve(&self, target: &str) -> PathBuf {
        self.path.parent().expect("a page is in a folder").join(target)
    }
}

/// The commands of a shell block with their comments; one that goes on after a backslash is one line.
pub(crate) fn command_lines(block: &Block) -> Vec<String> {
    if block.language != "sh" {
        return Vec::new();
    }
    let joined = block.text.replace("\\\n", "");
    joined.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

/// The commands of a shell block, without their comments.
pub(crate) fn commands(block: &Block) -> Vec<String> {
    let lines = command_lines(block).into_iter();
    lines.map(|line| line.split(" #").next().unwrap_or_default().to_owned()).collect()
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    let pieces = text.split(before).skip(1);
    pieces.filter_map(|piece| Some(piece.split_once(after)?.0)).collect()
}
