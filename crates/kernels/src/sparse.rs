//! Which inputs are not zero: sets of them, and lists for the tiles to go through.

use crate::packed::LANES;
use crate::vector::Simd;
use std::mem::MaybeUninit;

/// Of how many inputs a set is at the most.
pub(crate) const SET: usize = 128;

/// Of how many inputs a word of a set is.
const WORD: usize = u64::BITS as usize;

/// A set of inputs of a slice, the first in the lowest bit.
pub(crate) type Set = u128;

/// How many inputs are looked up together in [`MEMBERS`].
const BYTE: usize = u8::BITS as usize;

/// How many places a list needs more than it has members: it is written so many at a time.
pub(crate) const SPARE: usize = BYTE;

/// For each byte, the places of its bits that are set, in ascending order.
static MEMBERS: [[u16; BYTE]; 1 << BYTE] = {
    let mut members = [[0; BYTE]; 1 << BYTE];
    let mut byte = 0;
    while byte < members.len() {
        let (mut count, mut bit) = (0, 0);
        while bit < BYTE {
            if byte >> bit & 1 == 1 {
                members[byte][count] = bit as u16;
                count += 1;
            }
            bit += 1;
        }
        byte += 1;
    }
    members
};

/// The set of the inputs of `x` that are not zero (a NaN is not).
///
/// # Safety
///
/// The instruction set is there, and `x` has at most [`SET`] numbers.
#[inline(always)]
pub(crate) unsafe fn set_of<S: Simd>(x: &[f32]) -> Set {
    let (low, high) = x.split_at(x.len().min(WORD));
    // SAFETY: the caller's; a word has at most WORD numbers.
    unsafe { Set::from(word_of::<S>(low)) | Set::from(word_of::<S>(high)) << WORD }
}

/// Lists the members of a set.
#[inline(always)]
pub(crate) fn members(set: Set, places: &mut [MaybeUninit<u16>; SET + SPARE]) -> &[u16] {
    let mut list = List { places, count: 0 };
    list.add(0, set as u64);
    list.add(WORD, (set >> WORD) as u64);
    list.finish()
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
    let mut list = List { places, count: 0 };
    for (word, x) in x.chunks(WORD).enumerate() {
        // SAFETY: the caller's; a chunk has at most WORD numbers.
        list.add(word * WORD, unsafe { word_of::<S>(x) });
    }
    list.finish()
}

/// A list that is being written, in ascending order.
struct List<'a> {
    /// [`SPARE`] more than there will be members.
    places: &'a mut [MaybeUninit<u16>],
    count: usize,
}

impl<'a> List<'a> {
    /// Adds the members of `word`, whose lowest bit stands for input `first`.
    #[inline(always)]
    fn add(&mut self, first: usize, mut word: u64) {
        let mut first = first as u16;
        while word != 0 {
            // Two at a time: fewer branches to mispredict.
            for _ in 0..2 {
                let byte = word as u8;
                let members = MEMBERS[usize::from(byte)].map(|member| first + member);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_the_members_of_its_set() {
        let mut places = [MaybeUninit::uninit(); SET + SPARE];
        let sets =
            [0, 1, 1 << 127, u128::MAX, 0x8000_0000_0000_0001_8000_0000_0000_0001, 0xdead << 40];
        for set in sets {
            let expected: Vec<u16> = (0..SET as u16).filter(|bit| set >> bit & 1 == 1).collect();
            assert_eq!(members(set, &mut places), expected, "{set:#x}");
        }
    }
}
