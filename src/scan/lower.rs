//! Lower-casing ASCII, in few instructions for few octets.

use crate::steps::steps;
use core::mem::MaybeUninit;

/// Copies `from` to `to`, with `A` to `Z` turned into `a` to `z` in the first `head` octets. All of `to` is written.
///
/// # Panics
///
/// If the lengths differ, or `head` is more.
#[inline]
pub(crate) fn write_lowercase(from: &[u8], head: usize, to: &mut [MaybeUninit<u8>]) {
    assert!(head <= from.len() && from.len() == to.len(), "lengths");
    steps(from.len());
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable)))]
    if from.len() <= super::SHORT && super::x86::level() == super::x86::Level::Avx512 {
        return super::avx512::write_lowercase_with_avx512(from, head, to);
    }
    write_lowercase_in_steps(from, head, to);
}

/// What does not fill a vector is written with one that overlaps the one before; and all is read from `from`, so that
/// nothing waits for octets that have just been written. For a typical address that takes half as long as the
/// standard library's way, in place and octet by octet at the end.
fn write_lowercase_in_steps(from: &[u8], head: usize, to: &mut [MaybeUninit<u8>]) {
    for (slot, octet) in to.iter_mut().zip(from) {
        slot.write(*octet);
    }
    let (from, to) = (&from[..head], &mut to[..head]);
    match head {
        0..8 => {
            for (slot, octet) in to.iter_mut().zip(from) {
                slot.write(octet.to_ascii_lowercase());
            }
        }
        8..16 => write_overlapping::<8>(from, to),
        _ => write_overlapping::<16>(from, to),
    }
}

/// In steps of `N` octets, of which there are at least `N`.
#[inline(always)]
fn write_overlapping<const N: usize>(from: &[u8], to: &mut [MaybeUninit<u8>]) {
    let (words, _) = from.as_chunks::<N>();
    let (slots, _) = to.as_chunks_mut::<N>();
    for (word, slot) in words.iter().zip(slots) {
        *slot = lowercase(*word).map(MaybeUninit::new);
    }
    if let (Some(word), Some(slot)) = (from.last_chunk::<N>(), to.last_chunk_mut::<N>()) {
        *slot = lowercase(*word).map(MaybeUninit::new);
    }
}

/// The compiler makes one vector of this.
#[inline(always)]
fn lowercase<const N: usize>(mut octets: [u8; N]) -> [u8; N] {
    for octet in &mut octets {
        *octet |= u8::from(octet.is_ascii_uppercase()) << 5;
    }
    octets
}

#[cfg(test)]
#[allow(unsafe_code)]
pub(super) mod tests {
    use super::*;
    use crate::scan::edges::at_edges;
    use std::vec::Vec;

    /// Checks a way of writing on texts of up to `most` octets, with all heads, and that it writes nothing beside them.
    pub(in crate::scan) fn check(most: usize, write: fn(&[u8], usize, &mut [MaybeUninit<u8>])) {
        let sample: Vec<u8> = (0..=255).chain(0..=255).collect();
        for start in (0..256).step_by(7) {
            for octets in 0..=most {
                let from = &sample[start..start + octets];
                for head in 0..=octets {
                    let mut to = std::vec![MaybeUninit::new(0xFF); octets + 128];
                    write(from, head, &mut to[64..64 + octets]);
                    let to = initialised(&to);
                    let (before, rest) = to.split_at(64);
                    let (text, behind) = rest.split_at(octets);
                    assert_eq!(text[..head], from[..head].to_ascii_lowercase());
                    assert_eq!(text[head..], from[head..]);
                    assert_eq!((before, behind), (&[0xFF; 64][..], &[0xFF; 64][..]));
                }
            }
        }
    }

    /// What is in `slots`, which had octets in them before some were written.
    fn initialised(slots: &[MaybeUninit<u8>]) -> Vec<u8> {
        // SAFETY: the two callers fill the slots with octets, and what `write` does to slots is to write octets.
        slots.iter().map(|octet| unsafe { octet.assume_init() }).collect()
    }

    #[test]
    fn agrees_with_the_standard_library() {
        check(80, write_lowercase_in_steps);
        check(80, write_lowercase);
    }

    /// Reads and writes end where the memory ends, or begins.
    #[test]
    fn writes_from_edge_to_edge() {
        at_edges(|before, from| {
            for head in [0, from.len() / 2, from.len()] {
                let mut to = std::vec![MaybeUninit::new(0xFF); before + from.len()].into_boxed_slice();
                write_lowercase(from, head, &mut to[before..]);
                let to = initialised(&to[before..]);
                assert_eq!(to[..head], from[..head].to_ascii_lowercase());
                assert_eq!(to[head..], from[head..]);
            }
        });
    }
}
