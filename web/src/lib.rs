//! The page: the files of a static site, compiled into the program.
//!
//! There is no I/O here and no server: a [`File`] is a name and bytes, and a server gives them out as
//! they are. The same folder works from any static host.
#![forbid(unsafe_code)]

mod list;

use feedforward::{digits, models};
use list::LISTED;

/// One file of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct File {
    /// Where it is in the site, such as `en/index.html`.
    pub path: &'static str,
    /// What it holds.
    pub bytes: &'static [u8],
}

impl File {
    /// The type that a server names with it, by the ending of its name.
    ///
    /// # Examples
    ///
    /// ```
    /// let page = feedforward_page::files().find(|file| file.path == "en/index.html");
    /// let page = page.expect("there is a page in English");
    /// assert_eq!(page.media_type(), "text/html; charset=utf-8");
    /// ```
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        match self.path.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            Some("js") => "text/javascript; charset=utf-8",
            Some("json") => "application/json",
            Some("svg") => "image/svg+xml",
            Some("png") => "image/png",
            Some("wasm") => "application/wasm",
            _ => "application/octet-stream",
        }
    }
}

/// Every file of the site.
pub fn files() -> impl Iterator<Item = File> {
    LISTED.iter().copied().chain(data())
}

/// What other crates embed, under the names that the page asks for. A static here would be a second copy
/// of it in the program.
fn data() -> [File; 3] {
    [
        File { path: "data/digits.safetensors", bytes: models::DIGITS },
        File { path: "data/t10k-images-idx3-ubyte.gz", bytes: digits::TEST_IMAGES },
        File { path: "data/t10k-labels-idx1-ubyte.gz", bytes: digits::TEST_LABELS },
    ]
}
