//! Traces and chains show every signal and shape.

use crate::{bits, book, network, scattered};
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2, array};

#[test]
fn a_trace_holds_every_signal_with_the_bits_of_the_prediction() {
    let network = network(&[20, 9, 5, 3], Activation::Sigmoid, Output::Softmax);
    let predictor = network.predictor().unwrap();
    let x = scattered((150, 20), 6);
    let trace = predictor.trace(&x).unwrap();
    assert_eq!(trace.x, x);
    assert_eq!(bits(&trace.y), bits(&predictor.predict(&x).unwrap()));
    let shapes: Vec<_> = trace.layers.iter().map(|l| (l.z.dim(), l.y.dim())).collect();
    assert_eq!(shapes, [(150, 9), (150, 5), (150, 3)].map(|s| (s, s)));
    for layer in &trace.layers {
        for (z, y) in layer.z.iter().zip(&layer.y) {
            assert_eq!(layer.activation.apply(*z).to_bits(), y.to_bits());
        }
    }
}

#[test]
fn a_trace_shows_the_books_signals() {
    let trace = book().predictor().unwrap().trace(&array![1.0, 0.5]).unwrap();
    assert_eq!(
        trace.to_string(),
        "X   1x2\n[[1.000000, 0.500000]]\n\
         z1 = X · W1 + b1   1x3\n[[0.300000, 0.700000, 1.100000]]\n\
         Y1 = sigmoid(z1)   1x3\n[[0.574443, 0.668188, 0.750260]]\n\
         z2 = Y1 · W2 + b2   1x2\n[[0.516160, 1.214027]]\n\
         Y2 = sigmoid(z2)   1x2\n[[0.626249, 0.771011]]\n\
         z3 = Y2 · W3 + b3   1x2\n[[0.316827, 0.696279]]\n\
         Y3 = identity(z3)   1x2\n[[0.316827, 0.696279]]\n\
         Y = identity(Y3)   1x2\n[[0.316827, 0.696279]]\n"
    );
}

#[test]
fn the_chain_shows_every_shape() {
    let network = network(&[784, 50, 100, 10], Activation::Sigmoid, Output::Softmax);
    assert_eq!(network.to_string(), "784-50-100-10");
    assert_eq!(network.parameters(), 45_360);
    assert_eq!(
        network.chain(100).to_string(),
        "X 100x784 · W1 784x50 + b1 50 -> 100x50 sigmoid\n\
         Y1 100x50 · W2 50x100 + b2 100 -> 100x100 sigmoid\n\
         Y2 100x100 · W3 100x10 + b3 10 -> 100x10 softmax"
    );
}

#[test]
fn an_identity_is_named_only_where_nothing_else_is_applied() {
    let network = |last, output| {
        let layer = |activation| Dense::new(Array2::zeros((2, 2)), Array1::zeros(2), activation);
        let layers = [Activation::Identity, Activation::Relu, last];
        let layers = layers.map(|activation| layer(activation).unwrap());
        Network::new(layers.to_vec(), output).unwrap()
    };
    let names =
        |last, output| [0, 1, 2].map(|layer| network(last, output).functions(layer).join(" "));
    let (identity, tanh) = (Activation::Identity, Activation::Tanh);
    assert_eq!(names(identity, Output::Identity), ["identity", "relu", "identity"]);
    assert_eq!(names(identity, Output::Softmax), ["identity", "relu", "softmax"]);
    assert_eq!(names(tanh, Output::Identity), ["identity", "relu", "tanh"]);
    assert_eq!(names(tanh, Output::Sigmoid), ["identity", "relu", "tanh sigmoid"]);
    let chain = network(tanh, Output::Softmax).chain(1).to_string();
    let ends: Vec<_> = chain.lines().map(|line| line.rsplit_once("1x2 ").unwrap().1).collect();
    assert_eq!(ends, ["identity", "relu", "tanh softmax"]);
}

#[test]
fn a_network_counts_its_neurons_parameters_and_products() {
    let network = network(&[7, 5, 3, 2], Activation::Relu, Output::Identity);
    assert_eq!((network.inputs(), network.outputs()), (7, 2));
    assert_eq!(network.sizes(), [7, 5, 3, 2]);
    assert_eq!(network.products(), 7 * 5 + 5 * 3 + 3 * 2);
    assert_eq!(network.parameters(), 7 * 5 + 5 * 3 + 3 * 2 + 5 + 3 + 2);
    let predictor = network.predictor().unwrap();
    assert_eq!((predictor.inputs(), predictor.outputs()), (7, 2));
    assert_eq!(predictor.output(), Output::Identity);
}
