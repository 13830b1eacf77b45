//! MNIST's test digits: given by the page, shown, read and timed.

use crate::arguments::Arguments;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::networks::{Held, rows};
use crate::value::{Value, naturals, object};
use feedforward::bytes::hex;
use feedforward::digits::{Digits, read_idx};
use feedforward::ndarray::{Array1, Array2, Array3, Axis, Ix1, Ix3, s};
use feedforward::{Output, Workspace};
use sha2::{Digest, Sha256};

type Answer = Result<Value, EngineError>;

/// What [`Digits::sha256`] is of MNIST's 10,000 test digits.
const TEST_SET: &str = "c3f9adf9c66efb572b1f9326c3a511b45910c7173b97be66ceceeeeaef6b802b";

/// The most digits at once: all of them.
const MOST_DIGITS: usize = 10_000;

impl Engine {
    /// Takes the test set from the bytes of its two files.
    pub(crate) fn load_test_set(&mut self, arguments: Arguments<'_>) -> Answer {
        let images = read_idx(arguments.at(0, "images").bytes()?)?.into_array::<u8>();
        let labels = read_idx(arguments.at(1, "labels").bytes()?)?.into_array::<u8>();
        let damaged = || EngineError {
            kind: "file",
            message: "the files in data/ are not MNIST's test digits: get the page's files again"
                .into(),
        };
        let images: Array3<u8> = images
            .ok()
            .and_then(|images| images.into_dimensionality::<Ix3>().ok())
            .ok_or_else(damaged)?;
        let labels: Array1<u8> = labels
            .ok()
            .and_then(|labels| labels.into_dimensionality::<Ix1>().ok())
            .ok_or_else(damaged)?;
        let digits = Digits::new(images, labels.mapv(usize::from))?;
        if digits.sha256() != TEST_SET {
            return Err(damaged());
        }
        self.test_set = Some(digits);
        Ok(Value::Null)
    }

    pub(crate) fn test_set(&self) -> Answer {
        let digits = self.digits()?;
        let labels: Vec<u8> = digits.labels().iter().map(|&label| label as u8).collect();
        Ok(object! { "count": digits.len(), "labels": labels })
    }

    pub(crate) fn test_digits(&self, arguments: Arguments<'_>) -> Answer {
        let digits = self.digits()?;
        let indices = arguments.at(0, "indices").naturals(digits.len() - 1)?;
        let images = digits.images();
        let pixels: Vec<u8> = indices
            .iter()
            .flat_map(|&index| {
                images.index_axis_move(Axis(0), index).iter().copied().collect::<Vec<u8>>()
            })
            .collect();
        Ok(pixels.into())
    }

    /// What a network reads in all test digits, compared with their labels.
    pub(crate) fn evaluate(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let batch = arguments.at(1, "batch").count(MOST_DIGITS)?;
        let digits = self.digits()?;
        let output = held.predictor.output();
        let classes = output.classes(held.predictor.outputs());
        if classes < 10 {
            return Err(EngineError::shape(format!(
                "the network knows {classes} classes, but the digits have 10"
            )));
        }
        let read = self.read_all(held, batch)?;
        let mut confusion = vec![0u32; classes * classes];
        let mut correct = 0usize;
        for (&label, &class) in digits.labels().iter().zip(&read.classes) {
            confusion[label * classes + class] += 1;
            correct += usize::from(label == class);
        }
        let confidence: Vec<f32> = read
            .y
            .outer_iter()
            .zip(&read.classes)
            .map(|(y, &c)| match output {
                Output::Sigmoid if y.len() == 1 => {
                    if c == 1 {
                        y[0]
                    } else {
                        1.0 - y[0]
                    }
                }
                _ => y[c],
            })
            .collect();
        let mut hasher = Sha256::new();
        read.y.iter().for_each(|value| hasher.update(value.to_le_bytes()));
        Ok(object! {
            "count": digits.len(),
            "correct": correct,
            "accuracy": correct as f64 / digits.len() as f64,
            "classes": naturals(read.classes),
            "confidence": confidence,
            "confusion": confusion,
            "outputsSha256": hex(&hasher.finalize()),
            "milliseconds": read.milliseconds,
        })
    }

    pub(crate) fn time(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let batch = arguments.at(1, "batch").count(MOST_DIGITS)?;
        let x = self.inputs(held)?;
        let (mut y, mut workspace) =
            (Array2::zeros((batch, held.predictor.outputs())), Workspace::default());
        let started = (self.clock)();
        for x in x.axis_chunks_iter(Axis(0), batch) {
            let y = y.slice_mut(s![..x.nrows(), ..]);
            held.predictor.predict_into(x, y, &mut workspace)?;
        }
        Ok(object! { "milliseconds": (self.clock)() - started, "digits": x.nrows() })
    }

    /// The test digits, which the page has to give first.
    pub(crate) fn digits(&self) -> Result<&Digits, EngineError> {
        self.test_set.as_ref().ok_or_else(|| EngineError {
            kind: "not_ready",
            message: "the test digits are not loaded".into(),
        })
    }

    /// The test digits as a network takes them.
    pub(crate) fn inputs(&self, held: &Held) -> Result<Array2<f32>, EngineError> {
        let digits = self.digits()?;
        let (height, width) = digits.image_size();
        let inputs = held.predictor.inputs();
        if inputs != height * width {
            return Err(EngineError::shape(format!(
                "the network takes {inputs} inputs, but the test digits have {height} x {width} pixels"
            )));
        }
        let table: Vec<f32> = (0..=255).map(|pixel| held.input(pixel)).collect();
        let x = digits.images().iter().map(|&pixel| table[usize::from(pixel)]).collect();
        Ok(rows(x, inputs).unwrap_or_default())
    }

    fn read_all(&self, held: &Held, batch: usize) -> Result<Read, EngineError> {
        let x = self.inputs(held)?;
        let mut y = Array2::zeros((x.nrows(), held.predictor.outputs()));
        let mut workspace = Workspace::default();
        let started = (self.clock)();
        let batches = x.axis_chunks_iter(Axis(0), batch);
        for (x, y) in batches.zip(y.axis_chunks_iter_mut(Axis(0), batch)) {
            held.predictor.predict_into(x, y, &mut workspace)?;
        }
        let milliseconds = (self.clock)() - started;
        let classes = held.predictor.classify(&x)?;
        Ok(Read { y, classes, milliseconds })
    }
}

/// What a network reads in all test digits.
struct Read {
    y: Array2<f32>,
    classes: Vec<usize>,
    milliseconds: f64,
}
