//! Classifying octets: which of them are separators, letters, or allowed in a part.
//!
//! One bit an octet, 64 octets a word. The rules are written once, in [`class`] for constants and in
//! [`kernel`] over a small vector trait; tests hold the two together for every octet.
//! The vector is SSE2, AVX2 or AVX-512 on x86-64 and plain 64-bit words elsewhere, or everywhere with
//! `--cfg envoi_portable`. A kernel for x86-64 that is built without SSE2 gets the words, too.

#[cfg(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable)))]
mod avx512;
pub(crate) mod class;
#[cfg(test)]
mod edges;
mod kernel;
#[cfg(feature = "alloc")]
mod lower;
#[cfg(feature = "alloc")]
mod markup;
#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2")), envoi_portable))]
mod portable;
#[cfg(feature = "alloc")]
mod rows;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2", not(envoi_portable)))]
mod x86;

#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2", not(envoi_portable))))]
use portable::Swar as Native;
#[cfg(all(target_arch = "x86_64", target_feature = "sse2", not(envoi_portable)))]
use x86::Sse2 as Native;

use crate::steps::steps;

#[cfg(feature = "alloc")]
pub(crate) use kernel::Lanes;
#[cfg(feature = "alloc")]
pub(crate) use lower::write_lowercase;
#[cfg(feature = "alloc")]
pub(crate) use markup::{BLOCK, Markup, Window};
#[cfg(feature = "alloc")]
pub(crate) use rows::{Ends, Judged, Layout, Rows};

/// The longest text that [`short_masks`] takes: one bit stays free for the octet behind it.
pub(crate) const SHORT: usize = 63;

/// One bit an octet, the first octet lowest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Masks {
    /// `@`
    pub(crate) at: u64,
    /// `/`
    pub(crate) slash: u64,
    /// Letters, digits, hyphens and dots (RFC 5890 section 2.3.1, and the label separator).
    pub(crate) ldh: u64,
    /// `A` to `Z`
    pub(crate) upper: u64,
    /// `.` and `-`
    pub(crate) dot_hyphen: u64,
}

/// What a caller makes of the masks of a short text.
///
/// The caller's code comes to the masks and not the other way round, so that it is compiled for the instructions that
/// the masks are made with.
pub(crate) trait Judge {
    /// The outcome.
    type Verdict: Copy + Default;
    /// Judges a text of at most [`SHORT`] octets; bits behind its end may be anything. Inline this, always.
    fn judge(masks: &Masks, text: &[u8]) -> Self::Verdict;
    /// Judges a text that is too long for the masks.
    fn judge_long(text: &[u8]) -> Self::Verdict;
}

/// What a caller makes of the masks of a block of rows.
pub(crate) trait JudgeRows: Judge {
    /// What is known of the row that a block ends in: by default, that it has not begun.
    type Open: Default;
    /// What is known of a row that fills a block.
    const LONG: Self::Open;
    /// What [`judge`](Judge::judge) says of every row of at most [`SHORT`] octets without doubts.
    const UNDOUBTED: Self::Verdict;
    /// The bits of `ends`, where rows end, whose rows want a closer look. Inline this, always.
    fn doubts(open: &mut Self::Open, masks: &Masks, ends: u64) -> u64;
}

/// Classifies a text and judges it.
#[inline(always)]
pub(crate) fn judge<J: Judge>(text: &[u8]) -> J::Verdict {
    if text.len() > SHORT {
        return J::judge_long(text);
    }
    steps(text.len());
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable)))]
    match x86::level() {
        x86::Level::Avx512 => return avx512::judge_short_with_avx512::<J>(text),
        x86::Level::Avx2 => return x86::judge_short_with_avx2::<J>(text),
        x86::Level::Sse2 => {}
    }
    J::judge(&kernel::short_masks::<Native>(text), text)
}

/// A task that is written for vectors of any kind.
///
/// As with [`Judge`], its code comes to the vectors, so that it is compiled for the instructions that they need.
#[cfg(feature = "alloc")]
trait Vectors {
    /// What comes of it.
    type Outcome;
    /// Does the task. Inline this, and whatever in it is hot, always.
    fn run<V: Lanes>(self) -> Self::Outcome;
}

/// Does a task with the widest vectors there are.
#[cfg(feature = "alloc")]
#[inline]
fn with_vectors<T: Vectors>(task: T) -> T::Outcome {
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable)))]
    if x86::has_avx2() {
        return x86::run_with_avx2(task);
    }
    task.run::<Native>()
}

/// The first octet in a set.
#[inline(always)]
fn find<P: kernel::Predicate>(text: &[u8]) -> Option<usize> {
    let found = find_in_vectors::<P>(text);
    steps(found.map_or(text.len(), |at| at + 1));
    found
}

#[inline(always)]
fn find_in_vectors<P: kernel::Predicate>(text: &[u8]) -> Option<usize> {
    #[cfg(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable)))]
    if text.len() >= LONG && x86::has_avx2() {
        return x86::find_with_avx2::<P>(text);
    }
    kernel::find::<Native, P>(text)
}

/// From how many octets on wider vectors pay for the call that they cost.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable)))]
const LONG: usize = 128;

/// The first octet that has to be looked at before it is written as XML text: `<`, `>`, `&`, controls and 0xEF.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn find_odd_in_text(text: &[u8]) -> Option<usize> {
    find::<kernel::OddInText>(text)
}

/// The same for attribute values in apostrophes.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn find_odd_in_value(text: &[u8]) -> Option<usize> {
    find::<kernel::OddInValue>(text)
}

/// The first octet of XML text that does not stand for itself: `&`, `<` and the carriage return.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn find_rewritten_in_text(text: &[u8]) -> Option<usize> {
    find::<kernel::RewrittenInText>(text)
}

/// The same for an attribute value: `&` and white space but spaces.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn find_rewritten_in_value(text: &[u8]) -> Option<usize> {
    find::<kernel::RewrittenInValue>(text)
}

/// The first octet that is not ASCII or not allowed in a localpart; upper case is allowed.
#[inline]
pub(crate) fn find_outside_localpart(text: &[u8]) -> Option<usize> {
    find::<kernel::OutsideLocalpart>(text)
}

/// The first octet that RFC 7622 section 3.3.1 excludes from localparts.
#[inline]
pub(crate) fn find_excluded_from_localpart(text: &[u8]) -> Option<usize> {
    find::<kernel::ExcludedFromLocalpart>(text)
}

/// The first octet that is not printable ASCII or a space.
#[inline]
pub(crate) fn find_outside_freeform(text: &[u8]) -> Option<usize> {
    find::<kernel::OutsideFreeform>(text)
}

/// The first `@` or `/`.
#[inline]
pub(crate) fn find_separator(text: &[u8]) -> Option<usize> {
    find::<kernel::Separator>(text)
}

/// The first `.`.
#[cfg(feature = "alloc")]
#[inline]
pub(crate) fn find_dot(text: &[u8]) -> Option<usize> {
    find::<kernel::Dot>(text)
}

/// The first `/`.
#[inline]
pub(crate) fn find_slash(text: &[u8]) -> Option<usize> {
    find::<kernel::Slash>(text)
}

/// The first `@` before the first `/`, and the first `/`.
pub(crate) fn find_separators(text: &[u8]) -> (Option<usize>, Option<usize>) {
    if text.len() <= SHORT {
        return judge::<FirstSeparators>(text);
    }
    let slash = find_slash(text);
    (find_separator(&text[..slash.unwrap_or(text.len())]), slash)
}

/// What [`find_separators`] wants of the masks.
struct FirstSeparators;

impl Judge for FirstSeparators {
    type Verdict = (Option<usize>, Option<usize>);

    #[inline(always)]
    fn judge(masks: &Masks, _: &[u8]) -> Self::Verdict {
        let first = |mask: u64| (mask != 0).then(|| mask.trailing_zeros() as usize);
        let before_slash = masks.slash.wrapping_sub(1) & !masks.slash;
        (first(masks.at & before_slash), first(masks.slash))
    }

    fn judge_long(_: &[u8]) -> Self::Verdict {
        (None, None)
    }
}

/// The first octet above 0x7F.
#[inline]
pub(crate) fn find_non_ascii(text: &[u8]) -> Option<usize> {
    find::<kernel::NonAscii>(text)
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::scan::kernel::{Lanes, Predicate};

    /// Takes the masks of a short text for a verdict.
    pub(super) struct Echo;

    impl Judge for Echo {
        type Verdict = Masks;

        fn judge(masks: &Masks, text: &[u8]) -> Masks {
            let valid = (1 << text.len()) - 1;
            Masks {
                at: masks.at & valid,
                slash: masks.slash & valid,
                ldh: masks.ldh & valid,
                upper: masks.upper & valid,
                dot_hyphen: masks.dot_hyphen & valid,
            }
        }

        fn judge_long(_: &[u8]) -> Masks {
            Masks::default()
        }
    }

    /// The masks of at most 64 octets, one by one.
    pub(crate) fn by_table(text: &[u8]) -> Masks {
        let mut masks = Masks::default();
        for (i, &octet) in text.iter().enumerate() {
            let bit = |yes: bool| u64::from(yes) << i;
            masks.at |= bit(octet == b'@');
            masks.slash |= bit(octet == b'/');
            masks.ldh |= bit(class::ldh(octet) != class::Ldh::Other);
            masks.upper |= bit(octet.is_ascii_uppercase());
            masks.dot_hyphen |= bit(octet == b'.' || octet == b'-');
        }
        masks
    }

    fn check_masks(judge: fn(&[u8]) -> Masks) {
        for octet in 0..=255_u8 {
            for octets in 0..=SHORT {
                let mut text = [b'a'; SHORT];
                text[octets.saturating_sub(1)] = octet;
                text[octets / 2] = octet;
                let text = &text[..octets];
                assert_eq!(judge(text), by_table(text), "{text:?}");
            }
        }
    }

    fn check_find<V: Lanes, P: Predicate>(holds: fn(u8) -> bool, dull: u8) {
        for octets in (0..70).chain([127, 128, 200]) {
            let mut text = [dull; 200];
            assert_eq!(kernel::find::<V, P>(&text[..octets]), None);
            for position in 0..octets {
                for octet in 0..=255_u8 {
                    text[position] = octet;
                    let expected = holds(octet).then_some(position);
                    assert_eq!(kernel::find::<V, P>(&text[..octets]), expected, "{octet:#x} at {position}");
                    assert_eq!(find::<P>(&text[..octets]), expected, "{octet:#x} at {position}");
                }
                text[position] = dull;
            }
        }
    }

    fn check_all<V: Lanes>() {
        check_masks(kernel::short_masks::<V>);
        check_find::<V, kernel::OutsideLocalpart>(|octet| !class::is_localpart(octet), b'a');
        check_find::<V, kernel::ExcludedFromLocalpart>(class::is_excluded_from_localpart, b'a');
        check_find::<V, kernel::OutsideFreeform>(|octet| !class::is_freeform(octet), b'a');
        check_find::<V, kernel::Separator>(|octet| octet == b'@' || octet == b'/', b'a');
        check_find::<V, kernel::Slash>(|octet| octet == b'/', b'a');
        #[cfg(feature = "alloc")]
        check_find::<V, kernel::Dot>(|octet| octet == b'.', b'a');
        check_find::<V, kernel::NonAscii>(|octet| octet >= 0x80, b'a');
        #[cfg(feature = "alloc")]
        {
            let in_text = |octet: u8| octet < b' ' || b"<>&\xEF".contains(&octet);
            check_find::<V, kernel::OddInText>(in_text, b'\'');
            check_find::<V, kernel::OddInValue>(|octet| octet < b' ' || b"<>&'\xEF".contains(&octet), b'"');
            check_find::<V, kernel::RewrittenInText>(|octet| b"&<\r".contains(&octet), b'\n');
            check_find::<V, kernel::RewrittenInValue>(|octet| b"&\t\n\r".contains(&octet), b'<');
        }
    }

    #[test]
    fn portable_lanes_agree_with_the_table() {
        check_all::<portable::Swar>();
    }

    #[test]
    fn native_lanes_agree_with_the_table() {
        check_all::<Native>();
    }

    #[test]
    fn short_texts_agree_with_the_table() {
        check_masks(judge::<Echo>);
    }

    #[cfg(all(target_arch = "x86_64", target_feature = "sse2", feature = "std", not(envoi_portable)))]
    #[test]
    fn short_texts_in_wide_vectors_agree_with_the_table() {
        use crate::scan::x86::{Level, level};
        if level() >= Level::Avx2 {
            check_masks(x86::judge_short_with_avx2::<Echo>);
        }
        if level() >= Level::Avx512 {
            check_masks(avx512::judge_short_with_avx512::<Echo>);
        }
    }
}
