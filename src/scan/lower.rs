//! Lower-casing ASCII in place, in few instructions for few octets.

/// Turns `A` to `Z` into `a` to `z`, and leaves other octets alone.
///
/// The library's own loop handles what does not fill a vector octet by octet; here the last octets are handled by a word
/// that overlaps the one before, which costs half as much for a typical address.
#[inline]
pub(crate) fn make_lowercase(octets: &mut [u8]) {
    let Some(last) = octets.len().checked_sub(16) else { return make_few_lowercase(octets) };
    // The last word is read before the others are written: it may overlap them.
    let tail: [u8; 16] = lowercase(*octets.last_chunk().expect("16 octets"));
    let mut start = 0;
    while start < last {
        let word: &mut [u8; 16] = octets[start..].first_chunk_mut().expect("16 octets");
        *word = lowercase(*word);
        start += 16;
    }
    *octets.last_chunk_mut().expect("16 octets") = tail;
}

fn make_few_lowercase(octets: &mut [u8]) {
    if let (Some(head), Some(tail)) = (octets.first_chunk::<8>().copied(), octets.last_chunk::<8>().copied())
    {
        *octets.first_chunk_mut().expect("8 octets") = lowercase(head);
        *octets.last_chunk_mut().expect("8 octets") = lowercase(tail);
    } else {
        octets.make_ascii_lowercase();
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
    use super::make_lowercase;
    use std::vec::Vec;

    #[test]
    fn agrees_with_the_standard_library() {
        let sample: Vec<u8> = (0..=255).chain(0..=255).collect();
        for start in 0..=255 {
            for octets in 0..80 {
                let mut lowered = sample[start..start + octets].to_vec();
                make_lowercase(&mut lowered);
                assert_eq!(lowered, sample[start..start + octets].to_ascii_lowercase());
            }
        }
    }
}
