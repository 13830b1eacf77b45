//! Where results, notes and errors go.

use anyhow::Context;
use serde::Serialize;
use std::io::{self, BufWriter, Stdout, Write};

/// Standard output for results, standard error for the rest.
#[derive(Debug)]
pub(crate) struct Console {
    out: BufWriter<Stdout>,
}

impl Console {
    pub(crate) fn new() -> Self {
        Self { out: BufWriter::new(io::stdout()) }
    }

    /// Where results are written.
    pub(crate) fn out(&mut self) -> &mut dyn Write {
        &mut self.out
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
    let _ = writeln!(io::stderr(), "note: {text}");
}

/// Says on standard error how far the work is.
pub(crate) fn progress(line: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Says on standard error why there is no result.
pub(crate) fn error(error: &anyhow::Error) {
    let _ = writeln!(io::stderr(), "error: {error:#}");
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
    use super::grouped;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        let cases = [(0, "0"), (999, "999"), (1000, "1,000"), (1_234_567, "1,234,567")];
        for (number, text) in cases {
            assert_eq!(grouped(number), text);
        }
    }
}
