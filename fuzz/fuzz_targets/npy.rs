//! Any bytes that look like an npy file: arrays or an error, in bounded memory.
#![no_main]

use feedforward_files::Kind;
use feedforward_fuzz::read_kind;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| -> libfuzzer_sys::Corpus { read_kind(bytes, &[Kind::Npy]) });
