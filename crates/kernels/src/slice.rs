//! A product of some rows with a slice of a panel: where its numbers lie.

use crate::packed::{LANES, PackedDense};
use crate::vector::Simd;

/// A product of some rows with a slice of a panel: everything a tile needs to know.
#[derive(Clone, Copy)]
pub(crate) struct Slice {
    /// The weights of the slice's first input.
    pub(crate) weights: *const f32,
    /// How many numbers lie between the weights of an input and of the next.
    pub(crate) stride: usize,
    /// How many numbers lie between the weights of an input in this panel and in the next.
    pub(crate) panel: usize,
    /// How many inputs.
    pub(crate) depth: usize,
    /// The first input of the slice of the block's first row, and how far rows are apart.
    pub(crate) x: *const f32,
    pub(crate) inputs: usize,
    /// What is far away and will be needed after this slice, to be asked for early, and how many
    /// cache lines of it each row of the block has to ask for.
    pub(crate) early: *const f32,
    pub(crate) early_lines: usize,
    /// The first output of the panel of the block's first row, and how far rows are apart.
    pub(crate) z: *mut f32,
    pub(crate) outputs: usize,
    /// Where sums begin: the bias (the same for all rows) or what the slices before this one
    /// have left in z.
    pub(crate) from: *const f32,
    pub(crate) from_stride: usize,
    /// How many outputs the row has from there on. Only its last vector may be cut short.
    pub(crate) width: usize,
}

impl Slice {
    /// The `depth` inputs from `first` on, of panel `index`, for rows `x` and `z`. The caller makes
    /// a pointer of z once, so that slices which it uses in turn do not invalidate each other.
    #[inline(always)]
    pub(crate) fn new(
        layer: &PackedDense,
        index: usize,
        (first, depth): (usize, usize),
        x: &[f32],
        z: *mut f32,
    ) -> Self {
        let (inputs, outputs) = (layer.inputs(), layer.outputs());
        let panel = layer.panel(index);
        let z = z.wrapping_add(panel.start);
        let begins = first == 0;
        Self {
            weights: panel.weights[first * panel.vectors..].as_ptr().cast(),
            stride: panel.vectors * LANES,
            panel: inputs * panel.vectors * LANES,
            depth,
            x: x[first..].as_ptr(),
            inputs,
            early: x.as_ptr(),
            early_lines: 0,
            z,
            outputs,
            from: if begins { panel.bias.as_ptr().cast() } else { z },
            from_stride: if begins { 0 } else { outputs },
            width: outputs - panel.start,
        }
    }

    /// The same with `vectors` vectors left out at the front.
    ///
    /// # Safety
    ///
    /// The panel has more vectors than these.
    #[inline(always)]
    pub(crate) unsafe fn skip(self, vectors: usize) -> Self {
        if vectors == 0 {
            return self;
        }
        let skipped = vectors * LANES;
        // SAFETY: by this function's contract there are so many outputs and more.
        let (z, from) = unsafe { (self.z.add(skipped), self.from.add(skipped)) };
        let (weights, width) = (self.weights.wrapping_add(skipped), self.width - skipped);
        // The tiles of the first vectors have asked for what comes next.
        Self { weights, z, from, width, early_lines: 0, ..self }
    }
}

/// Cuts `inputs` into slices of `most` at the most (a multiple of [`LANES`]): the first input and
/// the depth of each. Every one begins with a whole vector, and none has more than one vector less
/// than another, so that none is a few inputs for which all sums are fetched; there is one even
/// if there are no inputs, for the bias.
#[inline(always)]
pub(crate) fn slices(inputs: usize, most: usize) -> impl Iterator<Item = (usize, usize)> {
    debug_assert!(most.is_multiple_of(LANES), "slices are of whole vectors");
    let (vectors, count) = (inputs.div_ceil(LANES), inputs.div_ceil(most).max(1));
    let (each, longer) = (vectors / count, vectors % count);
    (0..count).map(move |slice| {
        let first = (slice * each + slice.min(longer)) * LANES;
        let depth = (each + usize::from(slice < longer)) * LANES;
        (first, depth.min(inputs - first))
    })
}

/// The sums of a row as the slices before this one have left them.
///
/// # Safety
///
/// The instruction set is there, and the slice covers `row`.
#[inline(always)]
pub(crate) unsafe fn load_row<S: Simd, const V: usize>(slice: Slice, row: usize) -> [S::Vector; V] {
    // SAFETY: only the last vector may have fewer outputs than lanes.
    unsafe {
        let from = slice.from.add(row * slice.from_stride);
        let mut sums = [S::splat(0.0); V];
        for (v, sum) in sums.iter_mut().enumerate() {
            *sum = match slice.width.saturating_sub(v * LANES) {
                count if count >= LANES => S::load(from.add(v * LANES)),
                count => S::load_first(from.add(v * LANES), count),
            };
        }
        sums
    }
}

/// # Safety
///
/// The instruction set is there, and the slice covers `row`.
#[inline(always)]
pub(crate) unsafe fn store_row<S: Simd, const V: usize>(
    slice: Slice,
    row: usize,
    sums: [S::Vector; V],
) {
    // SAFETY: only the last vector may have fewer outputs than lanes.
    unsafe {
        let to = slice.z.add(row * slice.outputs);
        for (v, &sums) in sums.iter().enumerate() {
            match slice.width.saturating_sub(v * LANES) {
                count if count >= LANES => S::store(sums, to.add(v * LANES)),
                count => S::store_first(sums, to.add(v * LANES), count),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_cover_all_inputs_and_are_alike() {
        for most in [LANES, 128, 4096] {
            for inputs in 0..9000 {
                let mut next = 0;
                let (mut shortest, mut longest) = (usize::MAX, 0);
                for (first, depth) in slices(inputs, most) {
                    assert!(first == next && first.is_multiple_of(LANES) && depth <= most);
                    next += depth;
                    shortest = shortest.min(depth.div_ceil(LANES));
                    longest = longest.max(depth.div_ceil(LANES));
                }
                assert_eq!(next, inputs, "slices of {most}");
                assert!(longest - shortest <= 1, "{inputs} inputs in slices of {most}");
            }
        }
    }
}
