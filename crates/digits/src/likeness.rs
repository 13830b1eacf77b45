//! How like a digit of its class a prepared picture is.

use crate::prepare::FIELD;
use ndarray::{Array1, ArrayView2};

/// The classes' shapes, made by `data/shapes.py` from MNIST's training digits.
static SHAPES: &[u8] = include_bytes!("../data/digit_shapes.bin");

/// Rows and columns of the picture that is compared.
const SIDE: usize = FIELD / 2;

/// Numbers that are compared.
const FEATURES: usize = SIDE * SIDE;

/// Principal components of a class.
const COMPONENTS: usize = 32;

/// Bytes of a component: its scale, and a step for each feature.
const COMPONENT: usize = 4 + FEATURES;

/// Bytes of a class: mean, components, their variances, the variance of the rest, the unit.
const CLASS: usize = 4 * FEATURES + COMPONENTS * COMPONENT + 4 * COMPONENTS + 8;

/// Means of 2x2 pixels, as a vector of length 1.
fn features(pixels: ArrayView2<'_, u8>) -> Array1<f32> {
    let means = pixels.exact_chunks((2, 2)).into_iter();
    let means: Array1<f32> =
        means.map(|four| four.iter().map(|&pixel| f32::from(pixel)).sum()).collect();
    let length = means.dot(&means).sqrt();
    if length > 0.0 { means / length } else { means }
}

/// The squared Mahalanobis distance from a class; 1 of 100 of its training digits exceed 1.
///
/// # References
///
/// Tipping, Bishop (1999), *Probabilistic principal component analysis*.
pub(crate) fn unlikeness(pixels: ArrayView2<'_, u8>, digit: usize) -> f32 {
    let x = features(pixels);
    let mut class = &SHAPES[digit * CLASS..(digit + 1) * CLASS];
    let floats = |count: usize, bytes: &mut &[u8]| -> Array1<f32> {
        let (these, rest) = bytes.split_at(4 * count);
        *bytes = rest;
        these.as_chunks::<4>().0.iter().map(|&four| f32::from_le_bytes(four)).collect()
    };
    let from_mean = &x - floats(FEATURES, &mut class);
    let along: Array1<f32> = (0..COMPONENTS)
        .map(|_| {
            let scale = floats(1, &mut class)[0];
            let (steps, rest) = class.split_at(FEATURES);
            class = rest;
            let products =
                steps.iter().zip(&from_mean).map(|(&step, d)| f32::from(step.cast_signed()) * d);
            scale * products.sum::<f32>()
        })
        .collect();
    let variances = floats(COMPONENTS, &mut class);
    let [rest, unit] = [floats(1, &mut class)[0], floats(1, &mut class)[0]];
    let squares = &along * &along;
    let across = (from_mean.dot(&from_mean) - squares.sum()).max(0.0);
    ((squares / variances).sum() + across / rest) / unit
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::test_set;
    use ndarray::Axis;

    #[test]
    fn the_file_has_ten_classes() {
        assert_eq!(SHAPES.len(), 10 * CLASS);
    }

    #[test]
    fn test_digits_are_like_their_class() {
        let digits = test_set().unwrap();
        let images = digits.images();
        let unlike = |i: usize, digit| unlikeness(images.index_axis(Axis(0), i), digit);
        let labels: Vec<usize> = digits.labels().to_vec();
        let far = labels.iter().enumerate().filter(|&(i, &label)| unlike(i, label) > 1.0).count();
        assert!((80..=120).contains(&far), "{far} of 10000");
        let other = labels.iter().enumerate().filter(|&(i, &l)| unlike(i, (l + 1) % 10) > 1.0);
        assert!(other.count() > 6000);
    }
}
