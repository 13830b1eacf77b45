//! Output functions: their formulas, special rows and names.

use crate::{bits, network, scattered};
use feedforward_network::{Activation, Output};
use ndarray::{Array2, array};

#[test]
fn an_output_is_applied_as_in_a_prediction() {
    for output in Output::ALL {
        let network = network(&[6, 5], Activation::Identity, output);
        let trace = network.predictor().unwrap().trace(&scattered((7, 6), 3)).unwrap();
        assert_eq!(bits(&output.apply(&trace.layers[0].z)), bits(&trace.y), "{output}");
        assert_eq!(trace.output, output);
    }
}

#[test]
fn outputs_that_give_probabilities_give_numbers_from_0_to_1() {
    let z = scattered((20, 4), 1) * 30.0;
    for output in Output::ALL {
        let inside = output.apply(&z).iter().all(|y| (0.0..=1.0).contains(y));
        assert_eq!(inside, output.gives_probabilities(), "{output}");
    }
}

#[test]
fn log_softmax_keeps_what_a_probability_loses() {
    // A probability of exp(-200) is 0 in f32, and one of 1 - exp(-18) is 1.
    let y = Output::LogSoftmax.apply(&array![[0.0, -200.0], [18.0, 0.0]]);
    assert_eq!(y.row(0), array![0.0, -200.0]);
    let exact = -(-18.0f64).exp().ln_1p();
    // Half a unit in the last place of f32, and the error of f32's exp.
    assert!((f64::from(y[[1, 0]]) / exact - 1.0).abs() < 2e-7, "{}", y[[1, 0]]);
    // Large signals do not overflow.
    let y = Output::LogSoftmax.apply(&array![1e30, 1e30]);
    assert!(y.iter().all(|y| (y + 2f32.ln()).abs() < 1e-7), "{y}");
}

#[test]
fn rows_without_a_largest_number_become_nan_and_minus_infinity_gives_nothing() {
    let (inf, nan) = (f32::INFINITY, f32::NAN);
    let rows = array![[1.0, nan], [inf, 0.0], [-inf, -inf]];
    for output in [Output::Softmax, Output::LogSoftmax] {
        for y in output.apply(&rows) {
            assert_eq!(y.to_bits(), 0x7fc0_0000, "{output}");
        }
    }
    assert_eq!(Output::Softmax.apply(&array![2.0, -inf]), array![[1.0, 0.0]]);
    assert_eq!(Output::LogSoftmax.apply(&array![2.0, -inf]), array![[0.0, -inf]]);
    assert_eq!(Output::Sigmoid.apply(&array![inf, -inf, 0.0]), array![[1.0, 0.0, 0.5]]);
    assert_eq!(Output::LogSoftmax.apply(&Array2::zeros((2, 0))).dim(), (2, 0));
}

#[test]
fn names_are_read_back_in_any_capitals() {
    for output in Output::ALL {
        assert_eq!(output.to_string().parse(), Ok(output));
        assert_eq!(output.to_string().to_uppercase().parse(), Ok(output));
    }
    assert_eq!("LogSoftmax".parse(), Ok(Output::LogSoftmax));
    assert_eq!("log-softmax".parse(), Ok(Output::LogSoftmax));
    let names: Vec<_> = Output::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(
        "relu".parse::<Output>().unwrap_err().to_string(),
        format!("'relu' is no output: expected one of {}", names.join(", "))
    );
    assert!("".parse::<Output>().is_err());
}
