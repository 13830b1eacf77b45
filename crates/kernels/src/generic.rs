//! The kernels' bodies, written once and compiled for each instruction set by `arch`.
//!
//! They hold no intrinsics: the loops run over arrays of fixed size, which the compiler turns
//! into the vectors of the instruction set that the caller was compiled for. Fused
//! multiply-adds are written as such and nothing is reassociated, so all of them give the
//! bits of `reference`.

use crate::activation::{Activation, canonical};
use crate::exp::exp;
use crate::packed::{LANES, PackedDense};

/// z = x · weights + bias in tiles of `ROWS` rows; the rows that remain go one by one.
#[inline(always)]
pub(crate) fn dense<const ROWS: usize>(layer: &PackedDense, x: &[f32], z: &mut [f32]) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    if outputs == 0 {
        return;
    }
    let batch = z.len() / outputs;
    let tiled = batch - batch % ROWS;
    for panel in 0..layer.panel_count() {
        for row in (0..tiled).step_by(ROWS) {
            let x = &x[row * inputs..(row + ROWS) * inputs];
            tile::<ROWS>(layer, panel, x, &mut z[row * outputs..(row + ROWS) * outputs]);
        }
        for row in tiled..batch {
            let x = &x[row * inputs..(row + 1) * inputs];
            tile::<1>(layer, panel, x, &mut z[row * outputs..(row + 1) * outputs]);
        }
    }
}

/// The outputs of one panel for `ROWS` rows: the sums are registers, and each goes through all
/// the inputs in ascending order.
#[inline(always)]
fn tile<const ROWS: usize>(layer: &PackedDense, panel: usize, x: &[f32], z: &mut [f32]) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    let mut rows: [&[f32]; ROWS] = [&[]; ROWS];
    for (r, row) in rows.iter_mut().enumerate() {
        *row = &x[r * inputs..(r + 1) * inputs];
    }
    let mut sums = [*layer.panel_bias(panel); ROWS];
    for (i, weights) in layer.panel(panel).iter().enumerate() {
        for r in 0..ROWS {
            for lane in 0..LANES {
                sums[r][lane] = rows[r][i].mul_add(weights[lane], sums[r][lane]);
            }
        }
    }
    let start = panel * LANES;
    let width = LANES.min(outputs - start);
    for (row, sums) in z.chunks_exact_mut(outputs).zip(&sums) {
        row[start..start + width].copy_from_slice(&sums[..width]);
    }
}

#[inline(always)]
pub(crate) fn activate(activation: Activation, z: &mut [f32]) {
    activation.for_each_arm(|activation| {
        for v in z.iter_mut() {
            *v = activation.apply(*v);
        }
    });
}

#[inline(always)]
pub(crate) fn activation_backward(activation: Activation, z: &[f32], y: &[f32], dy: &mut [f32]) {
    activation.for_each_arm(|activation| {
        for ((d, &z), &y) in dy.iter_mut().zip(z).zip(y) {
            *d = canonical(*d * activation.derivative(z, y));
        }
    });
}

#[inline(always)]
pub(crate) fn softmax_rows(z: &mut [f32], columns: usize) {
    if columns == 0 {
        return;
    }
    for row in z.chunks_exact_mut(columns) {
        let mut max = f32::NEG_INFINITY;
        for &v in row.iter() {
            max = if v > max { v } else { max };
        }
        for v in row.iter_mut() {
            *v = exp(*v - max);
        }
        let mut sum = 0.0;
        for &v in row.iter() {
            sum += v;
        }
        for v in row.iter_mut() {
            *v = canonical(*v / sum);
        }
    }
}
