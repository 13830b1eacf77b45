//! What the targets of the weight files' readers have in common.

use feedforward_bytes::is_printable;
use feedforward_files::{FileError, Kind, Limits, NamedArrays};
use libfuzzer_sys::Corpus;

/// Low enough that a reader that takes more trips libFuzzer's memory limit.
pub fn limits() -> Limits {
    Limits { array_bytes: 32 << 20, ..Limits::default() }
}

/// Reads bytes of one of these kinds and decodes every array; bytes of other kinds are not kept.
pub fn read_kind(bytes: &[u8], kinds: &[Kind]) -> Corpus {
    if !kinds.contains(&Kind::of(bytes)) {
        return Corpus::Reject;
    }
    match NamedArrays::read(bytes, &limits()) {
        Ok(file) => {
            for array in &file.arrays {
                if let Ok(values) = array.to_f32() {
                    assert_eq!(values.shape(), array.shape());
                }
            }
        }
        Err(error) => check_message(&error),
    }
    Corpus::Keep
}

/// Whatever is in the file, the message can be printed.
pub fn check_message(error: &FileError) {
    let message = error.to_string();
    assert!(message.chars().all(is_printable), "{message:?}");
}
