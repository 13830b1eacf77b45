//! The bodies of the elementwise kernels, written once and compiled for each instruction set by `arch`.
//!
//! They hold no intrinsics: the loops run over arrays of fixed size, which the compiler turns
//! into the vectors of the instruction set that the caller was compiled for. Nothing is
//! reassociated, so all of them give the bits of `reference`.
//!
//! A WebAssembly module has one set of features for all of it, so that its tables share one body each.

use crate::activation::{Activation, canonical};
use crate::blocking::LANES;

/// A multiple of the elements that any instruction set's unrolled vector loop takes per iteration.
const CHUNK: usize = 64;

/// Applies `f` to every element: chunks of 64, then whole vectors, then one overlapping (or padded)
/// vector, so that there is no scalar tail.
///
/// `f` has to be `#[inline(always)]`, or it is not compiled for the instruction set of the caller; and it is
/// passed on by value, because a call through a reference would not be inlined.
#[inline(always)]
fn map_in_place(z: &mut [f32], f: impl Fn(f32) -> f32 + Copy) {
    let mut last = z.last_chunk().copied().unwrap_or_else(|| {
        let mut last = [0.0; LANES];
        last[..z.len()].copy_from_slice(z);
        last
    });
    map_vectors(z, f);
    for v in &mut last {
        *v = f(*v);
    }
    match z.last_chunk_mut() {
        Some(to) => *to = last,
        None => z.copy_from_slice(&last[..z.len()]),
    }
}

/// The same for the whole vectors of `z`; what is behind them stays as it is.
#[inline(always)]
fn map_vectors(z: &mut [f32], f: impl Fn(f32) -> f32 + Copy) {
    let (chunks, rest) = z.split_at_mut(z.len() - z.len() % CHUNK);
    for v in chunks {
        *v = f(*v);
    }
    for vector in rest.as_chunks_mut::<LANES>().0 {
        for v in vector {
            *v = f(*v);
        }
    }
}

#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn activate(activation: Activation, z: &mut [f32]) {
    activation.monomorphize(
        #[inline(always)]
        |activation| {
            map_in_place(
                z,
                #[inline(always)]
                |v| activation.apply(v),
            );
        },
    );
}

/// The same for the sums of a dense product, each of which ends with an addition of +0: it may have
/// come to -0, depending on which zeros were skipped.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn activate_sums(activation: Activation, z: &mut [f32]) {
    activation.monomorphize(
        #[inline(always)]
        |activation| {
            map_in_place(
                z,
                #[inline(always)]
                |v| activation.apply(v + 0.0),
            );
        },
    );
}

/// The same for sums that are whole vectors.
#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn activate_vectors(activation: Activation, sums: &mut [f32]) {
    activation.monomorphize(
        #[inline(always)]
        |activation| {
            map_vectors(
                sums,
                #[inline(always)]
                |v| activation.apply(v + 0.0),
            );
        },
    );
}

#[cfg_attr(not(target_arch = "wasm32"), inline(always))]
#[cfg_attr(target_arch = "wasm32", inline(never))]
pub(crate) fn activation_backward(activation: Activation, z: &[f32], y: &[f32], dy: &mut [f32]) {
    activation.monomorphize(
        #[inline(always)]
        |activation| {
            for ((d, &z), &y) in dy.iter_mut().zip(z).zip(y) {
                *d = canonical(*d * activation.derivative(z, y));
            }
        },
    );
}
