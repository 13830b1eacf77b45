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
pub(super) struct Link<'a> {
    pub(super) language: Option<Language>,
    pub(super) section: Option<Section>,
    pub(super) model: Option<&'a str>,
}

impl fmt::Display for Link<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(language) = &self.language {
            write!(f, "{}/", name(language))?;
        }
        // Without a language the page chooses it, and keeps the rest.
        let section = self.section.or(self.model.map(|_| Section::Digits));
        if let Some(section) = &section {
            write!(f, "#{}", name(section))?;
        }
        if let Some(model) = self.model {
            f.write_str("?model=")?;
            for byte in model.bytes() {
                match byte {
                    b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
                        write!(f, "{}", char::from(byte))?;
                    }
                    _ => write!(f, "%{byte:02X}")?,
                }
            }
        }
        Ok(())
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
        let link = |language, section, model| Link { language, section, model }.to_string();
        assert_eq!(link(None, None, None), "");
        assert_eq!(link(Some(Language::Ko), None, None), "ko/");
        assert_eq!(link(None, Some(Section::Learning), None), "#learning");
        assert_eq!(link(Some(Language::En), Some(Section::Arrays), None), "en/#arrays");
        assert_eq!(link(None, None, Some("net.npz")), "#digits?model=net.npz");
    }

    /// What could end the parameter or the address, or begin another.
    #[test]
    fn a_models_name_is_one_parameter_whatever_is_in_it() {
        let link = Link { language: None, section: None, model: Some("가 &b=1#+%\"'.pkl") };
        assert_eq!(link.to_string(), "#digits?model=%EA%B0%80%20%26b%3D1%23%2B%25%22%27.pkl");
    }
}
