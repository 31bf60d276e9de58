//! [`StanzaId`] and [`OriginId`]: XEP-0359.

use super::{Address, Payload, PayloadError, required_attribute};
use crate::Jid;
use crate::xml::{Element, ElementWriter, WriteError, WriteXml};
use alloc::borrow::Cow;

/// The namespace of stanza ids (XEP-0359 section 8.1).
pub const NS_STANZA_ID: &str = "urn:xmpp:sid:0";

/// The section with the rules for both.
const RULES: &str = "XEP-0359 section 3";

/// The id that an entity on the way gave a stanza (XEP-0359 section 2.1).
///
/// A stanza may have several, one by each entity. Whoever did not come from that entity can make one up, so it counts if the entity says in
/// disco info that it follows the rules (XEP-0359 section 6).
///
/// ```
/// use envoi::stanza::payload::{Payload, StanzaId};
/// use envoi::xml::ElementBuf;
///
/// let id = ElementBuf::parse("<stanza-id xmlns='urn:xmpp:sid:0' id='5f3dbc5e' by='room@muc.example.com'/>")?;
/// let id = StanzaId::read(id.element())?;
/// assert_eq!((id.id(), id.by().as_str()), ("5f3dbc5e", "room@muc.example.com"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StanzaId<'a> {
    id: Cow<'a, str>,
    by: Address<'a>,
}

/// The id that the sender gave a stanza (XEP-0359 section 2.2).
///
/// ```
/// use envoi::stanza::payload::{OriginId, Payload};
/// use envoi::xml::ElementBuf;
///
/// let id = ElementBuf::parse("<origin-id xmlns='urn:xmpp:sid:0' id='de305d54'/>")?;
/// assert_eq!(OriginId::read(id.element())?, OriginId::new("de305d54"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct OriginId<'a> {
    id: Cow<'a, str>,
}

impl<'a> StanzaId<'a> {
    /// The id that this entity gives.
    pub fn new(id: &'a str, by: &'a Jid) -> Self {
        Self { id: Cow::Borrowed(id), by: by.into() }
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// Who gave it: the account, or the room (XEP-0359 section 3).
    pub fn by(&self) -> &Address<'a> {
        &self.by
    }
}

impl<'a> OriginId<'a> {
    /// This id.
    pub const fn new(id: &'a str) -> Self {
        Self { id: Cow::Borrowed(id) }
    }

    /// The id.
    pub fn id(&self) -> &str {
        &self.id
    }
}

/// Errors: `MissingAttribute`, `Content`.
impl<'a> Payload<'a> for StanzaId<'a> {
    fn matches(element: Element<'a>) -> bool {
        element.is("stanza-id", NS_STANZA_ID)
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        // XEP-0359 section 3, rules 5 and 6.
        let id = required_attribute(element, "id", RULES)?;
        let by = Address::required_attribute(element, "by", RULES)?;
        check_empty(element, "stanza-id")?;
        Ok(Self { id, by })
    }
}

/// Errors: `MissingAttribute`, `Content`.
impl<'a> Payload<'a> for OriginId<'a> {
    fn matches(element: Element<'a>) -> bool {
        element.is("origin-id", NS_STANZA_ID)
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        // XEP-0359 section 3, rule 6.
        let id = required_attribute(element, "id", RULES)?;
        check_empty(element, "origin-id")?;
        Ok(Self { id })
    }
}

/// XEP-0359 section 3, rule 6: neither elements nor text.
fn check_empty(element: Element<'_>, name: &'static str) -> Result<(), PayloadError> {
    match element.contents().next() {
        Some(_) => Err(PayloadError::content(element, name, RULES)),
        None => Ok(()),
    }
}

impl WriteXml for StanzaId<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known("stanza-id", NS_STANZA_ID)?
            .attribute_known(" id='", &self.id)?
            .attribute_known(" by='", self.by.as_str())?;
        out.end()?;
        Ok(())
    }
}

impl WriteXml for OriginId<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known("origin-id", NS_STANZA_ID)?.attribute_known(" id='", &self.id)?.end()?;
        Ok(())
    }
}
