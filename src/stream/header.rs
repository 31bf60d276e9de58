//! [`StreamHeader`]: who opens a stream, to whom, and in what.

use super::NS_STREAM;
use crate::xml::{Attribute, Element};
use alloc::borrow::Cow;
use core::fmt;

/// A stream header (RFC 6120 section 4.7), or an `<open/>` of RFC 7395.
///
/// ```
/// use envoi::stream::{Event, Limits, StreamBuffer, StreamReader};
///
/// let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
/// buffer.push(b"<?xml version='1.0'?><stream:stream to='example.com' version='1.0' xml:lang='en' \
///     xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
/// let Some(Event::Open(header)) = buffer.next_event()? else { panic!() };
/// assert_eq!(header.to().as_deref(), Some("example.com"));
/// assert_eq!(header.version().as_deref(), Some("1.0"));
/// assert_eq!(header.lang().as_deref(), Some("en"));
/// assert_eq!(header.content_namespace(), Some("jabber:client"));
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Copy)]
pub struct StreamHeader<'a> {
    element: Element<'a>,
}

impl<'a> StreamHeader<'a> {
    pub(super) fn new(element: Element<'a>) -> Self {
        Self { element }
    }

    /// The sender, as it was written (RFC 6120 section 4.7.1).
    pub fn from(&self) -> Option<Cow<'a, str>> {
        self.element.attribute("from")
    }

    /// The recipient, as it was written (RFC 6120 section 4.7.2).
    pub fn to(&self) -> Option<Cow<'a, str>> {
        self.element.attribute("to")
    }

    /// The identifier of the stream (RFC 6120 section 4.7.3).
    pub fn id(&self) -> Option<Cow<'a, str>> {
        self.element.attribute("id")
    }

    /// The default language (RFC 6120 section 4.7.4).
    pub fn lang(&self) -> Option<Cow<'a, str>> {
        self.element.lang()
    }

    /// The version of XMPP that the sender supports, as it was written; none means 0.9 (RFC 6120 section 4.7.5).
    pub fn version(&self) -> Option<Cow<'a, str>> {
        self.element.attribute("version")
    }

    /// The content namespace, if it is declared as the default namespace (RFC 6120 section 4.8.2).
    pub fn content_namespace(&self) -> Option<&'a str> {
        self.element
            .default_namespace()
            .filter(|&namespace| namespace != NS_STREAM && namespace != super::NS_FRAMING)
    }

    /// All attributes, in the order in which they stand; namespace declarations are none.
    pub fn attributes(&self) -> impl ExactSizeIterator<Item = Attribute<'a>> + Clone {
        self.element.attributes()
    }

    /// The header as an element without content.
    pub fn element(&self) -> Element<'a> {
        self.element
    }
}

/// The source.
impl fmt::Debug for StreamHeader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.element.start_tag())
    }
}
