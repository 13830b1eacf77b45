//! The README's commands, run as they are written and held to what it shows.
#![cfg(unix)]

use super::guide::check;
use super::markdown::{Page, commands};
use super::root;
use super::written::CloneFolder;
use feedforward::{digits, models};
use std::fs;

fn readme() -> Page {
    Page::load(root().join("README.md"))
}

/// The lines of the README's shell blocks.
pub(crate) fn readme_commands() -> Vec<String> {
    readme().blocks().iter().flat_map(commands).collect()
}

#[test]
fn the_readmes_commands_print_what_it_shows() {
    let clone = CloneFolder::new();
    assert!(readme_commands().len() >= 7);
    let blocks = readme().blocks();
    for (index, block) in blocks.iter().enumerate() {
        let shown = blocks.get(index + 1).filter(|next| next.language == "text");
        check(&clone, &[], block, shown);
    }
}

#[test]
fn the_readmes_picture_is_what_its_command_draws() {
    let (clone, page) = (CloneFolder::new(), readme());
    let spans = page.spans();
    let command = spans.iter().find(|span| span.ends_with(" -o gates.png")).unwrap();
    assert!(clone.run(command).unwrap().status.success());
    let drawn = fs::read(clone.path().join("gates.png")).unwrap();
    let stale = drawn != fs::read(root().join("docs/gates.png")).unwrap();
    assert!(!stale, "docs/gates.png is not what `{command}` draws");
}

/// The library's doc tests run the sample; here its output is held to what the README shows.
#[test]
fn the_readmes_sample_prints_what_it_shows() {
    let predictor = models::digits().unwrap().network.predictor().unwrap();
    let test = digits::test_set().unwrap();
    let classes = predictor.classify(&test.inputs()).unwrap();
    let labels = &test.labels().to_vec()[..10];
    let printed = format!("read    {:?}\nlabels  {labels:?}\n", &classes[..10]);
    let blocks = readme().blocks();
    let sample = blocks.iter().position(|block| block.language == "rust").unwrap();
    assert_eq!(blocks[sample + 1].text, printed);
}

/// "At least 1.4 times as fast", says the first sentence.
#[test]
fn the_readmes_first_sentence_follows_from_its_table() {
    let page = readme();
    let rows = page.text.lines().filter(|line| line.starts_with('|') && line.contains("**"));
    let mut least = f64::INFINITY;
    for row in rows {
        let cells = row.replace(['*', ','], "");
        let numbers: Vec<f64> = cells.split('|').filter_map(|c| c.trim().parse().ok()).collect();
        // The batch, ours, the others, and a crate for the product alone.
        let [_, ours, others @ .., _] = &numbers[..] else { panic!("{row}") };
        least = others.iter().map(|other| other / ours).fold(least, f64::min);
    }
    assert!((1.4..1.5).contains(&least), "{least}");
    assert!(page.text.contains("at least 1.4\ntimes as fast"));
}
