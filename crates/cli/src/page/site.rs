//! What the server has to give: the page's files, and the network that it opens with.

use crate::flags::ReadingArgs;
use feedforward::bytes::hex;
use feedforward_page::File;
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::Bytes;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::OnceLock;

/// The network that the page opens with.
#[derive(Debug)]
pub(super) struct OpenedModel {
    /// The file's name without its folders.
    name: String,
    bytes: Vec<u8>,
    options: Options,
}

/// `/model.json`: which file `/model` is, and how it is to be read.
#[derive(Debug, Serialize)]
struct Described<'a> {
    name: &'a str,
    options: &'a Options,
}

/// What the flags say, in the words of the page's engine.
#[derive(Debug, Serialize)]
struct Options {
    #[serde(skip_serializing_if = "Option::is_none")]
    hidden: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    output: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    transpose: Option<String>,
}

impl OpenedModel {
    pub(super) fn new(name: String, bytes: Vec<u8>, reading: &ReadingArgs) -> Self {
        let options = Options {
            hidden: reading.hidden.map(|hidden| hidden.to_string()),
            output: reading.output.map(|output| output.to_string()),
            transpose: reading.named_transpose().map(str::to_owned),
        };
        Self { name, bytes, options }
    }
}

/// Everything that can be asked for, by its path, and who may ask.
#[derive(Debug)]
pub(super) struct Site {
    items: HashMap<String, Item>,
    hosts: [String; 3],
}

/// One thing to give.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) media_type: &'static str,
    pub(super) bytes: Bytes,
    /// Says which bytes they are.
    pub(super) digest: String,
    compressed: OnceLock<Option<Bytes>>,
}

impl Item {
    fn new(media_type: &'static str, bytes: Bytes) -> Self {
        // Half of the digest tells two versions of a file apart.
        let digest = hex(&Sha256::digest(&bytes)[..16]);
        Self { media_type, bytes, digest, compressed: OnceLock::new() }
    }

    /// The bytes as gzip, where that saves some; made when they are first asked for.
    pub(super) fn compressed(&self) -> Option<Bytes> {
        // Files of data are compressed or do not compress.
        if self.media_type == DATA {
            return None;
        }
        let compress = || gzip(&self.bytes).ok().filter(|gzip| gzip.len() < self.bytes.len());
        self.compressed.get_or_init(|| compress().map(Bytes::from)).clone()
    }
}

const DATA: &str = "application/octet-stream";

fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

impl Site {
    /// The page on this port, and the network that it opens with.
    pub(super) fn new(port: u16, model: Option<OpenedModel>) -> anyhow::Result<Self> {
        let mut items: HashMap<_, _> = feedforward_page::files()
            .map(|file| {
                (place(&file), Item::new(file.media_type(), Bytes::from_static(file.bytes)))
            })
            .collect();
        if let Some(OpenedModel { name, bytes, options }) = model {
            let json = serde_json::to_vec(&Described { name: &name, options: &options })?;
            items.insert("/model.json".to_owned(), Item::new("application/json", json.into()));
            items.insert("/model".to_owned(), Item::new(DATA, bytes.into()));
        }
        let hosts = ["127.0.0.1", "localhost", "[::1]"].map(|host| format!("{host}:{port}"));
        Ok(Self { items, hosts })
    }

    /// What is at a path: nothing is looked up but the names that there are.
    pub(super) fn item(&self, path: &str) -> Option<&Item> {
        self.items.get(path)
    }

    /// Whether a request to this host was meant for this server. A name that another site has made
    /// point at 127.0.0.1 (DNS rebinding) is none of these.
    pub(super) fn is_host(&self, host: &str) -> bool {
        let default_port = |name: &str| name.strip_suffix(":80") == Some(host);
        self.hosts.iter().any(|name| name == host || default_port(name))
    }

    pub(super) fn hosts(&self) -> &[String] {
        &self.hosts
    }
}

/// The path at which a file is: a folder stands for its `index.html`.
fn place(file: &File) -> String {
    format!("/{}", file.path.strip_suffix("index.html").unwrap_or(file.path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machines_names_with_the_port_are_hosts() {
        let site = Site::new(8080, None).unwrap();
        for host in ["127.0.0.1:8080", "localhost:8080", "[::1]:8080"] {
            assert!(site.is_host(host), "{host}");
        }
        for host in
            ["", "127.0.0.1", "localhost:80", "evil.example:8080", "127.0.0.1.evil.example:8080"]
        {
            assert!(!site.is_host(host), "{host}");
        }
        assert!(Site::new(80, None).unwrap().is_host("localhost"));
    }

    #[test]
    fn a_folder_stands_for_its_index() {
        let site = Site::new(1, None).unwrap();
        for path in ["/", "/en/", "/ko/", "/app.js", "/data/digits.safetensors"] {
            assert!(site.item(path).is_some(), "{path}");
        }
        for path in ["", "/en", "/en/index.html", "/../Cargo.toml", "/site/app.js", "/model"] {
            assert!(site.item(path).is_none(), "{path}");
        }
    }
}
