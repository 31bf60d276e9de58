//! [`StanzaFailure`]: why a stanza came back.

use super::error_element::ErrorElement;
use super::{Condition, ErrorType, RawStanza};
use crate::xml::Element;
use alloc::borrow::Cow;
use core::fmt;

/// The namespace of stanza error conditions (RFC 6120 section 8.3.2).
pub const NS_STANZAS: &str = "urn:ietf:params:xml:ns:xmpp-stanzas";

/// The `<error>` of a stanza of type `error` (RFC 6120 section 8.3). It is read as it is asked for.
///
/// ```
/// use envoi::stanza::{Condition, ErrorType, RawStanza, StanzaFailure};
/// use envoi::xml::ElementBuf;
///
/// let iq = ElementBuf::parse(
///     "<iq xmlns='jabber:client' type='error' id='a1'><error type='cancel' by='example.net'>\
///      <gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:romeo@afterlife.example.net</gone>\
///      <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>Moved</text></error></iq>",
/// )?;
/// let iq = RawStanza::from_element(iq.element(), "jabber:client").unwrap();
/// let failure = StanzaFailure::of(iq).unwrap();
/// assert_eq!(failure.condition(), Condition::Gone);
/// assert_eq!(failure.error_type(), ErrorType::Cancel);
/// assert_eq!(failure.by().as_deref(), Some("example.net"));
/// assert_eq!(failure.new_address().as_deref(), Some("xmpp:romeo@afterlife.example.net"));
/// assert_eq!(failure.to_string(), "gone: Moved");
/// # Ok::<(), envoi::xml::XmlError>(())
/// ```
#[derive(Clone, Copy)]
pub struct StanzaFailure<'a> {
    error: ErrorElement<'a>,
}

impl<'a> StanzaFailure<'a> {
    /// The error of a stanza of type `error`, if it holds one.
    pub fn of(stanza: RawStanza<'a>) -> Option<Self> {
        if stanza.type_().as_deref() != Some("error") {
            return None;
        }
        let namespace = stanza.element().namespace();
        let element = stanza.element().child("error", namespace)?;
        Some(Self { error: ErrorElement { element, namespace: NS_STANZAS } })
    }

    /// The condition. One that RFC 6120 does not define, or none, is the same as `undefined-condition` (RFC 6120 section 8.3.2).
    pub fn condition(&self) -> Condition {
        let element = self.condition_element();
        element
            .and_then(|element| Condition::from_name(element.name()))
            .unwrap_or(Condition::UndefinedCondition)
    }

    /// The element of the condition.
    pub fn condition_element(&self) -> Option<Element<'a>> {
        self.error.condition()
    }

    /// What to do about it; the type that goes with the condition, if it says none that is known.
    pub fn error_type(&self) -> ErrorType {
        let said = self.error.element.attribute("type");
        said.and_then(|name| ErrorType::from_name(&name)).unwrap_or_else(|| self.condition().error_type())
    }

    /// Who found the error, as it was written (RFC 6120 section 8.3.1).
    pub fn by(&self) -> Option<Cow<'a, str>> {
        self.error.element.attribute("by")
    }

    /// Where to go, a URI or IRI, if the condition is `gone` or `redirect` and says it (RFC 6120 sections 8.3.3.5 and 8.3.3.14).
    pub fn new_address(&self) -> Option<Cow<'a, str>> {
        if !matches!(self.condition(), Condition::Gone | Condition::Redirect) {
            return None;
        }
        self.error.target()
    }

    /// What it says to whoever diagnoses; programs do not act on it (RFC 6120 section 8.3.2).
    pub fn text(&self) -> Option<Cow<'a, str>> {
        self.error.text().map(Element::text)
    }

    /// The language of the text: its own, or that of what it stands in.
    pub fn text_lang(&self) -> Option<Cow<'a, str>> {
        self.error.text()?.lang()
    }

    /// What the application says more precisely (RFC 6120 section 8.3.4).
    pub fn application_condition(&self) -> Option<Element<'a>> {
        self.error.application_condition()
    }

    /// The whole `<error>`.
    pub fn element(&self) -> Element<'a> {
        self.error.element
    }
}

/// The condition, and the text if there is one.
impl fmt::Display for StanzaFailure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.describe(self.condition().as_str(), f)
    }
}

/// The start tag.
impl fmt::Debug for StanzaFailure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error.element, f)
    }
}

impl core::error::Error for StanzaFailure<'_> {}
