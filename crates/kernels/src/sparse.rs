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

/// How many inputs are looked up together in [`MEMBERS`].
const BYTE: usize = u8::BITS as usize;

/// How many places a list needs more than it has members: it is written so many at a time.
pub(crate) const SPARE: usize = BYTE;

/// For each byte, the places of its bits that are set, in ascending order.
static MEMBERS: [[u8; BYTE]; 1 << BYTE] = {
    let mut members = [[0; BYTE]; 1 << BYTE];
    let mut byte = 0;
    while byte < members.len() {
        let (mut count, mut bit) = (0, 0);
        while bit < BYTE {
            if byte >> bit & 1 == 1 {
                members[byte][count] = bit as u8;
                count += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    members
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

/// Room for a list of the members of a set.
pub(crate) type List = [MaybeUninit<u8>; SET + WORD];

/// Lists the members of `set` in ascending order, and says how many there are.
///
/// # Safety
///
/// The instruction set is there.
#[inline(always)]
pub(crate) unsafe fn write_list<S: Simd>(set: Set, list: &mut List) -> u8 {
    let (low, high) = (set as u64, (set >> WORD) as u64);
    let to = list.as_mut_ptr().cast::<u8>();
    // SAFETY: `low` has at most WORD members, so that there is room for another WORD behind them.
    unsafe {
        S::write_members(low, 0, to);
        S::write_members(high, WORD as u8, to.add(low.count_ones() as usize));
    }
    set.count_ones() as u8
}

/// Writes the members of `word` in ascending order, with `first` added to each.
///
/// # Safety
///
/// `to` may be written for [`WORD`] bytes, and `first` is at most [`WORD`].
#[inline(always)]
pub(crate) unsafe fn write_members(mut word: u64, first: u8, mut to: *mut u8) {
    // Eight bytes to a number; none of the sums is above 255.
    const ONES: u64 = u64::from_ne_bytes([1; BYTE]);
    let mut first = ONES * u64::from(first);
    while word != 0 {
        let byte = word as u8;
        let members = u64::from_ne_bytes(MEMBERS[usize::from(byte)]) + first;
        // SAFETY: the bytes before this one have at most as many members as bits.
        unsafe {
            to.cast::<[u8; BYTE]>().write(members.to_ne_bytes());
            to = to.add(byte.count_ones() as usize);
        }
        first += ONES * BYTE as u64;
        word >>= BYTE;
    }
}

/// Lists the inputs of `x` that are not zero.
///
/// # Safety
///
/// The instruction set is there.
///
/// # Panics
///
/// If there are not [`SPARE`] places more than numbers.
#[inline(always)]
pub(crate) unsafe fn nonzeros<'a, S: Simd>(
    x: &[f32],
    places: &'a mut [MaybeUninit<u16>],
) -> &'a [u16] {
    assert!(x.len() + SPARE <= places.len(), "a list has room for all of its members");
    let mut list = Writer { places, count: 0 };
    for (word, x) in x.chunks(WORD).enumerate() {
        // SAFETY: the caller's; a chunk has at most WORD numbers.
        list.add(word * WORD, unsafe { word_of::<S>(x) });
    }
    list.finish()
}

/// A list that is being written, in ascending order.
struct Writer<'a> {
    /// [`SPARE`] more than there will be members.
    places: &'a mut [MaybeUninit<u16>],
    count: usize,
}

impl<'a> Writer<'a> {
    /// Adds the members of `word`, whose lowest bit stands for input `first`.
    #[inline(always)]
    fn add(&mut self, first: usize, mut word: u64) {
        let mut first = first as u16;
        while word != 0 {
            // Two at a time: fewer branches to mispredict.
            for _ in 0..2 {
                let byte = word as u8;
                let members = MEMBERS[usize::from(byte)].map(|member| first + u16::from(member));
                debug_assert!(self.count + SPARE <= self.places.len());
                // SAFETY: there are SPARE places beyond the members, and `count` is of members.
                unsafe {
                    let to = self.places.as_mut_ptr().add(self.count);
                    to.cast::<[u16; BYTE]>().write_unaligned(members);
                }
                self.count += byte.count_ones() as usize;
                first += BYTE as u16;
                word >>= BYTE;
            }
        }
    }

    #[inline(always)]
    fn finish(self) -> &'a [u16] {
        // SAFETY: so many were written.
        unsafe { self.places[..self.count].assume_init_ref() }
    }
}

/// The set of the numbers of `x` that are not zero.
///
/// # Safety
///
/// The instruction set is there, and `x` has at most [`WORD`] numbers.
#[inline(always)]
unsafe fn word_of<S: Simd>(x: &[f32]) -> u64 {
    // SAFETY: only whole vectors of x are loaded, and the numbers that remain.
    unsafe {
        let part = |index: usize| {
            let numbers = S::load(x.as_ptr().add(index * LANES));
            u64::from(S::nonzeros(numbers)) << (index * LANES)
        };
        // Written out, so that the shifts are by constants.
        let (word, whole) = match x.len() / LANES {
            0 => (0, 0),
            1 => (part(0), 1),
            2 => (part(0) | part(1), 2),
            3 => (part(0) | part(1) | part(2), 3),
            _ => return (part(0) | part(1)) | (part(2) | part(3)),
        };
        let rest = &x[whole * LANES..];
        if rest.is_empty() {
            return word;
        }
        let numbers = S::load_first(rest.as_ptr(), rest.len());
        word | u64::from(S::nonzeros(numbers)) << (whole * LANES)
    }
}
