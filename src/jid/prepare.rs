//! From raw text to a canonical address: the fast path, then part by part.

use super::ascii::{self, Verdict};
use super::policy::{Policy, Preparation, Service};
use super::shape::Holds;
use super::split::Separators;
use super::{
    Domainpart, Jid, JidError, JidErrorKind as Kind, Localpart, MAX_PART_OCTETS, Part, Resourcepart,
    app_engine, cast,
};
use crate::steps::steps;
use crate::{Outcome, domain, precis, scan};
use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::ops::Range;

/// Room for an address that is rewritten, kept from one to the next.
///
/// ```
/// use envoi::{Jid, Scratch};
///
/// let mut scratch = Scratch::new();
/// for text in ["Juliet@example.com", "ROMEO@example.net"] {
///     let jid = Jid::parse_in(text, &mut scratch)?;
///     assert_eq!(jid.as_str(), text.to_lowercase());
/// }
/// # Ok::<(), envoi::JidError>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    text: String,
}

impl Scratch {
    /// No room yet: the first address that is rewritten makes it.
    pub const fn new() -> Self {
        Self { text: String::new() }
    }
}

#[inline(always)]
pub(crate) fn parse(policy: Policy, text: &str) -> Result<Cow<'_, Jid>, JidError> {
    match ascii::judge(text.as_bytes()) {
        Verdict::Canonical if policy.service == Service::Any => Ok(Cow::Borrowed(Jid::cast(text))),
        Verdict::Lowercase { head } if policy.service == Service::Any => {
            Ok(Cow::Owned(lowercase(text, head)))
        }
        verdict => parse_slowly(policy, text, verdict),
    }
}

#[inline(always)]
pub(crate) fn parse_in<'b>(
    policy: Policy,
    text: &'b str,
    scratch: &'b mut Scratch,
) -> Result<&'b Jid, JidError> {
    match ascii::judge(text.as_bytes()) {
        Verdict::Canonical if policy.service == Service::Any => Ok(Jid::cast(text)),
        Verdict::Lowercase { head } if policy.service == Service::Any => {
            Ok(lowercase_in(text, head, scratch))
        }
        verdict => parse_slowly_in(policy, text, verdict, scratch),
    }
}

pub(crate) fn parse_bytes(policy: Policy, octets: &[u8]) -> Result<Cow<'_, Jid>, JidError> {
    parse(policy, to_str(policy, octets)?)
}

/// Parses octets that the fast path has judged, and not found canonical.
#[inline(never)]
pub(crate) fn parse_judged(
    policy: Policy,
    octets: &[u8],
    verdict: Verdict,
) -> Result<Cow<'_, Jid>, JidError> {
    match verdict {
        Verdict::Lowercase { head } if policy.service == Service::Any => {
            Ok(Cow::Owned(lowercase(cast::ascii_str(octets), head)))
        }
        verdict => parse_slowly(policy, to_str(policy, octets)?, verdict),
    }
}

/// Parses octets that the fast path has judged, and not found canonical, into `scratch`.
#[inline(never)]
pub(crate) fn parse_judged_in<'b>(
    policy: Policy,
    octets: &'b [u8],
    verdict: Verdict,
    scratch: &'b mut Scratch,
) -> Result<&'b Jid, JidError> {
    match verdict {
        Verdict::Lowercase { head } if policy.service == Service::Any => {
            Ok(lowercase_in(cast::ascii_str(octets), head, scratch))
        }
        verdict => parse_slowly_in(policy, to_str(policy, octets)?, verdict, scratch),
    }
}

fn to_str(policy: Policy, octets: &[u8]) -> Result<&str, JidError> {
    steps(octets.len());
    core::str::from_utf8(octets).map_err(|error| not_utf8(policy, octets, error.valid_up_to()))
}

/// A copy with its first `head` octets in lower case.
fn lowercase(text: &str, head: usize) -> Box<Jid> {
    Jid::cast_box(cast::to_lowercase(text, head))
}

fn lowercase_in<'b>(text: &str, head: usize, scratch: &'b mut Scratch) -> &'b Jid {
    scratch.text.clear();
    cast::push_lowercase(text, head, &mut scratch.text);
    Jid::cast(&scratch.text)
}

/// The error for octets that are UTF-8 up to `offset`: that, unless a part before it is at fault, too, or a service refuses
/// what stands to its left.
#[cold]
fn not_utf8(policy: Policy, octets: &[u8], offset: usize) -> JidError {
    steps(octets.len());
    let separators = Separators::find(octets);
    let part = separators.part_at(offset);
    let text = |range: Range<usize>| core::str::from_utf8(&octets[range]).unwrap_or_default();
    let refused_by_service = || match policy.service {
        Service::Any => None,
        _ => app_engine::check_before(offset, octets).err().filter(|error| error.offset() < offset),
    };
    let earlier = || -> Result<(), JidError> {
        let mut sink = String::new();
        if let (Some(at), Part::Domainpart | Part::Resourcepart) = (separators.at, part) {
            localpart(policy, text(0..at), &mut sink)?;
        }
        if part == Part::Resourcepart {
            let start = separators.domain_start();
            let end = separators.domain_end(octets.len());
            domainpart(policy, text(start..end), &mut sink).map_err(|error| error.shifted(start))?;
        }
        Ok(())
    };
    let fault = refused_by_service().or_else(|| earlier().err());
    fault.unwrap_or(JidError::new(part, Kind::InvalidUtf8, offset, None))
}

#[inline(never)]
fn parse_slowly(policy: Policy, text: &str, verdict: Verdict) -> Result<Cow<'_, Jid>, JidError> {
    let mut sink = String::new();
    Ok(match prepare(policy, text, verdict, &mut sink)? {
        Outcome::Unchanged => Cow::Borrowed(Jid::cast(text)),
        Outcome::Rewritten => Cow::Owned(Jid::cast_box(sink.into_boxed_str())),
    })
}

#[inline(never)]
fn parse_slowly_in<'b>(
    policy: Policy,
    text: &'b str,
    verdict: Verdict,
    scratch: &'b mut Scratch,
) -> Result<&'b Jid, JidError> {
    scratch.text.clear();
    match prepare(policy, text, verdict, &mut scratch.text)? {
        Outcome::Unchanged => Ok(Jid::cast(text)),
        Outcome::Rewritten => Ok(Jid::cast(&scratch.text)),
    }
}

/// Prepares a whole address, of which the fast path says `verdict`; `sink` is empty before and holds the canonical form
/// after `Rewritten`.
#[inline(always)]
fn prepare(policy: Policy, text: &str, verdict: Verdict, sink: &mut String) -> Result<Outcome, JidError> {
    if policy.service != Service::Any {
        app_engine::check(text)?;
    }
    let (separators, holds) = match verdict {
        Verdict::Shaped(shape) => (shape.separators(), shape.holds()),
        _ => (find_separators(text.as_bytes())?, Holds::default()),
    };
    let (start, end) = (separators.domain_start(), separators.domain_end(text.len()));
    let mut writer = Writer { text, sink, copied: 0, rewritten: false };
    if let Some(at) = separators.at
        && !holds.localpart
    {
        writer.part(0..at, |part, sink| localpart(policy, part, sink))?;
    }
    writer.part(start..end, |part, sink| {
        if holds.domainpart { Ok(lowercase_into(part, sink)) } else { domainpart(policy, part, sink) }
    })?;
    if let Some(slash) = separators.slash {
        if !holds.resourcepart {
            writer.part(slash + 1..text.len(), |part, sink| resourcepart(policy, part, sink))?;
        }
    } else if policy.service == Service::AppEngineSender {
        writer.append(app_engine::SENDER_RESOURCE);
    }
    let outcome = writer.finish();
    if policy.service != Service::Any {
        app_engine::check_prepared(text, outcome.output(text, sink))?;
    }
    Ok(outcome)
}

/// Finds the separators, and refuses a first part that is too long without looking for its end.
fn find_separators(text: &[u8]) -> Result<Separators, JidError> {
    let first = &text[..text.len().min(MAX_RAW_OCTETS + 1)];
    let separators = match scan::find_separator(first) {
        Some(at) if text[at] == b'@' => {
            let domain = &text[at + 1..];
            let slash = scan::find_slash(&domain[..domain.len().min(MAX_RAW_OCTETS + 1)]);
            Separators { at: Some(at), slash: slash.map(|slash| at + 1 + slash) }
        }
        slash => Separators { at: None, slash },
    };
    // A domainpart that is too long waits until the localpart before it has been judged.
    if text.len() > MAX_RAW_OCTETS && separators == (Separators { at: None, slash: None }) {
        let next = scan::find_separator(&text[MAX_RAW_OCTETS..]).map(|offset| text[MAX_RAW_OCTETS + offset]);
        let part = if next == Some(b'@') { Part::Localpart } else { Part::Domainpart };
        return Err(JidError::new(part, Kind::TooLong, 0, None));
    }
    Ok(separators)
}

/// Puts the canonical form together, copying nothing until a part has changed.
struct Writer<'a> {
    text: &'a str,
    sink: &'a mut String,
    /// How much of `text` is in `sink`, as it was or rewritten.
    copied: usize,
    rewritten: bool,
}

impl Writer<'_> {
    fn part(
        &mut self,
        range: Range<usize>,
        prepare: impl FnOnce(&str, &mut String) -> Result<Outcome, JidError>,
    ) -> Result<(), JidError> {
        let start = self.sink.len();
        let part = &self.text[range.clone()];
        match prepare(part, self.sink).map_err(|error| error.shifted(range.start))? {
            Outcome::Unchanged => {}
            Outcome::Rewritten => {
                steps(self.sink.len() - start + range.start - self.copied);
                // What stands between the last change and this part goes in front of it.
                self.sink.insert_str(start, &self.text[self.copied..range.start]);
                self.copied = range.end;
                self.rewritten = true;
            }
        }
        Ok(())
    }

    fn append(&mut self, behind: &str) {
        self.sink.push_str(&self.text[self.copied..]);
        self.sink.push_str(behind);
        self.copied = self.text.len();
        self.rewritten = true;
    }

    fn finish(self) -> Outcome {
        if !self.rewritten {
            return Outcome::Unchanged;
        }
        self.sink.push_str(&self.text[self.copied..]);
        Outcome::Rewritten
    }
}

pub(crate) fn parse_localpart(policy: Policy, text: &str) -> Result<Cow<'_, Localpart>, JidError> {
    let mut sink = String::new();
    Ok(match localpart(policy, text, &mut sink)? {
        Outcome::Unchanged => Cow::Borrowed(Localpart::cast(text)),
        Outcome::Rewritten => Cow::Owned(Localpart::cast_box(sink.into_boxed_str())),
    })
}

pub(crate) fn parse_domainpart(policy: Policy, text: &str) -> Result<Cow<'_, Domainpart>, JidError> {
    let mut sink = String::new();
    Ok(match domainpart(policy, text, &mut sink)? {
        Outcome::Unchanged => Cow::Borrowed(Domainpart::cast(text)),
        Outcome::Rewritten => Cow::Owned(Domainpart::cast_box(sink.into_boxed_str())),
    })
}

pub(crate) fn parse_resourcepart(policy: Policy, text: &str) -> Result<Cow<'_, Resourcepart>, JidError> {
    let mut sink = String::new();
    Ok(match resourcepart(policy, text, &mut sink)? {
        Outcome::Unchanged => Cow::Borrowed(Resourcepart::cast(text)),
        Outcome::Rewritten => Cow::Owned(Resourcepart::cast_box(sink.into_boxed_str())),
    })
}

// RFC 7622 section 3.3.
fn localpart(policy: Policy, text: &str, sink: &mut String) -> Result<Outcome, JidError> {
    let part = Part::Localpart;
    check_raw_length(policy, part, text)?;
    let plain = match scan::find_outside_localpart(text.as_bytes()) {
        None => return Ok(lowercase_into(text, sink)),
        // RFC 6122 appendix A.5 asks for the output: a mark may have joined with '<' or '>' there.
        Some(offset) if is_fault(text, offset) && policy.preparation == Preparation::Precis => {
            return Err(disallowed(part, offset, text));
        }
        Some(offset) => offset,
    };
    let start = sink.len();
    let result = match policy.preparation {
        Preparation::Precis => {
            let result = precis::Profile::UsernameCaseMapped.enforce_behind(plain, text, sink);
            result.map_err(|error| JidError::from_precis(part, error))
        }
        #[cfg(feature = "rfc6122")]
        Preparation::Stringprep { unassigned } => super::stringprep::nodeprep(text, unassigned, sink),
    };
    finish_part(policy, part, result, text, &sink[start..])
}

// RFC 7622 section 3.2.
fn domainpart(policy: Policy, text: &str, sink: &mut String) -> Result<Outcome, JidError> {
    check_raw_length(policy, Part::Domainpart, text)?;
    let start = sink.len();
    let outcome = match policy.preparation {
        Preparation::Precis => domain::prepare(text, policy.domain, sink)?,
        #[cfg(feature = "rfc6122")]
        Preparation::Stringprep { unassigned } => {
            super::stringprep::domainpart(text, unassigned, policy.domain, sink)?
        }
    };
    check_length(Part::Domainpart, outcome.output(text, &sink[start..]))?;
    Ok(outcome)
}

// RFC 7622 section 3.4.
fn resourcepart(policy: Policy, text: &str, sink: &mut String) -> Result<Outcome, JidError> {
    let part = Part::Resourcepart;
    check_raw_length(policy, part, text)?;
    let plain = match scan::find_outside_freeform(text.as_bytes()) {
        None => return Ok(Outcome::Unchanged),
        Some(offset) if is_fault(text, offset) => return Err(disallowed(part, offset, text)),
        Some(offset) => offset,
    };
    let start = sink.len();
    let result = match policy.preparation {
        Preparation::Precis => {
            let result = precis::Profile::OpaqueString.enforce_behind(plain, text, sink);
            result.map_err(|error| JidError::from_precis(part, error))
        }
        #[cfg(feature = "rfc6122")]
        Preparation::Stringprep { unassigned } => super::stringprep::resourceprep(text, unassigned, sink),
    };
    finish_part(policy, part, result, text, &sink[start..])
}

/// Whether the first octet that is not plain ASCII settles the matter: it is ASCII itself, so nothing before it can be
/// at fault, and the text is not too long whatever becomes of it.
fn is_fault(text: &str, offset: usize) -> bool {
    text.as_bytes()[offset].is_ascii() && text.len() <= MAX_PART_OCTETS
}

/// The verdict on a localpart or resourcepart: its length after mapping first, then the leftmost fault.
fn finish_part(
    policy: Policy,
    part: Part,
    result: Result<Outcome, JidError>,
    text: &str,
    written: &str,
) -> Result<Outcome, JidError> {
    let mapped = match &result {
        Ok(outcome) => outcome.output(text, written),
        // What is refused has been written only if mapping changes it.
        Err(_) if written.is_empty() => text,
        Err(_) => written,
    };
    check_length(part, mapped)?;
    // Nodeprep excludes the same characters itself (RFC 6122 appendix A.5).
    let excludes = part == Part::Localpart && policy.preparation == Preparation::Precis;
    let fault = if excludes { find_excluded(text, mapped) } else { None };
    match (result, fault) {
        (Err(error), Some(fault)) if error.offset() < fault.offset() => Err(error),
        (_, Some(fault)) => Err(fault),
        (result, None) => result,
    }
}

// No mapping makes text shorter than a quarter: U+FF21 U+0308 U+0304, 7 octets, becomes U+01DF, 2 octets, and under NFKC
// U+1D400, 4 octets, becomes one. A test looks for worse in the table.
const MAX_RAW_OCTETS: usize = MOST_SHRINKAGE * MAX_PART_OCTETS;
const MOST_SHRINKAGE: usize = 4;

/// Refuses an empty part, and one that no mapping can bring under the limit, before any other work.
fn check_raw_length(policy: Policy, part: Part, text: &str) -> Result<(), JidError> {
    if text.is_empty() {
        return Err(JidError::new(part, Kind::Empty, 0, None));
    }
    if text.len() <= MAX_PART_OCTETS {
        return Ok(());
    }
    let too_long = text.len() > MAX_RAW_OCTETS
        || scan::find_non_ascii(&text.as_bytes()[..=MAX_PART_OCTETS]).is_none()
        || least_octets(policy, text) > MAX_PART_OCTETS;
    if too_long { Err(JidError::new(part, Kind::TooLong, 0, None)) } else { Ok(()) }
}

/// How short mapping may make a text at most.
fn least_octets(policy: Policy, text: &str) -> usize {
    steps(text.len());
    // ASCII is joined with nothing but marks behind it.
    let kept = text.as_bytes().windows(2).filter(|pair| pair.is_ascii()).count();
    match policy.preparation {
        Preparation::Precis => kept + (text.len() - kept).div_ceil(MOST_SHRINKAGE),
        // RFC 3454 table B.1: code points that are mapped to nothing, none of them ASCII.
        #[cfg(feature = "rfc6122")]
        Preparation::Stringprep { .. } => kept,
    }
}

// RFC 7622 section 3.1: 1 to 1023 octets after preparation.
fn check_length(part: Part, prepared: &str) -> Result<(), JidError> {
    if prepared.is_empty() {
        return Err(JidError::new(part, Kind::Empty, 0, None));
    }
    if prepared.len() > MAX_PART_OCTETS {
        return Err(JidError::new(part, Kind::TooLong, 0, None));
    }
    Ok(())
}

// RFC 7622 section 3.3.1, on the result of the mapping: U+FF20 has become '@' there.
fn find_excluded(input: &str, mapped: &str) -> Option<JidError> {
    let offset = scan::find_excluded_from_localpart(mapped.as_bytes())?;
    steps(input.len());
    let excluded = char::from(mapped.as_bytes()[offset]);
    let culprit = input
        .char_indices()
        .find(|&(_, c)| crate::unicode::lower_width(c).into_iter().any(|c| c == excluded));
    let (offset, c) = culprit.unwrap_or((0, excluded));
    let kind =
        if matches!(excluded, '@' | '/') && c != excluded { Kind::MapsToSeparator } else { Kind::Disallowed };
    Some(JidError::new(Part::Localpart, kind, offset, Some(c)))
}

fn disallowed(part: Part, offset: usize, text: &str) -> JidError {
    JidError::new(part, Kind::Disallowed, offset, text[offset..].chars().next())
}

fn lowercase_into(text: &str, sink: &mut String) -> Outcome {
    steps(text.len());
    if !text.bytes().any(|octet| octet.is_ascii_uppercase()) {
        return Outcome::Unchanged;
    }
    cast::push_lowercase(text, text.len(), sink);
    Outcome::Rewritten
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;
    use std::vec::Vec;
    use unicode_normalization::UnicodeNormalization;

    /// The most octets that a text may have per octet of its mapped form, over all code points.
    #[test]
    fn no_mapping_makes_text_shorter_than_a_quarter() {
        // Of all code points that become the same one by mapping or by a singleton decomposition, the longest.
        let mut longest: HashMap<char, usize> = HashMap::new();
        for c in '\0'..=char::MAX {
            for mapped in crate::unicode::lower_width(c) {
                let pieces: Vec<char> = core::iter::once(mapped).nfd().collect();
                if let [piece] = pieces[..] {
                    let octets = longest.entry(piece).or_default();
                    *octets = (*octets).max(c.len_utf8());
                }
            }
        }
        for c in '\0'..=char::MAX {
            let spelt: usize = core::iter::once(c)
                .nfd()
                .map(|piece| longest.get(&piece).copied().unwrap_or(piece.len_utf8()))
                .sum();
            assert!(spelt <= MOST_SHRINKAGE * c.len_utf8(), "{c:?}: {spelt} octets");
        }
    }

    #[test]
    fn long_spellings_of_short_text_are_taken() {
        for (spelt, times) in [("a\u{308}\u{304}", 511), ("\u{FF21}\u{308}\u{304}", 511)] {
            let text = std::format!("{}@b", spelt.repeat(times));
            let jid = Jid::parse(&text).unwrap();
            assert_eq!(jid.as_str(), std::format!("{}@b", "\u{1DF}".repeat(times)));
            let text = std::format!("{}@b", spelt.repeat(512));
            assert_eq!(Jid::parse(&text).unwrap_err().kind(), Kind::TooLong);
        }
    }

    #[test]
    fn the_leftmost_fault_is_named_after_the_length() {
        for (text, part, kind, offset) in [
            ("\u{E9}&\u{265A}@x", Part::Localpart, Kind::Disallowed, 2),
            ("\u{FF20}\u{627}@x", Part::Localpart, Kind::MapsToSeparator, 0),
            (&std::format!("{}&@x", "\u{E9}".repeat(600)), Part::Localpart, Kind::TooLong, 0),
            (&std::format!("a&{}@x", "\u{E9}".repeat(600)), Part::Localpart, Kind::TooLong, 0),
            (&std::format!("{}/x@y", "a".repeat(4000)), Part::Domainpart, Kind::TooLong, 0),
            (&std::format!("{}/x@y", "a".repeat(5000)), Part::Domainpart, Kind::TooLong, 0),
            (&std::format!("{}@y", "a".repeat(5000)), Part::Localpart, Kind::TooLong, 0),
            (&std::format!("a&b@{}", "c".repeat(5000)), Part::Localpart, Kind::Disallowed, 1),
        ] {
            let error = Jid::parse(text).unwrap_err();
            assert_eq!((error.part(), error.kind(), error.offset()), (part, kind, offset), "{text:.20}");
        }
    }
}
