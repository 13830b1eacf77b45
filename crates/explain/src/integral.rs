//! Mean derivatives on the straight way from zero to a signal.

use crate::gradient::{Derivatives, Pass};
use feedforward_network::Dense;

/// The number of equal parts of the way: doubled from the first until the shares add up, at most to the
/// second.
const PARTS: (usize, usize) = (8, 1024);

/// By how much the sum of the shares may miss the value, in parts of the larger of it and 1.
const TOLERANCE: f64 = 1e-7;

/// The places in each part, from -1 to 1, and their weights, with the sum 2.
///
/// # References
///
/// Gauss and Legendre's quadrature with four places; Abramowitz and Stegun (1964), table 25.4.
const PLACES: [(f64, f64); 4] = [
    (-0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
    (-0.339_981_043_584_856_26, 0.652_145_154_862_546_2),
    (0.339_981_043_584_856_26, 0.652_145_154_862_546_2),
    (0.861_136_311_594_052_6, 0.347_854_845_137_453_85),
];

/// The mean derivatives by the first layer's sums on the way from the zero signal, whose product is
/// zero, to the signal, whose product is `product`; and the number of places.
///
/// `change` is what the value changes by on the way: the sum of the shares misses it by the error of the
/// quadrature.
pub(crate) fn integrated(
    layers: &[Dense],
    product: &[f64],
    of: &[f64],
    change: f64,
) -> (Vec<f64>, usize) {
    let mut parts = PARTS.0;
    loop {
        let by_z = mean(layers, product, of, parts);
        let sum: f64 = by_z.iter().zip(product).map(|(by_z, product)| by_z * product).sum();
        if (sum - change).abs() <= TOLERANCE * change.abs().max(1.0) || parts >= PARTS.1 {
            return (by_z, parts * PLACES.len());
        }
        parts *= 2;
    }
}

/// The mean of the derivatives, with the way in `parts` equal parts.
fn mean(layers: &[Dense], product: &[f64], of: &[f64], parts: usize) -> Vec<f64> {
    let mut mean = vec![0.0; product.len()];
    for part in 0..parts {
        for (place, weight) in PLACES {
            let share = (part as f64 + 0.5 + 0.5 * place) / parts as f64;
            let first = product.iter().zip(layers[0].bias());
            let first = first.map(|(&product, &bias)| share * product + f64::from(bias)).collect();
            let pass = Pass::of(layers, first, None);
            let derivatives = Derivatives::of(layers, &pass.slopes, of);
            let weight = 0.5 * weight / parts as f64;
            let pairs = mean.iter_mut().zip(&derivatives.by_z[0]);
            pairs.for_each(|(mean, by_z)| *mean += weight * by_z);
        }
    }
    mean
}
