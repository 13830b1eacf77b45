//! Shapes as people write them.

use feedforward_bytes::excerpt;
use std::fmt;

/// A shape as people write it: `784 x 50`, `50` or `()`.
pub(crate) struct Shape<'a>(pub(crate) &'a [usize]);

impl fmt::Display for Shape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("()");
        }
        for (axis, length) in self.0.iter().enumerate() {
            if axis > 0 {
                f.write_str(" x ")?;
            }
            write!(f, "{length}")?;
        }
        Ok(())
    }
}

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
