//! A cursor over the pickle's bytes that keeps to the frames.

use super::fault::PickleFault;
use crate::FileError;
use feedforward_bytes::excerpt;
use std::ops::Range;

pub(super) struct Reader<'a> {
    bytes: &'a [u8],
    position: usize,
    /// Where the current frame ends, while inside one.
    frame_end: Option<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, position: 0, frame_end: None }
    }

    pub(super) fn position(&self) -> usize {
        self.position
    }

    /// Takes `length` bytes and says where they are.
    pub(super) fn take(
        &mut self,
        length: u64,
        what: &'static str,
    ) -> Result<Range<usize>, FileError> {
        let left = self.bytes.len() - self.position;
        let Some(length) = usize::try_from(length).ok().filter(|&n| n <= left) else {
            return Err(FileError::Truncated { what, offset: self.position, needed: length, left });
        };
        let range = self.position..self.position + length;
        if let Some(end) = self.frame_end {
            if range.end > end {
                return Err(PickleFault::Frame { what, end }.at(self.position));
            }
            if range.end == end {
                self.frame_end = None;
            }
        }
        self.position = range.end;
        Ok(range)
    }

    pub(super) fn array<const N: usize>(
        &mut self,
        what: &'static str,
    ) -> Result<[u8; N], FileError> {
        let range = self.take(N as u64, what)?;
        let mut array = [0; N];
        array.copy_from_slice(&self.bytes[range]);
        Ok(array)
    }

    pub(super) fn slice(&self, range: Range<usize>) -> &'a [u8] {
        &self.bytes[range]
    }

    /// Takes bytes up to a newline, which is taken as well but not returned.
    pub(super) fn line(&mut self, what: &'static str) -> Result<&'a [u8], FileError> {
        let rest = &self.bytes[self.position..];
        let Some(length) = rest.iter().position(|&byte| byte == b'\n') else {
            return Err(FileError::Truncated {
                what,
                offset: self.position,
                needed: rest.len() as u64 + 1,
                left: rest.len(),
            });
        };
        let range = self.take(length as u64 + 1, what)?;
        Ok(&self.bytes[range.start..range.end - 1])
    }

    /// Takes a line that must be text.
    pub(super) fn text_line(&mut self, what: &'static str) -> Result<&'a str, FileError> {
        let offset = self.position;
        let line = self.line(what)?;
        std::str::from_utf8(line).map_err(|_| {
            PickleFault::Argument {
                opcode: what,
                expected: "text",
                found: excerpt(&String::from_utf8_lossy(&line[..line.len().min(64)])),
            }
            .at(offset)
        })
    }

    /// Begins a frame, which must lie in the file and not in another frame.
    pub(super) fn begin_frame(&mut self) -> Result<(), FileError> {
        const WHAT: &str = "FRAME";
        let length = u64::from_le_bytes(self.array(WHAT)?);
        if let Some(end) = self.frame_end {
            return Err(PickleFault::Frame { what: WHAT, end }.at(self.position));
        }
        let left = self.bytes.len() - self.position;
        match usize::try_from(length).ok().filter(|&length| length <= left) {
            Some(0) => Ok(()),
            Some(length) => {
                self.frame_end = Some(self.position + length);
                Ok(())
            }
            None => Err(FileError::Truncated {
                what: WHAT,
                offset: self.position,
                needed: length,
                left,
            }),
        }
    }
}
