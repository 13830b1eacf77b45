//! Gradients are the slopes of the loss, and steps follow them.

use crate::{network, scattered};
use feedforward_network::{Activation, Network, Output};
use feedforward_train::{
    Examples, Gradient, Loss, Optimizer, TargetKind, Targets, TrainError, Trainer, TrainerOptions,
};
use ndarray::{Array1, Array2};

const BATCH: usize = 9;

/// A network's weights and biases in f64, to be changed one by one.
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

    /// The mean loss, from the logits.
    fn loss(&self, x: &Array2<f32>, targets: Targets<'_>) -> f64 {
        let mut z = x.mapv(f64::from);
        for (weights, bias, activation) in &self.layers {
            z = z.dot(weights) + bias;
            z.mapv_inplace(|z| activation.exact(z).0);
        }
        match self.output {
            Output::Identity => (z - self.targets(targets)).mapv(|d| d * d).mean().unwrap(),
            Output::Sigmoid => {
                let t = self.targets(targets);
                // -t ln y - (1 - t) ln(1 - y) = ln(1 + exp(z)) - t z
                (z.mapv(|z| z.exp().ln_1p()) - t * z).mean().unwrap()
            }
            Output::Softmax | Output::LogSoftmax => {
                let t = self.targets(targets);
                let log_sums: f64 = z.outer_iter().map(|z| z.mapv(f64::exp).sum().ln()).sum();
                (log_sums - (z * t).sum()) / BATCH as f64
            }
        }
    }

    /// Targets as numbers, one per output: labels one-hot, those of a single sigmoid as they are.
    fn targets(&self, targets: Targets<'_>) -> Array2<f64> {
        let outputs = self.layers[self.layers.len() - 1].1.len();
        let is_binary = self.output == Output::Sigmoid && outputs == 1;
        match targets {
            Targets::Values(values) => values.mapv(f64::from),
            Targets::Labels(labels) => {
                Array2::from_shape_fn((labels.len(), outputs), |(row, output)| {
                    let one = if is_binary { 1 } else { output };
                    f64::from(u8::from(labels[row] == one))
                })
            }
            _ => panic!("{targets:?} are not tested"),
        }
    }

    /// The gradients of the loss, by central differences.
    fn slopes(&mut self, x: &Array2<f32>, targets: Targets<'_>) -> Vec<(Array2<f64>, Array1<f64>)> {
        let shapes: Vec<_> = self.layers.iter().map(|layer| layer.0.dim()).collect();
        let slopes = shapes.into_iter().enumerate().map(|(layer, shape)| {
            let weights = Array2::from_shape_fn(shape, |at| {
                self.slope(x, targets, |d| &mut d.layers[layer].0[at])
            });
            let bias = Array1::from_shape_fn(shape.1, |at| {
                self.slope(x, targets, |d| &mut d.layers[layer].1[at])
            });
            (weights, bias)
        });
        slopes.collect()
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

/// Checks the gradients, and the loss, of one network.
fn check(network: &Network, examples: Examples<'_>) {
    let (x, targets) = (examples.x().to_owned(), examples.targets());
    let mut trainer = Trainer::new(network, &TrainerOptions::default()).unwrap();
    let gradients = trainer.gradients(examples).unwrap();
    let mut double = Double::of(network);
    let what =
        format!("{} {} {}", network.layers()[0].activation(), network.output(), targets.kind());
    let loss = double.loss(&x, targets);
    let found = trainer.step(examples, 1.0).unwrap().loss;
    assert!((found - loss).abs() < 1e-6 * loss.max(1.0), "{what}: the loss {found}, not {loss}");
    let slopes = double.slopes(&x, targets);
    for (layer, (Gradient { weights, bias, .. }, slopes)) in
        gradients.iter().zip(&slopes).enumerate()
    {
        let found = weights.iter().chain(bias);
        for (&found, &slope) in found.zip(slopes.0.iter().chain(&slopes.1)) {
            // A gradient is a sum over nine examples of products of numbers below 4, each of which
            // has some roundings of 2^-24; the difference quotient's own error is below 1e-9.
            assert!(
                (f64::from(found) - slope).abs() < 2e-6 * slope.abs().max(1.0),
                "{what}: a gradient of layer {} is {found}, the slope {slope}",
                layer + 1
            );
        }
    }
}

/// Calls `body` with examples of every kind of targets that a network with `outputs` outputs learns.
fn for_each_kind(output: Output, outputs: usize, mut body: impl FnMut(Examples<'_>)) {
    let x = scattered(BATCH, 6, 9);
    let values = match output {
        Output::Sigmoid => scattered(BATCH, outputs, 10).mapv(f32::abs),
        _ => scattered(BATCH, outputs, 10),
    };
    let classes = output.classes(outputs);
    let labels: Vec<usize> = (0..BATCH).map(|i| i % classes).collect();
    let loss = Loss::of(output);
    assert!(loss.takes(TargetKind::Labels) || loss.takes(TargetKind::Values), "{output}");
    if loss.takes(TargetKind::Labels) {
        body(Examples::labelled(x.view(), &labels));
    }
    if loss.takes(TargetKind::Values) {
        body(Examples::valued(x.view(), values.view()));
    }
}

#[test]
fn gradients_are_the_slopes_of_the_loss() {
    for activation in Activation::ALL {
        for output in Output::ALL {
            for outputs in [1, 3] {
                let network = network(&[6, 5, 4, outputs], activation, output);
                for_each_kind(output, outputs, |examples| {
                    if activation.is_trainable() {
                        return check(&network, examples);
                    }
                    let refusal = Trainer::new(&network, &TrainerOptions::default());
                    let refusal = refusal.unwrap_err();
                    assert!(matches!(refusal, TrainError::NoSlope { layer: 1, .. }), "{refusal}");
                });
            }
        }
    }
}

#[test]
fn gradients_go_through_the_last_layers_activation() {
    let network = network(&[6, 5, 3], Activation::Tanh, Output::Identity);
    let mut layers = network.layers().to_vec();
    let last = layers.pop().unwrap();
    let (weights, bias) = (last.weights().to_owned(), last.bias().to_owned());
    layers.push(feedforward_network::Dense::new(weights, bias, Activation::Tanh).unwrap());
    for output in Output::ALL {
        let network = Network::new(layers.clone(), output).unwrap();
        for_each_kind(output, 3, |examples| check(&network, examples));
    }
}

#[test]
fn a_step_follows_the_slopes_by_the_optimizers_rule() {
    let rate = 0.0625;
    for optimizer in [Optimizer::Sgd, Optimizer::momentum(), Optimizer::adam()] {
        for decay in [0.0, 0.5] {
            for_each_kind(Output::Sigmoid, 3, |examples| {
                let network = network(&[6, 5, 3], Activation::Tanh, Output::Sigmoid);
                let options =
                    TrainerOptions { optimizer, weight_decay: decay, ..TrainerOptions::default() };
                let mut trainer = Trainer::new(&network, &options).unwrap();
                trainer.step(examples, rate).unwrap();
                let (mut before, after) = (Double::of(&network), Double::of(&trainer.network()));
                let slopes = before.slopes(&examples.x().to_owned(), examples.targets());
                // The first step of each rule; Adam's moves every weight by the rate.
                let change = |slope: f64| match optimizer {
                    Optimizer::Adam { epsilon, .. } => slope / (slope.abs() + f64::from(epsilon)),
                    _ => slope,
                };
                let keep = 1.0 - f64::from(rate) * f64::from(decay);
                for (index, (weights, bias)) in slopes.into_iter().enumerate() {
                    let (from, to) = (&before.layers[index], &after.layers[index]);
                    let expected = &from.0 * keep - weights.mapv(change) * f64::from(rate);
                    let biases = &from.1 - bias.mapv(change) * f64::from(rate);
                    let errors = (expected - &to.0).into_iter().chain(biases - &to.1);
                    for error in errors {
                        // A rounding of the weight and the gradient's error times the rate.
                        assert!(error.abs() < 1e-6, "{optimizer:?} {decay}: {error}");
                    }
                }
            });
        }
    }
}
