//! What a file states about its network beside the arrays.

use crate::description::Description;
use crate::transpose::Orientation;
use feedforward_network::{Activation, Output};

/// What a format's reader found stated, layer by layer in their order; what a file leaves open is
/// `None` and is taken from the options, from the names and shapes, or assumed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Statement {
    /// Inputs and outputs of each layer, with which the arrays must agree.
    pub(crate) sizes: Option<Vec<(usize, usize)>>,
    /// The activation of each layer, the last one's too.
    pub(crate) activations: Option<Vec<Activation>>,
    /// The orientation of each layer's matrix.
    pub(crate) orientations: Option<Vec<Orientation>>,
    /// What is done to the last layer's numbers.
    pub(crate) output: Option<Output>,
    /// Labels, preparation of the input, provenance.
    pub(crate) description: Description,
}

impl Statement {
    /// How many layers it tells of, where it tells of any.
    pub(crate) fn layers(&self) -> impl Iterator<Item = usize> {
        let sizes = self.sizes.as_ref().map(Vec::len);
        let activations = self.activations.as_ref().map(Vec::len);
        let orientations = self.orientations.as_ref().map(Vec::len);
        [sizes, activations, orientations].into_iter().flatten()
    }
}
