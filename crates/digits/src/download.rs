//! MNIST from public mirrors into a folder, checked.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::DigitsError;
use crate::gzip::inflated;
use crate::mnist::find_file;

/// The environment variable that names the folder for data.
const FOLDER_VARIABLE: &str = "FEEDFORWARD_DATA";

/// A file that mirrors offer, and what its content must be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteFile {
    /// The file's name without `.gz`.
    pub name: String,
    /// Bytes of its content, uncompressed.
    pub bytes: u64,
    /// SHA-256 of its content, uncompressed, in lower-case hexadecimal.
    pub sha256: String,
}

/// Whether the environment's proxy is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProxyUse {
    /// As `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY` say.
    #[default]
    Environment,
    /// Connect directly.
    Direct,
}

/// What to download and from where; the default is MNIST.
#[derive(Debug, Clone)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Downloaded {
    /// The folder to give to [`load_mnist`](crate::load_mnist).
    pub folder: PathBuf,
    /// Files that were there already.
    pub kept: Vec<PathBuf>,
    /// Files that were downloaded.
    pub stored: Vec<PathBuf>,
}

impl RemoteFile {
    /// MNIST's four files: training images and labels, test images and labels.
    #[must_use]
    pub fn mnist() -> [Self; 4] {
        [
            (
                "train-images-idx3-ubyte",
                47_040_016,
                "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
            ),
            (
                "train-labels-idx1-ubyte",
                60_008,
                "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
            ),
            (
                "t10k-images-idx3-ubyte",
                7_840_016,
                "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
            ),
            (
                "t10k-labels-idx1-ubyte",
                10_008,
                "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
            ),
        ]
        .map(|(name, bytes, sha256)| Self {
            name: name.into(),
            bytes,
            sha256: sha256.into(),
        })
    }

    /// Checks a file, gzip or plain, against the content that it must have.
    ///
    /// No more is inflated than the right content has, and nothing of it is kept.
    ///
    /// # Errors
    /// [`DigitsError::Checksum`] if the content is another or cannot be inflated.
    pub(crate) fn check(&self, source: impl Read) -> Result<(), DigitsError> {
        let found = sha256(source, self.bytes).unwrap_or_else(|error| error.to_string());
        if found == self.sha256 {
            return Ok(());
        }
        let (name, expected) = (self.name.clone(), self.sha256.clone());
        Err(DigitsError::Checksum { name, expected, found })
    }

    /// The most bytes that a mirror may send: the content, hardly compressed.
    fn most_received(&self) -> u64 {
        self.bytes.saturating_add(self.bytes / 100).saturating_add(4096)
    }
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
#[must_use]
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
/// [`DigitsError::Download`] with what went wrong at each mirror, [`DigitsError::Io`] if the folder
/// cannot be written.
///
/// # Examples
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
    std::fs::create_dir_all(folder).map_err(in_folder(folder, "make the folder"))?;
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

fn in_folder(folder: &Path, action: &'static str) -> impl FnOnce(io::Error) -> DigitsError {
    move |error| DigitsError::Io { path: folder.into(), action, error }
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
        let mut temporary = temporary_file(folder)?;
        match fetch(agent, &url, file, &mut temporary, progress) {
            Ok(()) => {
                let path = folder.join(format!("{}.gz", file.name));
                return match temporary.persist(&path) {
                    Ok(_) => Ok(path),
                    Err(persist) => {
                        let (action, error) = ("write the file", persist.error);
                        Err(DigitsError::Io { path, action, error })
                    }
                };
            }
            Err(reason) => {
                progress(Progress::MirrorFailed { url: &url, reason: &reason });
                attempts.push(format!("{url}: {reason}"));
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

fn temporary_file(folder: &Path) -> Result<NamedTempFile, DigitsError> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".download-");
    // The default is readable by its owner only, which is wrong for a folder that may be shared.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o644));
    builder.tempfile_in(folder).map_err(in_folder(folder, "write into the folder"))
}

/// Fetches one file from one address and checks it; the error is a sentence for the list.
fn fetch(
    agent: &ureq::Agent,
    url: &str,
    file: &RemoteFile,
    into: &mut NamedTempFile,
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

/// SHA-256 of what is in a gzip or plain source, in hexadecimal.
fn sha256(source: impl Read, most: u64) -> io::Result<String> {
    let mut content = inflated(source)?.take(most.saturating_add(1));
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 64 << 10];
    loop {
        match content.read(&mut buffer)? {
            0 => break,
            read => hasher.update(&buffer[..read]),
        }
    }
    Ok(hexadecimal(&hasher.finalize()))
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
