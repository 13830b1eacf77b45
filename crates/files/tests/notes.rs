//! What was assumed is data: each note by the file that gives it, as a variant, a sentence and JSON.
#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

mod builders;

use builders::{dictionary, npy, zeros};
use feedforward_files::{
    Description, Element, LoadOptions, Model, NamedArrays, Note, OrderSource, Orientation,
    Transpose,
};
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2};
use serde_json::{Value, json};

fn notes(bytes: &[u8]) -> Vec<Note> {
    Model::read(bytes).unwrap().origin.notes
}

/// The one note of a kind, with its sentence and JSON.
fn the(notes: &[Note], is: impl Fn(&Note) -> bool) -> (String, Value) {
    let found: Vec<_> = notes.iter().filter(|note| is(note)).collect();
    assert_eq!(found.len(), 1, "{notes:?}");
    (found[0].to_string(), serde_json::to_value(found[0]).unwrap())
}

/// Two layers in f32, which state nothing.
fn two_layers() -> Vec<u8> {
    zeros(&[("W1", &[5, 4]), ("b1", &[4]), ("W2", &[4, 3]), ("b2", &[3])])
}

fn written(activation: Activation, output: Output) -> Vec<u8> {
    let hidden = Dense::new(Array2::ones((5, 4)), Array1::ones(4), activation).unwrap();
    let last = Dense::new(Array2::ones((4, 3)), Array1::ones(3), Activation::Identity).unwrap();
    let network = Network::new(vec![hidden, last], output).unwrap();
    Model::new(network, Description::default()).write().unwrap()
}

#[test]
fn a_program_can_ask_whether_activations_were_assumed() {
    let assumed = notes(&two_layers());
    let (text, json) = the(&assumed, |n| {
        matches!(n, Note::ActivationsAssumed { hidden: Activation::Sigmoid, .. })
    });
    assert_eq!(text, "the file does not state its hidden activations: sigmoid is assumed");
    assert_eq!(json, json!({"kind": "activations_assumed", "hidden": "sigmoid"}));
    let (text, json) =
        the(&assumed, |n| matches!(n, Note::OutputAssumed { output: Output::Softmax, .. }));
    assert_eq!(text, "the file does not state its output: softmax is assumed");
    assert_eq!(json, json!({"kind": "output_assumed", "output": "softmax"}));
    assert_eq!(assumed.len(), 2, "{assumed:?}");
}

#[test]
fn what_is_stated_or_asked_for_is_not_assumed() {
    assert_eq!(notes(&written(Activation::Relu, Output::Identity)), []);
    let options = LoadOptions {
        hidden: Some(Activation::Tanh),
        output: Some(Output::Identity),
        ..LoadOptions::default()
    };
    let model = Model::read_with(&two_layers(), &options).unwrap();
    assert_eq!(model.origin.notes, []);
    // A single layer has no hidden activation.
    let single = notes(&zeros(&[("W1", &[5, 4]), ("b1", &[4])]));
    assert!(!single.iter().any(|n| matches!(n, Note::ActivationsAssumed { .. })), "{single:?}");
}

#[test]
fn options_that_replace_what_the_file_states_are_noted() {
    let options = LoadOptions {
        hidden: Some(Activation::Tanh),
        output: Some(Output::Softmax),
        ..LoadOptions::default()
    };
    let bytes = written(Activation::Relu, Output::Identity);
    let found = Model::read_with(&bytes, &options).unwrap().origin.notes;
    let (text, json) = the(&found, |n| matches!(n, Note::ActivationsReplaced { .. }));
    assert_eq!(text, "tanh replaces the file's activations relu");
    assert_eq!(json, json!({"kind": "activations_replaced", "hidden": "tanh", "stated": ["relu"]}));
    let (text, json) = the(&found, |n| matches!(n, Note::OutputReplaced { .. }));
    assert_eq!(text, "softmax replaces the file's output identity");
    assert_eq!(json, json!({"kind": "output_replaced", "output": "softmax", "stated": "identity"}));
    // Nothing is replaced by the same.
    let bytes = written(Activation::Tanh, Output::Softmax);
    assert_eq!(Model::read_with(&bytes, &options).unwrap().origin.notes, []);
}

#[test]
fn transposed_matrices_and_those_that_fit_either_way_are_noted() {
    let torch = zeros(&[("a1.weight", &[4, 5]), ("a1.bias", &[4]), ("a2.weight", &[3, 4])]);
    let (text, json) = the(&notes(&torch), |n| matches!(n, Note::Transposed { .. }));
    assert_eq!(text, "a1.weight, a2.weight transposed from [outputs, inputs] to [inputs, outputs]");
    assert_eq!(json, json!({"kind": "transposed", "names": ["a1.weight", "a2.weight"]}));
    let square = zeros(&[("W1", &[3, 3]), ("b1", &[3])]);
    let (text, json) = the(&notes(&square), |n| {
        matches!(n, Note::OrientationAssumed { orientation: Orientation::InputsOutputs, .. })
    });
    assert_eq!(
        text,
        "the shapes fit in both orientations; [inputs, outputs] is assumed from the names"
    );
    assert_eq!(json, json!({"kind": "orientation_assumed", "orientation": "[inputs, outputs]"}));
    let square = zeros(&[("fc.weight", &[3, 3]), ("fc.bias", &[3])]);
    let (_, json) = the(&notes(&square), |n| {
        matches!(n, Note::OrientationAssumed { orientation: Orientation::OutputsInputs, .. })
    });
    assert_eq!(json["orientation"], "[outputs, inputs]");
    // Who says it assumes nothing.
    let options = LoadOptions { transpose: Transpose::None, ..LoadOptions::default() };
    let said = Model::read_with(&square, &options).unwrap().origin.notes;
    assert!(!said.iter().any(|n| matches!(n, Note::OrientationAssumed { .. })), "{said:?}");
    assert!(!said.iter().any(|n| matches!(n, Note::Transposed { .. })), "{said:?}");
}

#[test]
fn an_order_that_names_do_not_give_is_noted() {
    let layers: [(&str, &[usize]); 2] = [("stem.weight", &[4, 5]), ("head.weight", &[3, 4])];
    let is_order = |n: &Note| matches!(n, Note::OrderTaken { .. });
    let (text, json) = the(&notes(&dictionary(&layers)), is_order);
    assert_eq!(
        text,
        "the layers' names do not count them: taken are stem.weight, head.weight, as they stand in \
         the file"
    );
    assert_eq!(
        json,
        json!({"kind": "order_taken", "names": ["stem.weight", "head.weight"], "from": "file"})
    );
    let [first, second] = layers;
    let sorted = zeros(&[second, first]);
    let (text, json) = the(&notes(&sorted), is_order);
    assert!(text.ends_with("stem.weight, head.weight, the only order that the shapes allow"));
    assert_eq!(json["from"], json!(OrderSource::Shapes));
    assert_eq!(json["from"], "shapes");
}

#[test]
fn ignored_converted_and_missing_entries_are_noted() {
    let mut bytes = zeros(&[("W1", &[5, 4]), ("b1", &[4]), ("mean", &[5]), ("n", &[])]);
    let (text, json) = the(&notes(&bytes), |n| matches!(n, Note::Ignored { .. }));
    assert_eq!(text, "ignored entries: mean, n");
    assert_eq!(json, json!({"kind": "ignored", "names": ["mean", "n"]}));
    // The first number of W1 becomes NaN, the second infinite.
    let start = bytes.len() - 4 * (20 + 4 + 5 + 1);
    bytes[start..start + 4].copy_from_slice(&f32::NAN.to_le_bytes());
    bytes[start + 4..start + 8].copy_from_slice(&f32::INFINITY.to_le_bytes());
    let (text, json) = the(&notes(&bytes), |n| matches!(n, Note::NotFinite { .. }));
    assert_eq!(text, "W1 holds 2 values that are not finite (NaN or infinity)");
    assert_eq!(json, json!({"kind": "not_finite", "arrays": [{"name": "W1", "count": 2}]}));
    let (text, json) =
        the(&notes(&zeros(&[("W1", &[5, 4])])), |n| matches!(n, Note::BiasAssumed { .. }));
    assert_eq!(text, "W1 has no bias: zeros are used");
    assert_eq!(json, json!({"kind": "bias_assumed", "names": ["W1"]}));
    let two = notes(&zeros(&[("W1", &[5, 4]), ("W2", &[4, 3])]));
    let (text, _) = the(&two, |n| matches!(n, Note::BiasAssumed { .. }));
    assert_eq!(text, "W1, W2 have no bias: zeros are used");
    let wide = include_bytes!("golden/np2-network-p4-C-f8.pkl");
    let (text, json) =
        the(&notes(wide), |n| matches!(n, Note::Converted { from: Element::F64, .. }));
    assert_eq!(text, "W1, b1, W2, b2 converted from f64 to f32");
    assert_eq!(
        json,
        json!({"kind": "converted", "names": ["W1", "b1", "W2", "b2"], "from": "f64"})
    );
}

#[test]
fn bytes_after_the_end_are_noted() {
    let pickle = [&dictionary(&[("W1", &[5, 4]), ("b1", &[4])])[..], b"rest"].concat();
    let end = pickle.len() - 4;
    let (text, json) = the(&notes(&pickle), |n| matches!(n, Note::TrailingBytes { .. }));
    assert_eq!(text, format!("4 bytes after the end of the pickle (byte {end}) were not read"));
    assert_eq!(json, json!({"kind": "trailing_bytes", "offset": end, "bytes": 4}));
    let array = npy("<f4", "(1, 2)", &[0; 11]);
    let found = NamedArrays::read(&array, &feedforward_files::Limits::default()).unwrap().notes;
    let (text, json) = the(&found, |n| matches!(n, Note::TrailingBytes { .. }));
    let end = array.len() - 3;
    assert_eq!(text, format!("3 bytes after the end of array (byte {end}) were not read"));
    assert_eq!(
        json,
        json!({"kind": "trailing_bytes", "array": "array", "offset": end, "bytes": 3})
    );
}

#[test]
fn a_note_is_safe_to_print() {
    let bytes = zeros(&[("W1", &[5, 4]), ("b1", &[4]), ("a\u{202e}b", &[7])]);
    let (text, _) = the(&notes(&bytes), |n| matches!(n, Note::Ignored { .. }));
    assert_eq!(text, r"ignored entries: a\u{202e}b");
}
