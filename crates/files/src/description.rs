//! What is known of a network beside its numbers.

use crate::fault::{DescriptionFault, TextPlace};
use feedforward_bytes::{Ink, is_steering};
use feedforward_network::Network;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::BTreeMap;
use std::fmt;

/// The most characters of a label.
const LONGEST_LABEL: usize = 200;

/// What a person or program should know about a network that its numbers do not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// The name of each class, in the order of the outputs, two for a single sigmoid; empty if it has
    /// none.
    pub labels: Vec<String>,
    /// How an input is prepared; `None` if that is not known.
    pub input: Option<Input>,
    /// Where the network came from: data set, command, seed, accuracy and the like.
    pub provenance: BTreeMap<String, String>,
}

/// How an input is prepared for the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The shape of one example before it is flattened, such as `[28, 28]`.
    pub shape: Vec<usize>,
    /// How a byte of the example becomes a number.
    pub scale: Scale,
    /// What is drawn on what; `None` if the examples are no pictures.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "ink_name",
        deserialize_with = "ink_by_name"
    )]
    pub ink: Option<Ink>,
}

impl Input {
    /// MNIST's pictures, normalised: 28 x 28, light ink on dark, bytes divided by 255.
    pub fn mnist() -> Self {
        Self { shape: vec![28, 28], scale: Scale::Unit, ink: Some(Ink::Light) }
    }
}

/// How a byte of an example becomes a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Scale {
    /// Divided by 255, so that it lies between 0 and 1.
    #[serde(rename = "u8 / 255")]
    Unit,
    /// As it is, between 0 and 255.
    #[serde(rename = "u8")]
    Byte,
}

impl Scale {
    /// The words that stand for it in files and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unit => "u8 / 255",
            Self::Byte => "u8",
        }
    }
}

impl fmt::Display for Scale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

fn ink_name<S: Serializer>(ink: &Option<Ink>, serializer: S) -> Result<S::Ok, S::Error> {
    ink.map(Ink::name).serialize(serializer)
}

fn ink_by_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Ink>, D::Error> {
    let name: Option<String> = Option::deserialize(deserializer)?;
    name.map(|name| name.parse().map_err(de::Error::custom)).transpose()
}

impl Description {
    /// What a byte of an example is divided by to become an input: 1 if it stays as it is, 255 if it becomes
    /// a number from 0 to 1 or if nothing is said.
    pub fn divisor(&self) -> f32 {
        match self.input.as_ref().map(|input| input.scale) {
            Some(Scale::Byte) => 1.0,
            _ => 255.0,
        }
    }

    /// The input that a pixel becomes, which is light ink on dark as MNIST has it: in the ink and on the scale
    /// that the description states, or light and from 0 to 1 if it states nothing.
    pub fn pixel_input(&self, pixel: u8) -> f32 {
        let pixel = match self.input.as_ref().and_then(|input| input.ink) {
            Some(Ink::Dark) => 255 - pixel,
            _ => pixel,
        };
        f32::from(pixel) / self.divisor()
    }

    /// Checks that it can be shown and fits its network.
    pub(crate) fn check(&self, network: &Network) -> Result<(), DescriptionFault> {
        for (number, label) in (1..).zip(&self.labels) {
            check_text(TextPlace::Label(number), label)?;
            let found = label.chars().count();
            if found > LONGEST_LABEL {
                return Err(DescriptionFault::LongLabel { number, found, limit: LONGEST_LABEL });
            }
        }
        for (key, value) in &self.provenance {
            check_text(TextPlace::ProvenanceKey, key)?;
            check_text(TextPlace::Provenance(key.clone()), value)?;
        }
        let (found, classes) = (self.labels.len(), network.output().classes(network.outputs()));
        if found != 0 && found != classes {
            return Err(DescriptionFault::LabelCount { classes, found });
        }
        let Some(Input { shape, .. }) = &self.input else {
            return Ok(());
        };
        let values = shape.iter().try_fold(1usize, |product, &axis| product.checked_mul(axis));
        if values != Some(network.inputs()) {
            let (shape, inputs) = (shape.clone(), network.inputs());
            return Err(DescriptionFault::InputShape { shape, inputs });
        }
        Ok(())
    }
}

/// Checks that text can be shown on a terminal as it is: no escapes, no turned lines.
fn check_text(place: TextPlace, text: &str) -> Result<(), DescriptionFault> {
    match text.chars().find(|&character| is_steering(character)) {
        None => Ok(()),
        Some(character) => Err(DescriptionFault::ControlCharacter { place, character }),
    }
}
