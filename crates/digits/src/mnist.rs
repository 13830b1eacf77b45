//! Labelled digits: MNIST's sets and sets made like them.

use crate::mnist_files::{RemoteFile, Split, candidates, find_file};
use crate::{DigitsError, Idx, load_idx, read_idx};
use feedforward_bytes::hex;
use ndarray::{
    Array1, Array2, Array3, ArrayBase, ArrayD, ArrayView1, ArrayView2, ArrayView3, Axis, Dimension,
    IntoDimension, Ix1, Ix3, RawData, Slice,
};
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::path::Path;

/// How many classes there are: the digits 0 to 9.
pub const CLASSES: usize = 10;

/// The file of MNIST's 10,000 test images: `t10k-images-idx3-ubyte.gz`.
pub static TEST_IMAGES: &[u8] = include_bytes!("../data/t10k-images-idx3-ubyte.gz");

/// The file of their labels: `t10k-labels-idx1-ubyte.gz`.
pub static TEST_LABELS: &[u8] = include_bytes!("../data/t10k-labels-idx1-ubyte.gz");

/// Images of digits and the digit that each shows.
///
/// Invariant: as many labels as images, each label below [`CLASSES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digits {
    images: Array3<u8>,
    labels: Array1<usize>,
}

/// MNIST: 60,000 digits to train on and 10,000 to test with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mnist {
    /// The training set.
    pub train: Digits,
    /// The test set.
    pub test: Digits,
}

/// What [`Digits::prepare`] makes, in the words of the book's `load_mnist`; the default is the book's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MnistOptions {
    /// Whether inputs lie between 0 and 1, each pixel divided by 255; else they are pixels from 0
    /// to 255.
    pub normalize: bool,
    /// Whether an image is one row, `[n, height · width]`; else inputs are `[n, 1, height, width]`.
    pub flatten: bool,
    /// Whether a label is a row of ten, 1 at the class and 0 elsewhere; else it is the class.
    pub one_hot_label: bool,
}

impl Default for MnistOptions {
    fn default() -> Self {
        Self { normalize: true, flatten: true, one_hot_label: false }
    }
}

/// Inputs and labels in the form that [`MnistOptions`] asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct MnistArrays {
    /// `[n, height · width]` or `[n, 1, height, width]`.
    pub inputs: ArrayD<f32>,
    /// What each row shows.
    pub labels: Labels,
}

/// Labels in one of two forms.
#[derive(Clone, Debug, PartialEq)]
pub enum Labels {
    /// `[n]`, each 0 to 9.
    Classes(Array1<usize>),
    /// `[n, 10]`.
    OneHot(Array2<f32>),
}

impl Digits {
    /// Puts images and their labels together.
    ///
    /// # Shapes
    ///
    /// `images` is `[n, height, width]`, `labels` is `[n]`.
    ///
    /// # Errors
    ///
    /// [`DigitsError::CountMismatch`] if there are not as many labels as images,
    /// [`DigitsError::LabelRange`] if a label is above 9.
    pub fn new(images: Array3<u8>, labels: Array1<usize>) -> Result<Self, DigitsError> {
        if images.len_of(Axis(0)) != labels.len() {
            let images = images.len_of(Axis(0));
            return Err(DigitsError::CountMismatch { images, labels: labels.len() });
        }
        let wrong = labels.iter().position(|&label| label >= CLASSES);
        if let Some(index) = wrong {
            return Err(DigitsError::LabelRange { index, label: labels[index] });
        }
        // The rows are reshaped without copying, which wants them in order.
        let images = if images.is_standard_layout() {
            images
        } else {
            images.as_standard_layout().into_owned()
        };
        Ok(Self { images, labels })
    }

    fn from_idx(images: Idx, labels: Idx) -> Result<Self, DigitsError> {
        Self::new(as_images(images)?, as_labels(labels)?)
    }

    /// How many digits there are.
    pub fn len(&self) -> usize {
        self.labels.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }

    /// The images, `[n, height, width]`: 0 is background, 255 is ink.
    pub fn images(&self) -> ArrayView3<'_, u8> {
        self.images.view()
    }

    /// The digit that each image shows, `[n]`.
    pub fn labels(&self) -> ArrayView1<'_, usize> {
        self.labels.view()
    }

    /// Rows and columns of an image.
    pub fn image_size(&self) -> (usize, usize) {
        let (_, height, width) = self.images.dim();
        (height, width)
    }

    /// How many digits there are of each class.
    pub fn counts(&self) -> [usize; CLASSES] {
        let mut counts = [0; CLASSES];
        for &label in &self.labels {
            counts[label] += 1;
        }
        counts
    }

    /// What the set is known by: SHA-256 of all the pixels, image after image, and then of the
    /// labels, in hexadecimal.
    ///
    /// Not the checksum of a file, which also has headers.
    pub fn sha256(&self) -> String {
        let mut hasher = Sha256::new();
        for row in self.images.rows() {
            hasher.update(row.to_vec());
        }
        // Labels are below ten, and files hold them as bytes.
        hasher.update(self.labels.mapv(|label| label as u8).to_vec());
        hex(&hasher.finalize())
    }

    /// The digits at these indices, in this order; an index may come more than once.
    ///
    /// # Errors
    ///
    /// [`DigitsError::OutOfRange`] with the first index that is too large.
    pub fn select(&self, indices: &[usize]) -> Result<Self, DigitsError> {
        if let Some(&index) = indices.iter().find(|&&index| index >= self.len()) {
            return Err(DigitsError::OutOfRange { index, len: self.len() });
        }
        Ok(Self {
            images: self.images.select(Axis(0), indices),
            labels: self.labels.select(Axis(0), indices),
        })
    }

    /// The digits of a range of indices; empty if it ends before it starts.
    ///
    /// # Errors
    ///
    /// [`DigitsError::OutOfRange`] if the range ends beyond the set.
    pub fn slice(&self, range: Range<usize>) -> Result<Self, DigitsError> {
        if range.end > self.len() {
            return Err(DigitsError::OutOfRange { index: range.end - 1, len: self.len() });
        }
        let range = Slice::from(range.start.min(range.end)..range.end);
        Ok(Self {
            images: self.images.slice_axis(Axis(0), range).to_owned(),
            labels: self.labels.slice_axis(Axis(0), range).to_owned(),
        })
    }

    /// The images as a network's inputs, from 0 to 1: `x = pixel / 255` in one `f32` division.
    ///
    /// It is the value of NumPy's `images.astype(np.float32) / 255`, to the bit.
    ///
    /// # Shapes
    ///
    /// `[n, height · width]`.
    ///
    /// # Examples
    ///
    /// ```
    /// let digits = feedforward_digits::test_set()?;
    /// let x = digits.slice(0..100)?.inputs();
    /// assert_eq!(x.dim(), (100, 784));
    /// # Ok::<(), feedforward_digits::DigitsError>(())
    /// ```
    pub fn inputs(&self) -> Array2<f32> {
        self.rows().mapv(unit)
    }

    /// The labels as rows of ten: 1 at the class, 0 elsewhere.
    ///
    /// # Shapes
    ///
    /// `[n, 10]`.
    pub fn one_hot(&self) -> Array2<f32> {
        let mut rows = Array2::zeros((self.len(), CLASSES));
        for (mut row, &label) in rows.rows_mut().into_iter().zip(&self.labels) {
            row[label] = 1.0;
        }
        rows
    }

    /// Inputs and labels as the book's `load_mnist(normalize, flatten, one_hot_label)` gives them.
    ///
    /// # Examples
    ///
    /// ```
    /// use feedforward_digits::{Labels, MnistOptions, test_set};
    ///
    /// let options =
    ///     MnistOptions { normalize: false, flatten: false, ..MnistOptions::default() };
    /// let arrays = test_set()?.slice(0..3)?.prepare(&options);
    /// assert_eq!(arrays.inputs.shape(), [3, 1, 28, 28]);
    /// assert_eq!(arrays.labels, Labels::Classes(ndarray::array![7, 2, 1]));
    /// # Ok::<(), feedforward_digits::DigitsError>(())
    /// ```
    pub fn prepare(&self, options: &MnistOptions) -> MnistArrays {
        let (n, height, width) = self.images.dim();
        let inputs = if options.normalize { self.inputs() } else { self.rows().mapv(f32::from) };
        let inputs = if options.flatten {
            inputs.into_dyn()
        } else {
            reshaped(inputs, (n, 1, height, width)).into_dyn()
        };
        let labels = if options.one_hot_label {
            Labels::OneHot(self.one_hot())
        } else {
            Labels::Classes(self.labels.clone())
        };
        MnistArrays { inputs, labels }
    }

    fn rows(&self) -> ArrayView2<'_, u8> {
        let (n, height, width) = self.images.dim();
        reshaped(self.images(), (n, height * width))
    }
}

/// The same elements, in order, in another shape.
fn reshaped<S: RawData, D: Dimension, E: IntoDimension>(
    array: ArrayBase<S, D>,
    shape: E,
) -> ArrayBase<S, E::Dim> {
    array
        .into_shape_with_order(shape)
        .expect("standard layout is kept, and both shapes have as many elements")
}

/// A pixel from 0 to 1. A division: multiplying by the reciprocal gives other bits.
pub(crate) fn unit(pixel: u8) -> f32 {
    f32::from(pixel) / 255.0
}

fn as_images(idx: Idx) -> Result<Array3<u8>, DigitsError> {
    let (element, shape) = (idx.element(), idx.shape().to_vec());
    let images = idx.into_array::<u8>().ok().and_then(|a| a.into_dimensionality::<Ix3>().ok());
    images.ok_or(DigitsError::NotImages { element, shape })
}

fn as_labels(idx: Idx) -> Result<Array1<usize>, DigitsError> {
    let (element, shape) = (idx.element(), idx.shape().to_vec());
    let labels = idx.into_array::<u8>().ok().and_then(|a| a.into_dimensionality::<Ix1>().ok());
    let labels = labels.ok_or(DigitsError::NotLabels { element, shape })?;
    Ok(labels.mapv(usize::from))
}

/// MNIST's 10,000 test digits, which are part of this crate.
///
/// Cost: inflating and hashing 8 MB; nothing is kept between calls.
///
/// # Errors
///
/// [`DigitsError::Checksum`] and what [`read_idx`] gives, if the crate was built from damaged
/// files.
///
/// # Examples
///
/// ```
/// let digits = feedforward_digits::test_set()?;
/// assert_eq!((digits.len(), digits.image_size()), (10_000, (28, 28)));
/// assert_eq!(digits.labels()[0], 7);
/// # Ok::<(), feedforward_digits::DigitsError>(())
/// ```
pub fn test_set() -> Result<Digits, DigitsError> {
    let [_, _, images, labels] = RemoteFile::mnist();
    let read = |file: &RemoteFile, bytes| {
        file.check(bytes)?;
        read_idx(bytes).map_err(|error| error.in_file(format!("built-in {}", file.name)))
    };
    Digits::from_idx(read(&images, TEST_IMAGES)?, read(&labels, TEST_LABELS)?)
}

/// Reads images and labels from the bytes of two IDX files, gzip or plain.
///
/// # Shapes
///
/// The images are u8 `[n, height, width]`, the labels u8 `[n]`.
///
/// # Errors
///
/// What [`read_idx`] gives, and if the arrays are not images and labels that belong together.
pub fn read_digits(images: &[u8], labels: &[u8]) -> Result<Digits, DigitsError> {
    Digits::from_idx(read_idx(images)?, read_idx(labels)?)
}

/// Loads one set of MNIST from a folder.
///
/// Each file is looked for as `train-images-idx3-ubyte.gz`, without `.gz`, and with a dot in
/// place of the dash before `idx`. The content is not compared with MNIST's checksums, so that
/// sets made like it (Fashion-MNIST, KMNIST) load too.
///
/// # Errors
///
/// [`DigitsError::MissingFile`] with the names looked for, or what [`load_digits`] gives.
pub fn load_split(folder: impl AsRef<Path>, split: Split) -> Result<Digits, DigitsError> {
    let folder = folder.as_ref();
    let find = |name| {
        find_file(folder, name).ok_or_else(|| DigitsError::MissingFile {
            folder: folder.into(),
            looked_for: candidates(name),
        })
    };
    let [images, labels] = split.names();
    load_digits(find(images)?, find(labels)?)
}

/// Loads both sets of MNIST from a folder.
///
/// # Errors
///
/// As [`load_split`].
pub fn load_mnist(folder: impl AsRef<Path>) -> Result<Mnist, DigitsError> {
    let folder = folder.as_ref();
    Ok(Mnist { train: load_split(folder, Split::Train)?, test: load_split(folder, Split::Test)? })
}

/// Loads images and labels from two IDX files, gzip or plain.
///
/// # Shapes
///
/// The images are u8 `[n, height, width]`, the labels u8 `[n]`.
///
/// # Errors
///
/// As [`load_idx`]; [`DigitsError::NotImages`] or [`DigitsError::NotLabels`] if a file holds
/// something else, [`DigitsError::CountMismatch`], [`DigitsError::LabelRange`].
pub fn load_digits(
    images: impl AsRef<Path>,
    labels: impl AsRef<Path>,
) -> Result<Digits, DigitsError> {
    let (images, labels) = (images.as_ref(), labels.as_ref());
    let pixels = as_images(load_idx(images)?).map_err(|error| error.in_file(images))?;
    let classes = as_labels(load_idx(labels)?).map_err(|error| error.in_file(labels))?;
    Digits::new(pixels, classes).map_err(|error| error.in_file(labels))
}

/// Loads unlabelled images from an IDX file, gzip or plain.
///
/// # Shapes
///
/// `[n, height, width]`.
///
/// # Errors
///
/// As [`load_idx`]; [`DigitsError::NotImages`] if the file holds something else.
pub fn load_images(path: impl AsRef<Path>) -> Result<Array3<u8>, DigitsError> {
    let path = path.as_ref();
    as_images(load_idx(path)?).map_err(|error| error.in_file(path))
}
