//! Shares add up.

use crate::{explainer, logits, near, network, scattered_row, shapes};
use feedforward_explain::{Method, Question, Shares, SignalShares};
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, array};
use proptest::prelude::*;

/// The sums of the inputs' shares and of those of each hidden layer.
fn sums(shares: &Shares) -> Vec<f64> {
    let parts = std::iter::once(&shares.inputs).chain(&shares.hidden);
    parts.map(|part| part.sum() + part.bias).collect()
}

fn parts(shares: &Shares) -> impl Iterator<Item = &SignalShares> {
    std::iter::once(&shares.inputs).chain(&shares.hidden)
}

/// The activations of straight lines that have a slope.
fn linear() -> impl Iterator<Item = Activation> {
    Activation::ALL.into_iter().filter(|a| a.is_piecewise_linear() && a.is_trainable())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn shares_and_biases_add_up_to_the_logit_of_a_relu_network((sizes, seed) in shapes()) {
        let network = network(&sizes, Activation::Relu, Output::Softmax, seed);
        let explainer = explainer(&network);
        let x = scattered_row(sizes[0], seed + 5);
        let logits = logits(&explainer, &x);
        for (class, &logit) in logits.iter().enumerate() {
            let shares = explainer.shares(x.view(), Question::logit(class)).unwrap();
            prop_assert!(near(shares.value, logit.into(), 1e-5));
            prop_assert_eq!(shares.hidden.len(), sizes.len() - 2);
            for sum in sums(&shares) {
                prop_assert!(near(sum, logit.into(), 1e-5), "{} is not {}", sum, logit);
            }
            for part in parts(&shares) {
                prop_assert!(part.method.is_exact() && part.residual.abs() < 1e-12);
            }
        }
        if logits.len() > 1 {
            let shares = explainer.shares(x.view(), Question::difference(1, 0)).unwrap();
            let difference = f64::from(logits[1]) - f64::from(logits[0]);
            prop_assert!(sums(&shares).into_iter().all(|sum| near(sum, difference, 1e-5)));
        }
    }

    #[test]
    fn the_shares_of_every_piecewise_linear_network_are_exact((sizes, seed) in shapes()) {
        // Far enough out that every piece is met.
        let x = scattered_row(sizes[0], seed) * 8.0;
        for activation in linear() {
            let network = network(&sizes, activation, Output::Softmax, seed);
            let shares = explainer(&network).shares(x.view(), Question::logit(0)).unwrap();
            for (first, part) in parts(&shares).enumerate() {
                prop_assert!(part.method.is_exact() && part.residual.abs() < 1e-12, "{}", activation);
                prop_assert_eq!(part.layer_biases.len(), network.layers().len() - first);
                let biases: f64 = part.layer_biases.iter().sum();
                prop_assert!(near(biases, part.bias, 1e-12));
            }
        }
    }

    #[test]
    fn the_shares_of_every_other_network_add_up_but_for_the_residual((sizes, seed) in shapes()) {
        let x = scattered_row(sizes[0], seed);
        for activation in Activation::ALL {
            let explainer = explainer(&network(&sizes, activation, Output::Softmax, seed));
            let shares = explainer.shares(x.view(), Question::logit(0)).unwrap();
            prop_assert!(near(shares.value, logits(&explainer, &x)[0].into(), 1e-5), "{}", activation);
            for part in parts(&shares) {
                let sum = part.sum() + part.bias + part.residual;
                prop_assert!(near(sum, shares.value, 1e-12), "{}", activation);
                prop_assert!(part.residual.abs() < 1e-3, "{}: {}", activation, part.residual);
            }
        }
    }
}

#[test]
fn the_method_is_that_of_the_activations_after_the_signals() {
    let method = |activation| {
        let network = network(&[3, 4, 4, 2], activation, Output::Softmax, 1);
        let x = scattered_row(3, 2);
        let shares = explainer(&network).shares(x.view(), Question::logit(1)).unwrap();
        parts(&shares).map(|part| part.method).collect::<Vec<_>>()
    };
    assert_eq!(method(Activation::Relu), [Method::Exact; 3]);
    assert_eq!(method(Activation::Step), [Method::Rescale, Method::Rescale, Method::Exact]);
    let [first, second, last] = method(Activation::Tanh)[..] else { panic!("three parts") };
    assert!(matches!(first, Method::IntegratedGradients { steps: 32.. }));
    assert!(matches!(second, Method::IntegratedGradients { steps: 32.. }));
    assert_eq!(last, Method::Exact);
}

#[test]
fn a_share_is_the_signal_times_its_slope() {
    let layer = Dense::new(array![[2.0, 1.0], [-3.0, 0.5]], array![0.25, -4.0], Activation::Relu);
    let last = Dense::new(array![[1.5], [7.0]], array![-1.0], Activation::Identity);
    let network = Network::new(vec![layer.unwrap(), last.unwrap()], Output::Identity).unwrap();
    let x = array![2.0, 0.5];
    let shares = explainer(&network).shares(x.view(), Question::logit(0)).unwrap();
    // z1 = [4 - 1.5 + 0.25, 2 + 0.25 - 4]: the second neuron gives nothing.
    assert_eq!(shares.value, 1.5 * 2.75 - 1.0);
    assert_eq!(shares.inputs.shares, [2.0 * 2.0 * 1.5, 0.5 * -3.0 * 1.5]);
    assert_eq!(shares.inputs.layer_biases, [0.25 * 1.5, -1.0]);
    assert_eq!(shares.hidden[0].shares, [1.5 * 2.75, 0.0]);
    assert_eq!(shares.hidden[0].layer_biases, [-1.0]);
    assert_eq!(shares.hidden[0].ranked(), [0]);
}

#[test]
fn the_constant_of_a_line_is_counted_with_its_layers_bias() {
    let hard = Dense::new(array![[1.0, 1.0]], array![0.0, 9.0], Activation::HardSigmoid).unwrap();
    let last = Dense::new(array![[1.0], [10.0]], array![0.0], Activation::Identity).unwrap();
    let network = Network::new(vec![hard, last], Output::Identity).unwrap();
    let shares = explainer(&network).shares(array![0.6].view(), Question::logit(0)).unwrap();
    assert!(near(shares.inputs.shares[0], f64::from(0.6f32) / 6.0, 1e-12));
    // 0.5 in the middle of the first neuron; the second is at its end, which is 1.
    assert!(near(shares.inputs.layer_biases[0], 0.5 + 10.0, 1e-12));
}

#[test]
fn integrated_gradients_are_the_integrals() {
    // y = tanh(x1 + 2·x2) · 3, along x·t: the share of input i is x_i·w_i · 3·tanh(s) / s with
    // s = x1 + 2·x2.
    let tanh = Dense::new(array![[1.0], [2.0]], array![0.0], Activation::Tanh).unwrap();
    let last = Dense::new(array![[3.0]], array![0.5], Activation::Identity).unwrap();
    let network = Network::new(vec![tanh, last], Output::Identity).unwrap();
    let x = array![0.5f32, 0.25];
    let shares = explainer(&network).shares(x.view(), Question::logit(0)).unwrap();
    let mean = 3.0 * 1f64.tanh();
    for (found, expected) in shares.inputs.shares.iter().zip([0.5 * mean, 0.5 * mean]) {
        assert!(near(*found, expected, 1e-6), "{found}, not {expected}");
    }
    assert_eq!(shares.inputs.bias, 0.5);
    assert!(shares.inputs.layer_biases.is_empty());
}

#[test]
fn a_perceptron_is_shared_out_by_its_weighted_inputs() {
    // AND of the guide, as a step before the output.
    let and = Dense::new(array![[0.5], [0.5]], array![-0.7], Activation::Step).unwrap();
    let network = Network::new(vec![and], Output::Identity).unwrap();
    let explainer = explainer(&network);
    let shares = |x: Array1<f32>| explainer.shares(x.view(), Question::logit(0)).unwrap();
    let both = shares(array![1.0, 1.0]);
    assert_eq!((both.value, both.inputs.method), (1.0, Method::Rescale));
    assert!(both.inputs.shares.iter().all(|&share| near(share, 0.5, 1e-12)));
    assert_eq!(shares(array![1.0, 0.0]).inputs.shares, [0.0, 0.0]);
}

#[test]
fn a_step_gives_what_the_network_computes_in_f32() {
    // 0.1 + 0.2 - 0.3 is exactly zero in one precision and not in the other.
    for [a, b, c] in [[0.1f32, 0.2, -0.3], [0.7, 0.1, -0.8], [0.3, 0.6, -0.9], [1.1, 2.2, -3.3]] {
        let step = Dense::new(array![[a], [b]], array![c], Activation::Step).unwrap();
        let network = Network::new(vec![step], Output::Identity).unwrap();
        let explainer = explainer(&network);
        let x = array![1.0, 1.0];
        let shares = explainer.shares(x.view(), Question::logit(0)).unwrap();
        assert_eq!(shares.value, f64::from(logits(&explainer, &x)[0]), "{a} + {b} + {c}");
    }
}

#[test]
fn a_single_sigmoid_speaks_for_both_classes() {
    let layer = Dense::new(array![[2.0]], array![-0.5], Activation::Identity).unwrap();
    let network = Network::new(vec![layer], Output::Sigmoid).unwrap();
    let explainer = explainer(&network);
    let value = |question| explainer.shares(array![1.0].view(), question).unwrap().value;
    assert_eq!(value(Question::logit(1)), 1.5);
    assert_eq!(value(Question::logit(0)), -1.5);
    assert_eq!(value(Question::difference(1, 0)), 1.5);
    assert_eq!(value(Question::difference(0, 1)), -1.5);
}

#[test]
fn shares_are_ranked_by_their_size() {
    let layer = Dense::new(array![[1.0], [-3.0], [0.0], [3.0]], array![0.0], Activation::Identity);
    let network = Network::new(vec![layer.unwrap()], Output::Identity).unwrap();
    let x = Array1::ones(4);
    let shares = explainer(&network).shares(x.view(), Question::logit(0)).unwrap();
    assert_eq!(shares.inputs.ranked(), [1, 3, 0]);
    assert_eq!((shares.inputs.sum(), shares.hidden.len()), (1.0, 0));
}

#[test]
fn methods_have_names() {
    let steps = Method::IntegratedGradients { steps: 64 };
    let names = [Method::Exact, steps, Method::Rescale].map(Method::name);
    assert_eq!(names, ["exact", "integrated_gradients", "rescale"]);
    assert_eq!(steps.to_string(), "approximation by integrated gradients, 64 steps");
    assert_eq!(Method::Exact.to_string(), "exact");
    assert!(Method::Rescale.to_string().contains("rescale rule"));
    assert!(!steps.is_exact() && !Method::Rescale.is_exact());
}
