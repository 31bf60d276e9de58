//! A whole name: labels between dots, and the rules that look at all of them.

#[cfg(feature = "alloc")]
use super::ldh::MAX_LABEL_OCTETS;
use super::ldh::MAX_NAME_OCTETS;
use super::{DomainError, DomainErrorKind as Kind, Options, label, punycode};
#[cfg(feature = "alloc")]
use crate::steps::steps;
use crate::unicode::{bidi, is_nfc};

/// Judges a name whose labels are all in NR-LDH or U-label form. What passes is canonical; nothing is allocated.
///
/// The length of the name is judged first, then each label from left to right, then all for the bidi rule. A name
/// that is not in NFC is `NotCanonical`; one with an A-label is `InvalidALabel`.
#[inline]
pub(super) fn judge(name: &str, options: Options) -> Result<(), DomainError> {
    judge_labels(name, options).map_err(|error| prefer_length(error, name))
}

/// The labels of a name, each with its byte offset.
#[cfg(feature = "alloc")]
pub(crate) fn labels(name: &str, separator: fn(char) -> bool) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    name.split_inclusive(separator).chain(name.ends_with(separator).then_some("")).map(move |label| {
        let offset = start;
        start += label.len();
        steps(1 + label.len());
        (offset, label.strip_suffix(separator).unwrap_or(label))
    })
}

/// U+002E, which alone separates the labels of a name that mapping has been applied to.
#[cfg(feature = "alloc")]
pub(super) const fn is_dot(c: char) -> bool {
    c == '.'
}

/// Whether a code point separates labels once it is mapped.
///
// RFC 5895 section 2: step 2 maps U+FF0E to U+002E and U+FF61 to U+3002, which step 4 maps to U+002E.
#[cfg(feature = "alloc")]
pub(crate) const fn is_separator(c: char) -> bool {
    matches!(c, '.' | '\u{3002}' | '\u{FF0E}' | '\u{FF61}')
}

/// Checks only the lengths of a name and of its labels.
///
// RFC 1034 section 3.1, RFC 5890 section 2.3.1.
#[cfg(feature = "alloc")]
pub(crate) fn check_lengths(name: &str) -> Result<(), DomainError> {
    if octets(name) > MAX_NAME_OCTETS {
        return Err(DomainError::new(Kind::NameTooLong, 0, None));
    }
    let fault = labels(name, is_dot).find_map(|(start, label)| match punycode::octets(label) {
        0 => Some(DomainError::new(Kind::EmptyLabel, start, None)),
        1..=MAX_LABEL_OCTETS => None,
        _ => Some(DomainError::new(Kind::LabelTooLong, start, None)),
    });
    fault.map_or(Ok(()), Err)
}

/// [`judge`], but for the length of the name where something else is wrong, too.
#[inline]
pub(super) fn judge_labels(name: &str, options: Options) -> Result<(), DomainError> {
    let (mut most_octets, mut may_change) = (0, false);
    let (mut right_to_left, mut only_right_to_left) = (false, true);
    let mut start = 0;
    // Behind a dot stands one more label, if only an empty one.
    while start <= name.len() {
        let judged = label::judge_first(&name[start..], options);
        let (label, letters) = judged.map_err(|error| error.shifted(start))?;
        start += label.len() + 1;
        most_octets += letters.most_octets + 1;
        right_to_left |= letters.right_to_left;
        only_right_to_left &= letters.only_right_to_left;
        may_change |= letters.may_change_under_nfc();
    }
    // One octet for each dot, and none behind the last label.
    if most_octets - 1 > MAX_NAME_OCTETS && octets(name) > MAX_NAME_OCTETS {
        return Err(DomainError::new(Kind::NameTooLong, 0, None));
    }
    // RFC 5891 section 5.4: labels are in NFC.
    if may_change && !is_nfc(name) {
        return Err(DomainError::new(Kind::NotCanonical, 0, None));
    }
    if right_to_left && !only_right_to_left { check_bidi(name) } else { Ok(()) }
}

// RFC 5893 section 2: in a name with a label written from right to left, every label keeps the rule.
fn check_bidi(name: &str) -> Result<(), DomainError> {
    let mut start = 0;
    for label in name.split('.') {
        if let Some(offset) = bidi::first_violation(label) {
            return Err(DomainError::new(Kind::Bidi, start + offset, None));
        }
        start += label.len() + 1;
    }
    Ok(())
}

/// The fault that [`judge`] reports, given the one that [`judge_labels`] found.
#[cold]
pub(super) fn prefer_length(error: DomainError, name: &str) -> DomainError {
    if name.len() * MOST_GROWTH <= MAX_NAME_OCTETS {
        return error;
    }
    if octets(name) > MAX_NAME_OCTETS { DomainError::new(Kind::NameTooLong, 0, None) } else { error }
}

/// How much longer an A-label can be than its U-label: a code point of 2 octets or more becomes 8 at most, and a label of
/// two octets or more gets a frame of 5.
const MOST_GROWTH: usize = 7;

/// The octets of a name in A-label form, dots included; where a label is too long, no more than it would take.
fn octets(name: &str) -> usize {
    if name.is_ascii() {
        return name.len();
    }
    name.split('.').map(|label| punycode::octets(label) + 1).sum::<usize>() - 1
}
