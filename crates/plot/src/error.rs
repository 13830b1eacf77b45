//! Why a figure cannot be drawn.

/// Why a figure cannot be drawn.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum PlotError {
    /// The figure is empty.
    #[error("{what}: there is nothing to draw, because {reason}")]
    Empty {
        /// The figure or the part of it that is empty.
        what: String,
        /// Why.
        reason: &'static str,
    },
    /// A width out of bounds.
    #[error("a width of {found} {unit}: expected {least} to {most}")]
    Width {
        /// The requested width.
        found: usize,
        /// The least.
        least: usize,
        /// The most.
        most: usize,
        /// Pixels or columns.
        unit: &'static str,
    },
    /// The figure has too many pixels.
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
    /// The images do not fit side by side.
    #[error(
        "{per_row} pictures of {pixels} pixels side by side need a width of {needed}, found {width}: put fewer in a row, or make the figure wider"
    )]
    Crowded {
        /// The number of images per row.
        per_row: usize,
        /// The width of one, in pixels.
        pixels: usize,
        /// The width that is needed.
        needed: usize,
        /// The width of the figure.
        width: usize,
    },
    /// More of something than can be drawn legibly.
    #[error("{found} {what}: at most {most} can be drawn")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// The most.
        most: usize,
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
    /// The number of names does not match the number of values.
    #[error("{what}: expected {expected} names, found {found}")]
    Names {
        /// Rows or columns.
        what: &'static str,
        /// The number of values.
        expected: usize,
        /// The number of names.
        found: usize,
    },
    /// The drawing library failed.
    #[error("the picture cannot be encoded: {reason}")]
    Encoding {
        /// Its message.
        reason: String,
    },
}
