//! [`FrameReader`]: streams over WebSocket (RFC 7395), in which every message is one element.

use super::opened::Opened;
use super::{Event, Limits, NS_FRAMING, NS_STREAM, StreamError, StreamErrorKind, StreamHeader};
use crate::stanza::{NS_CLIENT, RawStanza};
use crate::xml::lexer::{Lexer, Signal};
use crate::xml::{self, Element, XmlErrorKind};
use alloc::borrow::ToOwned;
use alloc::string::String;

/// A reader of the messages of a WebSocket connection (RFC 7395 section 3.3).
///
/// ```
/// use envoi::stream::{Event, FrameReader, Limits};
///
/// let mut reader = FrameReader::new(Limits::DEFAULT);
/// let open = reader.read(b"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com' version='1.0'/>")?;
/// assert!(matches!(open, Event::Open(header) if header.to().as_deref() == Some("example.com")));
/// assert!(matches!(reader.read(b"<presence xmlns='jabber:client'/>")?, Event::Stanza(_)));
/// assert!(matches!(reader.read(b"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>")?, Event::Close));
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Debug)]
pub struct FrameReader {
    limits: Limits,
    lexer: Lexer,
    content: String,
    header: Option<Opened>,
    failed: Option<StreamError>,
    /// How many octets the frames before had.
    taken: u64,
}

impl FrameReader {
    /// A reader of a new stream.
    pub fn new(limits: Limits) -> Self {
        let lexer = Lexer::new(limits.element(limits.stanza_octets));
        Self { limits, lexer, content: NS_CLIENT.to_owned(), header: None, failed: None, taken: 0 }
    }

    /// The header of the stream, once it has come.
    pub fn header(&self) -> Option<StreamHeader<'_>> {
        self.header.as_ref().map(|header| StreamHeader::new(header.element()))
    }

    /// Makes ready for a new stream on the same connection (RFC 7395 section 3.7), or after an error.
    pub fn reset(&mut self) {
        self.lexer.index.reset();
        self.header = None;
        self.failed = None;
    }

    /// The event in a message.
    ///
    /// # Errors
    ///
    /// What is wrong with the message, or with the one that failed before, until [`reset`](Self::reset). Offsets count from the start of the
    /// first message.
    pub fn read<'a>(&'a mut self, frame: &'a [u8]) -> Result<Event<'a>, StreamError> {
        let found = match self.failed {
            Some(error) => Err(error),
            None => self.element(frame),
        };
        match found {
            Ok(text) => {
                self.taken += frame.len() as u64;
                Ok(self.event(text))
            }
            Err(error) => {
                self.failed = Some(error);
                Err(error)
            }
        }
    }

    /// Reads the element of a frame and takes note of a header.
    fn element<'a>(&mut self, frame: &'a [u8]) -> Result<&'a str, StreamError> {
        // RFC 7395 section 3.3.3.
        if frame.first() != Some(&b'<') {
            return Err(self.fault(StreamErrorKind::Frame, 0));
        }
        let start = self.lex(frame)?;
        let end = start + self.lexer.position();
        let rest = &frame[end..];
        if let Some(behind) = rest.iter().position(|&octet| !xml::is_space(octet)) {
            return Err(self.fault(StreamErrorKind::Frame, end + behind));
        }
        let text = core::str::from_utf8(&frame[start..end]).map_err(|error| {
            self.fault(StreamErrorKind::Xml(XmlErrorKind::Utf8), start + error.valid_up_to())
        })?;
        let element = Element::outermost(text, &self.lexer.index);
        let framing = element.namespace() == NS_FRAMING;
        let fault = match (&self.header, framing, element.name()) {
            (None, true, "open") => {
                let opened = Opened::new(text, core::mem::take(&mut self.lexer.index));
                self.lexer.index.reset();
                opened.leave_lang_to(&mut self.lexer.index);
                self.header = Some(opened);
                return Ok(text);
            }
            (_, true, "close") => return Ok(text),
            (None, false, _) => StreamErrorKind::StreamNamespace,
            (None, true, _) => StreamErrorKind::StreamRoot,
            (Some(_), true, "open") => StreamErrorKind::NestedHeader,
            (Some(_), false, "stream") if element.namespace() == NS_STREAM => StreamErrorKind::NestedHeader,
            (Some(_), _, _) => return Ok(text),
        };
        Err(self.fault(fault, start))
    }

    /// Reads up to the end of the element; where it starts.
    fn lex(&mut self, frame: &[u8]) -> Result<usize, StreamError> {
        self.lexer.forget();
        self.lexer.begin();
        self.lexer.at_start = true;
        self.lexer.limits = self.limits.element(self.limits.stanza_octets);
        let mut start = 0;
        loop {
            let octets = &frame[start..];
            let signal = self
                .lexer
                .run(octets)
                .map_err(|error| StreamError::from_xml(error, self.taken + start as u64))?;
            match signal {
                None => return Err(self.fault(StreamErrorKind::FrameIncomplete, frame.len())),
                Some(Signal::Finished) => return Ok(start),
                Some(Signal::Started | Signal::RootEnd) => {}
                Some(Signal::Declaration) => {
                    start += self.lexer.position();
                    start += frame[start..].iter().take_while(|&&octet| xml::is_space(octet)).count();
                    if frame.get(start).is_some_and(|&octet| octet != b'<') {
                        return Err(self.fault(StreamErrorKind::Frame, start));
                    }
                    self.lexer.forget();
                    self.lexer.begin();
                    self.lexer.at_start = false;
                }
            }
        }
    }

    fn event<'a>(&'a self, text: &'a str) -> Event<'a> {
        // The index of a header has moved to it.
        if let (true, Some(header)) = (self.lexer.index.nodes.is_empty(), self.header()) {
            return Event::Open(header);
        }
        let element = Element::outermost(text, &self.lexer.index);
        if element.is("close", NS_FRAMING) {
            return Event::Close;
        }
        let stanza = RawStanza::from_element(element).filter(|_| element.namespace() == self.content);
        stanza.map_or(Event::Element(element), Event::Stanza)
    }

    fn fault(&self, kind: StreamErrorKind, behind: usize) -> StreamError {
        StreamError::new(kind, self.taken + behind as u64)
    }
}
