//! Names and labels from outside: on a terminal they neither steer it nor turn a line around.

use super::formats::safetensors;
use super::{feedforward, root, stderr, stdout, test_set};
use feedforward::files::{Description, Model};
use feedforward::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2};
use std::fs;
use std::path::{Path, PathBuf};

/// Clears the screen, ends the line, turns the rest around, by 7-bit and 8-bit controls.
const NAME: &str = "a\x1b[2J\nb\u{202e}c\u{9b}31m";
const SHOWN: &str = "a\\u{1b}[2J\\nb\\u{202e}c\\u{9b}31m";
const SHOWN_IN_JSON: &str = "a\\u001b[2J\\nb\\u202ec\\u009b31m";

/// Everything that a command prints, in `folder`, once it is known to be harmless.
fn printed(folder: &Path, args: &[&str]) -> String {
    let output = feedforward(args).current_dir(folder).output().unwrap();
    let text = stderr(&output) + &stdout(&output);
    let steers = |c: char| (c.is_control() && c != '\n') || matches!(c, '\u{202a}'..='\u{202e}');
    assert!(!text.contains(steers), "{args:?} prints {text:?}");
    text
}

/// A folder with files of that name and what they end in.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &str, ending: &str| {
        fs::copy(root().join(from), folder.path().join(format!("{NAME}{ending}"))).unwrap();
    };
    copy("crates/cli/tests/pickles/book.pkl", ".pkl");
    copy("crates/digits/tests/pictures/7_ink_on_paper.png", ".png");
    let write = |ending: &str, text: &str| {
        fs::write(folder.path().join(format!("{NAME}{ending}")), text).unwrap();
    };
    write(".txt", "hello");
    fs::create_dir(folder.path().join(NAME)).unwrap();
    folder
}

#[test]
fn names_of_files_are_shown_escaped_by_every_command() {
    let folder = folder();
    let name = |ending: &str| format!("{NAME}{ending}");
    let (weights, picture) = (name(".pkl"), name(".png"));
    let (text, missing) = (name(".txt"), name(".no"));
    let (svg, png) = (name(".svg"), name("-out.png"));
    let inside = format!("{NAME}/net");
    let images = test_set();
    let set = ["--images", &images[0], "--labels", &images[1]];
    let train = [&["train", "--epochs", "0", "--hidden-layers", "0"], &set[..]].concat();
    let quick = ["--batch", "1", "--threads", "1", "--seconds", "0.001"];
    let commands: &[&[&str]] = &[
        &["evaluate", "--model", &weights],
        &["evaluate", "--model", &missing],
        &["evaluate", "--data", NAME],
        &["evaluate", "--images", &text, "--labels", &text],
        &["evaluate", &weights],
        &["predict", &picture],
        &["predict", &picture, &picture, "--model", &weights],
        &["predict", &text],
        &["predict", &weights],
        &["predict", &missing],
        &["inspect", &weights],
        &["inspect", &text],
        &["inspect", &missing],
        &[&["bench", &weights], &quick[..]].concat(),
        &[&train[..], &["-o", &inside]].concat(),
        &[&train[..], &["-o", NAME]].concat(),
        &[&train[..], &["-o", "net", "--history", NAME]].concat(),
        &[&train[..], &["-o", &missing, "--history", &missing]].concat(),
        &[&train[..], &["-o", "/nowhere/a\x1b[2J\nb\u{202e}c\u{9b}31m"]].concat(),
        &["train", "--data", NAME],
        &["dataset", "info", "--data", NAME],
        &["dataset", "show", "-o", &png],
        &["dataset", "show", "-o", NAME],
        &["plot", "training", &text],
        &["plot", "training", &missing],
        &["plot", "activation", "relu", "-o", &svg],
        &["plot", "activation", "relu", "-o", NAME],
        &["plot", "confusion", "--model", &missing],
        &["plot", "weights", "--model", &missing],
        &["plot", "network", "--model", &missing],
        &["plot", "activation", NAME],
        &["completions", NAME],
        &[NAME],
    ];
    for command in commands {
        let text = printed(folder.path(), command);
        assert!(text.contains(SHOWN), "{command:?} prints {text}");
    }
}

#[test]
fn json_has_the_name_itself_in_its_own_escapes() {
    let folder = folder();
    let (weights, picture) = (format!("{NAME}.pkl"), format!("{NAME}.png"));
    for (command, key) in [
        (&["predict", "--json", &picture][..], "/0/input"),
        (&["evaluate", "--json", "--model", &weights], "/model"),
        (&["inspect", "--json", &weights], "/model"),
    ] {
        let text = printed(folder.path(), command);
        assert!(text.contains(SHOWN_IN_JSON), "{text}");
        let json = text.lines().last().unwrap();
        let value: serde_json::Value = serde_json::from_str(json).unwrap();
        let found = value.pointer(key).unwrap().as_str().unwrap();
        assert!(found.starts_with(NAME), "{found:?}");
    }
}

/// A network of two inputs and two classes, the first of which has this name.
fn named_class(folder: &Path, label: &str) -> PathBuf {
    let weights = Array2::from_shape_fn((2, 2), |(i, j)| if i == j { 1.0 } else { 0.0 });
    let layer = Dense::new(weights, Array1::zeros(2), Activation::Identity).unwrap();
    let network = Network::new(vec![layer], Output::Softmax).unwrap();
    let labels = vec![label.to_owned(), "other".to_owned()];
    let file = folder.join("named.safetensors");
    let description = Description { labels, ..Description::default() };
    Model::new(network, description).save(&file).unwrap();
    file
}

#[test]
fn labels_of_a_table_are_shown_escaped() {
    let folder = tempfile::tempdir().unwrap();
    named_class(folder.path(), "zero");
    fs::write(folder.path().join("rows.csv"), "a,label,b\n1,it\u{202e}is,0\n").unwrap();
    let predict = ["predict", "rows.csv", "--model", "named.safetensors"];
    let text = printed(folder.path(), &predict);
    assert!(text.contains(r"-> zero (0.7311)  wrong: it is it\u{202e}is"), "{text}");
    let json = printed(folder.path(), &[&predict[..], &["--json"]].concat());
    assert!(json.contains(r#""class_name":"zero","label":"it\u202eis""#), "{json}");
}

#[test]
fn names_of_arrays_are_shown_escaped() {
    let folder = tempfile::tempdir().unwrap();
    let bytes = safetensors(&[(r"w\u001b[2J\u202e", &[1], &[0.0])]);
    fs::write(folder.path().join("arrays"), bytes).unwrap();
    let text = printed(folder.path(), &["inspect", "arrays"]);
    assert!(text.contains(r"w\u{1b}[2J\u{202e}"), "{text}");
    printed(folder.path(), &["inspect", "arrays", "--json"]);
}

#[test]
fn a_model_whose_label_steers_a_terminal_is_refused_without_doing_so() {
    let folder = tempfile::tempdir().unwrap();
    let file = named_class(folder.path(), "PLACEHOLDER");
    let bytes = fs::read(&file).unwrap();
    let text = bytes.windows(11).position(|window| window == b"PLACEHOLDER").unwrap();
    let mut bytes = bytes;
    // In JSON within JSON, so that the length stays: an escaped escape, and a letter.
    bytes.splice(text..text + 11, *b"\\\\u001b[2Jx");
    fs::write(&file, bytes).unwrap();
    for command in [
        &["evaluate", "--model", "named.safetensors"][..],
        &["inspect", "named.safetensors"],
        &["plot", "network", "--model", "named.safetensors"],
    ] {
        let text = printed(folder.path(), command);
        assert!(text.starts_with("error: named.safetensors"), "{text}");
        assert!(text.contains("control character"), "{text}");
    }
}
