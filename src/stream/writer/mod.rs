//! [`StreamWriter`]: writes a stream that nobody can misread.

mod failure;
mod header;

pub use failure::FailureWriter;
pub use header::HeaderWriter;

use super::{Condition, NS_FRAMING, NS_STREAM, StreamErrorKind, first_level};
use crate::stanza::{Forward, ForwardErrorKind, NS_CLIENT, Seal, StanzaKind, WriteStanza};
use crate::xml::writer::{Around, Writer};
use crate::xml::{self, Element, ElementWriter, WriteError, WriteErrorKind, escape};
use alloc::vec::Vec;
use core::fmt;

/// Writes a stream: header, stanzas and other elements, close. Each is written whole or not at all.
///
/// It keeps the octets until they are sent: [`as_bytes`](Self::as_bytes), then [`clear`](Self::clear).
/// Once its buffers have grown, nothing is allocated.
///
/// ```
/// use envoi::stream::StreamWriter;
///
/// const NS: &str = "jabber:client";
/// let mut writer = StreamWriter::new(NS);
/// writer.header().to("example.com").lang("en").finish()?;
/// writer.clear();
///
/// let mut message = writer.element("message", NS)?;
/// message.attribute("to", "juliet@example.com")?;
/// message.start("body", NS)?;
/// message.text("Art thou not Romeo, & a Montague?")?;
/// message.end()?;
/// message.start("active", "http://jabber.org/protocol/chatstates")?.end()?;
/// message.finish()?;
/// writer.close()?;
/// assert_eq!(
///     String::from_utf8_lossy(writer.as_bytes()),
///     "<message to='juliet@example.com'><body>Art thou not Romeo, &amp; a Montague?</body>\
///      <active xmlns='http://jabber.org/protocol/chatstates'/></message></stream:stream>"
/// );
/// # Ok::<(), envoi::stream::WriteError>(())
/// ```
#[derive(Clone)]
pub struct StreamWriter {
    xml: Writer,
    phase: Phase,
    mode: Mode,
}

/// What stands around elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    /// A stream header, which declares the content namespace and the prefix `stream`.
    Stream,
    /// Nothing, but whoever reads them knows the content namespace.
    Fragments,
    /// Nothing (RFC 7395 section 3.3.3).
    Frames,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// No header yet.
    New,
    Open,
    Closed,
}

impl Mode {
    fn around(self) -> Around {
        match self {
            Self::Stream => Around { content: true, prefix: Some(("stream", NS_STREAM)) },
            Self::Fragments => Around { content: true, prefix: None },
            Self::Frames => Around { content: false, prefix: None },
        }
    }

    fn first_phase(self) -> Phase {
        if self == Self::Fragments { Phase::Open } else { Phase::New }
    }
}

impl StreamWriter {
    /// A writer of a stream of this content namespace (RFC 6120 section 4.8.2), such as `jabber:client`.
    pub fn new(content_namespace: &str) -> Self {
        Self::of(Mode::Stream, content_namespace)
    }

    /// A writer of bare stanzas, for [`StreamReader::fragments`](super::StreamReader::fragments): no header, no close.
    ///
    /// ```
    /// use envoi::stream::StreamWriter;
    ///
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// writer.element("presence", "jabber:client")?.finish()?;
    /// assert_eq!(writer.as_bytes(), b"<presence/>");
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    pub fn fragments(content_namespace: &str) -> Self {
        Self::of(Mode::Fragments, content_namespace)
    }

    /// A writer of frames, for WebSocket connections (RFC 7395 section 3.3): the header is an `<open/>`, the close a `<close/>`, and each element
    /// declares its namespaces itself.
    ///
    /// Each element is a frame, and a message of its own: send what [`as_bytes`](Self::as_bytes) gives after each one, then
    /// [`clear`](Self::clear). White space cannot keep such a connection alive (section 3.8).
    ///
    /// ```
    /// use envoi::stanza::StanzaKind;
    /// use envoi::stream::{NS_STREAM, StreamWriter};
    ///
    /// let mut writer = StreamWriter::frames();
    /// let mut frames = Vec::new();
    /// let mut send = |writer: &mut StreamWriter| {
    ///     frames.push(String::from_utf8_lossy(writer.as_bytes()).into_owned());
    ///     writer.clear();
    /// };
    /// writer.header().from("example.com").finish()?;
    /// send(&mut writer);
    /// writer.element("features", NS_STREAM)?.finish()?;
    /// send(&mut writer);
    /// writer.stanza(StanzaKind::Presence)?.finish()?;
    /// send(&mut writer);
    /// writer.close()?;
    /// send(&mut writer);
    /// assert_eq!(frames, [
    ///     "<open from='example.com' version='1.0' xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>",
    ///     "<features xmlns='http://etherx.jabber.org/streams'/>",
    ///     "<presence xmlns='jabber:client'/>",
    ///     "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>",
    /// ]);
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    pub fn frames() -> Self {
        Self::of(Mode::Frames, NS_CLIENT)
    }

    fn of(mode: Mode, content_namespace: &str) -> Self {
        Self { xml: Writer::new(content_namespace, mode.around()), phase: mode.first_phase(), mode }
    }

    /// What has been written and not been cleared.
    pub fn as_bytes(&self) -> &[u8] {
        self.xml.as_bytes()
    }

    /// What has been written and not been cleared.
    pub fn into_bytes(self) -> Vec<u8> {
        self.xml.into_bytes()
    }

    /// Drops what has been written, once it is sent; the stream goes on.
    pub fn clear(&mut self) {
        self.xml.clear();
    }

    /// Makes ready for a new stream on the same connection (RFC 6120 section 4.3.3); what has been written stays.
    pub fn reset(&mut self) {
        self.phase = self.mode.first_phase();
    }

    /// Begins a stream header, the initial one or the response to it.
    ///
    /// ```
    /// use envoi::stream::StreamWriter;
    ///
    /// let mut writer = StreamWriter::new("jabber:client");
    /// writer.header().from("example.com").id("s1").lang("en").finish()?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<?xml version='1.0'?><stream:stream from='example.com' id='s1' version='1.0' xml:lang='en' \
    ///      xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>"
    /// );
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    pub fn header(&mut self) -> HeaderWriter<'_> {
        HeaderWriter::new(self)
    }

    /// Begins a first-level element; nothing is written unless it is [finished](ElementWriter::finish).
    ///
    /// # Errors
    ///
    /// `NotOpen`, `Closed`, `NestedHeader`, `ContentNamespace`, and those of [`ElementWriter::start`].
    pub fn element(&mut self, name: &str, namespace: &str) -> Result<ElementWriter<'_>, WriteError> {
        self.check_open()?;
        self.check_first_level(name, namespace)?;
        self.xml.element(name, namespace)
    }

    /// Begins a stanza, in the content namespace.
    ///
    /// ```
    /// use envoi::{stanza::StanzaKind, stream::StreamWriter};
    ///
    /// let mut writer = StreamWriter::fragments("jabber:server");
    /// let mut iq = writer.stanza(StanzaKind::Iq)?;
    /// iq.attribute("type", "result")?.attribute("id", "a1")?;
    /// iq.finish()?;
    /// assert_eq!(writer.as_bytes(), b"<iq type='result' id='a1'/>");
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `NotOpen`, `Closed`.
    pub fn stanza(&mut self, kind: StanzaKind) -> Result<ElementWriter<'_>, WriteError> {
        self.check_open()?;
        self.xml.content_element(kind.as_str())
    }

    /// Writes a stanza that was built, or an answer that was made ready.
    ///
    /// ```
    /// use envoi::stanza::{Message, Presence, Show};
    /// use envoi::{Jid, stream::StreamWriter};
    ///
    /// let juliet = Jid::from_static("juliet@example.com");
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// writer.write(&Message::chat(juliet).id("m1").body("Art thou not Romeo?"))?;
    /// writer.write(&Presence::available().show(Show::Away))?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<message to='juliet@example.com' id='m1' type='chat'><body>Art thou not Romeo?</body></message>\
    ///      <presence><show>away</show></presence>"
    /// );
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `NotOpen`, `Closed`, `Character` in a text, those of the [builder](crate::stanza) and of what it holds.
    pub fn write(&mut self, stanza: &(impl WriteStanza + ?Sized)) -> Result<(), WriteError> {
        let mut element = self.stanza(stanza.kind())?;
        stanza.write_parts(&mut element, Seal(()))?;
        element.finish()
    }

    /// Writes a first-level element as it was read, with what it takes from around it.
    ///
    /// ```
    /// use envoi::{stream::StreamWriter, xml::ElementBuf};
    ///
    /// let mut writer = StreamWriter::fragments("jabber:client");
    /// writer.write_element(ElementBuf::parse("<iq  xmlns='jabber:client'/>")?.element())?;
    /// assert_eq!(writer.as_bytes(), b"<iq  xmlns='jabber:client'/>");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `NotOpen`, `Closed`, `NestedHeader`, `ContentNamespace`, `ContentPrefix`.
    pub fn write_element(&mut self, element: Element<'_>) -> Result<(), WriteError> {
        self.check_open()?;
        self.check_first_level(element.name(), element.namespace())?;
        self.xml.write_element(element)
    }

    /// Writes a stanza of another stream, which is re-scoped to the content namespace of this one (RFC 6120 section 4.8.3).
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader, StreamWriter};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<message xmlns='jabber:client' to='b@example.net'><body>Hi</body></message>";
    /// let Some(Event::Stanza(message)) = reader.read(&mut input)? else { panic!() };
    /// let mut writer = StreamWriter::fragments("jabber:server");
    /// writer.forward(message.forward().from("a@example.com"))?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<message from='a@example.com' xmlns='jabber:server' to='b@example.net'><body>Hi</body></message>"
    /// );
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `NotOpen`, `Closed`, `Character` in a new value, `ContentNamespace`, `ContentPrefix`.
    pub fn forward(&mut self, stanza: Forward<'_>) -> Result<(), WriteError> {
        self.check_open()?;
        let standalone = self.mode == Mode::Frames;
        let written = self.xml.write_with(|xml| {
            let stanza = stanza.content_namespace(&xml.content);
            let stanza = if standalone { stanza.standalone() } else { stanza };
            stanza.write_to(&mut xml.out)
        });
        written.map_err(|error| {
            let kind = match error.kind() {
                ForwardErrorKind::Character => WriteErrorKind::Character,
                ForwardErrorKind::ContentNamespace => WriteErrorKind::ContentNamespace,
                ForwardErrorKind::ContentPrefix => WriteErrorKind::ContentPrefix,
            };
            WriteError::new(kind, error.offset())
        })
    }

    /// Writes octets as they are: white space that keeps a connection alive (RFC 6120 section 4.6.1), or elements that are known to fit.
    ///
    /// Nothing is checked.
    pub fn write_raw(&mut self, octets: &[u8]) {
        let _ = self.write_with(|out| {
            out.extend_from_slice(octets);
            Ok(())
        });
    }

    /// Begins a stream error, with which the stream is closed (RFC 6120 section 4.9).
    ///
    /// ```
    /// use envoi::stream::{Condition, StreamWriter};
    ///
    /// let mut writer = StreamWriter::new("jabber:client");
    /// writer.header().from("example.com").finish()?;
    /// writer.clear();
    /// writer.failure(Condition::Conflict).text("Replaced").lang("en").finish()?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<stream:error><conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>\
    ///      <text xmlns='urn:ietf:params:xml:ns:xmpp-streams' xml:lang='en'>Replaced</text></stream:error></stream:stream>"
    /// );
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    pub fn failure(&mut self, condition: Condition) -> FailureWriter<'_> {
        FailureWriter::new(self, condition)
    }

    /// Closes the stream (RFC 6120 section 4.4, RFC 7395 section 3.6). Frames may answer a header with a close (RFC 7395 section 3.4).
    ///
    /// # Errors
    ///
    /// `NotOpen`, `Closed`; `NotOpen` for a writer of bare stanzas.
    pub fn close(&mut self) -> Result<(), WriteError> {
        if self.mode == Mode::Frames {
            return self.close_frames(None);
        }
        self.check_open()?;
        if self.mode == Mode::Fragments {
            return Err(WriteError::new(WriteErrorKind::NotOpen, 0));
        }
        self.write_raw(b"</stream:stream>");
        self.phase = Phase::Closed;
        Ok(())
    }

    /// Closes a stream of frames, and tells where to go instead (RFC 7395 section 3.6.1). In other streams that is
    /// [`FailureWriter::other_host`].
    ///
    /// ```
    /// use envoi::stream::StreamWriter;
    ///
    /// let mut writer = StreamWriter::frames();
    /// writer.close_for("wss://other.example/xmpp?a&b")?;
    /// assert_eq!(
    ///     String::from_utf8_lossy(writer.as_bytes()),
    ///     "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='wss://other.example/xmpp?a&amp;b'/>"
    /// );
    /// # Ok::<(), envoi::stream::WriteError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// `Closed`, `Character`; `NotOpen` for a writer of anything but frames.
    pub fn close_for(&mut self, see_other_uri: &str) -> Result<(), WriteError> {
        if self.mode != Mode::Frames {
            return Err(WriteError::new(WriteErrorKind::NotOpen, 0));
        }
        self.close_frames(Some(see_other_uri))
    }

    fn close_frames(&mut self, see_other_uri: Option<&str>) -> Result<(), WriteError> {
        if self.phase == Phase::Closed {
            return Err(WriteError::new(WriteErrorKind::Closed, 0));
        }
        self.write_with(|out| push_close(see_other_uri, out))?;
        self.phase = Phase::Closed;
        Ok(())
    }

    fn check_open(&self) -> Result<(), WriteError> {
        match self.phase {
            Phase::New => Err(WriteError::new(WriteErrorKind::NotOpen, 0)),
            Phase::Open => Ok(()),
            Phase::Closed => Err(WriteError::new(WriteErrorKind::Closed, 0)),
        }
    }

    fn check_header(&self) -> Result<(), WriteError> {
        let wrong = |kind| Err(WriteError::new(kind, 0));
        match self.phase {
            Phase::Open => wrong(WriteErrorKind::NestedHeader),
            Phase::Closed => wrong(WriteErrorKind::Closed),
            Phase::New => match self.xml.content_namespace() {
                "" | NS_STREAM => wrong(WriteErrorKind::ContentNamespace),
                content if xml::is_reserved_namespace(content.as_bytes()) => {
                    wrong(WriteErrorKind::ReservedNamespace)
                }
                _ => Ok(()),
            },
        }
    }

    /// Lets `write` append to what is whole; it stops at a character that XML does not have, and gives its offset.
    fn write_with(
        &mut self,
        write: impl FnOnce(&mut Vec<u8>) -> Result<(), usize>,
    ) -> Result<(), WriteError> {
        let written = self.xml.write_with(|xml| write(&mut xml.out));
        written.map_err(|offset| WriteError::new(WriteErrorKind::Character, offset))
    }

    /// What no reader would take as a first-level element.
    fn check_first_level(&self, name: &str, namespace: &str) -> Result<(), WriteError> {
        if namespace == self.xml.content_namespace() {
            return Ok(());
        }
        // RFC 7395 sections 3.4 and 3.6: a frame of these opens or closes the stream.
        if self.mode == Mode::Frames && namespace == NS_FRAMING && ["open", "close"].contains(&name) {
            return Err(WriteError::new(WriteErrorKind::NestedHeader, 0));
        }
        first_level::refuse(namespace.as_bytes(), name.as_bytes()).map_err(|kind| match kind {
            StreamErrorKind::NestedHeader => WriteError::new(WriteErrorKind::NestedHeader, 0),
            _ => WriteError::new(WriteErrorKind::ContentNamespace, 0),
        })
    }
}

/// The error is that of [`escape::push_attribute`].
fn push_close(see_other_uri: Option<&str>, out: &mut Vec<u8>) -> Result<(), usize> {
    out.extend_from_slice(b"<close");
    escape::push_attribute("xmlns", NS_FRAMING, out)?;
    if let Some(uri) = see_other_uri {
        escape::push_attribute("see-other-uri", uri, out)?;
    }
    out.extend_from_slice(b"/>");
    Ok(())
}

/// How much has been written, and not what: logs are no place for it.
impl fmt::Debug for StreamWriter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamWriter").field("written", &self.as_bytes().len()).finish_non_exhaustive()
    }
}
