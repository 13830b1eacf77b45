//! Near examples are near.

use crate::{explainer, network, scattered, scattered_row};
use feedforward_explain::{Examples, ExplainError};
use feedforward_network::{Activation, Output};
use ndarray::{Array1, Array2, Axis, array, concatenate};

#[test]
fn the_nearest_are_those_of_sorting_all() {
    let network = network(&[5, 7, 4, 3], Activation::Relu, Output::Softmax, 2);
    let explainer = explainer(&network);
    // Every example twice, so that there are equal distances.
    let once = scattered((40, 5), 9);
    let x = concatenate(Axis(0), &[once.view(), once.view()]).unwrap();
    let of = scattered_row(5, 77);
    for layer in 0..2 {
        let examples = Examples::new(&explainer, &x, layer).unwrap();
        assert_eq!(examples.layer(), layer);
        assert_eq!(examples.signals(), explainer.signals(&x, layer).unwrap());
        let signals = explainer.signals(&of, layer).unwrap();
        let distance = |example: usize| {
            let row = examples.signals().row(example).mapv(f64::from);
            (&row - &signals.row(0).mapv(f64::from)).mapv(|d| d * d).sum().sqrt()
        };
        let mut expected: Vec<usize> = (0..80).collect();
        expected.sort_by(|&a, &b| distance(a).total_cmp(&distance(b)).then(a.cmp(&b)));
        for count in [0, 1, 2, 5, 79, 80, 1000] {
            let nearest = examples.nearest(&explainer, of.view(), count).unwrap();
            let found: Vec<usize> = nearest.iter().map(|near| near.example).collect();
            assert_eq!(found, expected[..count.min(80)], "{count} of layer {layer}");
            assert!(nearest.iter().all(|n| (n.distance - distance(n.example)).abs() < 1e-9));
        }
    }
}

#[test]
fn signals_have_the_bits_of_a_trace() {
    let network = network(&[5, 7, 4, 3], Activation::Sigmoid, Output::Softmax, 2);
    let x = scattered((6, 5), 1);
    let trace = network.predictor().unwrap().trace(&x).unwrap();
    for layer in 0..2 {
        assert_eq!(explainer(&network).signals(&x, layer).unwrap(), trace.layers[layer].y);
    }
}

#[test]
fn examples_that_nothing_is_near_to_are_refused() {
    let explainer = explainer(&network(&[2, 3, 2], Activation::Relu, Output::Softmax, 1));
    let mut x: Array2<f32> = scattered((4, 2), 1);
    x[[2, 1]] = f32::NAN;
    let error = Examples::new(&explainer, &x, 0).unwrap_err();
    let ExplainError::ExampleNotFinite { example: 2, layer: 0, neuron: 0, value } = error else {
        panic!("{error}")
    };
    assert!(value.is_nan());
    let examples = Examples::new(&explainer, &scattered((4, 2), 1), 0).unwrap();
    let error = examples.nearest_to(Array1::zeros(2).view(), 1).unwrap_err();
    assert_eq!(error, ExplainError::SignalLength { layer: 0, neurons: 3, found: 2 });
    let error = examples.nearest(&explainer, array![0.0, f32::INFINITY].view(), 1).unwrap_err();
    assert_eq!(error, ExplainError::InputNotFinite { input: 1, value: f32::INFINITY });
    let none = Examples::new(&explainer, &Array2::zeros((0, 2)), 0).unwrap();
    assert!(none.nearest(&explainer, array![0.0, 0.0].view(), 3).unwrap().is_empty());
}
