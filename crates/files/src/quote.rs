//! Text from a file, made safe to print.

use std::fmt;

/// The most characters of a file's own text that a message repeats.
const SHOWN: usize = 60;

/// Escapes control and invisible characters, without shortening.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        // Quotes and backslashes are harmless, and `escape_debug` would clutter them.
        if matches!(character, '\'' | '"' | '\\') {
            escaped.push(character);
        } else {
            escaped.extend(character.escape_debug());
        }
    }
    escaped
}

/// Escapes like [`escape`] and cuts long text short.
pub(crate) fn quote(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        None => escape(text),
        Some((end, _)) => format!("{}…", escape(&text[..end])),
    }
}

/// A shape as people write it: `784 x 50`, `50` or `()`.
pub(crate) struct Shape<'a>(pub(crate) &'a [usize]);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("()");
        }
        for (axis, length) in self.0.iter().enumerate() {
            if axis > 0 {
                f.write_str(" x ")?;
            }
            write!(f, "{length}")?;
        }
        Ok(())
    }
}

/// Names in a row: the first eight, then how many more there are.
pub(crate) fn list<T: AsRef<str>>(names: &[T]) -> String {
    const LISTED: usize = 8;
    let mut text =
        names.iter().take(LISTED).map(|name| quote(name.as_ref())).collect::<Vec<_>>().join(", ");
    if names.len() > LISTED {
        text.push_str(&format!(" and {} more", names.len() - LISTED));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_and_direction_characters_are_escaped() {
        assert_eq!(quote("a\n\u{1b}[31m\u{202e}'"), r"a\n\u{1b}[31m\u{202e}'");
    }

    #[test]
    fn long_text_is_cut() {
        assert_eq!(quote(&"é".repeat(61)), format!("{}…", "é".repeat(60)));
        assert_eq!(quote(&"é".repeat(60)), "é".repeat(60));
    }
}
