//! Files are read within limits and replaced whole.
#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

use feedforward_bytes::{Action, BytesError, Replacement, load, save};
use std::fs;
use std::io::{Read, Write};
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_file_is_read_up_to_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ten");
    fs::write(&path, b"0123456789").unwrap();
    assert_eq!(load(&path, 10).unwrap(), b"0123456789");
    assert_eq!(load(&path, u64::MAX).unwrap().len(), 10);
    let error = load(&path, 9).unwrap_err();
    assert!(matches!(error, BytesError::TooLarge { limit: 9, found: 10, .. }), "{error}");
    let expected = format!("{}: expected a file of at most 9 bytes, found 10", path.display());
    assert_eq!(error.to_string(), expected);
    fs::write(&path, b"").unwrap();
    assert_eq!(load(&path, 0).unwrap(), b"");
}

#[test]
fn directories_and_missing_files_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let error = load(folder.path(), 10).unwrap_err();
    assert!(matches!(error, BytesError::Directory { .. }), "{error}");
    assert!(error.to_string().ends_with("expected a file, found a directory; name a file in it"));
    let error = load("/no/such\n/file", 10).unwrap_err();
    assert!(matches!(error, BytesError::Io { action: Action::Read, .. }), "{error}");
    assert!(error.to_string().starts_with(r"/no/such\n/file: cannot read it: "), "{error}");
}

/// Neither tells its length, and the second has no end.
#[cfg(target_os = "linux")]
#[test]
fn pipes_and_devices_are_read_and_bounded() {
    use std::os::fd::AsRawFd;
    let (reader, mut writer) = std::io::pipe().unwrap();
    writer.write_all(b"through a pipe").unwrap();
    drop(writer);
    let path = format!("/proc/self/fd/{}", reader.as_raw_fd());
    assert_eq!(load(path, 14).unwrap(), b"through a pipe");
    let error = load("/dev/zero", 1000).unwrap_err();
    assert!(matches!(error, BytesError::TooLarge { limit: 1000, found: 1001, .. }), "{error}");
}

#[test]
fn a_saved_file_replaces_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "old").unwrap();
    save(&path, b"new").unwrap();
    assert_eq!(fs::read(&path).unwrap(), b"new");
    assert_eq!(names(folder.path()), ["file"]);
}

#[test]
fn what_is_not_committed_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file");
    fs::write(&path, "old").unwrap();
    let mut replacement = Replacement::new(&path).unwrap();
    replacement.write_all(b"half of the new").unwrap();
    replacement.flush().unwrap();
    let mut written = String::new();
    replacement.reopen().unwrap().read_to_string(&mut written).unwrap();
    assert_eq!(written, "half of the new");
    assert_eq!(names(folder.path()).len(), 2, "the temporary file is beside its target");
    drop(replacement);
    assert_eq!((names(folder.path()).len(), fs::read(&path).unwrap()), (1, b"old".to_vec()));
}

#[test]
fn a_place_that_cannot_be_written_to_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("none/file");
    let error = save(&missing, b"new").unwrap_err();
    assert!(matches!(error, BytesError::Io { action: Action::Write, .. }), "{error}");
    assert!(error.to_string().contains("none/file: cannot write it: "), "{error}");
    // A directory cannot be replaced, and the temporary file goes away.
    let error = save(folder.path().join("."), b"new").unwrap_err();
    assert!(error.to_string().contains("cannot write it"), "{error}");
    assert_eq!(names(folder.path()).len(), 0);
}

#[test]
fn a_name_without_a_folder_is_in_the_current_one() {
    let name = "feedforward-bytes-test-of-a-name-without-a-folder";
    save(name, b"here").unwrap();
    let read = fs::read(name);
    fs::remove_file(name).unwrap();
    assert_eq!(read.unwrap(), b"here");
}

/// As any new file has them. The umask is the process's, so that a file of its own tells it.
#[cfg(unix)]
#[test]
fn permissions_are_those_that_the_umask_leaves() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let [plain, saved] = ["plain", "saved"].map(|name| folder.path().join(name));
    fs::write(&plain, b"").unwrap();
    save(&saved, b"").unwrap();
    let mode = |path| fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode(saved), mode(plain));
}
