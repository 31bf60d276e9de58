//! [`StreamWriter`]: writes a stream that nobody can misread.

mod element;
mod error;
mod failure;
mod header;
mod names;

pub use element::ElementWriter;
pub use error::{WriteError, WriteErrorKind};
pub use failure::FailureWriter;
pub use header::HeaderWriter;

use super::{Condition, NS_FRAMING, NS_STREAM, StreamErrorKind, first_level};
use crate::stanza::{Forward, ForwardErrorKind, NS_CLIENT, StanzaKind};
use crate::xml::{self, Element, escape};
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Range;
use names::Names;

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
    out: Vec<u8>,
    /// How many octets of `out` are whole elements.
    whole: usize,
    phase: Phase,
    mode: Mode,
    /// The content namespace.
    content: Box<str>,
    /// The content namespace again, behind which stand those that the open elements declare.
    namespaces: Vec<u8>,
    /// The elements that are open, the outermost first.
    open: Vec<Open>,
    /// The prefixes declared for attributes, `ns0` and so on: their namespaces, in `namespaces`.
    prefixes: Names,
    /// The names of the attributes of the start tag that is being written, in `out`.
    attributes: Names,
    /// Whether the start tag of the innermost element may still get attributes.
    in_tag: bool,
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

/// An element without an end so far.
#[derive(Clone, Debug)]
struct Open {
    /// Its name with the prefix, in `out`.
    name: Range<usize>,
    /// The default namespace inside, in `namespaces`.
    default: Range<usize>,
    /// How much there was of both outside.
    namespaces: usize,
    prefixes: usize,
}

impl StreamWriter {
    /// A writer of a stream of this content namespace (RFC 6120 section 4.8.2), such as `jabber:client`.
    pub fn new(content_namespace: &str) -> Self {
        Self {
            out: Vec::new(),
            whole: 0,
            phase: Phase::New,
            mode: Mode::Stream,
            content: content_namespace.into(),
            namespaces: content_namespace.into(),
            open: Vec::new(),
            prefixes: Names::default(),
            attributes: Names::default(),
            in_tag: false,
        }
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
        Self { phase: Phase::Open, mode: Mode::Fragments, ..Self::new(content_namespace) }
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
        Self { mode: Mode::Frames, ..Self::new(NS_CLIENT) }
    }

    /// What has been written and not been cleared.
    pub fn as_bytes(&self) -> &[u8] {
        &self.out[..self.whole]
    }

    /// What has been written and not been cleared.
    pub fn into_bytes(mut self) -> Vec<u8> {
        self.out.truncate(self.whole);
        self.out
    }

    /// Drops what has been written, once it is sent; the stream goes on.
    pub fn clear(&mut self) {
        self.out.clear();
        self.whole = 0;
    }

    /// Makes ready for a new stream on the same connection (RFC 6120 section 4.3.3); what has been written stays.
    pub fn reset(&mut self) {
        self.phase = if self.mode == Mode::Fragments { Phase::Open } else { Phase::New };
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
        self.roll_back();
        let mut element = ElementWriter::new(self);
        element.start(name, namespace)?;
        Ok(element)
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
        self.roll_back();
        let mut element = ElementWriter::new(self);
        if element.declares_content() {
            element.start(kind.as_str(), NS_CLIENT)?;
        } else {
            element.start_content(kind.as_str());
        }
        Ok(element)
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
        self.roll_back();
        self.push_verbatim(element)?;
        self.whole = self.out.len();
        Ok(())
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
        self.roll_back();
        let stanza = stanza.content_namespace(&self.content);
        let stanza = if self.mode == Mode::Frames { stanza.standalone() } else { stanza };
        let written = stanza.write_to(&mut self.out);
        written.map_err(|error| {
            let kind = match error.kind() {
                ForwardErrorKind::Character => WriteErrorKind::Character,
                ForwardErrorKind::ContentNamespace => WriteErrorKind::ContentNamespace,
                ForwardErrorKind::ContentPrefix => WriteErrorKind::ContentPrefix,
            };
            WriteError::new(kind, error.offset())
        })?;
        self.whole = self.out.len();
        Ok(())
    }

    /// Writes octets as they are: white space that keeps a connection alive (RFC 6120 section 4.6.1), or elements that are known to fit.
    ///
    /// Nothing is checked.
    pub fn write_raw(&mut self, octets: &[u8]) {
        self.roll_back();
        self.out.extend_from_slice(octets);
        self.whole = self.out.len();
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
        self.roll_back();
        let written = push_close(see_other_uri, &mut self.out);
        self.wrote(written)?;
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

    fn check_header(&mut self) -> Result<(), WriteError> {
        let wrong = |kind| Err(WriteError::new(kind, 0));
        self.roll_back();
        match self.phase {
            Phase::Open => wrong(WriteErrorKind::NestedHeader),
            Phase::Closed => wrong(WriteErrorKind::Closed),
            Phase::New => match &*self.content {
                "" | NS_STREAM => wrong(WriteErrorKind::ContentNamespace),
                content if xml::is_reserved_namespace(content.as_bytes()) => {
                    wrong(WriteErrorKind::ReservedNamespace)
                }
                _ => Ok(()),
            },
        }
    }

    /// Takes note of the header, if it has been written.
    fn opened(&mut self, written: Result<(), usize>) -> Result<(), WriteError> {
        self.wrote(written)?;
        self.phase = Phase::Open;
        Ok(())
    }

    /// Takes back what ends at a character that XML does not have.
    fn wrote(&mut self, written: Result<(), usize>) -> Result<(), WriteError> {
        if let Err(offset) = written {
            self.roll_back();
            return Err(WriteError::new(WriteErrorKind::Character, offset));
        }
        self.whole = self.out.len();
        Ok(())
    }

    /// Whether the header declares the prefix `stream`.
    fn has_stream_prefix(&self) -> bool {
        self.mode == Mode::Stream
    }

    /// What no reader would take as a first-level element.
    fn check_first_level(&self, name: &str, namespace: &str) -> Result<(), WriteError> {
        if *namespace == *self.content {
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

    /// Forgets an element that was begun and not finished.
    fn roll_back(&mut self) {
        self.out.truncate(self.whole);
        self.namespaces.truncate(self.content.len());
        self.open.clear();
        self.prefixes.truncate(0);
        self.attributes.truncate(0);
        self.in_tag = false;
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
        f.debug_struct("StreamWriter").field("written", &self.whole).finish_non_exhaustive()
    }
}
