use super::formats::npy;
use super::{json, path, run, stderr, stdout};
use std::fs;

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
fn inspect_lists_arrays_that_form_no_network() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.npy");
    fs::write(&file, npy("<f4", "2, 3", &[0; 24])).unwrap();
    let output = run(&["inspect", file.to_str().unwrap()]);
    assert!(output.status.success());
    assert!(stdout(&output).contains("2 x 3   f32"), "{}", stdout(&output));
    assert!(stderr(&output).contains("the arrays form no network"), "{}", stderr(&output));
    let listing = json(&["inspect", "--json", file.to_str().unwrap()]);
    assert_eq!(listing["arrays"][0]["shape"], serde_json::json!([2, 3]));
}
