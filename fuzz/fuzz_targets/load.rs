//! Any bytes at all: a network or an error, in bounded memory; a network is written and read again.
#![no_main]

use feedforward_files::{LoadOptions, read, write};
use feedforward_fuzz::limits;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let options = LoadOptions { limits: limits(), ..LoadOptions::default() };
    match read(bytes, &options) {
        Ok(model) => {
            let written = write(&model).expect("a model that was read can be written");
            let again = read(&written, &options).expect("what was written can be read");
            // Not `==` on the networks: NaN is not itself.
            assert_eq!(write(&again).expect("the same model"), written);
        }
        Err(error) => assert!(!error.to_string().contains(['\n', '\u{1b}'])),
    }
});
