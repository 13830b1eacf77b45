//! The definition of correct: each kernel as a plain loop.
//!
//! Nothing calls these to get work done. Every instruction set's kernels are tested to give
//! the same bits.

use crate::activation::{Activation, canonical};
use crate::blocking::LANES;
use crate::exp::exp;
use crate::simd::pairwise;

/// y = h(x · weights + bias), one chain of fused multiply-adds per output, from the bias through
/// all inputs; then +0 is added.
///
/// The last addition turns a sum of -0 into +0 and changes no other number. With it, an input
/// that is zero may be left out wherever its weight is finite.
///
/// # Shapes
///
/// `x [batch, inputs]`, `weights [inputs, outputs]`, `bias [outputs]`, `y [batch, outputs]`,
/// all row-major.
///
/// # Panics
///
/// If `weights` or `y` is not a whole number of rows of outputs, or `x` not as many rows as `y`.
pub fn dense(x: &[f32], weights: &[f32], bias: &[f32], activation: Activation, y: &mut [f32]) {
    let outputs = bias.len();
    if outputs == 0 {
        assert!(weights.is_empty() && y.is_empty(), "without a bias there is nothing to compute");
        return;
    }
    let (inputs, batch) = (weights.len() / outputs, y.len() / outputs);
    assert!(
        weights.len() == inputs * outputs && y.len() == batch * outputs,
        "weights and y have {} and {} numbers, which are not whole numbers of rows of {outputs}",
        weights.len(),
        y.len()
    );
    assert!(
        x.len() == batch * inputs,
        "x has {} numbers, but {batch} rows of {inputs} inputs are {}",
        x.len(),
        batch * inputs
    );
    for row in 0..batch {
        for output in 0..outputs {
            let mut z = bias[output];
            for input in 0..inputs {
                z = x[row * inputs + input].mul_add(weights[input * outputs + output], z);
            }
            y[row * outputs + output] = activation.apply(z + 0.0);
        }
    }
}

/// h(z), number by number.
pub fn activate(activation: Activation, z: &mut [f32]) {
    for v in z {
        *v = activation.apply(*v);
    }
}

/// Softmax of every row of `columns` numbers: exp(z - max) / sum of exp(z - max). The sum is taken in f64:
/// number i is added to sum i mod 16, and then the upper half of the sixteen sums to the lower half, until one
/// is left, which is rounded to f32.
///
/// Subtracting the row's maximum changes no result and keeps exp from overflowing. A row that
/// holds NaN or +inf, or nothing but -inf, becomes NaN, as in NumPy; -inf among finite numbers
/// gives 0.
///
/// # Panics
///
/// If `z` is not a whole number of rows.
///
/// # References
///
/// Bridle (1990).
pub fn softmax_rows(z: &mut [f32], columns: usize) {
    assert!(
        z.len().is_multiple_of(columns),
        "z has {} numbers, which is not a whole number of rows of {columns}",
        z.len()
    );
    if columns == 0 {
        return;
    }
    for row in z.chunks_exact_mut(columns) {
        let mut max = f32::NEG_INFINITY;
        for &v in row.iter() {
            if v > max {
                max = v;
            }
        }
        let mut sums = [0.0; LANES];
        for (i, v) in row.iter_mut().enumerate() {
            *v = exp(*v - max);
            sums[i % LANES] += f64::from(*v);
        }
        let sum = pairwise(sums) as f32;
        for v in row {
            *v = canonical(*v / sum);
        }
    }
}

/// dz = dy · h'(z), the step back through an activation, with y = h(z); `dy` becomes dz.
///
/// # Panics
///
/// If the lengths differ.
pub fn activation_backward(activation: Activation, z: &[f32], y: &[f32], dy: &mut [f32]) {
    assert!(
        z.len() == dy.len() && y.len() == dy.len(),
        "z, y and dy have {}, {} and {} numbers",
        z.len(),
        y.len(),
        dy.len()
    );
    for i in 0..dy.len() {
        dy[i] = canonical(dy[i] * activation.derivative(z[i], y[i]));
    }
}
