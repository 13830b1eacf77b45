//! Any bytes are a picture or are refused, and any picture is prepared or refused.
#![no_main]

use feedforward_digits::{Ink, PictureOptions, prepare_picture, read_picture};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read_picture(bytes) {
        Ok(picture) => {
            for ink in [None, Some(Ink::Dark), Some(Ink::Light)] {
                match prepare_picture(&picture, &PictureOptions { ink }) {
                    Ok(prepared) => {
                        assert_eq!(prepared.pixels.dim(), (28, 28));
                        assert!(prepared.pixels.iter().any(|&pixel| pixel > 0));
                    }
                    Err(error) => assert!(!error.to_string().is_empty()),
                }
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});
