//! Which examples a step learns from, and which are set aside.

use crate::random::{Purpose, Random};
use std::num::NonZeroUsize;
use std::sync::Arc;

/// The order in which examples are learned from, batch after batch.
///
/// Every epoch shuffles the order of the one before it, by the stream [`Purpose::Order`] of the seed;
/// batches are taken from it one after another, the last of an epoch with what is left. A clone goes on
/// from the same place.
///
/// # Examples
///
/// ```
/// use feedforward_train::Batches;
/// use std::num::NonZeroUsize;
///
/// let size = NonZeroUsize::new(2).expect("2 is not zero");
/// let mut batches = Batches::new(1, vec![0, 1, 2]);
/// let lengths = [(); 4].map(|()| batches.take(size).len());
/// assert_eq!((lengths, batches.epoch()), ([2, 1, 2, 1], 2));
/// ```
#[derive(Clone, Debug)]
pub struct Batches {
    /// Shared by clones until the next epoch.
    order: Arc<Vec<usize>>,
    shuffling: Random,
    at: usize,
    epoch: usize,
}

impl Batches {
    /// Before the first epoch, with the examples at these indices.
    pub fn new(seed: u64, indices: Vec<usize>) -> Self {
        let shuffling = Random::new(seed, Purpose::Order);
        Self { at: indices.len(), order: Arc::new(indices), shuffling, epoch: 0 }
    }

    /// The indices of the next `size` examples, or of what is left of the epoch. Where nothing is left, the
    /// next epoch begins.
    pub fn take(&mut self, size: NonZeroUsize) -> &[usize] {
        if self.at >= self.order.len() {
            let order: &mut Vec<usize> = Arc::make_mut(&mut self.order);
            self.shuffling.shuffle(order);
            (self.at, self.epoch) = (0, self.epoch + 1);
        }
        let start = self.at;
        self.at = start.saturating_add(size.get()).min(self.order.len());
        &self.order[start..self.at]
    }

    /// The epoch of the batch that was taken last, counted from 1; 0 before the first.
    pub fn epoch(&self) -> usize {
        self.epoch
    }

    /// The number of batches of an epoch.
    pub fn steps(&self, size: NonZeroUsize) -> usize {
        self.order.len().div_ceil(size.get())
    }
}

/// Sets `count` of so many examples aside, drawn by the stream [`Purpose::Split`] of the seed: the indices of
/// the others, and theirs.
///
/// # Panics
///
/// If `count` is above the number of examples.
pub fn set_aside(examples: usize, count: usize, seed: u64) -> (Vec<usize>, Vec<usize>) {
    assert!(count <= examples, "{count} of {examples} examples cannot be set aside");
    let mut indices: Vec<usize> = (0..examples).collect();
    if count > 0 {
        Random::new(seed, Purpose::Split).shuffle(&mut indices);
    }
    let aside = indices.split_off(examples - count);
    (indices, aside)
}
