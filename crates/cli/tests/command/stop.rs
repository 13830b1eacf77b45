//! Ctrl-C while a network is trained.

use super::{feedforward, json, stderr, stdout};
use serde_json::Value;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

/// A training that would go on for days, stopped after the line of its second epoch: its status, and
/// what it says on stdout and stderr.
fn interrupted(folder: &Path, more: &[&str]) -> (ExitStatus, String, String) {
    let train = ["train", "--split", "test", "--epochs", "1000000", "--hidden-layers", "20"];
    let file = ["-o", "net.safetensors", "--history", "history.json"];
    let mut child = feedforward([&train[..], &file, more].concat())
        .current_dir(folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap());
    let mut said = String::new();
    while !said.contains("epoch   2/1000000") {
        assert_ne!(lines.read_line(&mut said).unwrap(), 0, "it ended: {said}");
    }
    let kill = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(kill.success());
    lines.read_to_string(&mut said).unwrap();
    let output = child.wait_with_output().unwrap();
    (output.status, stdout(&output), said)
}

#[test]
fn ctrl_c_saves_the_network_and_says_how_to_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let (status, results, said) = interrupted(folder.path(), &[]);
    assert_eq!(status.code(), Some(130), "{said}");
    assert!(said.contains("note: training stops after this step and saves"), "{said}");
    assert!(results.contains("written   net.safetensors"), "{results}");
    let [stopped, go_on] = said.lines().rev().take(2).collect::<Vec<_>>()[..] else {
        panic!("{said}")
    };
    let (stopped, go_on) = (go_on, stopped);
    assert!(
        stopped.starts_with("note: stopped ") && stopped.ends_with("net.safetensors"),
        "{said}"
    );
    let history: Value =
        serde_json::from_slice(&fs::read(folder.path().join("history.json")).unwrap()).unwrap();
    let epochs = history.as_array().unwrap().len();
    assert!(epochs >= 2);
    let command = format!(
        "feedforward train --from net.safetensors --epochs {} -o net.safetensors",
        1_000_000 - epochs
    );
    assert!(
        go_on.starts_with(&format!("note: to go on: {command}, with the other flags")),
        "{go_on}"
    );
    let file = folder.path().join("net.safetensors");
    let report = json(&["inspect", "--json", file.to_str().unwrap()]);
    let place = report["provenance"]["stopped"].as_str().unwrap();
    assert!(place.starts_with("in epoch ") && place.contains(", after step "), "{place}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file is left");
    // The named command, but shorter.
    let args = ["train", "--split", "test", "--from", "net.safetensors", "--epochs", "1"];
    let output = feedforward([&args[..], &["-o", "net.safetensors"]].concat())
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", stderr(&output));
    let again = json(&["inspect", "--json", file.to_str().unwrap()]);
    assert_eq!(again["network"], "784-20-10");
    assert_eq!(again["provenance"]["stopped"], Value::Null);
    let loss = |line: &str| -> f64 {
        line.split("validation loss ").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap()
    };
    let first = said.lines().find(|line| line.starts_with("epoch   1/")).unwrap();
    let next = stderr(&output);
    let next = next.lines().find(|line| line.starts_with("epoch   1/1")).unwrap();
    assert!(loss(next) < loss(first), "it does not go on from what was learned: {first} {next}");
}

#[test]
fn ctrl_c_keeps_the_best_epoch_if_that_is_requested() {
    let folder = tempfile::tempdir().unwrap();
    let (status, results, said) = interrupted(folder.path(), &["--keep", "best", "--json"]);
    assert_eq!(status.code(), Some(130), "{said}");
    let report: Value = serde_json::from_str(&results).unwrap();
    let stopped = &report["stopped"];
    assert!(stopped["step"].as_u64().unwrap() <= stopped["steps"].as_u64().unwrap());
    let loss = |record: &Value| record["validation_loss"].as_f64().unwrap();
    let history = report["history"].as_array().unwrap();
    let best = history.iter().min_by(|a, b| loss(a).total_cmp(&loss(b))).unwrap();
    assert_eq!(report["kept_epoch"], best["epoch"]);
}
