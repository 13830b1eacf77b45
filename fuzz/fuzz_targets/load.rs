//! Any bytes at all: a network or an error, in bounded memory; a network is written and read again.
#![no_main]

use feedforward_bytes::is_printable;
use feedforward_files::{LoadOptions, Model};
use feedforward_fuzz::{check_message, limits};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = LoadOptions { limits: limits(), ..LoadOptions::default() };
    match Model::read_with(bytes, &options) {
        Ok(model) => {
            for note in &model.origin.notes {
                assert!(note.to_string().chars().all(is_printable), "{note:?}");
            }
            let written = model.write().expect("a model that was read can be written");
            let again = Model::read_with(&written, &options).expect("what was written can be read");
            // Not `==` on the networks: NaN is not itself.
            assert_eq!(again.write().expect("the same model"), written);
        }
        Err(error) => check_message(&error),
    }
});
