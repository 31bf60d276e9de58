//! [`Swar`]: 16 octets in two 64-bit words, for every machine.

use super::kernel::{Chosen, Lanes};

/// 16 octets, or the outcome of a comparison as the top bit of each.
#[derive(Clone, Copy)]
pub(crate) struct Swar([u64; 2]);

const TOP: u64 = 0x8080_8080_8080_8080;

const fn splat(octet: u8) -> u64 {
    u64::from_ne_bytes([octet; 8])
}

impl Swar {
    #[inline(always)]
    fn map(self, f: impl Fn(u64) -> u64) -> Self {
        Self([f(self.0[0]), f(self.0[1])])
    }
}

impl Lanes for Swar {
    const OCTETS: usize = 16;
    type Chosen = Self;

    #[inline(always)]
    fn load(octets: &[u8]) -> Self {
        let halves: &[u8; 16] = octets.first_chunk().expect("16 octets");
        let wide = u128::from_le_bytes(*halves);
        #[allow(clippy::cast_possible_truncation)] // The halves are cut off on purpose.
        Self([wide as u64, (wide >> 64) as u64])
    }

    // What is equal leaves zeros, and zeros alone set no top bit when 0x7F is added.
    #[inline(always)]
    fn equal(self, octet: u8) -> Self {
        self.map(|word| {
            let differing = word ^ splat(octet);
            !(((differing & !TOP) + !TOP) | differing) & TOP
        })
    }

    // Octets below 0x80 plus (0x80 - low) carry into the top bit when they are at least `low`. No octet
    // carries into the next one, because the top bits are cleared first.
    #[inline(always)]
    fn between(self, low: u8, high: u8) -> Self {
        self.map(|word| {
            let ascii = word & !TOP;
            let at_least_low = ascii + splat(0x80 - low);
            let above_high = ascii + splat(0x7F - high);
            at_least_low & !above_high & !word & TOP
        })
    }

    #[inline(always)]
    fn with_bits(self, octet: u8) -> Self {
        self.map(|word| word | splat(octet))
    }

    #[inline(always)]
    fn high(self) -> u64 {
        self.mask()
    }
}

impl Chosen for Swar {
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self([self.0[0] | other.0[0], self.0[1] | other.0[1]])
    }

    // The product gathers the eight bits, which do not meet each other, in the topmost octet.
    #[inline(always)]
    fn mask(self) -> u64 {
        let gather = |word: u64| ((word & TOP) >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56;
        gather(self.0[0]) | gather(self.0[1]) << 8
    }
}
