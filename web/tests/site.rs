//! The list of the site's files and the folder `site` are the same.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn site() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("site")
}

/// The files below `folder` that a browser may ask for, by their path in the site.
fn on_disk(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.strip_prefix(site()).unwrap().to_str().unwrap().replace('\\', "/");
        if path.is_dir() {
            on_disk(&path, found);
        } else if !name.ends_with(".d.ts") {
            found.insert(name);
        }
    }
}

#[test]
fn the_list_names_every_file_of_the_site_and_no_other() {
    let mut on_disk_files = BTreeSet::new();
    on_disk(&site(), &mut on_disk_files);
    let listed: BTreeSet<String> =
        feedforward_page::files().map(|file| file.path.to_owned()).collect();
    let unlisted: Vec<_> = on_disk_files.difference(&listed).collect();
    assert!(unlisted.is_empty(), "not in src/list.rs (run web/list.sh): {unlisted:?}");
    let missing: Vec<_> = listed.difference(&on_disk_files).collect();
    assert!(missing.is_empty(), "not in web/site: {missing:?}");
    assert_eq!(feedforward_page::files().count(), listed.len(), "a file is listed twice");
}

/// The data are embedded from other crates, not from the site.
#[test]
fn every_file_of_the_list_has_the_bytes_of_the_site() {
    for file in feedforward_page::files() {
        let bytes = fs::read(site().join(file.path)).unwrap();
        assert!(file.bytes == bytes, "{} differs from the file in web/site", file.path);
    }
}

#[test]
fn every_file_has_a_type_that_a_browser_takes() {
    for file in feedforward_page::files() {
        let ending = file.path.rsplit('.').next().unwrap();
        let is_data = matches!(ending, "safetensors" | "gz");
        let is_unknown = file.media_type() == "application/octet-stream";
        assert_eq!(is_unknown, is_data, "{}: a type is missing in File::media_type", file.path);
    }
}

/// A page that names a host takes something from it, or tells it of its reader.
#[test]
fn no_page_and_no_style_loads_anything_from_another_host() {
    for file in feedforward_page::files() {
        let text = String::from_utf8_lossy(file.bytes);
        let marks: &[&str] = match file.path.rsplit('.').next() {
            Some("html") => &["src=\"http", "rel=\"stylesheet\" href=\"http", "src=\"//"],
            Some("css") => &["url(http", "@import"],
            Some("js") => &["from \"http", "import(\"http", "fetch(\"http"],
            _ => &[],
        };
        for mark in marks {
            assert!(!text.contains(mark), "{} has {mark}", file.path);
        }
    }
}
