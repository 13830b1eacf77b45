//! The shares of inputs, biases and neurons in a logit.

use crate::gradient::{Derivatives, Pass, by_inputs, product, sums};
use crate::integral::integrated;
use feedforward_network::{Counted, Dense};
use std::fmt;

/// What a logit, or the difference of two, is made of.
///
/// Seen from the inputs and from each hidden layer, the value is a sum: the shares of these signals, and
/// what the biases after them add. By [`Explainer::shares`](crate::Explainer::shares).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Shares {
    /// The logit, or the difference of two, in f64.
    pub value: f64,
    /// The value as a sum over the inputs.
    pub inputs: SignalShares,
    /// The value as a sum over the neurons of each hidden layer, first to last.
    pub hidden: Vec<SignalShares>,
}

/// A value as a sum over signals: value = Σ shares + bias + residual.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct SignalShares {
    /// The share of each signal: of an input, or of a neuron's y.
    pub shares: Vec<f64>,
    /// What remains without these signals: what the biases of the layers after them add.
    pub bias: f64,
    /// The share of the bias of each layer after them, first to last, with the sum `bias`. The constant of an
    /// activation's straight line, such as the 0.5 of `hard_sigmoid`, is counted with its layer's bias. Empty
    /// unless the method is [`Method::Exact`].
    pub layer_biases: Vec<f64>,
    /// How the shares were found.
    pub method: Method,
    /// By how much the value is more than the sum of the shares and the bias.
    pub residual: f64,
}

/// How shares are found, which depends on the activations that follow the signals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Every activation consists of straight lines, so around these signals the value is a linear function
    /// of them: a share is a signal times its slope, the bias is the constant.
    Exact,
    /// A share is a signal times its mean slope on the straight way from zero, an approximation; the bias is
    /// the value at zero.
    ///
    /// # References
    ///
    /// Sundararajan, Taly and Yan (2017), integrated gradients.
    IntegratedGradients {
        /// The number of places on the way.
        steps: usize,
    },
    /// Some activation is a step, which has no slope: each activation counts with the slope of the line from
    /// its point at zero signals to its point here, an approximation; the bias is the value at zero.
    ///
    /// # References
    ///
    /// Shrikumar, Greenside and Kundaje (2017), DeepLIFT's rescale rule.
    Rescale,
}

impl Method {
    /// Whether the shares are exact but for rounding.
    pub const fn is_exact(self) -> bool {
        matches!(self, Self::Exact)
    }

    /// The name in JSON: `exact`, `integrated_gradients` or `rescale`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::IntegratedGradients { .. } => "integrated_gradients",
            Self::Rescale => "rescale",
        }
    }

    fn for_layers(layers: &[Dense]) -> Self {
        let mut activations = layers.iter().map(Dense::activation);
        if activations.clone().any(|activation| !activation.is_trainable()) {
            Self::Rescale
        } else if activations.all(|activation| activation.is_piecewise_linear()) {
            Self::Exact
        } else {
            Self::IntegratedGradients { steps: 0 }
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact => f.write_str("exact"),
            Self::IntegratedGradients { steps } => {
                write!(f, "approximation by integrated gradients, {}", Counted(*steps, "step"))
            }
            Self::Rescale => f.write_str("approximation by DeepLIFT's rescale rule"),
        }
    }
}

impl SignalShares {
    /// The sum of the shares, without the bias.
    pub fn sum(&self) -> f64 {
        self.shares.iter().sum()
    }

    /// The signals by the size of their shares, the largest first; of equal ones the first. Those whose
    /// share is zero are left out.
    pub fn ranked(&self) -> Vec<usize> {
        let size = |index: usize| self.shares[index].abs();
        let mut ranked: Vec<usize> =
            (0..self.shares.len()).filter(|&index| size(index) != 0.0).collect();
        ranked.sort_by(|&a, &b| size(b).total_cmp(&size(a)));
        ranked
    }
}

impl Shares {
    /// The shares in Σ of·y of the last layer. `jumps` are the sums of every layer in f32.
    pub(crate) fn of(layers: &[Dense], x: &[f64], of: &[f64], jumps: &[Vec<f32>]) -> Self {
        let pass = Pass::of(layers, sums(&layers[0], x), Some(jumps));
        let value = pass.value(of);
        let after = |signal: &[f64], first: usize| {
            signal_shares(&layers[first..], signal, of, &pass.after(first))
        };
        let hidden = pass.y.iter().zip(1..layers.len()).map(|(y, first)| after(y, first));
        Self { value, inputs: after(x, 0), hidden: hidden.collect() }
    }
}

/// The shares of a signal in what the layers after it make of it.
fn signal_shares(layers: &[Dense], signal: &[f64], of: &[f64], pass: &Pass) -> SignalShares {
    let value = pass.value(of);
    let method = Method::for_layers(layers);
    let at_zero = || Pass::of(layers, sums(&layers[0], &vec![0.0; signal.len()]), None);
    let (slopes, bias, layer_biases, method) = match method {
        Method::Exact => {
            let derivatives = Derivatives::of(layers, &pass.slopes, of);
            let layer_biases = layer_biases(layers, pass, &derivatives);
            let slopes = by_inputs(&layers[0], &derivatives.by_z[0]);
            (slopes, layer_biases.iter().sum(), layer_biases, method)
        }
        Method::Rescale => {
            let at_zero = at_zero();
            let derivatives = Derivatives::of(layers, &pass.secants(&at_zero), of);
            let slopes = by_inputs(&layers[0], &derivatives.by_z[0]);
            (slopes, at_zero.value(of), Vec::new(), method)
        }
        Method::IntegratedGradients { .. } => {
            let bias = at_zero().value(of);
            let product = product(&layers[0], signal);
            let (by_z, steps) = integrated(layers, &product, of, value - bias);
            let slopes = by_inputs(&layers[0], &by_z);
            (slopes, bias, Vec::new(), Method::IntegratedGradients { steps })
        }
    };
    // Not -0 for what has no share.
    let share = |(signal, slope): (&f64, f64)| signal * slope + 0.0;
    let shares: Vec<f64> = signal.iter().zip(slopes).map(share).collect();
    let residual = value - (shares.iter().sum::<f64>() + bias);
    SignalShares { shares, bias, layer_biases, method, residual }
}

/// The share of each layer's bias, with the constants of its activations' lines.
fn layer_biases(layers: &[Dense], pass: &Pass, derivatives: &Derivatives) -> Vec<f64> {
    let layer = |index: usize| {
        let bias = layers[index].bias();
        let biases = bias.iter().zip(&derivatives.by_z[index]);
        let biases: f64 = biases.map(|(&bias, by_z)| f64::from(bias) * by_z).sum();
        let lines = pass.z[index].iter().zip(&pass.y[index]).zip(&pass.slopes[index]);
        let constants = lines.map(|((z, y), slope)| y - slope * z);
        biases + constants.zip(&derivatives.by_y[index]).map(|(c, by_y)| c * by_y).sum::<f64>()
    };
    (0..layers.len()).map(layer).collect()
}

impl Pass {
    /// The pass through the layers from the index `first` on.
    fn after(&self, first: usize) -> Self {
        Self {
            z: self.z[first..].to_vec(),
            y: self.y[first..].to_vec(),
            slopes: self.slopes[first..].to_vec(),
        }
    }

    /// The slopes of the lines from the activations' points at zero to those here.
    fn secants(&self, at_zero: &Self) -> Vec<Vec<f64>> {
        let secant = |layer: usize, neuron: usize| {
            let dz = self.z[layer][neuron] - at_zero.z[layer][neuron];
            let dy = self.y[layer][neuron] - at_zero.y[layer][neuron];
            match dz.abs() > SAME_PLACE {
                true => dy / dz,
                false => self.slopes[layer][neuron],
            }
        };
        let layer = |layer: usize| (0..self.z[layer].len()).map(|j| secant(layer, j)).collect();
        (0..self.z.len()).map(layer).collect()
    }
}

/// Sums that are nearer to each other than this are taken for equal.
const SAME_PLACE: f64 = 1e-10;
