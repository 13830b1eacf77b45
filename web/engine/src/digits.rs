//! MNIST's test digits: given by the page, shown, read and timed.

use crate::arguments::Arguments;
use crate::engine::Engine;
use crate::error::EngineError;
use crate::networks::{Held, rows};
use crate::value::{Value, naturals, object};
use feedforward::Workspace;
use feedforward::bytes::hex;
use feedforward::digits::{Digits, DigitsError, read_digits};
use feedforward::ndarray::{Array2, Axis};
use sha2::{Digest, Sha256};

type Answer = Result<Value, EngineError>;

/// What [`Digits::sha256`] is of MNIST's 10,000 test digits.
const TEST_SET: &str = "c3f9adf9c66efb572b1f9326c3a511b45910c7173b97be66ceceeeeaef6b802b";

/// The most digits at once: all of them.
const MOST_DIGITS: usize = 10_000;

impl Engine {
    /// Takes the test set from the bytes of its two files.
    pub(crate) fn load_test_set(&mut self, arguments: Arguments<'_>) -> Answer {
        let damaged = || EngineError {
            kind: "file",
            message: "the files in data/ are not MNIST's test digits: get the page's files again"
                .into(),
        };
        let (images, labels) = (arguments.at(0, "images"), arguments.at(1, "labels"));
        let digits = match read_digits(images.bytes()?, labels.bytes()?) {
            Err(DigitsError::NotImages { .. } | DigitsError::NotLabels { .. }) => {
                return Err(damaged());
            }
            digits => digits?,
        };
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
        let batch = arguments.at(1, "batch").count(MOST_DIGITS)?.get();
        let digits = self.digits()?;
        let output = held.predictor.output();
        let classes = output.classes(held.predictor.outputs());
        if classes < 10 {
            return Err(EngineError::shape(format!(
                "the network knows {classes} classes, but the digits have 10"
            )));
        }
        let x = self.inputs(held)?;
        let (y, milliseconds) = self.predict_in_batches(held, &x, batch)?;
        let read = held.predictor.classify(&x)?;
        let mut confusion = vec![0u32; classes * classes];
        let mut correct = 0usize;
        for (&label, &class) in digits.labels().iter().zip(&read) {
            confusion[label * classes + class] += 1;
            correct += usize::from(label == class);
        }
        let confidence: Vec<f32> = y
            .outer_iter()
            .zip(&read)
            .map(|(y, &class)| match (output.is_binary(y.len()), class) {
                (true, 0) => 1.0 - y[0],
                (true, _) => y[0],
                (false, class) => y[class],
            })
            .collect();
        let mut hasher = Sha256::new();
        y.iter().for_each(|value| hasher.update(value.to_le_bytes()));
        Ok(object! {
            "count": digits.len(),
            "correct": correct,
            "accuracy": correct as f64 / digits.len() as f64,
            "classes": naturals(read),
            "confidence": confidence,
            "confusion": confusion,
            "outputsSha256": hex(&hasher.finalize()),
            "milliseconds": milliseconds,
        })
    }

    pub(crate) fn time(&self, arguments: Arguments<'_>) -> Answer {
        let held = self.networks.get(&arguments.at(0, "id"))?;
        let batch = arguments.at(1, "batch").count(MOST_DIGITS)?.get();
        let x = self.inputs(held)?;
        let (_, milliseconds) = self.predict_in_batches(held, &x, batch)?;
        Ok(object! { "milliseconds": milliseconds, "digits": x.nrows() })
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
        let table: Vec<f32> =
            (0..=255).map(|pixel| held.model.description.pixel_input(pixel)).collect();
        let x = digits.images().iter().map(|&pixel| table[usize::from(pixel)]).collect();
        Ok(rows(x, inputs).unwrap_or_default())
    }

    /// The answers, and the milliseconds that they took.
    fn predict_in_batches(
        &self,
        held: &Held,
        x: &Array2<f32>,
        batch: usize,
    ) -> Result<(Array2<f32>, f64), EngineError> {
        let mut y = Array2::zeros((x.nrows(), held.predictor.outputs()));
        let mut workspace = Workspace::default();
        let started = (self.clock)();
        let batches = x.axis_chunks_iter(Axis(0), batch);
        for (x, y) in batches.zip(y.axis_chunks_iter_mut(Axis(0), batch)) {
            held.predictor.predict_into(x, y, &mut workspace)?;
        }
        Ok((y, (self.clock)() - started))
    }
}
