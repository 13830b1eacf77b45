//! Shapes as people write them.

use feedforward_bytes::excerpt;
use feedforward_network::Shape;
use std::fmt;

/// An array's name and shape, for a message: `W1 (784 x 50)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedShape {
    /// The name as the file has it.
    pub name: String,
    /// The length of each axis; empty for a single number.
    pub shape: Vec<usize>,
}

impl fmt::Display for NamedShape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", excerpt(&self.name), Shape(&self.shape))
    }
}
