//! Any bytes taken for zip archives: arrays or an error, in bounded memory.
#![no_main]

use feedforward_files::{Kind, Limits, kind, read_arrays};
use libfuzzer_sys::{Corpus, fuzz_target};

fuzz_target!(|bytes: &[u8]| -> Corpus {
    if !matches!(kind(bytes), Kind::Npz | Kind::Zip) {
        return Corpus::Reject;
    }
    let limits = Limits { array_bytes: 32 << 20, ..Limits::default() };
    if let Ok(file) = read_arrays(bytes, &limits) {
        for array in &file.arrays {
            if let Ok(values) = array.to_f32() {
                assert_eq!(values.shape(), array.shape());
            }
        }
    }
    Corpus::Keep
});
