//! Why there is no figure.

/// Why a figure cannot be drawn.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// Nothing in the figure can be seen.
    #[error("{what}: there is nothing to draw, because {reason}")]
    Empty {
        /// The figure or the part of it.
        what: String,
        /// Why.
        reason: &'static str,
    },
    /// A width out of bounds.
    #[error("a width of {found} {unit}: expected {least} to {most}")]
    Width {
        /// The width that was asked for.
        found: usize,
        /// The least.
        least: usize,
        /// The most.
        most: usize,
        /// Pixels or columns.
        unit: &'static str,
    },
    /// A picture with too many pixels.
    #[error(
        "the picture would be {width} x {height} pixels, and {limit} are the most: draw less, or make it narrower"
    )]
    TooLarge {
        /// Its width.
        width: u64,
        /// Its height.
        height: u64,
        /// The most pixels.
        limit: u64,
    },
    /// Pictures that do not fit side by side.
    #[error(
        "{per_row} pictures of {pixels} pixels side by side need a width of {needed}, found {width}: put fewer in a row, or make the figure wider"
    )]
    Crowded {
        /// How many pictures a row has.
        per_row: usize,
        /// The columns of one.
        pixels: usize,
        /// The width that they need.
        needed: usize,
        /// The width that there is.
        width: usize,
    },
    /// An axis from a number to one that is not above it.
    #[error("{axis}: expected a range from a lower to a higher number, found {low} to {high}")]
    Range {
        /// The axis's label.
        axis: String,
        /// The first number.
        low: f64,
        /// The second.
        high: f64,
    },
    /// Names that do not go with the values.
    #[error("{what}: expected {expected} names, found {found}")]
    Names {
        /// Rows or columns.
        what: &'static str,
        /// How many values there are.
        expected: usize,
        /// How many names.
        found: usize,
    },
    /// The drawing library refused.
    #[error("the picture cannot be encoded: {reason}")]
    Encoding {
        /// What it said.
        reason: String,
    },
}
