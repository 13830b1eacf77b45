//! The page, asked for over the network as a browser does.

use super::{feedforward, path, refusal};
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Stdio};

/// The command while it serves.
struct Page {
    child: Child,
    /// What it has printed: the address.
    address: String,
    port: u16,
}

impl Page {
    fn open(args: &[&str]) -> Self {
        let mut child = feedforward([&["page", "--no-open"], args].concat())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut address = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim_end().to_owned();
        let rest = address.strip_prefix("http://127.0.0.1:").unwrap();
        let port = rest.split('/').next().unwrap().parse().unwrap();
        Self { child, address, port }
    }

    /// The status, the headers in lower case, and the body of the answer to a request.
    fn ask(&self, method: &str, path: &str, host: &str) -> (u16, String, Vec<u8>) {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n")
            .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        let head = String::from_utf8(answer[..end].to_vec()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head, answer[end + 4..].to_vec())
    }

    fn get(&self, path: &str) -> (u16, String, Vec<u8>) {
        self.ask("GET", path, &format!("127.0.0.1:{}", self.port))
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

#[test]
fn the_page_is_served_in_both_languages_with_its_engine_and_its_data() {
    let page = Page::open(&["--port", "0"]);
    assert_eq!(page.address, format!("http://127.0.0.1:{}/", page.port));
    for (path, kind, start) in [
        ("/", "text/html; charset=utf-8", "<!doctype html>"),
        ("/en/", "text/html; charset=utf-8", "<!doctype html>\n<html lang=\"en\""),
        ("/ko/", "text/html; charset=utf-8", "<!doctype html>\n<html lang=\"ko\""),
        ("/app.js", "text/javascript; charset=utf-8", ""),
        ("/app.css", "text/css; charset=utf-8", ""),
        ("/icon.svg", "image/svg+xml", "<svg"),
    ] {
        let (status, head, body) = page.get(path);
        assert_eq!(status, 200, "{path}");
        assert!(head.contains(&format!("content-type: {kind}\r\n")), "{path}: {head}");
        assert!(head.contains("content-security-policy: default-src 'none';"), "{path}: {head}");
        assert!(head.contains("x-content-type-options: nosniff"), "{path}: {head}");
        assert!(String::from_utf8(body).unwrap().starts_with(start), "{path}");
    }
    let (_, _, labels) = page.get("/data/t10k-labels-idx1-ubyte.gz");
    let [_, file] = super::test_set();
    assert!(labels == fs::read(file).unwrap());
    let (status, head, body) =
        page.ask("HEAD", "/data/digits.safetensors", &format!("localhost:{}", page.port));
    let length = fs::metadata(path("crates/feedforward/models/digits.safetensors")).unwrap().len();
    assert_eq!((status, body.len()), (200, 0));
    assert!(head.contains(&format!("content-length: {length}")), "{head}");
}

#[test]
fn the_engine_comes_as_webassembly() {
    let page = Page::open(&[]);
    let folder = path("web/site/engine");
    let engines = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let engines: Vec<_> = engines.map(|name| name.into_string().unwrap()).collect();
    let engines: Vec<_> = engines.iter().filter(|name| name.ends_with(".wasm")).collect();
    assert!(!engines.is_empty());
    for engine in engines {
        let (status, head, body) = page.get(&format!("/engine/{engine}"));
        assert_eq!(status, 200, "{engine}");
        assert!(head.contains("content-type: application/wasm\r\n"), "{engine}: {head}");
        assert!(body.starts_with(b"\0asm"), "{engine}");
    }
}

#[test]
fn nothing_is_given_to_other_hosts_or_outside_of_the_list() {
    let page = Page::open(&[]);
    let host = format!("127.0.0.1:{}", page.port);
    for (method, path, host, status, message) in [
        ("GET", "/none", host.as_str(), 404, "there is no /none here; the page is at /"),
        ("GET", "/../Cargo.toml", &host, 404, "there is no /../Cargo.toml here"),
        ("GET", "/%2e%2e/Cargo.toml", &host, 404, "there is no /%2e%2e/Cargo.toml here"),
        ("GET", "//etc/passwd", &host, 404, "there is no //etc/passwd here"),
        ("GET", "/model", &host, 404, "there is no /model here"),
        ("GET", "/model.json", &host, 404, "there is no /model.json here"),
        ("POST", "/", &host, 405, "expected GET or HEAD, found POST"),
        ("GET", "/", "evil.example", 421, "this server answers to 127.0.0.1:"),
        ("GET", "/", "127.0.0.1.evil.example", 421, "this server answers to 127.0.0.1:"),
        ("GET", "/", "", 421, "this server answers to 127.0.0.1:"),
    ] {
        let (found, _, body) = page.ask(method, path, host);
        let body = String::from_utf8(body).unwrap();
        assert_eq!(found, status, "{method} {path} {host}: {body}");
        assert!(body.starts_with(message), "{method} {path} {host}: {body}");
    }
}

#[test]
fn the_page_opens_with_a_network_and_what_its_file_does_not_say() {
    let file = path("crates/cli/tests/pickles/book.pkl");
    let page = Page::open(&["--model", &file, "--hidden", "sigmoid", "--language", "ko"]);
    assert!(page.address.ends_with("/ko/#digits?model=1"), "{}", page.address);
    let (status, head, body) = page.get("/model.json");
    assert_eq!(status, 200);
    assert!(head.contains("content-type: application/json\r\n"), "{head}");
    let expected = json!({ "name": "book.pkl", "options": { "hidden": "sigmoid" } });
    assert_eq!(serde_json::from_slice::<Value>(&body).unwrap(), expected);
    let (_, _, body) = page.get("/model");
    assert!(body == fs::read(file).unwrap());
}

#[test]
fn a_file_that_is_no_network_is_refused_before_anything_is_served() {
    let none = refusal(&["page", "--no-open", "--model", "none.npz"]);
    assert!(none.contains("none.npz: there is no such file"), "{none}");
    let file = path("Cargo.toml");
    let refused = refusal(&["page", "--no-open", "--model", &file]);
    assert_eq!(refused, refusal(&["inspect", &file]));
    let hidden = refusal(&["page", "--no-open", "--hidden", "sigmoid"]);
    assert!(hidden.ends_with("name it with --model FILE"), "{hidden}");
    let file = path("crates/cli/tests/pickles/book.pkl");
    let section = refusal(&["page", "--no-open", "--model", &file, "--section", "arrays"]);
    assert_eq!(section, "--model opens in the section digits: leave --section out");
}

#[test]
fn a_port_that_is_taken_is_named() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    assert_eq!(
        refusal(&["page", "--no-open", "--port", &port]),
        format!(
            "--port {port}: another program uses it; choose another, or leave the flag out for one that is free"
        )
    );
    assert_eq!(
        refusal(&["page", "--port", "65536"]),
        "--port: expected a whole number from 0 to 65535, found '65536'"
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_with_status_0() {
    let mut page = Page::open(&[]);
    // A connection that stays open does not keep it.
    let _open = TcpStream::connect(("127.0.0.1", page.port)).unwrap();
    let id = page.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert_eq!(page.child.wait().unwrap().code(), Some(0));
}
