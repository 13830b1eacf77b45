//! What cannot be explained is refused, with the numbers.

use crate::{explainer, network, scattered_row};
use feedforward_explain::{ExplainError, Explainer, Held, Question, hold};
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, array};

#[test]
fn errors_say_what_was_found_and_what_helps() {
    let network = network(&[3, 4, 5, 2], Activation::Relu, Output::Softmax, 1);
    let explainer = explainer(&network);
    let x = scattered_row(3, 1);
    let shares = |x: &Array1<f32>, question| explainer.shares(x.view(), question).unwrap_err();
    let held = |layer, neuron, value| hold(&network, &[Held { layer, neuron, value }]).unwrap_err();
    let table = [
        (shares(&array![1.0, 2.0], Question::logit(0)), "x has 2 numbers, but the network takes 3"),
        (
            shares(&array![1.0, f32::NAN, 0.0], Question::logit(0)),
            "input 1 is NaN: an answer to it has no shares; give finite numbers",
        ),
        (
            shares(&x, Question::logit(12)),
            "there is no class 12: the network has 2 classes, 0 to 1",
        ),
        (
            shares(&x, Question::difference(0, 2)),
            "there is no class 2: the network has 2 classes, 0 to 1",
        ),
        (
            shares(&x, Question::difference(1, 1)),
            "class 1 cannot be told from itself: choose another",
        ),
        (
            explainer.signals(&x, 2).unwrap_err(),
            "layer 3 has no hidden neurons: the hidden layers are layers 1 to 2",
        ),
        (
            explainer.without_each(x.view(), 9).unwrap_err(),
            "layer 10 has no hidden neurons: the hidden layers are layers 1 to 2",
        ),
        (held(1, 5, 0.0), "there is no neuron 5 in layer 2: it has 5 neurons, 0 to 4"),
        (held(2, 0, 0.0), "layer 3 has no hidden neurons: the hidden layers are layers 1 to 2"),
        (
            held(0, 3, f32::INFINITY),
            "neuron 3 of layer 1 cannot be held at inf: give a finite number",
        ),
        (
            explainer.trace_held(x.view(), &[Held::off(0, 4)]).unwrap_err(),
            "there is no neuron 4 in layer 1: it has 4 neurons, 0 to 3",
        ),
    ];
    for (error, expected) in table {
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_layer_alone_has_no_hidden_neurons() {
    let network = network(&[3, 1], Activation::Relu, Output::Identity, 1);
    let explainer = explainer(&network);
    let error = explainer.without_each(scattered_row(3, 1).view(), 0).unwrap_err();
    assert_eq!(
        error.to_string(),
        "layer 1 has no hidden neurons: this network has no hidden layer"
    );
    let error = explainer.shares(scattered_row(3, 1).view(), Question::logit(1)).unwrap_err();
    assert_eq!(error.to_string(), "there is no class 1: the network has 1 class, 0 alone");
    let error = explainer.signals(&array![[1.0, 2.0]], 0).unwrap_err();
    assert!(matches!(error, ExplainError::HiddenLayer { layer: 0, hidden: 0 }));
}

#[test]
fn numbers_that_are_not_finite_are_refused() {
    let layer = |weight: f32, bias| {
        Dense::new(array![[weight]], array![bias], Activation::Identity).unwrap()
    };
    let of = |layers| Network::new(layers, Output::Identity).unwrap();
    for (weight, bias) in [(f32::NAN, 0.0), (1.0, f32::NEG_INFINITY)] {
        let error = Explainer::new(&of(vec![layer(1.0, 1.0), layer(weight, bias)])).unwrap_err();
        assert!(matches!(error, ExplainError::ParameterNotFinite { layer: 1, .. }), "{error}");
        assert!(error.to_string().starts_with("layer 2 holds a weight or bias that is"), "{error}");
    }
    let explainer = explainer(&of(vec![layer(1e30, 0.0), layer(1e30, 0.0)]));
    let error = explainer.shares(array![1.0].view(), Question::logit(0)).unwrap_err();
    assert_eq!(error, ExplainError::LogitNotFinite { output: 0, value: f32::INFINITY });
}
