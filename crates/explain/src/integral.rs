//! Mean derivatives on the straight way from zero to a signal.

use crate::gradient::{Derivatives, Pass};
use feedforward_network::Dense;

/// The number of places on the way: doubled from the first until the shares add up, at most to the
/// second.
const STEPS: (usize, usize) = (64, 4096);

/// By how much the sum of the shares may miss the value, in parts of the larger of it and 1.
const TOLERANCE: f64 = 1e-7;

/// The mean derivatives by the first layer's sums on the way from the zero signal, whose product is
/// zero, to the signal, whose product is `product`; and the number of places.
///
/// `change` is what the value changes by on the way: the sum of the shares misses it by the error of the
/// midpoint rule.
pub(crate) fn integrated(
    layers: &[Dense],
    product: &[f64],
    of: &[f64],
    change: f64,
) -> (Vec<f64>, usize) {
    let mut steps = STEPS.0;
    loop {
        let by_z = mean(layers, product, of, steps);
        let sum: f64 = by_z.iter().zip(product).map(|(by_z, product)| by_z * product).sum();
        if (sum - change).abs() <= TOLERANCE * change.abs().max(1.0) || steps >= STEPS.1 {
            return (by_z, steps);
        }
        steps *= 2;
    }
}

/// The mean of the derivatives at the middles of `steps` equal parts of the way.
fn mean(layers: &[Dense], product: &[f64], of: &[f64], steps: usize) -> Vec<f64> {
    let mut mean = vec![0.0; product.len()];
    for step in 0..steps {
        let share = (step as f64 + 0.5) / steps as f64;
        let first = product.iter().zip(layers[0].bias());
        let first = first.map(|(&product, &bias)| share * product + f64::from(bias)).collect();
        let pass = Pass::of(layers, first, None);
        let derivatives = Derivatives::of(layers, &pass.slopes, of);
        mean.iter_mut().zip(&derivatives.by_z[0]).for_each(|(mean, by_z)| *mean += by_z);
    }
    mean.iter_mut().for_each(|mean| *mean /= steps as f64);
    mean
}
