//! Gzip streams, inflated within bounds.

use flate2::read::MultiGzDecoder;
use std::io::{self, Read};

/// Deflate cannot make data smaller than by this factor: 258 bytes from two bits.
const MAX_RATIO: u64 = 1032;

/// Whether the bytes begin as a gzip stream does.
pub(crate) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// The most bytes that a gzip stream of this length can hold.
pub(crate) fn most_inflated(compressed: usize) -> u64 {
    (compressed as u64).saturating_mul(MAX_RATIO)
}

/// A reader of what is in `source`, which is gzip or plain: its first two bytes tell.
pub(crate) fn inflated<'a>(source: impl Read + 'a) -> io::Result<Box<dyn Read + 'a>> {
    let mut source = source;
    let mut magic = Vec::with_capacity(2);
    source.by_ref().take(2).read_to_end(&mut magic)?;
    let gzip = is_gzip(&magic);
    let whole = io::Cursor::new(magic).chain(source);
    Ok(if gzip { Box::new(MultiGzDecoder::new(whole)) } else { Box::new(whole) })
}
