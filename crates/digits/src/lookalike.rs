//! What a file is when it is not the one that was asked for.

use std::fmt;

/// A kind of file, told by its first bytes, that often lies where another was expected.
///
/// It is what an error message says was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lookalike {
    /// No bytes at all.
    Empty,
    /// The text that Git leaves in place of a file kept by Git LFS.
    GitLfsPointer,
    /// A web page, which a server sends instead of a file that it does not have.
    HtmlPage,
    /// An IDX file, plain.
    Idx,
    /// A gzip stream.
    Gzip,
    /// A PNG picture.
    Png,
    /// A JPEG picture.
    Jpeg,
    /// A BMP picture.
    Bmp,
    /// A GIF picture.
    Gif,
    /// A WebP picture.
    WebP,
    /// A TIFF picture.
    Tiff,
    /// A PDF document.
    Pdf,
    /// A NumPy array (`.npy`).
    Npy,
    /// A zip archive, which a `.npz` is too.
    Zip,
    /// A Python pickle of protocol 2 or later.
    Pickle,
    /// Readable text of another kind.
    Text,
    /// Bytes that match nothing in this list.
    Unknown,
}

impl Lookalike {
    /// Says what the bytes look like.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        const MAGICS: [(&[u8], Lookalike); 12] = [
            (b"version https://git-lfs.github.com/spec/", Lookalike::GitLfsPointer),
            (b"\x1f\x8b", Lookalike::Gzip),
            (b"\x89PNG\r\n\x1a\n", Lookalike::Png),
            (b"\xff\xd8\xff", Lookalike::Jpeg),
            (b"BM", Lookalike::Bmp),
            (b"GIF8", Lookalike::Gif),
            (b"II*\0", Lookalike::Tiff),
            (b"MM\0*", Lookalike::Tiff),
            (b"%PDF-", Lookalike::Pdf),
            (b"\x93NUMPY", Lookalike::Npy),
            (b"PK\x03\x04", Lookalike::Zip),
            (b"PK\x05\x06", Lookalike::Zip),
        ];
        if bytes.is_empty() {
            return Self::Empty;
        }
        if let Some((_, kind)) = MAGICS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
            return *kind;
        }
        match bytes {
            [0, 0, 0x08 | 0x09 | 0x0B..=0x0E, _, ..] => return Self::Idx,
            [0x80, 2..=5, ..] => return Self::Pickle,
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => return Self::WebP,
            _ => {}
        }
        let start = &bytes[..bytes.len().min(512)];
        let text = String::from_utf8_lossy(start).trim_start_matches('\u{feff}').to_lowercase();
        let text = text.trim_start();
        if ["<!doctype", "<html", "<head", "<?xml"].iter().any(|tag| text.starts_with(tag)) {
            Self::HtmlPage
        } else if start.iter().all(|b| matches!(b, b'\t' | b'\n' | b'\r' | b' '..=b'~')) {
            Self::Text
        } else {
            Self::Unknown
        }
    }

    /// What to do about it; empty where the error's own advice is enough.
    #[must_use]
    pub fn mend(self) -> &'static str {
        match self {
            Self::Empty => "; get the file again: it was not written to its end",
            Self::GitLfsPointer => "; run `git lfs pull` to get the file itself",
            Self::HtmlPage => {
                "; get the file again: the server sent a page, perhaps an error, in its place"
            }
            Self::Gif | Self::WebP | Self::Tiff | Self::Pdf => "; convert it to PNG",
            _ => "",
        }
    }
}

impl fmt::Display for Lookalike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "an empty file",
            Self::GitLfsPointer => "a Git LFS pointer",
            Self::HtmlPage => "an HTML page",
            Self::Idx => "an IDX file",
            Self::Gzip => "a gzip stream",
            Self::Png => "a PNG picture",
            Self::Jpeg => "a JPEG picture",
            Self::Bmp => "a BMP picture",
            Self::Gif => "a GIF picture",
            Self::WebP => "a WebP picture",
            Self::Tiff => "a TIFF picture",
            Self::Pdf => "a PDF document",
            Self::Npy => "a NumPy array (.npy)",
            Self::Zip => "a zip archive (an .npz is one)",
            Self::Pickle => "a Python pickle",
            Self::Text => "text",
            Self::Unknown => "bytes of no known kind",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_bytes_tell_the_kind() {
        let cases: [(&[u8], Lookalike); 13] = [
            (b"RIFF\0\0\0\0WEBPVP8 ", Lookalike::WebP),
            (b"RIFF\0\0\0\0WAVE", Lookalike::Unknown),
            (b"MM\0*\0\0\0\x08", Lookalike::Tiff),
            (b"", Lookalike::Empty),
            (b"version https://git-lfs.github.com/spec/v1\noid sha256:", Lookalike::GitLfsPointer),
            (b"\n <!DOCTYPE html><html>", Lookalike::HtmlPage),
            (b"\xef\xbb\xbf<html>", Lookalike::HtmlPage),
            (b"\0\0\x08\x03", Lookalike::Idx),
            (b"\x1f\x8b\x08", Lookalike::Gzip),
            (b"\x80\x04\x95", Lookalike::Pickle),
            (b"1,2,3\n", Lookalike::Text),
            (b"\0\0\x0a\x03", Lookalike::Unknown),
            (b"\xfe", Lookalike::Unknown),
        ];
        for (bytes, kind) in cases {
            assert_eq!(Lookalike::of(bytes), kind, "{bytes:?}");
        }
    }
}
