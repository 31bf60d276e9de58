//! [`PresenceBuilder`]: presence to write.

use super::{Envelope, Parts, message};
use crate::jid::Jid;
use crate::stanza::{Presence, PresenceType, Seal, Show, StanzaKind, StanzaParts};
use crate::xml::{ElementWriter, WriteError, WriteXml};
use alloc::borrow::Cow;
use alloc::string::ToString;
use core::fmt;
use message::{Payloads, Text, TextTags, Texts};

const STATUS: TextTags = TextTags { name: "status", start: "<status>", end: "</status>" };

/// Presence to write; see [`Presence::available`].
#[derive(Clone)]
#[must_use = "nothing is sent before it is written"]
pub struct PresenceBuilder<'a> {
    envelope: Envelope<'a>,
    type_: PresenceType,
    show: Option<Show>,
    statuses: Texts<'a>,
    priority: Option<i8>,
    payloads: Payloads<'a>,
}

impl Presence<'_> {
    /// Begins to tell that one is there: to all who subscribed, unless it gets a recipient (RFC 6121 section 4.2).
    ///
    /// ```
    /// use envoi::stanza::{Presence, Show};
    /// use envoi::stream::StreamWriter;
    ///
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// writer.write(&Presence::available().show(Show::Dnd).status("Wooing Juliet").priority(5))?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<presence><show>dnd</show><status>Wooing Juliet</status><priority>5</priority></presence>"
    /// );
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    #[inline]
    pub fn available<'b>() -> PresenceBuilder<'b> {
        Self::builder(PresenceType::Available)
    }

    /// Begins to tell that one is there no longer (RFC 6121 section 4.5).
    #[inline]
    pub fn unavailable<'b>() -> PresenceBuilder<'b> {
        Self::builder(PresenceType::Unavailable)
    }

    /// Begins to ask for the recipient's presence (RFC 6121 section 3.1).
    #[inline]
    pub fn subscribe(to: &Jid) -> PresenceBuilder<'_> {
        Self::builder(PresenceType::Subscribe).to(to)
    }

    /// Begins to grant one's presence (RFC 6121 section 3.1.4).
    #[inline]
    pub fn subscribed(to: &Jid) -> PresenceBuilder<'_> {
        Self::builder(PresenceType::Subscribed).to(to)
    }

    /// Begins to tell that one no longer wants the recipient's presence (RFC 6121 section 3.3).
    #[inline]
    pub fn unsubscribe(to: &Jid) -> PresenceBuilder<'_> {
        Self::builder(PresenceType::Unsubscribe).to(to)
    }

    /// Begins to deny one's presence, or to take it back (RFC 6121 section 3.2).
    #[inline]
    pub fn unsubscribed(to: &Jid) -> PresenceBuilder<'_> {
        Self::builder(PresenceType::Unsubscribed).to(to)
    }

    /// Begins to ask for someone's presence, as servers do (RFC 6121 section 4.3).
    #[inline]
    pub fn probe(to: &Jid) -> PresenceBuilder<'_> {
        Self::builder(PresenceType::Probe).to(to)
    }

    /// Begins presence of any type.
    ///
    /// Presence of type `error` needs its `<error/>`: [`RawStanza::error_reply`](crate::stanza::RawStanza::error_reply) makes one.
    #[inline]
    pub fn builder<'b>(type_: PresenceType) -> PresenceBuilder<'b> {
        PresenceBuilder {
            envelope: Envelope::default(),
            type_,
            show: None,
            statuses: Parts::default(),
            priority: None,
            payloads: Parts::default(),
        }
    }
}

impl<'a> PresenceBuilder<'a> {
    /// The recipient, if it is for one alone.
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

    /// How available one is.
    #[inline]
    pub fn show(mut self, show: Show) -> Self {
        self.show = Some(show);
        self
    }

    /// Adds a text on it. If there are others, the presence or the stream must have a language (RFC 6121 section 4.7.2.2).
    #[inline]
    pub fn status(mut self, text: impl Into<Cow<'a, str>>) -> Self {
        self.statuses.push(Text { lang: None, text: text.into() });
        self
    }

    /// Adds the text in another language.
    #[inline]
    pub fn status_in(mut self, lang: &'a str, text: impl Into<Cow<'a, str>>) -> Self {
        self.statuses.push(Text { lang: Some(lang), text: text.into() });
        self
    }

    /// The priority of the resource.
    #[inline]
    pub fn priority(mut self, priority: i8) -> Self {
        self.priority = Some(priority);
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
impl fmt::Debug for PresenceBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.envelope.debug("PresenceBuilder", self.type_.as_str(), f)
    }
}

impl StanzaParts for PresenceBuilder<'_> {
    fn stanza_kind(&self) -> StanzaKind {
        StanzaKind::Presence
    }

    /// `Character` in a text, `Lang`, `RepeatedLanguage`, those of the payloads.
    fn write_parts(&self, out: &mut ElementWriter<'_>, _seal: Seal) -> Result<(), WriteError> {
        // RFC 6121 section 4.7.1: there is no value for available presence.
        let type_ = (self.type_ != PresenceType::Available).then_some(self.type_.as_str());
        self.envelope.write(type_, out)?;
        if let Some(show) = self.show {
            out.text_known("<show>", show.as_str(), "</show>")?;
        }
        message::write_texts(&STATUS, &self.statuses, self.envelope.lang, out)?;
        if let Some(priority) = self.priority {
            out.text_known("<priority>", &priority.to_string(), "</priority>")?;
        }
        self.payloads.iter().try_for_each(|payload| out.write(*payload).map(drop))
    }
}
