//! What the command says of mistakes that people make, each for its kind: what was expected, what
//! was found, where, and how to fix it.

use super::formats::idx;
use super::{feedforward, path, refusal, run, stderr, stdout, test_set};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

/// The one sentence that a command gives in `folder`.
fn refused(folder: &Path, args: &[&str]) -> String {
    let output = feedforward(args).current_dir(folder).output().unwrap();
    let text = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {text}{}", stdout(&output));
    assert_eq!(text.lines().count(), 1, "{args:?}: {text}");
    text.trim_end().strip_prefix("error: ").unwrap().to_owned()
}

/// A folder with a picture, weights, tables and texts.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &str, name: &str| fs::copy(path(from), folder.path().join(name)).unwrap();
    copy("crates/digits/tests/pictures/7_ink_on_paper.png", "7_ink_on_paper.png");
    copy("crates/cli/tests/pickles/book.pkl", "book.pkl");
    for (name, bytes) in [
        ("three.csv", &b"1,2,3\n"[..]),
        ("empty.csv", b""),
        // 이름 in the encoding of Excel in Korea.
        ("cp949.csv", b"\xc0\xcc\xb8\xa7,1\n"),
        ("text.png", b"hello\n"),
        ("numbers.jpg", b"1,2\n"),
        ("drawing.svg", b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
        ("object.json", b"{\"a\": 1}\n"),
        ("cut.json", b"[{\"epoch\": 1,\n"),
    ] {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

#[test]
fn files_and_folders_that_are_not_there_are_told_from_near_ones() {
    let folder = folder();
    let here = folder.path().canonicalize().unwrap();
    let here = here.to_str().unwrap();
    for (args, sentence) in [
        (&["predict", "nothere.png"][..], format!("nothere.png: there is no such file in {here}")),
        (
            &["predict", "7_ink_on_papper.png"],
            format!(
                "7_ink_on_papper.png: there is no such file in {here}; did you mean 7_ink_on_paper.png?"
            ),
        ),
        (
            &["inspect", "bok.pkl"],
            format!("bok.pkl: there is no such file in {here}; did you mean book.pkl?"),
        ),
        (
            &["evaluate", "--model", "book"],
            format!("book: there is no such file in {here}; did you mean book.pkl?"),
        ),
        (&["predict", "none/7.png"], "none/7.png: there is no folder none".to_owned()),
        (
            &["train", "--data", "nothere"],
            format!("--data nothere: there is no such folder in {here}"),
        ),
        (
            &["evaluate", "--data", "book.pkl"],
            "--data book.pkl: expected a folder, found a file".to_owned(),
        ),
        (
            &["plot", "training", "objct.json"],
            format!("objct.json: there is no such file in {here}; did you mean object.json?"),
        ),
        (&["predict", "7"], "7: there is no such file; did you mean --index 7?".to_owned()),
        (
            &["predict", "--index", "0", "1", "2-4"],
            "1: there is no such file; did you mean --index 0,1,2-4?".to_owned(),
        ),
    ] {
        assert_eq!(refused(folder.path(), args), sentence, "{args:?}");
    }
}

#[test]
fn the_training_set_that_is_not_there_names_what_works_offline_first() {
    let folder = folder();
    assert_eq!(
        refused(folder.path(), &["train"]),
        "MNIST's training set is not in /nowhere/feedforward: offline, give --split test for the \
         10,000 digits that are built in; online, run `feedforward dataset download`; or name the \
         folder that has it with --data DIR"
    );
    assert_eq!(
        refused(folder.path(), &["train", "--data", "."]),
        "--data .: expected the file train-images-idx3-ubyte in it, with or without .gz: name the \
         folder that has MNIST's files, or get them with `feedforward dataset download`"
    );
    // The command that is named works, and no test digits are left to measure with.
    let train = ["train", "--split", "test", "--epochs", "0", "-o", "first.safetensors"];
    let output = feedforward(train).current_dir(folder.path()).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(!stdout(&output).contains("test set"), "{}", stdout(&output));
}

#[test]
fn a_network_that_has_learned_from_the_digits_of_its_test_is_told() {
    let folder = folder();
    let [images, labels] = test_set();
    let set = ["--images", images.as_str(), "--labels", labels.as_str()];
    let in_folder = |args: &[&str]| feedforward(args).current_dir(folder.path()).output().unwrap();
    let has_note = |args: &[&str]| {
        let output = in_folder(args);
        assert!(output.status.success(), "{}", stderr(&output));
        stderr(&output).contains("note: the network has learned from these very digits")
    };
    let first = "first.safetensors";
    let quick = ["--epochs", "0", "-o", first];
    assert!(in_folder(&[&["train"], &set[..], &quick].concat()).status.success());
    assert!(has_note(&["evaluate", first]) && has_note(&["plot", "confusion", "--model", first]));
    assert!(!has_note(&["evaluate"]) && !has_note(&["evaluate", "book.pkl"]));
    // What it learned before it learned from others is not forgotten.
    let pixels: Vec<u8> = (0..784 * 3).map(|v| (v % 251) as u8).collect();
    fs::write(folder.path().join("images"), idx(&[3, 28, 28], &pixels)).unwrap();
    fs::write(folder.path().join("labels"), idx(&[3], &[1, 2, 3])).unwrap();
    let others = ["--images", "images", "--labels", "labels", "--validation", "0"];
    let more = ["train", "--from", first, "--epochs", "1", "-o", "second.safetensors"];
    assert!(in_folder(&[&more[..], &others].concat()).status.success());
    assert!(has_note(&["evaluate", "second.safetensors"]));
    assert!(has_note(&[
        "evaluate",
        "second.safetensors",
        "--images",
        "images",
        "--labels",
        "labels"
    ]));
}

#[test]
fn tables_and_texts_that_are_no_input_are_named() {
    let folder = folder();
    for (file, sentence) in [
        (
            "cp949.csv",
            "expected text in UTF-8, found text in another encoding, such as the CP949 of Excel in Korea: save it as \"CSV UTF-8\"",
        ),
        (
            "empty.csv",
            "found nothing in it: expected a picture, or numbers as IDX, npy or csv; was it saved to its end?",
        ),
        (
            "three.csv",
            "line 1: the network takes 784 inputs, but the line has 3: write one picture per line, its 28 x 28 pixels row by row, or name another network with --model",
        ),
        (
            "text.png",
            "expected a picture, as the name says, found a text file: is it the right file?",
        ),
        (
            "numbers.jpg",
            "expected a picture, as the name says, found a csv table: is it the right file?",
        ),
        (
            "drawing.svg",
            "expected a PNG, JPEG, WebP or BMP picture, found an SVG drawing: export it as PNG",
        ),
    ] {
        assert_eq!(refused(folder.path(), &["predict", file]), format!("{file}: {sentence}"));
    }
}

#[test]
fn standard_input_is_read_as_a_file_is() {
    let file = path("crates/digits/tests/pictures/7_ink_on_paper.png");
    let mut child = feedforward(["predict", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(&fs::read(&file).unwrap()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let (piped, named) = (stdout(&output), stdout(&run(&["predict", &file])));
    assert_eq!(piped, named.replacen(&file, "standard input", 1));
    let output = feedforward(["predict", "-"]).stdin(Stdio::null()).output().unwrap();
    assert!(stderr(&output).starts_with("error: standard input: found nothing in it"));
}

#[test]
fn no_file_is_written_in_another_format_than_its_name_says() {
    let folder = folder();
    let before = fs::read_dir(folder.path()).unwrap().count();
    let train = ["train", "--split", "test", "--epochs", "0"];
    for (args, sentence) in [
        (&["dataset", "show", "-o", "x.jpg"][..], "-o x.jpg: expected a name that ends in .png"),
        (
            &[&train[..], &["-o", "x.pkl"]].concat(),
            "-o x.pkl: expected a name that ends in .safetensors",
        ),
        (
            &[&train[..], &["-o", "x", "--history", "x.csv"]].concat(),
            "--history x.csv: expected a name that ends in .json",
        ),
        (
            &["plot", "activation", "relu", "-o", "x.jpg"],
            "-o x.jpg: expected a name that ends in .svg or .png",
        ),
        (
            &["label", "book.pkl", "--classes", "a", "-o", "x.npz"],
            "-o x.npz: expected a name that ends in .safetensors",
        ),
    ] {
        let expected = format!("{sentence}, which decides the format");
        assert_eq!(refused(folder.path(), args), expected, "{args:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), before, "nothing is written");
}

#[test]
fn other_names_than_those_of_a_files_weights_are_refused_with_all_choices() {
    assert_eq!(
        refusal(&["evaluate", "--transpose", "yes"]),
        "there are no weights named yes to transpose: the file has W1, W2, W3; --transpose takes auto, none, all or such names"
    );
    assert_eq!(
        refusal(&["plot", "weights", "--neuron", "50"]),
        "there is no neuron 50: the last of 50 is 49"
    );
}

#[test]
fn a_history_that_is_none_is_named_for_what_it_is() {
    let folder = folder();
    for (file, found) in [
        ("three.csv", "a csv table"),
        ("text.png", "a text file"),
        ("object.json", "JSON without the field history"),
        ("cut.json", "JSON that breaks off in line 2, column 0"),
    ] {
        let expected = format!(
            "{file}: expected the JSON that `feedforward train --history FILE` writes, found {found}"
        );
        assert_eq!(refused(folder.path(), &["plot", "training", file]), expected);
    }
}

#[test]
fn a_network_is_named_in_the_same_way_by_every_command_that_takes_one() {
    let file = path("crates/cli/tests/pickles/book.pkl");
    let reading = ["--hidden", "sigmoid", "--output", "softmax"];
    let quick = ["--seconds", "0.001", "--batch", "1", "--threads", "1"];
    for (command, more) in [("evaluate", &[][..]), ("inspect", &[]), ("bench", &quick)] {
        for model in [&[file.as_str()][..], &["--model", &file]] {
            let output = run(&[&[command], model, more, &reading].concat());
            assert!(output.status.success(), "{command}: {}", stderr(&output));
            assert!(stdout(&output).contains("book.pkl"), "{}", stdout(&output));
        }
        assert_eq!(
            refusal(&[command, &file, "--model", &file]),
            "MODEL and --model exclude each other: give one of them"
        );
    }
}

#[test]
fn a_batch_is_shown_as_large_as_it_is() {
    let text = stdout(&run(&["evaluate", "--batch", "99999999999999999"]));
    assert!(text.contains("\nX 10000x784 ·") && text.contains("(batch 10000, "), "{text}");
}

#[test]
fn a_check_that_fails_says_so_on_the_last_line() {
    let output = run(&["evaluate", "--at-least", "0.995"]);
    assert_eq!(output.status.code(), Some(1));
    let text = stderr(&output);
    assert!(text.lines().last().unwrap().starts_with("failed: the accuracy is 0."), "{text}");
    assert!(text.trim_end().ends_with(", below 0.995"), "{text}");
}

#[test]
fn a_training_that_diverges_names_the_learning_rate_that_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["--optimizer", "sgd", "--learning-rate", "1e38", "--epochs", "1"];
    let train = [&["train", "--split", "test"], &flags[..]].concat();
    let text = refused(folder.path(), &train);
    let rate = "100000000000000000000000000000000000000";
    assert!(text.contains(&format!("with the learning rate {rate}: choose a lower one")), "{text}");
    assert!(text.ends_with("; try --learning-rate 0.1"), "{text}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is written");
}
