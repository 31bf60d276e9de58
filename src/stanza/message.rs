//! [`Message`]: a message to look at.

use super::{RawStanza, StanzaFault, StanzaFaultKind, StanzaKind, text};
use crate::xml::Element;
use alloc::borrow::Cow;
use core::fmt;
use core::ops::Deref;

/// A message (RFC 6121 section 5.2), borrowed; each part is read as it is asked for.
///
/// What all stanzas have is there by way of [`RawStanza`]. To write one: [`Message::chat`] and so on.
///
/// ```
/// use envoi::stanza::{Message, MessageType};
/// use envoi::stream::{Event, Limits, StreamReader};
///
/// let mut reader = StreamReader::fragments(Limits::DEFAULT);
/// let mut input: &[u8] = "<message type='chat' from='juliet@example.com/balcony' id='m1' xml:lang='en'>\
///     <subject>I implore you!</subject><body>Wherefore art thou?</body><body xml:lang='cs'>Pročež jsi ty?</body>\
///     <thread parent='t0'>t1</thread></message>".as_bytes();
/// let Some(Event::Stanza(stanza)) = reader.read(&mut input)? else { panic!() };
/// let message = Message::read(stanza).unwrap();
/// assert_eq!(message.type_(), MessageType::Chat);
/// assert_eq!(message.id().as_deref(), Some("m1"));
/// assert_eq!(message.from_jid().unwrap().unwrap().bare().as_str(), "juliet@example.com");
/// assert_eq!(message.body().as_deref(), Some("Wherefore art thou?"));
/// assert_eq!(message.body_in("cs-CZ").as_deref(), Some("Pročež jsi ty?"));
/// let thread = message.thread().unwrap().unwrap();
/// assert_eq!((&*thread.id, thread.parent.as_deref()), ("t1", Some("t0")));
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Copy)]
pub struct Message<'a> {
    raw: RawStanza<'a>,
}

/// What a message is for (RFC 6121 section 5.2.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MessageType {
    /// Part of a conversation of two.
    Chat,
    /// A message that came back.
    Error,
    /// Part of a conversation in a room.
    Groupchat,
    /// News, to which no reply is expected.
    Headline,
    /// Stands alone; the default, and what an unknown type is taken as.
    #[default]
    Normal,
}

/// Which conversation a message belongs to (RFC 6121 section 5.2.5).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Thread<'a> {
    /// Its identifier: opaque, compared octet by octet.
    pub id: Cow<'a, str>,
    /// That of the conversation it comes from.
    pub parent: Option<Cow<'a, str>>,
}

impl<'a> Message<'a> {
    /// Reads a stanza as a message.
    ///
    /// # Errors
    ///
    /// `Kind` if it is none.
    pub fn read(stanza: RawStanza<'a>) -> Result<Self, StanzaFault<'a>> {
        match stanza.kind() {
            StanzaKind::Message => Ok(Self { raw: stanza }),
            _ => Err(StanzaFault::new(stanza, StanzaFaultKind::Kind, 0)),
        }
    }

    /// The stanza as it was read.
    pub fn raw(&self) -> RawStanza<'a> {
        self.raw
    }

    /// What it is for; none, or one that is unknown, reads as [`MessageType::Normal`] (RFC 6121 section 5.2.2).
    ///
    /// [`raw`](Self::raw) has the type as it was written.
    ///
    /// ```
    /// use envoi::stanza::{Message, MessageType};
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let Some(Event::Stanza(stanza)) = reader.read(&mut &b"<message type='love-letter'/>"[..])? else { panic!() };
    /// let message = Message::read(stanza).unwrap();
    /// assert_eq!(message.type_(), MessageType::Normal);
    /// assert_eq!(message.raw().type_().as_deref(), Some("love-letter"));
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn type_(&self) -> MessageType {
        self.raw.type_().and_then(|name| MessageType::from_name(&name)).unwrap_or_default()
    }

    /// The first body.
    pub fn body(&self) -> Option<Cow<'a, str>> {
        self.bodies().next().map(Element::text)
    }

    /// The body that fits a language range best: by lookup (RFC 4647 section 3.4), and the first one if none fits.
    pub fn body_in(&self, range: &str) -> Option<Cow<'a, str>> {
        text::best(self.bodies(), range).map(Element::text)
    }

    /// All bodies; each has its [text](Element::text) and its [language](Element::lang) (RFC 6121 section 5.2.3).
    pub fn bodies(&self) -> impl Iterator<Item = Element<'a>> + Clone + use<'a> {
        self.raw.content("body")
    }

    /// The first subject.
    pub fn subject(&self) -> Option<Cow<'a, str>> {
        self.subjects().next().map(Element::text)
    }

    /// The subject that fits a language range best, as [`body_in`](Self::body_in).
    pub fn subject_in(&self, range: &str) -> Option<Cow<'a, str>> {
        text::best(self.subjects(), range).map(Element::text)
    }

    /// All subjects (RFC 6121 section 5.2.4).
    pub fn subjects(&self) -> impl Iterator<Item = Element<'a>> + Clone + use<'a> {
        self.raw.content("subject")
    }

    /// Which conversation it belongs to.
    ///
    /// # Errors
    ///
    /// `Repeated` if there are two, `ThreadParent` if it is its own parent.
    pub fn thread(&self) -> Result<Option<Thread<'a>>, StanzaFault<'a>> {
        let Some(element) = self.raw.only("thread")? else { return Ok(None) };
        let thread = Thread { id: element.text(), parent: element.attribute("parent") };
        if thread.parent.as_ref() == Some(&thread.id) {
            return Err(self.raw.fault_in(element, StanzaFaultKind::ThreadParent));
        }
        Ok(Some(thread))
    }

    /// RFC 6121 section 5.2: what a message may hold.
    pub(super) fn check(&self) -> Result<(), StanzaFault<'a>> {
        text::check(self.raw, self.subjects())?;
        text::check(self.raw, self.bodies())?;
        self.thread()?;
        self.raw.content("thread").try_for_each(|thread| text::check_unmixed(self.raw, thread))
    }
}

impl MessageType {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Chat, Self::Error, Self::Groupchat, Self::Headline, Self::Normal];

    /// The value of the attribute `type`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Chat => "chat",
            Self::Error => "error",
            Self::Groupchat => "groupchat",
            Self::Headline => "headline",
            Self::Normal => "normal",
        }
    }

    /// The type of this name.
    ///
    /// ```
    /// use envoi::stanza::MessageType;
    ///
    /// assert_eq!(MessageType::from_name("chat"), Some(MessageType::Chat));
    /// assert_eq!(MessageType::from_name("Chat"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|type_| type_.as_str() == name)
    }
}

impl<'a> Deref for Message<'a> {
    type Target = RawStanza<'a>;

    fn deref(&self) -> &RawStanza<'a> {
        &self.raw
    }
}

impl fmt::Display for MessageType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The start tag.
impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.raw.fmt(f)
    }
}
