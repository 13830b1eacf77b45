//! The operands of a micro-kernel: where the inputs, weights and sums of some rows and one panel lie.

use crate::blocking::LANES;
use crate::packed::PackedDense;
use crate::simd::Simd;
use std::ops::Range;

/// Everything that a micro-kernel needs to know of a block of rows, a block of inputs and a panel.
///
/// Pointers, because rows are chosen by number and the tiles of a block write into the same slice.
#[derive(Clone, Copy)]
pub(crate) struct Operands {
    /// The weights of the block's first input.
    pub(crate) w: *const f32,
    /// Numbers between the weights of an input and of the next.
    pub(crate) w_row_stride: usize,
    /// Numbers between the weights of an input in this panel and in the next one.
    pub(crate) w_panel_stride: usize,
    /// Vectors in a row of the panel.
    pub(crate) vectors: usize,
    /// Inputs in the block.
    pub(crate) depth: usize,
    /// The first input of the block's first row, and the numbers from row to row.
    pub(crate) x: *const f32,
    pub(crate) x_row_stride: usize,
    /// Where the sums begin: the bias, the same for all rows, or what earlier blocks of inputs have
    /// left in z.
    pub(crate) init: *const f32,
    pub(crate) init_row_stride: usize,
    /// Where the sums go, and the numbers from row to row.
    pub(crate) z: *mut f32,
    pub(crate) z_row_stride: usize,
    /// Outputs of a row from there on. Only the last vector may be cut short.
    pub(crate) width: usize,
    /// Address of the next data to prefetch, and the number of cache lines that each row prefetches.
    pub(crate) prefetch: *const f32,
    pub(crate) prefetch_lines: usize,
}

impl Operands {
    /// Those of `inputs` and panel `index`, for the rows `x` and `z`. The caller makes a pointer of z
    /// once, so that operands which it uses in turn do not invalidate each other.
    #[inline(always)]
    pub(crate) fn new(
        layer: &PackedDense,
        index: usize,
        inputs: Range<usize>,
        x: &[f32],
        z: *mut f32,
    ) -> Self {
        let panel = layer.panel(index);
        let z = z.wrapping_add(panel.start);
        let begins = inputs.start == 0;
        Self {
            w: panel.weights[inputs.start * panel.vectors..].as_ptr().cast(),
            w_row_stride: panel.vectors * LANES,
            w_panel_stride: layer.inputs() * panel.vectors * LANES,
            vectors: panel.vectors,
            depth: inputs.len(),
            x: x[inputs.start..].as_ptr(),
            x_row_stride: layer.inputs(),
            init: if begins { panel.bias.as_ptr().cast() } else { z },
            init_row_stride: if begins { 0 } else { layer.outputs() },
            z,
            z_row_stride: layer.outputs(),
            width: layer.outputs() - panel.start,
            prefetch: x.as_ptr(),
            prefetch_lines: 0,
        }
    }

    /// The operands of one vector of the panel.
    ///
    /// # Safety
    ///
    /// The panel has that vector.
    #[inline(always)]
    pub(crate) unsafe fn vector(self, vector: usize) -> Self {
        if vector == 0 {
            return self;
        }
        let skipped = vector * LANES;
        // SAFETY: by this function's contract there are as many outputs and more.
        let (z, init) = unsafe { (self.z.add(skipped), self.init.add(skipped)) };
        let (w, width) = (self.w.wrapping_add(skipped), self.width - skipped);
        // The tiles of the first vector have prefetched what comes next.
        Self { w, z, init, width, prefetch_lines: 0, ..self }
    }

    /// The sums of `row` as earlier blocks of inputs have left them.
    ///
    /// # Safety
    ///
    /// The operands cover `row`.
    #[inline(always)]
    pub(crate) unsafe fn load_sums<S: Simd, const V: usize>(
        self,
        simd: S,
        row: usize,
    ) -> [S::Vector; V] {
        // SAFETY: only the last vector may have fewer outputs than lanes.
        unsafe {
            let from = self.init.add(row * self.init_row_stride);
            let mut sums = [simd.splat(0.0); V];
            for (v, sum) in sums.iter_mut().enumerate() {
                *sum = match self.width.saturating_sub(v * LANES) {
                    count if count >= LANES => simd.load(from.add(v * LANES)),
                    count => simd.load_first(from.add(v * LANES), count, 0.0),
                };
            }
            sums
        }
    }

    /// # Safety
    ///
    /// The operands cover `row`.
    #[inline(always)]
    pub(crate) unsafe fn store_sums<S: Simd, const V: usize>(
        self,
        simd: S,
        row: usize,
        sums: [S::Vector; V],
    ) {
        // SAFETY: only the last vector may have fewer outputs than lanes.
        unsafe {
            let to = self.z.add(row * self.z_row_stride);
            for (v, &sums) in sums.iter().enumerate() {
                match self.width.saturating_sub(v * LANES) {
                    count if count >= LANES => simd.store(sums, to.add(v * LANES)),
                    count => simd.store_first(sums, to.add(v * LANES), count),
                }
            }
        }
    }
}

/// Cuts `inputs` into blocks of at most `most`, a multiple of [`LANES`]. Every block begins with a
/// whole vector, and none has more than one vector less than another, so that none is a few inputs
/// for which all sums are fetched. There is one block even if there are no inputs, for the bias.
#[inline(always)]
pub(crate) fn input_blocks(inputs: usize, most: usize) -> impl Iterator<Item = Range<usize>> {
    debug_assert!(most.is_multiple_of(LANES), "blocks are of whole vectors");
    let (vectors, count) = (inputs.div_ceil(LANES), inputs.div_ceil(most).max(1));
    let (each, longer) = (vectors / count, vectors % count);
    (0..count).map(move |block| {
        let first = (block * each + block.min(longer)) * LANES;
        let depth = (each + usize::from(block < longer)) * LANES;
        first..(first + depth).min(inputs)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_cover_all_inputs_and_are_alike() {
        for most in [LANES, 128, 4096] {
            for inputs in 0..9000 {
                let mut next = 0;
                let (mut shortest, mut longest) = (usize::MAX, 0);
                for block in input_blocks(inputs, most) {
                    assert!(block.start == next && block.start.is_multiple_of(LANES));
                    assert!(block.len() <= most);
                    next = block.end;
                    shortest = shortest.min(block.len().div_ceil(LANES));
                    longest = longest.max(block.len().div_ceil(LANES));
                }
                assert_eq!(next, inputs, "blocks of {most}");
                assert!(longest - shortest <= 1, "{inputs} inputs in blocks of {most}");
            }
        }
    }
}
