//! Whether a file or folder to read is there, and which one may have been meant.

use crate::shown::Foreign;
use crate::similar::{did_you_mean, nearest};
use anyhow::{anyhow, bail, ensure};
use std::env;
use std::path::{Path, PathBuf};

/// The most entries of a folder among which a near name is looked for.
const MOST_ENTRIES: usize = 10_000;

/// Refuses the path of a file that is not there.
pub(crate) fn check_file(path: &Path) -> anyhow::Result<()> {
    if path.try_exists().unwrap_or(true) {
        return Ok(());
    }
    let name = Foreign::path(path);
    let folder = folder(path);
    ensure!(folder.is_dir(), "{name}: there is no folder {}", Foreign::path(folder));
    Err(anyhow!("{name}: there is no such file in {}{}", Foreign::path(&whole(folder)), tip(path)))
}

/// Refuses the path of a folder that `flag` names and that is not there.
pub(crate) fn check_folder(flag: &str, path: &Path) -> anyhow::Result<()> {
    let name = format!("{flag} {}", Foreign::path(path));
    match path.try_exists() {
        Ok(false) => {
            let parent = whole(folder(path));
            bail!("{name}: there is no such folder in {}{}", Foreign::path(&parent), tip(path))
        }
        _ if path.is_file() => bail!("{name}: expected a folder, found a file"),
        _ => Ok(()),
    }
}

/// The folder that a path's last name is in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// The folder with those that it is in.
fn whole(folder: &Path) -> PathBuf {
    match folder == Path::new(".") {
        true => env::current_dir().unwrap_or_else(|_| folder.to_owned()),
        false => folder.to_owned(),
    }
}

/// The entry of the same folder whose name is nearest, as a question.
fn tip(path: &Path) -> String {
    let (Some(name), Ok(entries)) = (path.file_name(), folder(path).read_dir()) else {
        return String::new();
    };
    let entries = entries.take(MOST_ENTRIES).flatten().map(|entry| entry.file_name());
    let mut names: Vec<String> = entries.map(|name| name.to_string_lossy().into_owned()).collect();
    // The order in which a system lists them says nothing.
    names.sort();
    let name = name.to_string_lossy();
    let stem = |name: &str| Path::new(name).file_stem().map(|stem| stem.to_os_string());
    let found = nearest(&name, names.iter().map(String::as_str)).or_else(|| {
        // The same name with another ending, or without one.
        names.iter().map(String::as_str).find(|other| stem(other) == stem(&name))
    });
    did_you_mean(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_missing_file_names_its_folder_and_a_near_name() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["7_ink_on_paper.png", "book.pkl", "digits.jpeg"] {
            fs::write(folder.path().join(name), "").unwrap();
        }
        let shown = folder.path().display();
        for (name, tip) in [
            ("7_ink_on_papper.png", "; did you mean 7_ink_on_paper.png?"),
            ("Bok.pkl", "; did you mean book.pkl?"),
            ("digits.jpg", "; did you mean digits.jpeg?"),
            ("book", "; did you mean book.pkl?"),
            ("other.npy", ""),
        ] {
            let path = folder.path().join(name);
            let error = check_file(&path).unwrap_err().to_string();
            assert_eq!(error, format!("{}: there is no such file in {shown}{tip}", path.display()));
        }
        let path = folder.path().join("none/book.pkl");
        let error = check_file(&path).unwrap_err().to_string();
        assert!(error.ends_with(&format!("there is no folder {shown}/none")), "{error}");
        assert!(check_file(&folder.path().join("book.pkl")).is_ok());
        assert!(check_folder("--data", folder.path()).is_ok());
        let error =
            check_folder("--data", &folder.path().join("book.pkl")).unwrap_err().to_string();
        assert!(error.ends_with("expected a folder, found a file"), "{error}");
    }
}
