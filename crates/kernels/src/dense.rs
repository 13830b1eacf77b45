//! The dense product, written once over [`Simd`].
//!
//! Rows go through in blocks, inputs in slices: a slice of a panel's weights is small enough to
//! stay in the first-level cache while all rows of the block use it. For each row and slice the
//! kernel looks at the inputs and takes one of two ways:
//!
//! - *tile*: some rows at a time, all inputs of the slice; the sums are registers, and each
//!   vector of weights serves all rows of the tile;
//! - *sparse*: one row, only the inputs that are not zero, from a list that is made once and
//!   serves all panels.
//!
//! Both add to a sum the same products in the same order, but for products of zero. Those
//! change no sum of finite numbers, except that they may turn -0 into +0: this is why z is
//! defined to end with an addition of +0 (see `reference::dense`). A layer that holds a weight
//! which is not finite never takes the sparse way, because zero times infinity is NaN.

use crate::activation::Activation;
use crate::generic;
use crate::packed::{LANES, PANEL_VECTORS, PackedDense};
use crate::vector::Simd;
use std::mem::MaybeUninit;
use std::ptr;

/// How many rows are a block.
const BLOCK: usize = 112;
/// How many inputs are a slice, if there are rows enough to use it again and again.
const SLICE: usize = 128;
/// The places of the lists of one block: `LANES` more for each row than a slice has inputs,
/// because lists are written a vector at a time.
const PLACES: usize = BLOCK * (SLICE + LANES);
/// With fewer rows than these, weights are used too seldom for a slice to pay.
const FEW_ROWS: usize = 4;
/// A layer of so many weights does not stay in the second-level cache.
const FAR: usize = 1 << 19;
/// How many rows ahead the inputs are asked for, which come from far.
const ROWS_AHEAD: usize = 4;
/// How many entries of a list ahead a single row asks for its weights.
const AHEAD: usize = 16;

/// A product of some rows with a slice of a panel: everything a tile needs to know.
#[derive(Clone, Copy)]
pub(crate) struct Slice {
    /// The weights of the slice's first input.
    weights: *const f32,
    /// How many numbers lie between the weights of an input and of the next.
    stride: usize,
    /// How many numbers lie between the weights of an input in this panel and in the next.
    panel: usize,
    /// Whether the layer is so large that its weights come from beyond the second-level cache.
    far: bool,
    /// How many inputs.
    depth: usize,
    /// The first input of the slice of the block's first row, and how far rows are apart.
    x: *const f32,
    inputs: usize,
    /// What the block's first row will need next, to be asked for while this slice is worked on;
    /// null if that was done.
    next: *const f32,
    /// The first output of the panel of the block's first row, and how far rows are apart.
    z: *mut f32,
    outputs: usize,
    /// Where sums begin: the bias (the same for all rows) or what the slices before this one
    /// have left in z.
    from: *const f32,
    from_stride: usize,
    /// How many outputs the row has from there on. Only its last vector may be cut short.
    width: usize,
}

impl Slice {
    /// The same with `vectors` vectors left out at the front.
    ///
    /// # Safety
    ///
    /// The panel has more vectors than these.
    #[inline(always)]
    pub(crate) unsafe fn skip(self, vectors: usize) -> Self {
        // SAFETY: the caller's.
        let slice = unsafe { self.at_outputs(vectors * LANES) };
        Self { weights: self.weights.wrapping_add(vectors * LANES), ..slice }
    }

    /// The panel after this one, which has as many vectors.
    ///
    /// # Safety
    ///
    /// There is one.
    #[inline(always)]
    unsafe fn skip_panel(self) -> Self {
        // SAFETY: the caller's.
        let slice = unsafe { self.at_outputs(self.stride) };
        Self { weights: self.weights.wrapping_add(self.panel), next: ptr::null(), ..slice }
    }

    /// The same with the outputs that begin so many numbers further on.
    ///
    /// # Safety
    ///
    /// There are more outputs than that.
    #[inline(always)]
    unsafe fn at_outputs(self, skipped: usize) -> Self {
        let width = self.width - skipped;
        // SAFETY: the contract says that there are so many numbers.
        unsafe { Self { z: self.z.add(skipped), from: self.from.add(skipped), width, ..self } }
    }
}

/// How an instruction set cuts the rows of a slice into tiles.
///
/// # Safety
///
/// As [`Simd`].
pub(crate) trait Tiles: Simd {
    /// Adds the products of `rows` to z: calls [`tiles`] with as many rows and vectors as fill
    /// the registers.
    ///
    /// # Safety
    ///
    /// The instruction set is there, the slice's pointers cover what it says for every row in
    /// `rows`, and it has `vectors` vectors.
    unsafe fn panel(slice: Slice, vectors: usize, rows: &[u8]);
}

/// y = h(x · weights + bias).
///
/// # Safety
///
/// The instruction set is there; `x` is `[batch, inputs]` and `z` `[batch, outputs]`.
#[inline(always)]
pub(crate) unsafe fn dense<S: Tiles>(
    layer: &PackedDense,
    x: &[f32],
    activation: Activation,
    z: &mut [f32],
) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    if outputs == 0 || z.is_empty() {
        return;
    }
    let batch = z.len() / outputs;
    // Blocks of one size, so that the last one is not a few rows for which all weights are read.
    let blocks = batch.div_ceil(BLOCK);
    let rows = batch.div_ceil(blocks);
    for (block, z) in z.chunks_mut(rows * outputs).enumerate() {
        let x = &x[block * rows * inputs..][..z.len() / outputs * inputs];
        // SAFETY: the instruction set is there, and the block has the rows of x and z.
        unsafe { block_of_rows::<S>(layer, x, z) };
        // The sums may end in -0, depending on which zeros were skipped.
        z.iter_mut().for_each(|z| *z += 0.0);
        generic::activate(activation, z);
    }
}

/// # Safety
///
/// As [`dense`], with at most [`BLOCK`] rows and at least one.
#[inline(always)]
unsafe fn block_of_rows<S: Tiles>(layer: &PackedDense, x: &[f32], z: &mut [f32]) {
    let (inputs, outputs) = (layer.inputs(), layer.outputs());
    let batch = z.len() / outputs;
    let mut lists = [const { MaybeUninit::uninit() }; PLACES];
    let depth = if batch < FEW_ROWS { PLACES / FEW_ROWS - LANES } else { SLICE };
    // Slices of one size, for the same reason as blocks.
    let slices = inputs.div_ceil(depth).max(1);
    let depth = inputs.div_ceil(slices).next_multiple_of(LANES);
    let places = depth + LANES;
    for slice in 0..slices {
        let first = slice * depth;
        let depth = depth.min(inputs - first.min(inputs));
        let last = slice + 1 == slices;
        let mut counts = [0u16; BLOCK];
        let (mut dense, mut dense_count) = ([0u8; BLOCK], 0);
        let (mut sparse, mut sparse_count) = ([0u8; BLOCK], 0);
        let x_of = |row: usize| &x[row * inputs + first..][..depth];
        if slice == 0 {
            (0..batch.min(ROWS_AHEAD)).for_each(|row| prefetch::<S>(x_of(row)));
        }
        for row in 0..batch {
            if slice == 0 && row + ROWS_AHEAD < batch {
                prefetch::<S>(x_of(row + ROWS_AHEAD));
            }
            let list = &mut lists[row * places..][..places];
            // SAFETY: the instruction set is there, and the list has `LANES` places more than x.
            match unsafe { list_if_sparse::<S>(layer, batch, x_of(row), list) } {
                None => {
                    dense[dense_count] = row as u8;
                    dense_count += 1;
                }
                Some(0) if slice > 0 => {}
                Some(count) => {
                    counts[row] = count as u16;
                    sparse[sparse_count] = row as u8;
                    sparse_count += 1;
                }
            }
        }
        let found = Found { rows: &sparse[..sparse_count], lists: &lists, places, counts: &counts };
        // What the rows need next: their next slice, or the first slice of the next block, if
        // there is one.
        let next = if last { batch * inputs } else { first + depth };
        let mut index = 0;
        while index < layer.panel_count() {
            let panel = layer.panel(index);
            let z = z[panel.start..].as_mut_ptr();
            let slice = Slice {
                weights: panel.weights[first * panel.vectors..].as_ptr().cast(),
                stride: panel.vectors * LANES,
                panel: inputs * panel.vectors * LANES,
                far: inputs * outputs >= FAR,
                depth,
                x: x[first..].as_ptr(),
                inputs,
                next: if index == 0 { x.as_ptr().wrapping_add(next) } else { ptr::null() },
                z,
                outputs,
                from: if slice == 0 { panel.bias.as_ptr().cast() } else { z },
                from_stride: if slice == 0 { 0 } else { outputs },
                width: outputs - panel.start,
            };
            let pair =
                index + 1 < layer.panel_count() && layer.panel(index + 1).vectors == PANEL_VECTORS;
            // SAFETY: the instruction set is there; the rows are below `batch`, for which x and
            // z have room, and the lists hold indices below `depth`. Panels lie one after the
            // other.
            unsafe {
                let dense = &dense[..dense_count];
                S::panel(slice, panel.vectors, dense);
                if batch < FEW_ROWS {
                    single_rows::<S>(slice, panel.vectors, pair, &found);
                } else if pair {
                    sparse_rows::<S, 1, 2, 4>(slice, &found);
                } else {
                    match panel.vectors {
                        1 => sparse_rows::<S, 4, 1, 1>(slice, &found),
                        2 => sparse_rows::<S, 4, 1, 2>(slice, &found),
                        3 => sparse_rows::<S, 2, 1, 3>(slice, &found),
                        _ => sparse_rows::<S, 1, 1, 4>(slice, &found),
                    }
                }
                if pair {
                    S::panel(slice.skip_panel(), PANEL_VECTORS, dense);
                    index += 1;
                }
            }
            index += 1;
        }
    }
}

/// Asks for the cache lines of `x`.
#[inline(always)]
fn prefetch<S: Simd>(x: &[f32]) {
    for line in x.chunks(LANES) {
        // SAFETY: the caller's instruction set is there; a prefetch reads nothing.
        unsafe { S::prefetch(line.as_ptr()) };
    }
}

/// Lists the inputs that are not zero and gives their count, if there are so few of them that
/// the sparse way is the faster one. Looks at a sample first, so that an input without zeros
/// costs next to nothing.
///
/// # Safety
///
/// As [`Simd::list_nonzeros`].
#[inline(always)]
unsafe fn list_if_sparse<S: Simd>(
    layer: &PackedDense,
    batch: usize,
    x: &[f32],
    list: &mut [MaybeUninit<u16>],
) -> Option<usize> {
    let (few, len) = (batch < FEW_ROWS, x.len());
    // A tile of many rows makes better use of a single vector than one row can.
    if !layer.is_finite() || len < 2 * LANES || (layer.outputs() <= LANES && !few) {
        return None;
    }
    // SAFETY: the instruction set is there, and x has two vectors at least.
    let zeros = unsafe {
        let x = x.as_ptr();
        S::zeros(x.add(len / 4)) + S::zeros(x.add(len - LANES - len / 8))
    };
    if zeros < LANES / 2 {
        return None;
    }
    // SAFETY: the caller's.
    let count = unsafe { S::list_nonzeros(x, list) };
    let most = if few { len / 8 * 7 } else { len / 8 * 5 };
    (count <= most).then_some(count)
}

/// The rows of a block that go the sparse way through a slice.
struct Found<'a> {
    rows: &'a [u8],
    /// For each row of the block `places` places, of which `counts` hold an index.
    lists: &'a [MaybeUninit<u16>],
    places: usize,
    counts: &'a [u16; BLOCK],
}

impl Found<'_> {
    #[inline(always)]
    fn list(&self, row: u8) -> &[u16] {
        let row = usize::from(row);
        let list = &self.lists[row * self.places..][..usize::from(self.counts[row])];
        // SAFETY: so many indices were written.
        unsafe { list.assume_init_ref() }
    }
}

/// Adds the products of the rows that go the sparse way, `R` rows and `P` panels of `V` vectors
/// at a time. A sum takes one product after the other, so that there have to be several sums to
/// keep the multipliers busy.
///
/// # Safety
///
/// The instruction set is there, the slice covers the rows, and its `P` panels have `V` vectors each.
#[inline(always)]
unsafe fn sparse_rows<S: Simd, const R: usize, const P: usize, const V: usize>(
    slice: Slice,
    found: &Found<'_>,
) {
    let (groups, rest) = found.rows.as_chunks::<R>();
    // Between them, the groups ask for the weights of the panels after these.
    let lines = if slice.far { (slice.depth * V).div_ceil(groups.len().max(1)) } else { 0 };
    // SAFETY: the caller's; a prefetch may be of any address.
    unsafe {
        for (group, rows) in groups.iter().enumerate() {
            for p in P..2 * P {
                let early = slice.weights.wrapping_add(p * slice.panel + group * lines * LANES);
                for line in 0..lines {
                    S::prefetch_far(early.wrapping_add(line * LANES));
                }
            }
            sparse_group::<S, R, P, V>(slice, rows.map(|row| (row.into(), found.list(row))));
        }
        for &row in rest {
            sparse_group::<S, 1, P, V>(slice, [(row.into(), found.list(row))]);
        }
    }
}

/// # Safety
///
/// As [`sparse_rows`].
#[inline(always)]
unsafe fn sparse_group<S: Simd, const R: usize, const P: usize, const V: usize>(
    slice: Slice,
    rows: [(usize, &[u16]); R],
) {
    // SAFETY: by this function's contract; a prefetch may be of any address.
    unsafe {
        if !slice.next.is_null() {
            for (row, _) in rows {
                for line in 0..SLICE / LANES {
                    S::prefetch(slice.next.wrapping_add(row * slice.inputs + line * LANES));
                }
            }
        }
        let mut sums = [[[S::splat(0.0); V]; P]; R];
        for r in 0..R {
            sums[r] = load_panels::<S, P, V>(slice, rows[r].0);
        }
        let common = rows.iter().map(|(_, list)| list.len()).min().unwrap_or(0);
        for j in 0..common {
            for r in 0..R {
                let index = usize::from(*rows[r].1.get_unchecked(j));
                add_products::<S, P, V>(slice, rows[r].0, index, &mut sums[r]);
            }
        }
        for r in 0..R {
            for &index in &rows[r].1[common..] {
                add_products::<S, P, V>(slice, rows[r].0, index.into(), &mut sums[r]);
            }
            store_panels::<S, P, V>(slice, rows[r].0, &sums[r]);
        }
    }
}

/// [`sparse_rows`] for few rows: the weights come from far, so they are asked for early.
///
/// # Safety
///
/// The instruction set is there, the slice covers the rows, and has so many vectors, or two
/// panels of four if it is a pair.
#[inline(always)]
unsafe fn single_rows<S: Simd>(slice: Slice, vectors: usize, pair: bool, found: &Found<'_>) {
    for &row in found.rows {
        let (row, list) = (row.into(), found.list(row));
        // SAFETY: the caller's.
        unsafe {
            match vectors {
                _ if pair => single_row::<S, 2, 4>(slice, row, list),
                1 => single_row::<S, 1, 1>(slice, row, list),
                2 => single_row::<S, 1, 2>(slice, row, list),
                3 => single_row::<S, 1, 3>(slice, row, list),
                _ => single_row::<S, 1, 4>(slice, row, list),
            }
        }
    }
}

/// # Safety
///
/// As [`sparse_rows`], for one row.
#[inline(always)]
unsafe fn single_row<S: Simd, const P: usize, const V: usize>(
    slice: Slice,
    row: usize,
    list: &[u16],
) {
    // SAFETY: by this function's contract; a prefetch may be of any address.
    unsafe {
        let mut sums = load_panels::<S, P, V>(slice, row);
        let ahead = list.len().saturating_sub(AHEAD);
        for (j, &index) in list.iter().enumerate() {
            // At the end of the list, what the panels after these will begin with.
            let (early, panel) = if j < ahead { (j + AHEAD, 0) } else { (j - ahead, P) };
            let early = slice.weights.wrapping_add(usize::from(list[early]) * V * LANES);
            for p in 0..P {
                let early = early.wrapping_add((panel + p) * slice.panel);
                for v in 0..V {
                    S::prefetch(early.wrapping_add(v * LANES));
                }
            }
            add_products::<S, P, V>(slice, row, index.into(), &mut sums);
        }
        store_panels::<S, P, V>(slice, row, &sums);
    }
}

/// Adds to `sums` the products of one input of a row with `P` panels.
///
/// # Safety
///
/// The instruction set is there, and the slice has that row, input and panels.
#[inline(always)]
unsafe fn add_products<S: Simd, const P: usize, const V: usize>(
    slice: Slice,
    row: usize,
    index: usize,
    sums: &mut [[S::Vector; V]; P],
) {
    // SAFETY: by this function's contract.
    unsafe {
        let x = S::splat(*slice.x.add(row * slice.inputs + index));
        let weights = slice.weights.add(index * V * LANES);
        for (p, sums) in sums.iter_mut().enumerate() {
            for (v, sum) in sums.iter_mut().enumerate() {
                let weights = S::load(weights.add(p * slice.panel + v * LANES));
                *sum = S::multiply_add(x, weights, *sum);
            }
        }
    }
}

/// # Safety
///
/// As [`load_row`], for `P` panels.
#[inline(always)]
unsafe fn load_panels<S: Simd, const P: usize, const V: usize>(
    slice: Slice,
    row: usize,
) -> [[S::Vector; V]; P] {
    // SAFETY: by this function's contract.
    unsafe {
        let mut sums = [[S::splat(0.0); V]; P];
        for (p, sums) in sums.iter_mut().enumerate() {
            *sums = load_row::<S, V>(slice.at_outputs(p * V * LANES), row);
        }
        sums
    }
}

/// # Safety
///
/// As [`store_row`], for `P` panels.
#[inline(always)]
unsafe fn store_panels<S: Simd, const P: usize, const V: usize>(
    slice: Slice,
    row: usize,
    sums: &[[S::Vector; V]; P],
) {
    for (p, &sums) in sums.iter().enumerate() {
        // SAFETY: by this function's contract.
        unsafe { store_row::<S, V>(slice.at_outputs(p * V * LANES), row, sums) };
    }
}

/// Adds the products of all `rows`: `R` at a time, and the rest in smaller tiles.
///
/// # Safety
///
/// As [`Tiles::panel`], with `V` vectors.
#[inline(always)]
pub(crate) unsafe fn tiles<S: Simd, const R: usize, const V: usize>(slice: Slice, rows: &[u8]) {
    let (whole, rest) = rows.as_chunks::<R>();
    // SAFETY: the caller's.
    unsafe {
        for rows in whole {
            tile::<S, R, V>(slice, rows);
        }
        let (fours, rest) = rest.as_chunks::<4>();
        for rows in fours {
            tile::<S, 4, V>(slice, rows);
        }
        let (twos, ones) = rest.as_chunks::<2>();
        for rows in twos {
            tile::<S, 2, V>(slice, rows);
        }
        for &row in ones {
            tile::<S, 1, V>(slice, &[row]);
        }
    }
}

/// # Safety
///
/// As [`tiles`].
#[inline(always)]
unsafe fn tile<S: Simd, const R: usize, const V: usize>(slice: Slice, rows: &[u8; R]) {
    // SAFETY: by this function's contract.
    unsafe {
        let mut sums = [[S::splat(0.0); V]; R];
        let mut x = [slice.x; R];
        for r in 0..R {
            sums[r] = load_row::<S, V>(slice, rows[r].into());
            x[r] = slice.x.add(usize::from(rows[r]) * slice.inputs);
        }
        let mut weights = slice.weights;
        for index in 0..slice.depth {
            let vectors: [S::Vector; V] = std::array::from_fn(|v| S::load(weights.add(v * LANES)));
            for r in 0..R {
                let x = S::splat(*x[r].add(index));
                for v in 0..V {
                    sums[r][v] = S::multiply_add(x, vectors[v], sums[r][v]);
                }
            }
            weights = weights.wrapping_add(slice.stride);
        }
        for r in 0..R {
            store_row::<S, V>(slice, rows[r].into(), sums[r]);
        }
    }
}

/// The sums of a row as the slices before this one have left them.
///
/// # Safety
///
/// The instruction set is there, and the slice covers `row`.
#[inline(always)]
unsafe fn load_row<S: Simd, const V: usize>(slice: Slice, row: usize) -> [S::Vector; V] {
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
unsafe fn store_row<S: Simd, const V: usize>(slice: Slice, row: usize, sums: [S::Vector; V]) {
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
