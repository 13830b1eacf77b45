//! A rectangle of pixels.

use ndarray::{ArrayView2, ArrayViewMut2, Axis, Slice};

/// A rectangle of pixels in a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PixelBox {
    /// The first row.
    pub top: usize,
    /// The first column.
    pub left: usize,
    /// Rows.
    pub height: usize,
    /// Columns.
    pub width: usize,
}

impl PixelBox {
    /// The smallest box around the elements that count.
    pub(crate) fn around<T>(array: ArrayView2<'_, T>, counts: impl Fn(&T) -> bool) -> Option<Self> {
        let (mut top, mut left, mut bottom, mut right) = (usize::MAX, usize::MAX, 0, 0);
        for ((y, x), _) in array.indexed_iter().filter(|(_, element)| counts(element)) {
            (top, left) = (top.min(y), left.min(x));
            (bottom, right) = (bottom.max(y + 1), right.max(x + 1));
        }
        (bottom > 0).then(|| Self { top, left, height: bottom - top, width: right - left })
    }

    /// The smallest box around both.
    pub(crate) fn with(&self, other: &Self) -> Self {
        let (top, left) = (self.top.min(other.top), self.left.min(other.left));
        let bottom = (self.top + self.height).max(other.top + other.height);
        let right = (self.left + self.width).max(other.left + other.width);
        Self { top, left, height: bottom - top, width: right - left }
    }

    /// The part of the array that is in the box.
    pub(crate) fn of<'a, T>(&self, mut array: ArrayView2<'a, T>) -> ArrayView2<'a, T> {
        array.slice_each_axis_inplace(|axis| self.span(axis.axis));
        array
    }

    /// As [`of`](Self::of), to be written.
    pub(crate) fn of_mut<'a, T>(&self, mut array: ArrayViewMut2<'a, T>) -> ArrayViewMut2<'a, T> {
        array.slice_each_axis_inplace(|axis| self.span(axis.axis));
        array
    }

    fn span(&self, axis: Axis) -> Slice {
        match axis {
            Axis(0) => Slice::from(self.top..self.top + self.height),
            _ => Slice::from(self.left..self.left + self.width),
        }
    }

    /// The box in the picture from which the working picture was made.
    pub(crate) fn in_picture(&self, working: (usize, usize), picture: (usize, usize)) -> Self {
        let span = |start: usize, length: usize, working: usize, picture: usize| {
            let first = start * picture / working;
            (first, ((start + length) * picture).div_ceil(working) - first)
        };
        let (top, height) = span(self.top, self.height, working.0, picture.0);
        let (left, width) = span(self.left, self.width, working.1, picture.1);
        Self { top, left, height, width }
    }
}
