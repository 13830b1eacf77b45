//! From names and shapes to layers: their order, orientation and biases.
mod builders;

use builders::{dictionary, zeros};
use feedforward_files::{FileError, LoadOptions, Misfit, Model, Orders, Transpose};

fn texts(model: &Model) -> Vec<String> {
    model.origin.notes.iter().map(ToString::to_string).collect()
}

/// The sizes of the network, and the notes as text.
fn sizes(bytes: &[u8], transpose: Transpose) -> Result<(Vec<usize>, Vec<String>), String> {
    let options = LoadOptions { transpose, ..LoadOptions::default() };
    Model::read_with(bytes, &options)
        .map(|model| (model.network.sizes(), texts(&model)))
        .map_err(|error| error.to_string())
}

#[test]
fn a_matrix_that_does_not_fit_is_named_with_how_to_fix_it() {
    let one = zeros(&[("W1", &[784, 50]), ("W2", &[100, 50]), ("W3", &[100, 10])]);
    assert_eq!(
        sizes(&one, Transpose::Auto).unwrap_err(),
        "layer 2 takes 50 inputs but W2 is 100 x 50: it looks transposed"
    );
    let named = Transpose::Named(vec!["W2".to_owned()]);
    assert_eq!(sizes(&one, named).unwrap().0, [784, 50, 100, 10]);
    let unknown = Transpose::Named(vec!["W9".to_owned()]);
    assert!(sizes(&one, unknown).unwrap_err().contains("the file has W1, W2, W3"));
    let none = zeros(&[("W1", &[784, 50]), ("W2", &[60, 10])]);
    assert_eq!(
        sizes(&none, Transpose::Auto).unwrap_err(),
        "layer 2 takes 50 inputs but W2 is 60 x 10: no orientation fits; \
         is a layer missing, or is one from another network?"
    );
}

#[test]
fn the_chain_decides_the_orientation() {
    let torch = zeros(&[
        ("fc1.weight", &[50, 784]),
        ("fc1.bias", &[50]),
        ("fc2.weight", &[10, 50]),
        ("fc2.bias", &[10]),
    ]);
    let (found, notes) = sizes(&torch, Transpose::Auto).unwrap();
    assert_eq!(found, [784, 50, 10]);
    assert!(notes[0].contains("transposed from [outputs, inputs]"), "{notes:?}");
    let turned = zeros(&[("W1", &[50, 784]), ("b1", &[1, 50]), ("W2", &[10, 50])]);
    let (found, notes) = sizes(&turned, Transpose::Auto).unwrap();
    assert_eq!(found, [784, 50, 10]);
    assert!(notes.iter().any(|note| note.contains("W2 has no bias")), "{notes:?}");
    let square = zeros(&[("W1", &[3, 3]), ("b1", &[3])]);
    let (_, notes) = sizes(&square, Transpose::Auto).unwrap();
    assert!(
        notes[0].ends_with("orientations; [inputs, outputs] is assumed from the names"),
        "{notes:?}"
    );
}

#[test]
fn layers_come_in_natural_order() {
    let names: Vec<_> = (1..=11).map(|number| format!("W{number}")).collect();
    let shapes: Vec<_> = (1..=11).map(|number| [number, number + 1]).collect();
    let tensors: Vec<_> = names
        .iter()
        .map(String::as_str)
        .zip(shapes.iter().map(<[usize; 2]>::as_slice))
        .rev()
        .collect();
    let expected: Vec<_> = (1..=12).collect();
    assert_eq!(sizes(&zeros(&tensors), Transpose::Auto).unwrap().0, expected);
}

#[test]
fn gaps_and_lone_biases_are_errors() {
    let gap = zeros(&[("W1", &[3, 3]), ("W3", &[3, 3])]);
    assert!(sizes(&gap, Transpose::Auto).unwrap_err().contains("W3 is there but number 2"));
    for names in [["W1", "W01"], ["fc1.weight", "fc01.weight"]] {
        let one = zeros(&names.map(|name| (name, &[3usize, 3][..])));
        let error = sizes(&one, Transpose::Auto).unwrap_err();
        assert!(error.contains("found weights named in two ways"), "{error}");
    }
    let lone = zeros(&[("W1", &[3, 3]), ("b2", &[3])]);
    assert!(
        sizes(&lone, Transpose::Auto).unwrap_err().contains("b2 is there but its weights is not")
    );
}

#[test]
fn layers_named_by_words_keep_the_files_order_or_the_one_that_fits() {
    const LAYERS: [(&str, &[usize]); 4] = [
        ("a_in.weight", &[6, 5]),
        ("second.weight", &[6, 6]),
        ("first_extra.weight", &[6, 6]),
        ("z_out.weight", &[3, 6]),
    ];
    let read_order = |bytes: &[u8]| {
        sizes(bytes, Transpose::Auto).map(|(_, notes)| {
            notes.into_iter().find(|note| note.contains("do not count them")).unwrap_or_default()
        })
    };
    // A dictionary keeps the order in which it was filled.
    assert_eq!(
        read_order(&dictionary(&LAYERS)).unwrap(),
        "the layers' names do not count them: taken are a_in.weight, second.weight, \
         first_extra.weight, z_out.weight, as they stand in the file"
    );
    // Sorted by name, as PyTorch writes it, either of the square ones may be the second.
    let mut sorted = LAYERS;
    sorted.sort_unstable();
    assert_eq!(
        read_order(&zeros(&sorted)).unwrap_err(),
        "the names a_in.weight (6 x 5), first_extra.weight (6 x 6), second.weight (6 x 6), \
         z_out.weight (3 x 6) do not count the layers, and the shapes fit in more than one order: \
         name them by numbers in their order, as in fc1.weight, fc2.weight"
    );
    let words: [(&str, &[usize]); 3] =
        [("hidden.weight", &[6, 6]), ("input.weight", &[6, 5]), ("output.weight", &[3, 6])];
    for bytes in [zeros(&words), dictionary(&words)] {
        let order = read_order(&bytes).unwrap();
        assert!(
            order.contains("input.weight, hidden.weight, output.weight, the only order"),
            "{order}"
        );
    }
    // Numbers decide among those that share a word.
    let mixed: [(&str, &[usize]); 4] = [
        ("fc10.weight", &[6, 6]),
        ("fc2.weight", &[6, 6]),
        ("head.weight", &[3, 6]),
        ("stem.weight", &[6, 5]),
    ];
    let order = read_order(&zeros(&mixed)).unwrap();
    assert!(order.contains("stem.weight, fc2.weight, fc10.weight, head.weight"), "{order}");
    // An autoencoder fits from either end.
    let around: [(&str, &[usize]); 2] = [("decoder.weight", &[6, 2]), ("encoder.weight", &[2, 6])];
    assert!(read_order(&zeros(&around)).unwrap_err().contains("in more than one order"));
    let apart: [(&str, &[usize]); 2] = [("left.weight", &[6, 2]), ("right.weight", &[5, 3])];
    assert!(read_order(&zeros(&apart)).unwrap_err().contains("in no order"));
}

#[test]
fn biases_are_known_by_more_names_and_never_silently_left_out() {
    for [weights, bias] in [["weights1", "bias1"], ["weight_1", "biases_1"], ["weight.1", "bias.1"]]
    {
        let (_, notes) =
            sizes(&zeros(&[(weights, &[5, 3]), (bias, &[3])]), Transpose::Auto).unwrap();
        assert!(!notes.iter().any(|note| note.contains("no bias")), "{notes:?}");
    }
    let error = sizes(&zeros(&[("W1", &[5, 3]), ("beta", &[3])]), Transpose::Auto).unwrap_err();
    assert_eq!(
        error,
        "W1 has no bias, but beta has the 3 numbers of one and belongs to no layer: \
         rename it to match W1, or take it out of the file"
    );
    let (_, notes) = sizes(&zeros(&[("W1", &[5, 3]), ("mean", &[5])]), Transpose::Auto).unwrap();
    assert!(notes.iter().any(|note| note == "W1 has no bias: zeros are used"), "{notes:?}");
}

/// The file's order fits, once one of its matrices is transposed: that is what the error names.
#[test]
fn an_order_with_one_matrix_to_transpose_is_not_an_unknown_order() {
    let mixed: [(&str, &[usize]); 2] = [("stem.weight", &[4, 5]), ("head.weight", &[4, 3])];
    let error = Model::read(&dictionary(&mixed)).unwrap_err();
    assert!(
        matches!(&error, FileError::Chain { transpose: Some(Transpose::Named(names)), .. }
            if *names == ["head.weight"] || *names == ["stem.weight"]),
        "{error}"
    );
    // Sorted by name, the file has no order to keep to, though this one could be made to fit.
    let sorted: [(&str, &[usize]); 2] = [("head.weight", &[4, 3]), ("stem.weight", &[4, 5])];
    let error = Model::read(&zeros(&sorted)).unwrap_err();
    assert!(matches!(error, FileError::LayerOrder { fit: Orders::None, .. }), "{error}");
    let apart: [(&str, &[usize]); 2] = [("left.weight", &[6, 2]), ("right.weight", &[5, 3])];
    let error = Model::read(&dictionary(&apart)).unwrap_err();
    assert!(matches!(error, FileError::LayerOrder { fit: Orders::None, .. }), "{error}");
}

#[test]
fn a_files_own_order_is_kept_unless_safetensors_sorted_it() {
    let square = |names: [&'static str; 2]| names.map(|name| (name, &[6usize, 6][..]));
    let [sorted, unsorted] =
        [["first.weight", "second.weight"], ["second.weight", "first.weight"]].map(square);
    for bytes in [dictionary(&sorted), dictionary(&unsorted), zeros(&unsorted)] {
        let (_, notes) = sizes(&bytes, Transpose::Auto).unwrap();
        assert!(notes[0].ends_with("as they stand in the file"), "{notes:?}");
    }
    let error = sizes(&zeros(&sorted), Transpose::Auto).unwrap_err();
    assert!(error.contains("in more than one order"), "{error}");
}

#[test]
fn a_single_number_is_the_bias_of_one_output() {
    let (found, notes) = sizes(&zeros(&[("W1", &[5, 1]), ("b1", &[])]), Transpose::Auto).unwrap();
    assert_eq!(found, [5, 1]);
    assert!(!notes.iter().any(|note| note.contains("no bias")), "{notes:?}");
}

#[test]
fn a_bias_that_does_not_fit_a_later_layer_is_what_the_error_is_about() {
    let bytes = zeros(&[("W1", &[5, 4]), ("W2", &[4, 3]), ("b2", &[7])]);
    let error = Model::read(&bytes).unwrap_err();
    assert!(
        matches!(
            error,
            FileError::Chain {
                layer: 2,
                misfit: Misfit::Bias { outputs: 3, length: 7, .. },
                transpose: None,
                ..
            }
        ),
        "{error}"
    );
}

#[test]
fn a_lone_matrix_to_transpose_is_named() {
    let bytes = zeros(&[("fc.weight", &[4, 5]), ("fc.bias", &[4])]);
    let options = LoadOptions { transpose: Transpose::None, ..LoadOptions::default() };
    let error = Model::read_with(&bytes, &options).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("fc.weight is 4 x 5) but its bias has 4 numbers: it looks transposed"),
        "{error}"
    );
    let named = Transpose::Named(vec!["fc.weight".to_owned()]);
    assert!(matches!(error, FileError::Chain { transpose: Some(found), .. } if found == named));
}
