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
        (vec!["digits", "--index", "0-2"], "#0: 7"),
        (vec!["confusion"], "predicted class"),
        (vec!["weights", "--neuron", "0,17"], "neuron 17"),
        (vec!["weights", "--layer", "3"], "W3 100 x 10"),
        (vec!["network"], "W1 784x50"),
        (vec!["network", "--sizes", "2,3,2,2", "--batch", "5"], "Y3 5x2"),
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
    assert!(stdout(&output).contains("W1 2 x 1"), "{}", stdout(&output));
}
