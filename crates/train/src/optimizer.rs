//! Optimisers: how a gradient changes weights.

use crate::error::TrainError;

/// The rule by which a gradient changes a weight w with gradient g, at the learning rate η.
///
/// Weight decay is decoupled (Loshchilov and Hutter 2019): before the rule, w becomes
/// w - η · decay · w. Biases do not decay.
///
/// # References
///
/// Robbins and Monro (1951), Polyak (1964), Kingma and Ba (2015).
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Optimizer {
    /// w = w - η g
    Sgd,
    /// v = momentum · v - η g; w = w + v
    Momentum {
        /// The share of the last step that is kept, at least 0 and below 1.
        momentum: f32,
    },
    /// m = β₁ m + (1 - β₁) g; v = β₂ v + (1 - β₂) g²; in step t,
    /// w = w - η · m / (1 - β₁ᵗ) / (√(v / (1 - β₂ᵗ)) + ε)
    Adam {
        /// β₁, the decay of the gradient's running mean, at least 0 and below 1.
        beta1: f32,
        /// β₂, the decay of the running mean of its square, at least 0 and below 1.
        beta2: f32,
        /// ε, which keeps the division finite; above 0.
        epsilon: f32,
    },
}

/// How the learning rate changes from the first step to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Schedule {
    /// No change.
    #[default]
    Constant,
    /// Falls to zero along half a cosine wave (Loshchilov and Hutter 2017).
    Cosine,
}

impl Optimizer {
    /// Momentum of 0.9.
    pub const fn momentum() -> Self {
        Self::Momentum { momentum: 0.9 }
    }

    /// Adam with its authors' numbers: β₁ = 0.9, β₂ = 0.999, ε = 1e-8.
    pub const fn adam() -> Self {
        Self::Adam { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 }
    }

    pub(crate) fn check(self) -> Result<(), TrainError> {
        let fraction = |name, value: f32| {
            let expected = "at least 0 and below 1";
            if (0.0..1.0).contains(&value) {
                Ok(())
            } else {
                Err(TrainError::Option { name, found: value, expected })
            }
        };
        match self {
            Self::Sgd => Ok(()),
            Self::Momentum { momentum } => fraction("momentum", momentum),
            Self::Adam { epsilon, .. } if !(epsilon > 0.0 && epsilon.is_finite()) => {
                let found = epsilon;
                let expected = "above zero and finite";
                Err(TrainError::Option { name: "epsilon", found, expected })
            }
            Self::Adam { beta1, beta2, .. } => {
                fraction("beta1", beta1).and(fraction("beta2", beta2))
            }
        }
    }
}

impl Schedule {
    /// The share of the learning rate that applies at this progress of training, from 0 to 1.
    pub(crate) fn share(self, progress: f64) -> f64 {
        match self {
            Self::Constant => 1.0,
            Self::Cosine => 0.5 * (1.0 + libm::cos(std::f64::consts::PI * progress)),
        }
    }
}

/// The state of an optimiser for one array of parameters.
#[derive(Clone, Debug)]
pub(crate) struct Memory {
    /// Momentum's v, Adam's m.
    mean: Vec<f32>,
    /// Adam's v.
    square: Vec<f32>,
    /// β₁ᵗ and β₂ᵗ, multiplied up step by step: the bits of a power function differ between
    /// platforms.
    powers: [f64; 2],
}

impl Memory {
    pub(crate) fn new() -> Self {
        Self { mean: Vec::new(), square: Vec::new(), powers: [1.0; 2] }
    }

    /// One step of `optimizer` on `parameters`.
    pub(crate) fn step(
        &mut self,
        optimizer: Optimizer,
        learning_rate: f32,
        decay: f32,
        parameters: &mut [f32],
        gradients: &[f32],
    ) {
        assert_eq!(parameters.len(), gradients.len(), "one gradient per parameter");
        if decay != 0.0 {
            let keep = 1.0 - learning_rate * decay;
            parameters.iter_mut().for_each(|w| *w *= keep);
        }
        match optimizer {
            Optimizer::Sgd => {
                for (w, g) in parameters.iter_mut().zip(gradients) {
                    *w -= learning_rate * g;
                }
            }
            Optimizer::Momentum { momentum } => {
                self.mean.resize(parameters.len(), 0.0);
                for ((w, g), v) in parameters.iter_mut().zip(gradients).zip(&mut self.mean) {
                    *v = momentum * *v - learning_rate * g;
                    *w += *v;
                }
            }
            Optimizer::Adam { beta1, beta2, epsilon } => {
                self.mean.resize(parameters.len(), 0.0);
                self.square.resize(parameters.len(), 0.0);
                self.powers[0] *= f64::from(beta1);
                self.powers[1] *= f64::from(beta2);
                let rate = (f64::from(learning_rate) / (1.0 - self.powers[0])) as f32;
                let correction = (1.0 / (1.0 - self.powers[1])) as f32;
                let memories = self.mean.iter_mut().zip(&mut self.square);
                for ((w, &g), (m, v)) in parameters.iter_mut().zip(gradients).zip(memories) {
                    *m = beta1 * *m + (1.0 - beta1) * g;
                    *v = beta2 * *v + (1.0 - beta2) * (g * g);
                    *w -= rate * *m / ((*v * correction).sqrt() + epsilon);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The rules as their authors write them, in f64.
    fn reference(
        optimizer: Optimizer,
        rate: f64,
        decay: f64,
        gradients: &[f64],
        mut w: f64,
    ) -> f64 {
        let (mut m, mut v) = (0.0, 0.0);
        for (t, g) in gradients.iter().enumerate() {
            w -= rate * decay * w;
            match optimizer {
                Optimizer::Sgd => w -= rate * g,
                Optimizer::Momentum { momentum } => {
                    m = f64::from(momentum) * m - rate * g;
                    w += m;
                }
                Optimizer::Adam { beta1, beta2, epsilon } => {
                    let (b1, b2, t) = (f64::from(beta1), f64::from(beta2), t as i32 + 1);
                    m = b1 * m + (1.0 - b1) * g;
                    v = b2 * v + (1.0 - b2) * g * g;
                    let (m, v) = (m / (1.0 - b1.powi(t)), v / (1.0 - b2.powi(t)));
                    w -= rate * m / (v.sqrt() + f64::from(epsilon));
                }
            }
        }
        w
    }

    #[test]
    fn steps_follow_the_published_rules() {
        let gradients = [0.5, -0.25, 0.125, 2.0, -1.0, 0.0, 0.75];
        let custom = Optimizer::Adam { beta1: 0.5, beta2: 0.75, epsilon: 0.125 };
        for optimizer in [Optimizer::Sgd, Optimizer::momentum(), Optimizer::adam(), custom] {
            for decay in [0.0, 0.5] {
                let (mut memory, mut w) = (Memory::new(), [0.3f32]);
                for g in gradients {
                    memory.step(optimizer, 0.01, decay, &mut w, &[g as f32]);
                }
                let exact =
                    reference(optimizer, 0.01, f64::from(decay), &gradients, f64::from(0.3f32));
                // Some roundings of 2^-25 for each of seven steps.
                let error = (f64::from(w[0]) - exact).abs();
                assert!(error < 1e-6, "{optimizer:?} {decay}: {} {exact}", w[0]);
            }
        }
    }

    #[test]
    fn numbers_outside_their_range_are_refused() {
        let momentum = |momentum| Optimizer::Momentum { momentum }.check();
        let adam = |beta1, beta2, epsilon| Optimizer::Adam { beta1, beta2, epsilon }.check();
        for optimizer in [Optimizer::Sgd, Optimizer::momentum(), Optimizer::adam()] {
            assert_eq!(optimizer.check(), Ok(()));
        }
        assert_eq!((momentum(0.0), adam(0.0, 0.0, 1.0)), (Ok(()), Ok(())));
        for (wrong, message) in [
            (momentum(1.0), "momentum is 1, but must be at least 0 and below 1"),
            (momentum(f32::NAN), "momentum is NaN, but must be at least 0 and below 1"),
            (adam(-0.5, 0.9, 1.0), "beta1 is -0.5, but must be at least 0 and below 1"),
            (adam(0.9, 1.0, 1.0), "beta2 is 1, but must be at least 0 and below 1"),
            (adam(0.9, 0.9, 0.0), "epsilon is 0, but must be above zero and finite"),
            (adam(0.9, 0.9, f32::INFINITY), "epsilon is inf, but must be above zero and finite"),
        ] {
            assert_eq!(wrong.unwrap_err().to_string(), message);
        }
    }

    #[test]
    fn decay_shrinks_weights_without_a_gradient() {
        let mut w = [2.0];
        Memory::new().step(Optimizer::Sgd, 0.1, 0.5, &mut w, &[0.0]);
        assert_eq!(w, [1.9]);
    }

    #[test]
    fn a_cosine_falls_from_one_to_zero() {
        assert_eq!(Schedule::Cosine.share(0.0), 1.0);
        assert!((Schedule::Cosine.share(0.5) - 0.5).abs() < 1e-15);
        assert!(Schedule::Cosine.share(1.0) < 1e-15);
        assert_eq!(Schedule::Constant.share(0.7), 1.0);
    }
}
