//! Which inputs are not zero: masks and sets of them, and lists of their indices for the products to
//! visit.

use crate::blocking::{KC, LANES, PREFETCH_MASK_BYTES};
use crate::simd::Simd;
use std::mem::MaybeUninit;

/// Inputs in a word of a set.
pub(crate) const WORD: usize = u64::BITS as usize;

/// A set of inputs of a block, the first in the lowest bit.
pub(crate) type Set = u128;

const _: () = assert!(KC == Set::BITS as usize, "a set has a bit for each input of a block");

/// Masks, one for each vector of inputs, in a set.
pub(crate) const SET_MASKS: usize = KC / LANES;

/// Inputs that are looked up together in [`INDICES`].
const BYTE: usize = u8::BITS as usize;

/// For each byte, the indices of its bits that are set, in ascending order.
static INDICES: [[u16; BYTE]; 1 << BYTE] = {
    let mut indices = [[0; BYTE]; 1 << BYTE];
    let mut byte = 0;
    while byte < indices.len() {
        let (mut count, mut bit) = (0, 0);
        while bit < BYTE {
            if byte >> bit & 1 == 1 {
                indices[byte][count] = bit as u16;
                count += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    indices
};

/// Writes a mask for each vector of `x`, of its numbers that are not zero (a NaN is not), the
/// first in the lowest bit of little-endian bytes; and then as many empty ones as a set has, so that
/// a set can be read from any mask on.
///
/// What the caller will look at next lies behind `x` and is prefetched on the way.
///
/// # Panics
///
/// If there are not [`SET_MASKS`] masks more than whole vectors.
#[inline(always)]
pub(crate) fn write_masks<S: Simd>(simd: S, x: &[f32], masks: &mut [MaybeUninit<u16>]) {
    let (vectors, rest) = x.as_chunks::<LANES>();
    let (whole, masks) = masks.split_at_mut(vectors.len());
    for (vector, to) in vectors.iter().zip(whole) {
        simd.prefetch(vector.as_ptr().wrapping_byte_add(PREFETCH_MASK_BYTES));
        to.write((mask(simd, vector) as u16).to_le());
    }
    masks[..SET_MASKS].fill(MaybeUninit::new(0));
    if !rest.is_empty() {
        // SAFETY: there are as many numbers, fewer than LANES.
        let vector = unsafe { simd.load_first(rest.as_ptr(), rest.len(), 0.0) };
        masks[0].write(simd.nonzero(vector).to_le());
    }
}

/// The set that [`SET_MASKS`] masks hold.
///
/// # Safety
///
/// They have been written.
#[inline(always)]
pub(crate) unsafe fn set_of(masks: &[MaybeUninit<u16>]) -> Set {
    let masks = &masks[..SET_MASKS];
    // SAFETY: the caller's; they are as many bytes.
    Set::from_le_bytes(unsafe { masks.as_ptr().cast::<[u8; KC / 8]>().read() })
}

/// Lists the members of `set` in ascending order, and returns how many there are.
///
/// # Panics
///
/// If the list has no room for [`KC`] indices and a word's more.
#[inline(always)]
pub(crate) fn list_set<S: Simd>(simd: S, set: Set, list: &mut [MaybeUninit<u16>]) -> usize {
    assert!(list.len() >= KC + WORD, "a list has room for every input");
    list_words(simd, [set as u64, (set >> WORD) as u64].into_iter(), list)
}

/// The lanes of a vector in memory that are not zero.
#[inline(always)]
pub(crate) fn mask<S: Simd>(simd: S, vector: &[f32; LANES]) -> u64 {
    // SAFETY: a vector is LANES numbers.
    simd.nonzero(unsafe { simd.load(vector.as_ptr()) }).into()
}

/// Lists the inputs of a row that are not zero, in ascending order, and returns how many there are.
///
/// # Panics
///
/// If the list has no room for all inputs and a word's more, or an index does not fit into it.
#[inline(always)]
pub(crate) fn list_row<S: Simd>(simd: S, x: &[f32], list: &mut [MaybeUninit<u16>]) -> usize {
    assert!(list.len() >= x.len() + WORD && x.len() <= 1 << u16::BITS, "a list holds every input");
    let (words, rest) = x.as_chunks::<WORD>();
    let (vectors, last) = rest.as_chunks::<LANES>();
    let whole = words.iter().map(
        #[inline(always)]
        |word| {
            let vectors = word.as_chunks::<LANES>().0;
            mask(simd, &vectors[0])
                | mask(simd, &vectors[1]) << LANES
                | mask(simd, &vectors[2]) << (2 * LANES)
                | mask(simd, &vectors[3]) << (3 * LANES)
        },
    );
    let mut word = vectors.iter().rev().fold(
        0,
        #[inline(always)]
        |word, vector| word << LANES | mask(simd, vector),
    );
    if !last.is_empty() {
        // SAFETY: there are as many numbers, fewer than LANES.
        let vector = unsafe { simd.load_first(last.as_ptr(), last.len(), 0.0) };
        word |= u64::from(simd.nonzero(vector)) << (vectors.len() * LANES);
    }
    list_words(simd, whole.chain([word]), list)
}

/// Lists the indices of the bits that are set in `words`. The caller has made sure that there is room
/// for all of them and a word's more.
#[inline(always)]
fn list_words<S: Simd>(
    simd: S,
    words: impl Iterator<Item = u64>,
    list: &mut [MaybeUninit<u16>],
) -> usize {
    let list = list.as_mut_ptr().cast::<u16>();
    let mut count = 0;
    for (index, word) in words.enumerate() {
        // SAFETY: `count` is at most the number of bits in the words before this one.
        unsafe { simd.write_indices(word, (index * WORD) as u16, list.add(count)) };
        count += word.count_ones() as usize;
    }
    count
}

/// [`Simd::write_indices`] by a table.
///
/// # Safety
///
/// `to` may be written for [`WORD`] numbers.
#[inline(always)]
pub(crate) unsafe fn write_indices_by_table(mut word: u64, mut first: u16, mut to: *mut u16) {
    while word != 0 {
        // Two at a time: fewer branches to mispredict.
        for _ in 0..2 {
            let byte = word as u8;
            let indices = INDICES[usize::from(byte)].map(
                #[inline(always)]
                |index| first + index,
            );
            // SAFETY: the bytes before this one have at most as many bits set as they have bits.
            unsafe {
                to.cast::<[u16; BYTE]>().write_unaligned(indices);
                to = to.add(byte.count_ones() as usize);
            }
            first += BYTE as u16;
            word >>= BYTE;
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    const LONGEST: usize = KC + LANES + 1;

    /// What takes the place of a number: of these only the zeros are zeros.
    const NUMBERS: [f32; 8] =
        [0.0, 1.0, -0.0, f32::NAN, f32::MIN_POSITIVE / 8.0, 0.0, f32::NEG_INFINITY, -1e-45];

    /// Rows of every length up to [`LONGEST`], some full, some empty, most mixed.
    fn rows() -> impl Iterator<Item = Vec<f32>> {
        let mut state = 1u32;
        (0..=LONGEST).flat_map(move |len| {
            let mut number = |_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                NUMBERS[(state >> 29) as usize]
            };
            [(0..len).map(&mut number).collect(), vec![0.0; len], vec![f32::NAN; len]]
        })
    }

    fn members(x: &[f32]) -> Vec<u16> {
        (0..x.len() as u16).filter(|&index| x[usize::from(index)] != 0.0).collect()
    }

    /// The tests of an instruction set, called where its kernels are.
    pub(crate) fn lists_hold_what_is_not_zero<S: Simd>(simd: S) {
        let mut masks = [MaybeUninit::new(u16::MAX); LONGEST / LANES + SET_MASKS];
        let mut list = [MaybeUninit::uninit(); LONGEST + WORD];
        for x in rows() {
            let count = list_row(simd, &x, &mut list);
            // SAFETY: as many have been written.
            assert_eq!(unsafe { list[..count].assume_init_ref() }, members(&x), "{x:?}");
            write_masks(simd, &x, &mut masks);
            for first in (0..x.len()).step_by(LANES) {
                // SAFETY: as many masks were written, and then indices.
                let found = unsafe {
                    let set = set_of(&masks[first / LANES..]);
                    let count = list_set(simd, set, &mut list);
                    list[..count].assume_init_ref()
                };
                assert_eq!(found, members(&x[first..x.len().min(first + KC)]), "{x:?}");
            }
        }
    }
}
