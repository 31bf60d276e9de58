//! [`RawStanza`]: a stanza as it came, with its addresses, and nothing read of its payload.

use crate::xml::Element;
use alloc::borrow::Cow;
use core::fmt;
use core::ops::Range;

/// Which of the three stanzas it is (RFC 6120 section 8.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StanzaKind {
    /// Pushed to its recipient (RFC 6120 section 8.2.1).
    Message,
    /// Broadcast to whoever subscribed (RFC 6120 section 8.2.2).
    Presence,
    /// A request, or the response to one (RFC 6120 section 8.2.3).
    Iq,
}

/// A stanza as it came: kind, addresses, id, type and language, and the octets themselves.
///
/// ```
/// use envoi::stanza::StanzaKind;
/// use envoi::stream::{Event, Limits, StreamBuffer, StreamReader};
///
/// let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
/// buffer.push(b"<iq type='get' id='a1' to='example.com'><ping xmlns='urn:xmpp:ping'/></iq>");
/// let Some(Event::Stanza(iq)) = buffer.next_event()? else { panic!() };
/// assert_eq!(iq.kind(), StanzaKind::Iq);
/// assert_eq!(iq.id().as_deref(), Some("a1"));
/// assert_eq!(iq.payload_source(), "<ping xmlns='urn:xmpp:ping'/>");
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Copy)]
pub struct RawStanza<'a> {
    kind: StanzaKind,
    element: Element<'a>,
}

impl StanzaKind {
    /// The name of its element.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Message => "message",
            Self::Presence => "presence",
            Self::Iq => "iq",
        }
    }

    /// The kind of this name.
    ///
    /// ```
    /// use envoi::stanza::StanzaKind;
    ///
    /// assert_eq!(StanzaKind::from_name("iq"), Some(StanzaKind::Iq));
    /// assert_eq!(StanzaKind::from_name("query"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::from_octets(name.as_bytes())
    }

    #[inline]
    pub(crate) fn from_octets(name: &[u8]) -> Option<Self> {
        match name {
            b"message" => Some(Self::Message),
            b"presence" => Some(Self::Presence),
            b"iq" => Some(Self::Iq),
            _ => None,
        }
    }
}

impl<'a> RawStanza<'a> {
    /// The stanza that an element is, in streams of this content namespace: one that was kept, or one inside another element, as in XEP-0297.
    ///
    /// `None` if it is none, or is in another namespace, or if anything in it has a prefix for that namespace (RFC 6120 sections 4.8.3 and
    /// 4.8.5).
    ///
    /// ```
    /// use envoi::stanza::{NS_CLIENT, NS_SERVER, RawStanza};
    /// use envoi::xml::ElementBuf;
    ///
    /// let kept = ElementBuf::parse("<message xmlns='jabber:client' to='a@example.com'><body>Hi</body></message>")?;
    /// let message = RawStanza::from_element(kept.element(), NS_CLIENT).unwrap();
    /// let mut out = Vec::new();
    /// message.forward().to("b@example.com").write_to(&mut out)?;
    /// assert_eq!(out, b"<message xmlns='jabber:client' to='b@example.com'><body>Hi</body></message>");
    /// assert!(RawStanza::from_element(kept.element(), NS_SERVER).is_none());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn from_element(element: Element<'a>, content_namespace: &str) -> Option<Self> {
        let kind = StanzaKind::from_name(element.name())?;
        let fits = element.namespace() == content_namespace && !element.has_prefix_for(content_namespace);
        fits.then_some(Self { kind, element })
    }

    /// The stanza that an element is.
    #[inline]
    pub(crate) fn new(kind: StanzaKind, element: Element<'a>) -> Self {
        Self { kind, element }
    }

    /// Which of the three it is.
    pub fn kind(&self) -> StanzaKind {
        self.kind
    }

    /// The recipient, as it was written (RFC 6120 section 8.1.1).
    pub fn to(&self) -> Option<Cow<'a, str>> {
        self.element.attribute("to")
    }

    /// The sender, as it was written (RFC 6120 section 8.1.2).
    pub fn from(&self) -> Option<Cow<'a, str>> {
        self.element.attribute("from")
    }

    /// The identifier (RFC 6120 section 8.1.3).
    pub fn id(&self) -> Option<Cow<'a, str>> {
        self.element.attribute("id")
    }

    /// The type, as it was written (RFC 6120 section 8.1.4).
    pub fn type_(&self) -> Option<Cow<'a, str>> {
        self.element.attribute("type")
    }

    /// The language in force, which may be that of the stream (RFC 6120 section 8.1.5).
    pub fn lang(&self) -> Option<Cow<'a, str>> {
        self.element.lang()
    }

    /// The stanza as an element.
    pub fn element(&self) -> Element<'a> {
        self.element
    }

    /// The stanza as it was read, from `<` to `>`.
    ///
    /// What the stream header declares is not declared in it.
    pub fn source(&self) -> &'a str {
        self.element.source()
    }

    /// What stands between its start tag and its end tag, as it was read.
    pub fn payload_source(&self) -> &'a str {
        self.element.inner_source()
    }

    /// Where that stands in [`source`](Self::source), in octets.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b" <message><body>Hi</body></message>";
    /// let Some(Event::Stanza(message)) = reader.read(&mut input)? else { panic!() };
    /// assert_eq!(message.payload_range(), 9..24);
    /// assert_eq!(&message.source()[message.payload_range()], message.payload_source());
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn payload_range(&self) -> Range<usize> {
        let start = self.element.start_tag().len();
        start..start + self.payload_source().len()
    }
}

/// That of [`Element`]: the start tag.
impl fmt::Debug for RawStanza<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.element.fmt(f)
    }
}
