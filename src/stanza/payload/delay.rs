//! [`Delay`]: XEP-0203.

use super::{Address, Payload, PayloadError, Stamp, required_attribute};
use crate::Jid;
use crate::xml::{Element, ElementWriter, WriteError, WriteXml};
use alloc::borrow::Cow;

/// The namespace of delays (XEP-0203 section 7.1).
pub const NS_DELAY: &str = "urn:xmpp:delay";

/// Says when a stanza was sent that has been delivered late (XEP-0203 section 2). Anybody can make one up (XEP-0203 section 5).
///
/// ```
/// use envoi::Jid;
/// use envoi::stanza::payload::{Delay, Payload, Stamp};
/// use envoi::xml::ElementBuf;
///
/// let delay = ElementBuf::parse(
///     "<delay xmlns='urn:xmpp:delay' from='capulet.com' stamp='2002-09-10T23:08:25Z'>Offline</delay>",
/// )?;
/// let delay = Delay::read(delay.element())?;
/// assert_eq!(delay.stamp().unix_seconds(), 1_031_699_305);
/// assert_eq!(delay.from().unwrap().jid()?.as_str(), "capulet.com");
/// assert_eq!(delay.reason(), "Offline");
/// let stamp = Stamp::parse("2002-09-10T23:08:25Z")?;
/// assert_eq!(delay, Delay::new(stamp).with_from(Jid::from_static("capulet.com")).with_reason("Offline"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delay<'a> {
    stamp: Stamp<'a>,
    from: Option<Address<'a>>,
    reason: Cow<'a, str>,
}

impl<'a> Delay<'a> {
    /// The stanza was sent at this time.
    pub const fn new(stamp: Stamp<'a>) -> Self {
        Self { stamp, from: None, reason: Cow::Borrowed("") }
    }

    /// Who sent or delayed the stanza.
    #[must_use]
    pub fn with_from(mut self, from: &'a Jid) -> Self {
        self.from = Some(from.into());
        self
    }

    /// Why there was a delay, for people.
    #[must_use]
    pub fn with_reason(mut self, reason: &'a str) -> Self {
        self.reason = Cow::Borrowed(reason);
        self
    }

    /// When the stanza was sent.
    pub fn stamp(&self) -> &Stamp<'a> {
        &self.stamp
    }

    /// Who sent the stanza, or delayed it, such as a room.
    pub fn from(&self) -> Option<&Address<'a>> {
        self.from.as_ref()
    }

    /// Why there was a delay, for people; empty if it does not say.
    pub fn reason(&self) -> &str {
        &self.reason
    }
}

/// Errors: `MissingAttribute`, and `Attribute` for what is no time in UTC.
impl<'a> Payload<'a> for Delay<'a> {
    fn matches(element: Element<'a>) -> bool {
        element.is("delay", NS_DELAY)
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        const RULE: &str = "XEP-0203 section 2";
        let stamp = required_attribute(element, "stamp", RULE)?;
        // Text that was rewritten has other offsets than what was written.
        let is_plain = matches!(stamp, Cow::Borrowed(_));
        let stamp = Stamp::of(stamp).map_err(|error| {
            let inside = if is_plain { error.offset() } else { 0 };
            PayloadError::attribute(element, "stamp", error.kind().rule()).further(inside)
        })?;
        Ok(Self { stamp, from: Address::attribute(element, "from", RULE), reason: element.text() })
    }
}

impl WriteXml for Delay<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known("delay", NS_DELAY)?;
        if let Some(from) = &self.from {
            out.attribute_known(" from='", from.as_str())?;
        }
        out.attribute_known(" stamp='", self.stamp.as_str())?;
        if !self.reason.is_empty() {
            out.text(&self.reason)?;
        }
        out.end()?;
        Ok(())
    }
}
