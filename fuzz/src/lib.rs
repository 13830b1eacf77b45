//! What the targets of the weight files' readers have in common.

use feedforward_files::{Kind, Limits, kind, read_arrays};
use libfuzzer_sys::Corpus;

/// Low enough that a reader that takes more trips libFuzzer's memory limit.
pub fn limits() -> Limits {
    Limits { array_bytes: 32 << 20, ..Limits::default() }
}

/// Reads bytes of one of these kinds and decodes every array; bytes of other kinds are not kept.
pub fn read_kind(bytes: &[u8], kinds: &[Kind]) -> Corpus {
    if !kinds.contains(&kind(bytes)) {
        return Corpus::Reject;
    }
    match read_arrays(bytes, &limits()) {
        Ok(file) => {
            for array in &file.arrays {
                if let Ok(values) = array.to_f32() {
                    assert_eq!(values.shape(), array.shape());
                }
            }
        }
        Err(error) => assert!(!error.to_string().contains(['\n', '\u{1b}'])),
    }
    Corpus::Keep
}
