//! [`Ping`]: XEP-0199.

use super::{Payload, PayloadError};
use crate::xml::{Element, ElementWriter, WriteError, WriteXml};

/// The namespace of pings (XEP-0199 section 9.1).
pub const NS_PING: &str = "urn:xmpp:ping";

/// Asks whether somebody is there, in an iq of type `get`; a result without a payload answers it (XEP-0199 section 3).
///
/// ```
/// use envoi::stanza::payload::{Payload, Ping};
/// use envoi::xml::ElementBuf;
///
/// let ping = ElementBuf::parse("<ping xmlns='urn:xmpp:ping'/>")?;
/// assert!(Ping::matches(ping.element()));
/// # Ok::<(), envoi::xml::XmlError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Ping;

impl<'a> Payload<'a> for Ping {
    fn matches(element: Element<'a>) -> bool {
        element.is("ping", NS_PING)
    }

    fn read(_: Element<'a>) -> Result<Self, PayloadError> {
        Ok(Self)
    }
}

impl WriteXml for Ping {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known("ping", NS_PING)?.end()?;
        Ok(())
    }
}
