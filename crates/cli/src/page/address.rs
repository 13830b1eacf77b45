//! Where in the page a visit begins.

use clap::ValueEnum;
use std::fmt;

/// The page's languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Language {
    /// English.
    En,
    /// 한국어.
    Ko,
}

/// The page's sections, by their names in its links.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Section {
    /// A neuron, its line, and logic gates.
    Perceptron,
    /// Step, sigmoid, ReLU and others.
    Activation,
    /// The matrix product.
    Arrays,
    /// The three-layer network, number by number.
    Layers,
    /// Identity, sigmoid and softmax.
    Output,
    /// Draw a digit and see why.
    Digits,
    /// Train a network.
    Learning,
}

/// The part of the page's address behind the host.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    pub(super) language: Option<Language>,
    pub(super) section: Option<Section>,
    /// Whether the page opens with the network that the server has.
    pub(super) has_model: bool,
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(language) = &self.language {
            write!(f, "{}/", name(language))?;
        }
        // Without a language the page chooses it, and keeps the rest.
        match (&self.section, self.has_model) {
            (_, true) => write!(f, "#{}?model=1", name(&Section::Digits)),
            (Some(section), false) => write!(f, "#{}", name(section)),
            (None, false) => Ok(()),
        }
    }
}

fn name(value: &impl ValueEnum) -> String {
    value.to_possible_value().map_or_else(String::new, |value| value.get_name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_language_section_and_model() {
        let link = |language, section, has_model| Link { language, section, has_model }.to_string();
        assert_eq!(link(None, None, false), "");
        assert_eq!(link(Some(Language::Ko), None, false), "ko/");
        assert_eq!(link(None, Some(Section::Learning), false), "#learning");
        assert_eq!(link(Some(Language::En), Some(Section::Arrays), false), "en/#arrays");
        assert_eq!(link(None, None, true), "#digits?model=1");
        assert_eq!(link(None, Some(Section::Digits), true), "#digits?model=1");
    }
}
