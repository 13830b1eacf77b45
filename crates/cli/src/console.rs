//! Where results, notes and errors go.

use crate::Answer;
use anyhow::Context;
use serde::Serialize;
use std::borrow::Cow;
use std::io::{self, BufWriter, Stdout, Write};
use std::process::ExitCode;

/// Standard output for results, standard error for the rest.
#[derive(Debug)]
pub(crate) struct Console {
    out: BufWriter<Stdout>,
    answer: Answer,
}

impl Console {
    pub(crate) fn new() -> Self {
        Self { out: BufWriter::new(io::stdout()), answer: Answer::Yes }
    }

    /// Where results are written.
    pub(crate) fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// Settles the exit status before the results are printed: a reader that stops early does not
    /// change it.
    pub(crate) fn answer(&mut self, answer: Answer) {
        self.answer = answer;
    }

    /// The exit status of a command that ran.
    pub(crate) fn status(&self) -> ExitCode {
        match self.answer {
            Answer::Yes => ExitCode::SUCCESS,
            Answer::No => ExitCode::from(1),
        }
    }

    /// Writes one JSON value and a line's end.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        serde_json::to_writer(&mut self.out, value).map_err(io::Error::from)?;
        writeln!(self.out)?;
        Ok(())
    }

    /// Sends what was written on its way.
    pub(crate) fn finish(&mut self) -> anyhow::Result<()> {
        self.out.flush().context("cannot write the results")
    }
}

/// Says something on standard error that is no result.
pub(crate) fn note(text: impl std::fmt::Display) {
    // Nobody can be told that standard error is closed.
    let _ = writeln!(io::stderr(), "note: {}", printable(&text.to_string()));
}

/// Says on standard error how far the work is.
pub(crate) fn progress(line: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Says on standard error why there is no result.
pub(crate) fn error(error: &anyhow::Error) {
    let _ = writeln!(io::stderr(), "error: {}", printable(&format!("{error:#}")));
}

/// Text that is not ours, with its control characters escaped: a file's name or a table's field
/// must not steer the terminal.
pub(crate) fn printable(text: &str) -> Cow<'_, str> {
    if text.chars().any(char::is_control) {
        Cow::Owned(
            text.chars()
                .map(
                    |c| if c.is_control() { c.escape_default().to_string() } else { c.to_string() },
                )
                .collect(),
        )
    } else {
        Cow::Borrowed(text)
    }
}

/// 1234567 as `1,234,567`.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{grouped, printable};

    #[test]
    fn control_characters_are_escaped() {
        assert_eq!(printable("7é.png"), "7é.png");
        assert_eq!(printable("\x1b[2J\n"), "\\u{1b}[2J\\n");
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }
}
