use super::{feedforward, json, path, refusal, run, skip, stderr, stdout, test_set};
use feedforward::Isa;
use serde_json::{Value, json as value};

#[test]
fn the_built_in_network_reads_the_built_in_digits() {
    let report = json(&["evaluate", "--json"]);
    assert_eq!(report["network"], "784-50-100-10");
    assert_eq!((&report["total"], &report["batch"]), (&value!(10_000), &value!(100)));
    assert!(report["accuracy"].as_f64().unwrap() >= 0.975, "{}", report["accuracy"]);
    assert!(report["loss"].as_f64().unwrap() < 0.1, "{}", report["loss"]);
    assert!(report["images_per_second"].as_f64().unwrap() > 0.0);
    assert!(report["seconds"].as_f64().unwrap() > 0.0);
    assert_eq!(report["outputs_sha256"].as_str().unwrap().len(), 64);
    let confusion = report["confusion"].as_array().unwrap();
    let cells =
        |row: &Value| row.as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).sum::<u64>();
    assert_eq!(confusion.iter().map(cells).sum::<u64>(), 10_000);
    let diagonal: u64 = confusion.iter().enumerate().map(|(i, row)| row[i].as_u64().unwrap()).sum();
    assert_eq!(report["correct"], diagonal);
    assert_eq!(report["classes"][7]["class_name"], "7");
}

#[test]
fn outputs_have_the_same_bits_at_every_batch_size_and_thread_count() {
    let expected = json(&["evaluate", "--json"])["outputs_sha256"].clone();
    for batch in ["1", "7", "100", "10000"] {
        for threads in ["1", "2"] {
            let report = json(&["evaluate", "--json", "--batch", batch, "--threads", threads]);
            assert_eq!(report["outputs_sha256"], expected, "batch {batch}, {threads} threads");
            assert_eq!(report["threads"].to_string(), threads);
        }
    }
}

#[test]
fn outputs_have_the_same_bits_on_every_instruction_set() {
    let outputs = |isa: Isa| {
        let output = feedforward(["evaluate", "--json"])
            .env("FEEDFORWARD_ISA", isa.name())
            .output()
            .unwrap();
        if !output.status.success() {
            assert!(stderr(&output).contains("this processor has no"), "{}", stderr(&output));
            skip(format_args!("{}", stderr(&output).trim_end()));
            return None;
        }
        let report: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(report["kernel"], format!("dense_f32_{isa}"));
        Some(report["outputs_sha256"].clone())
    };
    let expected = outputs(Isa::Portable);
    assert!(expected.is_some());
    for isa in Isa::ALL {
        if let Some(found) = outputs(isa) {
            assert_eq!(Some(found), expected, "{isa}");
        }
    }
}

#[test]
fn the_books_kind_of_pickle_gives_numpys_count() {
    // pickles/check.py count, NumPy 2.4.6: 9732.
    let file = path("crates/cli/tests/pickles/book.pkl");
    let report = json(&["evaluate", "--json", "--model", &file]);
    assert_eq!(report["correct"], 9732);
    let output = run(&["evaluate", "--json", "--model", &file]);
    assert!(stderr(&output).contains("sigmoid"), "{}", stderr(&output));
    let quiet = run(&[
        "evaluate", "--json", "--model", &file, "--hidden", "sigmoid", "--output", "softmax",
    ]);
    assert_eq!(stderr(&quiet), "");
    let logits = json(&["evaluate", "--json", "--model", &file, "--output", "identity"]);
    assert_eq!((&logits["correct"], &logits["loss"]), (&value!(9732), &Value::Null));
}

#[test]
fn the_chain_of_shapes_is_shown_for_people() {
    let text = stdout(&run(&["evaluate", "--batch", "100"]));
    for part in [
        "X 100x784 · W1 784x50 + b1 50 -> 100x50 relu\n",
        "Y2 100x100 · W3 100x10 + b3 10 -> 100x10 softmax\n",
        "accuracy ",
        "confusion matrix",
        "precision  recall",
        "images per second (batch 100, ",
        "outputs    sha256 ",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
}

#[test]
fn a_check_that_fails_has_status_1() {
    assert_eq!(run(&["evaluate", "--at-least", "0.9999", "--json"]).status.code(), Some(1));
    assert_eq!(run(&["evaluate", "--at-least", "0.9", "--json"]).status.code(), Some(0));
    for wrong in ["nan", "98", "-1"] {
        assert_eq!(
            run(&["evaluate", &format!("--at-least={wrong}")]).status.code(),
            Some(2),
            "{wrong}"
        );
    }
}

#[test]
fn data_of_ones_own_is_evaluated() {
    let [images, labels] = test_set();
    let by_files = json(&["evaluate", "--json", "--images", &images, "--labels", &labels]);
    let by_folder = json(&["evaluate", "--json", "--data", &path("crates/digits/data")]);
    let built_in = json(&["evaluate", "--json"]);
    assert_eq!(by_files["outputs_sha256"], built_in["outputs_sha256"]);
    assert_eq!(by_folder["outputs_sha256"], built_in["outputs_sha256"]);
    assert!(refusal(&["evaluate", "--images", &labels, "--labels", &images]).contains("label"));
    assert!(refusal(&["evaluate", "--data", "/nowhere"]).contains("there is no such folder"));
    let other = path("crates/digits/src");
    assert!(refusal(&["evaluate", "--data", &other]).contains("the file t10k-images-idx3-ubyte"));
}

#[test]
fn the_preparation_that_a_model_describes_is_kept_to() {
    // W1 / 255 for bytes as they are, and ink the other way round, by the file's description.
    use feedforward::files::{Ink, Input, Model, Scale};
    use feedforward::{Dense, Network};
    let folder = tempfile::tempdir().unwrap();
    let model = Model::read(feedforward::models::DIGITS).unwrap();
    let first = &model.network.layers()[0];
    let evaluate = |weights: ndarray::Array2<f32>, bias: ndarray::Array1<f32>, input: Input| {
        let mut layers = model.network.layers().to_vec();
        layers[0] = Dense::new(weights, bias, first.activation()).unwrap();
        let network = Network::new(layers, model.network.output()).unwrap();
        let mut description = model.description.clone();
        description.input = Some(input);
        let file = folder.path().join("model");
        Model::new(network, description).save(&file).unwrap();
        json(&["evaluate", "--json", "--model", file.to_str().unwrap()])["accuracy"]
            .as_f64()
            .unwrap()
    };
    let built_in = json(&["evaluate", "--json"])["accuracy"].as_f64().unwrap();
    let bytes = Input { scale: Scale::Byte, ..Input::mnist() };
    let found = evaluate(first.weights().mapv(|w| w / 255.0), first.bias().to_owned(), bytes);
    assert!((found - built_in).abs() < 0.001, "{found}");
    // x' = 1 - x: (1 - x')·W + b = x'·(-W) + (b + the sum of W's rows).
    let dark = Input { ink: Some(Ink::Dark), ..Input::mnist() };
    let bias = &first.bias() + &first.weights().sum_axis(ndarray::Axis(0));
    let found = evaluate(first.weights().mapv(|w| -w), bias, dark);
    assert!((found - built_in).abs() < 0.001, "{found}");
}

#[test]
fn an_unknown_instruction_set_is_refused() {
    let output = feedforward(["evaluate"]).env("FEEDFORWARD_ISA", "sse9").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let known = format!("expected one of {};", Isa::ALL.map(Isa::name).join(", "));
    assert!(stderr(&output).contains(&known), "{}", stderr(&output));
}
