//! One label: is it an NR-LDH label or a U-label (RFC 5890 section 2.3.2.1)?

use super::ldh::MAX_LABEL_OCTETS;
use super::punycode::{self, Composition};
use super::{DomainError, DomainErrorKind as Kind, Options};
use crate::steps::step;
use crate::unicode::{Bidi, COMBINING_CLASS, Idna, MARK, NFC, SIMPLE_LABEL, context, properties};

/// What the code points of a label have in common.
#[derive(Debug)]
pub(super) struct Letters {
    /// All records, OR-ed together.
    records: u32,
    /// Each code point is PVALID.
    pvalid: bool,
    /// Some code point is of class R, AL or AN: the label is an RTL label (RFC 5893 section 1.4).
    pub(super) right_to_left: bool,
    /// Each code point is of class R or AL. Such a label keeps all conditions of RFC 5893 section 2.
    pub(super) only_right_to_left: bool,
    /// No fewer octets than the label has in A-label form.
    pub(super) most_octets: usize,
}

/// Judges the label that a text begins with, up to the first dot, and says which it is. Lower case, width mapping and
/// NFC have been applied to it; what stands behind is not looked at.
///
/// The leftmost fault is reported, the length before others. Whether the label is in NFC is for the caller to ask.
#[inline]
pub(super) fn judge_first(text: &str, options: Options) -> Result<(&str, Letters), DomainError> {
    let (label, letters) = Letters::of_first(text);
    // RFC 1034 section 3.1: only the root has a label of no octets.
    if label.is_empty() {
        return Err(DomainError::new(Kind::EmptyLabel, 0, None));
    }
    if letters.most_octets > MAX_LABEL_OCTETS && punycode::octets(label) > MAX_LABEL_OCTETS {
        return Err(DomainError::new(Kind::LabelTooLong, 0, None));
    }
    if letters.pvalid && !letters.begin_with_mark(label) {
        return hyphen_fault(label).map_or(Ok((label, letters)), Err);
    }
    judge_closely(label, options).map(|()| (label, letters))
}

/// RFC 5891 section 4.2.3.1: no hyphen at either end, and none in both positions 3 and 4 except in an A-label, of
/// which there is none among the labels that are judged here.
#[inline(always)]
pub(super) fn hyphen_fault(label: &str) -> Option<DomainError> {
    if label.starts_with('-') {
        return Some(DomainError::new(Kind::Hyphen, 0, None));
    }
    let mut behind_two = label.chars();
    if behind_two.nth(2) == Some('-') && behind_two.as_str().starts_with('-') {
        if claims_to_be_a_label(label.as_bytes()) {
            return Some(DomainError::new(Kind::InvalidALabel, 0, None));
        }
        let behind_three = behind_two.as_str().len();
        return Some(DomainError::new(Kind::ReservedLabel, label.len() - behind_three - 1, None));
    }
    label.ends_with('-').then(|| DomainError::new(Kind::Hyphen, label.len() - 1, None))
}

/// Whether a label claims to be an A-label, in either case (RFC 5890 section 2.3.2.1).
pub(super) fn claims_to_be_a_label(label: &[u8]) -> bool {
    label.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case(b"xn--"))
}

impl Letters {
    /// Of the code points up to the first dot.
    #[inline]
    fn of_first(text: &str) -> (&str, Self) {
        let (mut records, mut pvalid, mut arabic_numbers, mut right_to_left) = (0, true, 0, 0);
        let mut composition = Composition::NOTHING;
        let mut rest = text.chars();
        let mut octets = 0;
        while let Some(c) = rest.next() {
            if c == '.' {
                break;
            }
            step();
            octets = text.len() - rest.as_str().len();
            let record = properties(c);
            records |= record.bits();
            if record.bits() & SIMPLE_LABEL != 0 {
                pvalid &= record.idna() == Idna::PValid;
                right_to_left += usize::from(record.bidi() == Bidi::RightToLeft);
                arabic_numbers += usize::from(record.bidi() == Bidi::ArabicNumber);
            }
            composition.add(c);
        }
        let letters = Self {
            records,
            pvalid,
            right_to_left: right_to_left + arabic_numbers != 0,
            only_right_to_left: right_to_left == composition.code_points(),
            most_octets: composition.most_octets(),
        };
        (&text[..octets], letters)
    }

    // RFC 5891 section 4.2.3.2.
    #[inline]
    fn begin_with_mark(&self, label: &str) -> bool {
        self.records & MARK != 0 && begins_with_mark(label)
    }

    /// Whether NFC may change the label.
    #[inline]
    pub(super) const fn may_change_under_nfc(&self) -> bool {
        self.records & (NFC | COMBINING_CLASS) != 0
    }
}

/// Judges a label of which nothing but its length is known to be right.
fn judge_closely(label: &str, options: Options) -> Result<(), DomainError> {
    let mark = begins_with_mark(label).then(|| DomainError::new(Kind::LeadingMark, 0, None));
    let (code_point, contextual) = code_point_fault(label, options);
    // RFC 5891 section 4.2.3.3. A rule that fails behind the first code point that is not allowed does not matter.
    let context = if contextual { context::first_violation(label) } else { None };
    let context = context.map(|offset| DomainError::new(Kind::Context, offset, None));
    let faults = [code_point, mark, hyphen_fault(label), context];
    faults.into_iter().flatten().min_by_key(DomainError::offset).map_or(Ok(()), Err)
}

fn begins_with_mark(label: &str) -> bool {
    label.chars().next().is_some_and(|c| properties(c).is_mark())
}

/// The first code point that is not allowed anywhere, and whether one before it is allowed in some contexts only.
///
// RFC 5891 section 4.2.2: no code point that is DISALLOWED or UNASSIGNED; RFC 5890 section 2.3.1: ASCII is letters,
// digits and hyphens, which are the PVALID among it.
fn code_point_fault(label: &str, options: Options) -> (Option<DomainError>, bool) {
    let mut contextual = false;
    for (offset, c) in label.char_indices() {
        step();
        let kind = match properties(c).idna() {
            Idna::PValid => continue,
            Idna::ContextJ | Idna::ContextO => {
                contextual = true;
                continue;
            }
            Idna::Disallowed if c == '_' && options.underscore => continue,
            Idna::Disallowed if c == '_' => Kind::Underscore,
            Idna::Disallowed => Kind::Disallowed,
            Idna::Unassigned => Kind::Unassigned,
        };
        return (Some(DomainError::new(kind, offset, None)), contextual);
    }
    (None, contextual)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Options, judge_first};

    fn fault(label: &str) -> Option<(Kind, usize)> {
        judge_first(label, Options::STRICT).err().map(|error| (error.kind(), error.offset()))
    }

    #[test]
    fn the_leftmost_fault_is_reported() {
        for (label, expected) in [
            ("b\u{FC}cher", None),
            ("", Some((Kind::EmptyLabel, 0))),
            ("-", Some((Kind::Hyphen, 0))),
            ("-a_", Some((Kind::Hyphen, 0))),
            ("a_-", Some((Kind::Underscore, 1))),
            ("ab--c_", Some((Kind::ReservedLabel, 2))),
            ("\u{E4}\u{F6}--\u{FC}", Some((Kind::ReservedLabel, 4))),
            ("a!--", Some((Kind::Disallowed, 1))),
            ("\u{301}a!", Some((Kind::LeadingMark, 0))),
            ("a\u{B7}b!", Some((Kind::Context, 1))),
            ("a!l\u{B7}", Some((Kind::Disallowed, 1))),
            ("ab\u{378}", Some((Kind::Unassigned, 2))),
            ("xn--a!", Some((Kind::InvalidALabel, 0))),
            // The enclosing mark is a mark and not allowed either.
            ("\u{20DD}", Some((Kind::Disallowed, 0))),
        ] {
            assert_eq!(fault(label), expected, "{label:?}");
        }
    }
}
