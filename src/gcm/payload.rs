//! Where a payload stands in a stanza, and how it is written.

use super::NS_GCM;
use super::error::{GcmError, GcmErrorKind};
use crate::stanza::{RawStanza, StanzaKind};
use crate::xml::{Element, ElementWriter, WriteError};
use alloc::borrow::Cow;

/// The first `<gcm>` of a `<message>`.
pub(super) fn find(stanza: RawStanza<'_>) -> Option<Element<'_>> {
    let payload = stanza.element().child("gcm", NS_GCM)?;
    (stanza.kind() == StanzaKind::Message).then_some(payload)
}

/// The text of the payload that has been found, which is to be the only one and to hold nothing else.
pub(super) fn text<'a>(stanza: RawStanza<'a>, payload: Element<'a>) -> Result<Cow<'a, str>, GcmError> {
    let payloads = stanza.element().children().filter(|child| child.is("gcm", NS_GCM));
    if payloads.count() > 1 {
        return Err(GcmError::new(GcmErrorKind::SecondPayload));
    }
    if payload.children().next().is_some() {
        return Err(GcmError::new(GcmErrorKind::Markup));
    }
    Ok(payload.text())
}

/// Writes `<gcm>` around a payload.
pub(super) fn write(json: &str, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
    out.start("gcm", NS_GCM)?.text(json)?.end()?;
    Ok(())
}
