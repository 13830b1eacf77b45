//! Where results, notes and errors go.

use crate::hints;
use crate::shown::{escape, is_printable};
use anyhow::Context;
use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
use std::fmt::Display;
use std::io::{self, BufWriter, Stdout, Write};

/// Standard output for results.
#[derive(Debug)]
pub(crate) struct Console {
    out: BufWriter<UntilClosed<Stdout>>,
}

impl Console {
    pub(crate) fn new() -> Self {
        Self { out: BufWriter::new(UntilClosed::Open(io::stdout())) }
    }

    /// Where results are written.
    pub(crate) fn out(&mut self) -> &mut dyn Write {
        &mut self.out
    }

    /// Writes one JSON value and a line's end.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> anyhow::Result<()> {
        let mut serializer = Serializer::with_formatter(&mut self.out, EscapedJson);
        value.serialize(&mut serializer).map_err(io::Error::from)?;
        writeln!(self.out)?;
        Ok(())
    }

    /// Writes out what is still in memory.
    pub(crate) fn finish(&mut self) -> anyhow::Result<()> {
        self.out.flush().context("cannot write the results")
    }
}

/// A writer whose reader may stop early, as `head` does: it has seen enough, and that is no error.
#[derive(Debug)]
enum UntilClosed<W> {
    Open(W),
    Closed,
}

impl<W> UntilClosed<W> {
    /// What `write` gives, or `otherwise` once its reader has stopped.
    fn attempt<T>(
        &mut self,
        otherwise: T,
        write: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        let Self::Open(writer) = self else { return Ok(otherwise) };
        match write(writer) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                *self = Self::Closed;
                Ok(otherwise)
            }
            result => result,
        }
    }
}

impl<W: Write> Write for UntilClosed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.attempt(bytes.len(), |writer| writer.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.attempt((), Write::flush)
    }
}

/// JSON on one line, with what is not printable as `\uXXXX`: the same text to a program, and
/// harmless on a terminal.
#[derive(Clone, Copy, Debug)]
struct EscapedJson;

impl Formatter for EscapedJson {
    fn write_string_fragment<W: ?Sized + Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, character)) = rest.char_indices().find(|(_, c)| !is_printable(*c)) {
            writer.write_all(&rest.as_bytes()[..at])?;
            for unit in character.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + character.len_utf8()..];
        }
        writer.write_all(rest.as_bytes())
    }
}

/// Says something on standard error that is no result.
pub(crate) fn note(text: impl Display) {
    say("note", text);
}

/// Says on standard error that a check failed.
pub(crate) fn failed(text: impl Display) {
    say("failed", text);
}

/// Says on standard error why there is no result.
pub(crate) fn error(error: &anyhow::Error) {
    say("error", hints::sentence(error));
}

fn say(what: &str, text: impl Display) {
    // If standard error is closed, there is nowhere to say so.
    let _ = writeln!(io::stderr(), "{what}: {}", escape(&text.to_string()));
}

/// Says on standard error how far the work is.
pub(crate) fn progress(line: impl Display) {
    let _ = writeln!(io::stderr(), "{}", escape(&line.to_string()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_escapes_what_is_not_printable() {
        let text = "a\u{202e}\u{9b}\x1b\u{e0001}\"손";
        let mut bytes = Vec::new();
        text.serialize(&mut Serializer::with_formatter(&mut bytes, EscapedJson)).unwrap();
        let json = String::from_utf8(bytes).unwrap();
        assert_eq!(json, r#""a\u202e\u009b\u001b\udb40\udc01\"손""#);
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
    }

    /// Takes four bytes, then fails.
    struct Full(io::ErrorKind, usize);

    impl Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let room = self.1.min(bytes.len());
            self.1 -= room;
            if room == 0 { Err(self.0.into()) } else { Ok(room) }
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_closed_pipe_takes_everything_and_a_full_disk_does_not() {
        let mut pipe = UntilClosed::Open(Full(io::ErrorKind::BrokenPipe, 4));
        pipe.write_all(b"0123456789").unwrap();
        assert!(matches!(pipe, UntilClosed::Closed));
        pipe.flush().unwrap();
        let mut disk = UntilClosed::Open(Full(io::ErrorKind::StorageFull, 4));
        assert_eq!(disk.write_all(b"0123456789").unwrap_err().kind(), io::ErrorKind::StorageFull);
    }
}
