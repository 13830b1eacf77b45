//! How kinds are recognised that a plain signature does not tell.

/// How much of a file is looked at to tell kinds of text apart.
const LOOKED_AT: usize = 1024;

/// The name of the first member of a zip archive; empty if it is cut off.
fn first_member(bytes: &[u8]) -> &[u8] {
    const LENGTH: usize = 26;
    const NAME: usize = 30;
    if !bytes.starts_with(b"PK\x03\x04") {
        return &[];
    }
    bytes
        .get(LENGTH..LENGTH + 2)
        .map(|length| usize::from(u16::from_le_bytes([length[0], length[1]])))
        .and_then(|length| bytes.get(NAME..NAME + length))
        .unwrap_or_default()
}

pub(crate) fn npz(bytes: &[u8]) -> bool {
    first_member(bytes).ends_with(b".npy")
}

pub(crate) fn torch(bytes: &[u8]) -> bool {
    /// The magic number with which PyTorch began its files before they were zip archives.
    const LEGACY: &[u8] = b"\x80\x02\x8a\x0al\xfc\x9cF\xf9 j\xa8P\x19.";
    bytes.starts_with(LEGACY) || first_member(bytes).ends_with(b"data.pkl")
}

/// Where a safetensors header begins, after its length.
const HEADER: usize = 8;

/// A header's length that fits the file, then the header's brace. It may begin with any byte, so
/// it is looked for before the signatures of other kinds.
pub(crate) fn safetensors(bytes: &[u8]) -> bool {
    bytes.get(HEADER) == Some(&b'{')
        && bytes
            .first_chunk()
            .is_some_and(|&length| u64::from_le_bytes(length) <= bytes.len() as u64)
}

/// The same with a length that does not fit. Only bytes of no other kind are taken for it.
pub(crate) fn damaged_safetensors(bytes: &[u8]) -> bool {
    bytes.get(HEADER) == Some(&b'{') && !text(&bytes[..HEADER])
}

/// A word of two letters, then a header that is no text.
pub(crate) fn bmp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"BM") && !text(bytes)
}

pub(crate) fn webp(bytes: &[u8]) -> bool {
    bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")
}

/// The brands that an ISO base media file says it is compatible with, its own first.
fn brands(bytes: &[u8]) -> &[[u8; 4]] {
    let Some((&length, rest)) = bytes.split_first_chunk() else { return &[] };
    let Some(rest) = rest.strip_prefix(b"ftyp") else { return &[] };
    let length = (u32::from_be_bytes(length) as usize).saturating_sub(8);
    rest[..rest.len().min(length)].as_chunks().0
}

pub(crate) fn avif(bytes: &[u8]) -> bool {
    brands(bytes).iter().any(|brand| matches!(brand, b"avif" | b"avis"))
}

pub(crate) fn heic(bytes: &[u8]) -> bool {
    let is_heic = |brand: &[u8; 4]| {
        matches!(brand, b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1")
    };
    brands(bytes).iter().any(is_heic)
}

/// The signature of a file, or the mark and the length with which a stream's message begins.
pub(crate) fn arrow(bytes: &[u8]) -> bool {
    let is_stream = || match bytes {
        [0xff, 0xff, 0xff, 0xff, a, b, c, d, ..] => {
            let length = u32::from_le_bytes([*a, *b, *c, *d]);
            length != 0 && length.is_multiple_of(8) && length < 1 << 24
        }
        _ => false,
    };
    bytes.starts_with(b"ARROW1") || bytes.starts_with(b"FEA1") || is_stream()
}

pub(crate) fn bzip2(bytes: &[u8]) -> bool {
    // A block or, where there is none, the end.
    let follows = |rest: &[u8]| rest.starts_with(b"1AY&SY") || rest.starts_with(b"\x17rE8P\x90");
    matches!(bytes, [b'B', b'Z', b'h', b'1'..=b'9', rest @ ..] if follows(rest))
}

/// Protocols from 2 on begin with their number; protocols 0 and 1 have no signature, so that their
/// first opcodes must look the part.
pub(crate) fn pickle(bytes: &[u8]) -> bool {
    match bytes {
        [0x80, ..] => true,
        [b'(', b'd' | b'l' | b't', b'p' | b'q' | b'.' | b'S' | b'V' | b'I' | b'(', ..] => true,
        [b'(', b'c' | b'i', rest @ ..] | [b'c', rest @ ..] => is_global(rest),
        [b'}' | b']', b'q' | b'r' | b'.' | b'(', ..] => true,
        _ => false,
    }
}

/// Two lines, a module and a name, as the opcodes GLOBAL and INST have them.
fn is_global(bytes: &[u8]) -> bool {
    let is_path = |line: &[u8]| {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
        !line.is_empty() && line.iter().all(is_part)
    };
    let mut lines = bytes.split(|&byte| byte == b'\n');
    lines.next().is_some_and(is_path) && lines.next().is_some_and(is_path)
}

/// Two zeros, an element's type, and a number of axes that files have.
pub(crate) fn idx(bytes: &[u8]) -> bool {
    matches!(bytes, [0, 0, 0x08 | 0x09 | 0x0b..=0x0e, 0..=8, ..])
}

/// A protobuf message that begins with `ir_version` and goes on with another field of
/// `ModelProto`.
pub(crate) fn onnx(bytes: &[u8]) -> bool {
    matches!(bytes, [0x08, 1..=32, 0x12 | 0x1a | 0x22 | 0x2a | 0x32 | 0x3a | 0x42, ..])
}

/// The beginning of a text, without a byte order mark; empty if it is none.
fn beginning(bytes: &[u8]) -> &str {
    let start = &bytes[..bytes.len().min(LOOKED_AT)];
    let start = start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start);
    let start = match std::str::from_utf8(start) {
        Ok(start) => start,
        // A character cut in two at the end of what is looked at.
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&start[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return "",
    };
    let is_text = |byte: u8| byte >= b' ' && byte != 0x7f || byte.is_ascii_whitespace();
    if start.bytes().all(is_text) { start } else { "" }
}

/// Whether the text begins with one of these tags, in capitals or not.
fn is_tagged(bytes: &[u8], tags: &[&str]) -> bool {
    let start = beginning(bytes).trim_start().as_bytes();
    tags.iter().any(|tag| {
        start.get(..tag.len()).is_some_and(|head| head.eq_ignore_ascii_case(tag.as_bytes()))
    })
}

/// A page, or one that is XML as well.
pub(crate) fn html(bytes: &[u8]) -> bool {
    is_tagged(bytes, &["<!doctype html", "<html", "<head"])
        || (xml(bytes) && beginning(bytes).to_ascii_lowercase().contains("<html"))
}

pub(crate) fn xml(bytes: &[u8]) -> bool {
    is_tagged(bytes, &["<?xml", "<svg"])
}

pub(crate) fn json(bytes: &[u8]) -> bool {
    beginning(bytes).trim_start().starts_with(['{', '['])
}

/// Lines that are parted as often as each other, with a number in one of the first two.
pub(crate) fn csv(bytes: &[u8]) -> bool {
    const SEPARATORS: [char; 3] = [',', ';', '\t'];
    let start = beginning(bytes);
    let mut lines = start.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (Some(first), second) = (lines.next(), lines.next()) else { return false };
    SEPARATORS.into_iter().any(|separator| {
        let count = |line: &str| line.matches(separator).count();
        let is_number = |field: &str| field.trim().parse::<f64>().is_ok();
        // What is looked at may end within the second line.
        let is_cut = |line: &str| bytes.len() > LOOKED_AT && start.ends_with(line);
        let is_alike = |line: &str| count(line) == count(first) || is_cut(line);
        count(first) > 0
            && second.is_none_or(is_alike)
            && [Some(first), second]
                .into_iter()
                .flatten()
                .any(|l| l.split(separator).any(is_number))
    })
}

pub(crate) fn text(bytes: &[u8]) -> bool {
    !beginning(bytes).is_empty()
}
