//! Gradients are the slopes of the logits.

use crate::{explainer, near, network, scattered_row, shapes};
use feedforward_explain::Question;
use feedforward_network::{Activation, Network, Output};
use ndarray::{Array1, Array2};
use proptest::prelude::*;

/// The logits in f64, written from the definition.
fn logits(network: &Network, x: &Array1<f64>) -> Vec<f64> {
    let mut y: Array2<f64> = x.clone().insert_axis(ndarray::Axis(0));
    for layer in network.layers() {
        y = y.dot(&layer.weights().mapv(f64::from)) + layer.bias().mapv(f64::from);
        y.mapv_inplace(|z| layer.activation().exact(z).0);
    }
    y.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn gradients_agree_with_finite_differences((sizes, seed) in shapes()) {
        let step = 1e-6;
        for activation in Activation::ALL.into_iter().filter(|a| a.is_trainable()) {
            let network = network(&sizes, activation, Output::Softmax, seed);
            let x = scattered_row(sizes[0], seed + 3);
            let outputs = network.outputs();
            let class = seed % outputs;
            let question = match outputs {
                1 => Question::logit(0),
                _ => Question::difference(class, (class + 1) % outputs),
            };
            let value = |x: &Array1<f64>| {
                let logits = logits(&network, x);
                logits[question.of] - question.against.map_or(0.0, |against| logits[against])
            };
            let (found, gradient) = explainer(&network).gradient(x.view(), question).unwrap();
            let x = x.mapv(f64::from);
            prop_assert!(near(found, value(&x), 1e-12), "{}", activation);
            for (input, &slope) in gradient.iter().enumerate() {
                let at = |change: f64| {
                    let mut x = x.clone();
                    x[input] += change;
                    value(&x)
                };
                let [right, left] = [at(step) - found, found - at(-step)].map(|d| d / step);
                // At a kink the two differ, and the gradient is one of them.
                let is_slope = near(slope, 0.5 * (left + right), 1e-5);
                prop_assert!(
                    is_slope || (left - right).abs() > 1e-3,
                    "{activation}: {slope}, not {left} or {right}"
                );
            }
        }
    }
}

#[test]
fn nothing_goes_through_a_step() {
    let network = network(&[3, 4, 2], Activation::Step, Output::Softmax, 1);
    let x = scattered_row(3, 4);
    let (_, gradient) = explainer(&network).gradient(x.view(), Question::logit(1)).unwrap();
    assert_eq!(gradient, Array1::<f64>::zeros(3));
}
