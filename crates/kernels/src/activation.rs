//! The elementwise activation functions: their names, formulas, derivatives and what a network needs
//! to know of them.
//!
//! A new activation is added in this file and nowhere else: a variant with its documentation, a line
//! in [`activations!`], and an arm in each `match`. None of them has a fallback, so the compiler
//! names what is missing; the tests below hold every activation to [`Activation::exact`].

use crate::double;
use crate::exact;
use crate::exp::{exp_minus_one_of_negative, exp_of_negative};
use crate::fma::mul_add;
use crate::initialization::Initialization;

/// An elementwise activation function, y = h(z).
///
/// | name | formula | h(-inf) | h(inf) | h(-0.0) | worst error |
/// |---|---|---|---|---|---|
/// | `identity` | z | -inf | inf | -0.0 | exact |
/// | `step` | 1 if z > 0, else 0 | 0 | 1 | 0 | exact |
/// | `sigmoid` | 1 / (1 + exp(-z)) | 0 | 1 | 0.5 | 1.48 |
/// | `relu` | max(0, z) | 0 | inf | 0 | exact |
/// | `tanh` | (exp(z) - exp(-z)) / (exp(z) + exp(-z)) | -1 | 1 | -0.0 | 0.93 |
/// | `leaky_relu(slope)` | z if z > 0, else slope · z | -inf | inf | -0.0 | 0.5 |
/// | `elu(alpha)` | z if z > 0, else alpha · (exp(z) - 1) | -alpha | inf | 0 | 0.51 |
/// | `selu` | 1.0507 · elu(1.6733) | -1.7581 | inf | 0 | 0.51 |
/// | `gelu` | z · Φ(z) | -0.0 | inf | -0.0 | 0.51 |
/// | `gelu_tanh` | z/2 · (1 + tanh(√(2/π) (z + 0.044715 z³))) | -0.0 | inf | -0.0 | 0.51 |
/// | `silu` | z · sigmoid(z) | -0.0 | inf | -0.0 | 0.51 |
/// | `mish` | z · tanh(ln(1 + exp(z))) | -0.0 | inf | -0.0 | 0.51 |
/// | `softplus` | ln(1 + exp(z)) | 0 | inf | ln 2 | 0.51 |
/// | `softsign` | z / (1 + \|z\|) | -1 | 1 | -0.0 | 0.51 |
/// | `hard_sigmoid` | min(max(0, z + 3), 6) / 6 | 0 | 1 | 0.5 | 0.51 |
/// | `hard_swish` | z · hard_sigmoid(z) | -0.0 | inf | -0.0 | 0.51 |
/// | `relu6` | min(max(0, z), 6) | 0 | 6 | 0 | exact |
///
/// The worst error is in units in the last place of the result; that of `sigmoid` and `tanh`, which are
/// monotone, was found by trying every f32: `cargo run --release -p feedforward-kernels --example worst_errors`. h(NaN) and h'(NaN) are NaN. Φ is the
/// cumulative distribution function of the standard normal distribution.
///
/// Softmax is not in the list, because it is not elementwise: each of its outputs depends on
/// the whole row.
///
/// # Examples
///
/// ```
/// use feedforward_kernels::Activation;
///
/// let activation: Activation = "sigmoid".parse()?;
/// assert_eq!(activation.apply(0.0), 0.5);
/// assert_eq!("LeakyReLU".parse(), Ok(Activation::LeakyRelu(0.01)));
/// assert_eq!("leaky_relu(0.2)".parse(), Ok(Activation::LeakyRelu(0.2)));
/// # Ok::<(), feedforward_kernels::ParseActivationError>(())
/// ```
///
/// # References
///
/// Rosenblatt (1958) for the step; Nair and Hinton (2010), `relu`; Maas, Hannun and Ng (2013),
/// `leaky_relu`; Clevert, Unterthiner and Hochreiter (2016), `elu`; Klambauer et al. (2017), `selu`;
/// Hendrycks and Gimpel (2016), `gelu` and `silu`; Misra (2019), `mish`; Dugas et al. (2001), `softplus`;
/// Glorot and Bengio (2010), `softsign`; Howard et al. (2019), `hard_sigmoid` and `hard_swish`;
/// Krizhevsky (2010), `relu6`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Activation {
    /// The output is the input: for regression, and before a softmax.
    Identity,
    /// The perceptron's threshold. Its derivative is zero, so nothing can learn through it.
    Step,
    /// The logistic function, between 0 and 1.
    Sigmoid,
    /// The rectifier: negative values become zero.
    Relu,
    /// The hyperbolic tangent, between -1 and 1.
    Tanh,
    /// A rectifier that lets a part of negative values through: the slope, 0.01 by default.
    LeakyRelu(f32),
    /// A rectifier that approaches -alpha smoothly; alpha is 1 by default.
    Elu(f32),
    /// The self-normalizing rectifier.
    Selu,
    /// The Gaussian error linear unit, exactly.
    Gelu,
    /// The Gaussian error linear unit, approximated by a hyperbolic tangent.
    GeluTanh,
    /// The sigmoid linear unit, also called swish.
    Silu,
    /// Smooth and not monotone, as `silu`.
    Mish,
    /// The smooth rectifier.
    Softplus,
    /// Like tanh, with tails that fall off more slowly.
    Softsign,
    /// A sigmoid of three straight lines, as in PyTorch and Keras 3.
    HardSigmoid,
    /// A `silu` by `hard_sigmoid`.
    HardSwish,
    /// The rectifier, clipped at 6.
    Relu6,
}

/// Lists the variants once, with the parameters that they have by default: [`Activation::ALL`], and a
/// `match` that does not compile if one is missing.
macro_rules! activations {
    ($($variant:ident $(($parameter:ident = $default:literal))?),+ $(,)?) => {
        impl Activation {
            /// Every activation, with its default parameter, in the order in which they are
            /// listed to a person.
            pub const ALL: [Self; [$(stringify!($variant)),+].len()] =
                [$(Self::$variant $(($default))?),+];

            /// Calls `body` with the activation as a literal of its own arm, so that a loop inside
            /// is compiled once for each activation and has no branch in it.
            #[inline(always)]
            pub(crate) fn monomorphize(self, mut body: impl FnMut(Self)) {
                match self {
                    $(Self::$variant $(($parameter))? => body(Self::$variant $(($parameter))?)),+
                }
            }
        }
    };
}

activations!(
    Identity,
    Step,
    Sigmoid,
    Relu,
    Tanh,
    LeakyRelu(slope = 0.01),
    Elu(alpha = 1.0),
    Selu,
    Gelu,
    GeluTanh,
    Silu,
    Mish,
    Softplus,
    Softsign,
    HardSigmoid,
    HardSwish,
    Relu6,
);

/// α and λ of `selu`, which keep the mean of signals at 0 and their variance at 1.
const SELU_ALPHA: f64 = 1.673_263_242_354_377_2;
const SELU_LAMBDA: f64 = 1.050_700_987_355_480_5;

/// 2·√(2/π) of `gelu_tanh`, since (1 + tanh(u)) / 2 = sigmoid(2u).
const GELU_SCALE: f64 = 1.595_769_121_605_730_7;
const GELU_CUBIC: f64 = 0.044_715;

impl Activation {
    /// The word that stands for it in flags and files, without a parameter.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Step => "step",
            Self::Sigmoid => "sigmoid",
            Self::Relu => "relu",
            Self::Tanh => "tanh",
            Self::LeakyRelu(_) => "leaky_relu",
            Self::Elu(_) => "elu",
            Self::Selu => "selu",
            Self::Gelu => "gelu",
            Self::GeluTanh => "gelu_tanh",
            Self::Silu => "silu",
            Self::Mish => "mish",
            Self::Softplus => "softplus",
            Self::Softsign => "softsign",
            Self::HardSigmoid => "hard_sigmoid",
            Self::HardSwish => "hard_swish",
            Self::Relu6 => "relu6",
        }
    }

    /// Other words for it, as libraries write them. Capitals, spaces, `_` and `-` make no difference.
    pub const fn aliases(self) -> &'static [&'static str] {
        match self {
            Self::Identity => &["linear"],
            Self::Step => &["heaviside", "binary_step"],
            Self::Sigmoid => &["logistic"],
            Self::Relu => &["rectifier"],
            Self::GeluTanh => &["gelu_new", "gelu_approximate", "gelu_pytorch_tanh"],
            Self::Silu => &["swish"],
            Self::HardSwish => &["hard_silu"],
            Self::Tanh
            | Self::LeakyRelu(_)
            | Self::Elu(_)
            | Self::Selu
            | Self::Gelu
            | Self::Mish
            | Self::Softplus
            | Self::Softsign
            | Self::HardSigmoid
            | Self::Relu6 => &[],
        }
    }

    /// Its parameter, for those that have one.
    pub const fn parameter(self) -> Option<f32> {
        match self {
            Self::LeakyRelu(parameter) | Self::Elu(parameter) => Some(parameter),
            Self::Identity
            | Self::Step
            | Self::Sigmoid
            | Self::Relu
            | Self::Tanh
            | Self::Selu
            | Self::Gelu
            | Self::GeluTanh
            | Self::Silu
            | Self::Mish
            | Self::Softplus
            | Self::Softsign
            | Self::HardSigmoid
            | Self::HardSwish
            | Self::Relu6 => None,
        }
    }

    /// The same function with another parameter; unchanged if it has none.
    #[must_use]
    pub const fn with_parameter(self, parameter: f32) -> Self {
        match self {
            Self::LeakyRelu(_) => Self::LeakyRelu(parameter),
            Self::Elu(_) => Self::Elu(parameter),
            other => other,
        }
    }

    /// Whether weights before it can be learned: whether its derivative is not zero everywhere.
    pub const fn is_trainable(self) -> bool {
        !matches!(self, Self::Step)
    }

    /// Whether it consists of straight lines, so that a network of such functions is linear around
    /// almost every input.
    pub const fn is_piecewise_linear(self) -> bool {
        match self {
            Self::Identity
            | Self::Step
            | Self::Relu
            | Self::LeakyRelu(_)
            | Self::HardSigmoid
            | Self::Relu6 => true,
            Self::Sigmoid
            | Self::Tanh
            | Self::Elu(_)
            | Self::Selu
            | Self::Gelu
            | Self::GeluTanh
            | Self::Silu
            | Self::Mish
            | Self::Softplus
            | Self::Softsign
            | Self::HardSwish => false,
        }
    }

    /// How the weights before it are initialized unless something else is asked for.
    pub const fn initialization(self) -> Initialization {
        match self {
            Self::Relu
            | Self::LeakyRelu(_)
            | Self::Elu(_)
            | Self::Gelu
            | Self::GeluTanh
            | Self::Silu
            | Self::Mish
            | Self::Softplus
            | Self::HardSwish
            | Self::Relu6 => Initialization::He,
            Self::Selu => Initialization::LeCun,
            Self::Identity
            | Self::Step
            | Self::Sigmoid
            | Self::Tanh
            | Self::Softsign
            | Self::HardSigmoid => Initialization::Xavier,
        }
    }

    /// h(z) of one number, the definition that every kernel repeats to the bit.
    #[inline(always)]
    pub fn apply(self, z: f32) -> f32 {
        let wide = f64::from(z);
        unless_nan(
            z,
            match self {
                Self::Identity => z,
                Self::Step => step(z),
                Self::Sigmoid => sigmoid(z),
                Self::Relu => relu(z),
                Self::Tanh => tanh(z),
                // The parameter alone may make a NaN of an infinite z.
                Self::LeakyRelu(slope) => canonical(piecewise(z, slope * z, z)),
                Self::Elu(alpha) => canonical(elu(wide, alpha.into(), 1.0) as f32),
                Self::Selu => elu(wide, SELU_ALPHA, SELU_LAMBDA) as f32,
                Self::Gelu => gated(wide, normal_cdf(wide)) as f32,
                Self::GeluTanh => gated(wide, logistic(gelu_argument(wide))) as f32,
                Self::Silu => gated(wide, logistic(wide)) as f32,
                Self::Mish => gated(wide, mish_gate(wide)) as f32,
                Self::Softplus => {
                    (relu_wide(wide) + double::ln_1p(double::exp_of_negative(-wide.abs()))) as f32
                }
                Self::Softsign => {
                    let z = clip(wide, 1e30);
                    (z / (1.0 + z.abs())) as f32
                }
                Self::HardSigmoid => hard_sigmoid(wide) as f32,
                Self::HardSwish => gated(wide, hard_sigmoid(wide)) as f32,
                Self::Relu6 => {
                    if z > 6.0 {
                        6.0
                    } else {
                        relu(z)
                    }
                }
            },
        )
    }

    /// h'(z), from z and y = h(z), to 1e-6 of the larger of 1 and h'(z).
    ///
    /// At a kink it is the slope on the flatter side, and the left one for `leaky_relu`, `elu` and
    /// `selu`. The derivative at NaN is NaN.
    #[inline(always)]
    pub fn derivative(self, z: f32, y: f32) -> f32 {
        // All that follow are constant so far out.
        let wide = clip(z.into(), 200.0);
        unless_nan(
            z,
            match self {
                Self::Identity => piecewise(z, 1.0, 1.0),
                Self::Step => piecewise(z, 0.0, 0.0),
                Self::Sigmoid => y * (1.0 - y),
                Self::Relu => step(z),
                Self::Tanh => mul_add(-y, y, 1.0),
                Self::LeakyRelu(slope) => piecewise(z, slope, 1.0),
                // y + alpha is alpha · exp(z).
                Self::Elu(alpha) => piecewise(z, y + alpha, 1.0),
                Self::Selu => {
                    piecewise(z, y + (SELU_ALPHA * SELU_LAMBDA) as f32, SELU_LAMBDA as f32)
                }
                Self::Gelu => (normal_cdf(wide) + wide * double::normal_density(wide)) as f32,
                Self::GeluTanh => {
                    let slope = GELU_SCALE * (1.0 + 3.0 * GELU_CUBIC * wide * wide);
                    let s = logistic(gelu_argument(wide));
                    (s + wide * s * (1.0 - s) * slope) as f32
                }
                Self::Silu => {
                    let s = logistic(wide);
                    (s + wide * s * (1.0 - s)) as f32
                }
                Self::Mish => {
                    let t = mish_gate(wide);
                    (t + wide * (1.0 - t * t) * logistic(wide)) as f32
                }
                Self::Softplus => logistic(wide) as f32,
                Self::Softsign => {
                    let d = 1.0 + f64::from(z).abs();
                    (1.0 / (d * d)) as f32
                }
                Self::HardSigmoid => between(z, 3.0, (0.0, 1.0 / 6.0, 0.0)),
                Self::HardSwish => between(z, 3.0, (0.0, ((2.0 * wide + 3.0) / 6.0) as f32, 1.0)),
                Self::Relu6 => {
                    if z >= 6.0 {
                        0.0
                    } else {
                        step(z)
                    }
                }
            },
        )
    }

    /// h(z) and h'(z) straight from the formulas, in f64: what tests compare with, and as slow as that
    /// allows.
    ///
    /// # Examples
    ///
    /// ```
    /// let (y, slope) = feedforward_kernels::Activation::Sigmoid.exact(0.0);
    /// assert_eq!((y, slope), (0.5, 0.25));
    /// ```
    pub fn exact(self, z: f64) -> (f64, f64) {
        let sigmoid =
            |z: f64| if z < 0.0 { z.exp() / (1.0 + z.exp()) } else { 1.0 / (1.0 + (-z).exp()) };
        let softplus = |z: f64| z.max(0.0) + (-z.abs()).exp().ln_1p();
        if z.is_nan() {
            return (z, z);
        }
        // Infinity times zero is the zero that the product approaches.
        let times = |a: f64, b: f64| if b == 0.0 { 0.0 } else { a * b };
        let kink =
            |at: f64, below: (f64, f64), above: (f64, f64)| if z > at { above } else { below };
        match self {
            Self::Identity => (z, 1.0),
            Self::Step => kink(0.0, (0.0, 0.0), (1.0, 0.0)),
            Self::Sigmoid => (sigmoid(z), sigmoid(z) * sigmoid(-z)),
            Self::Relu => kink(0.0, (0.0, 0.0), (z, 1.0)),
            Self::Tanh => (z.tanh(), 1.0 / z.cosh().powi(2)),
            Self::LeakyRelu(slope) => {
                let slope = f64::from(slope);
                kink(0.0, (slope * z, slope), (z, 1.0))
            }
            Self::Elu(alpha) => {
                let alpha = f64::from(alpha);
                kink(0.0, (alpha * z.exp_m1(), alpha * z.exp()), (z, 1.0))
            }
            Self::Selu => {
                let (alpha, lambda) = (SELU_ALPHA, SELU_LAMBDA);
                let below = (lambda * alpha * z.exp_m1(), lambda * alpha * z.exp());
                kink(0.0, below, (lambda * z, lambda))
            }
            Self::Gelu => {
                let cdf = exact::normal_cdf(z);
                (times(z, cdf), cdf + times(z, exact::normal_density(z)))
            }
            Self::GeluTanh => {
                let u = 2.0 * (2.0 / std::f64::consts::PI).sqrt() * (z + 0.044715 * z.powi(3));
                let slope = 2.0 * (2.0 / std::f64::consts::PI).sqrt() * (1.0 + 0.134145 * z * z);
                (times(z, sigmoid(u)), sigmoid(u) + times(z * slope, sigmoid(u) * sigmoid(-u)))
            }
            Self::Silu => (times(z, sigmoid(z)), sigmoid(z) + times(z, sigmoid(z) * sigmoid(-z))),
            Self::Mish => {
                let gate = softplus(z).tanh();
                let slope = sigmoid(z) / softplus(z).cosh().powi(2);
                (times(z, gate), gate + times(z, slope))
            }
            Self::Softplus => (softplus(z), sigmoid(z)),
            Self::Softsign if z.is_infinite() => (z.signum(), 0.0),
            Self::Softsign => (z / (1.0 + z.abs()), 1.0 / (1.0 + z.abs()).powi(2)),
            Self::HardSigmoid if z <= -3.0 => (0.0, 0.0),
            Self::HardSigmoid => {
                if z < 3.0 {
                    ((z + 3.0) / 6.0, 1.0 / 6.0)
                } else {
                    (1.0, 0.0)
                }
            }
            Self::HardSwish if z <= -3.0 => (0.0, 0.0),
            Self::HardSwish => {
                if z < 3.0 {
                    (z * (z + 3.0) / 6.0, (2.0 * z + 3.0) / 6.0)
                } else {
                    (z, 1.0)
                }
            }
            Self::Relu6 if z >= 6.0 => (6.0, 0.0),
            Self::Relu6 => kink(0.0, (0.0, 0.0), (z, 1.0)),
        }
    }
}

/// The bits of the one NaN that feedforward writes.
const NAN: u32 = 0x7fc0_0000;

/// Replaces any NaN by that one. Which NaN an operation gives depends
/// on the order of its operands in the machine code, and so on the instruction set.
#[inline(always)]
pub(crate) fn canonical(y: f32) -> f32 {
    if y.is_nan() { f32::from_bits(NAN) } else { y }
}

/// y, or the one NaN where z is NaN. Looking at z rather than at y, the functions need not keep a NaN
/// through each of their comparisons: relaxed SIMD of WebAssembly would not.
#[inline(always)]
fn unless_nan(z: f32, y: f32) -> f32 {
    if z.is_nan() { f32::from_bits(NAN) } else { y }
}

/// `above` if z > 0, `below` if not; a NaN stays.
#[inline(always)]
fn piecewise(z: f32, below: f32, above: f32) -> f32 {
    if z > 0.0 {
        above
    } else if z <= 0.0 {
        below
    } else {
        z
    }
}

/// One of three values, by where z lies beside -limit and limit; a NaN stays.
#[inline(always)]
fn between(z: f32, limit: f32, (below, middle, above): (f32, f32, f32)) -> f32 {
    if z >= limit {
        above
    } else if z <= -limit {
        below
    } else if z.is_nan() {
        z
    } else {
        middle
    }
}

/// z between -limit and limit; a NaN stays.
#[inline(always)]
fn clip(z: f64, limit: f64) -> f64 {
    let z = if z > limit { limit } else { z };
    if z < -limit { -limit } else { z }
}

#[inline(always)]
fn step(z: f32) -> f32 {
    piecewise(z, 0.0, 1.0)
}

/// exp(z) / (1 + exp(z)) below zero and 1 / (1 + exp(-z)) above: both divide by a number between 1 and 2,
/// so that small results keep their precision.
///
/// One step of Newton's method makes the quotient all but correctly rounded, and so the function monotone,
/// because the exponential is.
#[inline(always)]
fn sigmoid(z: f32) -> f32 {
    let e = exp_of_negative(-z.abs());
    let inverse = 1.0 / (1.0 + e);
    let numerator = if z < 0.0 { e } else { 1.0 };
    let y = numerator * inverse;
    // numerator - y · (1 + e); the difference is exact, since y is between half the numerator and all.
    let remainder = mul_add(-y, e, numerator - y);
    mul_add(remainder, inverse, y)
}

#[inline(always)]
fn relu(z: f32) -> f32 {
    if z <= 0.0 { 0.0 } else { z }
}

#[inline(always)]
fn relu_wide(z: f64) -> f64 {
    if z <= 0.0 { 0.0 } else { z }
}

/// With t = exp(-2|z|) - 1: tanh(|z|) = -t / (2 + t), and then a step of Newton's method.
#[inline(always)]
fn tanh(z: f32) -> f32 {
    let (t, low) = exp_minus_one_of_negative(-2.0 * z.abs());
    let y = -t / (2.0 + t);
    // -(t + low) - y · (2 + t + low), and 1 / (2 + t) is (1 + y) / 2.
    let above = 1.0 + y;
    let remainder = mul_add(-y, t, mul_add(-2.0, y, -t));
    let remainder = mul_add(-low, above, remainder);
    mul_add(0.5 * above, remainder, y).copysign(z)
}

#[inline(always)]
fn elu(z: f64, alpha: f64, lambda: f64) -> f64 {
    if z > 0.0 { lambda * z } else { lambda * alpha * double::exp_minus_one_of_negative(z) }
}

/// z · gate. So far below zero every gate has made it zero.
#[inline(always)]
fn gated(z: f64, gate: f64) -> f64 {
    let z = if z < -200.0 { -200.0 } else { z };
    z * gate
}

#[inline(always)]
fn logistic(z: f64) -> f64 {
    let e = double::exp_of_negative(-z.abs());
    let numerator = if z < 0.0 { e } else { 1.0 };
    numerator / (1.0 + e)
}

#[inline(always)]
fn normal_cdf(z: f64) -> f64 {
    let tail = double::normal_tail(z.abs());
    if z < 0.0 { tail } else { 1.0 - tail }
}

#[inline(always)]
fn gelu_argument(z: f64) -> f64 {
    GELU_SCALE * (z + GELU_CUBIC * z * z * z)
}

/// tanh(ln(1 + exp(z))) = n / (n + 2) with n = exp(z) · (exp(z) + 2); for z > 0 both are multiplied
/// by exp(-2z).
#[inline(always)]
fn mish_gate(z: f64) -> f64 {
    let e = double::exp_of_negative(-z.abs());
    let n = if z < 0.0 { e * (e + 2.0) } else { 1.0 + 2.0 * e };
    let two = if z < 0.0 { 2.0 } else { 2.0 * e * e };
    n / (n + two)
}

#[inline(always)]
fn hard_sigmoid(z: f64) -> f64 {
    clip(z, 3.0) / 6.0 + 0.5
}

#[cfg(test)]
mod tests {
    use super::*;
    use Activation::*;

    fn sample(step: usize) -> impl Iterator<Item = f32> {
        (0..=u32::MAX).step_by(step).map(f32::from_bits).filter(|x| !x.is_nan())
    }

    /// Every place where some activation has a kink or leaves a branch, with its neighbours, and both
    /// infinities.
    fn kinks() -> impl Iterator<Item = f32> {
        [0.0, 3.0, 6.0, 15.0, 20.0, 30.0, 40.0, 88.0, 89.0, 104.0, 200.0, 700.0, 1e30, f32::MAX]
            .into_iter()
            .chain([f32::INFINITY, f32::MIN_POSITIVE])
            .flat_map(|x: f32| [x.next_down(), x, x.next_up()])
            .flat_map(|x| [x, -x])
    }

    /// The error in units in the last place of f32, among denormals in their spacing.
    fn units(found: f32, exact: f64) -> f64 {
        if f64::from(found) == exact || exact.abs() > f64::from(f32::MAX) && found.is_infinite() {
            return 0.0;
        }
        let exponent = exact.abs().max(f64::from(f32::MIN_POSITIVE)).log2().floor();
        (f64::from(found) - exact).abs() / (exponent - 23.0).exp2()
    }

    /// The worst error that the documentation states, in units in the last place.
    fn stated_error(activation: Activation) -> f64 {
        match activation {
            Identity | Step | Relu | Relu6 => 0.0,
            LeakyRelu(_) => 0.5,
            Tanh => 0.93,
            Sigmoid => 1.48,
            Elu(_) | Selu | Gelu | GeluTanh | Silu | Mish | Softplus | Softsign | HardSigmoid
            | HardSwish => 0.51,
        }
    }

    #[test]
    fn every_activation_is_within_its_stated_error_of_the_exact_formula() {
        for activation in Activation::ALL {
            for z in sample(30_011).chain(kinks()) {
                let (found, exact) = (activation.apply(z), activation.exact(z.into()).0);
                let error = units(found, exact);
                assert!(
                    error <= stated_error(activation),
                    "{activation}({z}) = {found}, {error} units from {exact}"
                );
            }
        }
    }

    #[test]
    fn sigmoid_and_tanh_are_within_their_stated_errors_at_millions_of_points() {
        for activation in [Sigmoid, Tanh] {
            for z in sample(1009) {
                let (found, exact) = (activation.apply(z), activation.exact(z.into()).0);
                assert!(
                    units(found, exact) <= stated_error(activation),
                    "{activation}({z}) = {found}, not {exact}"
                );
            }
        }
    }

    #[test]
    fn every_derivative_is_that_of_the_exact_formula() {
        for activation in Activation::ALL {
            for z in sample(30_011).chain(kinks()) {
                let found = activation.derivative(z, activation.apply(z));
                let (_, exact) = activation.exact(z.into());
                assert!(
                    (f64::from(found) - exact).abs() <= 1e-6 * exact.abs().max(1.0),
                    "{activation}'({z}) = {found}, not {exact}"
                );
            }
        }
    }

    #[test]
    fn exact_derivatives_are_the_slopes_of_the_exact_functions() {
        let h = 1e-5;
        for activation in Activation::ALL {
            for z in (-900..900).map(|step| f64::from(step) * 0.013_1 + 0.004) {
                let slope = (activation.exact(z + h).0 - activation.exact(z - h).0) / (2.0 * h);
                let (_, found) = activation.exact(z);
                assert!((slope - found).abs() < 1e-6, "{activation}'({z}): {found}, slope {slope}");
            }
        }
    }

    /// h(-1.5), h(0.7) and h(5) to twelve digits, from mpmath 1.3.0 and the formulas of the papers.
    fn values_of_the_papers(activation: Activation) -> [f64; 3] {
        match activation {
            Identity => [-1.5, 0.7, 5.0],
            Step => [0.0, 1.0, 1.0],
            Sigmoid => [0.182_425_523_806, 0.668_187_772_168, 0.993_307_149_076],
            Relu => [0.0, 0.7, 5.0],
            Tanh => [-0.905_148_253_645, 0.604_367_777_117, 0.999_909_204_263],
            LeakyRelu(slope) => [-1.5 * f64::from(slope), 0.7, 5.0],
            Elu(_) => [-0.776_869_839_9, 0.7, 5.0],
            Selu => [-1.365_814_353_367, 0.735_490_691_149, 5.253_504_936_777],
            Gelu => [-0.100_210_801_903, 0.530_625_443_444, 4.999_998_566_742],
            GeluTanh => [-0.100_428_423_020, 0.530_570_134_705, 4.999_999_770_820],
            Silu => [-0.273_638_285_710, 0.467_731_440_518, 4.966_535_745_379],
            Mish => [-0.298_099_742_167, 0.561_148_377_644, 4.999_552_077_529],
            Softplus => [0.201_413_277_983, 1.103_186_048_885, 5.006_715_348_489],
            Softsign => [-0.6, 0.411_764_705_9, 0.833_333_333_3],
            HardSigmoid => [0.25, 0.616_666_666_7, 1.0],
            HardSwish => [-0.375, 0.431_666_666_7, 5.0],
            Relu6 => [0.0, 0.7, 5.0],
        }
    }

    #[test]
    fn exact_values_are_those_of_the_papers() {
        for activation in Activation::ALL {
            for (z, expected) in [-1.5, 0.7, 5.0].into_iter().zip(values_of_the_papers(activation))
            {
                let (found, _) = activation.exact(z);
                assert!(
                    (found - expected).abs() < 1e-9,
                    "{activation}({z}) = {found}, not {expected}"
                );
            }
        }
        assert_eq!(Relu6.exact(7.0), (6.0, 0.0));
    }

    #[test]
    fn special_values_give_what_the_table_says() {
        let inf = f32::INFINITY;
        for activation in Activation::ALL {
            let [below, above, zero] = match activation {
                Identity => [-inf, inf, -0.0],
                Step => [0.0, 1.0, 0.0],
                Sigmoid | HardSigmoid => [0.0, 1.0, 0.5],
                Relu => [0.0, inf, 0.0],
                Relu6 => [0.0, 6.0, 0.0],
                Tanh | Softsign => [-1.0, 1.0, -0.0],
                LeakyRelu(_) => [-inf, inf, -0.0],
                Elu(alpha) => [-alpha, inf, 0.0],
                Selu => [-(SELU_ALPHA * SELU_LAMBDA) as f32, inf, 0.0],
                Gelu | GeluTanh | Silu | Mish | HardSwish => [-0.0, inf, -0.0],
                Softplus => [0.0, inf, std::f32::consts::LN_2],
            };
            for (z, y) in [(-inf, below), (inf, above), (-0.0, zero), (0.0, zero.abs())] {
                let found = activation.apply(z);
                assert_eq!(found.to_bits(), y.to_bits(), "{activation}({z}) = {found}, not {y}");
            }
        }
    }

    #[test]
    fn every_nan_becomes_the_same_nan_in_values_and_derivatives() {
        for bits in [0x7fc0_0000, 0xffc0_0000, 0x7f80_0001, 0xffff_ffff] {
            for activation in Activation::ALL {
                let z = f32::from_bits(bits);
                let (y, slope) =
                    (activation.apply(z), activation.derivative(z, activation.apply(z)));
                assert_eq!(y.to_bits(), 0x7fc0_0000, "{activation} of {bits:#x}");
                assert_eq!(slope.to_bits(), 0x7fc0_0000, "{activation}' of {bits:#x}");
                let (y, slope) = activation.exact(z.into());
                assert!(y.is_nan() && slope.is_nan(), "{activation} of {bits:#x}");
            }
        }
    }

    #[test]
    fn sigmoid_and_tanh_never_fall_where_their_argument_rises() {
        // Runs of neighbours, from the smallest numbers to the largest that matter.
        for activation in [Sigmoid, Tanh] {
            for start in (0..0x4300_0000u32).step_by(0x2_0000) {
                for sign in [1.0, -1.0] {
                    let mut last = activation.apply(sign * f32::from_bits(start));
                    for bits in start + 1..start + 300 {
                        let y = activation.apply(sign * f32::from_bits(bits));
                        assert!(sign * y >= sign * last, "{activation} at {sign} * {bits:#x}");
                        last = y;
                    }
                }
            }
        }
    }

    #[test]
    fn only_straight_lines_have_a_slope_that_stays() {
        for activation in Activation::ALL {
            // No kink lies between the two points of a pair.
            let is_straight = (-40..40).map(|z| f64::from(z) / 4.0 + 0.1).all(|z| {
                let [(y, slope), (next, next_slope)] = [z, z + 0.1].map(|z| activation.exact(z));
                slope == next_slope && (y + 0.1 * slope - next).abs() < 1e-12
            });
            assert_eq!(activation.is_piecewise_linear(), is_straight, "{activation}");
        }
    }

    #[test]
    fn only_functions_with_a_slope_are_trainable() {
        for activation in Activation::ALL {
            let has_slope = (-40..40).any(|z| activation.exact(f64::from(z) / 8.0 + 0.01).1 != 0.0);
            assert_eq!(activation.is_trainable(), has_slope, "{activation}");
        }
    }
}
