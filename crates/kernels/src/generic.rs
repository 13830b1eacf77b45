//! The bodies of the elementwise kernels and of softmax, written once and compiled for each instruction set by `arch`.
//!
//! They hold no intrinsics: the loops run over arrays of fixed size, which the compiler turns
//! into the vectors of the instruction set that the caller was compiled for. Nothing is
//! reassociated, so all of them give the bits of `reference`. The dense product, which is more
//! particular about its registers, is in `dense`.

use crate::activation::{Activation, Loops, canonical};
use crate::exp::exp_of_negative;

/// A multiple of what any instruction set's vector loops take in one turn.
const TURN: usize = 64;

struct Activate<'a, const SUMS: bool> {
    turns: &'a mut [f32],
    turn: &'a mut [f32; TURN],
}

impl<const SUMS: bool> Loops for Activate<'_, SUMS> {
    #[inline(always)]
    fn run(self, activation: Activation) {
        for part in [self.turns, self.turn] {
            for v in part {
                *v = activation.apply(if SUMS { *v + 0.0 } else { *v });
            }
        }
    }
}

#[inline(always)]
pub(crate) fn activate(activation: Activation, z: &mut [f32]) {
    activate_numbers::<false>(activation, z);
}

/// The same for the sums of a dense product, each of which ends with an addition of +0: it may have
/// come to -0, depending on which zeros were skipped.
#[inline(always)]
pub(crate) fn activate_sums(activation: Activation, z: &mut [f32]) {
    activate_numbers::<true>(activation, z);
}

#[inline(always)]
fn activate_numbers<const SUMS: bool>(activation: Activation, z: &mut [f32]) {
    let (turns, rest) = whole_turns(z);
    let mut turn = filled_up(rest);
    activation.for_each_arm(Activate::<SUMS> { turns, turn: &mut turn });
    rest.copy_from_slice(&turn[..rest.len()]);
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
    let (turns, rest) = whole_turns(z);
    let mut turn = filled_up(rest);
    for part in [turns, &mut turn] {
        for v in part {
            *v = exp_of_negative(*v);
        }
    }
    rest.copy_from_slice(&turn[..rest.len()]);
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

/// The numbers of `z` that fill whole turns, and those that remain. A costly function is applied
/// to the latter in an array that is filled up, not one by one.
#[inline(always)]
fn whole_turns(z: &mut [f32]) -> (&mut [f32], &mut [f32]) {
    z.split_at_mut(z.len() - z.len() % TURN)
}

#[inline(always)]
fn filled_up(rest: &[f32]) -> [f32; TURN] {
    let mut turn = [0.0; TURN];
    turn[..rest.len()].copy_from_slice(rest);
    turn
}
