//! Checking text that claims to be canonical: nothing is rewritten, so no allocator is needed.

use super::policy::Policy;
use super::{JidError, JidErrorKind as Kind, MAX_PART_OCTETS, Part, Split};
use crate::{domain, precis, scan};

/// Checks a whole address by the rules of RFC 7622.
#[cold]
#[inline(never)]
pub(crate) fn check(text: &str) -> Result<(), JidError> {
    each_part(text, |part, text| match part {
        Part::Localpart => check_localpart(text),
        Part::Domainpart => check_domainpart(text),
        Part::Resourcepart => check_resourcepart(text),
    })
}

/// Checks that each part has 1 to 1023 octets (RFC 7622 section 3.1) and would not be cut again.
pub(crate) fn check_structure(text: &str) -> Result<(), JidError> {
    each_part(text, check_part_structure)
}

/// The same for a part alone.
pub(crate) fn check_part_structure(part: Part, text: &str) -> Result<(), JidError> {
    check_length(part, text)?;
    let separator = if part == Part::Resourcepart { None } else { scan::find_separator(text.as_bytes()) };
    separator.map_or(Ok(()), |offset| Err(disallowed(part, offset, text)))
}

fn disallowed(part: Part, offset: usize, text: &str) -> JidError {
    JidError::new(part, Kind::Disallowed, offset, text[offset..].chars().next())
}

pub(crate) fn check_length(part: Part, text: &str) -> Result<(), JidError> {
    match text.len() {
        0 => Err(JidError::new(part, Kind::Empty, 0, None)),
        1..=MAX_PART_OCTETS => Ok(()),
        _ => Err(JidError::new(part, Kind::TooLong, 0, None)),
    }
}

// RFC 7622 section 3.3.
pub(crate) fn check_localpart(text: &str) -> Result<(), JidError> {
    check_length(Part::Localpart, text)?;
    let fault = precis::check_username_case_mapped(text);
    let fault = fault.map_err(|error| JidError::from_precis(Part::Localpart, error));
    match (scan::find_excluded_from_localpart(text.as_bytes()), fault) {
        (Some(offset), Err(error)) if error.offset() < offset => Err(error),
        // RFC 7622 section 3.3.1.
        (Some(offset), _) => Err(disallowed(Part::Localpart, offset, text)),
        (None, fault) => fault,
    }
}

// RFC 7622 section 3.2.
pub(crate) fn check_domainpart(text: &str) -> Result<(), JidError> {
    check_length(Part::Domainpart, text)?;
    domain::check(text, Policy::RFC7622.domain).map_err(JidError::from)
}

// RFC 7622 section 3.4.
pub(crate) fn check_resourcepart(text: &str) -> Result<(), JidError> {
    check_length(Part::Resourcepart, text)?;
    precis::check_opaque_string(text).map_err(|error| JidError::from_precis(Part::Resourcepart, error))
}

fn each_part(text: &str, check: impl Fn(Part, &str) -> Result<(), JidError>) -> Result<(), JidError> {
    let split = Split::new(text);
    let mut start = 0;
    if let Some(localpart) = split.localpart {
        check(Part::Localpart, localpart)?;
        start = localpart.len() + 1;
    }
    check(Part::Domainpart, split.domainpart).map_err(|error| error.shifted(start))?;
    if let Some(resourcepart) = split.resourcepart {
        start += split.domainpart.len() + 1;
        check(Part::Resourcepart, resourcepart).map_err(|error| error.shifted(start))?;
    }
    Ok(())
}
