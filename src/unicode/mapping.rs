//! Mapping and normalisation of text: width, lower case, NFC; and the way back from an output to its input.

#[cfg(feature = "alloc")]
use super::{COMBINING_CLASS, NFC};
use super::{Idna, Mapped, QuickCheck, lower_width, properties};
use crate::steps::{step, steps};
#[cfg(feature = "alloc")]
use alloc::string::String;
use core::iter::{Chain, Once, once};
use core::option;
#[cfg(feature = "alloc")]
use unicode_normalization::UnicodeNormalization;

/// Which mapping comes before NFC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mapping {
    /// Width mapping, then lower case (RFC 8265 section 3.3.1).
    LowerWidth,
    /// The same for labels of domain names (RFC 5895 section 2), where it only touches what IDNA2008 does not allow
    /// as it is: RFC 5892 folds Cherokee to capitals, so these are PVALID and the small letters are not.
    Label,
    /// Every space becomes U+0020 (RFC 8265 section 4.2.2).
    Spaces,
}

impl Mapping {
    /// What one code point becomes before NFC.
    pub(crate) fn apply(self, c: char) -> Mapped {
        match self {
            Self::Label if properties(c).idna() == Idna::PValid => Mapped::One(c),
            Self::LowerWidth | Self::Label => lower_width(c),
            Self::Spaces if properties(c).is_space() => Mapped::One(' '),
            Self::Spaces => Mapped::One(c),
        }
    }

    /// Whether the mapping leaves a code point as it is.
    pub(crate) fn keeps(self, c: char) -> bool {
        match self {
            Self::LowerWidth => !properties(c).is_mapped(),
            Self::Label => !properties(c).is_mapped() || properties(c).idna() == Idna::PValid,
            Self::Spaces => c == ' ' || !properties(c).is_space(),
        }
    }

    /// Whether mapping and NFC leave a text as it is.
    ///
    /// Without `alloc`, a text that needs more than the quick check of UAX 15 counts as changed.
    pub(crate) fn keeps_text(self, text: &str) -> bool {
        steps(text.len());
        text.chars().all(|c| self.keeps(c)) && is_nfc(text)
    }

    /// Appends the mapped text in NFC.
    #[cfg(feature = "alloc")]
    pub(crate) fn write(self, text: &str, sink: &mut String) {
        let start = sink.len();
        let mapped = || text.chars().flat_map(|c| self.apply(c));
        let mut records = 0;
        for c in mapped() {
            step();
            records |= properties(c).bits();
            sink.push(c);
        }
        // Most mapped text is in NFC already.
        if records & (NFC | COMBINING_CLASS) != 0 {
            steps(text.len());
            sink.truncate(start);
            sink.extend(self.mapped(text));
        }
    }

    /// The code point of `text` that octet `target` of its mapped form comes from.
    ///
    /// NFC joins code points, but never across one that neither reorders nor composes with what stands before
    /// it: the text is walked in such runs, so the work is linear. Within a run the code point is taken that
    /// alone becomes what stands at `target`, or else the first.
    #[cfg(feature = "alloc")]
    pub(crate) fn origin(self, text: &str, target: usize) -> usize {
        if let Some(origin) = self.origin_without_nfc(text, target) {
            return origin;
        }
        let mut written = 0;
        for (start, run) in self.runs(text) {
            steps(run.len());
            for wanted in self.mapped(run) {
                written += wanted.len_utf8();
                if target < written {
                    let alone = |c: char| self.apply(c).into_iter().nfc().next();
                    let within = run.char_indices().find(|&(_, c)| alone(c) == Some(wanted));
                    return start + within.map_or(0, |(offset, _)| offset);
                }
            }
        }
        text.len()
    }

    /// [`origin`](Self::origin), if NFC leaves the mapped text as it is up to there and one code point farther.
    #[cfg(feature = "alloc")]
    fn origin_without_nfc(self, text: &str, target: usize) -> Option<usize> {
        let (mut written, mut origin) = (0, None);
        for (offset, c) in text.char_indices() {
            step();
            for mapped in self.apply(c) {
                if properties(mapped).bits() & (NFC | COMBINING_CLASS) != 0 {
                    return None;
                }
                written += mapped.len_utf8();
            }
            if origin.is_some() {
                break;
            }
            origin = (target < written).then_some(offset);
        }
        origin
    }

    /// The code points of the mapped text in NFC.
    #[cfg(feature = "alloc")]
    pub(crate) fn mapped(self, text: &str) -> impl Iterator<Item = char> {
        text.chars().flat_map(move |c| self.apply(c)).nfc()
    }

    /// Cuts a text before each code point that begins anew under NFC, with byte offsets.
    #[cfg(feature = "alloc")]
    fn runs(self, text: &str) -> impl Iterator<Item = (usize, &str)> {
        let begins = move |c: char| {
            let record = self.apply(c).into_iter().next().map(properties);
            record.is_some_and(|record| record.combining_class() == 0 && record.nfc() != QuickCheck::Maybe)
        };
        let mut rest = text;
        core::iter::from_fn(move || {
            let start = text.len() - rest.len();
            let mut indices = rest.char_indices();
            indices.next()?;
            let end = indices.find(|&(_, c)| begins(c)).map_or(rest.len(), |(offset, _)| offset);
            steps(end);
            let (run, behind) = rest.split_at(end);
            rest = behind;
            Some((start, run))
        })
    }
}

impl IntoIterator for Mapped {
    type Item = char;
    type IntoIter = Chain<Once<char>, option::IntoIter<char>>;

    fn into_iter(self) -> Self::IntoIter {
        let (first, second) = match self {
            Self::One(c) => (c, None),
            Self::Two(first, second) => (first, Some(second)),
        };
        once(first).chain(second)
    }
}

/// Whether a text is in NFC (UAX 15).
pub(crate) fn is_nfc(text: &str) -> bool {
    match quick_check(text) {
        QuickCheck::Yes => true,
        QuickCheck::No => false,
        #[cfg(feature = "alloc")]
        QuickCheck::Maybe => {
            steps(text.len());
            text.chars().nfc().eq(text.chars())
        }
        #[cfg(not(feature = "alloc"))]
        QuickCheck::Maybe => false,
    }
}

// UAX 15 section 9: combining classes in order, and every code point `Yes`.
fn quick_check(text: &str) -> QuickCheck {
    let mut answer = QuickCheck::Yes;
    let mut last_class = 0;
    for c in text.chars() {
        step();
        let record = properties(c);
        let class = record.combining_class();
        if class != 0 && last_class > class {
            return QuickCheck::No;
        }
        last_class = class;
        match record.nfc() {
            QuickCheck::No => return QuickCheck::No,
            QuickCheck::Maybe => answer = QuickCheck::Maybe,
            QuickCheck::Yes => {}
        }
    }
    answer
}
