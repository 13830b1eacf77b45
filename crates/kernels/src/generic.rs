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

/// Numbers cut up so that a costly function is never applied to one alone, however many there are.
struct Parts<'a> {
    /// Whole turns.
    turns: &'a mut [f32],
    /// The vectors behind them.
    vectors: &'a mut [[f32; LANES]],
}

impl<'a> Parts<'a> {
    #[inline(always)]
    fn of(z: &'a mut [f32]) -> Self {
        let (turns, rest) = z.split_at_mut(z.len() - z.len() % TURN);
        Self { turns, vectors: rest.as_chunks_mut().0 }
    }
}

/// The last numbers of `z`, as many as a vector has, or all and zeros behind them: they have no part
/// in a turn or vector, or the same result twice.
#[inline(always)]
fn last_vector(z: &[f32]) -> [f32; LANES] {
    z.last_chunk().copied().unwrap_or_else(|| {
        let mut last = [0.0; LANES];
        last[..z.len()].copy_from_slice(z);
        last
    })
}

#[inline(always)]
fn put_last_vector(last: [f32; LANES], z: &mut [f32]) {
    match z.last_chunk_mut() {
        Some(to) => *to = last,
        None => z.copy_from_slice(&last[..z.len()]),
    }
}

struct Activate<'a, const SUMS: bool> {
    parts: Parts<'a>,
    last: &'a mut [f32; LANES],
}

impl<const SUMS: bool> Loops for Activate<'_, SUMS> {
    #[inline(always)]
    fn run(self, activation: Activation) {
        for v in self.parts.turns {
            *v = activation.apply(if SUMS { *v + 0.0 } else { *v });
        }
        for vector in self.parts.vectors {
            for v in vector {
                *v = activation.apply(if SUMS { *v + 0.0 } else { *v });
            }
        }
        for v in self.last {
            *v = activation.apply(if SUMS { *v + 0.0 } else { *v });
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
    let mut last = last_vector(z);
    let parts = Parts::of(z);
    activation.for_each_arm(Activate::<SUMS> { parts, last: &mut last });
    put_last_vector(last, z);
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
    let mut last = last_vector(z);
    let parts = Parts::of(z);
    for v in parts.turns {
        *v = exp_of_negative(*v);
    }
    for vector in parts.vectors {
        for v in vector {
            *v = exp_of_negative(*v);
        }
    }
    for v in &mut last {
        *v = exp_of_negative(*v);
    }
    put_last_vector(last, z);
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
