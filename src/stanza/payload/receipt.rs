//! [`ReceiptRequest`] and [`Receipt`]: XEP-0184.

use super::{Payload, PayloadError, required_attribute};
use crate::xml::{Element, ElementWriter, WriteError, WriteXml};
use alloc::borrow::Cow;

/// The namespace of receipts (XEP-0184 section 10.1).
pub const NS_RECEIPTS: &str = "urn:xmpp:receipts";

/// Asks for a [`Receipt`] of the message that it stands in, which must have an id; a receipt must not ask for one (XEP-0184 sections 7 and
/// 5.4).
///
/// ```
/// use envoi::stanza::payload::{Payload, ReceiptRequest};
/// use envoi::xml::ElementBuf;
///
/// let request = ElementBuf::parse("<request xmlns='urn:xmpp:receipts'/>")?;
/// assert!(ReceiptRequest::matches(request.element()));
/// # Ok::<(), envoi::xml::XmlError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct ReceiptRequest;

/// Says that a message was delivered (XEP-0184 section 7).
///
/// ```
/// use envoi::stanza::payload::{Payload, Receipt};
/// use envoi::xml::ElementBuf;
///
/// let received = ElementBuf::parse("<received xmlns='urn:xmpp:receipts' id='richard2'/>")?;
/// assert_eq!(Receipt::read(received.element())?, Receipt::new("richard2"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Receipt<'a> {
    id: Cow<'a, str>,
}

impl<'a> Receipt<'a> {
    /// The receipt of the message with this id.
    pub const fn new(id: &'a str) -> Self {
        Self { id: Cow::Borrowed(id) }
    }

    /// The id of the message that was delivered.
    pub fn id(&self) -> &str {
        &self.id
    }
}

impl<'a> Payload<'a> for ReceiptRequest {
    fn matches(element: Element<'a>) -> bool {
        element.is("request", NS_RECEIPTS)
    }

    fn read(_: Element<'a>) -> Result<Self, PayloadError> {
        Ok(Self)
    }
}

/// Errors: `MissingAttribute`.
impl<'a> Payload<'a> for Receipt<'a> {
    fn matches(element: Element<'a>) -> bool {
        element.is("received", NS_RECEIPTS)
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        // XEP-0184 section 7: it must have the id of the message.
        Ok(Self { id: required_attribute(element, "id", "XEP-0184 section 7")? })
    }
}

impl WriteXml for ReceiptRequest {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known("request", NS_RECEIPTS)?.end()?;
        Ok(())
    }
}

impl WriteXml for Receipt<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known("received", NS_RECEIPTS)?.attribute_known(" id='", &self.id)?.end()?;
        Ok(())
    }
}
