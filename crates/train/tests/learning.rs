//! What training promises: the right gradients, the published rules, one answer a seed.
#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use feedforward_network::{Activation, Dense, Isa, Network, Output};
use feedforward_train::{
    Augmentation, Examples, Keep, Optimizer, Schedule, Targets, TrainOptions, Trainer,
    TrainerOptions, initialize, train,
};
use ndarray::{Array1, Array2, array};
use std::num::NonZeroUsize;

/// The formula of `golden/first_losses.py`.
fn scattered(rows: usize, columns: usize, seed: usize) -> Array2<f32> {
    Array2::from_shape_fn((rows, columns), |(i, j)| {
        let k = (i * columns + j + 1 + 7919 * seed) as f64;
        ((k * 0.618_033_988_749_895).fract() * 2.0 - 1.0) as f32
    })
}

fn network(sizes: &[usize], activation: Activation, output: Output) -> Network {
    let layers = sizes.windows(2).enumerate().map(|(i, pair)| {
        let activation = if i + 2 == sizes.len() { Activation::Identity } else { activation };
        let bias = scattered(1, pair[1], 100 + i).row(0).to_owned();
        Dense::new(scattered(pair[0], pair[1], i), bias, activation).unwrap()
    });
    Network::new(layers.collect(), output).unwrap()
}

/// A network's weights and biases in f64, to be nudged one by one.
struct Double {
    layers: Vec<(Array2<f64>, Array1<f64>, Activation)>,
    output: Output,
}

impl Double {
    fn of(network: &Network) -> Self {
        let layers = network.layers().iter().map(|layer| {
            (layer.weights().mapv(f64::from), layer.bias().mapv(f64::from), layer.activation())
        });
        Self { layers: layers.collect(), output: network.output() }
    }

    fn loss(&self, x: &Array2<f32>, targets: Targets<'_>) -> f64 {
        let mut signal = x.mapv(f64::from);
        for (weights, bias, activation) in &self.layers {
            signal = signal.dot(weights) + bias;
            signal.mapv_inplace(|z| match activation {
                Activation::Sigmoid => 1.0 / (1.0 + (-z).exp()),
                Activation::Tanh => z.tanh(),
                Activation::Relu => z.max(0.0),
                _ => z,
            });
        }
        match (targets, self.output) {
            (Targets::Labels(labels), Output::Softmax) => {
                let rows = signal.outer_iter().zip(labels);
                let losses = rows.map(|(z, &label)| {
                    let max = z.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                    (z.iter().map(|v| (v - max).exp()).sum::<f64>()).ln() + max - z[label]
                });
                losses.sum::<f64>() / labels.len() as f64
            }
            (Targets::Values(values), Output::Identity) => {
                (signal - values.mapv(f64::from)).mapv(|d| d * d).mean().unwrap()
            }
            _ => panic!("labels go with softmax and values with identity"),
        }
    }

    /// The central difference of the loss at one parameter.
    fn slope(
        &mut self,
        x: &Array2<f32>,
        targets: Targets<'_>,
        at: impl Fn(&mut Self) -> &mut f64,
    ) -> f64 {
        let h = 1e-5;
        *at(self) += h;
        let above = self.loss(x, targets);
        *at(self) -= 2.0 * h;
        let below = self.loss(x, targets);
        *at(self) += h;
        (above - below) / (2.0 * h)
    }
}

#[test]
fn gradients_are_the_slopes_of_the_loss() {
    let x = scattered(9, 6, 9);
    let values = scattered(9, 3, 10);
    let labels: Vec<usize> = (0..9).map(|i| i % 3).collect();
    for activation in
        [Activation::Identity, Activation::Sigmoid, Activation::Relu, Activation::Tanh]
    {
        for output in Output::ALL {
            let network = network(&[6, 5, 4, 3], activation, output);
            let examples = match output {
                Output::Softmax => Examples::labelled(x.view(), &labels),
                _ => Examples::valued(x.view(), values.view()),
            };
            let mut trainer = Trainer::new(&network, &TrainerOptions::default()).unwrap();
            let gradients = trainer.gradients(examples).unwrap();
            let mut double = Double::of(&network);
            for (layer, gradient) in gradients.iter().enumerate() {
                for ((i, j), &found) in gradient.weights.indexed_iter() {
                    let slope =
                        double.slope(&x, examples.targets(), |d| &mut d.layers[layer].0[[i, j]]);
                    assert!(
                        (f64::from(found) - slope).abs() < 1e-6,
                        "{activation} {output}: dW{}[{i}, {j}] is {found}, the slope {slope}",
                        layer + 1
                    );
                }
                for (j, &found) in gradient.bias.indexed_iter() {
                    let slope = double.slope(&x, examples.targets(), |d| &mut d.layers[layer].1[j]);
                    assert!(
                        (f64::from(found) - slope).abs() < 1e-6,
                        "{activation} {output}: db{}[{j}] is {found}, the slope {slope}",
                        layer + 1
                    );
                }
            }
        }
    }
}

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
            assert!(
                (found - expected).abs() < 2e-5,
                "{activation} {optimizer:?} step {t}: {found} {expected}"
            );
        }
    }
}

/// Three clouds of points in six dimensions.
fn clouds(count: usize) -> (Array2<f32>, Vec<usize>) {
    let labels: Vec<usize> = (0..count).map(|i| i % 3).collect();
    let mut x = scattered(count, 6, 5);
    for (mut row, label) in x.outer_iter_mut().zip(&labels) {
        row[*label] += 1.5;
    }
    (x, labels)
}

fn options() -> TrainOptions {
    TrainOptions {
        epochs: 3,
        batch: NonZeroUsize::new(50).unwrap(),
        optimizer: Optimizer::adam(),
        learning_rate: 0.01,
        validation: 200,
        ..TrainOptions::default()
    }
}

#[test]
fn what_is_learned_holds_for_examples_not_seen() {
    let (x, labels) = clouds(2000);
    let network = initialize(&[6, 16, 3], Activation::Relu, Output::Softmax, None, 1).unwrap();
    let trained =
        train(&network, Examples::labelled(x.view(), &labels), &options(), &mut |_| {}).unwrap();
    let accuracy = trained.history[2].validation_accuracy.unwrap();
    assert!(accuracy > 0.9, "{accuracy}");
    assert!(trained.history[2].loss < trained.history[0].loss / 2.0);
}

#[test]
fn a_seed_gives_the_same_weights_at_any_thread_count_and_instruction_set() {
    // Wide enough for every product to be shared out.
    let (x, labels) = clouds(900);
    let network =
        initialize(&[6, 300, 300, 3], Activation::Sigmoid, Output::Softmax, None, 4).unwrap();
    let run = |threads, seed| {
        let threads = NonZeroUsize::new(threads).unwrap();
        let options = TrainOptions {
            threads,
            seed,
            epochs: 2,
            batch: NonZeroUsize::new(128).unwrap(),
            ..options()
        };
        train(&network, Examples::labelled(x.view(), &labels), &options, &mut |_| {}).unwrap()
    };
    let one = run(1, 1);
    assert_eq!(run(1, 1), one);
    assert_eq!(run(2, 1), one);
    assert_eq!(run(3, 1), one);
    assert_ne!(run(1, 2).network, one.network);
    let examples = Examples::labelled(x.view(), &labels);
    let step = |isa| {
        let mut trainer =
            Trainer::new(&network, &TrainerOptions { isa: Some(isa), ..TrainerOptions::default() })
                .ok()?;
        trainer.step(examples, 0.1).unwrap();
        Some(trainer.network())
    };
    let portable = step(Isa::Portable);
    for isa in Isa::ALL {
        match step(isa) {
            Some(network) => assert_eq!(Some(network), portable, "{isa}"),
            None => println!("skipped: this processor has no {isa}"),
        }
    }
}

#[test]
fn weights_that_are_no_numbers_are_never_given_back() {
    let (x, labels) = clouds(300);
    let network = initialize(&[6, 8, 3], Activation::Relu, Output::Softmax, None, 1).unwrap();
    for (keep, validation) in [(Keep::Last, 0), (Keep::Best, 50)] {
        // One step an epoch: its loss is measured before the weights explode.
        let batch = NonZeroUsize::new(300).unwrap();
        let options = TrainOptions {
            epochs: 1,
            batch,
            learning_rate: 3e38,
            optimizer: Optimizer::Sgd,
            keep,
            validation,
            ..options()
        };
        let trained = train(&network, Examples::labelled(x.view(), &labels), &options, &mut |_| {});
        match trained {
            Err(reason) => {
                assert!(reason.to_string().contains("lower the learning rate"), "{reason}")
            }
            Ok(trained) => {
                assert!(trained.network.layers()[0].weights().iter().all(|w| w.is_finite()))
            }
        }
    }
}

#[test]
fn the_best_epoch_is_kept() {
    let (x, labels) = clouds(600);
    let network = initialize(&[6, 8, 3], Activation::Tanh, Output::Softmax, None, 1).unwrap();
    // A learning rate at which the loss goes up and down.
    let options = TrainOptions { keep: Keep::Best, learning_rate: 0.5, epochs: 8, ..options() };
    let trained =
        train(&network, Examples::labelled(x.view(), &labels), &options, &mut |_| {}).unwrap();
    let losses: Vec<f64> = trained.history.iter().map(|e| e.validation_loss.unwrap()).collect();
    assert!(
        losses.iter().all(|loss| *loss >= losses[trained.kept - 1]),
        "{losses:?} {}",
        trained.kept
    );
    let again = TrainOptions { keep: Keep::Last, epochs: trained.kept, ..options };
    let last = train(&network, Examples::labelled(x.view(), &labels), &again, &mut |_| {}).unwrap();
    assert_eq!(last.network, trained.network);
}

#[test]
fn a_cosine_and_decay_change_what_is_learned() {
    let (x, labels) = clouds(600);
    let network = initialize(&[6, 8, 3], Activation::Tanh, Output::Softmax, None, 1).unwrap();
    let run = |options: TrainOptions| {
        train(&network, Examples::labelled(x.view(), &labels), &options, &mut |_| {}).unwrap()
    };
    let plain = run(options());
    let cosine = run(TrainOptions { schedule: Schedule::Cosine, ..options() });
    assert!(cosine.history[2].learning_rate < 0.001, "{:?}", cosine.history);
    assert_ne!(cosine.network, plain.network);
    let norm = |network: &Network| {
        network.layers().iter().map(|l| l.weights().mapv(|w| w * w).sum()).sum::<f32>()
    };
    let decayed = run(TrainOptions { weight_decay: 1.0, ..options() });
    assert!(norm(&decayed.network) < 0.9 * norm(&plain.network));
}

#[test]
fn what_cannot_be_learned_is_refused_with_its_reason() {
    let x = Array2::zeros((4, 2));
    let softmax = initialize(&[2, 3], Activation::Relu, Output::Softmax, None, 1).unwrap();
    let identity = initialize(&[2, 3], Activation::Relu, Output::Identity, None, 1).unwrap();
    let step = network(&[2, 3, 3], Activation::Step, Output::Softmax);
    let pictures = Some(Augmentation::digits());
    let run = |network: &Network, labels: &[usize], options: TrainOptions| {
        train(network, Examples::labelled(x.view(), labels), &options, &mut |_| {})
            .unwrap_err()
            .to_string()
    };
    let default = TrainOptions::default;
    let few = Array2::zeros((4, 2));
    let values = train(&identity, Examples::valued(x.view(), few.view()), &default(), &mut |_| {});
    let empty = Array2::zeros((0, 2));
    let nothing = train(&softmax, Examples::labelled(empty.view(), &[]), &default(), &mut |_| {});
    let wide = Array2::zeros((1, 5));
    let shape = train(&softmax, Examples::labelled(wide.view(), &[0]), &default(), &mut |_| {});
    let exploding = network(&[2, 3], Activation::Identity, Output::Identity);
    let (big, target) = (array![[1e20, 1e20]], array![[0.0, 0.0, 0.0]]);
    let options = TrainOptions { epochs: 9, ..default() };
    let diverged =
        train(&exploding, Examples::valued(big.view(), target.view()), &options, &mut |_| {});
    let table = [
        (
            run(&softmax, &[0, 1, 2], default()),
            "there are 4 examples but 3 targets: each example needs one",
        ),
        (
            run(&softmax, &[0, 1, 3, 2], default()),
            "example 2 has the label 3, but the network has 3 outputs, for labels 0 to 2: give it one output a class",
        ),
        (
            run(&identity, &[0; 4], default()),
            "labels cannot be learned with the output identity: cross-entropy needs the output softmax",
        ),
        (
            run(&step, &[0; 4], default()),
            "layer 1 cannot learn: the slope of 'step' is zero everywhere; use sigmoid, relu or tanh",
        ),
        (
            run(&softmax, &[0; 4], TrainOptions { validation: 4, ..default() }),
            "4 examples set aside for validation leave none of 4 to learn from",
        ),
        (
            run(&softmax, &[0; 4], TrainOptions { keep: Keep::Best, ..default() }),
            "validation is 0, but must be above zero to keep the best epoch",
        ),
        (
            run(&softmax, &[0; 4], TrainOptions { learning_rate: -1.0, ..default() }),
            "learning rate is -1, but must be above zero",
        ),
        (
            run(&softmax, &[0; 4], TrainOptions { augmentation: pictures, ..default() }),
            "rows of 2 numbers are no pictures of 28 x 28: augmentation needs pictures",
        ),
        (
            run(
                &softmax,
                &[0; 4],
                TrainOptions { optimizer: Optimizer::Momentum { momentum: 1.0 }, ..default() },
            ),
            "momentum is 1, but must be from 0 up to, but not, 1",
        ),
        (
            values.unwrap_err().to_string(),
            "the network has 3 outputs, but the targets have 2 numbers a row",
        ),
        (nothing.unwrap_err().to_string(), "there are no examples to learn from"),
        (
            shape.unwrap_err().to_string(),
            "layer 1 takes rows of 2 inputs (W1 is 2 x 3), but x is 1 x 5; were these examples prepared for another network?",
        ),
    ];
    for (found, expected) in table {
        assert_eq!(found, expected);
    }
    let diverged = diverged.unwrap_err().to_string();
    assert!(
        diverged.starts_with(
            "the loss became NaN in epoch 1, step 1: lower the learning rate, which is 0.1"
        ),
        "{diverged}"
    );
}
