//! [`Sse2`]: 16 octets a vector, which every x86-64 processor has; and `Avx2`, 32 octets, for those that have it.
#![allow(unsafe_code)]

#[cfg(feature = "std")]
use super::blocks::{self, BlockMasks};
use super::kernel::Lanes;
use core::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
    _mm_sub_epi8,
};
#[cfg(feature = "std")]
use core::arch::x86_64::{
    __m256i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256,
    _mm256_set1_epi8, _mm256_sub_epi8,
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

/// 32 octets.
#[cfg(feature = "std")]
#[derive(Clone, Copy)]
struct Avx2(__m256i);

/// Classifies with 32 octets a vector, if this processor has them; says whether it did.
#[cfg(feature = "std")]
pub(super) fn classify_with_avx2(data: &[u8], end: u8, masks: &mut [BlockMasks]) -> bool {
    #[target_feature(enable = "avx2,bmi1")]
    fn classify(data: &[u8], end: u8, masks: &mut [BlockMasks]) {
        blocks::classify_with::<Avx2>(data, end, masks);
    }
    if !std::arch::is_x86_feature_detected!("avx2") || !std::arch::is_x86_feature_detected!("bmi1") {
        return false;
    }
    // SAFETY: the processor has AVX2 and BMI1, as asked above.
    unsafe { classify(data, end, masks) };
    true
}

// The methods are called from `classify` alone, where AVX2 is known to be there, and are inlined into it.
#[cfg(feature = "std")]
impl Lanes for Avx2 {
    const OCTETS: usize = 32;

    #[inline(always)]
    fn load(octets: &[u8]) -> Self {
        let octets: &[u8; 32] = octets.first_chunk().expect("32 octets");
        // SAFETY: AVX2 was detected; the reference is to 32 octets and the load needs no alignment.
        Self(unsafe { _mm256_loadu_si256(octets.as_ptr().cast()) })
    }

    #[inline(always)]
    fn equal(self, octet: u8) -> Self {
        // SAFETY: AVX2 was detected.
        Self(unsafe { _mm256_cmpeq_epi8(self.0, _mm256_set1_epi8(octet.cast_signed())) })
    }

    #[inline(always)]
    fn between(self, low: u8, high: u8) -> Self {
        // SAFETY: AVX2 was detected.
        unsafe {
            let from_low = _mm256_sub_epi8(self.0, _mm256_set1_epi8(low.cast_signed()));
            let most = _mm256_set1_epi8((high - low).cast_signed());
            Self(_mm256_cmpeq_epi8(_mm256_min_epu8(from_low, most), from_low))
        }
    }

    #[inline(always)]
    fn with_bits(self, octet: u8) -> Self {
        // SAFETY: AVX2 was detected.
        Self(unsafe { _mm256_or_si256(self.0, _mm256_set1_epi8(octet.cast_signed())) })
    }

    #[inline(always)]
    fn or(self, other: Self) -> Self {
        // SAFETY: AVX2 was detected.
        Self(unsafe { _mm256_or_si256(self.0, other.0) })
    }

    #[inline(always)]
    fn mask(self) -> u64 {
        // SAFETY: AVX2 was detected.
        u64::from(unsafe { _mm256_movemask_epi8(self.0) }.cast_unsigned())
    }

    #[inline(always)]
    fn high(self) -> u64 {
        self.mask()
    }
}
