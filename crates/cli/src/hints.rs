//! Which flag or command helps against an error of the libraries, and settles what they assumed.
//!
//! The libraries' errors and notes carry data and know no flags; this is where flags are added.

use feedforward::digits::DigitsError;
use feedforward::files::{FileError, Note, Orientation, Transpose};
use serde::Serialize;

/// An error with all its contexts as one sentence, and the flag that helps.
pub(crate) fn sentence(error: &anyhow::Error) -> String {
    with(format!("{error:#}"), error.chain().find_map(advice))
}

/// An error of a file as one sentence, and the flag that helps.
pub(crate) fn file_sentence(error: &FileError) -> String {
    with(error.to_string(), file_advice(error))
}

fn with(sentence: String, advice: Option<String>) -> String {
    match advice {
        Some(advice) => format!("{sentence}; {advice}"),
        None => sentence,
    }
}

fn advice(error: &(dyn std::error::Error + 'static)) -> Option<String> {
    if let Some(error) = error.downcast_ref() {
        return file_advice(error);
    }
    digits_advice(error.downcast_ref()?)
}

fn file_advice(error: &FileError) -> Option<String> {
    match error.innermost() {
        FileError::Chain { transpose: Some(transpose), .. } => {
            Some(format!("try --transpose {}", value(transpose)))
        }
        _ => None,
    }
}

/// What `--transpose` takes for this choice.
fn value(transpose: &Transpose) -> String {
    match transpose {
        Transpose::Auto => "auto".to_owned(),
        Transpose::None => "none".to_owned(),
        Transpose::All => "all".to_owned(),
        Transpose::Named(names) => names.join(","),
    }
}

fn digits_advice(error: &DigitsError) -> Option<String> {
    match error {
        DigitsError::InFile { error, .. } => digits_advice(error),
        DigitsError::MissingFile { .. } => Some(
            "run `feedforward dataset download`, or name the folder that has it with --data DIR"
                .to_owned(),
        ),
        DigitsError::Download { .. } => Some("name that folder with --data DIR".to_owned()),
        DigitsError::Blank { .. } => Some("`--ink dark` or `--ink light` says it".to_owned()),
        _ => None,
    }
}

/// A note for a person, and the flag that settles what was assumed.
pub(crate) fn note(note: &Note) -> String {
    let advice = match note {
        Note::ActivationsAssumed { .. } => Some("--hidden names another".to_owned()),
        Note::OutputAssumed { .. } => Some("--output names another".to_owned()),
        Note::OrientationAssumed { orientation, .. } => {
            let other = match orientation {
                Orientation::InputsOutputs => Transpose::All,
                Orientation::OutputsInputs => Transpose::None,
            };
            Some(format!("if that is wrong, give --transpose {}", value(&other)))
        }
        _ => None,
    };
    with(note.to_string(), advice)
}

/// A note for a program: its data, and the text that a person gets.
#[derive(Debug, Serialize)]
pub(crate) struct ShownNote<'a> {
    #[serde(flatten)]
    note: &'a Note,
    text: String,
}

/// Notes for a program.
pub(crate) fn shown(notes: &[Note]) -> Vec<ShownNote<'_>> {
    notes.iter().map(|each| ShownNote { note: each, text: note(each) }).collect()
}
