//! [`Blocks`]: a whole buffer classified 64 octets at a time, each octet once, and read through a window.

use super::Masks;
use super::kernel::{self, Lanes};

/// The octets of one block.
const BLOCK: usize = 64;
/// How many blocks are classified at a time: enough to make the choice of vector width cheap, and few enough
/// for the masks to stay in the first-level cache.
const AHEAD: usize = 32;

/// The classification of a buffer, made as it is read from front to back.
pub(crate) struct Blocks<'a> {
    data: &'a [u8],
    /// The octet that ends a row.
    end: u8,
    /// The first octet that `masks` speaks of; a multiple of `BLOCK`.
    base: usize,
    masks: [BlockMasks; AHEAD + 1],
}

/// One bit an octet, for 64 octets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct BlockMasks {
    pub(crate) masks: Masks,
    /// The octet that ends a row.
    pub(crate) ends: u64,
}

impl<'a> Blocks<'a> {
    pub(crate) fn new(data: &'a [u8], end: u8) -> Self {
        let mut blocks = Self { data, end, base: 0, masks: [BlockMasks::default(); AHEAD + 1] };
        blocks.fill(0);
        blocks
    }

    /// The masks of the 64 octets from `position` on; those behind the end of the buffer count as zeros.
    #[inline]
    pub(crate) fn window(&mut self, position: usize) -> BlockMasks {
        if position.wrapping_sub(self.base) >= AHEAD * BLOCK {
            self.fill(position / BLOCK * BLOCK);
        }
        let block = (position - self.base) / BLOCK % AHEAD;
        let (this, next) = (&self.masks[block], &self.masks[block + 1]);
        this.shifted(next, position % BLOCK)
    }

    #[cold]
    #[inline(never)]
    fn fill(&mut self, base: usize) {
        self.base = base;
        let data = self.data.get(base..).unwrap_or_default();
        classify(data, self.end, &mut self.masks);
    }
}

impl BlockMasks {
    /// The 64 bits from bit `by` on, for 0 to 63.
    #[inline(always)]
    fn shifted(&self, next: &Self, by: usize) -> Self {
        // In two steps, because a shift by 64 is not one.
        let join = |low: u64, high: u64| low >> by | high << 1 << (BLOCK - 1 - by);
        let (low, high) = (&self.masks, &next.masks);
        Self {
            masks: Masks {
                at: join(low.at, high.at),
                slash: join(low.slash, high.slash),
                ldh: join(low.ldh, high.ldh),
                upper: join(low.upper, high.upper),
                dot_hyphen: join(low.dot_hyphen, high.dot_hyphen),
            },
            ends: join(self.ends, next.ends),
        }
    }
}

/// Classifies as much of `data` as there are masks, with the widest vectors at hand.
fn classify(data: &[u8], end: u8, masks: &mut [BlockMasks]) {
    #[cfg(all(target_arch = "x86_64", feature = "std", not(envoi_portable)))]
    if super::x86::classify_with_avx2(data, end, masks) {
        return;
    }
    classify_with::<super::Native>(data, end, masks);
}

#[inline(always)]
pub(super) fn classify_with<V: Lanes>(data: &[u8], end: u8, masks: &mut [BlockMasks]) {
    let mut chunks = data.chunks(BLOCK);
    for masks in masks {
        *masks = match chunks.next() {
            Some(chunk) => match chunk.first_chunk() {
                Some(block) => block_masks::<V>(block, end),
                None => {
                    let mut block = [0; BLOCK];
                    block[..chunk.len()].copy_from_slice(chunk);
                    block_masks::<V>(&block, end)
                }
            },
            None => BlockMasks::default(),
        };
    }
}

#[inline(always)]
fn block_masks<V: Lanes>(block: &[u8; BLOCK], end: u8) -> BlockMasks {
    let mut all = BlockMasks::default();
    for start in (0..BLOCK).step_by(V::OCTETS) {
        let lanes = V::load(&block[start..start + V::OCTETS]);
        all.masks = all.masks.join(kernel::masks(lanes), start);
        all.ends |= lanes.equal(end).mask() << start;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    /// Every octet value, at every place of a block, over several fills.
    fn sample() -> Vec<u8> {
        (0..3 * AHEAD * BLOCK + 17).map(|i| u8::try_from((i * 7 + i / 256) % 256).unwrap()).collect()
    }

    #[test]
    fn windows_agree_with_short_masks() {
        let data = sample();
        let mut blocks = Blocks::new(&data, b'\n');
        for position in (0..data.len()).chain([0, 5, data.len() - 1, 64]) {
            let octets = &data[position..data.len().min(position + crate::scan::SHORT)];
            let window = blocks.window(position);
            let expected = crate::scan::short_masks(octets);
            let valid = (1 << octets.len()) - 1;
            assert_eq!(window.masks.at & valid, expected.at, "at {position}");
            assert_eq!(window.masks.slash & valid, expected.slash, "at {position}");
            assert_eq!(window.masks.ldh & valid, expected.ldh, "at {position}");
            assert_eq!(window.masks.upper & valid, expected.upper, "at {position}");
            assert_eq!(window.masks.dot_hyphen & valid, expected.dot_hyphen, "at {position}");
            let end = octets.iter().position(|&octet| octet == b'\n');
            assert_eq!(end.unwrap_or(64).min(63), (window.ends & valid | 1 << 63).trailing_zeros() as usize);
        }
    }

    #[test]
    fn every_width_agrees() {
        let data = sample();
        let mut masks = [[BlockMasks::default(); AHEAD + 1]; 2];
        for octets in (0..200).chain([data.len()]) {
            classify_with::<crate::scan::portable::Swar>(&data[..octets], b'\n', &mut masks[0]);
            classify(&data[..octets], b'\n', &mut masks[1]);
            assert_eq!(masks[0], masks[1], "{octets} octets");
        }
    }
}
