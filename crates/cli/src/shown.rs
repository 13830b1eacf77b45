//! Paths, names and other text from outside, made safe to print.
//!
//! A file's name, a label or a table's field must neither steer the terminal nor turn the line
//! around. JSON holds such text as it is, in JSON's own escapes.

use clap::error::ContextValue;
use serde::{Serialize, Serializer};
use std::borrow::Cow;
use std::fmt;
use std::path::Path;

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

    /// The number of characters that are displayed.
    pub(crate) fn width(&self) -> usize {
        escape(&self.0).chars().count()
    }
}

impl fmt::Display for Foreign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&escape(&self.0))
    }
}

impl Serialize for Foreign<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// The words of a command line that could not be read, escaped: a shell's `*` makes words of the
/// names of files.
pub(crate) fn usage(mut error: clap::Error) -> clap::Error {
    let safe = |text: &String| escape(text).into_owned();
    let shown: Vec<_> = error
        .context()
        .filter_map(|(kind, value)| match value {
            ContextValue::String(text) => Some((kind, ContextValue::String(safe(text)))),
            ContextValue::Strings(texts) => {
                Some((kind, ContextValue::Strings(texts.iter().map(safe).collect())))
            }
            _ => None,
        })
        .collect();
    for (kind, value) in shown {
        error.insert(kind, value);
    }
    error
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
}
