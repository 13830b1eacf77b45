//! What is written is read back to the bit.
#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

use feedforward_files::{Description, Fact, Format, Ink, Input, Kind, LoadOptions, Model, Scale};
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2};
use proptest::prelude::*;
use std::collections::BTreeMap;

prop_compose! {
    fn layer(inputs: usize, outputs: usize)(
        weights in proptest::collection::vec(any::<f32>(), inputs * outputs),
        bias in proptest::collection::vec(any::<f32>(), outputs),
        activation in proptest::sample::select(Activation::ALL.to_vec()),
    ) -> Dense {
        let weights = Array2::from_shape_vec((inputs, outputs), weights).unwrap();
        Dense::new(weights, Array1::from(bias), activation).unwrap()
    }
}

fn network() -> impl Strategy<Value = Network> {
    let sizes = proptest::collection::vec(1usize..6, 2..5);
    let layers = sizes.prop_flat_map(|sizes| {
        sizes.windows(2).map(|pair| layer(pair[0], pair[1])).collect::<Vec<_>>()
    });
    let output = proptest::sample::select(Output::ALL.to_vec());
    (layers, output).prop_map(|(layers, output)| Network::new(layers, output).unwrap())
}

fn bits(network: &Network) -> Vec<u32> {
    let layers = network.layers().iter();
    layers
        .flat_map(|layer| {
            layer.weights().iter().chain(&layer.bias()).map(|v| v.to_bits()).collect::<Vec<_>>()
        })
        .collect()
}

/// Text as a description may hold it: no control characters, and none that turn a line around.
const PRINTABLE: &str = r"[^\p{C}\u{2028}\u{2029}]*";

proptest! {
    #[test]
    fn a_network_survives(
        network in network(),
        provenance in proptest::collection::btree_map(PRINTABLE, PRINTABLE, 0..4),
        named in any::<bool>(),
    ) {
        let labels = if named { vec!["é\"\\".to_owned(); network.output().classes(network.outputs())] } else { Vec::new() };
        let description = Description { labels, input: None, provenance };
        let model = Model::new(network, description);
        let bytes = model.write().unwrap();
        prop_assert_eq!(&bytes, &model.write().unwrap());
        let again = Model::read(&bytes).unwrap();
        prop_assert_eq!(bits(&again.network), bits(&model.network));
        let activations = |network: &Network| {
            network.layers().iter().map(Dense::activation).collect::<Vec<_>>()
        };
        prop_assert_eq!(activations(&again.network), activations(&model.network));
        prop_assert_eq!(again.network.output(), model.network.output());
        prop_assert_eq!(again.description, model.description);
    }

    #[test]
    fn any_bytes_are_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        let _ = Model::read(&bytes);
    }
}

#[test]
fn options_win_over_the_file_and_a_note_says_so() {
    let hidden = Dense::new(Array2::ones((2, 2)), Array1::ones(2), Activation::Relu).unwrap();
    let last = Dense::new(Array2::ones((2, 2)), Array1::ones(2), Activation::Identity).unwrap();
    let network = Network::new(vec![hidden, last], Output::Softmax).unwrap();
    let bytes = Model::new(network, Description::default()).write().unwrap();
    assert!(Model::read(&bytes).unwrap().origin.notes.is_empty());
    let options = LoadOptions {
        hidden: Some(Activation::Tanh),
        output: Some(Output::Identity),
        ..LoadOptions::default()
    };
    let model = Model::read_with(&bytes, &options).unwrap();
    assert_eq!(model.network.layers()[0].activation(), Activation::Tanh);
    let notes: Vec<_> = model.origin.notes.iter().map(ToString::to_string).collect();
    assert_eq!(
        notes,
        [
            "tanh replaces the file's activations relu",
            "identity replaces the file's output softmax"
        ]
    );
}

#[test]
fn a_saved_file_replaces_the_old_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("model.safetensors");
    std::fs::write(&path, "old").unwrap();
    let layer = Dense::new(Array2::ones((2, 3)), Array1::ones(3), Activation::Identity).unwrap();
    let network = Network::new(vec![layer], Output::Softmax).unwrap();
    let provenance = BTreeMap::from([("seed".to_owned(), "1".to_owned())]);
    let model = Model::new(network, Description { provenance, ..Description::default() });
    model.save(&path).unwrap();
    let again = Model::load(&path).unwrap();
    assert_eq!(again.network, model.network);
    assert_eq!(again.description, model.description);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

fn one_layer() -> Network {
    let layer = Dense::new(Array2::ones((6, 2)), Array1::ones(2), Activation::Identity).unwrap();
    Network::new(vec![layer], Output::Identity).unwrap()
}

#[test]
fn the_preparation_of_an_input_survives() {
    for ink in [None, Some(Ink::Dark), Some(Ink::Light)] {
        for scale in [Scale::Unit, Scale::Byte] {
            let input = Some(Input { shape: vec![2, 3], scale, ink });
            let description = Description { input, ..Description::default() };
            let bytes = Model::new(one_layer(), description.clone()).write().unwrap();
            assert_eq!(Model::read(&bytes).unwrap().description, description);
            let text = format!("\\\"scale\\\":\\\"{scale}\\\"");
            let is_written = bytes.windows(text.len()).any(|window| window == text.as_bytes());
            assert!(is_written, "{scale}: the word of messages is the word in the file");
        }
    }
}

#[test]
fn an_ink_that_is_unknown_is_refused() {
    let description = Description {
        input: Some(Input { shape: vec![6], scale: Scale::Unit, ink: Some(Ink::Light) }),
        ..Description::default()
    };
    let mut bytes = Model::new(one_layer(), description).write().unwrap();
    let at = bytes.windows(5).position(|window| window == b"light").unwrap();
    bytes[at..at + 5].copy_from_slice(b"night");
    let error = Model::read(&bytes).unwrap_err().to_string();
    assert!(error.contains("'night on dark' is no ink"), "{error}");
}

/// A format may state what its row in the table says, and ours does.
#[test]
fn our_own_format_states_everything() {
    let format = Format::of(Kind::Safetensors).unwrap();
    for fact in [Fact::Activations, Fact::Orientations, Fact::Output, Fact::Description] {
        assert!(format.states.contains(&fact), "{fact:?}");
    }
    // Square, identity and without softmax: all of which would be assumed otherwise.
    let layer = |activation| Dense::new(Array2::ones((2, 2)), Array1::ones(2), activation).unwrap();
    let layers = vec![layer(Activation::Tanh), layer(Activation::Relu)];
    let network = Network::new(layers, Output::Identity).unwrap();
    let bytes = Model::new(network.clone(), Description::default()).write().unwrap();
    let again = Model::read(&bytes).unwrap();
    assert_eq!((again.network, again.origin.notes), (network, vec![]));
}
