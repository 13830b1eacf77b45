//! MNIST: the built-in set against NumPy, and folders of files.
//!
//! The golden values were printed by `mnist_golden.py`, with NumPy 2.4.6.

#![expect(clippy::unwrap_used, reason = "the lint excepts tests but not the functions they share")]

use feedforward_digits::{
    Digits, DigitsError, Labels, MnistOptions, Split, load_digits, load_images, load_mnist,
    load_split, test_set, write_idx,
};
use ndarray::{Array1, Array3, Axis, array};
use sha2::{Digest, Sha256};
use std::path::Path;

fn sha256<'a>(values: impl IntoIterator<Item = &'a f32>) -> String {
    let mut hasher = Sha256::new();
    values.into_iter().for_each(|value| hasher.update(value.to_le_bytes()));
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn inputs_are_numpys_to_the_bit() {
    let digits = test_set().unwrap();
    let inputs = digits.inputs();
    assert_eq!(inputs.dim(), (10_000, 784));
    assert_eq!(sha256(&inputs), "bc9f8f501f39b3ca61f899a2f402edf2024bde012b73223431b6bd735e47a165");
    assert_eq!(
        sha256(&digits.one_hot()),
        "2f8f366b93e2a655c1c1a74771f505326f2624697831cf9c8112282bd6c49b7e"
    );
    let sum: u64 = digits.images().iter().map(|&pixel| u64::from(pixel)).sum();
    assert_eq!(sum, 264_923_200);
    assert_eq!(digits.counts(), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
}

#[test]
fn options_are_the_books() {
    let digits = test_set().unwrap();
    let arrays = digits.prepare(&MnistOptions::default());
    assert_eq!(arrays.inputs, digits.inputs().into_dyn());
    assert_eq!(arrays.labels, Labels::Classes(digits.labels().to_owned()));
    let arrays =
        digits.prepare(&MnistOptions { flatten: false, normalize: false, one_hot_label: true });
    assert_eq!(arrays.inputs.shape(), [10_000, 1, 28, 28]);
    assert_eq!(
        sha256(&arrays.inputs),
        "c259c1106d95a61666273919e6a5ead79e444e78f51af66d7a502ec200874e11"
    );
    assert_eq!(arrays.labels, Labels::OneHot(digits.one_hot()));
}

fn three() -> Digits {
    let images = Array3::from_shape_fn((3, 2, 2), |(i, y, x)| (100 * i + 2 * y + x) as u8);
    Digits::new(images, array![4, 0, 9]).unwrap()
}

#[test]
fn digits_are_chosen_by_index_and_range() {
    let digits = three();
    let chosen = digits.select(&[2, 2, 0]).unwrap();
    assert_eq!(chosen.labels(), array![9, 9, 4]);
    assert_eq!(chosen.images().index_axis(Axis(0), 1), digits.images().index_axis(Axis(0), 2));
    assert_eq!(digits.slice(1..3).unwrap(), digits.select(&[1, 2]).unwrap());
    assert!(digits.slice(1..1).unwrap().is_empty());
    let message = digits.select(&[0, 3]).unwrap_err().to_string();
    assert!(message.contains("digit 3 was asked for, but the set has 3"), "{message}");
    assert!(matches!(digits.slice(1..9), Err(DigitsError::OutOfRange { index: 8, len: 3, .. })));
}

#[test]
fn inputs_do_not_depend_on_the_images_layout() {
    let images = three().images().to_owned();
    let mut transposed = Array3::zeros(ndarray::ShapeBuilder::f(images.dim()));
    transposed.assign(&images);
    let digits = Digits::new(transposed, array![4, 0, 9]).unwrap();
    assert_eq!(digits.inputs(), three().inputs());
}

#[test]
fn labels_must_be_as_many_as_the_images_and_be_digits() {
    let images = || Array3::zeros((2, 2, 2));
    let counts = Digits::new(images(), array![1]).unwrap_err().to_string();
    assert!(counts.starts_with("2 images but 1 labels"), "{counts}");
    let range = Digits::new(images(), array![9, 10]).unwrap_err().to_string();
    assert!(range.starts_with("label 1 is 10, expected 0 to 9"), "{range}");
}

fn write(folder: &Path, images: &str, labels: &str) {
    let digits = three();
    let images_file = write_idx(digits.images().into_dyn()).unwrap();
    std::fs::write(folder.join(images), images_file).unwrap();
    let labels_file =
        write_idx(digits.labels().mapv(|label| label as u8).view().into_dyn()).unwrap();
    std::fs::write(folder.join(labels), labels_file).unwrap();
}

#[test]
fn files_are_found_under_their_usual_names() {
    let folder = tempfile::tempdir().unwrap();
    // The content tells whether it is gzip, not the name.
    write(folder.path(), "train-images-idx3-ubyte.gz", "train-labels.idx1-ubyte");
    write(folder.path(), "t10k-images.idx3-ubyte.gz", "t10k-labels-idx1-ubyte");
    let mnist = load_mnist(folder.path()).unwrap();
    assert_eq!((mnist.train, mnist.test), (three(), three()));
}

#[test]
fn a_missing_file_is_named_with_the_names_looked_for() {
    let folder = tempfile::tempdir().unwrap();
    let message = load_mnist(folder.path()).unwrap_err().to_string();
    for part in [
        &folder.path().display().to_string(),
        "train-images-idx3-ubyte.gz, train-images-idx3-ubyte, train-images.idx3-ubyte.gz",
        "found none: this is no folder of MNIST's files",
    ] {
        assert!(message.contains(part), "{message}");
    }
}

#[test]
fn images_taken_for_labels_are_named() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "images", "labels");
    let (images, labels) = (folder.path().join("images"), folder.path().join("labels"));
    assert_eq!(load_digits(&images, &labels).unwrap(), three());
    assert_eq!(load_images(&images).unwrap(), three().images());
    let swapped = load_digits(&labels, &images).unwrap_err().to_string();
    assert!(swapped.contains("u8 [3]: these look like labels"), "{swapped}");
    let twice = load_digits(&images, &images).unwrap_err().to_string();
    assert!(twice.contains("u8 [3, 2, 2]: these look like images"), "{twice}");
    let other = Array1::from_elem(3, 1i16);
    std::fs::write(&labels, write_idx(other.view().into_dyn()).unwrap()).unwrap();
    let type_error = load_digits(&images, &labels).unwrap_err().to_string();
    assert!(type_error.contains("expected labels, u8 [count], found i16 [3]"), "{type_error}");
}

/// All of MNIST, where it lies beside the repository.
#[test]
fn the_training_set_loads() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/mnist");
    if !folder.is_dir() {
        // Aloud: the test runner keeps what `println!` says to itself.
        let line = format!("skipped: {} is not there\n", folder.display());
        std::io::Write::write_all(&mut std::io::stderr(), line.as_bytes()).unwrap();
        return;
    }
    let train = load_split(&folder, Split::Train).unwrap();
    assert_eq!((train.len(), train.image_size()), (60_000, (28, 28)));
    assert_eq!(load_split(&folder, Split::Test).unwrap(), test_set().unwrap());
}
