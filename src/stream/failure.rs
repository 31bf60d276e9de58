//! [`StreamFailure`]: a stream error that the peer has sent.

use super::{Condition, NS_STREAM, NS_STREAM_ERRORS};
use crate::stanza::ErrorElement;
use crate::xml::Element;
use alloc::borrow::Cow;
use core::fmt;

/// A `<stream:error>` (RFC 6120 section 4.9.2): why the peer ends the stream. It is read as it is asked for.
///
/// It ends the stream only as a first-level element. One inside a stanza is payload, and no event of its own.
///
/// ```
/// use envoi::stream::{Condition, Event, Limits, StreamFailure, StreamReader};
///
/// let mut reader = StreamReader::new(Limits::DEFAULT);
/// let mut input: &[u8] = b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>\
///     <stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>\
///     <text xmlns='urn:ietf:params:xml:ns:xmpp-streams' xml:lang='en'>Replaced</text>\
///     <replaced xmlns='http://example.org/ns'/></stream:error></stream:stream>";
/// assert!(matches!(reader.read(&mut input)?, Some(Event::Open(_))));
/// let Some(Event::Element(element)) = reader.read(&mut input)? else { panic!() };
/// let failure = StreamFailure::from_element(element).unwrap();
/// assert_eq!(failure.condition(), Condition::Conflict);
/// assert_eq!(failure.text().as_deref(), Some("Replaced"));
/// assert_eq!(failure.text_lang().as_deref(), Some("en"));
/// assert_eq!(failure.application_condition().unwrap().name(), "replaced");
/// assert_eq!(failure.to_string(), "conflict: Replaced");
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Copy)]
pub struct StreamFailure<'a> {
    error: ErrorElement<'a>,
}

impl<'a> StreamFailure<'a> {
    /// The error, if the element is `error` in the stream namespace.
    pub fn from_element(element: Element<'a>) -> Option<Self> {
        let error = ErrorElement { element, namespace: NS_STREAM_ERRORS };
        element.is("error", NS_STREAM).then_some(Self { error })
    }

    /// The condition. One that RFC 6120 does not define, or none, is the same as `undefined-condition` (RFC 6120 section 4.9.2).
    ///
    /// ```
    /// use envoi::{stream::{Condition, StreamFailure}, xml::ElementBuf};
    ///
    /// let error = ElementBuf::parse(
    ///     "<error xmlns='http://etherx.jabber.org/streams'>\
    ///      <new-condition xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></error>",
    /// )?;
    /// let failure = StreamFailure::from_element(error.element()).unwrap();
    /// assert_eq!(failure.condition(), Condition::UndefinedCondition);
    /// assert_eq!(failure.condition_element().unwrap().name(), "new-condition");
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
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

    /// Where to go, if the condition is `see-other-host` and says it: a host, perhaps with a port (RFC 6120 section 4.9.3.19).
    ///
    /// ```
    /// use envoi::{stream::StreamFailure, xml::ElementBuf};
    ///
    /// let error = ElementBuf::parse(
    ///     "<error xmlns='http://etherx.jabber.org/streams'>\
    ///      <see-other-host xmlns='urn:ietf:params:xml:ns:xmpp-streams'> [2001:41D0:1:A49b::1]:9222 </see-other-host></error>",
    /// )?;
    /// let failure = StreamFailure::from_element(error.element()).unwrap();
    /// assert_eq!(failure.other_host().as_deref(), Some("[2001:41D0:1:A49b::1]:9222"));
    /// # Ok::<(), envoi::xml::XmlError>(())
    /// ```
    pub fn other_host(&self) -> Option<Cow<'a, str>> {
        if self.condition() != Condition::SeeOtherHost {
            return None;
        }
        self.error.target()
    }

    /// What it says to whoever diagnoses; programs do not act on it (RFC 6120 section 4.9.2).
    pub fn text(&self) -> Option<Cow<'a, str>> {
        self.error.text().map(Element::text)
    }

    /// The language of the text, if it has one: its own, or that of the stream.
    pub fn text_lang(&self) -> Option<Cow<'a, str>> {
        self.error.text()?.lang()
    }

    /// What the application says more precisely (RFC 6120 section 4.9.4).
    pub fn application_condition(&self) -> Option<Element<'a>> {
        self.error.application_condition()
    }

    /// The whole element.
    pub fn element(&self) -> Element<'a> {
        self.error.element
    }
}

/// The condition, and the text if there is one.
impl fmt::Display for StreamFailure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.describe(self.condition().as_str(), f)
    }
}

/// The start tag.
impl fmt::Debug for StreamFailure<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.error.element, f)
    }
}

impl core::error::Error for StreamFailure<'_> {}
