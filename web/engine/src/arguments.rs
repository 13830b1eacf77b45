//! The arguments of a call, checked: a page's mistake is refused with its place, not guessed at.

use crate::error::EngineError;
use crate::value::Value;
use feedforward::ndarray::{Array1, Array2};
use feedforward::{Activation, Dense, Network, Output};
use std::num::NonZeroUsize;

/// The arguments of one call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Arguments<'a>(pub(crate) &'a [Value]);

/// One argument, or a part of one, with its name for messages.
#[derive(Clone, Debug)]
pub(crate) struct Argument<'a> {
    name: String,
    value: &'a Value,
}

impl<'a> Arguments<'a> {
    /// The argument at a place; nothing if there are fewer.
    pub(crate) fn at(self, place: usize, name: &str) -> Argument<'a> {
        Argument { name: name.to_owned(), value: self.0.get(place).unwrap_or(&Value::Null) }
    }
}

impl<'a> Argument<'a> {
    /// The argument's name, such as `network.layers[0]`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// What an object has under a key; nothing if it has not.
    pub(crate) fn field(&self, key: &str) -> Argument<'a> {
        let value = self.value.get(key).unwrap_or(&Value::Null);
        Argument { name: format!("{}.{key}", self.name), value }
    }

    /// `None` if there is nothing.
    pub(crate) fn given(self) -> Option<Argument<'a>> {
        (*self.value != Value::Null).then_some(self)
    }

    fn expected(&self, what: &str) -> EngineError {
        let found = self.value.describe();
        EngineError::option(format!("{}: expected {what}, found {found}", self.name))
    }

    pub(crate) fn number(&self) -> Result<f64, EngineError> {
        match self.value {
            Value::Number(number) => Ok(*number),
            _ => Err(self.expected("a number")),
        }
    }

    pub(crate) fn float(&self) -> Result<f32, EngineError> {
        Ok(self.number()? as f32)
    }

    /// A number that is finite.
    pub(crate) fn finite(&self) -> Result<f64, EngineError> {
        match self.number()? {
            number if number.is_finite() => Ok(number),
            _ => Err(self.expected("a finite number")),
        }
    }

    /// A whole number from 0 to `most`.
    pub(crate) fn natural(&self, most: usize) -> Result<usize, EngineError> {
        match self.value {
            Value::Number(n) if *n >= 0.0 && n.fract() == 0.0 && *n <= most as f64 => {
                Ok(*n as usize)
            }
            _ => Err(self.expected(&format!("a whole number from 0 to {most}"))),
        }
    }

    /// A whole number from 1 to `most`.
    pub(crate) fn count(&self, most: usize) -> Result<NonZeroUsize, EngineError> {
        let count = self.natural(most).ok().and_then(NonZeroUsize::new);
        count.ok_or_else(|| self.expected(&format!("a whole number from 1 to {most}")))
    }

    /// A seed: a whole number below 2^53.
    pub(crate) fn seed(&self) -> Result<u64, EngineError> {
        const MOST: f64 = 9_007_199_254_740_991.0;
        match self.value {
            Value::Number(n) if (0.0..=MOST).contains(n) && n.fract() == 0.0 => Ok(*n as u64),
            _ => Err(self.expected("a whole number from 0 to 9007199254740991")),
        }
    }

    pub(crate) fn flag(&self) -> Result<bool, EngineError> {
        match self.value {
            Value::Null => Ok(false),
            Value::Flag(flag) => Ok(*flag),
            _ => Err(self.expected("true or false")),
        }
    }

    pub(crate) fn text(&self) -> Result<&'a str, EngineError> {
        match self.value {
            Value::Text(text) => Ok(text),
            _ => Err(self.expected("a string")),
        }
    }

    pub(crate) fn bytes(&self) -> Result<&'a [u8], EngineError> {
        match self.value {
            Value::Bytes(bytes) => Ok(bytes),
            _ => Err(self.expected("a Uint8Array")),
        }
    }

    pub(crate) fn floats(&self) -> Result<&'a [f32], EngineError> {
        match self.value {
            Value::Floats(floats) => Ok(floats),
            _ => Err(self.expected("a Float32Array")),
        }
    }

    /// The parts of an array of anything.
    pub(crate) fn items(&self) -> Result<Vec<Argument<'a>>, EngineError> {
        let Value::List(items) = self.value else {
            return Err(self.expected("an array"));
        };
        let part = |(index, value)| Argument { name: format!("{}[{index}]", self.name), value };
        Ok(items.iter().enumerate().map(part).collect())
    }

    /// Whole numbers up to `most`, as an array or a `Uint32Array`.
    pub(crate) fn naturals(&self, most: usize) -> Result<Vec<usize>, EngineError> {
        match self.value {
            Value::Naturals(naturals) => {
                let items = naturals.iter().enumerate().map(|(index, natural)| {
                    let natural = *natural as usize;
                    if natural <= most {
                        return Ok(natural);
                    }
                    let name = format!("{}[{index}]", self.name);
                    let message = format!(
                        "{name}: expected a whole number from 0 to {most}, found {natural}"
                    );
                    Err(EngineError::option(message))
                });
                items.collect()
            }
            _ => self.items()?.iter().map(|item| item.natural(most)).collect(),
        }
    }

    pub(crate) fn matrix(&self) -> Result<Array2<f32>, EngineError> {
        const MOST: usize = u32::MAX as usize;
        let rows = self.field("rows").natural(MOST)?;
        let columns = self.field("columns").natural(MOST)?;
        let data = self.field("data").floats()?;
        let fits = rows.checked_mul(columns) == Some(data.len());
        let matrix = fits.then(|| Array2::from_shape_vec((rows, columns), data.to_vec()).ok());
        matrix.flatten().ok_or_else(|| {
            let (name, found) = (&self.name, data.len());
            EngineError::shape(format!(
                "{name} is {rows} x {columns}, but its data has {found} numbers"
            ))
        })
    }

    pub(crate) fn activation(&self) -> Result<Activation, EngineError> {
        Ok(self.text()?.parse()?)
    }

    pub(crate) fn output(&self) -> Result<Output, EngineError> {
        Ok(self.text()?.parse()?)
    }

    pub(crate) fn network(&self) -> Result<Network, EngineError> {
        let layers = self.field("layers").items()?.into_iter().map(|layer| {
            let bias = Array1::from(layer.field("bias").floats()?.to_vec());
            let weights = layer.field("weights").matrix()?;
            Ok(Dense::new(weights, bias, layer.field("activation").activation()?)?)
        });
        let layers = layers.collect::<Result<Vec<_>, EngineError>>()?;
        Ok(Network::new(layers, self.field("output").output()?)?)
    }
}
