//! [`StreamReader`]: finds events in octets that the caller keeps.

use super::header::StreamHeader;
use super::opened::Opened;
use super::{Limits, NS_STREAM, StreamError, StreamErrorKind, first_level, utf8};
use crate::stanza::{NS_CLIENT, RawStanza, StanzaKind};
use crate::xml::lexer::{Lexer, Signal};
use crate::xml::{self, Element, XmlErrorKind};
use alloc::borrow::ToOwned;
use alloc::string::String;

/// CDATA sections, too, are text (XML 1.0 section 2.4).
const TEXT_OUTSIDE: StreamErrorKind = StreamErrorKind::Xml(XmlErrorKind::TextOutside);

/// What a stream brings.
#[derive(Clone, Copy, Debug)]
pub enum Event<'a> {
    /// The stream is opened.
    Open(StreamHeader<'a>),
    /// A message, presence or iq in the content namespace.
    Stanza(RawStanza<'a>),
    /// Any other first-level element: features, errors, negotiation, extensions.
    Element(Element<'a>),
    /// The stream is closed.
    Close,
}

/// Finds events in octets that the caller keeps; it holds indices, never octets of a stanza.
///
/// Most callers want [`StreamBuffer`](super::StreamBuffer), which keeps the octets too.
///
/// ```
/// use envoi::stream::{Event, Limits, StreamReader};
///
/// let mut reader = StreamReader::fragments(Limits::DEFAULT);
/// let mut input: &[u8] = b"<presence/> <message><bo";
/// assert!(matches!(reader.read(&mut input)?, Some(Event::Stanza(_))));
/// assert!(reader.read(&mut input)?.is_none());
/// // What is left is the start of an event: keep it, and append what comes.
/// assert_eq!(input, b"<message><bo");
/// # Ok::<(), envoi::stream::StreamError>(())
/// ```
#[derive(Clone, Debug)]
pub struct StreamReader {
    limits: Limits,
    lexer: Lexer,
    phase: Phase,
    /// The content namespace that the stream must have, if one was asked for.
    required: Option<String>,
    /// The content namespace that the stream has.
    content: String,
    header: Option<Opened>,
    /// Whether there is no header at all.
    headless: bool,
    /// How many octets have been taken off the input.
    taken: u64,
    /// How many of them stand in front of the stream header, in this stream.
    prolog: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// In front of the stream header, or in it.
    Header,
    /// Between first-level elements.
    Between,
    /// In a first-level element.
    Element,
    /// The header is an empty-element tag, so the stream is closed as soon as it is opened.
    Closing,
    Closed,
    Failed(StreamError),
}

/// What has been found, and where it stands.
#[derive(Clone, Copy)]
enum Found<'a> {
    Open,
    Element(&'a str, Option<StanzaKind>),
    Close,
}

impl StreamReader {
    /// A reader of a stream, from its XML declaration or its header on.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::new(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<?xml version='1.0'?>\
    ///     <stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'><presence/></stream:stream>";
    /// assert!(matches!(reader.read(&mut input)?, Some(Event::Open(_))));
    /// assert!(matches!(reader.read(&mut input)?, Some(Event::Stanza(_))));
    /// assert!(matches!(reader.read(&mut input)?, Some(Event::Close)));
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn new(limits: Limits) -> Self {
        let mut lexer = Lexer::new(limits.element(limits.header_octets));
        lexer.begin();
        Self {
            limits,
            lexer,
            phase: Phase::Header,
            required: None,
            content: String::new(),
            header: None,
            headless: false,
            taken: 0,
            prolog: 0,
        }
    }

    /// A reader of bare stanzas, as they stand in logs, archives and tests: no header, white space between them.
    ///
    /// What declares no namespace is in the content namespace, `jabber:client` unless told otherwise.
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::fragments(Limits::DEFAULT);
    /// let mut input: &[u8] = b"<iq id='1'/>\n<iq id='2'/>";
    /// let mut ids = Vec::new();
    /// while let Some(Event::Stanza(iq)) = reader.read(&mut input)? {
    ///     ids.extend(iq.id().map(|id| id.into_owned()));
    /// }
    /// assert_eq!(ids, ["1", "2"]);
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn fragments(limits: Limits) -> Self {
        let mut reader = Self::new(limits);
        reader.headless = true;
        reader.begin_fragments();
        reader
    }

    /// The same reader, for streams of this content namespace only (RFC 6120 section 4.8.3).
    ///
    /// ```
    /// use envoi::stream::{Limits, StreamErrorKind, StreamReader};
    ///
    /// let mut reader = StreamReader::new(Limits::DEFAULT).content_namespace("jabber:server");
    /// let mut input: &[u8] = b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
    /// assert_eq!(reader.read(&mut input).unwrap_err().kind(), StreamErrorKind::ContentNamespace);
    /// ```
    #[must_use]
    pub fn content_namespace(mut self, namespace: &str) -> Self {
        self.required = Some(namespace.to_owned());
        if self.headless {
            self.begin_fragments();
        }
        self
    }

    /// The header of the stream, once it has come.
    ///
    /// ```
    /// use envoi::stream::{Limits, StreamReader};
    ///
    /// let mut reader = StreamReader::new(Limits::DEFAULT);
    /// assert!(reader.header().is_none());
    /// let mut input: &[u8] = b"<stream:stream from='example.com' xmlns='jabber:client' \
    ///     xmlns:stream='http://etherx.jabber.org/streams'>";
    /// reader.read(&mut input)?;
    /// assert_eq!(reader.header().unwrap().from().as_deref(), Some("example.com"));
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn header(&self) -> Option<StreamHeader<'_>> {
        self.header.as_ref().map(|header| StreamHeader::new(header.element()))
    }

    /// How many octets have been taken off the input, in all streams since the reader was made.
    pub fn offset(&self) -> u64 {
        self.taken
    }

    /// Makes ready for a new stream on the same connection (RFC 6120 section 4.3.3), or after an error.
    ///
    /// After STARTTLS do not hand in what was left of the input: it came before the security layer (RFC 6120 section 5.4.3.3).
    ///
    /// ```
    /// use envoi::stream::{Event, Limits, StreamReader};
    ///
    /// let header = b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
    /// let mut reader = StreamReader::new(Limits::DEFAULT);
    /// assert!(matches!(reader.read(&mut &header[..])?, Some(Event::Open(_))));
    /// // SASL has succeeded.
    /// reader.reset();
    /// assert!(matches!(reader.read(&mut &header[..])?, Some(Event::Open(_))));
    /// # Ok::<(), envoi::stream::StreamError>(())
    /// ```
    pub fn reset(&mut self) {
        self.lexer.index.reset();
        self.lexer.root.clear();
        self.lexer.content_namespace.clear();
        self.lexer.usual_namespace = None;
        self.lexer.limits = self.limits.element(self.limits.header_octets);
        self.lexer.at_start = true;
        self.lexer.forget();
        self.lexer.begin();
        self.header = None;
        self.content.clear();
        self.prolog = 0;
        self.phase = Phase::Header;
        if self.headless {
            self.begin_fragments();
        }
    }

    /// Gives back memory: every buffer of the index shrinks to `octets` octets, or to what it holds if that is more. See
    /// [`Limits`](Limits#memory) for what they grow to.
    ///
    /// A reader that waits for the next stanza holds next to nothing, so `shrink_to(0)` suits connections that have been idle.
    pub fn shrink_to(&mut self, octets: usize) {
        if self.phase != Phase::Element && self.phase != Phase::Header {
            // What was found last has been looked at.
            self.lexer.index.clear();
        }
        self.lexer.shrink_to(octets);
    }

    /// Whether no more is read.
    pub(super) fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Closed | Phase::Failed(_))
    }

    /// So many octets will never be handed in: what has begun in them is forgotten.
    pub(super) fn skip(&mut self, octets: usize) {
        self.taken += octets as u64;
        self.lexer.forget();
        match self.phase {
            Phase::Header => self.lexer.begin(),
            Phase::Element => self.phase = Phase::Between,
            _ => {}
        }
    }

    /// Takes the next event off the front of `input`.
    ///
    /// `Ok(None)` is no error: append octets to what is left in `input`, and call again. Hand in octets that were left before unchanged;
    /// a reader that is handed others may give wrong events, or errors. If there are fewer than it has read, the error is
    /// [`XmlErrorKind::Incomplete`].
    ///
    /// # Errors
    ///
    /// The first fault from the left, at the same offset however the octets are cut into pieces. The same error again when called
    /// afterwards, until [`reset`](Self::reset).
    pub fn read<'a, 'i: 'a>(&'a mut self, input: &mut &'i [u8]) -> Result<Option<Event<'a>>, StreamError> {
        match self.find(input) {
            Ok(None) => Ok(None),
            Ok(Some(found)) => Ok(self.event(found)),
            Err(error) => {
                self.phase = Phase::Failed(error);
                Err(error)
            }
        }
    }

    fn event<'a>(&'a self, found: Found<'a>) -> Option<Event<'a>> {
        match found {
            Found::Open => self.header().map(Event::Open),
            Found::Element(text, kind) => {
                let element = Element::outermost(text, &self.lexer.index);
                Some(match kind {
                    Some(kind) => Event::Stanza(RawStanza::new(kind, element)),
                    None => Event::Element(element),
                })
            }
            Found::Close => Some(Event::Close),
        }
    }

    fn find<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Found<'a>>, StreamError> {
        loop {
            let found = match self.phase {
                Phase::Header => self.header_found(input)?,
                Phase::Between => {
                    if !self.skip_to_element(input)? {
                        return Ok(None);
                    }
                    continue;
                }
                Phase::Element => self.element_found(input)?,
                Phase::Closing => {
                    self.phase = Phase::Closed;
                    Some(Found::Close)
                }
                Phase::Closed => None,
                Phase::Failed(error) => return Err(error),
            };
            return Ok(found);
        }
    }

    /// RFC 6120 sections 4.2 and 11.5: perhaps an XML declaration, then the stream header.
    fn header_found<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Found<'a>>, StreamError> {
        loop {
            if self.lexer.position() == 0 {
                let space = xml::white_space(input);
                let allowed = self.limits.header_octets.saturating_sub(self.prolog);
                if space > allowed {
                    return Err(self.fault(StreamErrorKind::HeaderOctets, allowed));
                }
                self.take(input, space);
                self.prolog += space;
                self.lexer.at_start &= space == 0;
                self.lexer.limits.octets = allowed - space;
                if !self.at_markup(input, XmlErrorKind::TextOutside)? {
                    return Ok(None);
                }
            }
            let signal = self.lexer.run(input).map_err(|error| match error.kind() {
                XmlErrorKind::Octets => self.fault(StreamErrorKind::HeaderOctets, error.offset()),
                XmlErrorKind::TextBetween => self.fault(TEXT_OUTSIDE, error.offset()),
                _ => StreamError::from_xml(error, self.taken),
            })?;
            let octets = self.lexer.position();
            match signal {
                None => return Ok(None),
                Some(Signal::Started) => {
                    let (header, _) = input.split_at(octets);
                    self.open(header)?;
                    self.take(input, octets);
                    return Ok(Some(Found::Open));
                }
                Some(_) => {
                    self.take(input, octets);
                    self.prolog += octets;
                    self.lexer.at_start = false;
                    self.lexer.begin();
                }
            }
        }
    }

    /// Takes note of what the stream header says.
    fn open(&mut self, octets: &[u8]) -> Result<(), StreamError> {
        let text = self.text(octets)?;
        let element = Element::outermost(text, &self.lexer.index);
        // RFC 6120 section 4.8.1.
        if element.namespace() != NS_STREAM {
            return Err(self.fault(StreamErrorKind::StreamNamespace, 0));
        }
        if element.name() != "stream" {
            return Err(self.fault(StreamErrorKind::StreamRoot, 0));
        }
        // RFC 6120 sections 4.8.2 and 4.8.3.
        let declared = element.default_namespace().filter(|&namespace| namespace != NS_STREAM);
        let required = self.required.as_deref();
        if declared.is_some() && required.is_some() && declared != required {
            return Err(self.fault(StreamErrorKind::ContentNamespace, 0));
        }
        self.content = declared.or(required).unwrap_or(NS_CLIENT).to_owned();
        let closed = octets.ends_with(b"/>");
        self.lexer.root = element.qualified_name().as_bytes().to_owned();
        let opened = Opened::new(text, core::mem::take(&mut self.lexer.index));
        opened.leave_to(&mut self.lexer.index);
        self.header = Some(opened);
        self.begin_elements();
        if closed {
            self.phase = Phase::Closing;
        }
        Ok(())
    }

    fn begin_fragments(&mut self) {
        self.content = self.required.clone().unwrap_or_else(|| NS_CLIENT.to_owned());
        self.lexer.index.reset();
        self.lexer.index.inherit("", &self.content);
        // No header, so none of its declarations counts.
        self.lexer.index.inherited.counted = 0;
        self.lexer.at_start = false;
        self.begin_elements();
    }

    fn begin_elements(&mut self) {
        self.lexer.content_namespace = self.content.as_bytes().to_owned();
        let default = self.lexer.index.inherited.default;
        let usual = self.lexer.index.namespace_octets(&[], default) == self.content.as_bytes();
        self.lexer.usual_namespace = usual.then_some(default);
        self.lexer.limits = self.limits.element(self.limits.stanza_octets);
        self.lexer.at_start = false;
        self.lexer.begin();
        self.phase = Phase::Between;
    }

    /// RFC 6120 section 11.7: white space may stand between first-level elements. `false`: the octets have run out.
    fn skip_to_element(&mut self, input: &mut &[u8]) -> Result<bool, StreamError> {
        let space = xml::white_space(input);
        self.take(input, space);
        let kind = if self.headless { XmlErrorKind::TextOutside } else { XmlErrorKind::TextBetween };
        let found = self.at_markup(input, kind)?;
        if found {
            self.lexer.begin();
            self.phase = Phase::Element;
        } else {
            // Nothing of the window is left, and where it began would come round again behind enough white space.
            self.lexer.forget();
        }
        Ok(found)
    }

    fn element_found<'a>(&mut self, input: &mut &'a [u8]) -> Result<Option<Found<'a>>, StreamError> {
        loop {
            let signal = self.lexer.run(input).map_err(|error| match error.kind() {
                XmlErrorKind::TextBetween if self.headless => self.fault(TEXT_OUTSIDE, error.offset()),
                _ => StreamError::from_xml(error, self.taken),
            })?;
            match signal {
                None => return Ok(None),
                Some(Signal::Started) => {
                    self.first_level(input)?;
                }
                Some(Signal::Finished) => {
                    let (element, _) = input.split_at(self.lexer.position());
                    let text = self.text(element)?;
                    let kind = self.first_level(element)?;
                    self.take(input, text.len());
                    self.phase = Phase::Between;
                    return Ok(Some(Found::Element(text, kind)));
                }
                Some(Signal::RootEnd | Signal::Declaration) => {
                    self.take(input, self.lexer.position());
                    self.phase = Phase::Closed;
                    return Ok(Some(Found::Close));
                }
            }
        }
    }

    /// Which stanza a first-level element is, as its start tag tells.
    fn first_level(&self, input: &[u8]) -> Result<Option<StanzaKind>, StreamError> {
        let octets = &input[..self.lexer.position()];
        let index = &self.lexer.index;
        match index.nodes.first() {
            Some(node) if Some(node.namespace) == self.lexer.usual_namespace => {
                Ok(StanzaKind::from_octets(node.name.local_span().of_octets(octets)))
            }
            _ => first_level::kind(index, octets, &self.content).map_err(|kind| self.fault(kind, 0)),
        }
    }

    /// Whether there is a `<`; anything else is text, which may not stand here.
    fn at_markup(&self, input: &[u8], kind: XmlErrorKind) -> Result<bool, StreamError> {
        match input.first() {
            None => Ok(false),
            Some(b'<') => Ok(true),
            Some(_) => match xml::text_fault(input, kind) {
                None => Ok(false),
                Some(kind) => Err(self.fault(StreamErrorKind::Xml(kind), 0)),
            },
        }
    }

    /// The octets as text. They have been checked one by one, unless the caller has changed them between two calls.
    fn text<'a>(&self, octets: &'a [u8]) -> Result<&'a str, StreamError> {
        utf8::text(octets, self.lexer.ascii)
            .map_err(|error| self.fault(StreamErrorKind::Xml(XmlErrorKind::Utf8), error.valid_up_to()))
    }

    fn take(&mut self, input: &mut &[u8], octets: usize) {
        *input = &input[octets..];
        self.taken += octets as u64;
        self.lexer.advance(octets);
    }

    fn fault(&self, kind: StreamErrorKind, behind: usize) -> StreamError {
        StreamError::new(kind, self.taken + behind as u64)
    }
}
