//! The bodies of the elementwise kernels and of softmax, written once and compiled for each instruction set by `arch`.
//!
//! They hold no intrinsics: the loops run over arrays of fixed size, which the compiler turns
//! into the vectors of the instruction set that the caller was compiled for. Nothing is
//! reassociated, so all of them give the bits of `reference`. The dense product, which is more
//! particular about its registers, is in `dense`.

use crate::activation::{Activation, Loops, canonical};
use crate::exp::exp_of_negative;
use crate::packed::LANES;

/// A multiple of what any instruction set's vector loops take in one turn.
const TURN: usize = 64;

/// A function of one number.
///
/// A trait and not a closure for the reason that [`Loops`] is one.
trait Function: Copy {
    fn of(self, v: f32) -> f32;
}

/// Replaces every number by the function's. None goes through alone, however many there are: whole
/// turns first, then the vectors behind them, then the last vector, or what there is of one, filled
/// up. What is part of two vectors has the same result twice.
#[inline(always)]
fn replace_all(z: &mut [f32], function: impl Function) {
    let mut last = z.last_chunk().copied().unwrap_or_else(|| {
        let mut last = [0.0; LANES];
        last[..z.len()].copy_from_slice(z);
        last
    });
    let (turns, rest) = z.split_at_mut(z.len() - z.len() % TURN);
    for v in turns {
        *v = function.of(*v);
    }
    for vector in rest.as_chunks_mut::<LANES>().0 {
        for v in vector {
            *v = function.of(*v);
        }
    }
    for v in &mut last {
        *v = function.of(*v);
    }
    match z.last_chunk_mut() {
        Some(to) => *to = last,
        None => z.copy_from_slice(&last[..z.len()]),
    }
}

/// An activation, of `z + 0.0` if they are sums.
#[derive(Clone, Copy)]
struct Activated<const SUMS: bool>(Activation);

impl<const SUMS: bool> Function for Activated<SUMS> {
    #[inline(always)]
    fn of(self, v: f32) -> f32 {
        self.0.apply(if SUMS { v + 0.0 } else { v })
    }
}

struct Activate<'a, const SUMS: bool>(&'a mut [f32]);

impl<const SUMS: bool> Loops for Activate<'_, SUMS> {
    #[inline(always)]
    fn run(self, activation: Activation) {
        replace_all(self.0, Activated::<SUMS>(activation));
    }
}

#[inline(always)]
pub(crate) fn activate(activation: Activation, z: &mut [f32]) {
    activation.for_each_arm(Activate::<false>(z));
}

/// The same for the sums of a dense product, each of which ends with an addition of +0: it may have
/// come to -0, depending on which zeros were skipped.
#[inline(always)]
pub(crate) fn activate_sums(activation: Activation, z: &mut [f32]) {
    activation.for_each_arm(Activate::<true>(z));
}

struct Backward<'a> {
    z: &'a [f32],
    y: &'a [f32],
    dy: &'a mut [f32],
}

impl Loops for Backward<'_> {
    #[inline(always)]
    fn run(self, activation: Activation) {
        for ((d, &z), &y) in self.dy.iter_mut().zip(self.z).zip(self.y) {
            *d = canonical(*d * activation.derivative(z, y));
        }
    }
}

#[inline(always)]
pub(crate) fn activation_backward(activation: Activation, z: &[f32], y: &[f32], dy: &mut [f32]) {
    activation.for_each_arm(Backward { z, y, dy });
}

/// Of numbers that are not positive.
#[derive(Clone, Copy)]
struct Exponential;

impl Function for Exponential {
    #[inline(always)]
    fn of(self, v: f32) -> f32 {
        exp_of_negative(v)
    }
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
            *v -= max;
        }
    }
    // All rows at once, because a row may be shorter than a vector.
    replace_all(z, Exponential);
    for row in z.chunks_exact_mut(columns) {
        let mut sum = 0.0;
        for &v in row.iter() {
            sum += v;
        }
        for v in row.iter_mut() {
            *v = canonical(*v / sum);
        }
    }
}
