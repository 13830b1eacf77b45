use super::{feedforward, json, refusal, run, stderr, stdout};
use std::fs;

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
    assert!(fs::read(&file).unwrap().starts_with(b"\x89PNG"));
    let one = run(&["dataset", "show", "--index", "7", "-o", file.to_str().unwrap()]);
    assert_eq!(stdout(&one), format!("1 digit drawn to {}\n", file.display()));
    assert!(
        refusal(&["dataset", "info", "--split", "train"]).contains("feedforward dataset download")
    );
}

#[test]
fn without_internet_access_the_offline_way_is_named() {
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
