//! Answers are the formula's.

use crate::{bits, book, network, scattered};
use feedforward_network::{Activation, Dense, Network, Output, Workspace};
use ndarray::{Array2, ShapeBuilder, array, s};

/// The formula in f64.
fn forward_f64(network: &Network, x: &Array2<f32>) -> Array2<f64> {
    let mut signal = x.mapv(f64::from);
    for layer in network.layers() {
        signal = signal.dot(&layer.weights().mapv(f64::from)) + layer.bias().mapv(f64::from);
        signal.mapv_inplace(|z| layer.activation().exact(z).0);
    }
    for mut row in signal.outer_iter_mut() {
        output_f64(network.output(), row.as_slice_mut().unwrap());
    }
    signal
}

fn output_f64(output: Output, row: &mut [f64]) {
    let sum = |row: &[f64]| row.iter().map(|z| z.exp()).sum::<f64>();
    match output {
        Output::Identity => {}
        Output::Sigmoid => row.iter_mut().for_each(|z| *z = 1.0 / (1.0 + (-*z).exp())),
        Output::Softmax => {
            let sum = sum(row);
            row.iter_mut().for_each(|z| *z = z.exp() / sum);
        }
        Output::LogSoftmax => {
            let log_sum = sum(row).ln();
            row.iter_mut().for_each(|z| *z -= log_sum);
        }
    }
}

#[test]
fn the_book_network_gives_the_books_answer() {
    let y = book().predictor().unwrap().predict(&array![1.0, 0.5]).unwrap();
    // NumPy, f64: [0.31682708, 0.69627909].
    assert!((y[[0, 0]] - 0.316_827_1).abs() < 1e-7, "{y}");
    assert!((y[[0, 1]] - 0.696_279_1).abs() < 1e-7, "{y}");
}

#[test]
fn answers_are_those_of_the_formula_in_double_precision() {
    for activation in Activation::ALL {
        for output in Output::ALL {
            let network = network(&[30, 20, 17, 5], activation, output);
            let x = scattered((11, 30), 9);
            let found = network.predictor().unwrap().predict(&x).unwrap();
            for (found, exact) in found.iter().zip(forward_f64(&network, &x)) {
                // About 30 roundings of 2^-24 of sums below 10 in each of three layers, of which
                // most cancel each other.
                assert!(
                    (f64::from(*found) - exact).abs() < 4e-6 * exact.abs().max(1.0),
                    "{activation} {output}: {found} {exact}"
                );
            }
        }
    }
}

#[test]
fn a_nan_makes_its_own_row_nan_and_no_other() {
    let x = {
        let mut x = scattered((5, 6), 2);
        x[[3, 1]] = -f32::NAN;
        x
    };
    for activation in Activation::ALL {
        for output in Output::ALL {
            let y = network(&[6, 4, 3], activation, output).predictor().unwrap().predict(&x);
            for (index, row) in y.unwrap().outer_iter().enumerate() {
                let expected = index == 3;
                assert!(row.iter().all(|y| y.is_nan() == expected), "{activation} {output}: {row}");
                assert!(row.iter().all(|y| !expected || y.to_bits() == 0x7fc0_0000), "{output}");
            }
        }
    }
}

#[test]
fn denormal_numbers_are_computed_with() {
    let smallest = f32::from_bits(1);
    let layer = Dense::new(array![[1.0]], array![0.0], Activation::Identity).unwrap();
    let network = Network::new(vec![layer], Output::Identity).unwrap();
    let y = network.predictor().unwrap().predict(&array![smallest]).unwrap();
    assert_eq!(y, array![[smallest]]);
}

#[test]
fn any_memory_order_gives_the_same_answer() {
    let network = network(&[20, 13, 4], Activation::Tanh, Output::Softmax);
    let predictor = network.predictor().unwrap();
    let x = scattered((130, 20), 1);
    let expected = predictor.predict(&x).unwrap();
    let mut fortran = Array2::zeros((130, 20).f());
    fortran.assign(&x);
    assert_eq!(bits(&predictor.predict(&fortran).unwrap()), bits(&expected));
    let mut doubled = Array2::from_elem((130, 40), f32::NAN);
    doubled.slice_mut(s![.., ..;2]).assign(&x);
    assert_eq!(bits(&predictor.predict(doubled.slice(s![.., ..;2])).unwrap()), bits(&expected));
    let mut y = Array2::zeros((130, 4).f());
    predictor.predict_into(&x, y.view_mut(), &mut Workspace::default()).unwrap();
    assert_eq!(y, expected);
}

#[test]
fn a_workspace_serves_networks_of_any_size() {
    let mut workspace = Workspace::default();
    for sizes in [[3, 40, 2], [50, 4, 9], [1, 1, 1]] {
        let network = network(&sizes, Activation::Relu, Output::Identity);
        let predictor = network.predictor().unwrap();
        let x = scattered((200, sizes[0]), 4);
        let mut y = Array2::zeros((200, sizes[2]));
        predictor.predict_into(&x, y.view_mut(), &mut workspace).unwrap();
        assert_eq!(bits(&y), bits(&predictor.predict(&x).unwrap()));
    }
}

#[test]
fn an_empty_batch_has_an_empty_answer() {
    let network = network(&[4, 3, 2], Activation::Sigmoid, Output::Softmax);
    let predictor = network.predictor().unwrap();
    let x = Array2::zeros((0, 4));
    assert_eq!(predictor.predict(&x).unwrap().dim(), (0, 2));
    assert_eq!(predictor.classify(&x).unwrap(), Vec::<usize>::new());
    assert_eq!(predictor.trace(&x).unwrap().layers[0].z.dim(), (0, 3));
}
