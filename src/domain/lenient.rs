//! UTS 46 (non-transitional): the last word on names by IDNA2008, and the only one where the options say so.

use super::same::Same;
use super::{DomainError, DomainErrorKind as Kind, Options, label, name};
use crate::steps::{step, steps};
use crate::unicode::{Bidi, Idna, Outcome, bidi, context, properties};
use alloc::string::String;
use core::fmt::Write;
use idna::uts46::{AsciiDenyList, ErrorPolicy, Hyphens, ProcessingError, ProcessingSuccess, Uts46};

/// Prepares a name by UTS 46 alone. Appends nothing where nothing changes.
pub(super) fn prepare(name: &str, options: Options, sink: &mut String) -> Result<Outcome, DomainError> {
    if let Some(error) = too_long_in_ascii(name) {
        return Err(error);
    }
    let start = sink.len();
    let written = match process(name, options, sink) {
        Ok(ProcessingSuccess::WroteToSink) => &sink[start..],
        Ok(ProcessingSuccess::Passthrough) => name,
        Err(_) => return Err(explain(name, options)),
    };
    // UTS 46 section 4.1 leaves the lengths to the caller; code points that it ignores may have been all there was.
    if written.is_empty() {
        return Err(DomainError::new(Kind::Empty, 0, None));
    }
    name::check_lengths(written).map_err(|error| blame_label(error, name, written))?;
    if written == name {
        sink.truncate(start);
        return Ok(Outcome::Unchanged);
    }
    if keeps(written, options) { Ok(Outcome::Rewritten) } else { Err(DomainError::new(Kind::Idna, 0, None)) }
}

/// Checks that a name is what `prepare` makes of it.
pub(super) fn check(name: &str, options: Options) -> Result<(), DomainError> {
    match prepare(name, options, &mut String::new())? {
        Outcome::Unchanged => Ok(()),
        Outcome::Rewritten => Err(DomainError::new(Kind::NotCanonical, 0, None).in_text(name)),
    }
}

/// Whether UTS 46 accepts a name as it stands, without a change.
pub(super) fn keeps(name: &str, options: Options) -> bool {
    let mut same = Same::new(name);
    match process(name, options, &mut same) {
        Ok(ProcessingSuccess::Passthrough) => true,
        Ok(ProcessingSuccess::WroteToSink) => same.is_complete(),
        Err(_) => false,
    }
}

/// What STD3 denies, but not the underscore.
const LDH_AND_UNDERSCORE: AsciiDenyList = AsciiDenyList::new(true, "!\"#$%&'()*+,/:;<=>?@[\\]^`{|}~");

fn process<W: Write>(
    name: &str,
    options: Options,
    sink: &mut W,
) -> Result<ProcessingSuccess, ProcessingError> {
    process_with(ErrorPolicy::FailFast, name, options, sink)
}

fn process_with<W: Write>(
    policy: ErrorPolicy,
    name: &str,
    options: Options,
    sink: &mut W,
) -> Result<ProcessingSuccess, ProcessingError> {
    steps(name.len());
    let denied = if options.underscore { LDH_AND_UNDERSCORE } else { AsciiDenyList::STD3 };
    Uts46::new().process(name.as_bytes(), denied, Hyphens::Check, policy, |_, _, _| true, sink, None)
}

/// ASCII does not get shorter, so a label of it can be refused before Punycode is decoded.
fn too_long_in_ascii(name: &str) -> Option<DomainError> {
    let mut labels = name::labels(name, name::is_separator).filter(|(_, label)| label.is_ascii());
    let too_long = labels.find(|(_, label)| label.len() > super::ldh::MAX_LABEL_OCTETS);
    too_long.map(|(start, _)| match name::check_lengths(name) {
        Err(error) if error.kind() == Kind::NameTooLong => error,
        _ => DomainError::new(Kind::LabelTooLong, start, None),
    })
}

/// The error for the start of a label that was written, at the label of the name that it comes from.
fn blame_label(error: DomainError, name: &str, written: &str) -> DomainError {
    steps(error.offset());
    let index = written[..error.offset()].matches('.').count();
    let start = name::labels(name, name::is_separator).nth(index).map_or(0, |(start, _)| start);
    error.moved(start)
}

/// Why UTS 46 refuses a name, label by label, as far as that can be said.
fn explain(name: &str, options: Options) -> DomainError {
    // What is refused is marked by one code point, so the length is still about right.
    let mut marked = String::new();
    let _ = process_with(ErrorPolicy::MarkErrors, name, options, &mut marked);
    if let Some(error) = name::check_lengths(&marked).err().filter(|error| error.kind() == Kind::NameTooLong)
    {
        return error;
    }
    let labels = || name::labels(name, name::is_separator);
    let own = labels().find_map(|(start, label)| Some(explain_label(label, options)?.shifted(start)));
    // RFC 5893 section 2: labels that hold alone may still break the rule beside one written from right to left.
    let beside = || {
        let broken = |(start, label)| Some(start + bidi::first_violation(label)?);
        labels().find_map(broken).map(|offset| DomainError::new(Kind::Bidi, offset, None))
    };
    let unknown = || DomainError::new(Kind::Idna, 0, None);
    own.or_else(|| beside().filter(|_| bidi::has_right_to_left(name))).unwrap_or_else(unknown).in_text(name)
}

fn explain_label(label: &str, options: Options) -> Option<DomainError> {
    let mut sink = String::new();
    let written = match process(label, options, &mut sink) {
        Ok(ProcessingSuccess::WroteToSink) => Some(&*sink),
        Ok(ProcessingSuccess::Passthrough) => Some(label),
        Err(_) => None,
    };
    if let Some(written) = written {
        return name::check_lengths(written).err().map(|error| error.moved(0));
    }
    if label::claims_to_be_a_label(label.as_bytes()) {
        return Some(DomainError::new(Kind::InvalidALabel, 0, None));
    }
    let code_point = label
        .char_indices()
        .find_map(|(offset, c)| refusal(c, options).map(|kind| DomainError::new(kind, offset, None)));
    let mark = label.chars().next().filter(|&c| properties(c).is_mark());
    let mark = mark.map(|_| DomainError::new(Kind::LeadingMark, 0, None));
    let context = context::first_violation(label)
        .filter(|&offset| label[offset..].starts_with(['\u{200C}', '\u{200D}']))
        .map(|offset| DomainError::new(Kind::Context, offset, None));
    let bidi = bidi::first_violation(label)
        .filter(|_| bidi::has_right_to_left(label))
        .map(|offset| DomainError::new(Kind::Bidi, offset, None));
    let faults = [code_point, mark, label::hyphen_fault(label), context, bidi];
    let unknown = DomainError::new(Kind::Idna, 0, None);
    Some(faults.into_iter().flatten().min_by_key(DomainError::offset).unwrap_or(unknown))
}

/// Why a code point stands in no name, or `None` if it does somewhere.
fn refusal(c: char, options: Options) -> Option<Kind> {
    step();
    let mut mapped = String::new();
    let alone = Uts46::new().process(
        c.encode_utf8(&mut [0; 4]).as_bytes(),
        AsciiDenyList::EMPTY,
        Hyphens::Allow,
        ErrorPolicy::MarkErrors,
        |_, _, _| true,
        &mut mapped,
        None,
    );
    if matches!(alone, Ok(ProcessingSuccess::Passthrough)) {
        mapped.push(c);
    }
    if mapped.contains(['@', '/']) {
        // RFC 7622 section 3.1: separators are looked for before mapping, and none may come from it.
        return Some(if c.is_ascii() { Kind::Disallowed } else { Kind::MapsToSeparator });
    }
    if mapped.contains('_') && !options.underscore {
        return Some(Kind::Underscore);
    }
    let denied = |c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_');
    if mapped.contains(denied) {
        return Some(Kind::Disallowed);
    }
    let record = properties(c);
    // Marks, joiners and Arabic numbers are refused alone and welcome in company.
    let sociable = record.is_mark()
        || record.idna() == Idna::ContextJ
        || matches!(record.bidi(), Bidi::ArabicNumber | Bidi::EuropeanNumber);
    match record.idna() {
        _ if alone.is_ok() || sociable => None,
        Idna::Unassigned => Some(Kind::Unassigned),
        _ => Some(Kind::Disallowed),
    }
}
