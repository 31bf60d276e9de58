//! [`Sse2`]: 16 octets a vector, which every x86-64 processor has.
#![allow(unsafe_code)]

use super::kernel::Lanes;
use core::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
    _mm_sub_epi8,
};

/// 16 octets.
#[derive(Clone, Copy)]
pub(crate) struct Sse2(__m128i);

#[inline(always)]
fn splat(octet: u8) -> __m128i {
    // SAFETY: SSE2 is part of x86-64.
    unsafe { _mm_set1_epi8(octet.cast_signed()) }
}

impl Lanes for Sse2 {
    const OCTETS: usize = 16;

    #[inline(always)]
    fn load(octets: &[u8]) -> Self {
        let octets: &[u8; 16] = octets.first_chunk().expect("16 octets");
        // SAFETY: SSE2 is part of x86-64; the reference is to 16 octets and the load needs no alignment.
        Self(unsafe { _mm_loadu_si128(octets.as_ptr().cast()) })
    }

    #[inline(always)]
    fn equal(self, octet: u8) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Self(unsafe { _mm_cmpeq_epi8(self.0, splat(octet)) })
    }

    // What is at most `high - low` after subtracting `low` is its own minimum with that; smaller octets wrap
    // round to large ones.
    #[inline(always)]
    fn between(self, low: u8, high: u8) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        unsafe {
            let from_low = _mm_sub_epi8(self.0, splat(low));
            Self(_mm_cmpeq_epi8(_mm_min_epu8(from_low, splat(high - low)), from_low))
        }
    }

    #[inline(always)]
    fn with_bits(self, octet: u8) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Self(unsafe { _mm_or_si128(self.0, splat(octet)) })
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        // SAFETY: SSE2 is part of x86-64.
        Self(unsafe { _mm_or_si128(self.0, other.0) })
    }

    #[inline(always)]
    fn mask(self) -> u64 {
        // SAFETY: SSE2 is part of x86-64.
        u64::from(unsafe { _mm_movemask_epi8(self.0) }.cast_unsigned())
    }

    #[inline(always)]
    fn high(self) -> u64 {
        self.mask()
    }
}
