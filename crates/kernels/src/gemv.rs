//! GEMV for up to three rows, for which fetching the weights takes most of the time.
//!
//! Each row visits only its nonzero inputs, two panels per pass; a row without zeros, if it is the only
//! one, visits all of them in the same way. Weights that do not fit in L2 are prefetched
//! [`PREFETCH_ENTRIES`] entries ahead, because the hardware prefetcher cannot follow the irregular
//! stride. The activation is applied to the sums of a pass before they are stored.

use crate::activation::Activation;
use crate::blocking::{
    GEMV_KC, GEMV_ROWS, L2_WEIGHTS, LANES, PANEL_VECTORS, PREFETCH_ENTRIES, gemv_skips_zeros,
};
use crate::elementwise;
use crate::gemm::may_have_zeros;
use crate::microkernel::MicroKernel;
use crate::nonzero::{self, WORD};
use crate::operands::{Operands, input_blocks};
use crate::packed::PackedDense;
use crate::simd::Simd;
use std::mem::MaybeUninit;

/// Room for a list of the nonzero inputs of a row, and a word's more.
type List = [MaybeUninit<u16>; GEMV_KC + WORD];

/// Vectors of two panels.
const PASS_VECTORS: usize = 2 * PANEL_VECTORS;

/// y = h(x · w + bias) for a few rows. `finish` adds +0 and applies the activation to those that did not
/// take a pass of their own.
///
/// # Safety
///
/// As [`gemm`](crate::gemm::gemm), with at most [`GEMV_ROWS`] rows.
#[inline(always)]
pub(crate) unsafe fn gemv<S: MicroKernel>(
    simd: S,
    layer: &PackedDense,
    x: &[f32],
    activation: Activation,
    z: &mut [f32],
    finish: impl Fn(&mut [f32]),
) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    let (batch, panels) = (z.len() / outputs, layer.panel_count());
    let mut lists: [List; GEMV_ROWS] =
        [const { [const { MaybeUninit::uninit() }; GEMV_KC + WORD] }; GEMV_ROWS];
    for block in input_blocks(inputs, GEMV_KC) {
        let mut paths = [Path::Full; GEMV_ROWS];
        let (mut full, mut full_count) = ([0u8; GEMV_ROWS], 0);
        for ((row, list), path) in lists[..batch].iter_mut().enumerate().zip(&mut paths) {
            let x = &x[row * inputs..][block.clone()];
            if may_have_zeros(simd, layer, x) {
                let length = nonzero::list_row(simd, x, list);
                if gemv_skips_zeros(length, x.len()) {
                    // SAFETY: as many have been written.
                    *path = Path::Listed(unsafe { list[..length].assume_init_ref() });
                }
            }
            if let Path::Full = path {
                full[full_count] = row as u8;
                full_count += 1;
            }
        }
        // Several of them share the weights of a panel; one alone is faster as a pass.
        let full = if full_count > 1 { &full[..full_count] } else { &[] };
        let last = block.end == inputs;
        let to = z.as_mut_ptr();
        for index in (0..panels).step_by(2) {
            let here = Operands::new(layer, index, block.clone(), x, to);
            // Without a second panel one of no vectors.
            let there = if index + 1 < panels {
                Operands::new(layer, index + 1, block.clone(), x, to)
            } else {
                Operands { vectors: 0, ..here }
            };
            if !full.is_empty() {
                // SAFETY: the operands cover the rows.
                unsafe {
                    simd.full(here, full);
                    if there.vectors > 0 {
                        simd.full(there, full);
                    }
                }
            }
            for (row, &path) in paths[..batch].iter().enumerate() {
                if full.contains(&(row as u8)) {
                    continue;
                }
                let pass =
                    Pass { here, there, row, last, prefetches: inputs * outputs >= L2_WEIGHTS };
                // SAFETY: the operands cover the row, and the lists hold inputs of the block.
                unsafe { pass.run(simd, path, activation) };
            }
        }
        if last {
            for &row in full {
                finish(&mut z[usize::from(row) * outputs..][..outputs]);
            }
        }
    }
}

/// Which inputs a row visits.
#[derive(Clone, Copy)]
enum Path<'a> {
    Full,
    Listed(&'a [u16]),
}

/// One row and one or two panels.
#[derive(Clone, Copy)]
struct Pass {
    here: Operands,
    there: Operands,
    row: usize,
    /// Whether the sums are complete after this block of inputs.
    last: bool,
    /// Whether weights are prefetched.
    prefetches: bool,
}

/// The sums of a pass in whole vectors, so that they are read again without waiting for a store of a part
/// of one.
#[repr(C, align(64))]
struct Sums([MaybeUninit<f32>; PASS_VECTORS * LANES]);

impl Pass {
    /// Adds the products of a block of inputs to the sums; of the last one adds +0, applies the
    /// activation and stores the outputs.
    ///
    /// # Safety
    ///
    /// The operands cover the row, and the list holds inputs below the depth.
    #[inline(always)]
    unsafe fn run<S: Simd>(self, simd: S, path: Path<'_>, activation: Activation) {
        let mut sums = Sums([const { MaybeUninit::uninit() }; PASS_VECTORS * LANES]);
        let vectors = self.here.vectors + self.there.vectors;
        // SAFETY: the caller's; the sums of the vectors have been written where they are read, and z
        // has room for the width of the panels.
        unsafe {
            match path {
                Path::Listed(list) if self.prefetches && vectors == PASS_VECTORS => {
                    self.prefetching(simd, list, &mut sums);
                }
                Path::Listed(list) => {
                    self.vectors(simd, list.iter().map(|&input| usize::from(input)), &mut sums);
                }
                Path::Full => self.vectors(simd, 0..self.here.depth, &mut sums),
            }
            if !self.last {
                return;
            }
            let sums = sums.0[..vectors * LANES].assume_init_mut();
            elementwise::activate_vectors(activation, sums);
            let z = self.here.z.add(self.row * self.here.z_row_stride);
            for (v, sums) in sums.as_chunks::<LANES>().0.iter().enumerate() {
                let vector = simd.load(sums.as_ptr());
                match self.here.width - v * LANES {
                    count if count >= LANES => simd.store(vector, z.add(v * LANES)),
                    count => simd.store_parts(vector, z.add(v * LANES), count),
                }
            }
        }
    }

    /// Leaves sums where the next step finds them: in `sums`, or in z if more inputs follow.
    ///
    /// # Safety
    ///
    /// The operands cover the row and have `V` and `W` vectors.
    #[inline(always)]
    unsafe fn leave<S: Simd, const V: usize, const W: usize>(
        self,
        simd: S,
        (here, there): ([S::Vector; V], [S::Vector; W]),
        sums: &mut Sums,
    ) {
        // SAFETY: the caller's; there are no more vectors than sums.
        unsafe {
            if self.last {
                let to = sums.0.as_chunks_mut::<LANES>().0;
                for (vector, to) in here.into_iter().chain(there).zip(to) {
                    simd.store(vector, to.as_mut_ptr().cast());
                }
            } else {
                self.here.store_sums::<S, V>(simd, self.row, here);
                self.there.store_sums::<S, W>(simd, self.row, there);
            }
        }
    }

    /// Adds the products of `inputs`, whatever the panels' widths.
    ///
    /// # Safety
    ///
    /// The operands cover the row and the inputs.
    #[inline(always)]
    unsafe fn vectors<S: Simd>(
        self,
        simd: S,
        inputs: impl Iterator<Item = usize>,
        sums: &mut Sums,
    ) {
        // SAFETY: the caller's.
        unsafe {
            match (self.here.vectors, self.there.vectors) {
                (1, _) => self.panels::<S, 1, 0>(simd, inputs, sums),
                (2, _) => self.panels::<S, 2, 0>(simd, inputs, sums),
                (3, _) => self.panels::<S, 3, 0>(simd, inputs, sums),
                (_, 0) => self.panels::<S, 4, 0>(simd, inputs, sums),
                (_, 1) => self.panels::<S, 4, 1>(simd, inputs, sums),
                (_, 2) => self.panels::<S, 4, 2>(simd, inputs, sums),
                (_, 3) => self.panels::<S, 4, 3>(simd, inputs, sums),
                (_, _) => self.panels::<S, 4, 4>(simd, inputs, sums),
            }
        }
    }

    /// # Safety
    ///
    /// As [`vectors`](Self::vectors), with `V` and `W` vectors.
    #[inline(always)]
    unsafe fn panels<S: Simd, const V: usize, const W: usize>(
        self,
        simd: S,
        inputs: impl Iterator<Item = usize>,
        to: &mut Sums,
    ) {
        let (here, there, row) = (self.here, self.there, self.row);
        // SAFETY: the caller's.
        unsafe {
            let mut sums = (here.load_sums::<S, V>(simd, row), there.load_sums::<S, W>(simd, row));
            let x = here.x.add(row * here.x_row_stride);
            for input in inputs {
                let x = simd.splat(*x.add(input));
                add_products::<S, V>(simd, x, here, input, &mut sums.0);
                add_products::<S, W>(simd, x, there, input, &mut sums.1);
            }
            self.leave(simd, sums, to);
        }
    }

    /// The same for two whole panels whose weights do not fit in L2: prefetches those of the list some
    /// entries ahead, and at the end those with which the next two panels begin.
    ///
    /// # Safety
    ///
    /// As [`panels`](Self::panels); the inputs in `list` are below the depth.
    #[inline(always)]
    unsafe fn prefetching<S: Simd>(self, simd: S, list: &[u16], to: &mut Sums) {
        const V: usize = PANEL_VECTORS;
        let (here, there, row) = (self.here, self.there, self.row);
        // SAFETY: the caller's.
        unsafe {
            let mut sums = (here.load_sums::<S, V>(simd, row), there.load_sums::<S, V>(simd, row));
            let x = here.x.add(row * here.x_row_stride);
            // Two loops, so that neither decides anything per entry.
            let (first, last) = list.split_at(list.len().saturating_sub(PREFETCH_ENTRIES));
            let ahead = (first, &list[list.len() - first.len()..], 0);
            for (inputs, prefetched, panels) in [ahead, (last, list, 2 * here.w_panel_stride)] {
                let (w, w_there) = (here.w.wrapping_add(panels), there.w.wrapping_add(panels));
                for (&input, &next) in inputs.iter().zip(prefetched) {
                    let next = usize::from(next) * V * LANES;
                    for v in 0..V {
                        simd.prefetch(w.wrapping_add(next + v * LANES));
                        simd.prefetch(w_there.wrapping_add(next + v * LANES));
                    }
                    let input = usize::from(input);
                    let x = simd.splat(*x.add(input));
                    add_products::<S, V>(simd, x, here, input, &mut sums.0);
                    add_products::<S, V>(simd, x, there, input, &mut sums.1);
                }
            }
            self.leave(simd, sums, to);
        }
    }
}

/// Adds to `sums` the products of one input.
///
/// # Safety
///
/// The operands have that input and `V` vectors.
#[inline(always)]
unsafe fn add_products<S: Simd, const V: usize>(
    simd: S,
    x: S::Vector,
    operands: Operands,
    input: usize,
    sums: &mut [S::Vector; V],
) {
    // SAFETY: by this function's contract.
    unsafe {
        let w = operands.w.add(input * V * LANES);
        for (v, sum) in sums.iter_mut().enumerate() {
            *sum = simd.mul_add(x, simd.load(w.add(v * LANES)), *sum);
        }
    }
}
