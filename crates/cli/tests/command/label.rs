use super::{feedforward, json, path, refusal, stderr, stdout};
use feedforward::files::{Description, Model};
use feedforward::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2};
use std::fs;
use std::path::Path;
use std::process;

/// Saves a network whose outputs are its inputs.
fn mirror(folder: &Path, width: usize, output: Output) -> String {
    let layer = Dense::new(Array2::eye(width), Array1::zeros(width), Activation::Identity);
    let network = Network::new(vec![layer.unwrap()], output).unwrap();
    let file = folder.join("mirror.safetensors");
    Model::new(network, Description::default()).save(&file).unwrap();
    file.to_str().unwrap().to_owned()
}

fn run_in(folder: &Path, args: &[&str]) -> process::Output {
    feedforward(args).current_dir(folder).output().unwrap()
}

#[test]
fn predictions_name_the_classes_that_were_given() {
    let folder = tempfile::tempdir().unwrap();
    mirror(folder.path(), 3, Output::Softmax);
    // The logarithms of 0.92, 0.06 and 0.02.
    fs::write(folder.path().join("photo.csv"), "-0.083381609,-2.813410717,-3.912023005\n").unwrap();
    fs::write(folder.path().join("names.txt"), "\u{feff}개\r\n고양이\r\n\r\n소\r\n").unwrap();
    for classes in ["개,고양이,소", "@names.txt"] {
        let args =
            ["label", "mirror.safetensors", "--classes", classes, "-o", "animals.safetensors"];
        let output = run_in(folder.path(), &args);
        assert!(output.status.success(), "{}", stderr(&output));
        assert_eq!(stdout(&output), "classes  개 고양이 소\nwritten  animals.safetensors\n");
        let predict = ["predict", "photo.csv", "--model", "animals.safetensors"];
        let text = stdout(&run_in(folder.path(), &predict));
        let lines: Vec<_> = text.lines().map(|line| line.split("  █").next().unwrap()).collect();
        assert!(lines.contains(&"      개  0.9200"), "{text}");
        assert!(lines.contains(&"  고양이  0.0600"), "{text}");
        assert!(lines.iter().any(|line| line.starts_with("      소  0.0200")), "{text}");
        assert!(text.contains("-> 개 (0.9200)"), "{text}");
    }
}

#[test]
fn evaluation_names_the_classes_and_nothing_else_changes() {
    let folder = tempfile::tempdir().unwrap();
    let names = "영,일,이,삼,사,오,육,칠,팔,구";
    let args = ["label", "--classes", names, "-o", "korean.safetensors"];
    assert!(run_in(folder.path(), &args).status.success());
    let file = folder.path().join("korean.safetensors");
    let report = json(&["evaluate", "--json", file.to_str().unwrap()]);
    let built_in = json(&["evaluate", "--json"]);
    assert_eq!(report["outputs_sha256"], built_in["outputs_sha256"]);
    assert_eq!(report["classes"][7]["class_name"], "칠");
    let [labelled, built_in] = [vec![file.to_str().unwrap()], vec![]]
        .map(|file| json(&[&["inspect", "--json"], &file[..]].concat()));
    for key in ["provenance", "input", "layers", "output"] {
        assert_eq!(labelled[key], built_in[key], "{key}");
    }
}

#[test]
fn what_a_file_does_not_state_is_stated_in_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let book = path("crates/cli/tests/pickles/book.pkl");
    let args = ["label", &book, "--classes", "a,b,c,d,e,f,g,h,i,j", "-o", "named.safetensors"];
    let output = run_in(folder.path(), &[&args[..], &["--hidden", "sigmoid"]].concat());
    assert!(stderr(&output).contains("softmax is assumed"), "{}", stderr(&output));
    let output = run_in(folder.path(), &["evaluate", "named.safetensors", "--json"]);
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_single_sigmoid_has_two_classes() {
    let folder = tempfile::tempdir().unwrap();
    mirror(folder.path(), 1, Output::Sigmoid);
    fs::write(folder.path().join("rows.csv"), "2\n-2\n").unwrap();
    let args = ["label", "mirror.safetensors", "--classes", "no,yes", "-o", "named.safetensors"];
    assert!(run_in(folder.path(), &args).status.success());
    let predict = ["predict", "rows.csv", "--model", "named.safetensors", "--json"];
    let found: serde_json::Value =
        serde_json::from_slice(&run_in(folder.path(), &predict).stdout).unwrap();
    assert_eq!((&found[0]["class_name"], &found[1]["class_name"]), (&"yes".into(), &"no".into()));
}

#[test]
fn names_that_do_not_fit_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let model = mirror(folder.path(), 3, Output::Softmax);
    let out = folder.path().join("out.safetensors");
    let out = out.to_str().unwrap();
    let long = format!("a,b,{}", "c".repeat(201));
    for (classes, sentence) in [
        ("a,b", "--classes: the network tells 3 classes apart, but there are 2 names"),
        ("a,b,a", "--classes: a is there twice: give each class a name of its own"),
        ("a,,c", "--classes: name 2 is empty: write one name for each class"),
        ("a,b,c\u{1b}[2J", "label 3 holds the control character"),
        (&long, "label 3 has 201 characters, expected at most 200"),
        ("@/nowhere/names", "/nowhere/names: there is no folder /nowhere"),
    ] {
        let found = refusal(&["label", &model, "--classes", classes, "-o", out]);
        assert!(found.contains(sentence), "{found}");
    }
    assert!(!Path::new(out).exists());
}

#[test]
fn a_single_sigmoid_has_one_probability_and_a_class_by_one_half() {
    let folder = tempfile::tempdir().unwrap();
    mirror(folder.path(), 1, Output::Sigmoid);
    // The sigmoid of ln 3 is 3/4.
    fs::write(folder.path().join("rows.csv"), "1.0986123\n-1.0986123\n").unwrap();
    let predict = ["predict", "rows.csv", "--model", "mirror.safetensors"];
    let text = stdout(&run_in(folder.path(), &predict));
    assert!(text.contains("-> 1 (0.7500)") && text.contains("-> 0 (0.7500)"), "{text}");
    assert!(text.contains("\n  1  0.7500  █") && text.contains("\n  1  0.2500  █"), "{text}");
    let json = run_in(folder.path(), &[&predict[..], &["--json"]].concat());
    let found: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&found[0]["class"], &found[1]["class"]), (&1.into(), &0.into()));
    assert_eq!(found[0]["probabilities"].as_array().unwrap().len(), 1);
}

#[test]
fn several_sigmoids_have_a_probability_each() {
    let folder = tempfile::tempdir().unwrap();
    mirror(folder.path(), 2, Output::Sigmoid);
    fs::write(folder.path().join("rows.csv"), "1.0986123,0\n").unwrap();
    let predict = ["predict", "rows.csv", "--model", "mirror.safetensors"];
    let text = stdout(&run_in(folder.path(), &predict));
    assert!(text.contains("\n  0  0.7500") && text.contains("\n  1  0.5000"), "{text}");
    assert!(text.contains("\n-> 0.75 0.5\n"), "{text}");
}
