use super::{feedforward, json, path, refusal, run, stderr, stdout};
use feedforward::files::{Description, Ink, Input, Model, Scale};
use feedforward::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2};
use serde_json::Value;
use std::collections::BTreeSet;

/// Batch and threads of every case, once the fields and their numbers were checked.
fn cases(report: &Value) -> Vec<(u64, u64)> {
    let fields = ["batch", "gflops", "ns_per_image", "peak_share", "threads"];
    let case = |case: &Value| {
        let object = case.as_object().unwrap();
        let found: BTreeSet<_> = object.keys().map(String::as_str).collect();
        assert_eq!(found, BTreeSet::from(fields));
        for field in fields {
            assert!(case[field].as_f64().unwrap() >= 0.0, "{case}");
        }
        assert!(case["ns_per_image"].as_f64().unwrap() > 0.0, "{case}");
        (case["batch"].as_u64().unwrap(), case["threads"].as_u64().unwrap())
    };
    report.as_array().unwrap().iter().map(case).collect()
}

/// A file of a network of one layer.
fn save(folder: &tempfile::TempDir, shape: [usize; 2], input: Option<Input>) -> String {
    let weights = Array2::from_elem(shape, 0.5);
    let layer = Dense::new(weights, Array1::zeros(shape[1]), Activation::Identity).unwrap();
    let network = Network::new(vec![layer], Output::Softmax).unwrap();
    let file = folder.path().join("model");
    let description = Description { input, ..Description::default() };
    Model::new(network, description).save(&file).unwrap();
    file.to_str().unwrap().to_owned()
}

#[test]
fn every_batch_is_timed_with_every_number_of_threads() {
    let report =
        json(&["bench", "--batch", "1,16,100", "--threads", "1,2", "--seconds", "0.001", "--json"]);
    assert_eq!(cases(&report), [(1, 1), (16, 1), (100, 1), (1, 2), (16, 2), (100, 2)]);
}

#[test]
fn the_default_sweep_has_small_and_large_batches() {
    let folder = tempfile::tempdir().unwrap();
    let model = save(&folder, [4, 3], None);
    let cases = cases(&json(&["bench", &model, "--seconds", "0.001", "--json"]));
    let one_thread: Vec<_> =
        cases.iter().filter(|(_, threads)| *threads == 1).map(|(batch, _)| *batch).collect();
    assert_eq!(one_thread, [1, 4, 16, 64, 100, 256, 1000, 10_000]);
}

#[test]
fn the_model_is_named_with_and_without_the_flag() {
    let book = path("crates/cli/tests/pickles/book.pkl");
    let quick = ["--batch", "100", "--threads", "1", "--seconds", "0.001"];
    let reading = ["--hidden", "sigmoid", "--output", "softmax"];
    for model in [&[book.as_str()][..], &["--model", &book]] {
        let output = run(&[&["bench"], model, &quick, &reading].concat());
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(stderr(&output), "");
        let text = stdout(&output);
        for part in [
            "network    784-50-100-10 (",
            "book.pkl",
            "inputs     MNIST's test set, built in: 10,000 images, 81 % zeros",
            "GFLOP/s on 1 thread\n",
            "ns per image",
            "\nbest       batch 100 on 1 thread: ",
            "first prediction",
        ] {
            assert!(text.contains(part), "{part:?} is not in\n{text}");
        }
    }
    let output = run(&["bench", &book, "--model", &book]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn what_takes_no_digits_is_timed_on_normal_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let quick = ["--batch", "7", "--threads", "1", "--seconds", "0.001"];
    let flat = Input { shape: vec![784], scale: Scale::Unit, ink: None };
    let dark = Input { ink: Some(Ink::Dark), ..Input::mnist() };
    for (shape, input, normal) in [
        ([4, 3], None, true),
        ([784, 3], Some(flat), true),
        ([784, 3], Some(dark), false),
        ([784, 3], None, false),
    ] {
        let model = save(&folder, shape, input.clone());
        let output = run(&[&["bench", &model], &quick[..]].concat());
        let text = stdout(&output);
        let found = text.contains("inputs     10,000 rows of standard normal numbers, 0 % zeros");
        assert_eq!(found, normal, "{shape:?} {input:?}: {text}{}", stderr(&output));
        assert_eq!(stderr(&output).contains("the network takes no 28 x 28 pictures"), normal);
    }
    let text = stdout(&run(&[&["bench", "--random"], &quick[..]].concat()));
    assert!(text.contains("standard normal numbers"), "{text}");
}

#[test]
fn a_batch_larger_than_the_set_repeats_its_rows() {
    let folder = tempfile::tempdir().unwrap();
    let model = save(&folder, [4, 3], None);
    let quick = ["--threads", "1", "--seconds", "0.001", "--json"];
    let report = json(&[&["bench", &model, "--batch", "25000"], &quick[..]].concat());
    assert_eq!(cases(&report), [(25_000, 1)]);
}

#[test]
fn a_batch_beyond_the_memory_is_refused_with_the_most_that_fit() {
    let sentence = refusal(&["bench", "--batch", "1,1000000000"]);
    assert_eq!(
        sentence,
        "--batch 1000000000: its inputs and outputs take 3176 bytes per row, 2958 GiB in all, but 2 GiB are the limit: give at most 676159"
    );
}

#[test]
fn lists_that_make_no_sense_are_refused() {
    for wrong in [
        &["--batch", "0"][..],
        &["--batch", ""],
        &["--batch", "1,,2"],
        &["--batch", "-1"],
        &["--batch", "1.5"],
        &["--batch", "99999999999999999999999"],
        &["--threads", "0"],
        &["--threads", ""],
        &["--threads", "1,two"],
        &["--threads", "1025"],
        &["--seconds", "-1"],
        &["--seconds", "nan"],
        &["--seconds", "1e9"],
        &["--random", "--data", "."],
    ] {
        let output = run(&[&["bench"], wrong].concat());
        assert_eq!(output.status.code(), Some(2), "{wrong:?}: {}", stdout(&output));
        assert!(output.stdout.is_empty() && stderr(&output).starts_with("error: "), "{wrong:?}");
    }
}

#[test]
fn files_that_cannot_be_timed_are_refused() {
    assert!(refusal(&["bench", "/nowhere/model"]).contains("/nowhere/model"));
    let folder = tempfile::tempdir().unwrap();
    let model = save(&folder, [4, 3], None);
    let sentence = refusal(&["bench", &model, "--data", &path("crates/digits/data")]);
    assert!(sentence.contains("takes 4 inputs") && sentence.contains("28 x 28"), "{sentence}");
    let output = feedforward(["bench"]).env("FEEDFORWARD_ISA", "sse9").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("sse9"), "{}", stderr(&output));
}
