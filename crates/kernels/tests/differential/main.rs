//! Every instruction set of this machine gives the bits of `reference`, for cases drawn at random; with
//! fixed seeds, and a few seconds' worth. `fuzz/` has the endless form.

mod case;

use case::{Size, check};

#[test]
fn small_cases_give_the_bits_of_the_reference() {
    for seed in 0..1500 {
        check(seed, Size::Small).unwrap();
    }
}

#[test]
fn large_cases_give_the_bits_of_the_reference() {
    for seed in 10_000..10_150 {
        check(seed, Size::Large).unwrap();
    }
}
