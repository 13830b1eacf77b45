//! Every instruction set gives the bits of the reference, for layers and batches drawn from a seed.
#![no_main]

#[path = "../../crates/kernels/tests/differential/case.rs"]
mod case;

use case::{Size, check};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|seed: (u64, bool)| {
    let size = if seed.1 { Size::Large } else { Size::Small };
    if let Err(difference) = check(seed.0, size) {
        panic!("{difference}");
    }
});
