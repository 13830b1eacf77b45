//! Layers without an activation between them collapse into one.

use crate::{network, scattered};
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::Array1;

#[test]
fn layers_without_an_activation_between_them_are_one_layer() {
    let network = network(&[12, 9, 7, 5], Activation::Identity, Output::Softmax);
    let collapsed = network.collapse_linear();
    assert_eq!(collapsed.sizes(), [12, 5]);
    let x = scattered((20, 12), 8);
    let (deep, flat) = (network.predictor().unwrap(), collapsed.predictor().unwrap());
    for (a, b) in deep.predict(&x).unwrap().iter().zip(&flat.predict(&x).unwrap()) {
        assert!((a - b).abs() < 1e-6, "{a} {b}");
    }
}

#[test]
fn layers_with_an_activation_between_them_stay() {
    let network = network(&[4, 3, 3, 2], Activation::Relu, Output::Identity);
    assert_eq!(network.collapse_linear(), network);
    let layer =
        |i, o, activation| Dense::new(scattered((i, o), i), Array1::ones(o), activation).unwrap();
    let layers = vec![
        layer(4, 6, Activation::Identity),
        layer(6, 3, Activation::Tanh),
        layer(3, 2, Activation::Identity),
    ];
    let mixed = Network::new(layers, Output::Identity).unwrap().collapse_linear();
    assert_eq!((mixed.sizes(), mixed.layers()[0].activation()), (vec![4, 3, 2], Activation::Tanh));
}
