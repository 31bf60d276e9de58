//! [`FrameReader`]: streams over WebSocket (RFC 7395), in which every message is one element.

use super::opened::Opened;
use super::{Event, Limits, NS_FRAMING, StreamError, StreamErrorKind, StreamHeader, first_level, utf8};
use crate::stanza::{NS_CLIENT, RawStanza, StanzaKind};
use crate::xml::lexer::{Lexer, Signal, refused_bang};
use crate::xml::{self, Element, XmlErrorKind};
use alloc::borrow::{Cow, ToOwned};
use alloc::string::String;

/// A reader of the messages of a WebSocket connection (RFC 7395 section 3.3).
///
/// ```
/// use envoi::stream::{Event, FrameReader, Limits};
///
/// let mut reader = FrameReader::new(Limits::DEFAULT);
/// let open = reader.read(b"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='example.com' version='1.0'/>")?;
/// assert!(matches!(open, Some(Event::Open(header)) if header.to().as_deref() == Some("example.com")));
/// assert!(matches!(reader.read(b"<presence xmlns='jabber:client'/>")?, Some(Event::Stanza(_))));
/// assert!(matches!(reader.read(b"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>")?, Some(Event::Close)));
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Debug)]
pub struct FrameReader {
    limits: Limits,
    lexer: Lexer,
    content: String,
    header: Option<Opened>,
    /// Which stanza was read last.
    kind: Option<StanzaKind>,
    closed: bool,
    /// Where the peer says to go on, as it closes.
    close_uri: Option<String>,
    failed: Option<StreamError>,
    /// How many octets the frames before had.
    taken: u64,
}

impl FrameReader {
    /// A reader of a new stream.
    pub fn new(limits: Limits) -> Self {
        let mut lexer = Lexer::new(limits.element(limits.stanza_octets));
        // RFC 7395 section 3.3.2.
        NS_CLIENT.as_bytes().clone_into(&mut lexer.content_namespace);
        Self {
            limits,
            lexer,
            content: NS_CLIENT.to_owned(),
            header: None,
            kind: None,
            closed: false,
            close_uri: None,
            failed: None,
            taken: 0,
        }
    }

    /// The header of the stream, once it has come.
    pub fn header(&self) -> Option<StreamHeader<'_>> {
        self.header.as_ref().map(|header| StreamHeader::new(header.element()))
    }

    /// Where the peer, a server, said to go on when it closed the stream, if it did: the attribute `see-other-uri` of its `<close/>`
    /// (RFC 7395 section 3.6.1). It has not been checked to be a URI.
    ///
    /// A client must not follow it to where less is protected, such as from `wss:` to `ws:` or `http:`.
    ///
    /// ```
    /// use envoi::stream::{Event, FrameReader, Limits};
    ///
    /// let mut reader = FrameReader::new(Limits::DEFAULT);
    /// let close = reader.read(b"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='wss://other.example/a?b&amp;c'/>")?;
    /// assert!(matches!(close, Some(Event::Close)));
    /// assert_eq!(reader.close_uri(), Some("wss://other.example/a?b&c"));
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn close_uri(&self) -> Option<&str> {
        self.close_uri.as_deref()
    }

    /// Gives back memory, as [`StreamReader::shrink_to`](super::StreamReader::shrink_to) does.
    pub fn shrink_to(&mut self, octets: usize) {
        self.lexer.begin();
        self.lexer.shrink_to(octets);
    }

    /// Makes ready for a new stream on the same connection (RFC 7395 section 3.7), or after an error.
    pub fn reset(&mut self) {
        self.lexer.index.reset();
        self.header = None;
        self.closed = false;
        self.close_uri = None;
        self.failed = None;
    }

    /// The event in a message; none after a close.
    ///
    /// # Errors
    ///
    /// What is wrong with the message, or with the one that failed before, until [`reset`](Self::reset). Offsets count from the start of the
    /// first message.
    pub fn read<'a>(&'a mut self, frame: &'a [u8]) -> Result<Option<Event<'a>>, StreamError> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        if self.closed {
            return Ok(None);
        }
        match self.element(frame) {
            Ok(text) => {
                self.taken += frame.len() as u64;
                let outermost = Element::outermost(text, &self.lexer.index);
                self.closed = outermost.is("close", NS_FRAMING);
                if self.closed {
                    self.close_uri = outermost.attribute("see-other-uri").map(Cow::into_owned);
                }
                Ok(Some(self.event(text)))
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
            return Err(self.fault(misplaced(frame), 0));
        }
        let start = self.lex(frame)?;
        let end = start + self.lexer.position();
        let behind = end + xml::white_space(&frame[end..]);
        if behind < frame.len() {
            return Err(self.fault(misplaced(&frame[behind..]), behind));
        }
        let text = utf8::text(&frame[start..end], self.lexer.ascii).map_err(|error| {
            self.fault(StreamErrorKind::Xml(XmlErrorKind::Utf8), start + error.valid_up_to())
        })?;
        let element = Element::outermost(text, &self.lexer.index);
        if self.header.is_none() && !element.is("close", NS_FRAMING) {
            // RFC 7395 section 3.3.3: no frame takes a declaration, of a namespace or a language, from this one.
            let opened = Opened::new(text, core::mem::take(&mut self.lexer.index));
            self.lexer.index.reset();
            self.header = Some(opened);
        }
        Ok(text)
    }

    /// What the start tag of the element can tell.
    fn check_first_level(&mut self, octets: &[u8], start: usize) -> Result<(), StreamError> {
        let index = &self.lexer.index;
        let Some(node) = index.nodes.first() else { return Ok(()) };
        let name = node.name.local_span().of_octets(octets);
        let framing = index.namespace_octets(octets, node.namespace) == NS_FRAMING.as_bytes();
        let fault = match (self.header.is_some(), framing, name) {
            // RFC 7395 sections 3.4 and 3.6.
            (false, true, b"open") | (_, true, b"close") => return self.refuse_content(octets, start),
            (false, true, _) => Some(StreamErrorKind::StreamRoot),
            (false, false, _) => Some(StreamErrorKind::StreamNamespace),
            (true, true, b"open") => Some(StreamErrorKind::NestedHeader),
            (true, ..) => {
                self.kind = first_level::kind(index, octets, &self.content)
                    .map_err(|kind| self.fault(kind, start))?;
                None
            }
        };
        fault.map_or(Ok(()), |kind| Err(self.fault(kind, start)))
    }

    /// What follows the start tag of an `<open>` or `<close>`, which are empty (RFC 7395 appendix A).
    fn refuse_content(&self, octets: &[u8], start: usize) -> Result<(), StreamError> {
        let (tag, rest) = octets.split_at(self.lexer.position());
        let beyond = tag.len() >= self.lexer.limits.octets;
        if beyond || tag.ends_with(b"/>") || rest.starts_with(b"</") || b"</".starts_with(rest) {
            return Ok(());
        }
        Err(self.fault(misplaced(rest), start + tag.len()))
    }

    /// Reads up to the end of the element; where it starts.
    fn lex(&mut self, frame: &[u8]) -> Result<usize, StreamError> {
        self.lexer.forget();
        self.lexer.begin();
        self.lexer.at_start = true;
        let opening = self.header.is_none();
        let allowed = if opening { self.limits.header_octets } else { self.limits.stanza_octets };
        self.lexer.limits = self.limits.element(allowed);
        let mut start = 0;
        loop {
            let octets = &frame[start..];
            let signal = self.lexer.run(octets).map_err(|error| match error.kind() {
                XmlErrorKind::Octets if opening => {
                    self.fault(StreamErrorKind::HeaderOctets, start + error.offset())
                }
                _ => StreamError::from_xml(error, self.taken + start as u64),
            })?;
            match signal {
                None => return Err(self.fault(StreamErrorKind::FrameIncomplete, frame.len())),
                Some(Signal::Finished) => return Ok(start),
                Some(Signal::Started) => {
                    self.lexer.at_start = false;
                    self.check_first_level(octets, start)?;
                }
                Some(Signal::RootEnd) => {}
                Some(Signal::Declaration) => {
                    start += self.lexer.position();
                    start += xml::white_space(&frame[start..]);
                    if opening {
                        if start >= allowed && frame.len() > allowed {
                            return Err(self.fault(StreamErrorKind::HeaderOctets, allowed));
                        }
                        self.lexer.limits = self.limits.element(allowed - start);
                    }
                    if frame.get(start).is_some_and(|&octet| octet != b'<') {
                        return Err(self.fault(misplaced(&frame[start..]), start));
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
        match self.kind {
            Some(kind) => Event::Stanza(RawStanza::new(kind, element)),
            None => Event::Element(element),
        }
    }

    fn fault(&self, kind: StreamErrorKind, behind: usize) -> StreamError {
        StreamError::new(kind, self.taken + behind as u64)
    }
}

/// What is wrong with octets that stand where none may: in front of the element of a frame, behind it, or in a header.
fn misplaced(octets: &[u8]) -> StreamErrorKind {
    // RFC 6120 section 11.1, by way of RFC 7395 section 3.3.3.
    let kind = match octets {
        [b'<', b'?', ..] => Some(XmlErrorKind::ProcessingInstruction),
        [b'<', b'!', octet, ..] if *octet != b'[' => Some(refused_bang(*octet)),
        _ => match xml::text_fault(octets, XmlErrorKind::TextOutside) {
            Some(XmlErrorKind::TextOutside) => None,
            no_character => no_character,
        },
    };
    kind.map_or(StreamErrorKind::Frame, StreamErrorKind::Xml)
}
