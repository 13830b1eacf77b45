use super::formats::idx;
use super::{feedforward, json, path, refusal, root, stderr, test_set};
use std::fs;
use std::path::Path;

/// Trains on the built-in test digits, which are at hand everywhere.
fn train(file: &Path, more: &[&str]) -> Vec<u8> {
    let [images, labels] = test_set();
    let mut args = vec![
        "train",
        "--images",
        &images,
        "--labels",
        &labels,
        "--epochs",
        "1",
        "--validation",
        "1000",
    ];
    args.extend(["-o", file.to_str().unwrap()]);
    args.extend(more);
    let output = feedforward(args).output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert!(stderr(&output).contains("epoch   1/1"), "{}", stderr(&output));
    fs::read(file).unwrap()
}

#[test]
fn a_seed_gives_the_same_file_at_any_thread_count() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name);
    let one = train(&file("one"), &["--threads", "1"]);
    assert_eq!(train(&file("one"), &["--threads", "1"]), one, "written over itself");
    assert_eq!(train(&file("two"), &["--threads", "2"]), one);
    assert_ne!(train(&file("seed"), &["--threads", "2", "--seed", "2"]), one);
    let augmented = train(&file("augmented"), &["--augment", "--threads", "1"]);
    assert_eq!(train(&file("augmented"), &["--augment", "--threads", "2"]), augmented);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 4, "no temporary file is left");
}

#[test]
fn what_was_trained_is_read_back_with_its_description() {
    let folder = tempfile::tempdir().unwrap();
    let (file, history) = (folder.path().join("net"), folder.path().join("history.json"));
    let more = [
        "--hidden-layers",
        "30",
        "--activation",
        "tanh",
        "--learning-rate",
        "0.01",
        "--history",
        history.to_str().unwrap(),
    ];
    train(&file, &more);
    let file = file.to_str().unwrap();
    let report = json(&["inspect", "--json", file]);
    assert_eq!(report["network"], "784-30-10");
    assert_eq!(report["layers"][0]["activation"], "tanh");
    assert_eq!(report["labels"][9], "9");
    assert_eq!(
        report["provenance"]["command"],
        "feedforward train --hidden-layers 30 --activation tanh --optimizer adam --learning-rate 0.01 \
         --schedule cosine --weight-decay 0 --batch 100 --epochs 1 --validation 1000 --keep last --seed 1"
    );
    assert!(json(&["evaluate", "--json", "--model", file])["accuracy"].as_f64().unwrap() > 0.8);
    let history: serde_json::Value = serde_json::from_slice(&fs::read(history).unwrap()).unwrap();
    assert_eq!(history[0]["epoch"], 1);
    assert!(history[0]["validation_accuracy"].as_f64().unwrap() > 0.8);
}

#[test]
fn the_built_in_network_records_the_command_in_its_readme() {
    let report = json(&["inspect", "--json"]);
    let provenance = &report["provenance"];
    let recorded = provenance["command"].as_str().unwrap();
    let file = "crates/feedforward/models/README.md";
    let readme = fs::read_to_string(root().join(file)).unwrap();
    assert!(readme.contains(recorded), "{file} does not have the command {recorded}");
    // MNIST's training set: 60,000 examples, known by their fingerprint.
    assert_eq!(
        provenance["data_sha256"],
        "edc0d1098aa497be14ace79ddd5171e5a3dcf9c4d196c015389203eb3ba1f59b"
    );
    let accuracy = json(&["evaluate", "--json"])["accuracy"].to_string();
    assert!(readme.contains(&format!("on the 10,000 test pictures {accuracy}")), "{accuracy}");
}

#[test]
fn a_test_set_that_does_not_fit_costs_no_network() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    fs::create_dir(&data).unwrap();
    let pixels: Vec<u8> = (0..640).map(|v| (v % 251) as u8).collect();
    let labels: Vec<u8> = (0..40).map(|v| v % 10).collect();
    let write = |name: &str, bytes: Vec<u8>| fs::write(data.join(name), bytes).unwrap();
    write("train-images-idx3-ubyte", idx(&[40, 4, 4], &pixels));
    write("train-labels-idx1-ubyte", idx(&[40], &labels));
    write("t10k-images-idx3-ubyte", idx(&[2, 2, 2], &[9; 8]));
    write("t10k-labels-idx1-ubyte", idx(&[2], &[1, 2]));
    let file = folder.path().join("net");
    let args =
        ["train", "--epochs", "1", "--validation", "0", "--data", data.to_str().unwrap(), "-o"];
    let output = feedforward(args).arg(&file).output().unwrap();
    assert!(output.status.success() && file.exists(), "{}", stderr(&output));
    assert!(
        stderr(&output).contains("note: not measured on a test set: layer 1 takes rows of 16"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn what_cannot_be_trained_is_refused_before_the_work() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("net");
    let out = out.to_str().unwrap();
    let data = path("crates/digits/data");
    let [images, labels] = test_set();
    let set = ["--images", &images, "--labels", &labels];
    let with = |more: &[&str]| refusal(&[&["train", "-o", out], &set[..], more].concat());
    let table = [
        (refusal(&["train", "-o", out]), "give --split test"),
        (refusal(&["train", "-o", out, "--data", &data]), "train-images-idx3-ubyte"),
        (refusal(&["train", "-o", "/nowhere/net"]), "there is no folder /nowhere"),
        (with(&["--history", "/nowhere/history.json"]), "there is no folder /nowhere"),
        (
            refusal(&[&["train", "-o", &data], &set[..]].concat()),
            "this is a folder; name a file in it",
        ),
        (with(&["--hidden-layers", "99999999999"]), "name smaller layers"),
        (with(&["--learning-rate", "-1"]), "learning rate is -1, but must be above zero"),
        (
            refusal(&[&["train", "-o", out, "--history", out], &set[..]].concat()),
            "name the same file",
        ),
        (with(&["--activation", "step"]), "the slope of 'step' is zero everywhere"),
        (with(&["--hidden-layers", "50,0"]), "a layer of 0 neurons"),
        (with(&["--validation", "10000"]), "leave none of 10000"),
        (with(&["--learning-rate", "0"]), "learning rate is 0, but must be above zero"),
        (with(&["--keep", "best", "--validation", "0"]), "above zero to keep the best epoch"),
    ];
    for (found, expected) in table {
        assert!(found.contains(expected), "{found:?} does not say {expected:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing is written");
}
