//! The names of activations: how they are written, and read in any capitals.

use crate::activation::Activation;
use std::fmt;
use std::str::FromStr;

/// A word that names no activation.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ParseActivationError {
    /// No activation has that name.
    #[error("'{found}' is no activation: expected one of {}", names())]
    Unknown {
        /// The word.
        found: String,
    },
    /// What stands in parentheses behind the name is no finite number, or the activation takes none.
    #[error("'{found}' is no activation: {name} takes {}", takes(name))]
    Parameter {
        /// The word.
        found: String,
        /// The name in front of the parentheses.
        name: &'static str,
    },
}

fn names() -> String {
    Activation::ALL.map(Activation::name).join(", ")
}

fn takes(name: &str) -> String {
    match Activation::ALL.into_iter().find(|a| a.name() == name && a.parameter().is_some()) {
        Some(activation) => format!("one finite number, as in {activation}"),
        None => "no parameter".to_owned(),
    }
}

/// With the parameter, if it has one: `leaky_relu(0.01)`.
impl fmt::Display for Activation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parameter() {
            None => f.pad(self.name()),
            Some(parameter) => f.pad(&format!("{}({parameter})", self.name())),
        }
    }
}

/// In any capitals, with or without a parameter in parentheses, by its name or an
/// [alias](Activation::aliases).
impl FromStr for Activation {
    type Err = ParseActivationError;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let (name, parameter) = match word.trim().strip_suffix(')').and_then(|w| w.split_once('('))
        {
            Some((name, parameter)) => (name, Some(parameter)),
            None => (word, None),
        };
        let name = letters(name);
        let named = |a: &Self| {
            letters(a.name()) == name || a.aliases().iter().any(|alias| letters(alias) == name)
        };
        let activation = Self::ALL
            .into_iter()
            .find(named)
            .ok_or_else(|| ParseActivationError::Unknown { found: word.to_owned() })?;
        let Some(parameter) = parameter else { return Ok(activation) };
        match parameter.trim().parse::<f32>() {
            Ok(number) if number.is_finite() && activation.parameter().is_some() => {
                Ok(activation.with_parameter(number))
            }
            _ => Err(ParseActivationError::Parameter {
                found: word.to_owned(),
                name: activation.name(),
            }),
        }
    }
}

/// What counts in a name: letters and digits, in lower case.
fn letters(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Activation::*;

    #[test]
    fn names_and_aliases_are_read_back_in_any_capitals() {
        for activation in Activation::ALL {
            assert_eq!(activation.to_string().parse(), Ok(activation));
            assert_eq!(activation.name().to_uppercase().parse(), Ok(activation));
            for alias in activation.aliases() {
                assert_eq!(alias.parse(), Ok(activation));
            }
            if activation.parameter().is_some() {
                let other = activation.with_parameter(0.25);
                assert_eq!(other.to_string(), format!("{}(0.25)", activation.name()));
                assert_eq!(other.to_string().parse(), Ok(other));
            }
        }
        for (word, expected) in [
            ("ReLU", Relu),
            ("LeakyReLU", LeakyRelu(0.01)),
            ("Leaky-ReLU( 0.3 )", LeakyRelu(0.3)),
            ("swish", Silu),
            ("GELU", Gelu),
            ("HardSwish", HardSwish),
        ] {
            assert_eq!(word.parse(), Ok(expected), "{word}");
        }
    }

    #[test]
    fn no_two_activations_share_a_name() {
        let mut words: Vec<String> = Activation::ALL
            .iter()
            .flat_map(|a| a.aliases().iter().copied().chain([a.name()]).map(letters))
            .collect();
        words.sort();
        let count = words.len();
        words.dedup();
        assert_eq!(words.len(), count);
    }

    #[test]
    fn words_that_name_none_are_told_the_choices() {
        let error = "Softmax".parse::<Activation>().unwrap_err().to_string();
        assert!(
            error
                .starts_with("'Softmax' is no activation: expected one of identity, step, sigmoid"),
            "{error}"
        );
        for activation in Activation::ALL {
            assert!(error.contains(activation.name()), "{activation} is missing in {error}");
        }
        for (word, expected) in [
            ("elu(x)", "'elu(x)' is no activation: elu takes one finite number, as in elu(1)"),
            ("elu(inf)", "'elu(inf)' is no activation: elu takes one finite number, as in elu(1)"),
            ("relu(2)", "'relu(2)' is no activation: relu takes no parameter"),
        ] {
            assert_eq!(word.parse::<Activation>().unwrap_err().to_string(), expected);
        }
    }
}
