//! Paths, names and other text from outside, made safe to print.
//!
//! A file's name, a label or a table's field must neither steer the terminal nor turn the line
//! around. JSON holds such text as it is, in JSON's own escapes.

use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::path::Path;
use unicode_width::UnicodeWidthStr;

pub(crate) use feedforward::bytes::{escape, is_printable};

/// Text from outside: displayed escaped, serialized as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Foreign<'a>(Cow<'a, str>);

impl<'a> Foreign<'a> {
    pub(crate) fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self(text.into())
    }

    pub(crate) fn path(path: &'a Path) -> Self {
        Self(path.to_string_lossy())
    }

    pub(crate) fn into_owned(self) -> Foreign<'static> {
        Foreign(Cow::Owned(self.0.into_owned()))
    }

    /// The text as it is, to compare and not to print.
    pub(crate) fn raw(&self) -> &str {
        &self.0
    }

    /// The number of columns that it takes in a terminal.
    pub(crate) fn width(&self) -> usize {
        escape(&self.0).width()
    }
}

/// Padded to a number of columns: a letter of Korean takes two.
impl fmt::Display for Foreign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = escape(&self.0);
        let missing = f.width().unwrap_or(0).saturating_sub(text.width());
        let before = match f.align() {
            Some(fmt::Alignment::Right) => missing,
            Some(fmt::Alignment::Center) => missing / 2,
            _ => 0,
        };
        write!(f, "{:before$}{text}{:after$}", "", "", after = missing - before)
    }
}

impl Serialize for Foreign<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_or_turns_a_line_is_escaped() {
        for (text, shown) in [
            ("7é 손.png", "7é 손.png"),
            ("\x1b[2J\n", "\\u{1b}[2J\\n"),
            ("\u{9b}\u{7f}", "\\u{9b}\\u{7f}"),
            ("gnp.\u{202e}7\u{2066}", "gnp.\\u{202e}7\\u{2066}"),
            ("\u{2028}\u{200b}\u{feff}", "\\u{2028}\\u{200b}\\u{feff}"),
        ] {
            assert_eq!(escape(text), shown);
            assert_eq!(Foreign::new(text).to_string(), shown);
            assert_eq!(serde_json::to_value(Foreign::new(text)).unwrap(), text);
        }
    }

    #[test]
    fn a_letter_of_korean_takes_two_columns() {
        let name = Foreign::new("개a");
        assert_eq!(name.width(), 3);
        assert_eq!(
            format!("[{name:>5}|{name:<5}|{name:5}|{name:^5}]"),
            "[  개a|개a  |개a  | 개a ]"
        );
    }
}
