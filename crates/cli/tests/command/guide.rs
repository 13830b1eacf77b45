//! The guide's commands and figures, run as they are written and held to what the guide shows.
//!
//! The pages of both languages have the same blocks (documents.rs), so the English ones are run.
#![cfg(unix)]

use super::documents::{pages, script_figures};
use super::markdown::{Block, Page, command_lines, commands};
use super::readme::readme_commands;
use super::shown::first_difference;
use super::written::CloneFolder;
use super::{stderr, stdout};

/// The exit status that a line of a shell block ends with: `# exit status 2`, or else 0.
fn status(line: &str) -> i32 {
    line.split_once("# exit status ").map_or(0, |(_, status)| status.trim().parse().unwrap())
}

/// Runs what a shell block says, and compares what its last command prints with `shown`.
pub(crate) fn check(clone: &CloneFolder, readme: &[String], block: &Block, shown: Option<&Block>) {
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
        let korean = clone.run(&format!("feedforward plot {arguments} --language ko -o {name}"));
        assert!(korean.unwrap().status.success(), "{name} in Korean");
    }
}

/// As many columns as a page on a screen of 1280 pixels has room for, beside its contents.
const COLUMNS: usize = 80;

#[test]
fn code_and_commands_of_the_guide_fit_on_a_page() {
    for language in ["en", "ko"] {
        for page in pages(language) {
            // Output wraps, as it does in a terminal; formulas are typeset.
            let code = ["sh", "rust", "rust,ignore", "toml"];
            for block in
                page.blocks().iter().filter(|block| code.contains(&block.language.as_str()))
            {
                let included = Page { path: page.path.clone(), text: block.text.clone() };
                let targets = included.includes();
                let code: String =
                    targets.into_iter().map(|target| page.included(target)).collect();
                let wide = block.text.lines().filter(|line| !line.starts_with("{{#include"));
                let wide = wide.chain(code.lines()).find(|line| line.chars().count() > COLUMNS);
                assert_eq!(wide, None, "{}", page.path.display());
            }
        }
    }
}

/// build.sh typesets blocks of `math`; one without a language would stay as it is typed.
#[test]
fn blocks_of_the_guide_say_what_they_are() {
    let known = ["console", "math", "rust", "rust,ignore", "sh", "text", "toml"];
    for page in pages("en").iter().chain(&pages("ko")) {
        for block in page.blocks() {
            let path = page.path.display();
            assert!(known.contains(&block.language.as_str()), "{path}: {:?}", block.language);
        }
    }
}

#[test]
fn pages_lead_to_the_same_page_in_the_other_language() {
    for (language, name, other) in [("en", "한국어", "ko"), ("ko", "English", "en")] {
        for page in pages(language) {
            let file = page.path.file_stem().unwrap().to_str().unwrap();
            let link = format!("[{name}](../{other}/{file}.html)");
            assert_eq!(page.text.lines().nth(2), Some(link.as_str()), "{}", page.path.display());
        }
    }
}

/// Fonts have no italic Hangul, so that a browser slants it; bold and quotation marks are in use.
#[test]
fn no_korean_word_is_slanted() {
    let hangul = |text: &str| text.chars().any(|c| ('가'..='힣').contains(&c));
    for page in pages("ko") {
        for line in page.prose() {
            let text: String = line.split('`').step_by(2).collect();
            let text = text.replace("**", "");
            let slanted = text.split('*').skip(1).step_by(2).find(|words| hangul(words));
            assert_eq!(slanted, None, "{}", page.path.display());
        }
    }
}

#[test]
fn sections_have_exercises_with_folded_answers() {
    let folded = |page: &Page| page.text.lines().filter(|line| *line == "<details>").count();
    for (english, korean) in pages("en").iter().zip(&pages("ko")) {
        assert_eq!(folded(english), folded(korean), "{}", korean.path.display());
        // The sections have numbers.
        if english.text[2..3].parse::<u8>().is_ok() {
            assert!(folded(english) >= 3, "{}", english.path.display());
        }
    }
}
