//! What a session learns from, and in which order.

use crate::error::EngineError;
use feedforward::ndarray::{Array2, ArrayView2};
use feedforward::training::{Augmentation, Examples, Purpose, Random};
use std::rc::Rc;

/// Examples to learn from, and examples to measure with.
#[derive(Debug)]
pub(crate) struct Lesson {
    pub(crate) training: Labelled,
    pub(crate) validation: Labelled,
    /// How pictures are changed before they are learned from.
    pub(crate) augmentation: Option<Augmentation>,
    /// One for each class.
    pub(crate) names: Vec<String>,
}

/// Rows with the class of each.
#[derive(Debug, Default)]
pub(crate) struct Labelled {
    pub(crate) x: Array2<f32>,
    pub(crate) labels: Vec<usize>,
    /// The labels as rows of zeros with a single one, for a network that gives values.
    values: Option<Array2<f32>>,
}

impl Labelled {
    pub(crate) fn new(x: Array2<f32>, labels: Vec<usize>) -> Self {
        Self { x, labels, values: None }
    }

    /// Makes the labels values of a network with so many outputs.
    pub(crate) fn as_values(&mut self, outputs: usize) {
        let one = |(row, column): (usize, usize)| f32::from(u8::from(self.labels[row] == column));
        self.values = Some(Array2::from_shape_fn((self.labels.len(), outputs), one));
    }

    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The rows with what the network learns for them.
    pub(crate) fn targets(&self) -> Examples<'_> {
        match &self.values {
            Some(values) => Examples::valued(self.x.view(), values.view()),
            None => self.labelled(),
        }
    }

    /// The rows with their labels.
    pub(crate) fn labelled(&self) -> Examples<'_> {
        Examples::labelled(self.x.view(), &self.labels)
    }
}

/// Where a session is in its examples: the very numbers that `feedforward::training::train` draws, so that a
/// session learns what the command would.
///
/// Every epoch shuffles the order of the one before it, by the stream [`Purpose::Order`] of the seed; batches
/// are taken from it one after another, the last of an epoch with what is left. Pictures are changed by the
/// stream [`Purpose::Augmentation`].
#[derive(Clone, Debug)]
pub(crate) struct Course {
    order: Rc<Vec<usize>>,
    shuffling: Random,
    changing: Random,
    at: usize,
    /// Counted from 1; 0 before the first step.
    pub(crate) epoch: usize,
}

/// One mini-batch.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    x: Vec<f32>,
    labels: Vec<usize>,
    values: Vec<f32>,
}

impl Course {
    /// The beginning, with the examples in this order.
    pub(crate) fn new(seed: u64, order: Vec<usize>) -> Self {
        Self {
            at: order.len(),
            order: Rc::new(order),
            shuffling: Random::new(seed, Purpose::Order),
            changing: Random::new(seed, Purpose::Augmentation),
            epoch: 0,
        }
    }

    /// Takes the next `size` examples, or what is left of the epoch.
    pub(crate) fn next(
        &mut self,
        lesson: &Lesson,
        size: usize,
        batch: &mut Batch,
    ) -> Result<(), EngineError> {
        if self.at >= self.order.len() {
            self.shuffling.shuffle(&mut Rc::make_mut(&mut self.order)[..]);
            (self.at, self.epoch) = (0, self.epoch + 1);
        }
        let end = (self.at + size).min(self.order.len());
        let indices = &self.order[self.at..end];
        let Labelled { x, labels, values } = &lesson.training;
        batch.x.clear();
        batch.values.clear();
        for &index in indices {
            batch.x.extend(x.row(index));
            if let Some(values) = values {
                batch.values.extend(values.row(index));
            }
        }
        batch.labels.clear();
        batch.labels.extend(indices.iter().map(|&index| labels[index]));
        if let Some(augmentation) = &lesson.augmentation {
            augmentation.change(&mut self.changing, &mut batch.x)?;
        }
        self.at = end;
        Ok(())
    }
}

impl Batch {
    pub(crate) fn len(&self) -> usize {
        self.labels.len()
    }

    /// The rows of `inputs` numbers.
    pub(crate) fn x(&self, inputs: usize) -> Result<ArrayView2<'_, f32>, EngineError> {
        ArrayView2::from_shape((self.len(), inputs), &self.x)
            .map_err(|error| EngineError::shape(error.to_string()))
    }

    pub(crate) fn examples(
        &self,
        inputs: usize,
        outputs: usize,
    ) -> Result<Examples<'_>, EngineError> {
        let x = self.x(inputs)?;
        if self.values.is_empty() {
            return Ok(Examples::labelled(x, &self.labels));
        }
        let values = ArrayView2::from_shape((self.len(), outputs), &self.values)
            .map_err(|error| EngineError::shape(error.to_string()))?;
        Ok(Examples::valued(x, values))
    }
}
