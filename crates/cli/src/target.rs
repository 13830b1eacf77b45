//! Whether a file can be written, found out before the work.

use crate::shown::Foreign;
use anyhow::{Context, ensure};
use std::path::Path;

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
