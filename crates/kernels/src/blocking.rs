//! All block sizes and thresholds of the matrix products, and what each trades.
//!
//! The names are those of BLIS: C of M x N outputs is computed from A of M x K inputs and B of K x N
//! weights. Here M is the batch, K the inputs of a layer and N its outputs. The packed weights
//! ([`PackedDense`](crate::PackedDense)) are B, cut into micro-panels of [`NR`] outputs; the sums of a
//! micro-tile of MR rows and up to [`NR`] outputs stay in registers.
//!
//! ```text
//! for rows in blocks of MC               x and z of a block stay in L2
//!   for inputs in blocks of KC           x[MC, KC] in L2
//!     for outputs in panels of NR        w[KC, NR] in L1
//!       for rows in tiles of MR          micro-kernel: MR x NR sums in registers
//!         for inputs: one rank-1 update
//! ```
//!
//! # References
//!
//! Goto and van de Geijn (2008), Anatomy of high-performance matrix multiplication, for the order of
//! the loops; Van Zee and van de Geijn (2015), BLIS, for the names.

/// Outputs that a vector of the kernels holds: one cache line of f32.
pub const LANES: usize = 16;

/// Vectors side by side in a micro-panel. Wider panels need more registers per row; narrower ones
/// load an input again for fewer products.
pub(crate) const PANEL_VECTORS: usize = 4;

/// Outputs in a micro-panel of packed weights.
pub(crate) const NR: usize = PANEL_VECTORS * LANES;

/// Rows in a block at most: 112 x `KC` inputs are 57 KB and leave room in the second-level
/// cache; more rows would use the weights of a block more often, but a row's number has to fit
/// into a byte, and signals have to stay in the cache from layer to layer.
pub const MC: usize = 112;

/// Inputs in a block at most: [`KC`] x [`NR`] weights are 32 KB, the first-level data cache. It is also
/// the width of a set of nonzero inputs, a `u128`.
pub(crate) const KC: usize = 128;

/// Inputs whose masks are made at once: of several blocks, so that rows are read from front to back. Their
/// masks are on the stack, 16 KB, whose pages are touched in each call.
pub(crate) const MASK_INPUTS: usize = 8 * KC;

/// Rows up to which GEMV is used. With more, weights that stay in the first-level cache for all rows
/// of a block pay.
pub(crate) const GEMV_ROWS: usize = 3;

/// Inputs in a block of GEMV at most: bounds the list of nonzero inputs on the stack, 4 KB per row. Every
/// page of it is touched in each call; with smaller blocks sums are loaded and stored more often.
pub(crate) const GEMV_KC: usize = 2048;

/// Layers of this many weights, a megabyte, do not stay in the second-level cache of most processors,
/// and are prefetched.
pub(crate) const L2_WEIGHTS: usize = 1 << 18;

/// Entries of a list of nonzero inputs by which GEMV prefetches weights ahead: the hardware
/// prefetcher cannot follow the irregular stride.
pub(crate) const PREFETCH_ENTRIES: usize = 16;

/// Bytes by which inputs are prefetched while masks are made: far enough for the latency of memory,
/// and well below the first-level cache.
pub(crate) const PREFETCH_MASK_BYTES: usize = 8 << 10;

/// Whether a row of a GEMM block visits only its nonzero inputs, of which there are `nonzero` among
/// `depth`. With fewer zeros than a quarter the larger tiles of all inputs are faster.
#[inline(always)]
pub(crate) const fn skips_zeros(nonzero: usize, depth: usize) -> bool {
    4 * nonzero <= 3 * depth
}

/// The same for a row of GEMV, where a list costs less beside the products: an eighth of zeros is
/// enough.
#[inline(always)]
pub(crate) const fn gemv_skips_zeros(nonzero: usize, depth: usize) -> bool {
    nonzero <= depth / 8 * 7
}

/// Whether `nonzero` among the 2 x [`LANES`] inputs of a sample leave hope for zeros in the whole row: a
/// quarter of zeros. A wrong guess costs time, never bits.
#[inline(always)]
pub(crate) const fn sample_has_zeros(nonzero: usize) -> bool {
    4 * nonzero <= 3 * 2 * LANES
}

/// Sorting fewer rows than this by their first nonzero input costs more than it saves.
pub(crate) const SORTED_ROWS: usize = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_skip_zeros_from_a_quarter_on_and_in_gemv_from_an_eighth_on() {
        assert!(skips_zeros(0, 128) && skips_zeros(96, 128) && !skips_zeros(97, 128));
        assert!(gemv_skips_zeros(0, 784) && gemv_skips_zeros(686, 784));
        assert!(!gemv_skips_zeros(687, 784));
        assert!(sample_has_zeros(24) && !sample_has_zeros(25));
    }
}
