//! Classes are those of the logits.

use crate::{network, scattered};
use feedforward_network::{Activation, Output, Predictor, PredictorOptions};
use ndarray::array;
use std::num::NonZeroUsize;

#[test]
fn classes_are_those_of_the_largest_probabilities() {
    const ROWS: usize = 1500;
    let network = network(&[200, 100, 7], Activation::Relu, Output::Softmax);
    let options = PredictorOptions { threads: NonZeroUsize::new(3).unwrap(), isa: None };
    let x = scattered((ROWS, 200), 2);
    // Thirty million products: enough for three threads.
    assert!(ROWS * network.products() >= 30_000_000);
    let predictor = Predictor::new(&network, &options).unwrap();
    let classes = predictor.classify(&x).unwrap();
    assert_eq!(classes, network.predictor().unwrap().classify(&x).unwrap());
    for (row, class) in predictor.predict(&x).unwrap().outer_iter().zip(&classes) {
        assert!(row.iter().all(|p| *p <= row[*class]), "{row}, class {class}");
    }
    assert!(classes.iter().any(|class| *class != classes[0]));
}

#[test]
fn a_single_sigmoid_says_1_from_a_probability_of_one_half_on() {
    let network = network(&[6, 9, 1], Activation::Tanh, Output::Sigmoid);
    let predictor = network.predictor().unwrap();
    let x = scattered((50, 6), 8) * 3.0;
    let classes = predictor.classify(&x).unwrap();
    for (y, class) in predictor.predict(&x).unwrap().iter().zip(&classes) {
        assert_eq!(*class, usize::from(*y >= 0.5), "{y}");
    }
    assert!(classes.contains(&0) && classes.contains(&1));
    // A logit below zero whose probability rounds to one half.
    for (z, class) in [(-1e-10, 1), (-1e-6, 0), (0.0, 1), (f32::NAN, 1), (f32::NEG_INFINITY, 0)] {
        assert_eq!(Output::Sigmoid.class_of(&[z]), Some(class), "{z}");
        assert_eq!(Output::Sigmoid.apply(&array![z])[[0, 0]] < 0.5, class == 0, "{z}");
    }
}

#[test]
fn the_class_of_several_outputs_is_the_largest() {
    for output in Output::ALL {
        assert_eq!(output.class_of(&[-3.0, -1.0, -2.0]), Some(1), "{output}");
        assert_eq!(output.class_of(&[]), None, "{output}");
        assert_eq!(output.classes(3), 3, "{output}");
        let single = if output == Output::Sigmoid { 2 } else { 1 };
        assert_eq!(output.classes(1), single, "{output}");
    }
    assert_eq!(Output::Softmax.class_of(&[-3.0]), Some(0));
}
