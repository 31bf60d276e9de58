//! [`Sse2`]: 16 octets a vector, which every x86-64 processor has; and `Avx2`, 32 octets, for those that have it; and which
//! of these and of [`avx512`](super::avx512) to take.
//!
//! The module is there only where the compiler may use SSE2 everywhere (`target_feature`), so that its instructions need no
//! question. Each level above has to be asked for with `level`: what follows the question is a function that is compiled for
//! the level. A vector is made only inside those, which debug builds assert where it is made.
#![allow(unsafe_code)]

#[cfg(feature = "std")]
use super::kernel::Predicate;
use super::kernel::{Chosen, Lanes};
#[cfg(feature = "std")]
use super::{Judge, JudgeRows, Layout, Masks, Rows, Vectors, kernel};
use core::arch::x86_64::{
    __m128i, _mm_cmpeq_epi8, _mm_loadu_si128, _mm_min_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set1_epi8,
    _mm_sub_epi8,
};
#[cfg(feature = "std")]
use core::arch::x86_64::{
    __m256i, _mm256_cmpeq_epi8, _mm256_loadu_si256, _mm256_min_epu8, _mm256_movemask_epi8, _mm256_or_si256,
    _mm256_set_m128i, _mm256_set1_epi8, _mm256_sub_epi8,
};
#[cfg(feature = "std")]
use core::sync::atomic::{AtomicU8, Ordering};

/// 16 octets.
#[derive(Clone, Copy)]
pub(crate) struct Sse2(__m128i);

#[inline(always)]
fn splat(octet: u8) -> __m128i {
    // SAFETY: the target has SSE2.
    unsafe { _mm_set1_epi8(octet.cast_signed()) }
}

impl Lanes for Sse2 {
    const OCTETS: usize = 16;
    type Chosen = Self;

    #[inline(always)]
    fn load(octets: &[u8]) -> Self {
        let octets: &[u8; 16] = octets.first_chunk().expect("16 octets");
        // SAFETY: the target has SSE2; the reference is to 16 octets and the load needs no alignment.
        Self(unsafe { _mm_loadu_si128(octets.as_ptr().cast()) })
    }

    #[inline(always)]
    fn equal(self, octet: u8) -> Self {
        // SAFETY: the target has SSE2.
        Self(unsafe { _mm_cmpeq_epi8(self.0, splat(octet)) })
    }

    // What is at most `high - low` after subtracting `low` is its own minimum with that; smaller octets wrap
    // round to large ones.
    #[inline(always)]
    fn between(self, low: u8, high: u8) -> Self {
        // SAFETY: the target has SSE2.
        unsafe {
            let from_low = _mm_sub_epi8(self.0, splat(low));
            Self(_mm_cmpeq_epi8(_mm_min_epu8(from_low, splat(high - low)), from_low))
        }
    }

    #[inline(always)]
    fn with_bits(self, octet: u8) -> Self {
        // SAFETY: the target has SSE2.
        Self(unsafe { _mm_or_si128(self.0, splat(octet)) })
    }

    #[inline(always)]
    fn high(self) -> u64 {
        self.mask()
    }
}

impl Chosen for Sse2 {
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        // SAFETY: the target has SSE2.
        Self(unsafe { _mm_or_si128(self.0, other.0) })
    }

    #[inline(always)]
    fn mask(self) -> u64 {
        // SAFETY: the target has SSE2.
        u64::from(unsafe { _mm_movemask_epi8(self.0) }.cast_unsigned())
    }
}

/// 32 octets, made by [`load`](Lanes::load) and [`load_both`](Self::load_both) alone, where AVX2 was detected.
#[cfg(feature = "std")]
#[derive(Clone, Copy)]
pub(super) struct Avx2(__m256i);

/// The instructions that this processor has: each level has those before it.
#[cfg(feature = "std")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Level {
    /// What is part of x86-64.
    Sse2 = 1,
    /// AVX2 and the bit instructions that came with it.
    Avx2 = 2,
    /// AVX-512 for octets, without a lower clock.
    Avx512 = 3,
}

/// The level of this processor.
///
/// The answer is kept here, because asking `std` for two features costs as much as classifying 16 octets.
#[cfg(feature = "std")]
#[inline(always)]
pub(super) fn level() -> Level {
    static ANSWER: AtomicU8 = AtomicU8::new(0);
    #[cold]
    fn ask() -> Level {
        let level = detect();
        ANSWER.store(level as u8, Ordering::Relaxed);
        level
    }
    #[cfg(test)]
    if let Some(level) = forced::level() {
        return level;
    }
    match ANSWER.load(Ordering::Relaxed) {
        3 => Level::Avx512,
        2 => Level::Avx2,
        1 => Level::Sse2,
        _ => ask(),
    }
}

#[cfg(feature = "std")]
fn detect() -> Level {
    use std::arch::is_x86_feature_detected as has;
    if !(has!("avx2") && has!("bmi1") && has!("bmi2") && has!("popcnt")) {
        return Level::Sse2;
    }
    // Processors with AVX512BW and without VBMI (Skylake, Cascade Lake) lower the clock of all code for wide vectors.
    if has!("avx512f") && has!("avx512bw") && has!("avx512vbmi") { Level::Avx512 } else { Level::Avx2 }
}

/// Whether this processor has AVX2.
#[cfg(feature = "std")]
#[inline(always)]
pub(super) fn has_avx2() -> bool {
    level() >= Level::Avx2
}

/// [`judge`](super::judge) for a short text, compiled for AVX2.
#[cfg(feature = "std")]
#[inline(always)]
pub(super) fn judge_short_with_avx2<J: Judge>(text: &[u8]) -> J::Verdict {
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    fn judge<J: Judge>(text: &[u8]) -> J::Verdict {
        J::judge(&short_masks(text), text)
    }
    debug_assert!(has_avx2() && text.len() <= super::SHORT);
    // SAFETY: callers have asked `has_avx2`.
    unsafe { judge::<J>(text) }
}

/// [`kernel::short_masks`], with two vectors that may overlap in place of up to four.
#[cfg(feature = "std")]
#[inline(always)]
fn short_masks(text: &[u8]) -> Masks {
    if let (Some(first), Some(last)) = (text.first_chunk::<32>(), text.last_chunk::<32>()) {
        let masks = kernel::masks(Avx2::load(first));
        return masks.join(kernel::masks(Avx2::load(last)), text.len() - 32);
    }
    if let (Some(first), Some(last)) = (text.first_chunk::<16>(), text.last_chunk::<16>()) {
        return kernel::masks(Avx2::load_both(first, last)).overlap(text.len() - 16);
    }
    kernel::short_masks::<Sse2>(text)
}

/// [`kernel::find`] for a long text, compiled for AVX2.
#[cfg(feature = "std")]
pub(super) fn find_with_avx2<P: Predicate>(text: &[u8]) -> Option<usize> {
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    fn find<P: Predicate>(text: &[u8]) -> Option<usize> {
        kernel::find::<Avx2, P>(text)
    }
    debug_assert!(has_avx2() && text.len() >= super::LONG);
    // SAFETY: callers have asked `has_avx2`.
    unsafe { find::<P>(text) }
}

/// [`with_vectors`](super::with_vectors), compiled for AVX2.
#[cfg(feature = "std")]
pub(super) fn run_with_avx2<T: Vectors>(task: T) -> T::Outcome {
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    fn run<T: Vectors>(task: T) -> T::Outcome {
        task.run::<Avx2>()
    }
    debug_assert!(has_avx2());
    // SAFETY: callers have asked `has_avx2`.
    unsafe { run(task) }
}

/// [`Rows::refill_with`], compiled for AVX2.
#[cfg(feature = "std")]
pub(super) fn refill_with_avx2<L: Layout, J: JudgeRows>(rows: &mut Rows<'_, L, J>) {
    #[target_feature(enable = "avx2,bmi1,bmi2,popcnt")]
    fn refill<L: Layout, J: JudgeRows>(rows: &mut Rows<'_, L, J>) {
        rows.refill_with::<Avx2>();
    }
    debug_assert!(has_avx2());
    // SAFETY: callers have asked `has_avx2`.
    unsafe { refill(rows) };
}

#[cfg(feature = "std")]
impl Avx2 {
    /// 16 octets, and another 16 behind them.
    #[inline(always)]
    fn load_both(first: &[u8; 16], second: &[u8; 16]) -> Self {
        debug_assert!(has_avx2());
        // SAFETY: AVX2 was detected, as asserted above; the references are to 16 octets each and the loads need no alignment.
        Self(unsafe {
            _mm256_set_m128i(_mm_loadu_si128(second.as_ptr().cast()), _mm_loadu_si128(first.as_ptr().cast()))
        })
    }
}

#[cfg(feature = "std")]
impl Masks {
    /// The masks of two runs of 16 octets, the second of which begins at octet `start` of the text.
    #[inline(always)]
    fn overlap(self, start: usize) -> Self {
        let join = |mask: u64| mask & 0xFFFF | mask >> 16 << start;
        Self {
            at: join(self.at),
            slash: join(self.slash),
            ldh: join(self.ldh),
            upper: join(self.upper),
            dot_hyphen: join(self.dot_hyphen),
        }
    }
}

// The methods are inlined into the functions above that are compiled for AVX2, and called from nowhere else.
#[cfg(feature = "std")]
impl Lanes for Avx2 {
    const OCTETS: usize = 32;
    type Chosen = Self;

    #[inline(always)]
    fn load(octets: &[u8]) -> Self {
        debug_assert!(has_avx2());
        let octets: &[u8; 32] = octets.first_chunk().expect("32 octets");
        // SAFETY: AVX2 was detected, as asserted above; the reference is to 32 octets and the load needs no alignment.
        Self(unsafe { _mm256_loadu_si256(octets.as_ptr().cast()) })
    }

    #[inline(always)]
    fn equal(self, octet: u8) -> Self {
        // SAFETY: there are no vectors where AVX2 was not detected.
        Self(unsafe { _mm256_cmpeq_epi8(self.0, _mm256_set1_epi8(octet.cast_signed())) })
    }

    #[inline(always)]
    fn between(self, low: u8, high: u8) -> Self {
        // SAFETY: there are no vectors where AVX2 was not detected.
        unsafe {
            let from_low = _mm256_sub_epi8(self.0, _mm256_set1_epi8(low.cast_signed()));
            let most = _mm256_set1_epi8((high - low).cast_signed());
            Self(_mm256_cmpeq_epi8(_mm256_min_epu8(from_low, most), from_low))
        }
    }

    #[inline(always)]
    fn with_bits(self, octet: u8) -> Self {
        // SAFETY: there are no vectors where AVX2 was not detected.
        Self(unsafe { _mm256_or_si256(self.0, _mm256_set1_epi8(octet.cast_signed())) })
    }

    #[inline(always)]
    fn high(self) -> u64 {
        self.mask()
    }
}

#[cfg(feature = "std")]
impl Chosen for Avx2 {
    #[inline(always)]
    fn or(self, other: Self) -> Self {
        // SAFETY: there are no vectors where AVX2 was not detected.
        Self(unsafe { _mm256_or_si256(self.0, other.0) })
    }

    #[inline(always)]
    fn mask(self) -> u64 {
        // SAFETY: there are no vectors where AVX2 was not detected.
        u64::from(unsafe { _mm256_movemask_epi8(self.0) }.cast_unsigned())
    }
}

/// Lower levels than this processor's, for tests.
#[cfg(all(test, feature = "std"))]
pub(super) mod forced {
    use super::{Level, detect};
    use core::cell::Cell;

    std::thread_local! {
        static LEVEL: Cell<Option<Level>> = const { Cell::new(None) };
    }

    pub(super) fn level() -> Option<Level> {
        LEVEL.get()
    }

    /// Runs `check` with each level that this processor has for the only one asked for.
    pub(in crate::scan) fn at_each_level(check: impl Fn()) {
        for level in [Level::Sse2, Level::Avx2, Level::Avx512] {
            if level <= detect() {
                LEVEL.set(Some(level));
                check();
            }
        }
        LEVEL.set(None);
    }

    // `scripts/sanitize` shows what this prints.
    #[test]
    fn each_level_of_this_processor_is_forced() {
        let forced = core::cell::RefCell::new(std::vec::Vec::new());
        at_each_level(|| forced.borrow_mut().push(super::level()));
        std::println!("levels of this processor: {:?}", forced.borrow());
        assert_eq!(forced.borrow().first(), Some(&Level::Sse2));
        assert_eq!(forced.borrow().last(), Some(&detect()));
        assert_eq!(super::level(), detect());
    }
}
