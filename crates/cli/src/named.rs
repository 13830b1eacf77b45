//! Values that are given by name, such as activations: help, completions and refusals list them
//! from the enum itself.

use crate::shown::escape;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Arg, Command, Error};
use std::ffi::OsStr;
use std::fmt::Display;
use std::str::FromStr;

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

impl<T: Display> Named<T> {
    fn names(&self) -> impl Iterator<Item = PossibleValue> {
        self.list.iter().map(|value| PossibleValue::new(value.to_string()))
    }
}

impl<T> TypedValueParser for Named<T>
where
    T: Clone + Display + FromStr<Err: Display> + Send + Sync + 'static,
{
    type Value = T;

    fn parse_ref(&self, command: &Command, arg: Option<&Arg>, value: &OsStr) -> Result<T, Error> {
        let parse = |text: &str| {
            text.parse().map_err(|error: T::Err| escape(&error.to_string()).into_owned())
        };
        parse.parse_ref(command, arg, value).map_err(|error| {
            // What is wrong with a parameter is the type's to say; a name may be like another.
            if value.to_string_lossy().contains('(') {
                return error;
            }
            let names = PossibleValuesParser::new(self.names());
            names.parse_ref(command, arg, value).err().unwrap_or(error)
        })
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(self.names()))
    }
}
