//! Lower-casing ASCII, in few instructions for few octets.

/// Writes `from` to `to` with `A` to `Z` turned into `a` to `z`, and other octets as they are.
///
/// What does not fill a vector is written with one that overlaps the one before; and all is read from `from`, so that
/// nothing waits for octets that have just been written. For a typical address that takes half as long as the
/// standard library's way, in place and octet by octet at the end.
///
/// # Panics
///
/// If the lengths differ.
#[inline]
pub(crate) fn write_lowercase(from: &[u8], to: &mut [u8]) {
    assert_eq!(from.len(), to.len(), "lengths");
    match from.len() {
        0..8 => {
            to.copy_from_slice(from);
            to.make_ascii_lowercase();
        }
        8..16 => write_overlapping::<8>(from, to),
        _ => write_overlapping::<16>(from, to),
    }
}

/// In steps of `N` octets, of which there are at least `N`.
#[inline(always)]
fn write_overlapping<const N: usize>(from: &[u8], to: &mut [u8]) {
    let (words, _) = from.as_chunks::<N>();
    let (slots, _) = to.as_chunks_mut::<N>();
    for (word, slot) in words.iter().zip(slots) {
        *slot = lowercase(*word);
    }
    if let (Some(word), Some(slot)) = (from.last_chunk::<N>(), to.last_chunk_mut::<N>()) {
        *slot = lowercase(*word);
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
mod tests {
    use super::write_lowercase;
    use std::vec::Vec;

    #[test]
    fn agrees_with_the_standard_library() {
        let sample: Vec<u8> = (0..=255).chain(0..=255).collect();
        for start in 0..=255 {
            for octets in 0..80 {
                let from = &sample[start..start + octets];
                let mut to = std::vec![0xFF; octets];
                write_lowercase(from, &mut to);
                assert_eq!(to, from.to_ascii_lowercase());
            }
        }
    }
}
