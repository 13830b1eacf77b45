//! Bytes from outside: what a file is, how it is read and replaced, and how its text is shown.
//!
//! - **What a file is.** [`Kind::of`] recognises it by its content, whatever its name says, and
//!   [`Kind::hint`] says what to do where another kind was expected.
//! - **Reading.** [`load`] reads a whole file up to a limit, from pipes and devices too.
//! - **Writing.** [`save`] and [`Replacement`] put a file in place whole or not at all.
//! - **Showing.** [`escape`], [`excerpt`] and [`ShownPath`] make text and paths from outside safe to
//!   print: they cannot steer a terminal, hide characters or turn a line around.
//! - **Hexadecimal.** [`hex`] writes a checksum.
//!
//! # Examples
//!
//! ```
//! use feedforward_bytes::{Kind, ReadAs};
//!
//! let kind = Kind::of(b"\x89PNG\r\n\x1a\n");
//! assert_eq!(kind.to_string(), "a PNG picture");
//! assert_eq!(kind.read_as(), Some(ReadAs::Picture));
//! assert_eq!(kind.hint(ReadAs::Weights), Some("give it as the input, not as the model"));
//! ```
#![forbid(unsafe_code)]

mod error;
mod escape;
mod hex;
mod ink;
mod kind;
mod load;
mod recognise;
mod replace;

pub use error::{Action, BytesError};
pub use escape::{ShownPath, escape, excerpt, is_printable, is_steering, replace_unprintable};
pub use hex::hex;
pub use ink::{Ink, ParseInkError};
pub use kind::{Kind, ReadAs};
pub use load::load;
pub use replace::{Replacement, save};
