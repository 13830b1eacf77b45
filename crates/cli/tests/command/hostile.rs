//! Files that are broken, hostile or something else: one clear sentence each, status 2.

use super::formats::{npy, safetensors};
use super::{path, refusal};
use std::fs;
use std::process::Command;

/// A safetensors file of zeros.
fn zeros(tensors: &[(&str, &[usize])]) -> Vec<u8> {
    let zeros = vec![0.0; 784 * 100];
    let length = |shape: &[usize]| shape.iter().product::<usize>();
    let tensors: Vec<_> =
        tensors.iter().map(|&(name, shape)| (name, shape, &zeros[..length(shape)])).collect();
    safetensors(&tensors)
}

/// `{"train_img": 0, "test_img": 0, ...}`, pickled with protocol 2: the beginning of the data
/// set's own pickle.
fn dataset() -> Vec<u8> {
    let mut file = b"\x80\x02}(".to_vec();
    for name in ["train_img", "train_label", "test_img", "test_label"] {
        file.push(b'X');
        file.extend((name.len() as u32).to_le_bytes());
        file.extend(name.as_bytes());
        file.extend(b"K\x00");
    }
    file.extend(b"u.");
    file
}

/// What the file holds, and a part of the sentence that it must give.
fn table() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let book = fs::read(path("crates/cli/tests/pickles/book.pkl")).unwrap();
    let huge = (1u64 << 62).to_le_bytes();
    let mut huge_bytes = b"\x80\x04\x8e".to_vec();
    huge_bytes.extend(huge);
    let mut huge_header = huge.to_vec();
    huge_header.extend(b"{\"W1\":{}}");
    vec![
        (
            "a pickle that calls os.system",
            b"cposix\nsystem\n(S'echo pwned > pwned'\ntR.".to_vec(),
            "refused: this pickle wants to call posix.system",
        ),
        (
            "the same by protocol 4",
            b"\x80\x04\x8c\x05posix\x8c\x06system\x93\x8c\x04true\x85R.".to_vec(),
            "refused: this pickle wants to call posix.system",
        ),
        (
            "builtins.eval",
            b"\x80\x02cbuiltins\neval\nX\x01\x00\x00\x001\x85R.".to_vec(),
            "refused: this pickle wants to call builtins.eval",
        ),
        ("half a pickle", book[..book.len() / 2].to_vec(), "cut short"),
        ("a string of 2^62 bytes in a pickle", huge_bytes, "4611686018427387904"),
        (
            "a header of 2^62 bytes in safetensors",
            huge_header,
            "needs 4611686018427387904 bytes, but 9 are left",
        ),
        (
            "an array of 2^62 numbers in npy",
            npy("<f4", "4611686018427387904,", &[0; 64]),
            "4611686018427387904",
        ),
        (
            "a Git LFS pointer",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 181568\n".to_vec(),
            "found a Git LFS pointer: fetch the file itself with `git lfs pull`",
        ),
        ("an HTML page", b"<!DOCTYPE html>\n<html><body>Sign in".to_vec(), "found an HTML page"),
        ("nothing", Vec::new(), "found an empty file"),
        ("the data set's pickle", dataset(), "expected weights, found a data set (train_img"),
        (
            "a matrix that does not fit",
            zeros(&[("W1", &[784, 50]), ("W2", &[60, 10]), ("b1", &[50]), ("b2", &[10])]),
            "layer 2 takes 50 inputs but W2 is 60 x 10",
        ),
        (
            "a transposed matrix",
            zeros(&[("W1", &[784, 50]), ("W2", &[10, 50]), ("b1", &[50]), ("b2", &[10])]),
            "--transpose W2",
        ),
    ]
}

#[test]
fn every_hostile_file_gives_one_clear_sentence() {
    let folder = tempfile::tempdir().unwrap();
    for (what, bytes, sentence) in table() {
        let file = folder.path().join("weights");
        fs::write(&file, bytes).unwrap();
        let file = file.to_str().unwrap();
        for command in
            [&["evaluate", "--model", file][..], &["predict", "--index", "0", "--model", file]]
        {
            let found = refusal(command);
            assert!(found.contains(sentence), "{what}: {found}");
            assert!(found.contains("weights"), "{what}: the file is not named: {found}");
        }
    }
    assert!(!folder.path().join("pwned").exists() && !fs::exists("pwned").unwrap());
}

#[test]
fn a_small_pickle_cut_at_any_byte_is_refused() {
    // A network of one layer, by NumPy.
    let whole = fs::read(path("crates/cli/tests/pickles/one.pkl")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("cut.pkl");
    for length in 0..whole.len() {
        fs::write(&file, &whole[..length]).unwrap();
        refusal(&["evaluate", "--model", file.to_str().unwrap()]);
    }
    fs::write(&file, &whole).unwrap();
    assert_eq!(super::json(&["inspect", "--json", file.to_str().unwrap()])["network"], "2-1");
}

/// No more than half a gigabyte of address space, of which the built-in data take a part.
#[cfg(target_os = "linux")]
#[test]
fn hostile_files_are_refused_in_bounded_memory() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("weights");
    for (what, bytes, sentence) in table() {
        fs::write(&file, bytes).unwrap();
        let output = Command::new("sh")
            .args(["-c", "ulimit -v 524288 && exec \"$0\" evaluate --threads 1 --model \"$1\""])
            .arg(assert_cmd::cargo::cargo_bin("feedforward"))
            .arg(&file)
            .output()
            .unwrap();
        let text = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{what}: {text}");
        assert!(text.contains(sentence), "{what}: {text}");
    }
}
