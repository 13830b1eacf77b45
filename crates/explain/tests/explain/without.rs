//! Answers without neurons, and with held ones.

use crate::{explainer, network, scattered_row};
use feedforward_explain::{ExplainError, Held, hold};
use feedforward_network::{Activation, Output};
use ndarray::Array2;

#[test]
fn all_neurons_at_once_are_each_neuron_held_at_zero() {
    // More neurons than are computed in one block.
    for (sizes, activation) in [
        (&[5, 6, 4, 3][..], Activation::Relu),
        (&[5, 6, 4, 3], Activation::Sigmoid),
        (&[2, 600, 2], Activation::Tanh),
    ] {
        let network = network(sizes, activation, Output::Softmax, 4);
        let explainer = explainer(&network);
        let x = scattered_row(sizes[0], 8);
        for layer in 0..sizes.len() - 2 {
            let all = explainer.without_each(x.view(), layer).unwrap();
            let neurons = sizes[layer + 1];
            assert_eq!(all.logits.dim(), (neurons, *sizes.last().unwrap()));
            for neuron in (0..neurons).step_by(if neurons > 100 { 97 } else { 1 }) {
                let off = Held::off(layer, neuron);
                let one = explainer.trace_held(x.view(), &[off]).unwrap();
                let logits = one.layers.last().unwrap().y.view();
                assert_eq!((all.logits.row(neuron), all.y.row(neuron)), (logits, one.y.view()));
                assert_eq!(all.classes[neuron], one.class);
                // And the network without it gives the same bits.
                let predictor = hold(&network, &[off]).unwrap().predictor().unwrap();
                assert_eq!(predictor.predict(&x).unwrap().row(0), one.y.view());
                assert_eq!(predictor.classify(&x).unwrap(), [one.class]);
            }
        }
    }
}

#[test]
fn nothing_held_is_the_networks_own_answer() {
    let network = network(&[5, 6, 4, 1], Activation::Gelu, Output::Sigmoid, 4);
    let explainer = explainer(&network);
    let x = scattered_row(5, 8);
    let trace = explainer.predictor().trace(&x).unwrap();
    let held = explainer.trace_held(x.view(), &[]).unwrap();
    assert_eq!(held.layers.len(), 3);
    for (found, expected) in held.layers.iter().zip(&trace.layers) {
        assert_eq!((found.z.view(), found.y.view()), (expected.z.row(0), expected.y.row(0)));
    }
    assert_eq!(held.y.view(), trace.y.row(0));
    assert_eq!([held.class][..], explainer.predictor().classify(&x).unwrap());
    assert_eq!(hold(&network, &[]).unwrap(), network);
    assert_eq!((explainer.network(), explainer.hidden_layers()), (&network, 2));
}

#[test]
fn held_neurons_give_their_value_and_the_last_one_counts() {
    let network = network(&[5, 6, 4, 3], Activation::Relu, Output::Softmax, 4);
    let explainer = explainer(&network);
    let x = scattered_row(5, 8);
    let held = |layer, neuron, value| Held { layer, neuron, value };
    let several = [held(0, 2, -1.5), held(1, 0, 9.0), held(0, 2, 2.5)];
    let trace = explainer.trace_held(x.view(), &several).unwrap();
    assert_eq!((trace.layers[0].y[2], trace.layers[1].y[0]), (2.5, 9.0));
    let own = explainer.predictor().trace(&x).unwrap();
    assert_eq!(trace.layers[0].z.view(), own.layers[0].z.row(0), "sums are the neuron's own");
    let network = hold(&network, &several).unwrap().predictor().unwrap();
    for (found, expected) in network.predict(&x).unwrap().iter().zip(&trace.y) {
        assert!((found - expected).abs() < 1e-5, "{found}, not {expected}");
    }
}

#[test]
fn signals_go_on_from_a_layer() {
    let network = network(&[5, 6, 4, 3], Activation::Relu, Output::Softmax, 4);
    let explainer = explainer(&network);
    let x = crate::scattered((7, 5), 3);
    let predictor = explainer.predictor();
    for layer in 0..2 {
        let signals = explainer.signals(&x, layer).unwrap();
        let answers = explainer.answers_from(layer, &signals).unwrap();
        assert_eq!(answers.y, predictor.predict(&x).unwrap());
        assert_eq!(answers.logits, predictor.trace(&x).unwrap().layers[2].y);
        assert_eq!(answers.classes, predictor.classify(&x).unwrap());
    }
    let error = explainer.answers_from(1, &Array2::zeros((1, 6))).unwrap_err();
    assert_eq!(error, ExplainError::SignalLength { layer: 1, neurons: 4, found: 6 });
}
