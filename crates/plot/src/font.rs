//! The glyphs of a PNG: DejaVu Sans, which the drawing library carries, and a Hangul font.

mod dejavu;
#[cfg(feature = "hangul")]
mod hangul;

use std::cmp::Ordering;

/// Stands for a character that no font has. DejaVu Sans has it.
pub(crate) const NO_GLYPH: char = '\u{fffd}';

/// Which font draws a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Face {
    DejaVu,
    Hangul,
    /// None has it.
    Missing,
}

/// A character's shape at a size: how dark each pixel is, row by row.
#[derive(Clone, Debug)]
pub(crate) struct Glyph {
    /// Pixels from the pen to the left edge.
    pub(crate) left: i32,
    /// Pixels from the top edge down to the baseline.
    pub(crate) above: i32,
    pub(crate) width: usize,
    pub(crate) darkness: Vec<u8>,
    /// Pixels from the pen to the next character's.
    pub(crate) advance: f64,
}

impl Face {
    /// The fonts of a text's characters. A text with Hangul is of that font as far as possible, so
    /// that its digits and letters fit; any other is of DejaVu Sans.
    pub(crate) fn of_text(text: &str) -> Vec<Self> {
        // DejaVu Sans first: the other font takes time to read.
        let is_mixed = text.chars().any(|c| !has_dejavu(c) && has_hangul(c));
        let face = |c| match has_dejavu(c) {
            _ if is_mixed && has_hangul(c) => Self::Hangul,
            true => Self::DejaVu,
            false => Self::Missing,
        };
        text.chars().map(face).collect()
    }
}

fn has_dejavu(c: char) -> bool {
    let code = u32::from(c);
    let place = dejavu::RANGES.binary_search_by(|&(first, last)| match () {
        () if last < code => Ordering::Less,
        () if first > code => Ordering::Greater,
        () => Ordering::Equal,
    });
    place.is_ok()
}

#[cfg(feature = "hangul")]
pub(crate) use hangul::{glyph, has as has_hangul};

#[cfg(not(feature = "hangul"))]
pub(crate) fn has_hangul(_: char) -> bool {
    false
}

#[cfg(not(feature = "hangul"))]
pub(crate) fn glyph(_: char, _: u32) -> Option<Glyph> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_ascend() {
        assert!(dejavu::RANGES.iter().all(|&(first, last)| first <= last));
        assert!(dejavu::RANGES.windows(2).all(|pair| pair[0].1 < pair[1].0));
    }

    #[test]
    fn formulas_have_glyphs() {
        for text in ["Σ", "a₁⁽¹⁾", "w₁₂⁽¹⁾", "h( )", "−0.7", "×·→…", "σ", "eᶻ", "½"]
        {
            assert!(Face::of_text(text).iter().all(|&face| face == Face::DejaVu), "{text}");
        }
        assert_eq!(Face::of_text("漢"), [Face::Missing]);
    }

    #[cfg(feature = "hangul")]
    #[test]
    fn a_text_with_hangul_is_of_one_font_as_far_as_possible() {
        let faces = Face::of_text("층 1−é");
        let (hangul, dejavu) = (Face::Hangul, Face::DejaVu);
        assert_eq!(faces, [hangul, hangul, hangul, hangul, dejavu]);
        // Those of KS X 1001.
        assert_eq!(('가'..='힣').filter(|&c| has_hangul(c)).count(), 2350);
        assert!(('ㄱ'..='ㅣ').all(has_hangul));
    }

    #[cfg(feature = "hangul")]
    #[test]
    fn a_glyph_has_ink_above_the_baseline() {
        let glyph = glyph('층', 14).unwrap();
        assert!(glyph.darkness.iter().any(|&pixel| pixel > 200) && glyph.above > 8);
        assert_eq!(glyph.darkness.len() % glyph.width, 0);
        assert!((10.0..=14.0).contains(&glyph.advance), "{}", glyph.advance);
    }
}
