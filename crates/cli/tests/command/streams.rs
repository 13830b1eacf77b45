//! Where results go when standard output is a file, a pipe that closes, or full.

use super::{feedforward, stderr};
use std::fs;
use std::io::Read;
use std::process::Stdio;

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

#[test]
fn a_check_that_fails_has_status_1_whoever_reads_the_results() {
    let mut child = feedforward(["evaluate", "--at-least", "0.9999"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).starts_with("failed: the accuracy is 0.9"), "{}", stderr(&output));
}
