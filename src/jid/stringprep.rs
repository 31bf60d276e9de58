//! The older preparation of RFC 6122: stringprep (RFC 3454) and IDNA2003.

use super::JidError;
use crate::{Outcome, domain};
use alloc::string::String;

pub(crate) fn nodeprep(text: &str, unassigned: bool, sink: &mut String) -> Result<Outcome, JidError> {
    let _ = (text, unassigned, sink);
    Ok(Outcome::Unchanged)
}

pub(crate) fn resourceprep(text: &str, unassigned: bool, sink: &mut String) -> Result<Outcome, JidError> {
    let _ = (text, unassigned, sink);
    Ok(Outcome::Unchanged)
}

pub(crate) fn domainpart(
    text: &str,
    unassigned: bool,
    options: domain::Options,
    sink: &mut String,
) -> Result<Outcome, JidError> {
    let _ = unassigned;
    Ok(domain::prepare(text, options, sink)?)
}
