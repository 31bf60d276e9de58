//! [`Avx512`]: 64 octets a vector, comparisons that give bits, and loads and stores of any length.
#![allow(unsafe_code)]

use super::kernel::{self, Chosen, Lanes};
use super::x86::{Level, level};
use super::{Judge, JudgeRows, Layout, Rows, SHORT};
use core::arch::x86_64::{
    __m512i, _mm512_cmpeq_epi8_mask, _mm512_cmple_epu8_mask, _mm512_loadu_epi8, _mm512_mask_add_epi8,
    _mm512_mask_storeu_epi8, _mm512_maskz_loadu_epi8, _mm512_movepi8_mask, _mm512_or_si512, _mm512_set1_epi8,
    _mm512_sub_epi8,
};
use core::mem::MaybeUninit;

/// 64 octets, made by [`load`](Lanes::load) and [`load_short`](Self::load_short) alone, where AVX-512 was detected.
#[derive(Clone, Copy)]
pub(super) struct Avx512(__m512i);

/// [`judge`](super::judge) for a short text, compiled for AVX-512.
#[inline(always)]
pub(super) fn judge_short_with_avx512<J: Judge>(text: &[u8]) -> J::Verdict {
    #[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2,popcnt")]
    fn judge<J: Judge>(text: &[u8]) -> J::Verdict {
        J::judge(&kernel::masks(Avx512::load_short(text)), text)
    }
    debug_assert!(level() == Level::Avx512 && text.len() <= SHORT);
    // SAFETY: callers have asked `level`.
    unsafe { judge::<J>(text) }
}

/// [`write_lowercase`](super::write_lowercase) for a short text, compiled for AVX-512.
#[inline(always)]
pub(super) fn write_lowercase_with_avx512(from: &[u8], head: usize, to: &mut [MaybeUninit<u8>]) {
    #[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2,popcnt")]
    fn write(from: &[u8], head: usize, to: &mut [MaybeUninit<u8>]) {
        let lanes = Avx512::load_short(from);
        let upper = lanes.between(b'A', b'Z').mask() & kernel::below(head);
        Avx512(_mm512_mask_add_epi8(lanes.0, upper, lanes.0, splat(b'a' - b'A'))).store_short(to);
    }
    debug_assert!(level() == Level::Avx512 && head <= from.len() && from.len() == to.len());
    // SAFETY: callers have asked `level`.
    unsafe { write(from, head, to) };
}

/// [`Rows::refill_with`], compiled for AVX-512.
pub(super) fn refill_with_avx512<L: Layout, J: JudgeRows>(rows: &mut Rows<'_, L, J>) {
    #[target_feature(enable = "avx512f,avx512bw,bmi1,bmi2,popcnt")]
    fn refill<L: Layout, J: JudgeRows>(rows: &mut Rows<'_, L, J>) {
        rows.refill_with::<Avx512>();
    }
    debug_assert!(level() == Level::Avx512);
    // SAFETY: callers have asked `level`.
    unsafe { refill(rows) };
}

#[inline(always)]
fn splat(octet: u8) -> __m512i {
    // SAFETY: there are no vectors where AVX-512 was not detected.
    unsafe { _mm512_set1_epi8(octet.cast_signed()) }
}

// The methods are inlined into the functions above that are compiled for AVX-512, and called from nowhere else.
impl Avx512 {
    /// At most [`SHORT`] octets, with zeros behind them, and no branch on how many.
    #[inline(always)]
    fn load_short(octets: &[u8]) -> Self {
        debug_assert!(level() == Level::Avx512 && octets.len() <= SHORT);
        let lanes = kernel::below(octets.len());
        // SAFETY: AVX-512 was detected, as asserted above. As many lanes are read as the slice has octets, and never more; a lane whose bit is clear is
        // not read and does not fault.
        Self(unsafe { _mm512_maskz_loadu_epi8(lanes, octets.as_ptr().cast()) })
    }

    /// Writes as many lanes as there are octets, at most [`SHORT`].
    #[inline(always)]
    fn store_short(self, octets: &mut [MaybeUninit<u8>]) {
        debug_assert!(octets.len() <= SHORT);
        let lanes = kernel::below(octets.len());
        // SAFETY: there are no vectors where AVX-512 was not detected. As many lanes are written as the slice has octets, and never more; the memory of a lane
        // whose bit is clear is left alone and does not fault.
        unsafe { _mm512_mask_storeu_epi8(octets.as_mut_ptr().cast(), lanes, self.0) };
    }
}

impl Lanes for Avx512 {
    const OCTETS: usize = 64;
    type Chosen = Bits;

    #[inline(always)]
    fn load(octets: &[u8]) -> Self {
        debug_assert!(level() == Level::Avx512);
        let octets: &[u8; 64] = octets.first_chunk().expect("64 octets");
        // SAFETY: AVX-512 was detected, as asserted above; the reference is to 64 octets and the load needs no alignment.
        Self(unsafe { _mm512_loadu_epi8(octets.as_ptr().cast()) })
    }

    #[inline(always)]
    fn equal(self, octet: u8) -> Bits {
        // SAFETY: there are no vectors where AVX-512 was not detected.
        Bits(unsafe { _mm512_cmpeq_epi8_mask(self.0, splat(octet)) })
    }

    // Octets smaller than `low` wrap round to large ones.
    #[inline(always)]
    fn between(self, low: u8, high: u8) -> Bits {
        // SAFETY: there are no vectors where AVX-512 was not detected.
        Bits(unsafe { _mm512_cmple_epu8_mask(_mm512_sub_epi8(self.0, splat(low)), splat(high - low)) })
    }

    #[inline(always)]
    fn with_bits(self, octet: u8) -> Self {
        // SAFETY: there are no vectors where AVX-512 was not detected.
        Self(unsafe { _mm512_or_si512(self.0, splat(octet)) })
    }

    #[inline(always)]
    fn high(self) -> u64 {
        // SAFETY: there are no vectors where AVX-512 was not detected.
        unsafe { _mm512_movepi8_mask(self.0) }
    }
}

/// One bit a lane, as these processors compare.
#[derive(Clone, Copy)]
pub(super) struct Bits(u64);

impl Chosen for Bits {
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    #[inline(always)]
    fn mask(self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands behind a text must not be seen, or a text at the end of a page would fault.
    #[test]
    fn octets_behind_a_text_are_not_read() {
        if level() != Level::Avx512 {
            return;
        }
        let sample = [b'a'; 128];
        for octets in 0..=SHORT {
            let lanes = Avx512::load_short(&sample[64 - octets..64]);
            assert_eq!(lanes.equal(b'a').mask(), kernel::below(octets));
            assert_eq!(lanes.equal(0).mask(), !kernel::below(octets));
        }
    }

    #[test]
    fn lower_case_is_written_to_the_text_alone() {
        if level() == Level::Avx512 {
            crate::scan::lower::tests::check(SHORT, write_lowercase_with_avx512);
        }
    }
}
