//! Whether a file can be written, and in what format, found out before the work.

use crate::shown::Foreign;
use anyhow::{Context, bail, ensure};
use std::path::Path;

/// The one of `endings` in which the name of the file that `flag` names ends: its format.
///
/// A name without any ending is one of the only format that there is.
///
/// # Errors
///
/// If the name ends in something else: no file is to be in another format than its name says.
pub(crate) fn ending(
    flag: &str,
    path: &Path,
    endings: &[&'static str],
) -> anyhow::Result<&'static str> {
    let found = path.extension().map(|found| found.to_string_lossy().to_lowercase());
    match (&found, endings) {
        (None, [only]) => Ok(only),
        _ => match endings.iter().find(|ending| found.as_deref() == Some(ending)) {
            Some(ending) => Ok(ending),
            None => {
                let list: Vec<_> = endings.iter().map(|ending| format!(".{ending}")).collect();
                bail!(
                    "{flag} {}: expected a name that ends in {}, which decides the format",
                    Foreign::path(path),
                    list.join(" or ")
                )
            }
        },
    }
}

/// Refuses a path that no file can be written to.
pub(crate) fn check_target(path: &Path) -> anyhow::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let [name, folder_name] = [path, folder].map(Foreign::path);
    ensure!(!path.is_dir(), "{name}: this is a folder; name a file in it");
    ensure!(folder.is_dir(), "{name}: there is no folder {folder_name}; create it first");
    // Files are written through one like this. It is deleted as soon as it is closed.
    tempfile::tempfile_in(folder)
        .with_context(|| format!("{name}: no file can be written to {folder_name}"))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_says_what_is_in_the_file() {
        let found = |name: &str, endings| ending("-o", Path::new(name), endings);
        assert_eq!(found("a/b.SVG", &["svg", "png"]).unwrap(), "svg");
        assert_eq!(found("network", &["safetensors"]).unwrap(), "safetensors");
        for (name, endings, expected) in [
            ("x.jpg", &["svg", "png"][..], ".svg or .png"),
            ("x", &["svg", "png"], ".svg or .png"),
            ("mine.pkl", &["safetensors"], ".safetensors"),
            ("v1.2", &["safetensors"], ".safetensors"),
        ] {
            assert_eq!(
                found(name, endings).unwrap_err().to_string(),
                format!(
                    "-o {name}: expected a name that ends in {expected}, which decides the format"
                )
            );
        }
    }
}
