//! What does not fit is refused, with its likely cause.

use crate::{network, scattered};
use feedforward_network::{Activation, Dense, Network, NetworkError, Output, Shape, Workspace};
use ndarray::{Array1, Array2, ShapeBuilder, array};

#[test]
fn layers_built_from_any_memory_order_are_equal() {
    let weights = scattered((5, 3), 0);
    let mut fortran = Array2::zeros((5, 3).f());
    fortran.assign(&weights);
    let dense = |w| Dense::new(w, array![0.0, 1.0, 2.0], Activation::Relu).unwrap();
    assert_eq!(dense(fortran).as_slices(), dense(weights).as_slices());
}

#[test]
fn rows_of_another_length_are_refused_however_many_there_are() {
    let predictor = network(&[4, 2], Activation::Relu, Output::Identity).predictor().unwrap();
    // Nothing could allocate as many answers.
    let x = Array2::<f32>::zeros((1 << (usize::BITS - 2), 0));
    assert!(matches!(predictor.predict(&x), Err(NetworkError::InputShape { .. })));
    assert!(matches!(predictor.classify(&x), Err(NetworkError::InputShape { .. })));
}

#[test]
fn shapes_that_do_not_fit_are_named_with_their_likely_cause() {
    let zeros =
        |i, o| Dense::new(Array2::zeros((i, o)), Array1::zeros(o), Activation::Relu).unwrap();
    let chain = |layers| Network::new(layers, Output::Softmax).unwrap_err().to_string();
    let bias = |n| {
        Dense::new(Array2::zeros((2, 3)), Array1::zeros(n), Activation::Relu)
            .unwrap_err()
            .to_string()
    };
    let predictor = network(&[784, 50, 10], Activation::Relu, Output::Softmax).predictor().unwrap();
    let input =
        |rows, columns| predictor.predict(&Array2::zeros((rows, columns))).unwrap_err().to_string();
    let mut small = Array2::zeros((1, 2));
    let output = predictor
        .predict_into(&Array2::zeros((3, 784)), small.view_mut(), &mut Workspace::default())
        .unwrap_err();
    let classes = predictor
        .classify_into(&Array2::zeros((3, 784)), &mut [0; 2], &mut Workspace::default())
        .unwrap_err();
    let table = [
        (chain(vec![]), "a network needs at least one layer, but there is none"),
        (
            chain(vec![zeros(784, 50), zeros(100, 50)]),
            "layer 2 takes 100 inputs (W2 is 100 x 50), but layer 1 gives 50 outputs; W2 looks transposed: weights are [inputs, outputs] here",
        ),
        (
            chain(vec![zeros(784, 50), zeros(60, 10)]),
            "layer 2 takes 60 inputs (W2 is 60 x 10), but layer 1 gives 50 outputs; is a layer missing between the two, or is one from another network?",
        ),
        (
            bias(4),
            "the bias has length 4, but weights of shape 2 x 3 have 3 outputs: expected length 3",
        ),
        (
            bias(2),
            "the bias has length 2, but weights of shape 2 x 3 have 3 outputs; the weights look transposed: they are [inputs, outputs] here",
        ),
        (
            input(28, 28),
            "layer 1 takes rows of 784 inputs (W1 is 784 x 50), but x is 28 x 28; it looks like one example that is not flattened: make it 1 x 784",
        ),
        (
            input(784, 100),
            "layer 1 takes rows of 784 inputs (W1 is 784 x 50), but x is 784 x 100; x looks transposed: it is [batch, inputs], one example per row",
        ),
        (
            input(1, 10),
            "layer 1 takes rows of 784 inputs (W1 is 784 x 50), but x is 1 x 10; were these examples prepared for another network?",
        ),
        (output.to_string(), "y is 1 x 2, but the outputs are 3 x 10: make y 3 x 10"),
        (classes.to_string(), "classes has length 2, but x has 3 rows: give it one place per row"),
    ];
    for (found, expected) in table {
        assert_eq!(found, expected);
    }
    let empty = Dense::new(Array2::zeros((0, 3)), Array1::zeros(3), Activation::Relu);
    assert_eq!(empty, Err(NetworkError::EmptyLayer { weights: [0, 3] }));
}

#[test]
fn shapes_are_displayed_as_people_write_them() {
    let shown = [&[][..], &[50], &[784, 50], &[1, 2, 3]].map(|shape| Shape(shape).to_string());
    assert_eq!(shown, ["()", "50", "784 x 50", "1 x 2 x 3"]);
}
