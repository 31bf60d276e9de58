//! Localparts, resourceparts and domainparts under RFC 6122 against the profiles of the crate `stringprep` 0.1, with
//! the limits on length that RFC 6122 adds.
//!
//! The crate has the form for stored strings only, so queries are not compared.

use crate::deviation::{Case, Deviation};
use crate::stringprep_crate::{BIDI_CLASS, CORRIGENDUM_4, SHORTER_WHEN_MAPPED, UNASSIGNED};
use envoi::{JidError, Policy};
use std::borrow::Cow;

/// RFC 3490 section 3.1: what parts labels.
const DOTS: [char; 4] = ['.', '\u{3002}', '\u{FF0E}', '\u{FF61}'];

fn case(
    input: String,
    ours: impl Fn(&str) -> Result<String, JidError>,
    theirs: fn(&str) -> Result<Cow<'_, str>, stringprep::Error>,
) -> Case {
    let ours = ours(&input).map_err(|error| error.kind().as_str());
    // RFC 6122 sections 2.3 and 2.4: 1 to 1023 octets after preparation.
    let theirs = theirs(&input).map(String::from).map_err(drop).and_then(|prepared| match prepared.len() {
        1..=1023 => Ok(prepared),
        _ => Err(()),
    });
    Case { input, ours, theirs }
}

/// A localpart by nodeprep.
pub fn localpart_case(input: String) -> Case {
    case(
        input,
        |text| Policy::RFC6122.parse_localpart(text).map(|part| part.to_string()),
        stringprep::nodeprep,
    )
}

/// A resourcepart by resourceprep.
pub fn resourcepart_case(input: String) -> Case {
    case(
        input,
        |text| Policy::RFC6122.parse_resourcepart(text).map(|part| part.to_string()),
        stringprep::resourceprep,
    )
}

/// A domainpart by nameprep; [`is_plain_name`] says which can be compared.
pub fn domainpart_case(input: String) -> Case {
    let ours = Policy::RFC6122.parse_domainpart(&input);
    let ours = ours.map(|part| part.to_string()).map_err(|error| error.kind().as_str());
    let theirs = their_domainpart(&input);
    Case { input, ours, theirs }
}

/// RFC 6122 section 2.2 put together around nameprep: labels of letters, digits and hyphens where they are ASCII.
fn their_domainpart(input: &str) -> Result<String, ()> {
    let name = input.strip_suffix(DOTS).unwrap_or(input);
    let labels: Result<Vec<String>, ()> = name.split(DOTS).map(their_label).collect();
    let name = labels?.join(".");
    let in_a_labels: Vec<String> = name.split('.').map(a_label).collect();
    let octets = in_a_labels.join(".").len();
    let fits = in_a_labels.iter().all(|label| label.len() <= 63) && octets <= 253;
    if fits { Ok(name) } else { Err(()) }
}

fn their_label(label: &str) -> Result<String, ()> {
    let label = stringprep::nameprep(label).map_err(drop)?;
    let is_std3 = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || c == '-';
    let hyphens =
        label.starts_with('-') || label.ends_with('-') || label.is_ascii() && label.get(2..4) == Some("--");
    if label.is_empty() || hyphens || !label.chars().all(is_std3) { Err(()) } else { Ok(label.into_owned()) }
}

fn a_label(label: &str) -> String {
    if label.is_ascii() {
        label.into()
    } else {
        format!("xn--{}", idna::punycode::encode_str(label).expect("short"))
    }
}

/// Where the two differ on localparts.
pub const NODEPREP: &[Deviation] = &[UNASSIGNED, CORRIGENDUM_4, BIDI_CLASS, SHORTER_WHEN_MAPPED];
/// Where the two differ on resourceparts.
pub const RESOURCEPREP: &[Deviation] = &[UNASSIGNED, CORRIGENDUM_4, BIDI_CLASS, SHORTER_WHEN_MAPPED];
/// Where the two differ on domainparts.
pub const NAMEPREP: &[Deviation] = &[UNASSIGNED, CORRIGENDUM_4, BIDI_CLASS, SHORTER_WHEN_MAPPED];

/// Whether a domainpart is one that the crate can judge: it has neither A-labels nor IP literals.
#[must_use]
pub fn is_plain_name(text: &str) -> bool {
    // Once prepared: what is mapped to nothing may stand within the prefix.
    let is_a_label =
        |label: &str| stringprep::nameprep(label).is_ok_and(|prepared| prepared.contains("xn--"));
    !text.starts_with('[') && !text.split(DOTS).any(is_a_label)
}
