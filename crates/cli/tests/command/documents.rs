//! What the documents name exists, and what is written twice, in two languages, says the same.

use super::markdown::{Block, Page, commands};
use super::root;
use std::fs;
use std::path::Path;

/// The guide's pages in one language, in the order of its SUMMARY.md.
pub(crate) fn pages(language: &str) -> Vec<Page> {
    let folder = root().join("docs/guide").join(language).join("src");
    let summary = Page::load(folder.join("SUMMARY.md"));
    let pages: Vec<_> =
        summary.links().into_iter().map(|link| Page::load(folder.join(link))).collect();
    let files = fs::read_dir(folder).unwrap().filter(|entry| {
        entry.as_ref().unwrap().path().extension().is_some_and(|extension| extension == "md")
    });
    assert_eq!(pages.len() + 1, files.count(), "SUMMARY.md ({language}) lists every page once");
    pages
}

/// The figures that docs/guide/build.sh draws: their names, and what follows `feedforward plot`.
pub(crate) fn script_figures() -> Vec<(String, String)> {
    let script = fs::read_to_string(root().join("docs/guide/build.sh")).unwrap();
    let lines = script.lines().filter_map(|line| line.strip_prefix("figure "));
    lines.map(|line| line.split_once(' ').unwrap()).map(|(n, a)| (n.into(), a.into())).collect()
}

fn name(page: &Page) -> String {
    let parts = page.path.components().rev().take(3).collect::<Vec<_>>();
    parts.iter().rev().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Why a link of `page` leads nowhere, if it does.
fn broken(page: &Page, link: &str, figures: &[String]) -> Option<String> {
    if link.starts_with("https://") {
        return None;
    }
    let file = link.split('#').next().unwrap_or_default();
    if let Some(figure) = file.strip_prefix("figures/") {
        return (!figures.iter().any(|made| made == figure))
            .then(|| format!("{link}: docs/guide/build.sh does not draw it"));
    }
    // The page of another language stands beside this one's in the built guide.
    let built = file.strip_prefix("../").and_then(|file| file.strip_suffix(".html"));
    let target = match built.and_then(|file| file.split_once('/')) {
        Some((language, file)) => {
            root().join("docs/guide").join(language).join("src").join(file).with_extension("md")
        }
        None => page.resolve(file),
    };
    (!target.exists()).then(|| format!("{link}: no {}", target.display()))
}

/// Why an include of `page` finds nothing, if so: the file, or the anchor in it, is missing.
fn unfound(page: &Page, include: &str) -> Option<String> {
    let (path, anchor) = include.split_once(':').map_or((include, None), |(p, a)| (p, Some(a)));
    let Ok(text) = fs::read_to_string(page.resolve(path)) else {
        return Some(format!("{include}: no such file"));
    };
    let marked = |mark: &str, anchor: &str| {
        text.lines().any(|line| line.trim() == format!("// {mark}: {anchor}"))
    };
    let anchor = anchor?;
    (!(marked("ANCHOR", anchor) && marked("ANCHOR_END", anchor)))
        .then(|| format!("{include}: no such anchor"))
}

#[test]
fn includes_and_links_of_the_guide_lead_somewhere() {
    let figures: Vec<_> = script_figures().into_iter().map(|(name, _)| name).collect();
    for language in ["en", "ko"] {
        let pages = pages(language);
        for page in &pages {
            let broken = page.links().into_iter().find_map(|link| broken(page, link, &figures));
            assert_eq!(broken, None, "{}", name(page));
            let unfound = page.includes().into_iter().find_map(|include| unfound(page, include));
            assert_eq!(unfound, None, "{}", name(page));
        }
        for figure in &figures {
            let link = format!("figures/{figure}");
            let shown = pages.iter().any(|page| page.links().contains(&link.as_str()));
            assert!(shown, "{link} is drawn, but on no page ({language})");
        }
    }
}

#[test]
fn both_languages_of_the_guide_show_the_same() {
    let (english, korean) = (pages("en"), pages("ko"));
    assert_eq!(english.len(), korean.len());
    // Formulas are in blocks without a language, and may have words in them.
    let shown = |page: &Page| -> Vec<Block> {
        page.blocks().into_iter().filter(|block| !block.language.is_empty()).collect()
    };
    let headings = |page: &Page| page.text.lines().filter(|line| line.starts_with("## ")).count();
    for (english, korean) in english.iter().zip(&korean) {
        assert_eq!(english.path.file_name(), korean.path.file_name());
        assert_eq!(shown(english), shown(korean), "{}", name(korean));
        assert_eq!(headings(english), headings(korean), "{}", name(korean));
        let figures = |page: &Page| -> Vec<String> {
            let links = page.links().into_iter();
            links.filter(|link| link.starts_with("figures/")).map(String::from).collect()
        };
        assert_eq!(figures(english), figures(korean), "{}", name(korean));
    }
}

/// The library's doc tests run the sample of its own README.
#[test]
fn the_readmes_sample_is_the_librarys() {
    let samples = ["README.md", "crates/feedforward/README.md"].map(|name| {
        let blocks = Page::load(root().join(name)).blocks().into_iter();
        blocks.filter(|block| block.language == "rust").collect::<Vec<_>>()
    });
    assert_eq!(samples[0].len(), 1);
    assert_eq!(samples[0], samples[1]);
}

#[test]
fn the_korean_readme_mirrors_the_readme() {
    let [english, korean] = ["README.md", "README.ko.md"].map(|name| Page::load(root().join(name)));
    let headings = |page: &Page| page.text.lines().filter(|line| line.starts_with("## ")).count();
    assert_eq!(headings(&english), headings(&korean));
    let blocks = english.blocks();
    assert_eq!(blocks.len(), korean.blocks().len());
    for (english, korean) in blocks.iter().zip(&korean.blocks()) {
        // Comments of commands are translated, code and output are not.
        if english.language == "sh" {
            assert_eq!(commands(english), commands(korean));
        } else {
            assert_eq!(english, korean);
        }
    }
    let broken = korean.links().into_iter().find_map(|link| broken(&korean, link, &[]));
    assert_eq!(broken, None);
}

#[test]
fn what_the_chapter_table_names_exists() {
    let chapter = Page::load(root().join("docs/chapter.md"));
    let broken = chapter.links().into_iter().find_map(|link| broken(&chapter, link, &[]));
    assert_eq!(broken, None);
    let (mut tests, mut examples) = (0, 0);
    for span in chapter.spans() {
        if let Some((file, test)) = span.split_once("::") {
            let text = fs::read_to_string(root().join(file)).unwrap_or_default();
            assert!(text.contains(&format!("#[test]\nfn {test}()")), "no test {span}");
            tests += 1;
        } else if let Some((_, example)) = span.split_once("cargo run --release --example ") {
            let name = example.split(' ').next().unwrap_or_default();
            let folder = Path::new("crates/feedforward/examples");
            let source = root().join(folder).join(name).with_extension("rs");
            assert!(source.is_file(), "no example {span}");
            examples += 1;
        }
    }
    assert!(tests >= 14 && examples >= 7, "{tests} tests and {examples} examples are named");
}
