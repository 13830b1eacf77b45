//! Any bytes are an IDX file or are refused, and an IDX file that is read can be written again.
#![no_main]

use feedforward_digits::{Idx, IdxElement, read_idx, write_idx};
use libfuzzer_sys::fuzz_target;

fn written_again<T: IdxElement>(idx: Idx) -> Option<Vec<u8>> {
    let array = idx.into_array::<T>().ok()?;
    Some(write_idx(array.view()).expect("a shape that was read can be written"))
}

fuzz_target!(|bytes: &[u8]| {
    match read_idx(bytes) {
        Ok(idx) => {
            assert_eq!(idx.to_f32().shape(), idx.shape());
            let plain = written_again::<u8>(idx.clone())
                .or_else(|| written_again::<i8>(idx.clone()))
                .or_else(|| written_again::<i16>(idx.clone()))
                .or_else(|| written_again::<i32>(idx.clone()))
                .or_else(|| written_again::<f32>(idx.clone()))
                .or_else(|| written_again::<f64>(idx))
                .expect("it has one of the six types");
            if !bytes.starts_with(&[0x1f, 0x8b]) {
                assert_eq!(plain, bytes);
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
