//! [`MessageBuilder`]: a message to write.

use super::{Envelope, Parts, lang};
use crate::jid::Jid;
use crate::stanza::{Message, MessageType, Seal, StanzaKind, StanzaParts};
use crate::xml::{ElementWriter, WriteError, WriteErrorKind, WriteXml};
use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use core::fmt;

/// A message to write; see [`Message::chat`].
#[derive(Clone)]
#[must_use = "nothing is sent before it is written"]
pub struct MessageBuilder<'a> {
    envelope: Envelope<'a>,
    type_: MessageType,
    subjects: Texts<'a>,
    bodies: Texts<'a>,
    thread: Option<(Cow<'a, str>, Option<&'a str>)>,
    payloads: Payloads<'a>,
}

/// As a rule one.
pub(super) type Texts<'a> = Parts<Text<'a>, 1>;
/// Chat state, receipt, origin id, and one more.
pub(super) type Payloads<'a> = Parts<&'a (dyn WriteXml + Sync), 4>;

/// The tags of an element that holds a text, and its name.
pub(super) struct TextTags {
    pub(super) name: &'static str,
    pub(super) start: &'static str,
    pub(super) end: &'static str,
}

const SUBJECT: TextTags = TextTags { name: "subject", start: "<subject>", end: "</subject>" };
const BODY: TextTags = TextTags { name: "body", start: "<body>", end: "</body>" };

/// A text, and its language, if it is another than that of the message.
#[derive(Clone)]
pub(super) struct Text<'a> {
    pub(super) lang: Option<&'a str>,
    pub(super) text: Cow<'a, str>,
}

impl Message<'_> {
    /// Begins a message of a conversation of two.
    ///
    /// ```
    /// use envoi::stanza::Message;
    /// use envoi::xml::ElementBuf;
    /// use envoi::{Jid, stream::StreamWriter};
    ///
    /// let receipt = ElementBuf::parse("<request xmlns='urn:xmpp:receipts'/>")?;
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// writer.write(
    ///     &Message::chat(Jid::from_static("romeo@example.net"))
    ///         .id("m1")
    ///         .lang("en")
    ///         .body("Wherefore art thou?")
    ///         .body_in("cs", "Pročež jsi ty?")
    ///         .thread("t1")
    ///         .payload(&receipt),
    /// )?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<message to='romeo@example.net' id='m1' type='chat' xml:lang='en'><body>Wherefore art thou?</body>\
    ///      <body xml:lang='cs'>Pročež jsi ty?</body><thread>t1</thread><request xmlns='urn:xmpp:receipts'/></message>"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn chat(to: &Jid) -> MessageBuilder<'_> {
        Self::builder(MessageType::Chat).to(to)
    }

    /// Begins a message to a room.
    #[inline]
    pub fn groupchat(to: &Jid) -> MessageBuilder<'_> {
        Self::builder(MessageType::Groupchat).to(to)
    }

    /// Begins a message with news.
    #[inline]
    pub fn headline(to: &Jid) -> MessageBuilder<'_> {
        Self::builder(MessageType::Headline).to(to)
    }

    /// Begins a message that stands alone.
    #[inline]
    pub fn normal(to: &Jid) -> MessageBuilder<'_> {
        Self::builder(MessageType::Normal).to(to)
    }

    /// Begins a message of any type, to one's own account unless it gets a recipient (RFC 6120 section 8.2.1).
    ///
    /// A message of type `error` needs its `<error/>`: [`RawStanza::error_reply`](crate::stanza::RawStanza::error_reply) makes one.
    #[inline]
    pub fn builder<'b>(type_: MessageType) -> MessageBuilder<'b> {
        MessageBuilder {
            envelope: Envelope::default(),
            type_,
            subjects: Parts::default(),
            bodies: Parts::default(),
            thread: None,
            payloads: Parts::default(),
        }
    }
}

impl<'a> Message<'a> {
    /// Begins the reply: of the same type and thread, with the addresses swapped; to a room, if the message came from one (RFC 6121
    /// sections 5.1 and 5.2.2).
    ///
    /// `None` in answer to an error. Whether a message wants a reply is for the caller to say: none is expected to a
    /// [`Headline`](MessageType::Headline), and who answers each [`Groupchat`](MessageType::Groupchat) message answers his own, which the room reflects.
    ///
    /// ```
    /// use envoi::stanza::Message;
    /// use envoi::stream::{Event, Limits, StreamReader, StreamWriter};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<message from='juliet@example.com/balcony' to='romeo@example.net' type='chat'>\
    ///     <body>Art thou not Romeo?</body><thread>t1</thread></message>";
    /// let Some(Event::Stanza(stanza)) = reader.read(&mut input)? else { panic!() };
    /// let reply = Message::read(stanza).unwrap().reply().unwrap();
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// writer.write(&reply.body("Neither, fair saint."))?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<message to='juliet@example.com/balcony' from='romeo@example.net' type='chat'>\
    ///      <body>Neither, fair saint.</body><thread>t1</thread></message>"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn reply(&self) -> Option<MessageBuilder<'a>> {
        let type_ = self.type_();
        if type_ == MessageType::Error {
            return None;
        }
        let mut reply = Message::builder(type_);
        reply.envelope = Envelope::answering(self.raw());
        if type_ == MessageType::Groupchat {
            // XEP-0045 section 7.4: messages to all in a room go to its bare address.
            reply.envelope.to = reply.envelope.to.map(without_resource);
        }
        reply.thread = self.thread().ok().flatten().map(|thread| (thread.id, None));
        Some(reply)
    }
}

impl<'a> MessageBuilder<'a> {
    /// The recipient.
    #[inline]
    pub fn to(mut self, to: &'a Jid) -> Self {
        self.envelope.to = Some(Cow::Borrowed(to.as_str()));
        self
    }

    /// The sender, which a server adds for its clients, and components give (RFC 6120 section 8.1.2).
    #[inline]
    pub fn from(mut self, from: &'a Jid) -> Self {
        self.envelope.from = Some(Cow::Borrowed(from.as_str()));
        self
    }

    /// The identifier.
    #[inline]
    pub fn id(mut self, id: impl Into<Cow<'a, str>>) -> Self {
        self.envelope.id = Some(id.into());
        self
    }

    /// The language of what has no other.
    #[inline]
    pub fn lang(mut self, lang: &'a str) -> Self {
        self.envelope.lang = Some(lang);
        self
    }

    /// Adds a subject. If there are others, the message or the stream must have a language (RFC 6121 section 5.2.4).
    #[inline]
    pub fn subject(mut self, text: impl Into<Cow<'a, str>>) -> Self {
        self.subjects.push(Text { lang: None, text: text.into() });
        self
    }

    /// Adds the subject in another language.
    #[inline]
    pub fn subject_in(mut self, lang: &'a str, text: impl Into<Cow<'a, str>>) -> Self {
        self.subjects.push(Text { lang: Some(lang), text: text.into() });
        self
    }

    /// Adds a body. If there are others, the message or the stream must have a language (RFC 6121 section 5.2.3).
    #[inline]
    pub fn body(mut self, text: impl Into<Cow<'a, str>>) -> Self {
        self.bodies.push(Text { lang: None, text: text.into() });
        self
    }

    /// Adds the body in another language.
    #[inline]
    pub fn body_in(mut self, lang: &'a str, text: impl Into<Cow<'a, str>>) -> Self {
        self.bodies.push(Text { lang: Some(lang), text: text.into() });
        self
    }

    /// The conversation it belongs to.
    #[inline]
    pub fn thread(mut self, id: impl Into<Cow<'a, str>>) -> Self {
        self.thread = Some((id.into(), None));
        self
    }

    /// The conversation it belongs to, and the one that comes from.
    #[inline]
    pub fn thread_of(mut self, id: impl Into<Cow<'a, str>>, parent: &'a str) -> Self {
        self.thread = Some((id.into(), Some(parent)));
        self
    }

    /// Adds a payload.
    #[inline]
    pub fn payload(mut self, payload: &'a (dyn WriteXml + Sync)) -> Self {
        self.payloads.push(payload);
        self
    }
}

/// The addresses, id and type: logs are no place for texts.
impl fmt::Debug for MessageBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.envelope.debug("MessageBuilder", self.type_.as_str(), f)
    }
}

impl StanzaParts for MessageBuilder<'_> {
    fn stanza_kind(&self) -> StanzaKind {
        StanzaKind::Message
    }

    /// `Character` in a text, `Lang`, `RepeatedLanguage`, `ThreadParent`, those of the payloads.
    fn write_parts(&self, out: &mut ElementWriter<'_>, _seal: Seal) -> Result<(), WriteError> {
        // RFC 6121 section 5.2.2: normal is the default.
        let type_ = (self.type_ != MessageType::Normal).then_some(self.type_.as_str());
        self.envelope.write(type_, out)?;
        write_texts(&SUBJECT, &self.subjects, self.envelope.lang, out)?;
        write_texts(&BODY, &self.bodies, self.envelope.lang, out)?;
        if let Some((id, parent)) = &self.thread {
            write_thread(id, *parent, out)?;
        }
        self.payloads.iter().try_for_each(|payload| out.write(*payload).map(drop))
    }
}

/// Writes texts, each in a language of its own (RFC 6121 sections 5.2.3 and 5.2.4).
pub(super) fn write_texts(
    tags: &TextTags,
    texts: &Texts<'_>,
    default: Option<&str>,
    out: &mut ElementWriter<'_>,
) -> Result<(), WriteError> {
    check_languages(texts, default)?;
    for text in texts.iter() {
        match text.lang {
            None => out.text_known(tags.start, &text.text, tags.end)?,
            Some(lang) => {
                out.start_inner(tags.name)?;
                lang::write(lang, out)?;
                out.text(&text.text)?.end()?
            }
        };
    }
    Ok(())
}

/// Whether each text is in a language of its own.
fn check_languages(texts: &Texts<'_>, default: Option<&str>) -> Result<(), WriteError> {
    if texts.iter().nth(1).is_none() {
        return Ok(());
    }
    // RFC 5646 section 2.1.1: the case of a language tag means nothing.
    let mut languages = texts.iter().map(|text| text.lang.or(default).map(str::to_ascii_lowercase));
    let mut known = BTreeSet::new();
    if languages.all(|language| known.insert(language)) {
        return Ok(());
    }
    Err(WriteError::new(WriteErrorKind::RepeatedLanguage, 0))
}

fn write_thread(id: &str, parent: Option<&str>, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
    if parent == Some(id) {
        return Err(WriteError::new(WriteErrorKind::ThreadParent, 0));
    }
    let Some(parent) = parent else {
        out.text_known("<thread>", id, "</thread>")?;
        return Ok(());
    };
    out.start_inner("thread")?.attribute("parent", parent)?.text(id)?.end()?;
    Ok(())
}

fn without_resource(address: Cow<'_, str>) -> Cow<'_, str> {
    // RFC 7622 section 3.1: the resourcepart begins behind the first slash.
    let end = address.find('/').unwrap_or(address.len());
    match address {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..end]),
        Cow::Owned(mut text) => {
            text.truncate(end);
            Cow::Owned(text)
        }
    }
}
