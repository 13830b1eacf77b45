//! The answers that a network should give.

use ndarray::ArrayView2;
use std::fmt;

/// The answers that a network should give.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Targets<'a> {
    /// The class of each row, `[batch]`: for a network that ends in a softmax or log-softmax, or in
    /// sigmoids. A single sigmoid has the classes 0 and 1.
    Labels(&'a [usize]),
    /// The values of each row, `[batch, outputs]`: for a network that ends in the identity, or,
    /// from 0 to 1, in sigmoids.
    Values(ArrayView2<'a, f32>),
}

/// A kind of [`Targets`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TargetKind {
    /// [`Targets::Labels`].
    Labels,
    /// [`Targets::Values`].
    Values,
}

impl fmt::Display for TargetKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Labels => "labels",
            Self::Values => "values",
        })
    }
}

impl Targets<'_> {
    /// Labels or values.
    pub fn kind(&self) -> TargetKind {
        match self {
            Self::Labels(_) => TargetKind::Labels,
            Self::Values(_) => TargetKind::Values,
        }
    }
}
