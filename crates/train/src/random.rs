//! The random numbers of training: a documented stream, so that a seed means the same weights
//! on every platform and in every version.

use ndarray::Array2;
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng, SeedableRng};

/// The purpose of a stream of random numbers. Each purpose has its own stream, so that a change in
/// one leaves the others as they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Purpose {
    /// Initial weights.
    Weights = 0,
    /// Which examples are set aside for validation.
    Split = 1,
    /// The order of the examples in each epoch.
    Order = 2,
    /// How pictures are changed.
    Augmentation = 3,
    /// Inputs for measurements.
    Inputs = 4,
    /// Points of the plane to learn from.
    Points = 5,
}

/// Rows of normally distributed numbers with mean 0 and variance 1: inputs for measurements. The
/// same seed gives the same rows, to the bit.
///
/// # Shapes
///
/// `shape` is `[batch, inputs]`.
///
/// # Examples
///
/// ```
/// let x = feedforward_train::standard_normal([100, 784], 1);
/// assert_eq!(x.shape(), [100, 784]);
/// ```
pub fn standard_normal(shape: [usize; 2], seed: u64) -> Array2<f32> {
    let mut random = Random::new(seed, Purpose::Inputs);
    Array2::from_shape_simple_fn(shape, || random.normal() as f32)
}

/// The random numbers of a seed and a purpose: the same on every platform and in every version.
///
/// # Examples
///
/// ```
/// use feedforward_train::{Purpose, Random};
///
/// let mut items = [0, 1, 2, 3, 4];
/// Random::new(1, Purpose::Order).shuffle(&mut items);
/// let mut again = [0, 1, 2, 3, 4];
/// Random::new(1, Purpose::Order).shuffle(&mut again);
/// assert_eq!(items, again);
/// ```
///
/// # References
///
/// ChaCha8 (Bernstein 2008). The key is the seed as a 256-bit little-endian number, the stream is
/// the purpose.
#[derive(Clone, Debug)]
pub struct Random(ChaCha8Rng);

impl Random {
    /// The first numbers of a seed and a purpose.
    pub fn new(seed: u64, purpose: Purpose) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(purpose as u64);
        Self(generator)
    }

    /// At least 0 and below 1: 53 random bits.
    pub fn uniform(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Between -1 and 1.
    pub fn signed(&mut self) -> f64 {
        2.0 * self.uniform() - 1.0
    }

    /// Normally distributed, mean 0 and variance 1: the polar method (Marsaglia and Bray 1964).
    pub fn normal(&mut self) -> f64 {
        loop {
            let (u, v) = (self.signed(), self.signed());
            let s = u * u + v * v;
            if s > 0.0 && s < 1.0 {
                return u * (-2.0 * libm::log(s) / s).sqrt();
            }
        }
    }

    /// A whole number below `bound`, all equally likely: multiply and reject (Lemire 2019).
    fn below(&mut self, bound: u64) -> u64 {
        let reject_below = bound.wrapping_neg() % bound;
        loop {
            let product = u128::from(self.0.next_u64()) * u128::from(bound);
            if product as u64 >= reject_below {
                return (product >> 64) as u64;
            }
        }
    }

    /// Shuffles `items`; all orders are equally likely (Fisher and Yates 1938).
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last as u64 + 1) as usize);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_is_the_documented_one() {
        // ChaCha8 with a zero key, stream and counter: the keystream that RFC 7539's block
        // function gives after 8 rounds begins with these bytes (Strombergson 2013, TC1).
        let first = Random::new(0, Purpose::Weights).0.next_u64();
        assert_eq!(first.to_le_bytes(), [0x3e, 0x00, 0xef, 0x2f, 0x89, 0x5f, 0x40, 0xd6]);
    }

    #[test]
    fn purposes_have_streams_of_their_own() {
        let draw = |purpose| Random::new(7, purpose).0.next_u64();
        assert_ne!(draw(Purpose::Weights), draw(Purpose::Order));
        assert_eq!(draw(Purpose::Order), draw(Purpose::Order));
    }

    #[test]
    fn normals_have_mean_zero_and_variance_one() {
        let mut random = Random::new(1, Purpose::Weights);
        let draws: Vec<f64> = (0..100_000).map(|_| random.normal()).collect();
        let mean = draws.iter().sum::<f64>() / draws.len() as f64;
        let variance = draws.iter().map(|d| (d - mean).powi(2)).sum::<f64>() / draws.len() as f64;
        // Five standard errors.
        assert!(mean.abs() < 0.016, "{mean}");
        assert!((variance - 1.0).abs() < 0.023, "{variance}");
    }

    #[test]
    fn a_shuffle_is_a_permutation_and_every_place_is_equally_likely() {
        let mut random = Random::new(2, Purpose::Order);
        let mut count = [0; 5];
        for _ in 0..50_000 {
            let mut items = [0, 1, 2, 3, 4];
            random.shuffle(&mut items);
            count[items.iter().position(|&i| i == 0).unwrap()] += 1;
            items.sort_unstable();
            assert_eq!(items, [0, 1, 2, 3, 4]);
        }
        // Five standard deviations of a count of 10,000.
        assert!(count.iter().all(|c| (9_550..10_450).contains(c)), "{count:?}");
    }
}
