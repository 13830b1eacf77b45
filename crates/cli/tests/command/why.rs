//! `predict --why`.

use super::formats::safetensors;
use super::{json, path, refusal, run, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::path::PathBuf;
use tempfile::TempDir;

/// What stdout is, and that there is no note.
fn text(args: &[&str]) -> String {
    let output = run(&[&["predict"], args].concat());
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    stdout(&output)
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}

/// The sum of a part of an explanation.
fn sum(part: &Value) -> f64 {
    numbers(&part["shares"]).iter().sum::<f64>() + part["bias"].as_f64().unwrap()
}

/// Weights of the networks of the guide, and rows of inputs.
struct Small {
    folder: TempDir,
}

impl Small {
    fn new() -> Self {
        let small = Self { folder: tempfile::tempdir().unwrap() };
        let write = |name: &str, bytes: &[u8]| fs::write(small.file(name), bytes).unwrap();
        write("and", &safetensors(&[("W1", &[2, 1], &[0.5, 0.5]), ("b1", &[1], &[-0.7])]));
        let book = safetensors(&[
            ("W1", &[2, 3], &[0.1, 0.3, 0.5, 0.2, 0.4, 0.6]),
            ("b1", &[3], &[0.1, 0.2, 0.3]),
            ("W2", &[3, 2], &[0.1, 0.4, 0.2, 0.5, 0.3, 0.6]),
            ("b2", &[2], &[0.1, 0.2]),
            ("W3", &[2, 2], &[0.1, 0.3, 0.2, 0.4]),
            ("b3", &[2], &[0.1, 0.2]),
        ]);
        write("book", &book);
        write("x.csv", b"1,0.5\n");
        write("corners.csv", b"1,1\n0,1\n");
        small
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The command's words for a file of rows, a network and its output.
    fn words(&self, rows: &str, network: &str, output: &str) -> Vec<String> {
        let [rows, network] = [rows, network].map(|name| self.file(name).to_str().unwrap().into());
        let words = [rows, "--model".into(), network, "--hidden".into(), "sigmoid".into()];
        [&words[..], &["--output".into(), output.into()]].concat()
    }
}

/// The words of a command with more behind them.
fn with<'a>(words: &'a [String], more: &[&'a str]) -> Vec<&'a str> {
    words.iter().map(String::as_str).chain(more.iter().copied()).collect()
}

#[test]
fn shares_and_bias_are_the_logit_in_words_and_in_json() {
    let found = json(&["predict", "--index", "0", "--why", "--json"]);
    let why = &found[0]["why"];
    let value = why["value"].as_f64().unwrap();
    assert_eq!((&why["of"], why.get("against")), (&Value::from(7), None));
    assert_eq!(why["hidden"].as_array().unwrap().len(), 2);
    let lengths = [&why["inputs"], &why["hidden"][0], &why["hidden"][1]].map(|part| {
        assert!((sum(part) - value).abs() < 1e-9 && part["method"] == "exact", "{part}");
        let biases: f64 = numbers(&part["layer_biases"]).iter().sum();
        assert!((biases - part["bias"].as_f64().unwrap()).abs() < 1e-9);
        part["shares"].as_array().unwrap().len()
    });
    assert_eq!(lengths, [784, 50, 100]);
    let text = text(&["--index", "0", "--why"]);
    let sum = sum(&why["inputs"]) - why["inputs"]["bias"].as_f64().unwrap();
    let words: Vec<&str> = text.split_whitespace().collect();
    let row = words.windows(2).position(|pair| pair[0] == "pixels" && pair[1] != "change");
    let shown = [sum, why["inputs"]["bias"].as_f64().unwrap(), value].map(|v| format!("{v:.4}"));
    assert_eq!(words[row.unwrap() + 1..][..3], shown.each_ref().map(String::as_str), "{text}");
    assert!(text.contains(&format!("\nwhy 7: its logit is {value:.4}\n")), "{text}");
}

#[test]
fn the_change_flips_the_answer_that_predict_gives() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flipped.csv");
    for (why, to) in [(&["--why"][..], None), (&["--why", "1"], Some(1))] {
        let found = json(&[&["predict", "--index", "0", "--json"], why].concat());
        let flip = &found[0]["why"]["flip"];
        let x: Vec<String> = numbers(&flip["x"]).iter().map(f64::to_string).collect();
        fs::write(&file, x.join(",") + "\n").unwrap();
        let again = json(&["predict", "--json", file.to_str().unwrap()]);
        assert_eq!(again[0]["class"], flip["class"]);
        assert_ne!(again[0]["class"], 7);
        assert!(to.is_none_or(|to: u64| flip["class"] == to));
        let changed = flip["changed"].as_array().unwrap().len();
        let expected = format!("  {changed} of 784 pixels change, within the bounds 0 to 1;");
        let text = text(&[&["--index", "0"], why].concat());
        assert!(text.contains(&expected), "{text}");
        let class = &flip["class"];
        let words = format!("makes it {class} (checked: the network answers {class})");
        assert!(text.contains(&words), "{text}");
    }
}

#[test]
fn a_picture_shows_what_speaks_for_and_against_in_signs() {
    let file = path("crates/digits/tests/pictures/7_ink_on_paper.png");
    let text = text(&[&file, "--why", "1"]);
    let (_, picture) = text.split_once("what each pixel adds: ").unwrap();
    assert!(picture.starts_with("# + for 7 and not 1, = - against\n"), "{picture}");
    let (picture, _) = picture.split_once("\n−").unwrap();
    for sign in ['#', '+', '=', '-'] {
        assert!(picture.lines().skip(2).any(|line| line.contains(sign)), "no {sign}: {picture}");
    }
    assert!(!text.contains('\u{1b}') && text.lines().all(|line| line.chars().count() <= 100));
    assert!(text.contains("why 7 and not 1: the logit of 7 is "), "{text}");
}

#[test]
fn several_inputs_are_explained_one_by_one() {
    let text = text(&["--index", "0-2", "--why"]);
    for class in ["why 7: ", "why 2: ", "why 1: "] {
        assert_eq!(text.matches(&format!("\n{class}")).count(), 1, "{text}");
    }
    let all = json(&["predict", "--index", "0-14", "--why", "--json"]);
    assert!(all.as_array().unwrap().iter().all(|one| one["why"]["of"] == one["class"]));
}

#[test]
fn a_single_sigmoid_has_log_odds_for_both_answers() {
    let small = Small::new();
    let words = small.words("corners.csv", "and", "sigmoid");
    let text = text(&with(&words, &["--why"]));
    assert!(text.contains("\nwhy 1: the log-odds of 1 against 0 are 0.3000\n"), "{text}");
    assert!(text.contains("\nwhy 0: the log-odds of 0 against 1 are 0.2000\n"), "{text}");
    assert!(text.contains("\n inputs         1.0000   -0.7000      0.3000  exact\n"), "{text}");
    // The nearest point of the line 0.5·x1 + 0.5·x2 = 0.7.
    assert!(text.contains("input 0 from 1 to 0.7, input 1 from 1 to 0.7\n"), "{text}");
    assert!(text.contains("without bounds; the Euclidean distance is 0.4243\n"), "{text}");
}

#[test]
fn values_are_explained_by_their_number() {
    let small = Small::new();
    let words = small.words("x.csv", "book", "identity");
    let text = text(&with(&words, &["--why", "1"]));
    assert!(text.contains("\nwhy value 1: it is 0.6963 before the output function\n"), "{text}");
    assert!(text.contains("approximation by integrated gradients, "), "{text}");
    assert!(text.contains("+ residual") && text.contains("no class that a change could flip"));
    let words = with(&words, &["--why", "1", "--json"]);
    let found = json(&[&["predict"], &words[..]].concat());
    let why = &found[0]["why"];
    assert_eq!((&why["of"], &why["flip"]), (&Value::from(1), &Value::Null));
    assert!(why["no_flip"].as_str().unwrap().contains("no classes"), "{why}");
    assert_eq!(why["inputs"]["method"], "integrated_gradients");
    let residual = why["inputs"]["residual"].as_f64().unwrap();
    let value = why["value"].as_f64().unwrap();
    assert!(why["inputs"]["steps"].as_u64().unwrap() >= 32);
    assert!((sum(&why["inputs"]) + residual - value).abs() < 1e-12 && residual.abs() < 1e-6);
    assert!((value - 0.696_279_1).abs() < 1e-6);
}

#[test]
fn no_change_says_why_there_is_none() {
    // The second value is larger for all inputs.
    let small = Small::new();
    let words = small.words("x.csv", "book", "softmax");
    let text = text(&with(&words, &["--why"]));
    assert!(text.contains("no change that flips the answer: no change that leads to"), "{text}");
}

#[test]
fn a_figure_is_drawn_into_a_file_in_either_language() {
    let small = Small::new();
    let file = small.file("why.svg");
    let file = file.to_str().unwrap();
    for (why, language, expected) in [
        (&["--why"][..], "en", "why 7: what each input adds to its logit"),
        (&["--why", "1"], "en", "7 - 1: what lowers it"),
        (&["--why", "1"], "ko", "7 - 1: 낮추는 입력"),
    ] {
        let words = [&["--index", "0", "-o", file, "--language", language], why].concat();
        assert!(text(&words).ends_with(&format!("drawn to {file}\n")));
        let svg = fs::read_to_string(file).unwrap();
        assert!(svg.contains(&format!(">{expected}</text>")), "no {expected}");
    }
    let rows = small.words("x.csv", "book", "softmax");
    let png = small.file("why.png");
    text(&with(&rows, &["--why", "-o", png.to_str().unwrap()]));
    assert!(fs::read(png).unwrap().starts_with(b"\x89PNG"));
}

#[test]
fn what_cannot_be_explained_is_refused() {
    let small = Small::new();
    let corners = small.words("corners.csv", "and", "sigmoid");
    let book = small.words("x.csv", "book", "identity");
    let nan = small.file("nan.csv");
    fs::write(&nan, "1,nan\n").unwrap();
    let png = small.file("why.png");
    let png = png.to_str().unwrap();
    let table = [
        (vec!["--index", "0", "--why", "12"], "--why: there is no class 12: expected 0 to 9"),
        (vec!["--index", "0", "--why", "-1"], "--why: there is no class -1: expected 0 to 9"),
        (vec!["--why", "seven.png"], "expected 0 to 9; write a file's name before --why"),
        (
            vec!["--index", "0", "--why", "7"],
            "the answer is 7 itself: give --why alone, or another class",
        ),
        (vec!["--index", "0-20", "--why"], "up to 12 inputs here, and there are 21: choose some"),
        (vec!["--index", "0-1", "--why", "-o", png], "-o draws one input, and there are 2"),
        (vec!["--index", "0", "-o", png], "predict needs --why"),
        (vec!["--index", "0", "--why", "--json", "-o", png], "exclude each other"),
        (vec!["--index", "0", "--why", "-o", "why.gif"], "ends in .svg or .png"),
        (with(&corners, &["--why", "1"]), "corners.csv #0: the answer is 1 itself"),
        (with(&corners, &["--why", "2"]), "there is no class 2: expected 0 to 1"),
        (with(&book, &["--why"]), "gives 2 values and no class: say which value is to be"),
        (with(&book, &["--why", "2"]), "--why: there is no value 2: expected 0 to 1"),
    ];
    for (words, expected) in table {
        let found = refusal(&[&["predict"], &words[..]].concat());
        assert!(found.contains(expected), "{found:?} does not say {expected:?}");
    }
    assert!(!small.file("why.png").exists());
    let network = small.file("and");
    let words = [nan.to_str().unwrap(), "--model", network.to_str().unwrap(), "--why"];
    let output = run(&[&["predict"], &words[..], &["--output", "sigmoid"]].concat());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("nan.csv: input 1 is NaN"), "{}", stderr(&output));
}
