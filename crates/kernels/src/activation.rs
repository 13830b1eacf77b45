//! The elementwise activation functions: their names, formulas and derivatives.
//!
//! A new activation is added here and nowhere else: a variant, a line in [`Activation::ALL`]
//! and in `name`, and an arm in `apply`, `derivative` and `for_each_arm`.

use crate::exp::{exp_minus_one_of_negative, exp_of_negative};
use std::{fmt, str::FromStr};

/// An elementwise activation function, y = h(z).
///
/// | name | formula | h(NaN) | h(-inf) | h(inf) | h(-0.0) |
/// |---|---|---|---|---|---|
/// | `identity` | z | NaN | -inf | inf | -0.0 |
/// | `step` | 1 if z > 0, else 0 | NaN | 0 | 1 | 0 |
/// | `sigmoid` | 1 / (1 + exp(-z)) | NaN | 0 | 1 | 0.5 |
/// | `relu` | max(0, z) | NaN | 0 | inf | 0 |
/// | `tanh` | (exp(z) - exp(-z)) / (exp(z) + exp(-z)) | NaN | -1 | 1 | -0.0 |
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
/// # Ok::<(), feedforward_kernels::ParseActivationError>(())
/// ```
///
/// # References
///
/// Rosenblatt (1958) for the step, Nair and Hinton (2010) for the rectifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
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
}

/// A word that names no activation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{found}' is no activation: expected one of {}", names())]
#[non_exhaustive]
pub struct ParseActivationError {
    /// The word.
    pub found: String,
}

fn names() -> String {
    Activation::ALL.map(Activation::name).join(", ")
}

impl Activation {
    /// Every activation, in the order in which they are listed to a person.
    pub const ALL: [Self; 5] = [Self::Identity, Self::Step, Self::Sigmoid, Self::Relu, Self::Tanh];

    /// The word that stands for it in flags and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Step => "step",
            Self::Sigmoid => "sigmoid",
            Self::Relu => "relu",
            Self::Tanh => "tanh",
        }
    }

    /// h(z) of one number, the definition that every kernel repeats to the bit.
    #[inline(always)]
    pub fn apply(self, z: f32) -> f32 {
        canonical(match self {
            Self::Identity => z,
            Self::Step => step(z),
            Self::Sigmoid => sigmoid(z),
            Self::Relu => relu(z),
            Self::Tanh => tanh(z),
        })
    }

    /// h'(z), from z and y = h(z).
    ///
    /// The derivatives of `step` and `relu` at their corner are 0.
    #[inline(always)]
    pub fn derivative(self, z: f32, y: f32) -> f32 {
        match self {
            Self::Identity => 1.0,
            Self::Step => 0.0,
            Self::Sigmoid => y * (1.0 - y),
            Self::Relu => {
                if z > 0.0 {
                    1.0
                } else {
                    0.0
                }
            }
            Self::Tanh => (-y).mul_add(y, 1.0),
        }
    }

    /// Calls `loops` with the activation as a literal of its own arm, so that a loop inside is
    /// compiled once for each activation and has no branch in it.
    #[inline(always)]
    pub(crate) fn for_each_arm(self, loops: impl Loops) {
        match self {
            Self::Identity => loops.run(Self::Identity),
            Self::Step => loops.run(Self::Step),
            Self::Sigmoid => loops.run(Self::Sigmoid),
            Self::Relu => loops.run(Self::Relu),
            Self::Tanh => loops.run(Self::Tanh),
        }
    }
}

/// Loops over numbers that apply one activation to all of them.
///
/// A trait and not a closure, because an implementation's `#[inline(always)]` makes it part of
/// the function that is compiled for an instruction set, and a closure need not become one.
pub(crate) trait Loops {
    fn run(self, activation: Activation);
}

impl fmt::Display for Activation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Activation {
    type Err = ParseActivationError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|a| a.name() == word)
            .ok_or_else(|| ParseActivationError { found: word.to_owned() })
    }
}

/// Replaces any NaN by the one that feedforward writes. Which NaN an operation gives depends
/// on the order of its operands in the machine code, and so on the instruction set.
#[inline(always)]
pub(crate) fn canonical(y: f32) -> f32 {
    if y.is_nan() { f32::from_bits(0x7fc0_0000) } else { y }
}

#[inline(always)]
fn step(z: f32) -> f32 {
    if z > 0.0 {
        1.0
    } else if z <= 0.0 {
        0.0
    } else {
        z
    }
}

/// Both branches of the formula divide by a number between 1 and 2, so that small results
/// keep their precision: 1 / (1 + exp(-z)) above zero, exp(z) / (1 + exp(z)) below.
#[inline(always)]
fn sigmoid(z: f32) -> f32 {
    let e = exp_of_negative(-z.abs());
    let numerator = if z < 0.0 { e } else { 1.0 };
    numerator / (1.0 + e)
}

#[inline(always)]
fn relu(z: f32) -> f32 {
    if z <= 0.0 { 0.0 } else { z }
}

/// With t = exp(-2|z|) - 1: tanh(|z|) = -t / (2 + t).
#[inline(always)]
fn tanh(z: f32) -> f32 {
    let t = exp_minus_one_of_negative(-2.0 * z.abs());
    (-t / (2.0 + t)).copysign(z)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> impl Iterator<Item = f32> {
        (0..=u32::MAX).step_by(1009).map(f32::from_bits).filter(|x| !x.is_nan())
    }

    /// The error in units in the last place of f32, among denormals in their spacing.
    fn units(found: f32, exact: f64) -> f64 {
        let exponent = exact.abs().max(f64::from(f32::MIN_POSITIVE)).log2().floor();
        (f64::from(found) - exact).abs() / (exponent - 23.0).exp2()
    }

    #[test]
    fn sigmoid_is_within_three_units_of_the_formula() {
        for z in sample() {
            let exact = 1.0 / (1.0 + (-f64::from(z)).exp());
            assert!(units(sigmoid(z), exact) < 3.0, "sigmoid({z}) = {}", sigmoid(z));
        }
    }

    #[test]
    fn tanh_is_within_three_units_of_the_formula() {
        for z in sample() {
            let exact = f64::from(z).tanh();
            assert!(units(tanh(z), exact) < 3.0, "tanh({z}) = {}", tanh(z));
        }
    }

    #[test]
    fn special_values_give_what_the_table_says() {
        use Activation::{Identity, Relu, Sigmoid, Step, Tanh};
        let (inf, nan) = (f32::INFINITY, f32::NAN);
        let table: [(Activation, [(f32, f32); 5]); 5] = [
            (Identity, [(nan, nan), (-inf, -inf), (inf, inf), (-0.0, -0.0), (0.0, 0.0)]),
            (Step, [(nan, nan), (-inf, 0.0), (inf, 1.0), (-0.0, 0.0), (0.0, 0.0)]),
            (Sigmoid, [(nan, nan), (-inf, 0.0), (inf, 1.0), (-0.0, 0.5), (0.0, 0.5)]),
            (Relu, [(nan, nan), (-inf, 0.0), (inf, inf), (-0.0, 0.0), (0.0, 0.0)]),
            (Tanh, [(nan, nan), (-inf, -1.0), (inf, 1.0), (-0.0, -0.0), (0.0, 0.0)]),
        ];
        for (activation, cases) in table {
            for (z, y) in cases {
                let found = activation.apply(z);
                assert_eq!(found.to_bits(), canonical(y).to_bits(), "{activation}({z}) = {found}");
            }
        }
    }

    #[test]
    fn every_nan_becomes_the_same_nan() {
        for bits in [0x7fc0_0000, 0xffc0_0000, 0x7f80_0001, 0xffff_ffff] {
            for activation in Activation::ALL {
                let y = activation.apply(f32::from_bits(bits));
                assert_eq!(y.to_bits(), 0x7fc0_0000, "{activation} of {bits:#x}");
            }
        }
    }

    #[test]
    fn derivatives_are_the_slopes_of_the_functions() {
        let h = 1e-3;
        for activation in
            [Activation::Identity, Activation::Sigmoid, Activation::Relu, Activation::Tanh]
        {
            for z in [-3.0f32, -0.7, 0.4, 1.9] {
                let slope = (activation.apply(z + h) - activation.apply(z - h)) / (2.0 * h);
                let found = activation.derivative(z, activation.apply(z));
                assert!((slope - found).abs() < 2e-4, "{activation}'({z}): {found}, slope {slope}");
            }
        }
    }

    #[test]
    fn names_are_read_back() {
        for activation in Activation::ALL {
            assert_eq!(activation.to_string().parse(), Ok(activation));
        }
        assert_eq!(
            "Softmax".parse::<Activation>().unwrap_err().to_string(),
            "'Softmax' is no activation: expected one of identity, step, sigmoid, relu, tanh"
        );
    }
}
