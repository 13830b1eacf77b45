//! Any bytes are a picture or are refused; any picture is prepared, as one digit and as several, or refused; and any
//! prepared one may be doubted.
#![no_main]

use feedforward_digits::{
    Ink, PictureOptions, Prepared, doubts, prepare_digits, prepare_picture, read_picture,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    match read_picture(bytes) {
        Ok(picture) => {
            for ink in [None, Some(Ink::Dark), Some(Ink::Light)] {
                let options = PictureOptions { ink };
                match prepare_picture(&picture, &options) {
                    Ok(prepared) => check(&prepared),
                    Err(error) => assert!(!error.to_string().is_empty()),
                }
                match prepare_digits(&picture, &options) {
                    Ok(prepared) => {
                        assert!(!prepared.digits.is_empty());
                        prepared.digits.iter().for_each(check);
                    }
                    Err(error) => assert!(!error.to_string().is_empty()),
                }
            }
        }
        Err(error) => assert!(!error.to_string().is_empty()),
    }
});

fn check(prepared: &Prepared) {
    assert_eq!(prepared.pixels.dim(), (28, 28));
    assert!(prepared.pixels.iter().any(|&pixel| pixel > 0));
    for doubt in (0..10).flat_map(|digit| doubts(prepared, digit, 0.5)) {
        assert!(!doubt.to_string().is_empty());
    }
}
