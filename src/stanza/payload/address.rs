//! [`Address`]: an address inside a payload.

use super::PayloadError;
use crate::xml::Element;
use crate::{FullJid, Jid, JidError};
use alloc::borrow::Cow;
use core::fmt;

/// An address in a payload: the text as it was written, judged when it is asked for. Two are equal if their texts are.
///
/// ```
/// use envoi::stanza::payload::{Address, Payload, StanzaId};
/// use envoi::{Jid, xml::ElementBuf};
///
/// let id = ElementBuf::parse("<stanza-id xmlns='urn:xmpp:sid:0' id='1' by='Juliet@example.com'/>")?;
/// let id = StanzaId::read(id.element())?;
/// assert_eq!(id.by().as_str(), "Juliet@example.com");
/// assert_eq!(id.by().jid()?.as_str(), "juliet@example.com");
/// assert_eq!(Address::from(Jid::from_static("juliet@example.com")).as_str(), "juliet@example.com");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Address<'a> {
    text: Cow<'a, str>,
    name: &'static str,
    rule: &'static str,
    /// Where the text stands.
    offset: usize,
}

impl<'a> Address<'a> {
    /// The address in an attribute, if that is there; `rule` is the document that defines it and its section.
    pub fn attribute(element: Element<'a>, name: &'static str, rule: &'static str) -> Option<Self> {
        let attribute = element.find_attribute(name)?;
        Some(Self { text: attribute.value(), name, rule, offset: attribute.value_offset() })
    }

    /// The address in an attribute that has to be there.
    ///
    /// # Errors
    ///
    /// `MissingAttribute`.
    pub fn required_attribute(
        element: Element<'a>,
        name: &'static str,
        rule: &'static str,
    ) -> Result<Self, PayloadError> {
        Self::attribute(element, name, rule)
            .ok_or_else(|| PayloadError::missing_attribute(element, name, rule))
    }

    /// The address that is the text of an element, whose name is given.
    ///
    /// An element may be laid out for people, as in the examples of RFC 6120 section 7.6.1: white space around the address is no part of it then.
    /// Spaces behind the address alone are, because a resourcepart may end with them; nothing begins with one or ends with a line feed.
    pub fn text(element: Element<'a>, name: &'static str, rule: &'static str) -> Self {
        let whole = element.text();
        let spaces = whole.len() - whole.trim_ascii_start().len();
        let is_laid_out = spaces > 0 || whole.ends_with(['\t', '\n', '\r']);
        let text = match whole {
            text if !is_laid_out => text,
            Cow::Borrowed(text) => Cow::Borrowed(text.trim_ascii()),
            Cow::Owned(text) => Cow::Owned(text.trim_ascii().into()),
        };
        Self { text, name, rule, offset: element.content_offset() + spaces }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The address, of any kind.
    ///
    /// # Errors
    ///
    /// `Address`, at the first octet that is wrong, or at the start of the value if it holds references.
    pub fn jid(&self) -> Result<Cow<'_, Jid>, PayloadError> {
        Jid::parse(&self.text).map_err(|error| self.error(error))
    }

    /// The address, which has to have a resourcepart.
    ///
    /// # Errors
    ///
    /// As for [`jid`](Self::jid).
    pub fn full_jid(&self) -> Result<Cow<'_, FullJid>, PayloadError> {
        FullJid::parse(&self.text).map_err(|error| self.error(error))
    }

    fn error(&self, error: JidError) -> PayloadError {
        // Text that was rewritten has other offsets than what was written.
        let inside = if matches!(self.text, Cow::Borrowed(_)) { error.offset() } else { 0 };
        PayloadError::address(self.name, self.offset + inside, self.rule, error)
    }
}

impl<'a> From<&'a Jid> for Address<'a> {
    fn from(jid: &'a Jid) -> Self {
        Self { text: Cow::Borrowed(jid.as_str()), name: "", rule: "", offset: 0 }
    }
}

impl PartialEq for Address<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Address<'_> {}

impl fmt::Display for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Address<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}
