//! What a session learns from, and in which order.

use crate::error::EngineError;
use feedforward::ndarray::Array2;
use feedforward::training::{Augmentation, Batches, Examples, Gathered, Purpose, Random};
use std::num::NonZeroUsize;

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
#[derive(Clone, Debug)]
pub(crate) struct Course {
    batches: Batches,
    /// How pictures are changed.
    changing: Random,
}

impl Course {
    /// The beginning, with the examples at these indices.
    pub(crate) fn new(seed: u64, indices: Vec<usize>) -> Self {
        let changing = Random::new(seed, Purpose::Augmentation);
        Self { batches: Batches::new(seed, indices), changing }
    }

    /// The epoch, counted from 1; 0 before the first step.
    pub(crate) fn epoch(&self) -> usize {
        self.batches.epoch()
    }

    /// Takes the next `size` examples, or what is left of the epoch.
    pub(crate) fn next(
        &mut self,
        lesson: &Lesson,
        size: NonZeroUsize,
        batch: &mut Gathered,
    ) -> Result<(), EngineError> {
        batch.gather(&lesson.training.targets(), self.batches.take(size));
        if let Some(augmentation) = &lesson.augmentation {
            augmentation.change(&mut self.changing, batch.x_mut())?;
        }
        Ok(())
    }
}
