//! Which rows of a block go through all inputs of a slice, and which through lists of them.

use crate::dense::{BLOCK, SLICE};
use crate::packed::LANES;
use crate::sparse::{self, SET, SET_MASKS, Set, WORD};
use crate::tile::Tiles;
use crate::vector::Simd;
use std::mem::MaybeUninit;

/// Of how many inputs masks are kept: of several slices, so that rows are read from front to back.
const CHUNK: usize = 16 * SLICE;

/// How many masks of a row are kept.
const MASKS: usize = CHUNK / LANES + SET_MASKS;

/// Room for a list of the members of a set, and for a word's places behind those of the first.
type List = [MaybeUninit<u16>; SET + WORD];

/// Which inputs of a block are not zero.
pub(crate) struct Masks {
    masks: [[MaybeUninit<u16>; MASKS]; BLOCK],
    /// The inputs that were looked at: the first and how many.
    first: usize,
    count: usize,
}

impl Masks {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        let masks = [const { [const { MaybeUninit::uninit() }; MASKS] }; BLOCK];
        Self { masks, first: 0, count: 0 }
    }

    /// Looks at the inputs from `first` on, unless it has done so.
    ///
    /// # Safety
    ///
    /// The instruction set is there.
    #[inline(always)]
    pub(crate) unsafe fn look<S: Simd>(
        &mut self,
        x: &[f32],
        inputs: usize,
        (first, depth): (usize, usize),
    ) {
        if first + depth <= self.first + self.count {
            return;
        }
        (self.first, self.count) = (first, CHUNK.min(inputs - first));
        for (row, masks) in x.chunks_exact(inputs).zip(&mut self.masks) {
            // SAFETY: the caller's.
            unsafe { sparse::write_masks::<S>(&row[first..][..self.count], masks) };
        }
    }

    /// The inputs of a slice that are not zero in `row`.
    ///
    /// # Safety
    ///
    /// That row and these inputs were looked at, and `first` is a multiple of [`LANES`].
    #[inline(always)]
    unsafe fn set(&self, row: usize, (first, depth): (usize, usize)) -> Set {
        // SAFETY: with the masks of the inputs that were looked at as many more were written as a
        // set has.
        let set = unsafe { sparse::set_of(&self.masks[row][(first - self.first) / LANES..]) };
        set & Set::MAX >> (SET - depth)
    }
}

/// Sorting fewer rows than that costs more than it saves.
const WORTH_SORTING: usize = 12;

/// How the rows of a block go through a slice.
pub(crate) struct Split {
    /// Rows that go through all inputs.
    dense: Rows,
    /// Rows that go through lists, those side by side that share one.
    sparse: Rows,
    /// For each group of these a list and its length.
    lists: [List; BLOCK],
    counts: [u8; BLOCK],
}

impl Split {
    #[inline(always)]
    pub(crate) fn new() -> Self {
        Self {
            dense: Rows::new(),
            sparse: Rows::new(),
            lists: [const { [const { MaybeUninit::uninit() }; SET + WORD] }; BLOCK],
            counts: [0; BLOCK],
        }
    }

    /// Every row of `batch` goes through all inputs.
    #[inline(always)]
    pub(crate) fn all_dense(&mut self, batch: usize) {
        (self.dense.count, self.sparse.count) = (0, 0);
        (0..batch).for_each(|row| self.dense.push(row as u8));
    }

    /// Decides for each row of `batch`. A row of zeros goes no way at all, unless it is the first
    /// slice, whose sums have to begin.
    ///
    /// Rows share a list whose first inputs that are not zero are near each other: the groups can
    /// skip more of them.
    ///
    /// # Safety
    ///
    /// The instruction set is there, and `masks` has looked at that slice of the rows.
    #[inline(always)]
    pub(crate) unsafe fn choose<S: Tiles>(
        &mut self,
        masks: &Masks,
        slice: (usize, usize),
        batch: usize,
    ) {
        let (first, depth) = slice;
        // SAFETY: the caller's.
        let set = |row: u8| unsafe { masks.set(row.into(), slice) };
        (self.dense.count, self.sparse.count) = (0, 0);
        let mut keys = Rows::new();
        for row in 0..batch as u8 {
            let set = set(row);
            let count = set.count_ones() as usize;
            // With fewer zeros than that, the larger tiles of the dense way are faster.
            if 4 * count > 3 * depth {
                self.dense.push(row);
            } else if count > 0 || first == 0 {
                self.sparse.push(row);
                keys.push(set.trailing_zeros() as u8 / 2);
            }
        }
        if S::GROUP > 1 && self.sparse.count >= WORTH_SORTING {
            self.sparse.sort_by(&keys);
        }
        let groups = self.sparse.chunks(S::GROUP).zip(&mut self.lists).zip(&mut self.counts);
        for ((rows, list), count) in groups {
            let set = rows.iter().fold(0, |all, &row| all | set(row));
            let words = [set as u64, (set >> WORD) as u64];
            // SAFETY: the caller's, and a list has room for two words' places.
            *count = unsafe { sparse::write_list::<S>(words.into_iter(), list) } as u8;
        }
    }

    /// The rows that go through all inputs.
    #[inline(always)]
    pub(crate) fn dense(&self) -> &[u8] {
        &self.dense
    }

    /// The rows that share a list, and the list.
    #[inline(always)]
    pub(crate) fn groups<S: Tiles>(&self) -> impl Iterator<Item = (&[u8], &[u16])> {
        let lists = self.lists.iter().zip(&self.counts).map(|(list, &count)| {
            // SAFETY: `choose` has written so many.
            unsafe { list[..usize::from(count)].assume_init_ref() }
        });
        self.sparse.chunks(S::GROUP).zip(lists)
    }
}

/// Some rows of a block.
struct Rows {
    rows: [u8; BLOCK],
    count: usize,
}

impl Rows {
    #[inline(always)]
    fn new() -> Self {
        const { assert!(BLOCK <= 1 << u8::BITS, "a row of a block is a byte") };
        Self { rows: [0; BLOCK], count: 0 }
    }

    #[inline(always)]
    fn push(&mut self, row: u8) {
        self.rows[self.count] = row;
        self.count += 1;
    }

    /// Sorts by `keys`, one for each, up to half of [`SET`]; by counting them.
    #[inline(always)]
    fn sort_by(&mut self, keys: &Self) {
        const KEYS: usize = SET / 2 + 1;
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
        for count in [0, 1, 2, BLOCK - 1, BLOCK] {
            let (mut rows, mut keys) = (Rows::new(), Rows::new());
            for row in 0..count as u8 {
                rows.push(row);
                // Both ends of the keys among them.
                keys.push((row as usize * 7 % 9 * SET / 16) as u8);
            }
            let mut expected: Vec<u8> = rows.to_vec();
            expected.sort_by_key(|&row| keys[usize::from(row)]);
            rows.sort_by(&keys);
            assert_eq!(*rows, *expected);
        }
    }
}
