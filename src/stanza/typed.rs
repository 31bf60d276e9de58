//! [`Stanza`]: a stanza as what it is; and what the three have in common.

use super::{Iq, Message, Presence, RawStanza, StanzaFailure, StanzaFault, StanzaFaultKind, StanzaKind};
use crate::jid::{Jid, JidError};
use crate::xml::{Attribute, Element};
use alloc::borrow::Cow;

/// A stanza as one of the three kinds.
///
/// ```
/// use envoi::stanza::{MessageType, Stanza};
/// use envoi::stream::{Event, Limits, StreamReader};
///
/// let mut reader = StreamReader::fragments(Limits::DEFAULT);
/// let mut input: &[u8] = b"<message type='chat'><body>Hi</body></message>";
/// let Some(Event::Stanza(stanza)) = reader.read(&mut input)? else { panic!() };
/// match Stanza::read(stanza).unwrap() {
///     Stanza::Message(message) => {
///         assert_eq!(message.type_(), MessageType::Chat);
///         assert_eq!(message.body().as_deref(), Some("Hi"));
///     }
///     other => panic!("{other:?}"),
/// }
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub enum Stanza<'a> {
    /// A message.
    Message(Message<'a>),
    /// Presence.
    Presence(Presence<'a>),
    /// A request or a response.
    Iq(Iq<'a>),
}

impl<'a> Stanza<'a> {
    /// Reads a stanza as what it is. Addresses and texts are looked at when they are asked for.
    ///
    /// # Errors
    ///
    /// Those of [`Presence::read`] and [`Iq::read`]; a message has none.
    pub fn read(stanza: RawStanza<'a>) -> Result<Self, StanzaFault<'a>> {
        match stanza.kind() {
            StanzaKind::Message => Message::read(stanza).map(Self::Message),
            StanzaKind::Presence => Presence::read(stanza).map(Self::Presence),
            StanzaKind::Iq => Iq::read(stanza).map(Self::Iq),
        }
    }

    /// Reads a stanza, and judges all of it: addresses, error, and what its kind may hold.
    ///
    /// ```
    /// use envoi::stanza::{Stanza, StanzaFaultKind};
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<presence><priority>200</priority></presence>";
    /// let Some(Event::Stanza(stanza)) = reader.read(&mut input)? else { panic!() };
    /// assert!(Stanza::read(stanza).is_ok());
    /// let fault = Stanza::read_strictly(stanza).unwrap_err();
    /// assert_eq!((fault.kind(), fault.offset()), (StanzaFaultKind::Priority, 10));
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Any [`StanzaFaultKind`].
    pub fn read_strictly(stanza: RawStanza<'a>) -> Result<Self, StanzaFault<'a>> {
        let read = Self::read(stanza)?;
        stanza.to_jid()?;
        stanza.from_jid()?;
        stanza.check_error()?;
        match &read {
            Self::Message(message) => message.check()?,
            Self::Presence(presence) => presence.check()?,
            Self::Iq(iq) => iq.check_children()?,
        }
        Ok(read)
    }

    /// The stanza as it was read.
    pub fn raw(&self) -> RawStanza<'a> {
        match self {
            Self::Message(message) => message.raw(),
            Self::Presence(presence) => presence.raw(),
            Self::Iq(iq) => iq.raw(),
        }
    }
}

impl<'a> RawStanza<'a> {
    /// The recipient as an address (RFC 6120 section 8.1.1).
    ///
    /// ```
    /// use envoi::stanza::StanzaFaultKind;
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<message to='Juliet@example.com' from='a@@b'/>";
    /// let Some(Event::Stanza(message)) = reader.read(&mut input)? else { panic!() };
    /// assert_eq!(message.to_jid().unwrap().unwrap().as_str(), "juliet@example.com");
    /// let fault = message.from_jid().unwrap_err();
    /// assert!(matches!(fault.kind(), StanzaFaultKind::From(_)));
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `To`, with the rule of RFC 7622 that is broken.
    pub fn to_jid(&self) -> Result<Option<Cow<'a, Jid>>, StanzaFault<'a>> {
        self.address(self.element().find_attribute("to"), "to", StanzaFaultKind::To)
    }

    /// The sender as an address (RFC 6120 section 8.1.2).
    ///
    /// # Errors
    ///
    /// `From`, with the rule of RFC 7622 that is broken.
    pub fn from_jid(&self) -> Result<Option<Cow<'a, Jid>>, StanzaFault<'a>> {
        self.address(self.element().find_attribute("from"), "from", StanzaFaultKind::From)
    }

    /// The error of a stanza of type `error`, if it holds one.
    pub fn failure(&self) -> Option<StanzaFailure<'a>> {
        StanzaFailure::of(*self)
    }

    /// The child elements that are not of the content namespace: what extensions put in (RFC 6120 section 8.4).
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<message><body>Hi</body><active xmlns='http://jabber.org/protocol/chatstates'/></message>";
    /// let Some(Event::Stanza(message)) = reader.read(&mut input)? else { panic!() };
    /// let names: Vec<_> = message.payloads().map(|payload| payload.name()).collect();
    /// assert_eq!(names, ["active"]);
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn payloads(&self) -> impl Iterator<Item = Element<'a>> + Clone + use<'a> {
        let stanza = self.element();
        stanza.children().filter(move |child| !child.is_in_namespace_of(stanza))
    }

    /// The child elements in this namespace.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<message><received xmlns='urn:xmpp:receipts' id='m1'/><x xmlns='urn:x'/></message>";
    /// let Some(Event::Stanza(message)) = reader.read(&mut input)? else { panic!() };
    /// let receipts: Vec<_> = message.payloads_in("urn:xmpp:receipts").collect();
    /// assert_eq!(receipts[0].attribute("id").as_deref(), Some("m1"));
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn payloads_in<'n>(
        &self,
        namespace: &'n str,
    ) -> impl Iterator<Item = Element<'a>> + Clone + use<'a, 'n> {
        self.element().children_in(namespace)
    }

    fn address(
        &self,
        attribute: Option<Attribute<'a>>,
        name: &'static str,
        kind: impl Fn(JidError) -> StanzaFaultKind,
    ) -> Result<Option<Cow<'a, Jid>>, StanzaFault<'a>> {
        let Some(attribute) = attribute else { return Ok(None) };
        let parsed = match attribute.value() {
            Cow::Borrowed(text) => Jid::parse(text),
            Cow::Owned(text) => Jid::parse(&text).map(|jid| Cow::Owned(jid.into_owned())),
        };
        parsed.map(Some).map_err(|error| self.fault_at(name, kind(error)))
    }

    /// A fault of an attribute, or of the stanza if that is not there.
    pub(super) fn fault_at(&self, attribute: &str, kind: StanzaFaultKind) -> StanzaFault<'a> {
        let found = self.element().find_attribute(attribute);
        let offset = found.map_or(0, |attribute| attribute.span().start - self.element().offset());
        StanzaFault::new(*self, kind, offset)
    }

    /// A fault of an element in the stanza.
    pub(super) fn fault_in(&self, element: Element<'a>, kind: StanzaFaultKind) -> StanzaFault<'a> {
        StanzaFault::new(*self, kind, element.offset() - self.element().offset())
    }

    /// The children of this name in the content namespace.
    pub(super) fn content(&self, name: &'static str) -> impl Iterator<Item = Element<'a>> + Clone + use<'a> {
        let stanza = self.element();
        stanza.children().filter(move |child| child.is_named_in(name, stanza))
    }

    /// The only child of this name in the content namespace.
    pub(super) fn only(&self, name: &'static str) -> Result<Option<Element<'a>>, StanzaFault<'a>> {
        let mut found = self.content(name);
        let first = found.next();
        match found.next() {
            None => Ok(first),
            Some(second) => Err(self.fault_in(second, StanzaFaultKind::Repeated)),
        }
    }

    /// RFC 6120 section 8.3.1, rules 4 and 7.
    pub(super) fn check_error(&self) -> Result<(), StanzaFault<'a>> {
        let error = self.content("error").next();
        match (self.type_().as_deref() == Some("error"), error) {
            (true, None) => Err(self.fault_at("type", StanzaFaultKind::MissingError)),
            (false, Some(error)) => Err(self.fault_in(error, StanzaFaultKind::UnexpectedError)),
            _ => Ok(()),
        }
    }
}
