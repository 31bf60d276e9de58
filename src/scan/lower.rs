//! Lower-casing ASCII, in few instructions for few octets.

use super::kernel;
use core::mem::MaybeUninit;

/// Writes `from` to `to`, `A` to `Z` among the first `head` octets turned into `a` to `z`, and other octets as they are.
/// Not one octet of `to` is left out; what this says is tested where it is relied on, in `jid::cast`.
///
/// What does not fill a vector is written with one that overlaps the one before; and all is read from `from`, so that
/// nothing waits for octets that have just been written. For a typical address that takes half as long as the
/// standard library's way, a copy that is then changed in place, and octet by octet at the end.
///
/// # Panics
///
/// If the lengths differ.
#[inline]
pub(crate) fn write_lowercase(from: &[u8], head: usize, to: &mut [MaybeUninit<u8>]) {
    assert_eq!(from.len(), to.len(), "lengths");
    let (Some(last), Some(last_slot)) = (from.last_chunk(), to.last_chunk_mut()) else {
        return write_few(from, head, to);
    };
    *last_slot = lowercase(*last, head.saturating_sub(from.len() - STEP));
    let (words, _) = from.as_chunks();
    let (slots, _) = to.as_chunks_mut();
    let mut left = head;
    for (word, slot) in words.iter().zip(slots) {
        *slot = lowercase(*word, left);
        left = left.saturating_sub(STEP);
    }
}

/// Fewer octets than a step.
#[inline(never)]
fn write_few(from: &[u8], head: usize, to: &mut [MaybeUninit<u8>]) {
    to.copy_from_slice(&lowercase(kernel::padded(from), head)[..from.len()]);
}

/// The compiler makes one vector of this.
#[inline(always)]
fn lowercase(mut octets: [u8; STEP], head: usize) -> [MaybeUninit<u8>; STEP] {
    let wanted = &WANTED[STEP - head.min(STEP)..][..STEP];
    for (octet, wanted) in octets.iter_mut().zip(wanted) {
        *octet |= u8::from(octet.is_ascii_uppercase()) << 5 & wanted;
    }
    octets.map(MaybeUninit::new)
}

/// Octets of a step.
const STEP: usize = 16;

/// The bit that makes a letter small, for the octets of a head, and none behind: seen from one place or another, it is a
/// mask for a head of any length.
const WANTED: [u8; 2 * STEP] = {
    let mut wanted = [0; 2 * STEP];
    let mut i = 0;
    while i < STEP {
        wanted[i] = 1 << 5;
        i += 1;
    }
    wanted
};
