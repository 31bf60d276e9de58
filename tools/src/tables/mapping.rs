//! Width mapping, and the mapping of code points packed into runs.

use std::collections::BTreeMap;

use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::props::EastAsianWidth;

use super::derive::{Source, property};

/// Code points that map alike: `first`, and every `step` code points after it up to `last`, move by `delta`.
pub(super) struct Run {
    pub(super) first: char,
    pub(super) last: char,
    pub(super) step: u32,
    pub(super) delta: i32,
}

/// The mapping of every code point that is mapped to one other, as runs in order.
pub(super) fn runs(source: &Source) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for from in '\0'..=char::MAX {
        let mapped = source.lower_width(from);
        let Some(to) = single(&mapped) else {
            // The library knows the one code point that becomes two.
            assert_eq!(
                (from, mapped.as_str()),
                ('\u{130}', "i\u{307}"),
                "a mapping the library does not know"
            );
            continue;
        };
        if from != to {
            let delta = i32::try_from(i64::from(u32::from(to)) - i64::from(u32::from(from))).unwrap();
            push(&mut runs, from, delta);
        }
    }
    runs
}

/// Lengthens the last run by `c`, or begins a new one.
fn push(runs: &mut Vec<Run>, c: char, delta: i32) {
    if let Some(run) = runs.last_mut().filter(|run| run.delta == delta) {
        let distance = u32::from(c) - u32::from(run.last);
        // Capitals stand in a row, or take turns with their small letters.
        if distance == run.step || (run.first == run.last && distance <= 2) {
            run.step = distance;
            run.last = c;
            return;
        }
    }
    runs.push(Run { first: c, last: c, step: 1, delta });
}

/// The width mapping of RFC 8264 section 5.2.1: decomposition mappings of type `<wide>` and `<narrow>`.
///
/// ICU4X has no `Decomposition_Type`. UAX #11 gives `East_Asian_Width` F or H to just the code points with these types
/// (and H to U+20A9, which has no decomposition), so the width tells the type, and NFKC the mapping. Where NFKC goes
/// further than the mapping, its target is a compatibility character itself: U+00AF or one of the Hangul Compatibility
/// Jamo.
pub(super) struct Width(BTreeMap<char, char>);

impl Width {
    pub(super) fn new(nfkc: &ComposingNormalizerBorrowed<'static>) -> Self {
        let compatible = |c: char| nfkc.normalize(c.encode_utf8(&mut [0; 4])).into_owned();
        let jamo = '\u{3131}'..='\u{318E}';
        let further: BTreeMap<String, char> =
            ['\u{AF}'].into_iter().chain(jamo).map(|c| (compatible(c), c)).collect();
        let is_wide_or_narrow = |c: &char| {
            matches!(property::<EastAsianWidth>(*c), EastAsianWidth::Fullwidth | EastAsianWidth::Halfwidth)
        };
        let target = |c: char| {
            let text = compatible(c);
            further.get(&text).copied().or_else(|| single(&text)).unwrap_or_else(|| {
                panic!("U+{:04X} has a width mapping that NFKC does not tell", u32::from(c));
            })
        };
        Self(('\0'..=char::MAX).filter(is_wide_or_narrow).map(|c| (c, target(c))).collect())
    }

    /// The width mapping of `c`, or `c`.
    pub(super) fn map(&self, c: char) -> char {
        self.0.get(&c).copied().unwrap_or(c)
    }
}

/// The code point of a text that has just one.
fn single(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}
