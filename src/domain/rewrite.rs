//! Names that are not canonical as they stand: mapping, A-labels, and the way back from a fault to the input.

use super::ldh::MAX_LABEL_OCTETS;
use super::{DomainError, DomainErrorKind as Kind, Options, label, lenient, name, punycode};
use crate::steps::steps;
use crate::unicode::{COMBINING_CLASS, MAPPED, Mapping, NFC, Outcome, is_nfc, properties};
use alloc::string::String;

/// Prepares a name by IDNA2008. Appends nothing where nothing changes. `fault` is what [`name::judge_labels`] says of the
/// name, if it was asked.
pub(super) fn prepare(
    name: &str,
    options: Options,
    fault: Option<DomainError>,
    sink: &mut String,
) -> Result<Outcome, DomainError> {
    let Some(fault) = fault.or_else(|| name::judge_labels(name, options).err()) else {
        return Ok(Outcome::Unchanged);
    };
    // The bidi rule comes last, so that a name that breaks it keeps all others.
    if fault.kind() == Kind::Bidi {
        return Err(fault.in_text(name));
    }
    if is_mapped(name) && !decoding_may_help(name, fault) {
        return Err(name::prefer_length(fault, name).in_text(name));
    }
    rewrite(name, options, sink)
}

/// Prepares any name, even one that is canonical.
pub(super) fn rewrite(name: &str, options: Options, sink: &mut String) -> Result<Outcome, DomainError> {
    let start = sink.len();
    map(name, options, sink);
    let prepared = &sink[start..];
    name::judge(prepared, options).map_err(|error| blame(error, name, prepared))?;
    // UTS 46 accepts all that IDNA2008 does. Should its tables know better, its word counts too.
    if !lenient::keeps(prepared, options) {
        return Err(DomainError::new(Kind::Idna, 0, None));
    }
    if prepared == name {
        sink.truncate(start);
        return Ok(Outcome::Unchanged);
    }
    Ok(Outcome::Rewritten)
}

/// The code point of `name` at which a fault lies that was found at an offset of its prepared form.
pub(super) fn blame(error: DomainError, name: &str, prepared: &str) -> DomainError {
    if error.kind() == Kind::NameTooLong {
        return error;
    }
    let before = &prepared[..error.offset()];
    steps(before.len());
    let index = before.matches('.').count();
    let within = error.offset() - before.rfind('.').map_or(0, |dot| dot + 1);
    let Some((start, raw)) = name::labels(name, name::is_separator).nth(index) else {
        return DomainError::new(error.kind(), 0, None);
    };
    // An A-label is at fault as a whole: its code points are not what the fault is about.
    let at_label = DomainError::new(error.kind(), start, None);
    if label::claims_to_be_a_label(raw.as_bytes()) {
        return at_label;
    }
    // NFC joins nothing in "xn--".
    if raw.chars().flat_map(|c| Mapping::Label.apply(c)).take(4).eq("xn--".chars()) {
        return at_label;
    }
    let target = prepared[error.offset()..].chars().next();
    // Where it is the label that is at fault, NFC may have brought to its front what did not stand there.
    let whole_label = matches!(error.kind(), Kind::LeadingMark | Kind::LabelTooLong | Kind::EmptyLabel);
    let offset = if whole_label { 0 } else { Mapping::Label.origin(raw, within) };
    let error = error.moved(start + offset).in_text(name);
    // RFC 7622 section 3.1: separators are looked for before mapping, and none may come from it.
    match (error.kind(), target, error.code_point()) {
        (Kind::Disallowed, Some(target @ ('@' | '/')), Some(c)) if c != target => {
            error.with_kind(Kind::MapsToSeparator)
        }
        _ => error,
    }
}

/// Whether mapping would leave a name as it is.
fn is_mapped(name: &str) -> bool {
    steps(name.len());
    if name.is_ascii() {
        return !name.bytes().any(|octet| octet.is_ascii_uppercase());
    }
    let (mut records, mut ideographic_stop) = (0, false);
    for c in name.chars() {
        records |= properties(c).bits();
        ideographic_stop |= c == '\u{3002}';
    }
    if records & (MAPPED | NFC | COMBINING_CLASS) == 0 {
        return !ideographic_stop;
    }
    !name.chars().any(super::maps) && is_nfc(name)
}

/// Whether a fault of a mapped name, and the leftmost, may go away when A-labels are decoded: not if it stands before the
/// first of them, or if that is not even ASCII.
fn decoding_may_help(name: &str, fault: DomainError) -> bool {
    let mut labels = name::labels(name, name::is_dot);
    let a_label = labels.find(|(_, label)| label::claims_to_be_a_label(label.as_bytes()));
    a_label.is_some_and(|(start, label)| start <= fault.offset() && label.is_ascii())
}

// RFC 5895 section 2: lower case, width, NFC and U+3002. NFC joins nothing with a dot, so labels can be mapped one
// by one. RFC 7622 section 3.2.1: A-labels become U-labels.
fn map(name: &str, options: Options, sink: &mut String) {
    sink.reserve(name.len());
    for (start, label) in name::labels(name, name::is_separator) {
        if start > 0 {
            sink.push('.');
        }
        let start = sink.len();
        Mapping::Label.write(label, sink);
        if !label::claims_to_be_a_label(&sink.as_bytes()[start..]) {
            continue;
        }
        // A label that only looks like an A-label stays as it is, and will be found out when the name is judged.
        if let Some(u_label) = decode_a_label(&sink.as_bytes()[start..], options, &mut room()) {
            sink.truncate(start);
            sink.push_str(u_label);
        }
    }
}

/// Whether the label that a text begins with, and that claims to be an A-label, is none.
pub(super) fn begins_with_fake_a_label(text: &str, options: Options) -> bool {
    let label = text.split('.').next().unwrap_or(text);
    decode_a_label(label.as_bytes(), options, &mut room()).is_none()
}

/// Room for a U-label of as many code points as an A-label may have octets.
const fn room() -> [u8; 4 * MAX_LABEL_OCTETS] {
    [0; 4 * MAX_LABEL_OCTETS]
}

/// The U-label that a label with the prefix of A-labels stands for (RFC 5891 section 5.3), if it is one.
fn decode_a_label<'a>(label: &[u8], options: Options, room: &'a mut [u8]) -> Option<&'a str> {
    // RFC 5890 section 2.3.1. The limit also bounds what decoding costs.
    if label.len() > MAX_LABEL_OCTETS {
        return None;
    }
    // RFC 5890 section 2.3.2.1: a U-label has a code point that is not ASCII, and the two forms give each other; each text
    // in Punycode decodes to another one. A name of one label is judged by the bidi rule, too, if that label is written
    // from right to left.
    let u_label = punycode::decode(&label[4..], room)?;
    (!u_label.is_ascii() && name::judge(u_label, options).is_ok()).then_some(u_label)
}
