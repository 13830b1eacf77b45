//! How the weights of a layer are initialized.

use std::{fmt, str::FromStr};

/// How far the first weights are spread: a normal distribution around zero. Biases begin at zero.
///
/// # References
///
/// LeCun, Bottou, Orr and Müller (1998); Glorot and Bengio (2010), whose first author's given name is
/// Xavier; He, Zhang, Ren and Sun (2015).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Initialization {
    /// Variance 2 / inputs: keeps the size of signals through layers of rectifiers.
    He,
    /// Variance 2 / (inputs + outputs): for functions that are symmetric around zero or flat on both sides.
    Xavier,
    /// Variance 1 / inputs: what `selu` asks for.
    LeCun,
}

/// A word that names no initialization.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "'{found}' is no initialization: expected one of {}",
    Initialization::ALL.map(Initialization::name).join(", ")
)]
#[non_exhaustive]
pub struct ParseInitializationError {
    /// The word.
    pub found: String,
}

impl Initialization {
    /// Every initialization.
    pub const ALL: [Self; 3] = [Self::He, Self::Xavier, Self::LeCun];

    /// The word that stands for it in flags and files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::He => "he",
            Self::Xavier => "xavier",
            Self::LeCun => "lecun",
        }
    }

    /// The standard deviation of the weights of a layer.
    pub fn standard_deviation(self, inputs: usize, outputs: usize) -> f64 {
        let (inputs, outputs) = (inputs as f64, outputs as f64);
        match self {
            Self::He => (2.0 / inputs).sqrt(),
            Self::Xavier => (2.0 / (inputs + outputs)).sqrt(),
            Self::LeCun => (1.0 / inputs).sqrt(),
        }
    }
}

impl fmt::Display for Initialization {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Initialization {
    type Err = ParseInitializationError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|i| i.name().eq_ignore_ascii_case(word))
            .ok_or_else(|| ParseInitializationError { found: word.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standard_deviations_are_those_of_the_papers() {
        for (initialization, expected) in
            Initialization::ALL.into_iter().zip([0.5, (2.0f64 / 11.0).sqrt(), 0.125f64.sqrt()])
        {
            assert_eq!(initialization.standard_deviation(8, 3), expected, "{initialization}");
        }
    }

    #[test]
    fn names_are_read_back_in_any_capitals() {
        for initialization in Initialization::ALL {
            assert_eq!(initialization.to_string().to_uppercase().parse(), Ok(initialization));
        }
        assert_eq!(
            "glorot".parse::<Initialization>().unwrap_err().to_string(),
            "'glorot' is no initialization: expected one of he, xavier, lecun"
        );
    }
}
