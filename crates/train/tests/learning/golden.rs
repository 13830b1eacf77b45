//! The first losses are NumPy's.

use crate::{network, scattered};
use feedforward_network::{Activation, Output};
use feedforward_train::{Examples, Optimizer, Trainer, TrainerOptions};

#[test]
fn the_first_losses_are_those_of_numpy() {
    // golden/first_losses.py, NumPy 2.4.6.
    let (softmax, identity) = (Output::Softmax, Output::Identity);
    let cases = [
        (
            (Activation::Sigmoid, Optimizer::Sgd, 0.5, softmax),
            [
                1.1753203, 1.095076, 1.0676539, 1.0580347, 1.0539239, 1.0513909, 1.0492603,
                1.0471929, 1.0450906, 1.042923,
            ],
        ),
        (
            (Activation::Tanh, Optimizer::momentum(), 0.1, softmax),
            [
                1.3357158, 1.2324604, 1.0625771, 0.8839612, 0.7566942, 0.7044877, 0.7061372,
                0.727406, 0.743579, 0.7422718,
            ],
        ),
        (
            (Activation::Relu, Optimizer::adam(), 0.05, softmax),
            [
                1.3722785, 1.0870317, 0.9395349, 0.8869663, 0.852692, 0.8175838, 0.7666865,
                0.6974831, 0.6199121, 0.5460089,
            ],
        ),
        (
            (Activation::Tanh, Optimizer::adam(), 0.05, identity),
            [
                2.0238047, 1.2995524, 0.757534, 0.4424287, 0.3060152, 0.2723511, 0.2920536,
                0.325412, 0.3468695, 0.3492085,
            ],
        ),
    ];
    let (x, values) = (scattered(8, 6, 9), scattered(8, 3, 10));
    let labels: Vec<usize> = (0..8).map(|i| i % 3).collect();
    for ((activation, optimizer, rate, output), expected) in cases {
        let network = network(&[6, 5, 4, 3], activation, output);
        let mut trainer =
            Trainer::new(&network, &TrainerOptions { optimizer, ..TrainerOptions::default() })
                .unwrap();
        for (t, expected) in expected.into_iter().enumerate() {
            let examples = match output {
                Output::Softmax => Examples::labelled(x.view(), &labels),
                _ => Examples::valued(x.view(), values.view()),
            };
            let found: f64 = trainer.step(examples, rate).unwrap().loss;
            // The goldens have eight digits; ten steps in f32 add up to a hundred roundings of 2^-24
            // to each weight, and Adam divides by the square root of small squares.
            assert!(
                (found - expected).abs() < 2e-5,
                "{activation} {optimizer:?} step {t}: {found} {expected}"
            );
        }
    }
}
