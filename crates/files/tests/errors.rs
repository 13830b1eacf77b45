//! Errors are data: what a program can ask of them.
#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

mod builders;

use builders::{npy, shared_zip, zeros};
use feedforward_files::{
    BytesError, Description, DescriptionFault, ErrorKind, FileError, Input, Kind, LayerPart,
    Limits, LoadOptions, Misfit, Missing, Model, NamedArrays, NamedShape, Orders, Transpose,
};
use feedforward_network::{Activation, Dense, Network, Output};
use ndarray::{Array1, Array2};

fn error(bytes: &[u8]) -> FileError {
    Model::read(bytes).unwrap_err()
}

fn named(name: &str, shape: &[usize]) -> NamedShape {
    NamedShape { name: name.to_owned(), shape: shape.to_vec() }
}

#[test]
fn every_error_has_a_kind_for_programs() {
    let limits = |limits| LoadOptions { limits, ..LoadOptions::default() };
    let with = |bytes: &[u8], options: &LoadOptions| Model::read_with(bytes, options).unwrap_err();
    let tight = limits(Limits { file_bytes: 3, ..Limits::default() });
    let fit = zeros(&[("W1", &[5, 4]), ("b1", &[4])]);
    let named = Transpose::Named(vec!["W9".to_owned()]);
    let asked = LoadOptions { transpose: named, ..LoadOptions::default() };
    let cases = [
        (Model::load("/no/such/file").unwrap_err(), ErrorKind::System),
        (Model::load("/").unwrap_err(), ErrorKind::System),
        (with(b"W1 = 3\n", &tight), ErrorKind::Limit),
        (with(&fit, &limits(Limits { array_bytes: 3, ..Limits::default() })), ErrorKind::Limit),
        (error(b"\x89PNG\r\n\x1a\n"), ErrorKind::OtherKind),
        (error(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"), ErrorKind::OtherKind),
        (error(b"\x80\x02cposix\nsystem\n."), ErrorKind::Refused),
        (error(b"\x80\x02Pid\n."), ErrorKind::Refused),
        (error(b"\x80\x02t."), ErrorKind::Damaged),
        (error(&fit[..fit.len() - 1]), ErrorKind::Damaged),
        (error(b"\x93NUMPY\x09\0\x02\0{}"), ErrorKind::Damaged),
        (error(b"PK\x03\x04\x14\0"), ErrorKind::Damaged),
        (error(b"\x02\0\0\0\0\0\0\0{]"), ErrorKind::Damaged),
        (error(&npy("|O", "(1,)", b"")), ErrorKind::Unsupported),
        (error(&shared_zip(&["W1.npy"], &npy("<U5", "()", &[0; 20]))), ErrorKind::Unsupported),
        (error(&zeros(&[("x", &[2])])), ErrorKind::Layout),
        (error(&zeros(&[("W1", &[5, 4]), ("W3", &[4, 3])])), ErrorKind::Layout),
        (error(&zeros(&[("W1", &[5, 4]), ("W2", &[9, 3])])), ErrorKind::Layout),
        (error(&zeros(&[("W1", &[5])])), ErrorKind::Layout),
        (with(&fit, &asked), ErrorKind::Options),
    ];
    for (error, kind) in cases {
        assert_eq!(error.kind(), kind, "{error}");
        assert_eq!(error.is_layout(), kind == ErrorKind::Layout, "{error}");
    }
}

#[test]
fn an_error_in_a_file_or_member_has_the_inner_errors_kind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("weights.npz");
    std::fs::write(&path, shared_zip(&["W1.npy"], b"\x93NUMPY\x09\0\x02\0{}")).unwrap();
    let error = Model::load(&path).unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Damaged);
    assert!(matches!(error.innermost(), FileError::Npy { offset: 8, .. }), "{error:?}");
    let start = format!("{}: in W1.npy: expected an npy header", path.display());
    assert!(error.to_string().starts_with(&start), "{error}");
}

/// The whole file is longer than a limit: the path and both numbers are there, and the limit's name.
#[test]
fn a_file_that_is_too_large_is_named_with_the_limit() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large");
    std::fs::write(&path, [0; 11]).unwrap();
    let error = NamedArrays::load(&path, &Limits { file_bytes: 10, ..Limits::default() });
    let error = error.unwrap_err();
    assert!(matches!(&error, FileError::InFile { path: named, .. } if *named == path), "{error:?}");
    assert!(matches!(error.innermost(), FileError::FileTooLarge { limit: 10, found: 11, .. }));
    let missing = NamedArrays::load(folder.path().join("none"), &Limits::default()).unwrap_err();
    assert!(matches!(missing, FileError::Bytes(BytesError::Io { .. })), "{missing:?}");
}

#[test]
fn what_does_not_fit_is_told_in_shapes_and_names() {
    let chain = |tensors: &[(&str, &[usize])]| error(&zeros(tensors));
    let one = chain(&[("W1", &[784, 50]), ("W2", &[100, 50]), ("W3", &[100, 10])]);
    assert!(matches!(
        one,
        FileError::Chain {
            layer: 2,
            weights,
            misfit: Misfit::Inputs { expected: 50, .. },
            transpose: Some(Transpose::Named(names)),
            ..
        } if weights == named("W2", &[100, 50]) && names == ["W2"]
    ));
    let first = chain(&[("W1", &[50, 784]), ("W2", &[50, 100]), ("W3", &[10, 100])]);
    assert!(matches!(
        &first,
        FileError::Chain { layer: 2, transpose: Some(Transpose::Named(names)), .. }
            if *names == ["W1", "W3"]
    ));
    assert!(first.to_string().ends_with("W2 is 50 x 100: W1, W3 look transposed"), "{first}");
    let before = chain(&[("W1", &[50, 784]), ("W2", &[50, 100]), ("W3", &[100, 10])]);
    assert!(before.to_string().ends_with("W2 is 50 x 100: W1 looks transposed"), "{before}");
    let bias = chain(&[("W1", &[5, 4]), ("b1", &[7])]);
    assert_eq!(
        bias.to_string(),
        "layer 1 gives 4 outputs (W1 is 5 x 4) but its bias has 7 numbers: no orientation fits; is a \
         layer missing, or is one from another network?"
    );
    let found = matches!(
        bias,
        FileError::Chain {
            misfit: Misfit::Bias { outputs: 4, length: 7, .. },
            transpose: None,
            ..
        }
    );
    assert!(found);
    let options = |transpose| LoadOptions { transpose, ..LoadOptions::default() };
    let torch = zeros(&[("a1.weight", &[4, 5]), ("a2.weight", &[3, 4])]);
    let all = Model::read_with(&torch, &options(Transpose::None)).unwrap_err();
    assert!(all.to_string().ends_with("all look transposed"), "{all}");
    assert!(matches!(all, FileError::Chain { transpose: Some(Transpose::All), .. }));
    let book = zeros(&[("W1", &[5, 4]), ("W2", &[4, 3])]);
    let none = Model::read_with(&book, &options(Transpose::All)).unwrap_err();
    assert!(none.to_string().ends_with("it looks transposed"), "{none}");
    assert!(matches!(none, FileError::Chain { transpose: Some(Transpose::None), .. }));
}

#[test]
fn arrays_that_make_no_network_are_told_as_data() {
    let of = |tensors: &[(&str, &[usize])]| error(&zeros(tensors));
    let none = of(&[("x", &[2, 3]), ("y", &[])]);
    assert!(none.to_string().contains("found x (2 x 3), y (()); rename them"), "{none}");
    assert!(matches!(none, FileError::NoWeights { found, .. } if found[0] == named("x", &[2, 3])));
    let part = |shape: &[usize]| of(&[("W1", &[2, 3]), ("b1", shape)]);
    let cube = part(&[3, 1, 1]);
    assert!(matches!(cube, FileError::LayerShape { part: LayerPart::Bias, .. }), "{cube}");
    let ending = "b1 has the shape 3 x 1 x 1, expected one row of numbers: only fully connected \
                  layers are read";
    assert_eq!(cube.to_string(), ending);
    let kernel = of(&[("W1", &[2, 3, 3, 3])]);
    assert!(matches!(kernel, FileError::LayerShape { part: LayerPart::Weights, .. }), "{kernel}");
    assert!(kernel.to_string().contains("W1 has the shape 2 x 3 x 3 x 3, expected two axes"));
    let gap = of(&[("W1", &[3, 3]), ("W3", &[3, 3])]);
    assert!(matches!(gap, FileError::MissingEntry { missing: Missing::Number(2), .. }), "{gap}");
    let lone = of(&[("W1", &[3, 3]), ("b2", &[3])]);
    assert!(matches!(lone, FileError::MissingEntry { missing: Missing::Weights, .. }), "{lone}");
    let two = of(&[("W1", &[3, 3]), ("fc.weight", &[3, 3])]);
    assert_eq!(
        two.to_string(),
        "found weights named in two ways, W1 and fc.weight: keep one network in a file"
    );
    let prefixes = of(&[("a.W1", &[3, 3]), ("b.W1", &[3, 3])]);
    assert!(matches!(prefixes, FileError::TwoSchemes { .. }), "{prefixes}");
    let twice = of(&[("weight1", &[3, 3]), ("weights1", &[3, 3])]);
    assert!(matches!(twice, FileError::TwoSchemes { .. }), "{twice}");
    let orders = of(&[("left.weight", &[6, 2]), ("right.weight", &[5, 3])]);
    assert!(matches!(orders, FileError::LayerOrder { fit: Orders::None, .. }), "{orders}");
    let orders = of(&[("decoder.weight", &[6, 2]), ("encoder.weight", &[2, 6])]);
    assert!(matches!(orders, FileError::LayerOrder { fit: Orders::Several, .. }), "{orders}");
}

#[test]
fn another_kind_of_file_is_told_with_what_to_give_instead() {
    let text = error(b"W1 = 3\n");
    assert!(matches!(text, FileError::NotWeights { found: Kind::Text, .. }));
    assert_eq!(
        text.to_string(),
        "expected a file of weights, found a text file: give an npz file or a safetensors file or \
         a pickle"
    );
}

fn network() -> Network {
    let layer = Dense::new(Array2::ones((5, 4)), Array1::ones(4), Activation::Relu).unwrap();
    Network::new(vec![layer], Output::Softmax).unwrap()
}

#[test]
fn a_description_that_does_not_fit_is_told_in_numbers() {
    let fault = |description: Description| match Model::new(network(), description).write() {
        Err(FileError::Description(fault)) => fault,
        other => panic!("{other:?}"),
    };
    let labels = vec!["a".to_owned(); 3];
    let found = fault(Description { labels, ..Description::default() });
    assert!(matches!(found, DescriptionFault::LabelCount { classes: 4, found: 3, .. }));
    assert_eq!(found.to_string(), "expected 4 labels, one for each class, found 3");
    let input = Input { shape: vec![2, 3], ..Input::mnist() };
    let found = fault(Description { input: Some(input), ..Description::default() });
    assert!(matches!(found, DescriptionFault::InputShape { inputs: 5, .. }));
    assert_eq!(found.to_string(), "the input's shape is 2 x 3, but the network takes 5 inputs");
    let input = Input { shape: vec![usize::MAX, 2], ..Input::mnist() };
    let found = fault(Description { input: Some(input), ..Description::default() });
    assert!(matches!(found, DescriptionFault::InputShape { .. }));
}

/// Our file with one text in place of another of the same length.
fn changed(from: &str, to: &str) -> Vec<u8> {
    let mut bytes = Model::new(network(), Description::default()).write().unwrap();
    assert_eq!(from.len(), to.len());
    let at = bytes.windows(from.len()).position(|window| window == from.as_bytes()).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to.as_bytes());
    bytes
}

#[test]
fn a_description_that_cannot_be_understood_is_told_and_leaves_the_arrays_readable() {
    let cases = [
        (r#"format\":1"#, r#"format\":0"#, "expected the format 1, found 0"),
        (r#"format\":1"#, r#"format\":9"#, "reads up to 1: update feedforward"),
        (r#"softmax"#, r#"hardmax"#, "expected the output identity or "),
        (r#"\"relu"#, r#"\"rele"#, "found `rele`"),
        (r#"outputs\""#, r#"outpubs\""#, "the field `outpubs` is unknown"),
        (r#"outputs\":4"#, r#"outputs\":5"#, "it tells of layers 5 x 5, but the tensors are 5 x 4"),
    ];
    for (from, to, sentence) in cases {
        let bytes = changed(from, to);
        let error = error(&bytes);
        assert!(error.to_string().contains(sentence), "{error}");
        assert_eq!(error.kind(), ErrorKind::Description);
        assert!(!error.is_layout());
        assert_eq!(NamedArrays::read(&bytes, &Limits::default()).unwrap().arrays.len(), 2);
    }
    let bytes = changed(
        r#"layers\":[{\"inputs\":5,\"outputs\":4,\"activation\":\"relu\"}]"#,
        r#"layers\":[]                                                    "#,
    );
    let error = error(&bytes);
    assert!(matches!(
        error,
        FileError::Description(DescriptionFault::LayerCount { stated: 0, found: 1, .. })
    ));
    assert!(error.to_string().contains("it tells of 0 layers, but the tensors make 1"), "{error}");
}
