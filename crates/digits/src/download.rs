//! MNIST from public mirrors into a folder, checked.

use crate::DigitsError;
use crate::error::Attempt;
use crate::mnist_files::{RemoteFile, find_file};
use feedforward_bytes::Replacement;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The environment variable that names the folder for data.
const FOLDER_VARIABLE: &str = "FEEDFORWARD_DATA";

/// Whether the environment's proxy is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProxyUse {
    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    #[default]
    Environment,
    /// Connect directly.
    Direct,
}

/// What to download and from where; the default is MNIST.
#[derive(Clone, Debug)]
pub struct DownloadOptions {
    /// Addresses of folders, tried in order for each file; with or without a slash at the end.
    pub mirrors: Vec<String>,
    /// The files.
    pub files: Vec<RemoteFile>,
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// How long a mirror may stay silent.
    pub read_timeout: Duration,
    /// Whether the environment's proxy is used.
    pub proxy: ProxyUse,
}

/// What [`download`] tells while it works.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Progress<'a> {
    /// The file was already there and right.
    Kept {
        /// The file.
        path: &'a Path,
    },
    /// Bytes have arrived; the first of a try has 0 bytes.
    Receiving {
        /// The file's name.
        name: &'a str,
        /// Where from.
        url: &'a str,
        /// Bytes so far.
        received: u64,
        /// Bytes in all, if the mirror says so.
        total: Option<u64>,
    },
    /// A mirror failed; the next one is tried, if there is one.
    MirrorFailed {
        /// Where from.
        url: &'a str,
        /// What went wrong.
        reason: &'a str,
    },
    /// The file was checked and is in its place.
    Stored {
        /// The file.
        path: &'a Path,
    },
}

/// Where the files are now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Downloaded {
    /// The folder to give to [`load_mnist`](crate::load_mnist).
    pub folder: PathBuf,
    /// Files that were there already.
    pub kept: Vec<PathBuf>,
    /// Files that were downloaded.
    pub stored: Vec<PathBuf>,
}

impl Default for DownloadOptions {
    fn default() -> Self {
        Self {
            mirrors: vec![
                "https://ossci-datasets.s3.amazonaws.com/mnist/".into(),
                "https://storage.googleapis.com/cvdf-datasets/mnist/".into(),
            ],
            files: RemoteFile::mnist().into(),
            connect_timeout: Duration::from_secs(10),
            read_timeout: Duration::from_secs(30),
            proxy: ProxyUse::Environment,
        }
    }
}

/// The folder that downloads go to: `FEEDFORWARD_DATA` if it is set, or `feedforward/mnist` in the
/// platform's cache folder (`~/.cache` on Linux, `~/Library/Caches` on macOS, `AppData\Local` on
/// Windows).
///
/// `None` if the user has no home folder.
pub fn cache_folder() -> Option<PathBuf> {
    match std::env::var_os(FOLDER_VARIABLE) {
        Some(folder) if !folder.is_empty() => Some(folder.into()),
        _ => {
            let folders = directories::ProjectDirs::from("", "", "feedforward")?;
            Some(folders.cache_dir().join("mnist"))
        }
    }
}

/// Downloads MNIST, or what the options name, into a folder.
///
/// A file that is there with the right content, gzip or plain, is kept. Every other one is tried
/// from each mirror in turn until the SHA-256 of its content is right; it is written to a
/// temporary name and renamed, so that a file under its own name is always whole.
///
/// # Errors
///
/// [`DigitsError::Download`] with what went wrong at each mirror, [`DigitsError::Folder`] if the
/// folder cannot be made, [`DigitsError::Bytes`] if it cannot be written to.
///
/// # Examples
///
/// ```no_run
/// use feedforward_digits::{DownloadOptions, cache_folder, download, load_mnist};
///
/// let folder = cache_folder().expect("a home folder");
/// let downloaded = download(&folder, &DownloadOptions::default(), &mut |_| {})?;
/// let mnist = load_mnist(&downloaded.folder)?;
/// assert_eq!(mnist.train.len(), 60_000);
/// # Ok::<(), feedforward_digits::DigitsError>(())
/// ```
pub fn download(
    folder: impl AsRef<Path>,
    options: &DownloadOptions,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Downloaded, DigitsError> {
    let folder = folder.as_ref();
    std::fs::create_dir_all(folder)
        .map_err(|error| DigitsError::Folder { folder: folder.into(), error })?;
    let agent = agent(options);
    let mut downloaded = Downloaded { folder: folder.into(), kept: vec![], stored: vec![] };
    for file in &options.files {
        if let Some(path) = right_file(folder, file) {
            progress(Progress::Kept { path: &path });
            downloaded.kept.push(path);
        } else {
            let path = fetch_from_any(&agent, folder, file, &options.mirrors, progress)?;
            progress(Progress::Stored { path: &path });
            downloaded.stored.push(path);
        }
    }
    Ok(downloaded)
}

fn agent(options: &DownloadOptions) -> ureq::Agent {
    let config = ureq::Agent::config_builder()
        .user_agent(concat!("feedforward/", env!("CARGO_PKG_VERSION")))
        // The files are gzip themselves; a second layer would only be undone.
        .accept_encoding("identity")
        .timeout_connect(Some(options.connect_timeout))
        .timeout_recv_response(Some(options.read_timeout))
        .timeout_per_read(Some(options.read_timeout));
    match options.proxy {
        ProxyUse::Environment => config,
        ProxyUse::Direct => config.proxy(None),
    }
    .build()
    .into()
}

/// The file that a loader would pick from the folder, if its content is right.
fn right_file(folder: &Path, file: &RemoteFile) -> Option<PathBuf> {
    let path = find_file(folder, &file.name)?;
    file.check(File::open(&path).ok()?).ok()?;
    Some(path)
}

fn fetch_from_any(
    agent: &ureq::Agent,
    folder: &Path,
    file: &RemoteFile,
    mirrors: &[String],
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<PathBuf, DigitsError> {
    let mut attempts = Vec::new();
    for mirror in mirrors {
        let url = format!("{}/{}.gz", mirror.trim_end_matches('/'), file.name);
        let path = folder.join(format!("{}.gz", file.name));
        let mut replacement = Replacement::new(&path)?;
        match fetch(agent, &url, file, &mut replacement, progress) {
            Ok(()) => {
                replacement.commit()?;
                return Ok(path);
            }
            Err(reason) => {
                progress(Progress::MirrorFailed { url: &url, reason: &reason });
                attempts.push(Attempt { url, reason });
            }
        }
    }
    Err(DigitsError::Download {
        name: format!("{}.gz", file.name),
        folder: folder.into(),
        attempts,
        mirrors: mirrors.into(),
    })
}

/// Fetches one file from one address and checks it; the error is a sentence for the list.
fn fetch(
    agent: &ureq::Agent,
    url: &str,
    file: &RemoteFile,
    into: &mut Replacement,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<(), String> {
    let response = agent.get(url).call().map_err(|error| error.to_string())?;
    let mut body = response.into_body();
    let total = body.content_length();
    let most = file.most_received();
    if let Some(total) = total.filter(|&total| total > most) {
        return Err(format!("expected at most {most} bytes, the mirror announces {total}"));
    }
    let mut reader = body.as_reader();
    let mut buffer = vec![0; 64 << 10];
    let mut received = 0;
    loop {
        progress(Progress::Receiving { name: &file.name, url, received, total });
        let read = reader
            .read(&mut buffer)
            .map_err(|error| format!("broken off after {received} bytes: {error}"))?;
        if read == 0 {
            break;
        }
        received += read as u64;
        if received > most {
            return Err(format!("expected at most {most} bytes, the mirror sends more"));
        }
        into.write_all(&buffer[..read]).map_err(|error| format!("cannot be written: {error}"))?;
    }
    if let Some(total) = total.filter(|&total| total != received) {
        return Err(format!("expected {total} bytes, received {received}"));
    }
    into.flush().map_err(|error| format!("cannot be written: {error}"))?;
    let written = into.reopen().map_err(|error| format!("cannot be read again: {error}"))?;
    file.check(written).map_err(|error| error.to_string())
}
