//! Which flag or command helps against an error of the libraries, and settles what they assumed.
//!
//! The libraries' errors and notes carry data and know no flags; this is where flags are added.

use feedforward::digits::DigitsError;
use feedforward::files::{FileError, Note, Orientation, Transpose};
use feedforward::training::TrainError;
use serde::Serialize;

/// An error with all its contexts as one sentence, and the flag that helps.
pub(crate) fn sentence(error: &anyhow::Error) -> String {
    let mut sentence = String::new();
    for cause in error.chain().map(ToString::to_string) {
        // What is wrong inside may be told already by what is around it.
        if !sentence.contains(&cause) {
            sentence += if sentence.is_empty() { "" } else { ": " };
            sentence += &cause;
        }
    }
    with(sentence, error.chain().find_map(advice))
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
    if let Some(error) = error.downcast_ref() {
        return train_advice(error);
    }
    digits_advice(error.downcast_ref()?)
}

fn train_advice(error: &TrainError) -> Option<String> {
    match error {
        TrainError::Diverged { learning_rate, .. }
        | TrainError::NotFinite { learning_rate, .. } => {
            // What the optimizers take by default is no more.
            Some(format!("try --learning-rate {}", (learning_rate / 10.0).min(0.1)))
        }
        _ => None,
    }
}

fn file_advice(error: &FileError) -> Option<String> {
    match error.innermost() {
        FileError::Chain { transpose: Some(transpose), .. } => {
            Some(format!("try --transpose {}", value(transpose)))
        }
        FileError::UnknownName { .. } => {
            let [auto, none, all] =
                [Transpose::Auto, Transpose::None, Transpose::All].map(|choice| value(&choice));
            Some(format!("--transpose takes {auto}, {none}, {all} or such names"))
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
        DigitsError::Download { .. } => Some(
            "name that folder with --data DIR; `feedforward train --split test` needs no download"
                .to_owned(),
        ),
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

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::Context;
    use feedforward::{LoadOptions, Model};

    /// A safetensors file of f32 zeros without biases.
    fn zeros(tensors: &[(&str, [usize; 2])]) -> Vec<u8> {
        let mut entries = Vec::new();
        let mut end = 0;
        for (name, shape) in tensors {
            let begin = end;
            end += 4 * shape[0] * shape[1];
            entries.push(format!(
                r#""{name}":{{"dtype":"F32","shape":{shape:?},"data_offsets":[{begin},{end}]}}"#
            ));
        }
        let header = format!("{{{}}}", entries.join(","));
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header.as_bytes());
        bytes.resize(bytes.len() + end, 0);
        bytes
    }

    #[test]
    fn an_error_of_the_chain_names_the_flag_below_any_context() {
        let read = |tensors: &[_], transpose| {
            let options = LoadOptions { transpose, ..LoadOptions::default() };
            let error = Model::read_with(&zeros(tensors), &options).unwrap_err();
            sentence(&Err::<(), _>(error).context("weights").unwrap_err())
        };
        let mixed = [("W1", [5, 4]), ("W2", [3, 4])];
        assert_eq!(
            read(&mixed, Transpose::Auto),
            "weights: layer 2 takes 4 inputs but W2 is 3 x 4: it looks transposed; try --transpose W2"
        );
        let straight = [("W1", [5, 4]), ("W2", [4, 3])];
        assert!(read(&straight, Transpose::All).ends_with("; try --transpose none"));
        let turned = [("W1", [4, 5]), ("W2", [3, 4])];
        assert!(read(&turned, Transpose::None).ends_with("; try --transpose all"));
        let three = [("W1", [4, 5]), ("W2", [4, 3]), ("W3", [2, 3])];
        assert!(read(&three, Transpose::Auto).ends_with("; try --transpose W1,W3"));
        let never = [("W1", [5, 4]), ("W2", [9, 3])];
        assert!(read(&never, Transpose::Auto).ends_with("is one from another network?"));
    }

    #[test]
    fn nothing_is_said_twice() {
        let header = br#"{"__metadata__":{"feedforward":"{}"},"W1":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#;
        let mut bytes = (header.len() as u64).to_le_bytes().to_vec();
        bytes.extend(header);
        bytes.extend([0; 4]);
        let error = Model::read(&bytes).unwrap_err();
        assert_eq!(
            sentence(&error.into()),
            "the network's description in the metadata is wrong: the field `format` is missing in line 1, column 2; train or save the model again"
        );
    }

    #[test]
    fn a_training_that_diverges_is_told_a_lower_rate() {
        let error = TrainError::NotFinite { epoch: 1, learning_rate: 1000.0 };
        assert_eq!(
            sentence(&error.into()),
            "the weights became infinite or NaN in epoch 1 with the learning rate 1000: choose a lower one; try --learning-rate 0.1"
        );
    }

    #[test]
    fn what_was_assumed_names_the_flag_that_settles_it() {
        let model = Model::read(&zeros(&[("W1", [3, 3]), ("W2", [3, 3])])).unwrap();
        let notes: Vec<_> = model.origin.notes.iter().map(note).collect();
        let [orientation, bias, activations, output] = &notes[..] else { panic!("{notes:?}") };
        assert!(orientation.ends_with("; if that is wrong, give --transpose all"), "{orientation}");
        assert!(bias.ends_with("zeros are used"), "{bias}");
        assert!(activations.ends_with("sigmoid is assumed; --hidden names another"));
        assert!(output.ends_with("softmax is assumed; --output names another"));
        let shown = serde_json::to_value(shown(&model.origin.notes)).unwrap();
        assert_eq!(shown[3]["kind"], "output_assumed");
        assert_eq!(shown[3]["output"], "softmax");
        assert_eq!(shown[3]["text"], **output);
        let torch = Model::read(&zeros(&[("fc.weight", [3, 3])])).unwrap();
        assert!(note(&torch.origin.notes[0]).ends_with("give --transpose none"));
    }
}
