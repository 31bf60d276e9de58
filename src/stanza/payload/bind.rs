//! [`BindRequest`] and [`BindResult`]: resource binding (RFC 6120 section 7).

use super::{Address, Payload, PayloadError};
use crate::xml::{Element, ElementWriter, WriteError, WriteXml};
use crate::{FullJid, Resourcepart};
use alloc::borrow::Cow;

/// The namespace of resource binding (RFC 6120 section 7.4).
pub const NS_BIND: &str = "urn:ietf:params:xml:ns:xmpp-bind";

/// Asks the server for a resourcepart, in an iq of type `set` (RFC 6120 sections 7.6.1 and 7.7.1).
///
/// ```
/// use envoi::stanza::payload::{BindRequest, Payload};
/// use envoi::xml::ElementBuf;
///
/// let bind = ElementBuf::parse(
///     "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>balcony</resource></bind>",
/// )?;
/// let bind = BindRequest::read(bind.element())?;
/// assert_eq!(bind.resource(), Some("balcony"));
/// assert_eq!(bind.resourcepart()?.as_deref().map(|part| part.as_str()), Some("balcony"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct BindRequest<'a> {
    resource: Option<Cow<'a, str>>,
    /// The element with it, if it was read.
    element: Option<Element<'a>>,
}

/// Says which address a client has from now on, in an iq of type `result` (RFC 6120 section 7.6.1).
///
/// ```
/// use envoi::stanza::payload::{BindResult, Payload};
/// use envoi::xml::ElementBuf;
///
/// let bind = ElementBuf::parse(
///     "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>juliet@im.example.com/balcony</jid></bind>",
/// )?;
/// let bind = BindResult::read(bind.element())?;
/// assert_eq!(bind.jid()?.resourcepart(), "balcony");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BindResult<'a> {
    jid: Address<'a>,
}

impl<'a> BindRequest<'a> {
    /// Lets the server choose (RFC 6120 section 7.6).
    pub const fn new() -> Self {
        Self { resource: None, element: None }
    }

    /// Asks for this resourcepart (RFC 6120 section 7.7).
    pub fn with_resource(resource: &'a Resourcepart) -> Self {
        Self { resource: Some(Cow::Borrowed(resource.as_str())), element: None }
    }

    /// What the client asks for, as it was written.
    pub fn resource(&self) -> Option<&str> {
        self.resource.as_deref()
    }

    /// What the client asks for.
    ///
    /// # Errors
    ///
    /// `Text` if it is no resourcepart, also if it is empty. The server can answer with the condition of the error, `bad-request`, but should
    /// rather choose another (RFC 6120 section 7.7.2.1).
    pub fn resourcepart(&self) -> Result<Option<Cow<'_, Resourcepart>>, PayloadError> {
        const RULE: &str = "RFC 6120 section 7.7.2.1";
        let Some(resource) = &self.resource else { return Ok(None) };
        let wrong = |_| match self.element {
            Some(element) => PayloadError::text(element, "resource", RULE),
            None => PayloadError::no_text("resource", RULE),
        };
        Resourcepart::parse(resource).map(Some).map_err(wrong)
    }
}

impl<'a> BindResult<'a> {
    /// The client has this address.
    pub fn new(jid: &'a FullJid) -> Self {
        Self { jid: jid.as_jid().into() }
    }

    /// The address as it was written.
    pub fn address(&self) -> &Address<'a> {
        &self.jid
    }

    /// The address, which has a resourcepart.
    ///
    /// # Errors
    ///
    /// `Address`.
    pub fn jid(&self) -> Result<Cow<'_, FullJid>, PayloadError> {
        self.jid.full_jid()
    }
}

/// Errors: none. What stands in it but the first `resource` is not looked at (RFC 6120 section 8.4).
impl<'a> Payload<'a> for BindRequest<'a> {
    fn matches(element: Element<'a>) -> bool {
        element.is("bind", NS_BIND)
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        let element = element.child("resource", NS_BIND);
        Ok(Self { resource: element.map(Element::text), element })
    }
}

/// Errors: `MissingElement`.
impl<'a> Payload<'a> for BindResult<'a> {
    fn matches(element: Element<'a>) -> bool {
        element.is("bind", NS_BIND)
    }

    fn read(element: Element<'a>) -> Result<Self, PayloadError> {
        // RFC 6120 section 7.6.1: a result must have it.
        const RULE: &str = "RFC 6120 section 7.6.1";
        match element.child("jid", NS_BIND) {
            Some(jid) => Ok(Self { jid: Address::text(jid, "jid", RULE) }),
            None => Err(PayloadError::missing_element(element, "jid", RULE)),
        }
    }
}

/// Two requests are equal if they ask for the same.
impl PartialEq for BindRequest<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.resource == other.resource
    }
}

impl Eq for BindRequest<'_> {}

impl WriteXml for BindRequest<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known("bind", NS_BIND)?;
        if let Some(resource) = &self.resource {
            out.start_known("resource", NS_BIND)?.text(resource)?.end()?;
        }
        out.end()?;
        Ok(())
    }
}

impl WriteXml for BindResult<'_> {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start_known("bind", NS_BIND)?
            .start_known("jid", NS_BIND)?
            .text(self.jid.as_str())?
            .end()?
            .end()?;
        Ok(())
    }
}
