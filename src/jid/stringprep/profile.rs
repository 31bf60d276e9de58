//! The three profiles: one sequence of steps, with different tables.

use super::unicode_3_2;
use crate::jid::{JidError, JidErrorKind as Kind, Part};
use crate::scan::class;
use crate::unicode::{QuickCheck, properties};
use alloc::string::String;
use stringprep::tables;
use unicode_normalization::UnicodeNormalization;

/// A profile of stringprep.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Profile {
    /// RFC 3491, for one label.
    Nameprep,
    /// RFC 6122 appendix A.
    Nodeprep,
    /// RFC 6122 appendix B.
    Resourceprep,
}

impl Profile {
    /// Appends what one application of the profile makes of `text`.
    ///
    /// An error is at the code point of `text` that it comes from.
    pub(super) fn apply(self, text: &str, unassigned: bool, sink: &mut String) -> Result<(), JidError> {
        let start = sink.len();
        for (offset, run) in self.runs(text) {
            if let Some(c) = run.chars().next().filter(|&c| !unassigned && tables::unassigned_code_point(c)) {
                // RFC 3454 section 7: stored strings have no unassigned code points.
                return Err(self.error(Kind::Unassigned, offset, c));
            }
            let written = sink.len();
            self.write(run, sink);
            if let Some(prohibited) = sink[written..].chars().find(|&c| self.prohibits(c)) {
                let (within, c) = self.culprit(run, prohibited);
                return Err(self.error(refusal(prohibited, c), offset + within, c));
            }
        }
        match bidi_violation(&sink[start..]) {
            Some(target) => {
                let (offset, c) = self.origin(text, target);
                Err(self.error(Kind::Bidi, offset, c))
            }
            None => Ok(()),
        }
    }

    /// The code point of `text` that octet `target` of its prepared form comes from, and its offset.
    pub(super) fn origin(self, text: &str, target: usize) -> (usize, char) {
        let mut written = 0;
        let mut buffer = String::new();
        for (start, run) in self.runs(text) {
            buffer.clear();
            self.write(run, &mut buffer);
            if let Some(c) = buffer[(target - written).min(buffer.len())..].chars().next() {
                let (offset, c) = self.culprit(run, c);
                return (start + offset, c);
            }
            written += buffer.len();
        }
        // There is no such octet.
        (text.len(), char::REPLACEMENT_CHARACTER)
    }

    fn error(self, kind: Kind, offset: usize, c: char) -> JidError {
        JidError::new(self.part(), kind, offset, Some(c))
    }

    const fn part(self) -> Part {
        match self {
            Self::Nameprep => Part::Domainpart,
            Self::Nodeprep => Part::Localpart,
            Self::Resourceprep => Part::Resourcepart,
        }
    }

    // RFC 3491 section 3, RFC 6122 appendices A.3 and B.3: table B.1, and table B.2 but for resourceparts.
    fn map(self, c: char) -> impl Iterator<Item = char> {
        let kept = (!tables::commonly_mapped_to_nothing(c)).then_some(c);
        let (folded, unfolded) = if self == Self::Resourceprep { (None, kept) } else { (kept, None) };
        folded.map(tables::case_fold_for_nfkc).into_iter().flatten().chain(unfolded)
    }

    // RFC 3454 section 4: after mapping, normalization form KC.
    fn write(self, run: &str, sink: &mut String) {
        let mapped = run.chars().flat_map(|c| self.map(c));
        if run.chars().next().is_some_and(tables::unassigned_code_point) {
            // What Unicode 3.2 does not have, its normalization leaves alone.
            sink.extend(mapped);
        } else {
            sink.extend(mapped.map(unicode_3_2::before_corrigendum_4).nfkc());
        }
    }

    // RFC 3491 section 5, RFC 6122 appendices A.5 and B.5. Table C.5 has surrogates, which no text here can hold.
    fn prohibits(self, c: char) -> bool {
        let in_all_profiles = tables::non_ascii_space_character(c)
            || tables::non_ascii_control_character(c)
            || tables::private_use(c)
            || tables::non_character_code_point(c)
            || tables::inappropriate_for_plain_text(c)
            || tables::inappropriate_for_canonical_representation(c)
            || tables::change_display_properties_or_deprecated(c)
            || tables::tagging_character(c);
        in_all_profiles
            || match self {
                Self::Nameprep => false,
                Self::Nodeprep => {
                    u8::try_from(c).is_ok_and(|octet| octet.is_ascii() && !class::is_localpart(octet))
                }
                Self::Resourceprep => tables::ascii_control_character(c),
            }
    }

    /// Cuts a text so that the prepared forms of the pieces are that of the whole; with byte offsets.
    ///
    /// Each code point is alone that Unicode 3.2 does not have. Elsewhere a piece ends before a code point that
    /// neither reorders nor composes with what stands before it.
    fn runs(self, text: &str) -> impl Iterator<Item = (usize, &str)> {
        let mut rest = text;
        core::iter::from_fn(move || {
            let start = text.len() - rest.len();
            let mut indices = rest.char_indices();
            let (_, first) = indices.next()?;
            let ends = |c| {
                let alone = tables::unassigned_code_point;
                alone(first) || alone(c) || self.begins_anew(c)
            };
            let end = indices.find(|&(_, c)| ends(c)).map_or(rest.len(), |(offset, _)| offset);
            let (run, behind) = rest.split_at(end);
            rest = behind;
            Some((start, run))
        })
    }

    fn begins_anew(self, c: char) -> bool {
        let first = self.map(c).map(unicode_3_2::before_corrigendum_4).nfkd().next();
        let record = first.map(properties);
        record.is_some_and(|record| record.combining_class() == 0 && record.nfc() == QuickCheck::Yes)
    }

    /// The code point of a run that `written` in its prepared form comes from: the first that becomes it, or else
    /// the first of all, with its offset in the run.
    fn culprit(self, run: &str, written: char) -> (usize, char) {
        let becomes = |c: char| c == written || self.map(c).nfkd().any(|mapped| mapped == written);
        let mut indices = run.char_indices();
        let first = indices.clone().next().unwrap_or((0, written));
        indices.find(|&(_, c)| becomes(c)).unwrap_or(first)
    }
}

/// What is wrong with a code point that is mapped to `written`, which is not allowed.
// RFC 7622 section 3.1: what is mapped to a separator is no separator.
pub(super) const fn refusal(written: char, origin: char) -> Kind {
    if matches!(written, '@' | '/') && origin != written { Kind::MapsToSeparator } else { Kind::Disallowed }
}

/// The offset of the first code point that breaks the bidi rule of stringprep.
// RFC 3454 section 6: requirement 1 is table C.8, which all profiles prohibit; 2 and 3 are here.
fn bidi_violation(text: &str) -> Option<usize> {
    if !text.contains(unicode_3_2::is_right_to_left) {
        return None;
    }
    if !text.starts_with(unicode_3_2::is_right_to_left) {
        return Some(0);
    }
    let left_to_right = text.find(unicode_3_2::is_left_to_right);
    let (last, c) = text.char_indices().next_back()?;
    left_to_right.or_else(|| (!unicode_3_2::is_right_to_left(c)).then_some(last))
}
