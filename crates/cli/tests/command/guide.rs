//! The guide's commands and figures, run as they are written and held to what the guide shows.
//!
//! The pages of both languages have the same blocks (documents.rs), so the English ones are run.
#![cfg(unix)]

use super::documents::{pages, script_figures};
use super::markdown::{Block, command_lines, commands};
use super::readme::readme_commands;
use super::shown::first_difference;
use super::written::CloneFolder;
use super::{stderr, stdout};

/// The exit status that a line of a shell block ends with: `# exit status 2`, or else 0.
fn status(line: &str) -> i32 {
    line.split_once("# exit status ").map_or(0, |(_, status)| status.trim().parse().unwrap())
}

/// Runs what a shell block says, and compares what its last command prints with `shown`.
fn check(clone: &CloneFolder, readme: &[String], block: &Block, shown: Option<&Block>) {
    let mut printed = None;
    for (line, command) in command_lines(block).into_iter().zip(commands(block)) {
        if let Some(example) = command.strip_prefix("cargo run --release --example ") {
            let output = shown.map(|shown| shown.text.trim_end());
            let include = format!("{{{{#include ../../output/{example}.txt}}}}");
            assert!(output.is_none_or(|output| output == include), "{line}: not {include}");
            continue;
        }
        if shown.is_none() && readme.contains(&command) {
            continue;
        }
        let Some(output) = clone.run(&command) else { continue };
        let text = stderr(&output) + &stdout(&output);
        assert_eq!(output.status.code(), Some(status(&line)), "{line}: {text}");
        printed = Some((line, text));
    }
    if let (Some(shown), Some((line, printed))) = (shown, printed) {
        let difference = first_difference(&shown.text, &printed);
        assert_eq!(difference, None, "{line} prints\n{printed}");
    }
}

#[test]
fn the_guides_commands_print_what_it_shows() {
    let (clone, readme) = (CloneFolder::new(), readme_commands());
    for page in pages("en") {
        let blocks = page.blocks();
        for (index, block) in blocks.iter().enumerate() {
            if block.language == "sh" {
                let shown = blocks.get(index + 1).filter(|next| next.language == "text");
                check(&clone, &readme, block, shown);
            }
        }
    }
}

#[test]
fn the_guides_figures_are_drawn() {
    let clone = CloneFolder::new();
    // The training that build.sh draws is the one that the guide shows.
    let training = "train --images crates/digits/data/t10k-images-idx3-ubyte.gz \
                    --labels crates/digits/data/t10k-labels-idx1-ubyte.gz --validation 1000 --epochs 10 \
                    --history history.json -o first.safetensors";
    assert!(clone.run(&format!("feedforward {training}")).unwrap().status.success());
    for (name, arguments) in script_figures() {
        let output = clone.run(&format!("feedforward plot {arguments} -o {name}")).unwrap();
        assert!(output.status.success(), "{name}: {}", stderr(&output));
    }
}
