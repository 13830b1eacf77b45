//! Files that NumPy 1.26 and 2.4 wrote (see golden/make.py) give exactly NumPy's numbers.

use feedforward_files::{Limits, Model, NamedArrays};
use ndarray::{Array1, Array2};
use std::path::PathBuf;

const WRITERS: [&str; 2] = ["np1", "np2"];

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

fn arrays(name: &str) -> NamedArrays<'static> {
    NamedArrays::load(path(name), &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

fn weights(k: usize, inputs: usize, outputs: usize) -> Array2<f32> {
    Array2::from_shape_fn((inputs, outputs), |(i, j)| {
        (((7 * i + 3 * j + k) % 11) as f32 - 5.0) / 4.0
    })
}

fn bias(k: usize, outputs: usize) -> Array1<f32> {
    Array1::from_shape_fn(outputs, |j| (j as f32 - k as f32) / 8.0)
}

fn holds_the_network(name: &str) {
    let model = Model::load(path(name)).unwrap_or_else(|error| panic!("{error}"));
    let sizes = [5, 4, 3];
    assert_eq!(model.network.layers().len(), 2, "{name}");
    for (k, layer) in (1..).zip(model.network.layers()) {
        assert_eq!(layer.weights(), weights(k, sizes[k - 1], sizes[k]), "{name}");
        assert_eq!(layer.bias(), bias(k, sizes[k]), "{name}");
    }
}

#[test]
fn networks_of_every_protocol_order_and_width_are_numpys() {
    for writer in WRITERS {
        for protocol in 0..=5 {
            for order in ["C", "F"] {
                for width in ["f4", "f8"] {
                    holds_the_network(&format!("{writer}-network-p{protocol}-{order}-{width}.pkl"));
                }
            }
        }
        holds_the_network(&format!("{writer}-coefs-p4.pkl"));
        holds_the_network(&format!("{writer}-stored.npz"));
        holds_the_network(&format!("{writer}-deflated.npz"));
    }
}

#[test]
fn every_type_and_byte_order_is_numpys() {
    for writer in WRITERS {
        for protocol in 0..=5 {
            let name = format!("{writer}-types-p{protocol}.pkl");
            let file = arrays(&name);
            assert_eq!(file.arrays.len(), 21);
            for array in &file.arrays {
                let expected = match array.name() {
                    "?" => [0.0, 1.0, 1.0, 1.0, 1.0, 1.0],
                    _ => [0.0, 1.0, 2.0, 3.0, 4.0, 5.0],
                };
                let expected = Array2::from_shape_vec((2, 3), expected.to_vec()).unwrap();
                let found = array.to_f32().unwrap();
                assert_eq!(found, expected.into_dyn(), "{name} {}", array.name());
            }
        }
    }
}

#[test]
fn nested_shared_and_scalar_arrays_are_numpys() {
    for writer in WRITERS {
        for protocol in 0..=5 {
            let name = format!("{writer}-nested-p{protocol}.pkl");
            let file = arrays(&name);
            let get = |entry: &str| {
                let array = file.get(entry).unwrap_or_else(|| panic!("{name} has {entry}"));
                array.to_f32().unwrap()
            };
            let cube = Array1::range(0.0, 24.0, 1.0).into_shape_with_order((2, 3, 4)).unwrap();
            let shared = Array1::from(vec![0.0, 1.0, 2.0]).into_dyn();
            assert_eq!(get("zero"), ndarray::arr0(2.5).into_dyn());
            assert_eq!(get("scalar"), ndarray::arr0(1.5).into_dyn());
            assert_eq!(get("turned"), cube.view().permuted_axes([2, 0, 1]).into_dyn(), "{name}");
            assert_eq!(get("cube"), cube.into_dyn());
            assert_eq!(get("empty").shape(), [0, 3]);
            assert_eq!(get("strided"), Array1::from(vec![0.0, 2.0, 4.0]).into_dyn());
            for entry in ["tuple.0", "tuple.1.0", "late.0"] {
                assert_eq!(get(entry), shared);
            }
            let others =
                ["text", "number", "real", "nothing", "raw", "mutable", "members", "frozen"];
            assert_eq!(file.others, others);
        }
    }
}

#[test]
fn every_npy_version_is_numpys() {
    for writer in WRITERS {
        for version in 1..=3 {
            let file = arrays(&format!("{writer}-v{version}.npy"));
            assert_eq!(file.arrays[0].to_f32().unwrap(), weights(1, 5, 4).into_dyn());
        }
    }
}
