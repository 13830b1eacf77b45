//! The fused multiply-add of f32, exact also where the compilation target has no instruction for it.
//!
//! WebAssembly has none. The product of two f32 is exact in f64, so only the addition rounds. It is
//! rounded to odd (where it is not exact, to the neighbour whose last bit is set), so that rounding once
//! more to f32 gives what rounding once would have given.
//!
//! # References
//!
//! S. Boldo and G. Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using
//! rounding to odd", IEEE Transactions on Computers 57 (2008).

/// `x * y + z`, rounded once.
#[inline(always)]
pub(crate) fn mul_add(x: f32, y: f32, z: f32) -> f32 {
    #[cfg(not(target_arch = "wasm32"))]
    return x.mul_add(y, z);
    #[cfg(target_arch = "wasm32")]
    return by_f64(x, y, z);
}

/// [`mul_add`] by f64 arithmetic, without a branch, so that loops over it become vectors.
#[cfg(any(test, target_arch = "wasm32"))]
#[inline(always)]
fn by_f64(x: f32, y: f32, z: f32) -> f32 {
    let (product, z) = (f64::from(x) * f64::from(y), f64::from(z));
    let sum = product + z;
    // The error of the sum (Knuth's TwoSum), exact; NaN where the sum is not finite.
    let rest = sum - product;
    let error = (product - (sum - rest)) + (z - rest);
    let bits = sum.to_bits();
    let towards_error = ((bits ^ error.to_bits()) as i64 >> 63) | 1;
    let to_odd = (error.abs() > 0.0) & (bits & 1 == 0);
    let step = if to_odd { towards_error } else { 0 };
    f64::from_bits(bits.wrapping_add_signed(step)) as f32
}

/// Whether a sum that was rounded to f64 may lie halfway between two f32: where it does not, rounding it
/// to f32 gives what rounding once would have given. The vectors of WebAssembly ask the same.
#[cfg(test)]
fn may_be_halfway(sum: f64) -> bool {
    let bits = sum.to_bits();
    let (high, low) = ((bits >> 32) as u32, bits as u32);
    // Zero is exact. Every other sum of f32 products is a normal f64.
    let subnormal = (high & HIGH_MAGNITUDE).wrapping_sub(1) < HIGH_MIN_NORMAL - 1;
    low & LOW_DROPPED == LOW_HALF || subnormal
}

/// Of the lower half of an f64, the bits that an f32 has no room for.
#[cfg(any(test, target_feature = "simd128"))]
pub(crate) const LOW_DROPPED: u32 = (1 << 29) - 1;

/// These bits where a number lies halfway between two normal f32.
#[cfg(any(test, target_feature = "simd128"))]
pub(crate) const LOW_HALF: u32 = 1 << 28;

/// The upper half of an f64 without its sign.
#[cfg(any(test, target_feature = "simd128"))]
pub(crate) const HIGH_MAGNITUDE: u32 = u32::MAX >> 1;

/// The upper half of the smallest f64 that is a normal f32.
#[cfg(any(test, target_feature = "simd128"))]
pub(crate) const HIGH_MIN_NORMAL: u32 = ((f32::MIN_POSITIVE as f64).to_bits() >> 32) as u32;

/// Whether the engine's multiply-add rounds once: asks for (1 + ε)² - (1 + 2ε), which is ε² so, and else 0.
#[cfg(all(target_arch = "wasm32", target_feature = "relaxed-simd"))]
pub(crate) fn relaxed_is_fused() -> bool {
    use std::arch::wasm32::*;
    use std::hint::black_box;
    let x = f32x4_splat(black_box(1.0 + f32::EPSILON));
    let z = f32x4_splat(black_box(-1.0 - 2.0 * f32::EPSILON));
    let found = f32x4_relaxed_madd(x, x, z);
    u8x16_bitmask(u8x16_eq(found, f32x4_splat(f32::EPSILON * f32::EPSILON))) == u16::MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    /// SplitMix64.
    struct Words(u64);

    impl Words {
        fn next(&mut self) -> u64 {
            self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut word = self.0;
            word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
            word ^ word >> 31
        }
    }

    const SPECIAL: [f32; 14] = [
        0.0,
        -0.0,
        1.0,
        -1.0,
        f32::MIN_POSITIVE,
        f32::MIN_POSITIVE / 2.0,
        f32::from_bits(1),
        -f32::from_bits(3),
        f32::MAX,
        f32::MIN,
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::NAN,
        f32::EPSILON,
    ];

    /// x, y and z: any bits; or z near the product, or near half of its last place, where sums cancel
    /// and halfway cases abound.
    fn case(words: &mut Words) -> (f32, f32, f32) {
        let (numbers, how) = (words.next(), words.next());
        let (x, y) = (numbers as u32, (numbers >> 32) as u32);
        // Few bits set, so that products end early and sums can be ties.
        let short = |bits: u32| bits & (u32::MAX << (how >> 40 & 31).min(23));
        let special = |bits: u32| SPECIAL[bits as usize % SPECIAL.len()];
        let near_exponent = |of: f32, bits: u32, away: i32| {
            let exponent = (of.to_bits() >> 23 & 0xff) as i32 + away;
            f32::from_bits(bits & 0x807f_ffff | (exponent.clamp(0, 254) as u32) << 23)
        };
        let (x, y) = match how % 4 {
            0 => (f32::from_bits(x), f32::from_bits(y)),
            1 => (f32::from_bits(short(x)), f32::from_bits(short(y))),
            2 => (special(x), f32::from_bits(y)),
            _ => {
                // Products that are subnormal or just above.
                let x = near_exponent(1.0, x, (how >> 16) as i32 % 120);
                (x, near_exponent(1.0, short(y), -126 - (how >> 8) as i8 as i32 / 4))
            }
        };
        let bits = words.next();
        let (z, away) = (bits as u32, (bits >> 32) as i32 % 60);
        let z = match bits >> 60 {
            0 => special(z),
            1 => f32::from_bits(z),
            2 => -(x * y),
            3..8 => near_exponent(x * y, short(z), away),
            _ => near_exponent(x * y, z, away),
        };
        (x, y, z)
    }

    fn agree(seed: u64, count: u64) {
        let mut words = Words(seed);
        let mut halfway = 0u64;
        for _ in 0..count {
            let (x, y, z) = case(&mut words);
            let (found, expected) = (by_f64(x, y, z), x.mul_add(y, z));
            assert!(
                found.to_bits() == expected.to_bits() || found.is_nan() && expected.is_nan(),
                "{x:e} · {y:e} + {z:e} is {expected:e}, not {found:e}"
            );
            let sum = f64::from(x) * f64::from(y) + f64::from(z);
            if may_be_halfway(sum) {
                halfway += u64::from(sum as f32 != expected);
            } else {
                assert!(
                    (sum as f32).to_bits() == expected.to_bits() || expected.is_nan(),
                    "{x:e} · {y:e} + {z:e} lies halfway"
                );
            }
        }
        assert!(halfway > count / 100_000, "only {halfway} cases need the correction");
    }

    #[test]
    fn f64_with_rounding_to_odd_gives_the_fused_multiply_add() {
        agree(1, 4_000_000);
        for x in SPECIAL {
            for y in SPECIAL {
                for z in SPECIAL {
                    let (found, expected) = (by_f64(x, y, z), x.mul_add(y, z));
                    assert!(
                        found.to_bits() == expected.to_bits()
                            || found.is_nan() && expected.is_nan(),
                        "{x:e} · {y:e} + {z:e} is {expected:e}, not {found:e}"
                    );
                }
            }
        }
    }

    #[test]
    #[ignore = "half a minute: cargo test --release -p feedforward-kernels fused -- --ignored"]
    fn f64_with_rounding_to_odd_gives_the_fused_multiply_add_of_many_more() {
        agree(2, 400_000_000);
    }
}
