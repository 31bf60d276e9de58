//! [`IqBuilder`]: a request or a result to write.

use super::Envelope;
use crate::jid::Jid;
use crate::stanza::{Iq, IqType, Seal, StanzaKind, StanzaParts};
use crate::xml::{ElementWriter, WriteError, WriteXml};
use alloc::borrow::Cow;
use core::fmt;

/// A request, or the result of one, to write; see [`Iq::get`].
#[derive(Clone)]
#[must_use = "nothing is sent before it is written"]
pub struct IqBuilder<'a> {
    envelope: Envelope<'a>,
    type_: IqType,
    payload: Option<&'a (dyn WriteXml + Sync)>,
}

impl Iq<'_> {
    /// Begins to ask for something: of one's own account, unless it gets a recipient (RFC 6120 section 8.2.3).
    ///
    /// ```
    /// use envoi::stanza::Iq;
    /// use envoi::{Jid, stream::StreamWriter, xml::ElementBuf};
    ///
    /// let ping = ElementBuf::parse("<ping xmlns='urn:xmpp:ping'/>")?;
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// writer.write(&Iq::get("p1", &ping).to(Jid::from_static("example.com")))?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<iq to='example.com' id='p1' type='get'><ping xmlns='urn:xmpp:ping'/></iq>"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[inline]
    pub fn get<'b>(id: impl Into<Cow<'b, str>>, payload: &'b (dyn WriteXml + Sync)) -> IqBuilder<'b> {
        IqBuilder::new(IqType::Get, id.into(), Some(payload))
    }

    /// Begins to set or do something.
    #[inline]
    pub fn set<'b>(id: impl Into<Cow<'b, str>>, payload: &'b (dyn WriteXml + Sync)) -> IqBuilder<'b> {
        IqBuilder::new(IqType::Set, id.into(), Some(payload))
    }
}

impl<'a> Iq<'a> {
    /// Begins the result of this request: with its id, and its addresses swapped (RFC 6120 section 8.2.3, rule 3).
    ///
    /// `None` if it is no request. That it failed is told by [`error_reply`](crate::stanza::RawStanza::error_reply).
    ///
    /// ```
    /// use envoi::stanza::Iq;
    /// use envoi::stream::{Event, Limits, StreamReader, StreamWriter};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<iq type='get' id='p1' from='example.com'><ping xmlns='urn:xmpp:ping'/></iq>";
    /// let Some(Event::Stanza(stanza)) = reader.read(&mut input)? else { panic!() };
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// writer.write(&Iq::read(stanza).unwrap().result().unwrap())?;
    /// assert_eq!(writer.as_bytes(), b"<iq to='example.com' id='p1' type='result'/>");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn result(&self) -> Option<IqBuilder<'a>> {
        if !self.type_().is_request() {
            return None;
        }
        let mut result = IqBuilder::new(IqType::Result, self.id(), None);
        result.envelope = Envelope { id: result.envelope.id, ..Envelope::answering(self.raw()) };
        Some(result)
    }
}

impl<'a> IqBuilder<'a> {
    fn new(type_: IqType, id: Cow<'a, str>, payload: Option<&'a (dyn WriteXml + Sync)>) -> Self {
        Self { envelope: Envelope { id: Some(id), ..Envelope::default() }, type_, payload }
    }

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

    /// The language of what has no other.
    #[inline]
    pub fn lang(mut self, lang: &'a str) -> Self {
        self.envelope.lang = Some(lang);
        self
    }

    /// What it asks for or tells: one element, in place of any other.
    #[inline]
    pub fn payload(mut self, payload: &'a (dyn WriteXml + Sync)) -> Self {
        self.payload = Some(payload);
        self
    }
}

/// The addresses, id and type: logs are no place for payloads.
impl fmt::Debug for IqBuilder<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.envelope.debug("IqBuilder", self.type_.as_str(), f)
    }
}

impl StanzaParts for IqBuilder<'_> {
    fn stanza_kind(&self) -> StanzaKind {
        StanzaKind::Iq
    }

    /// `PayloadCount` if the payload of a request writes anything but one element, or that of a result more; those of the payload.
    fn write_parts(&self, out: &mut ElementWriter<'_>, _seal: Seal) -> Result<(), WriteError> {
        self.envelope.write(Some(self.type_.as_str()), out)?;
        match self.payload {
            // RFC 6120 section 8.2.3, rules 5 and 6.
            Some(payload) => out.write_counted(payload, usize::from(self.type_.is_request())..=1).map(drop),
            None => Ok(()),
        }
    }
}
