//! The Hangul font: 2,350 syllables, jamo, and what stands beside them (fonts/subset.py).

use super::Glyph;
use flate2::read::GzDecoder;
use fontdue::{Font, FontSettings};
use std::io::Read;
use std::sync::OnceLock;

const COMPRESSED: &[u8] = include_bytes!("../../fonts/hangul.ttf.gz");

fn font() -> Option<&'static Font> {
    static FONT: OnceLock<Option<Font>> = OnceLock::new();
    let read = || {
        let mut bytes = Vec::new();
        GzDecoder::new(COMPRESSED).read_to_end(&mut bytes).ok()?;
        let settings = FontSettings { load_substitutions: false, ..FontSettings::default() };
        Font::from_bytes(bytes, settings).ok()
    };
    FONT.get_or_init(read).as_ref()
}

/// Whether the font has a character.
pub(crate) fn has(c: char) -> bool {
    font().is_some_and(|font| font.has_glyph(c))
}

pub(crate) fn glyph(c: char, size: u32) -> Option<Glyph> {
    let (metrics, darkness) = font()?.rasterize(c, size as f32);
    let above = metrics.ymin + metrics.height as i32;
    let advance = metrics.advance_width.into();
    Some(Glyph { left: metrics.xmin, above, width: metrics.width, darkness, advance })
}
