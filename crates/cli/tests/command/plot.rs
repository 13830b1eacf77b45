use super::{feedforward, path, refusal, run, stderr, stdout};
use std::fs;
use std::path::Path;

const EPOCHS: &str = r#"[
  {"epoch": 1, "learning_rate": 0.1, "loss": 0.9, "accuracy": 0.7, "validation_loss": 0.6, "validation_accuracy": 0.8},
  {"epoch": 2, "learning_rate": 0.1, "loss": 0.5, "accuracy": 0.85, "validation_loss": 0.45, "validation_accuracy": 0.87}
]"#;

/// What a command draws into the terminal, 80 columns wide.
fn text(args: &[&str]) -> String {
    let output = run(&[&["plot"], args, &["--terminal-width", "80"]].concat());
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    stdout(&output)
}

/// The commands that need no file, and a part of what they draw.
fn figures() -> Vec<(Vec<&'static str>, &'static str)> {
    vec![
        (vec!["activation", "step", "sigmoid", "relu"], "sigmoid"),
        (vec!["activation", "tanh", "--derivative", "--range=-2..2"], "h'(z)"),
        (vec!["activation", "step", "sigmoid", "relu", "--side-by-side"], "relu"),
        (vec!["activation", "exp"], "y = eˣ"),
        (vec!["neuron"], "Σ: a = 0.3 ─→ h: step ─→ y = 1"),
        (vec!["product"], "C₁₁ = 1×5 + 2×7 = 5 + 14 = 19"),
        (vec!["output-layer"], "y₃ = 0.7366"),
        (vec!["boundary"], "NAND: −0.5x₁ − 0.5x₂ + 0.7 > 0"),
        (vec!["batch"], "100×784"),
        (vec!["digits", "--index", "0-2"], "#0: 7"),
        (vec!["digits", "--wrong"], "3 → 2"),
        (vec!["confusion"], "predicted class"),
        (vec!["weights", "--neuron", "0,17"], "neuron 17"),
        (vec!["weights", "--layer", "3"], "W3 (100×10)"),
        (vec!["network"], "W1 784×50"),
        (vec!["network", "--sizes", "2,3,2,2", "--batch", "5"], "Y3 5×2"),
        (vec!["network", "--sizes", "2,3,2", "--notation"], "a₃⁽¹⁾"),
    ]
}

/// The width and height that a PNG's header names.
fn png_size(file: &Path) -> (u32, u32) {
    let bytes = fs::read(file).unwrap();
    assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "{}", file.display());
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20))
}

#[test]
fn every_figure_is_drawn_in_the_terminal_and_into_files() {
    let folder = tempfile::tempdir().unwrap();
    for (args, part) in figures() {
        let drawn = text(&args);
        assert!(drawn.contains(part), "{args:?}:\n{drawn}");
        assert!(drawn.lines().all(|line| line.chars().count() <= 90), "{args:?}:\n{drawn}");
        for (name, width) in [("figure.svg", "800"), ("figure.PNG", "640")] {
            let file = folder.path().join(name);
            let out = ["-o", file.to_str().unwrap(), "--width", width];
            let output = run(&[&["plot"], &args[..], &out].concat());
            assert!(output.status.success(), "{args:?}: {}", stderr(&output));
            assert_eq!(stdout(&output), format!("drawn to {}\n", file.display()));
            if name.ends_with("svg") {
                let svg = fs::read_to_string(&file).unwrap();
                assert!(svg.starts_with("<svg") && svg.contains(r#"width="800""#), "{args:?}");
            } else {
                assert_eq!(png_size(&file).0, 640, "{args:?}");
            }
        }
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "nothing temporary is left");
}

#[test]
fn colors_are_for_terminals_only() {
    for (args, _) in figures() {
        for (name, value) in [("NO_COLOR", "1"), ("NO_COLOR", ""), ("TERM", "xterm-256color")] {
            let args = [&["plot"], &args[..]].concat();
            let output = feedforward(args).env(name, value).output().unwrap();
            assert!(!output.stdout.contains(&0x1b), "{name}={value}");
        }
    }
}

#[test]
fn the_width_is_that_of_columns_or_80_in_a_pipe() {
    let widest = |columns: &str| {
        let output =
            feedforward(["plot", "activation", "sigmoid"]).env("COLUMNS", columns).output();
        stdout(&output.unwrap()).lines().map(|line| line.chars().count()).max().unwrap()
    };
    let widths = ["", "word", "120", "1", "999999999"].map(widest);
    assert!(widths[0] == widths[1] && (75..=80).contains(&widths[0]), "{widths:?}");
    assert!((112..=120).contains(&widths[2]), "{widths:?}");
    assert!(widths[3] <= 40 && (900..=1000).contains(&widths[4]), "{widths:?}");
}

#[test]
fn plot_digits_and_dataset_show_draw_the_same() {
    let shown = stdout(&run(&["dataset", "show", "--index", "3-5", "--per-row", "2"]));
    assert_eq!(text(&["digits", "--index", "3-5", "--per-row", "2"]), shown);
    // The flag's older name.
    assert_eq!(stdout(&run(&["dataset", "show", "--index", "3-5", "--columns", "2"])), shown);
}

#[test]
fn a_confusion_matrix_counts_what_evaluate_counts() {
    let drawn = text(&["confusion", "--model", &path("crates/cli/tests/pickles/book.pkl")]);
    let counted =
        super::json(&["evaluate", "--json", "--model", &path("crates/cli/tests/pickles/book.pkl")]);
    for row in counted["confusion"].as_array().unwrap() {
        let cells = row.as_array().unwrap().iter().map(|count| match count.as_u64().unwrap() {
            0 => "·".to_owned(),
            count => count.to_string(),
        });
        let cells: Vec<_> = cells.collect();
        let found = drawn.lines().any(|line| line.split_whitespace().skip(1).eq(cells.iter()));
        assert!(found, "{cells:?} is not in\n{drawn}");
    }
}

#[test]
fn a_training_has_two_panels_of_two_curves() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("history.json");
    let one = r#"[{"epoch": 1, "loss": 0.9, "accuracy": 0.7}]"#;
    let report = format!(r#" {{"file": "a", "history": {EPOCHS}}}"#);
    let values = r#"[{"epoch": 1, "loss": 0.9, "accuracy": null}]"#;
    let diverged = r#"[{"epoch": 1, "loss": 1e308}, {"epoch": 2, "loss": null}]"#;
    for (json, parts) in [
        (EPOCHS, &["loss", "accuracy", "epoch", "training", "validation"][..]),
        (&report, &["accuracy", "validation"]),
        (one, &["loss", "accuracy"]),
        (values, &["loss"]),
        (diverged, &["loss"]),
    ] {
        fs::write(&file, json).unwrap();
        let drawn = text(&["training", file.to_str().unwrap()]);
        assert!(parts.iter().all(|part| drawn.contains(part)), "{json}:\n{drawn}");
    }
    let output = run(&["plot", "training", file.to_str().unwrap()]);
    assert!(stderr(&output).contains("1 of 2 epochs"), "{}", stderr(&output));
}

#[test]
fn a_history_that_is_none_gives_one_clear_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("history.json");
    let deep = "[".repeat(100_000);
    for (json, part) in [
        ("", "expected the JSON"),
        ("[]", "no epochs"),
        ("{}", "found JSON without the field history"),
        ("[{}]", "found JSON without the field epoch"),
        (r#"[{"epoch": 1}]"#, "the training diverged"),
        (r#"[{"epoch": 1, "loss": null}]"#, "the training diverged"),
        (
            r#"[{"epoch": -1, "loss": 1}]"#,
            "found JSON that is of another form in line 1, column 13",
        ),
        (
            r#"[{"epoch": 1, "loss": "low"}]"#,
            "found JSON that is of another form in line 1, column 27",
        ),
        (r#"[{"epoch": 1, "loss": NaN}]"#, "found JSON that is damaged in line 1"),
        (r#"[{"epoch": 1, "loss": 1e999}]"#, "found JSON that is damaged in line 1"),
        ("\u{0}\u{1}\u{2}", "expected the JSON"),
        (&deep, "expected the JSON"),
    ] {
        fs::write(&file, json).unwrap();
        let found = refusal(&["plot", "training", file.to_str().unwrap()]);
        assert!(found.contains(part) && found.contains("history.json"), "{found}");
    }
    assert!(refusal(&["plot", "training", "/nowhere/history.json"]).contains("/nowhere"));
}

#[test]
fn a_figure_that_cannot_be_written_is_refused_before_the_work() {
    for (out, part) in [
        ("figure.jpg", "ends in .svg or .png"),
        ("figure", "ends in .svg or .png"),
        ("/nowhere/figure.svg", "there is no folder /nowhere"),
        (".svg", "ends in .svg or .png"),
    ] {
        let found = refusal(&["plot", "confusion", "--model", "/nowhere/net", "-o", out]);
        assert!(found.contains(part), "{out}: {found}");
    }
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("folder.svg");
    fs::create_dir(&inner).unwrap();
    let found = refusal(&["plot", "activation", "relu", "-o", inner.to_str().unwrap()]);
    assert!(found.contains("this is a folder"), "{found}");
    #[cfg(target_os = "linux")]
    {
        let found = refusal(&["plot", "activation", "relu", "-o", "/proc/figure.svg"]);
        assert!(found.contains("no file can be written to /proc"), "{found}");
    }
}

#[test]
fn what_a_network_has_not_cannot_be_drawn() {
    for (args, part) in [
        (&["weights", "--layer", "9"][..], "there is no layer 9: the network 784-50-100-10 has 3"),
        (&["weights", "--neuron", "50"], "the last of 50 is 49"),
        (&["weights", "--neuron", "0-99999999999"], "the last of 50 is 49"),
        (&["weights", "--layer", "2", "--per-row", "3"], "--per-row is for pictures"),
        (&["weights", "--per-row", "999", "--neuron", "0-49"], "put fewer in a row"),
        (&["digits", "--index", "10000"], "the last of 10000 is 9999"),
    ] {
        let found = refusal(&[&["plot"], args].concat());
        assert!(found.contains(part), "{args:?}: {found}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("many.png");
    let args = ["plot", "digits", "--index", "0-9999", "--per-row", "1"];
    let found = refusal(&[&args[..], &["-o", file.to_str().unwrap()]].concat());
    assert!(found.contains("are the most: draw less"), "{found}");
    assert!(!file.exists());
}

#[test]
fn numbers_out_of_bounds_are_bad_usage() {
    for args in [
        &["activation"][..],
        &["activation", "softmax"],
        &["neuron", "--activation", "exp"],
        &["neuron", "--weights", "1,two"],
        &["product", "--left", "1,2/3"],
        &["product", "--entry", "0,1"],
        &["boundary", "nor"],
        &["boundary", "--weights", "1,1"],
        &["boundary", "--weights", "1,1", "--bias", "0", "--model", "a"],
        &["batch", "--batch", "0"],
        &["network", "--language", "fr"],
        &["activation", "relu", "--range", "5..-5"],
        &["activation", "relu", "--range", "nan..1"],
        &["activation", "relu", "--range=-inf..inf"],
        &["activation", "relu", "--range", "1..1"],
        &["activation", "relu", "--width", "99999999"],
        &["activation", "relu", "--width", "0"],
        &["activation", "relu", "--terminal-width", "9"],
        &["weights", "--layer", "0"],
        &["weights", "--per-row", "0"],
        &["network", "--sizes", "5"],
        &["network", "--sizes", "2,0"],
        &["network", "--sizes", "2,3", "--model", "a"],
        &["network", "--sizes", "99999999999999999999,1"],
    ] {
        let output = run(&[&["plot"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(stderr(&output).contains("error:") && output.stdout.is_empty(), "{args:?}");
    }
}

#[test]
fn wide_and_deep_networks_are_drawn_in_part() {
    let drawn = text(&["network", "--sizes", "100000,18446744073709551615,1"]);
    assert!(drawn.contains("100000 inputs") && drawn.lines().count() < 40, "{drawn}");
    let deep = vec!["9"; 1000].join(",");
    assert!(text(&["network", "--sizes", &deep]).contains("977 more"));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("deep.png");
    let out = ["-o", file.to_str().unwrap(), "--width", "300"];
    let output = run(&[&["plot", "network", "--sizes", &deep][..], &out].concat());
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(png_size(&file).0, 300);
}

#[test]
fn weights_of_inputs_that_are_no_picture_are_a_heat_map() {
    let output = run(&["plot", "weights", "--model", &path("crates/cli/tests/pickles/one.pkl")]);
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("are not a square picture"), "{}", stderr(&output));
    assert!(stdout(&output).contains("W1 (2×1)"), "{}", stdout(&output));
}

/// The SVG that a command draws.
fn svg(args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("figure.svg");
    let output = run(&[&["plot"], args, &["-o", file.to_str().unwrap()]].concat());
    assert!(output.status.success(), "{args:?}: {}", stderr(&output));
    fs::read_to_string(file).unwrap()
}

/// What stands between the tags of an SVG.
fn words(svg: &str) -> Vec<&str> {
    svg.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text.trim()).collect()
}

#[test]
fn a_neuron_is_computed_from_its_flags() {
    let nand = ["neuron", "--weights=-0.5,-0.5", "--bias", "0.7", "--inputs", "1,1"];
    let drawn = text(&nand);
    assert!(drawn.contains("1·0.7 + 1·(−0.5) + 1·(−0.5) = −0.3"), "{drawn}");
    assert!(drawn.contains("y = h(a) = h(−0.3) = 0"), "{drawn}");
    let drawn = text(&["neuron", "--activation", "sigmoid", "--bias", "0", "--inputs", "0,0"]);
    assert!(drawn.contains("h: sigmoid ─→ y = 0.5"), "{drawn}");
}

#[test]
fn a_product_is_worked_out_at_any_entry() {
    let drawn = text(&["product", "--entry", "2,2"]);
    assert!(drawn.contains("C₂₂ = 3×6 + 4×8 = 18 + 32 = 50"), "{drawn}");
    let slides = ["product", "--left", "1,2", "--right", "1,3,5/2,4,6", "--entry", "1,3"];
    let drawn = text(&slides);
    assert!(drawn.contains("1×5 + 2×6 = 5 + 12 = 17"), "{drawn}");
    assert!(["1×2", "2×3", "1×3"].iter().all(|size| drawn.contains(size)), "{drawn}");
}

#[test]
fn what_cannot_be_explained_is_refused_with_the_reason() {
    for (args, part) in [
        (&["neuron", "--inputs", "1,2,3"][..], "expected one weight per input"),
        (&["product", "--left", "1,2,3"], "(3 and 2)"),
        (&["product", "--entry", "3,1"], "the product is 2 x 2"),
        (&["boundary", "--weights", "1,2,3", "--bias", "0"], "expected two"),
        (&["boundary", "and", "or", "--weights", "1,1", "--bias", "0"], "name one"),
        (&["batch", "--sizes", "1,1,1,1,1,1,1,1,1"], "`plot network` draws more"),
        (&["digits", "--model", "a"], "--model is for --wrong"),
        (&["digits", "--wrong", "--index", "0-9"], "reads all 10 digits right"),
    ] {
        let found = refusal(&[&["plot"], args].concat());
        assert!(found.contains(part), "{args:?}: {found}");
    }
    let digits = path("crates/feedforward/models/digits.safetensors");
    let found = refusal(&["plot", "boundary", "--model", &digits]);
    assert!(found.contains("has 784 inputs, and a plane has two"), "{found}");
}

#[test]
fn a_point_on_the_wrong_side_is_said_to_be_wrong() {
    let or = ["--weights", "0.5,0.5", "--bias=-0.2"];
    let wrong =
        |gate| words(&svg(&[&["boundary", gate], &or[..]].concat())).contains(&"answered wrong");
    assert!(wrong("xor") && wrong("and") && !wrong("or"));
    let gates = svg(&["boundary"]);
    assert!(!words(&gates).contains(&"answered wrong"));
}

#[test]
fn a_networks_own_file_is_drawn_as_a_plane() {
    let drawn = text(&["boundary", "--model", &path("crates/cli/tests/pickles/one.pkl")]);
    assert!(drawn.contains("2-1"), "{drawn}");
}

#[test]
fn the_wrong_digits_are_those_that_evaluate_counts() {
    let report = super::json(&["evaluate", "--json"]);
    let wrong = report["total"].as_u64().unwrap() - report["correct"].as_u64().unwrap();
    let drawn = svg(&["digits", "--wrong"]);
    let texts = words(&drawn);
    assert_eq!(texts.iter().filter(|text| text.starts_with('#')).count() as u64, wrong);
    let title = format!("digits read wrong: {wrong} of 10,000 (label → prediction)");
    assert!(texts.contains(&title.as_str()));
    // The label and the answer below each, never the same.
    let answers: Vec<_> = texts
        .iter()
        .filter_map(|text| text.split_once(" → "))
        .filter(|(a, _)| a.len() == 1)
        .collect();
    assert_eq!(answers.len() as u64, wrong);
    assert!(answers.iter().all(|(label, read)| label != read));
}

#[test]
fn figures_speak_korean() {
    for (args, parts) in [
        (&["neuron"][..], &["입력", "가중치의 합", "활성화 함수", "출력", "계단 함수"][..]),
        (&["product"], &["1행", "2열", "일치해야 함"]),
        (&["output-layer"], &["항등 함수", "소프트맥스 함수"]),
        (&["activation", "step", "sigmoid"], &["계단 함수", "시그모이드"]),
        (&["boundary"], &["출력 0", "출력 1"]),
        (&["batch"], &["입력", "은닉층 1", "출력"]),
        (&["network"], &["입력", "은닉층 2", "출력", "뉴런 50개"]),
        (&["confusion"], &["정답 ↓", "예측 →"]),
        (&["weights", "--layer", "3"], &["입력 ↓", "뉴런 →"]),
        (&["digits", "--wrong", "--index", "0-999"], &["픽셀 값"]),
    ] {
        let drawn = svg(&[args, &["--language", "ko"]].concat());
        let texts = words(&drawn);
        for part in parts {
            assert!(texts.contains(part), "{args:?}: {part} is not in {texts:?}");
        }
        let is_word = |word: &str| {
            word.len() > 3 && word.chars().all(|c| c.is_ascii_lowercase()) && !word.contains("exp")
        };
        // The names that users give on the command line stay as they are.
        let names = ["relu", "softmax"];
        let english = texts
            .iter()
            .flat_map(|text| text.split(' '))
            .find(|&word| is_word(word) && !names.contains(&word));
        assert_eq!(english, None, "{args:?}");
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("history.json");
    fs::write(&file, EPOCHS).unwrap();
    let drawn = svg(&["training", file.to_str().unwrap(), "--language", "ko"]);
    for part in ["손실", "정확도", "에폭", "훈련 데이터", "검증 데이터"] {
        assert!(words(&drawn).contains(&part), "{part}");
    }
}

#[test]
fn a_title_says_what_is_shown_or_what_the_flag_says() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("history.json");
    fs::write(&file, EPOCHS).unwrap();
    let file = file.to_str().unwrap();
    let drawn = text(&["training", file]);
    assert!(drawn.contains("loss and accuracy after each epoch"), "{drawn}");
    assert!(!drawn.contains("history.json"), "{drawn}");
    for (args, _) in figures() {
        let drawn = svg(&[&args[..], &["--title", "제목 <1>"]].concat());
        assert!(words(&drawn).contains(&"제목 &lt;1&gt;"), "{args:?}");
        let drawn = text(&[&args[..], &["--title", "제목 <1>"]].concat());
        assert!(drawn.contains("제목 <1>"), "{args:?}: {drawn}");
    }
}

#[test]
fn a_character_that_a_png_cannot_show_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("figure.png");
    let png =
        |title: &str| run(&["plot", "network", "--title", title, "-o", file.to_str().unwrap()]);
    assert_eq!(stderr(&png("한글 제목")), "");
    let said = stderr(&png("漢字"));
    assert!(said.contains("no glyph for 字 (U+5B57), 漢 (U+6F22)"), "{said}");
}

#[test]
fn the_exponential_function_is_a_curve_and_no_activation() {
    let drawn = text(&["activation", "exp", "--range", "0..1"]);
    assert!(drawn.contains("2.6") && drawn.contains("y = eˣ"), "{drawn}");
    let output = run(&["plot", "neuron", "--activation", "exp"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("sigmoid"), "{}", stderr(&output));
}
