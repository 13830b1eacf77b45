//! The tables of docs/chapter.md: every row's commands print what the row says, and the pages of the
//! guide have the sentences that it quotes.
#![cfg(unix)]

use super::markdown::Page;
use super::written::CloneFolder;
use super::{root, skip, stderr, stdout};
use std::collections::HashMap;
use std::fs;

/// The number of ideas, figures and printed numbers in the slides.
const ITEMS: usize = 40;

/// A row: `| 3 | item | commands | printed | guide |`.
struct Row {
    number: usize,
    item: String,
    commands: Vec<String>,
    printed: Vec<String>,
    /// Pages of the English guide, each with a sentence or a link that stands there.
    quotes: Vec<(String, String)>,
}

impl Row {
    fn parse(line: &str) -> Option<Self> {
        let cells: Vec<_> = line.trim().trim_matches('|').split(" | ").map(str::trim).collect();
        let number = cells[0].parse().ok()?;
        let [_, item, commands, printed, quotes] = cells[..] else {
            panic!("{line}: expected five cells, found {}", cells.len());
        };
        let spans = |cell: &str| -> Vec<String> {
            cell.split("<br>").map(|span| span.trim_matches('`').to_owned()).collect()
        };
        let quotes = quotes.split("<br>").map(|quote| {
            let (page, rest) =
                quote.split_once("](").and_then(|(_, rest)| rest.split_once(')')).unwrap();
            let quoted = rest.trim().strip_prefix('“').and_then(|rest| rest.strip_suffix('”'));
            (page.to_owned(), quoted.expect("a quotation").to_owned())
        });
        Some(Self {
            number,
            item: item.to_owned(),
            commands: spans(commands),
            printed: spans(printed),
            quotes: quotes.collect(),
        })
    }
}

/// A text with one space for every run of spaces and line ends.
fn collapsed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether `text` has `shown`, in which `…` stands for any text.
fn has(text: &str, shown: &str) -> bool {
    let (mut rest, mut pieces) = (text, shown.split('…').map(str::trim));
    pieces.all(|piece| match rest.find(piece) {
        Some(at) => {
            rest = &rest[at + piece.len()..];
            true
        }
        None => false,
    })
}

/// What a command prints, or what it draws into an SVG file. `None` where this machine lacks what
/// the command needs.
fn printed(clone: &CloneFolder, command: &str) -> Option<String> {
    if let Some(example) = command.strip_prefix("cargo run --release --example ")
        && !example.contains(' ')
    {
        // It is compared with the example by the tests of the crate that has the examples.
        let file = root().join("docs/guide/output").join(example).with_extension("txt");
        return Some(fs::read_to_string(file).unwrap());
    }
    let (command, status) = command.split_once(" # exit status ").unwrap_or((command, "0"));
    let status: i32 = status.parse().unwrap();
    let output = match command.split_once("cargo run --release --example ") {
        Some((variable, example)) => clone.run_example(variable.trim(), example),
        None => clone.run(command),
    }?;
    let text = stdout(&output) + &stderr(&output);
    assert_eq!(output.status.code(), Some(status), "{command}: {text}");
    let drawn = command.split_once(" -o ").filter(|(_, name)| name.ends_with(".svg"));
    let svg = drawn.map(|(_, name)| fs::read_to_string(clone.path().join(name)).unwrap());
    let words = svg.as_deref().unwrap_or_default().split('<').filter_map(|tag| tag.split_once('>'));
    Some(words.fold(text, |text, (_, word)| text + " " + word))
}

fn rows() -> Vec<Row> {
    let chapter = Page::load(root().join("docs/chapter.md"));
    chapter.text.lines().filter(|line| line.starts_with("| ")).filter_map(Row::parse).collect()
}

#[test]
fn the_chapter_has_a_row_for_each_item_of_the_slides() {
    let numbers: Vec<_> = rows().iter().map(|row| row.number).collect();
    assert_eq!(numbers, (1..=ITEMS).collect::<Vec<_>>());
}

#[test]
fn each_row_of_the_chapter_is_printed_as_it_says() {
    let clone = CloneFolder::new();
    let mut outputs: HashMap<String, Option<String>> = HashMap::new();
    for row in rows() {
        let mut found = Vec::new();
        for command in &row.commands {
            let output = outputs
                .entry(command.clone())
                .or_insert_with(|| printed(&clone, command).map(|text| collapsed(&text)));
            found.push(output.clone());
        }
        let whole = found.iter().all(Option::is_some);
        for shown in row.printed.iter().map(|shown| collapsed(shown)) {
            let there = found.iter().flatten().any(|text| has(text, &shown));
            if !there && !whole {
                skip(format_args!("row {} of the chapter is not held to `{shown}`", row.number));
                continue;
            }
            assert!(there, "{}. {}: `{shown}` is not in\n{found:#?}", row.number, row.item);
        }
        for (command, text) in row.commands.iter().zip(&found) {
            let Some(text) = text else { continue };
            let shows = row.printed.iter().any(|shown| has(text, &collapsed(shown)));
            assert!(shows, "{}. {}: nothing of `{command}` is shown", row.number, row.item);
        }
    }
}

#[test]
fn the_guide_says_what_the_chapter_quotes() {
    for row in rows() {
        for (page, quoted) in &row.quotes {
            let korean = page.replacen("/en/", "/ko/", 1);
            for page in [page, &korean] {
                assert!(root().join("docs").join(page).is_file(), "{}: no {page}", row.number);
            }
            let text = Page::load(root().join("docs").join(page)).text.replace("**", "");
            let there = collapsed(&text).contains(&collapsed(quoted));
            assert!(there, "{}. {}: “{quoted}” is not on {page}", row.number, row.item);
        }
    }
}

#[test]
fn what_the_pages_on_misprints_show_is_printed() {
    let folder = root().join("docs/guide/output");
    let outputs: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    for language in ["en", "ko"] {
        let page = Page::load(root().join("docs/guide").join(language).join("src/errata.md"));
        let blocks = page.blocks();
        assert!(blocks.len() >= 9, "{} blocks", blocks.len());
        for block in blocks {
            let printed = outputs.iter().any(|output| output.contains(&block.text));
            assert!(printed, "{language}: nothing prints\n{}", block.text);
        }
    }
}
