//! What can be given to a network as input.

use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

/// Input rows, `[batch, inputs]`. A 1-D array is a batch of one.
///
/// Functions take `impl Into<Batch>`, so that a view, a reference to an array or a slice can be
/// given as it is. Any memory order is accepted; contiguous rows are not copied.
#[derive(Clone, Copy, Debug)]
pub struct Batch<'a>(ArrayView2<'a, f32>);

impl<'a> Batch<'a> {
    /// The rows.
    pub fn view(self) -> ArrayView2<'a, f32> {
        self.0
    }
}

impl<'a> From<ArrayView2<'a, f32>> for Batch<'a> {
    fn from(rows: ArrayView2<'a, f32>) -> Self {
        Self(rows)
    }
}

impl<'a> From<ArrayView1<'a, f32>> for Batch<'a> {
    fn from(row: ArrayView1<'a, f32>) -> Self {
        Self(row.insert_axis(Axis(0)))
    }
}

impl<'a> From<&'a Array2<f32>> for Batch<'a> {
    fn from(rows: &'a Array2<f32>) -> Self {
        rows.view().into()
    }
}

impl<'a> From<&'a Array1<f32>> for Batch<'a> {
    fn from(row: &'a Array1<f32>) -> Self {
        row.view().into()
    }
}

impl<'a> From<&'a [f32]> for Batch<'a> {
    fn from(row: &'a [f32]) -> Self {
        ArrayView1::from(row).into()
    }
}
