use super::{feedforward, json, path, refusal, run, stderr, stdout};
use std::fs;
use std::io::Read;
use std::process::Stdio;

#[test]
fn inspect_shows_every_shape() {
    let text = stdout(&run(&["inspect"]));
    for part in [
        "784-50-100-10",
        "45,360",
        "W1  784 x 50",
        "X 1x784 · W1 784x50 + b1 50 -> 1x50",
        "28 x 28",
        "command ",
    ] {
        assert!(text.contains(part), "{part:?} is not in\n{text}");
    }
    let report = json(&["inspect", "--json", &path("crates/cli/tests/pickles/book.pkl")]);
    assert_eq!(
        (report["kind"].as_str(), report["layers"][1]["outputs"].as_u64()),
        (Some("a pickle"), Some(100))
    );
}

#[test]
fn inspect_lists_arrays_that_make_no_network() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.npy");
    let mut bytes = b"\x93NUMPY\x01\x00\x76\x00".to_vec();
    bytes.extend(
        format!("{:<117}\n", "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }").bytes(),
    );
    bytes.extend([0; 24]);
    fs::write(&file, bytes).unwrap();
    let output = run(&["inspect", file.to_str().unwrap()]);
    assert!(output.status.success());
    assert!(stdout(&output).contains("2 x 3   f32"), "{}", stdout(&output));
    assert!(stderr(&output).contains("this makes no network"), "{}", stderr(&output));
    let listing = json(&["inspect", "--json", file.to_str().unwrap()]);
    assert_eq!(listing["arrays"][0]["shape"], serde_json::json!([2, 3]));
}

#[test]
fn the_dataset_is_described_and_drawn() {
    let info = json(&["dataset", "info", "--json"]);
    assert_eq!((info["total"].as_u64(), info["classes"][7].as_u64()), (Some(10_000), Some(1028)));
    let text = stdout(&run(&["dataset", "show", "--index", "0"]));
    assert!(text.starts_with("#0: 7\n") && text.contains('█'), "{text}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("digits.png");
    assert!(
        run(&["dataset", "show", "--index", "0-19", "-o", file.to_str().unwrap()]).status.success()
    );
    assert!(fs::read(file).unwrap().starts_with(b"\x89PNG"));
    assert!(
        refusal(&["dataset", "info", "--split", "train"]).contains("feedforward dataset download")
    );
}

#[test]
fn without_a_network_the_offline_way_is_named() {
    let folder = tempfile::tempdir().unwrap();
    // A proxy that is not there: no address of the outside is tried.
    let proxy = "http://127.0.0.1:9";
    let output = feedforward(["dataset", "download", "--data", folder.path().to_str().unwrap()])
        .envs([("HTTPS_PROXY", proxy), ("HTTP_PROXY", proxy), ("ALL_PROXY", proxy)])
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    let text = stderr(&output);
    let error = text.lines().find(|line| line.starts_with("error: ")).unwrap();
    assert!(error.contains("--data"), "{error}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "nothing half-written is left");
}

#[test]
fn completions_are_made_for_every_shell() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let text = stdout(&run(&["completions", shell]));
        assert!(text.contains("feedforward") && text.contains("evaluate"), "{shell}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_an_error() {
    for args in [&["completions", "bash"][..], &["evaluate"], &["dataset", "info"]] {
        let full = fs::File::options().write(true).open("/dev/full").unwrap();
        let output = feedforward(args)
            .stdout(full)
            .stderr(Stdio::piped())
            .spawn()
            .unwrap()
            .wait_with_output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains("No space left"), "{}", stderr(&output));
    }
}

#[test]
fn help_has_examples() {
    for command in [
        &["--help"][..],
        &["evaluate", "--help"],
        &["predict", "--help"],
        &["inspect", "--help"],
        &["bench", "--help"],
        &["train", "--help"],
        &["dataset", "show", "--help"],
        &["plot", "--help"],
        &["plot", "activation", "--help"],
        &["plot", "digits", "--help"],
        &["plot", "training", "--help"],
        &["plot", "confusion", "--help"],
        &["plot", "weights", "--help"],
        &["plot", "network", "--help"],
    ] {
        let text = stdout(&run(command));
        assert!(text.contains("Examples:") || text.contains("Example:"), "{command:?}");
    }
}

#[test]
fn bad_usage_has_status_2() {
    for args in [
        &["evaluate", "--batch", "0"][..],
        &["fly"],
        &["train", "--activation", "softmax"],
        &["evaluate", "--hidden", "selu"],
    ] {
        let output = run(args);
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!stderr(&output).is_empty());
    }
}

#[test]
fn a_reader_that_stops_early_is_no_error() {
    let mut child = feedforward(["dataset", "show", "--index", "0-2999"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = [0; 10];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    assert_eq!(stderr(&output), "");
}
