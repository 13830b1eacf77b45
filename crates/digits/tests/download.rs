//! Downloads, from servers on this machine.
#![cfg(feature = "download")]
#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

use feedforward_digits::{DigitsError, DownloadOptions, Progress, ProxyUse, RemoteFile, download};
use flate2::{Compression, write::GzEncoder};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

const CONTENT: &[u8] = b"the right content, all of it";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// What a server answers to a path.
#[derive(Clone)]
enum Answer {
    Body(Vec<u8>),
    /// Announces more bytes than it sends.
    Short(Vec<u8>),
    /// Announces nothing and sends until the other side hangs up.
    Endless,
    /// Takes the request and stays silent.
    Silent,
}

/// Serves answers until the test ends, and gives the address.
fn serve(answers: impl IntoIterator<Item = (&'static str, Answer)>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/mnist/", listener.local_addr().unwrap());
    let answers: HashMap<_, _> = answers.into_iter().collect();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let answers = answers.clone();
            std::thread::spawn(move || answer(stream.unwrap(), &answers));
        }
    });
    address
}

fn answer(mut stream: TcpStream, answers: &HashMap<&str, Answer>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    let _rest: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
    let name = request.split(' ').nth(1).and_then(|path| path.strip_prefix("/mnist/"));
    let head = |status: &str, length: usize| {
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")
    };
    let _ = match name.and_then(|name| answers.get(name)) {
        None => stream.write_all(head("404 Not Found", 0).as_bytes()),
        Some(Answer::Body(body)) => {
            stream.write_all(&[head("200 OK", body.len()).as_bytes(), body].concat())
        }
        Some(Answer::Short(body)) => {
            stream.write_all(&[head("200 OK", body.len() + 10).as_bytes(), body].concat())
        }
        Some(Answer::Endless) => {
            let mut sent = stream.write_all(b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n");
            while sent.is_ok() {
                sent = stream.write_all(&[0; 4096]);
            }
            sent
        }
        Some(Answer::Silent) => {
            std::thread::sleep(Duration::from_secs(5));
            Ok(())
        }
    };
}

fn options(mirrors: impl Into<Vec<String>>) -> DownloadOptions {
    let sha256 = Sha256::digest(CONTENT).iter().map(|byte| format!("{byte:02x}")).collect();
    DownloadOptions {
        mirrors: mirrors.into(),
        files: vec![RemoteFile { name: "digits".into(), bytes: CONTENT.len() as u64, sha256 }],
        connect_timeout: Duration::from_secs(2),
        read_timeout: Duration::from_millis(500),
        proxy: ProxyUse::Direct,
    }
}

fn right() -> String {
    serve([("digits.gz", Answer::Body(gzip(CONTENT)))])
}

/// An address at which nothing listens.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

#[test]
fn a_file_is_stored_whole_and_kept_the_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("cache/mnist");
    let mut last = (0, None);
    let stored = download(&inner, &options([right()]), &mut |progress| {
        if let Progress::Receiving { received, total, .. } = progress {
            last = (received, total);
        }
    })
    .unwrap();
    let path = inner.join("digits.gz");
    assert_eq!((stored.stored, stored.kept.len()), (vec![path.clone()], 0));
    assert_eq!(std::fs::read(&path).unwrap(), gzip(CONTENT));
    assert_eq!(last, (gzip(CONTENT).len() as u64, Some(gzip(CONTENT).len() as u64)));

    let mut kept = 0;
    let again = download(&inner, &options([nobody()]), &mut |progress| {
        kept += usize::from(matches!(progress, Progress::Kept { .. }));
    })
    .unwrap();
    assert_eq!((again.kept, kept), (vec![path], 1));
}

#[test]
fn a_plain_file_with_the_right_content_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("digits"), CONTENT).unwrap();
    let downloaded = download(folder.path(), &options([nobody()]), &mut |_| {}).unwrap();
    assert_eq!(downloaded.kept, [folder.path().join("digits")]);
}

#[test]
fn a_damaged_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("digits.gz");
    std::fs::write(&path, &gzip(CONTENT)[..20]).unwrap();
    download(folder.path(), &options([right()]), &mut |_| {}).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), gzip(CONTENT));
}

#[test]
fn whatever_a_mirror_does_wrong_the_next_one_is_tried() {
    let body = gzip(CONTENT);
    let short = Answer::Short(body[..15].into());
    let cases = [
        ("another content", Answer::Body(gzip(b"something else")), "expected content with SHA-256"),
        ("a page", Answer::Body(b"<html>".into()), "expected content with SHA-256"),
        ("cut off", Answer::Body(body[..20].into()), "expected content with SHA-256"),
        ("shorter than announced", short, "broken off"),
        ("too long", Answer::Body(vec![0; 1 << 20]), "the mirror announces 1048576"),
        ("endless", Answer::Endless, "the mirror sends more"),
        ("silent", Answer::Silent, "timeout"),
        ("bomb", Answer::Body(gzip(&vec![0; 1 << 20])), "expected content with SHA-256"),
    ];
    for (name, wrong, reason) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mirrors = [serve([("digits.gz", wrong)]), right()];
        let mut reasons = Vec::new();
        let stored = download(folder.path(), &options(mirrors), &mut |progress| {
            if let Progress::MirrorFailed { reason, .. } = progress {
                reasons.push(reason.to_owned());
            }
        });
        assert_eq!(stored.unwrap().stored.len(), 1, "{name}");
        assert_eq!(reasons.len(), 1, "{name}");
        assert!(reasons[0].contains(reason), "{name}: {}", reasons[0]);
        let files: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(files.len(), 1, "{name}: the temporary file is gone");
    }
}

#[test]
fn without_the_internet_the_error_names_the_offline_way() {
    let folder = tempfile::tempdir().unwrap();
    let mirrors = [nobody(), serve([])];
    let error = download(folder.path(), &options(mirrors.clone()), &mut |_| {}).unwrap_err();
    let message = error.to_string();
    for part in ["digits.gz", &mirrors[0], &mirrors[1], "status: 404", "To work offline, copy"] {
        assert!(message.contains(part), "{message}");
    }
    assert!(matches!(error, DigitsError::Download { attempts, .. } if attempts.len() == 2));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn a_reason_that_mirrors_share_is_said_once() {
    let folder = tempfile::tempdir().unwrap();
    let mirrors = [serve([]), serve([])];
    let error = download(folder.path(), &options(mirrors.clone()), &mut |_| {}).unwrap_err();
    let message = error.to_string();
    // A port may well begin with 404.
    assert_eq!(message.matches("status: 404").count(), 1, "{message}");
    let elsewhere = format!("which gets them from {} or {},", mirrors[0], mirrors[1]);
    assert!(message.contains(&elsewhere), "{message}");
}

#[test]
fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, b"").unwrap();
    let message =
        download(file.join("mnist"), &options([right()]), &mut |_| {}).unwrap_err().to_string();
    assert!(message.contains("cannot make the folder"), "{message}");
}

#[test]
fn mnist_is_what_is_downloaded_by_default() {
    let options = DownloadOptions::default();
    assert_eq!(options.files, RemoteFile::mnist());
    assert_eq!(options.mirrors.len(), 2);
    assert!(options.mirrors.iter().all(|mirror| mirror.starts_with("https://")));
}
