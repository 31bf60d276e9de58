//! Domain names by IDNA2003, as RFC 6122 section 2.2 wants them: U-labels that `ToASCII` takes with `UseSTD3ASCIIRules`.

use super::profile::{Profile, refusal};
use crate::domain::{self, DomainError, Options};
use crate::jid::{JidError, JidErrorKind as Kind, Part};
use alloc::string::String;

/// Whether a domainpart has nothing that IDNA2003 would judge otherwise: IP literals, and ASCII without A-labels.
pub(super) fn is_left_to_domain(text: &str) -> bool {
    let has_a_label =
        || domain::labels(text, domain::is_separator).any(|(_, label)| has_a_label_prefix(label));
    text.starts_with('[') || text.is_ascii() && !has_a_label()
}

/// Appends what one application of the rules makes of a name.
///
/// An error is at the code point or the label of `text` that it comes from.
pub(super) fn apply(
    text: &str,
    unassigned: bool,
    options: Options,
    sink: &mut String,
) -> Result<(), JidError> {
    // RFC 6122 section 2.2: a final dot, by IDNA2003 any of four, is stripped before any other step.
    let name = text.strip_suffix(domain::is_separator).unwrap_or(text);
    if name.is_empty() {
        return Err(error(Kind::Empty, 0));
    }
    let prepared = sink.len();
    for (start, label) in domain::labels(name, domain::is_separator) {
        if start > 0 {
            sink.push('.');
        }
        write_label(label, unassigned, options, sink).map_err(|error| error.shifted(start))?;
    }
    domain::check_lengths(&sink[prepared..]).map_err(|fault| blame_label(fault, name, &sink[prepared..]))
}

/// Prepares one label: nameprep, the ASCII rules of STD 3, and an A-label becomes the U-label that it stands for.
fn write_label(label: &str, unassigned: bool, options: Options, sink: &mut String) -> Result<(), JidError> {
    let start = sink.len();
    Profile::Nameprep.apply(label, unassigned, sink)?;
    let prepared = &sink[start..];
    if prepared.is_empty() {
        return Err(error(Kind::EmptyLabel, 0));
    }
    if let Some((target, c)) = prepared.char_indices().find(|&(_, c)| !is_allowed(c, options)) {
        let (offset, origin) = Profile::Nameprep.origin(label, target);
        let kind = if c == '_' { Kind::Underscore } else { refusal(c, origin) };
        return Err(JidError::new(Part::Domainpart, kind, offset, Some(origin)));
    }
    if has_a_label_prefix(prepared) {
        let u_label = u_label(prepared, unassigned, options).ok_or(error(Kind::InvalidALabel, 0))?;
        sink.truncate(start);
        sink.push_str(&u_label);
        return Ok(());
    }
    if let Some((kind, target)) = hyphen_fault(prepared) {
        let (offset, origin) = Profile::Nameprep.origin(label, target);
        let code_point = (kind == Kind::Hyphen).then_some(origin);
        return Err(JidError::new(Part::Domainpart, kind, offset, code_point));
    }
    Ok(())
}

/// The U-label that an A-label in lower case stands for.
///
// RFC 6122 section 2.2, the operation ToUnicode: it encodes to the same A-label, and preparation leaves it as it is.
fn u_label(label: &str, unassigned: bool, options: Options) -> Option<String> {
    // The limit also bounds what decoding costs.
    if !label.is_ascii() || label.len() > domain::MAX_LABEL_OCTETS {
        return None;
    }
    let encoded = label.strip_prefix(A_LABEL_PREFIX)?;
    let decoded = idna::punycode::decode_to_string(encoded)?;
    let mut prepared = String::new();
    Profile::Nameprep.apply(&decoded, unassigned, &mut prepared).ok()?;
    let round_trips = !decoded.is_ascii()
        && prepared == decoded
        && decoded.chars().all(|c| is_allowed(c, options))
        && hyphen_fault(&decoded).is_none()
        && !has_a_label_prefix(&decoded)
        && idna::punycode::encode_str(&decoded).is_some_and(|again| again == encoded);
    round_trips.then_some(decoded)
}

// RFC 5890 section 2.3.2.1.
const A_LABEL_PREFIX: &str = "xn--";

fn has_a_label_prefix(label: &str) -> bool {
    label.get(..A_LABEL_PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(A_LABEL_PREFIX))
}

// RFC 6122 section 2.2: of ASCII, letters, digits and hyphens only. The dots have been found before mapping.
fn is_allowed(c: char, options: Options) -> bool {
    !c.is_ascii() || c.is_ascii_alphanumeric() || c == '-' || (c == '_' && options.underscore)
}

/// A hyphen at either end, and in ASCII labels, as under RFC 7622, two in positions 3 and 4.
fn hyphen_fault(label: &str) -> Option<(Kind, usize)> {
    if label.starts_with('-') {
        return Some((Kind::Hyphen, 0));
    }
    if label.is_ascii() && label.get(2..4) == Some("--") {
        return Some((Kind::ReservedLabel, 2));
    }
    label.ends_with('-').then(|| (Kind::Hyphen, label.len() - 1))
}

/// A fault in the lengths of the prepared name, at the label of `name` that it comes from.
fn blame_label(fault: DomainError, name: &str, prepared: &str) -> JidError {
    let index = prepared[..fault.offset()].matches('.').count();
    let label = domain::labels(name, domain::is_separator).nth(index);
    error(JidError::from(fault).kind(), label.map_or(0, |(start, _)| start))
}

const fn error(kind: Kind, offset: usize) -> JidError {
    JidError::new(Part::Domainpart, kind, offset, None)
}
