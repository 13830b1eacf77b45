//! Which rows of a block visit all inputs, and which only those that are not zero.

use crate::blocking::{KC, LANES, MASK_INPUTS, MC, SORTED_ROWS, skips_zeros};
use crate::microkernel::MicroKernel;
use crate::nonzero::{self, SET_MASKS, Set, WORD};
use crate::simd::Simd;
use std::mem::MaybeUninit;
use std::ops::Range;

/// Masks of a row that are kept.
const MASKS: usize = MASK_INPUTS / LANES + SET_MASKS;

/// Room for a list of the members of a set, and a word's more.
type List = [MaybeUninit<u16>; KC + WORD];

/// Which inputs of a block of rows are not zero.
pub(crate) struct Masks {
    masks: [[MaybeUninit<u16>; MASKS]; MC],
    /// The inputs that have been looked at.
    inputs: Range<usize>,
}

impl Masks {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        let masks = [const { [const { MaybeUninit::uninit() }; MASKS] }; MC];
        Self { masks, inputs: 0..0 }
    }

    /// Looks at the inputs from the block's first on, unless it has already done so.
    #[inline(always)]
    pub(crate) fn look<S: Simd>(&mut self, simd: S, x: &[f32], inputs: usize, block: Range<usize>) {
        if block.end <= self.inputs.end {
            return;
        }
        self.inputs = block.start..inputs.min(block.start + MASK_INPUTS);
        for (row, masks) in x.chunks_exact(inputs).zip(&mut self.masks) {
            nonzero::write_masks(simd, &row[self.inputs.clone()], masks);
        }
    }

    /// The inputs of a block that are not zero in `row`.
    ///
    /// # Safety
    ///
    /// That row and these inputs have been looked at, and the block begins with a whole vector.
    #[inline(always)]
    unsafe fn set(&self, row: usize, block: Range<usize>) -> Set {
        // SAFETY: after the masks of the inputs that were looked at as many more were written as a
        // set has.
        let set = unsafe {
            nonzero::set_of(&self.masks[row][(block.start - self.inputs.start) / LANES..])
        };
        set & Set::MAX >> (KC - block.len())
    }
}

/// How the rows of a block go through a block of inputs.
pub(crate) struct RowPaths {
    /// Rows that visit all inputs.
    full: Rows,
    /// Rows that visit a list of inputs; those that share one are side by side.
    listed: Rows,
    /// For each group of these a list and its length.
    lists: [List; MC],
    lengths: [u8; MC],
}

impl RowPaths {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self {
            full: Rows::new(),
            listed: Rows::new(),
            lists: [const { [const { MaybeUninit::uninit() }; KC + WORD] }; MC],
            lengths: [0; MC],
        }
    }

    /// Every row of `batch` visits all inputs.
    #[inline(always)]
    pub(crate) fn all_full(&mut self, batch: usize) {
        (self.full.count, self.listed.count) = (0, 0);
        (0..batch).for_each(
            #[inline(always)]
            |row| self.full.push(row as u8),
        );
    }

    /// Decides for each row of `batch`. An all-zero row is skipped, except in the first block of
    /// inputs, which initializes the sums from the bias.
    ///
    /// Rows are grouped by their first nonzero input, so that the union of their nonzero inputs stays
    /// small.
    ///
    /// # Safety
    ///
    /// `masks` has looked at that block of the rows.
    #[inline(always)]
    pub(crate) unsafe fn choose<S: MicroKernel>(
        &mut self,
        simd: S,
        masks: &Masks,
        block: Range<usize>,
        batch: usize,
    ) {
        (self.full.count, self.listed.count) = (0, 0);
        let mut keys = Rows::new();
        for row in 0..batch as u8 {
            // SAFETY: the caller's.
            let set = unsafe { masks.set(row.into(), block.clone()) };
            let count = set.count_ones() as usize;
            if !skips_zeros(count, block.len()) {
                self.full.push(row);
            } else if count > 0 || block.start == 0 {
                self.listed.push(row);
                keys.push(set.trailing_zeros() as u8 / 2);
            }
        }
        if S::LIST_ROWS > 1 && self.listed.count >= SORTED_ROWS {
            self.listed.sort_by(&keys);
        }
        let groups = self.listed.chunks(S::LIST_ROWS).zip(&mut self.lists).zip(&mut self.lengths);
        for ((rows, list), length) in groups {
            let mut set = 0;
            for &row in rows {
                // SAFETY: the caller's.
                set |= unsafe { masks.set(row.into(), block.clone()) };
            }
            *length = nonzero::list_set(simd, set, list) as u8;
        }
    }

    /// The rows that visit all inputs.
    #[inline(always)]
    pub(crate) fn full(&self) -> &[u8] {
        &self.full
    }

    /// The rows that share a list, and the list.
    #[inline(always)]
    pub(crate) fn groups<S: MicroKernel>(&self) -> impl Iterator<Item = (&[u8], &[u16])> {
        let lists = self.lists.iter().zip(&self.lengths).map(
            #[inline(always)]
            |(list, &length)| {
                // SAFETY: `choose` has written as many.
                unsafe { list[..usize::from(length)].assume_init_ref() }
            },
        );
        self.listed.chunks(S::LIST_ROWS).zip(lists)
    }
}

/// Some rows of a block.
struct Rows {
    rows: [u8; MC],
    count: usize,
}

impl Rows {
    #[inline(always)]
    fn new() -> Self {
        const { assert!(MC <= 1 << u8::BITS, "a row of a block is a byte") };
        Self { rows: [0; MC], count: 0 }
    }

    #[inline(always)]
    fn push(&mut self, row: u8) {
        self.rows[self.count] = row;
        self.count += 1;
    }

    /// Sorts by `keys`, one for each, up to half of [`KC`]; by counting them.
    #[inline(always)]
    fn sort_by(&mut self, keys: &Self) {
        const KEYS: usize = KC / 2 + 1;
        let mut places = [0u8; KEYS + 1];
        for &key in &**keys {
            places[usize::from(key) + 1] += 1;
        }
        for key in 1..KEYS {
            places[key] += places[key - 1];
        }
        let unsorted = self.rows;
        for (&row, &key) in unsorted.iter().zip(&**keys) {
            let place = &mut places[usize::from(key)];
            self.rows[usize::from(*place)] = row;
            *place += 1;
        }
    }
}

impl std::ops::Deref for Rows {
    type Target = [u8];

    #[inline(always)]
    fn deref(&self) -> &[u8] {
        &self.rows[..self.count]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_by_their_keys_and_none_is_lost() {
        for count in [0, 1, 2, MC - 1, MC] {
            let (mut rows, mut keys) = (Rows::new(), Rows::new());
            for row in 0..count as u8 {
                rows.push(row);
                // Both ends of the keys among them.
                keys.push((row as usize * 7 % 9 * KC / 16) as u8);
            }
            let mut expected: Vec<u8> = rows.to_vec();
            expected.sort_by_key(|&row| keys[usize::from(row)]);
            rows.sort_by(&keys);
            assert_eq!(*rows, *expected);
        }
    }
}
