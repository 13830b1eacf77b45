//! The definition of correct: each kernel as a plain loop.
//!
//! Nothing calls these to get work done. Every instruction set's kernels are tested to give
//! the same bits.

use crate::activation::{Activation, canonical};
use crate::exp::exp;

/// y = h(x · weights + bias), one chain of fused multiply-adds an output, from the bias through
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
    assert_eq!((weights.len(), y.len()), (inputs * outputs, batch * outputs), "rows of {outputs}");
    assert_eq!(x.len(), batch * inputs, "x holds {batch} rows of {inputs}");
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

/// Softmax of every row of `columns` numbers: exp(z - max) / sum of exp(z - max), the sum
/// taken from the first to the last.
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
    assert!(z.len().is_multiple_of(columns), "rows of {columns}");
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
        let mut sum = 0.0;
        for v in row.iter_mut() {
            *v = exp(*v - max);
            sum += *v;
        }
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
    assert!(z.len() == y.len() && y.len() == dy.len());
    for i in 0..dy.len() {
        dy[i] = canonical(dy[i] * activation.derivative(z[i], y[i]));
    }
}
