//! Text from outside, made safe to print.

use std::borrow::Cow;
use std::fmt::{self, Write};
use std::ops::RangeInclusive;
use std::path::Path;

/// The most characters that [`excerpt`] repeats.
const EXCERPT: usize = 60;

/// Characters that are invisible.
///
/// These are Unicode's `Default_Ignorable_Code_Point`, but for the first sixteen variation selectors,
/// which choose how an emoji is drawn; interlinear annotations; and the noncharacters at the end of
/// the first plane, which XML forbids. Those that [steer](is_steering) are not repeated.
///
/// # References
///
/// Unicode Standard 16.0, `DerivedCoreProperties.txt`.
const INVISIBLE: [RangeInclusive<char>; 17] = [
    '\u{ad}'..='\u{ad}',
    '\u{34f}'..='\u{34f}',
    '\u{61c}'..='\u{61c}',
    '\u{115f}'..='\u{1160}',
    '\u{17b4}'..='\u{17b5}',
    '\u{180b}'..='\u{180f}',
    '\u{200b}'..='\u{200f}',
    '\u{2060}'..='\u{2065}',
    '\u{206a}'..='\u{206f}',
    '\u{3164}'..='\u{3164}',
    '\u{feff}'..='\u{feff}',
    '\u{ffa0}'..='\u{ffa0}',
    '\u{fff0}'..='\u{fffb}',
    '\u{fffe}'..='\u{ffff}',
    '\u{1bca0}'..='\u{1bca3}',
    '\u{1d173}'..='\u{1d17a}',
    '\u{e0000}'..='\u{e0fff}',
];

/// Whether a character moves the text around it: a control character (a line's end and the tab among
/// them), a line or paragraph separator, or one that embeds, overrides or isolates a direction.
///
/// # References
///
/// Boucher and Anderson (2021), *Trojan Source: Invisible Vulnerabilities*, section III.
///
/// # Examples
///
/// ```
/// use feedforward_bytes::is_steering;
///
/// assert!(is_steering('\u{1b}') && is_steering('\u{202e}'));
/// assert!(!is_steering('é') && !is_steering('\u{200d}'));
/// ```
pub fn is_steering(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character is drawn, and changes nothing around it: it does not [steer](is_steering) and
/// is not invisible, as a zero-width space is.
///
/// # Examples
///
/// ```
/// use feedforward_bytes::is_printable;
///
/// assert!("7 é 손 ❤\u{fe0f}".chars().all(is_printable));
/// assert!(!is_printable('\u{1b}') && !is_printable('\u{202e}') && !is_printable('\u{200b}'));
/// ```
pub fn is_printable(character: char) -> bool {
    !is_steering(character) && !INVISIBLE.iter().any(|range| range.contains(&character))
}

/// The text, with every character that [is not printable](is_printable) written as an escape.
///
/// # Examples
///
/// ```
/// assert_eq!(feedforward_bytes::escape("a\tb\u{1b}[2J\u{202e}"), r"a\tb\u{1b}[2J\u{202e}");
/// ```
pub fn escape(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        if is_printable(character) {
            escaped.push(character);
        } else {
            escaped.extend(character.escape_default());
        }
    }
    Cow::Owned(escaped)
}

/// The text's first 60 characters, [escaped](escape); `…` stands for the rest.
///
/// # Examples
///
/// ```
/// assert_eq!(feedforward_bytes::excerpt("W1\n"), r"W1\n");
/// assert_eq!(feedforward_bytes::excerpt(&"é".repeat(61)), "é".repeat(60) + "…");
/// ```
pub fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        None => escape(text).into_owned(),
        Some((end, _)) => format!("{}…", escape(&text[..end])),
    }
}

/// The text, with U+FFFD in place of every character that [is not printable](is_printable): where
/// each character has a place of its own, as in a figure.
///
/// # Examples
///
/// ```
/// assert_eq!(feedforward_bytes::replace_unprintable("a\u{1b}b"), "a\u{fffd}b");
/// ```
pub fn replace_unprintable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_printable) {
        return Cow::Borrowed(text);
    }
    text.chars().map(|c| if is_printable(c) { c } else { char::REPLACEMENT_CHARACTER }).collect()
}

/// A path as it is shown to a person: whole, and [escaped](escape).
///
/// # Examples
///
/// ```
/// use feedforward_bytes::ShownPath;
/// use std::path::Path;
///
/// assert_eq!(ShownPath(Path::new("a\nb/7.png")).to_string(), r"a\nb/7.png");
/// ```
#[derive(Clone, Copy, Debug)]
pub struct ShownPath<'a>(pub &'a Path);

impl fmt::Display for ShownPath<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(Escaping(f), "{}", self.0.display())
    }
}

/// Escapes what is written through it.
struct Escaping<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.write_str(&escape(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_or_hides_is_escaped() {
        let cases = [
            ("\n\r\t", r"\n\r\t"),
            ("\0\u{1b}\u{7f}\u{9b}", r"\u{0}\u{1b}\u{7f}\u{9b}"),
            ("\u{ad}\u{34f}\u{61c}", r"\u{ad}\u{34f}\u{61c}"),
            ("\u{200b}\u{200e}\u{200f}", r"\u{200b}\u{200e}\u{200f}"),
            ("\u{2028}\u{2029}\u{202a}\u{202e}", r"\u{2028}\u{2029}\u{202a}\u{202e}"),
            ("\u{2060}\u{2066}\u{2069}\u{206f}", r"\u{2060}\u{2066}\u{2069}\u{206f}"),
            ("\u{115f}\u{3164}\u{ffa0}\u{feff}", r"\u{115f}\u{3164}\u{ffa0}\u{feff}"),
            ("\u{fff9}\u{fffe}\u{ffff}", r"\u{fff9}\u{fffe}\u{ffff}"),
            ("\u{e0001}\u{e0100}\u{e0fff}", r"\u{e0001}\u{e0100}\u{e0fff}"),
        ];
        for (text, escaped) in cases {
            assert_eq!(escape(text), escaped);
            let replaced = replace_unprintable(text);
            assert_eq!(replaced, "\u{fffd}".repeat(text.chars().count()), "{escaped}");
        }
    }

    #[test]
    fn what_people_write_is_left_as_it_is() {
        for text in
            ["", "W1 = 'a\\b' \"c\"", "é 손글씨 숫자", "e\u{301}", "❤\u{fe0f}", "\u{fffd}\u{a0}"]
        {
            assert_eq!(escape(text), text);
            assert_eq!(replace_unprintable(text), text);
            assert!(matches!(escape(text), Cow::Borrowed(_)), "{text} is not copied");
            assert!(matches!(replace_unprintable(text), Cow::Borrowed(_)), "{text} is not copied");
        }
    }

    #[test]
    fn ranges_are_in_order_and_do_not_touch() {
        for pair in INVISIBLE.windows(2) {
            assert!(u32::from(*pair[0].end()) + 1 < u32::from(*pair[1].start()), "{pair:?}");
        }
        for range in &INVISIBLE {
            assert!(!is_printable(*range.start()) && !is_printable(*range.end()), "{range:?}");
        }
    }

    #[test]
    fn an_excerpt_is_cut_after_sixty_characters_of_the_text() {
        assert_eq!(excerpt(&"é".repeat(60)), "é".repeat(60));
        assert_eq!(excerpt(&"é".repeat(61)), "é".repeat(60) + "…");
        assert_eq!(excerpt(&"\n".repeat(61)), r"\n".repeat(60) + "…");
    }

    #[test]
    fn a_path_is_shown_whole_and_escaped() {
        let path = format!("{}/a\u{202e}b", "folder/".repeat(30));
        assert_eq!(
            ShownPath(Path::new(&path)).to_string(),
            format!("{}/a\\u{{202e}}b", "folder/".repeat(30))
        );
    }
}
