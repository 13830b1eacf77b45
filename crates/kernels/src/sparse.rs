//! Which inputs are not zero: sets of them, and lists for the tiles to go through.

use crate::packed::LANES;
use crate::vector::Simd;
use std::mem::MaybeUninit;

/// Of how many inputs a set is at the most.
pub(crate) const SET: usize = 128;

/// Of how many inputs a word of a set is.
pub(crate) const WORD: usize = u64::BITS as usize;

/// A set of inputs of a slice, the first in the lowest bit.
pub(crate) type Set = u128;

/// How many masks, one for each vector of inputs, are a set.
pub(crate) const SET_MASKS: usize = SET / LANES;

/// How many inputs are looked up together in [`PLACES`].
const BYTE: usize = u8::BITS as usize;

/// For each byte, the places of its bits that are set, in ascending order.
static PLACES: [[u16; BYTE]; 1 << BYTE] = {
    let mut places = [[0; BYTE]; 1 << BYTE];
    let mut byte = 0;
    while byte < places.len() {
        let (mut count, mut bit) = (0, 0);
        while bit < BYTE {
            if byte >> bit & 1 == 1 {
                places[byte][count] = bit as u16;
                count += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    places
};

/// Writes a mask for each vector of `x`, of its numbers that are not zero (a NaN is not), the
/// first in the lowest bit of little-endian bytes; and then so many empty ones that a set can be
/// read from any of them.
///
/// What the caller will look at next lies behind `x` and is asked for on the way.
///
/// # Safety
///
/// The instruction set is there.
///
/// # Panics
///
/// If there are not [`SET_MASKS`] masks more than whole vectors.
#[inline(always)]
pub(crate) unsafe fn write_masks<S: Simd>(x: &[f32], masks: &mut [MaybeUninit<u16>]) {
    /// In bytes: far enough for the memory's latency, and well below the first-level cache.
    const AHEAD: usize = 8 << 10;
    let (vectors, rest) = x.as_chunks::<LANES>();
    let (whole, masks) = masks.split_at_mut(vectors.len());
    for (vector, mask) in vectors.iter().zip(whole) {
        // SAFETY: the caller's; a prefetch may be of any address.
        unsafe {
            S::prefetch(vector.as_ptr().wrapping_byte_add(AHEAD));
            mask.write(S::nonzeros(S::load(vector.as_ptr())).to_le());
        }
    }
    masks[..SET_MASKS].fill(MaybeUninit::new(0));
    if !rest.is_empty() {
        // SAFETY: the caller's.
        let mask = unsafe { S::nonzeros(S::load_first(rest.as_ptr(), rest.len())) };
        masks[0].write(mask.to_le());
    }
}

/// The set that stands in [`SET_MASKS`] masks.
///
/// # Safety
///
/// They have been written.
#[inline(always)]
pub(crate) unsafe fn set_of(masks: &[MaybeUninit<u16>]) -> Set {
    let masks = &masks[..SET_MASKS];
    // SAFETY: the caller's; they are as many bytes.
    Set::from_le_bytes(unsafe { masks.as_ptr().cast::<[u8; SET / 8]>().read() })
}

/// The words that stand in `count` masks and those behind them.
///
/// # Safety
///
/// They have been written, and [`SET_MASKS`] more.
#[inline(always)]
pub(crate) unsafe fn words(masks: &[MaybeUninit<u16>], count: usize) -> impl Iterator<Item = u64> {
    let words = masks.as_chunks::<{ WORD / LANES }>().0;
    words[..count.div_ceil(WORD / LANES)].iter().map(|masks| {
        // SAFETY: the caller's; they are as many bytes.
        u64::from_le_bytes(unsafe { masks.as_ptr().cast::<[u8; WORD / 8]>().read() })
    })
}

/// Lists the places of the bits that are set in `words`, in ascending order, and says how many
/// there are.
///
/// # Safety
///
/// The instruction set is there, and there is room for a word's places behind those of all words
/// before it.
#[inline(always)]
pub(crate) unsafe fn write_list<S: Simd>(
    words: impl Iterator<Item = u64>,
    list: &mut [MaybeUninit<u16>],
) -> usize {
    let list = list.as_mut_ptr().cast::<u16>();
    let mut count = 0;
    for (index, word) in words.enumerate() {
        // SAFETY: the caller's.
        unsafe { S::write_places(word, (index * WORD) as u16, list.add(count)) };
        count += word.count_ones() as usize;
    }
    count
}

/// [`Simd::write_places`] by a table.
///
/// # Safety
///
/// `to` may be written for [`WORD`] numbers.
#[inline(always)]
pub(crate) unsafe fn write_places(mut word: u64, mut first: u16, mut to: *mut u16) {
    while word != 0 {
        // Two at a time: fewer branches to mispredict.
        for _ in 0..2 {
            let byte = word as u8;
            let places = PLACES[usize::from(byte)].map(|place| first + place);
            // SAFETY: the bytes before this one have at most as many bits set as they have bits.
            unsafe {
                to.cast::<[u16; BYTE]>().write_unaligned(places);
                to = to.add(byte.count_ones() as usize);
            }
            first += BYTE as u16;
            word >>= BYTE;
        }
    }
}
