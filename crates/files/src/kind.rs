//! What a file is, by its bytes.

use std::fmt;

/// What a file is. Extensions are never looked at: only the first bytes count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// A Python pickle of any protocol.
    Pickle,
    /// One NumPy array.
    Npy,
    /// A zip archive of NumPy arrays.
    Npz,
    /// Hugging Face's format, and the one that this project writes.
    Safetensors,
    /// No bytes at all.
    Empty,
    /// The stand-in that Git LFS leaves where a large file was not fetched.
    LfsPointer,
    /// A web page.
    Html,
    /// A file compressed with gzip.
    Gzip,
    /// Bytes compressed with zlib, as joblib writes them.
    Zlib,
    /// A network in ONNX.
    Onnx,
    /// HDF5, in which Keras kept its weights.
    Hdf5,
    /// A PyTorch checkpoint.
    Torch,
    /// Another zip archive.
    Zip,
    /// JSON.
    Json,
    /// The format of MNIST's files.
    Idx,
    /// A picture in PNG.
    Png,
    /// A picture in JPEG.
    Jpeg,
    /// Readable text.
    Text,
    /// None of these.
    Unknown,
}

impl Kind {
    /// Whether this room reads arrays from such a file.
    pub fn is_readable(self) -> bool {
        matches!(self, Self::Pickle | Self::Npy | Self::Npz | Self::Safetensors | Self::Zip)
    }

    /// What to do about a file of this kind where weights were expected.
    pub(crate) fn mend(self) -> &'static str {
        match self {
            Self::Empty => "was the download interrupted?",
            Self::LfsPointer => "fetch the file itself with `git lfs pull`",
            Self::Html => "download the file itself, not the page that shows it",
            Self::Gzip => "unpack it with `gunzip` first",
            Self::Zlib => {
                "written compressed, by joblib? Load it there and save the arrays with `numpy.savez`"
            }
            Self::Onnx | Self::Hdf5 => "save the weights as .npz with NumPy, or as .safetensors",
            Self::Torch => {
                "save it with `safetensors.torch.save_file(model.state_dict(), \"model.safetensors\")`"
            }
            Self::Idx | Self::Png | Self::Jpeg => "give it as the input, not as the model",
            Self::Json | Self::Text | Self::Unknown | Self::Zip => {
                "give a pickle, .npy, .npz or .safetensors file"
            }
            Self::Pickle | Self::Npy | Self::Npz | Self::Safetensors => "give it as it is",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pickle => "a pickle",
            Self::Npy => "an npy file",
            Self::Npz => "an npz file",
            Self::Safetensors => "a safetensors file",
            Self::Empty => "an empty file",
            Self::LfsPointer => "a Git LFS pointer",
            Self::Html => "an HTML page",
            Self::Gzip => "a gzip file",
            Self::Zlib => "a zlib-compressed file",
            Self::Onnx => "an ONNX file",
            Self::Hdf5 => "an HDF5 (Keras) file",
            Self::Torch => "a PyTorch checkpoint",
            Self::Zip => "a zip archive",
            Self::Json => "a JSON file",
            Self::Idx => "an IDX file",
            Self::Png => "a PNG picture",
            Self::Jpeg => "a JPEG picture",
            Self::Text => "a text file",
            Self::Unknown => "a file of an unknown kind",
        })
    }
}

/// Says what a file is. Only the beginning is looked at, so a damaged file keeps its kind.
pub fn kind(bytes: &[u8]) -> Kind {
    const SIGNATURES: [(&[u8], Kind); 12] = [
        (b"\x93NUMPY", Kind::Npy),
        (b"\x1f\x8b", Kind::Gzip),
        (b"x\x01", Kind::Zlib),
        (b"x\x9c", Kind::Zlib),
        (b"x\xda", Kind::Zlib),
        (b"\x89HDF\r\n\x1a\n", Kind::Hdf5),
        (b"\x89PNG\r\n\x1a\n", Kind::Png),
        (b"\xff\xd8\xff", Kind::Jpeg),
        (b"version https://git-lfs", Kind::LfsPointer),
        // The magic number with which PyTorch began its files before they were zip archives.
        (b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.", Kind::Torch),
        (b"PK\x05\x06", Kind::Zip),
        (b"\x80", Kind::Pickle),
    ];
    if bytes.is_empty() {
        return Kind::Empty;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return zip_kind(bytes);
    }
    // A safetensors file may begin with any byte: its header's length, then the header's brace.
    let header_length = bytes
        .first_chunk()
        .filter(|_| bytes.get(8) == Some(&b'{'))
        .map(|&length| u64::from_le_bytes(length));
    if header_length.is_some_and(|length| length <= bytes.len() as u64) {
        return Kind::Safetensors;
    }
    for (signature, kind) in SIGNATURES {
        if bytes.starts_with(signature) {
            return kind;
        }
    }
    if is_idx(bytes) {
        return Kind::Idx;
    }
    if is_onnx(bytes) {
        return Kind::Onnx;
    }
    if is_text_pickle(bytes) {
        return Kind::Pickle;
    }
    // The same with a length that does not fit: damaged, yet not to be taken for JSON.
    if header_length.is_some() && !is_text(&bytes[..8]) {
        return Kind::Safetensors;
    }
    text_kind(bytes)
}

/// Tells archives apart by the name of the first file in them.
fn zip_kind(bytes: &[u8]) -> Kind {
    const NAME_LENGTH: usize = 26;
    const NAME: usize = 30;
    let name = bytes
        .get(NAME_LENGTH..NAME_LENGTH + 2)
        .map(|length| usize::from(u16::from_le_bytes([length[0], length[1]])))
        .and_then(|length| bytes.get(NAME..NAME + length))
        .unwrap_or_default();
    if name.ends_with(b".npy") {
        Kind::Npz
    } else if name.ends_with(b"data.pkl") {
        Kind::Torch
    } else {
        Kind::Zip
    }
}

fn is_idx(bytes: &[u8]) -> bool {
    matches!(bytes, [0, 0, 0x08 | 0x09 | 0x0b..=0x0e, 1..=8, ..])
}

/// A protobuf message that begins with `ir_version` and goes on with another field of `ModelProto`.
fn is_onnx(bytes: &[u8]) -> bool {
    matches!(bytes, [0x08, 1..=32, 0x12 | 0x1a | 0x22 | 0x2a | 0x32 | 0x3a | 0x42, ..])
}

/// Protocols 0 and 1 have no signature: their first opcodes must look the part.
fn is_text_pickle(bytes: &[u8]) -> bool {
    match bytes {
        [b'(', b'd' | b'l' | b't', b'p' | b'q' | b'.' | b'S' | b'V' | b'I' | b'(', ..] => true,
        [b'(', b'c' | b'i', rest @ ..] | [b'c', rest @ ..] => is_global(rest),
        [b'}' | b']', b'q' | b'r' | b'.' | b'(', ..] => true,
        _ => false,
    }
}

/// Two lines, a module and a name, as the opcodes GLOBAL and INST have them.
fn is_global(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|&byte| byte == b'\n');
    let mut is_path = || {
        lines.next().is_some_and(|line| {
            !line.is_empty()
                && line
                    .iter()
                    .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.'))
        })
    };
    is_path() && is_path()
}

fn text_kind(bytes: &[u8]) -> Kind {
    const LOOKED_AT: usize = 1024;
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    if !is_text(start) {
        return Kind::Unknown;
    }
    let trimmed = start.trim_ascii_start();
    let begins = |tag: &str| {
        trimmed.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag.as_bytes()))
    };
    if begins("<!doctype html") || begins("<html") || begins("<head") {
        Kind::Html
    } else if begins("{") || begins("[") {
        Kind::Json
    } else {
        Kind::Text
    }
}

fn is_text(bytes: &[u8]) -> bool {
    let printable = |byte: &u8| *byte >= b' ' && *byte != 0x7f || byte.is_ascii_whitespace();
    let is_utf8 = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // A character cut in two at the end of what is looked at.
        Err(error) => error.error_len().is_none(),
    };
    is_utf8 && bytes.iter().all(printable)
}
