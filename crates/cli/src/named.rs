//! Values that are given by name, such as activations: help, completions and refusals list them
//! from the enum itself.

use crate::similar::{did_you_mean, nearest};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, Command, Error};
use feedforward::training::Initialization;
use feedforward::{Activation, Output};
use std::ffi::OsStr;
use std::fmt::Display;
use std::str::FromStr;

/// A type whose values have names.
pub(crate) trait Nameable:
    Clone + Display + FromStr<Err: Display> + Send + Sync + 'static
{
    /// What one of them is, with its article.
    const WHAT: &'static str;

    /// The names of this value, without a parameter.
    fn names(&self) -> Vec<&'static str>;

    /// What a word names that is something else.
    fn elsewhere(_word: &str) -> Option<Elsewhere> {
        None
    }
}

/// What a word names that is no value of the type.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Elsewhere {
    sentence: String,
    /// The flag of it, without dashes, and its value.
    flag: Option<(&'static str, String)>,
}

impl Nameable for Activation {
    const WHAT: &'static str = "an activation";

    fn names(&self) -> Vec<&'static str> {
        [&[self.name()], self.aliases()].concat()
    }

    fn elsewhere(word: &str) -> Option<Elsewhere> {
        if word.trim().eq_ignore_ascii_case("exp") {
            let activations = Activation::ALL.map(Activation::name).join(", ");
            let sentence = format!(
                "exp is only drawn, with `feedforward plot activation exp`; activations are {activations}"
            );
            return Some(Elsewhere { sentence, flag: None });
        }
        let output = nearest(word, Output::ALL.map(Output::name))?;
        let activations = Activation::ALL.into_iter().flat_map(|activation| activation.names());
        nearest(word, activations).is_none().then(|| Elsewhere {
            sentence: format!("{output} is an output, which is applied to the last layer alone"),
            flag: Some(("output", output.to_owned())),
        })
    }
}

impl Nameable for Output {
    const WHAT: &'static str = "an output";

    fn names(&self) -> Vec<&'static str> {
        vec![self.name()]
    }

    fn elsewhere(word: &str) -> Option<Elsewhere> {
        let activation: Activation = word.parse().ok()?;
        Some(Elsewhere {
            sentence: format!("{activation} is an activation of hidden layers"),
            flag: Some(("hidden", activation.to_string())),
        })
    }
}

impl Nameable for Initialization {
    const WHAT: &'static str = "an initialization";

    fn names(&self) -> Vec<&'static str> {
        vec![self.name()]
    }
}

/// Reads one of the values that `list` names, or another that the type can read, such as one with a
/// parameter.
#[derive(Clone, Debug)]
pub(crate) struct Named<T> {
    list: Vec<T>,
}

/// A parser for values of which `list` is shown.
pub(crate) fn named<T>(list: impl IntoIterator<Item = T>) -> Named<T> {
    Named { list: list.into_iter().collect() }
}

impl<T: Nameable> Named<T> {
    /// Reads a word for a command that has `flags`.
    fn parse(&self, word: &str, flags: &[String]) -> Result<T, String> {
        word.parse().map_err(|error: T::Err| {
            // What is wrong with a parameter is the type's to say.
            if word.contains('(') {
                return error.to_string();
            }
            if let Some(Elsewhere { sentence, flag }) = T::elsewhere(word) {
                let flag = flag.filter(|(flag, _)| flags.iter().any(|has| has == flag));
                let flag = flag.map(|(flag, value)| format!(": --{flag} {value}"));
                let flag = flag.unwrap_or_default();
                return format!("expected {}, found '{word}'; {sentence}{flag}", T::WHAT);
            }
            match nearest(word, self.list.iter().flat_map(Nameable::names)) {
                Some(name) => {
                    format!("expected {}, found '{word}'{}", T::WHAT, did_you_mean(Some(name)))
                }
                None => {
                    let list: Vec<_> = self.list.iter().map(ToString::to_string).collect();
                    format!("expected {}, found '{word}': give one of {}", T::WHAT, list.join(", "))
                }
            }
        })
    }
}

impl<T: Nameable> TypedValueParser for Named<T> {
    type Value = T;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        let named = self.clone();
        let flags = command.get_arguments().filter_map(|arg| arg.get_long().map(str::to_owned));
        let flags: Vec<_> = flags.collect();
        (move |word: &str| named.parse(word, &flags)).parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.list.iter().map(|value| PossibleValue::new(value.to_string()))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_that_is_no_activation_is_named_for_what_it_is() {
        let error =
            |word: &str| named(Activation::ALL).parse(word, &["output".to_owned()]).unwrap_err();
        assert_eq!(
            error("sigmod"),
            "expected an activation, found 'sigmod'; did you mean sigmoid?"
        );
        assert_eq!(error("swich"), "expected an activation, found 'swich'; did you mean swish?");
        for (word, output) in
            [("softmax", "softmax"), ("sofmax", "softmax"), ("LogSoftmax", "log_softmax")]
        {
            let tip = format!("to the last layer alone: --output {output}");
            assert!(error(word).ends_with(&tip), "{}", error(word));
        }
        let without = named(Activation::ALL).parse("softmax", &[]).unwrap_err();
        assert!(without.ends_with("to the last layer alone"), "{without}");
        assert!(
            error("exp").contains("; exp is only drawn, with `feedforward plot activation exp`;")
        );
        let list = Activation::ALL.map(|activation| activation.to_string()).join(", ");
        assert!(error("qqqq").ends_with(&list), "{}", error("qqqq"));
        assert!(error("leaky_relu(much)").contains("takes one finite number"));
    }

    #[test]
    fn an_activation_is_no_output() {
        let error =
            |word: &str| named(Output::ALL).parse(word, &["hidden".to_owned()]).unwrap_err();
        assert_eq!(error("softmx"), "expected an output, found 'softmx'; did you mean softmax?");
        assert!(error("relu").ends_with("relu is an activation of hidden layers: --hidden relu"));
    }
}
