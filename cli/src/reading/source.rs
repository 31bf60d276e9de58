//! [`Source`]: an input with the reader that finds events in it.

use super::args::ReadArgs;
use super::first_tag;
use super::place::{Counter, Place};
use super::window::{View, Window};
use crate::input::Counted;
use envoi::stanza::{NS_CLIENT, NS_COMPONENT, NS_SERVER};
use envoi::stream::{Event, FrameReader, Limits, StreamError, StreamErrorKind, StreamReader};
use envoi::xml::XmlErrorKind;
use std::{io, mem};

/// One input, which holds one stream.
pub(super) struct Source {
    window: Window,
    reader: Reader,
    /// Whether a stream header inside the stream is none of its faults.
    restarts: bool,
}

/// How an input is divided into elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Framing {
    /// A stream header, and what follows it.
    Stream,
    /// Elements without a header.
    Bare,
    /// The same, where a stanza may declare another content namespace, for itself and those behind it.
    BareOfAny,
    /// Frames of a WebSocket, one a line.
    Frames,
    /// `Stream` if the first tag is a stream header; if not, `BareOfAny`, or `Bare` where a content namespace was asked for.
    FoundOut,
}

enum Reader {
    /// Which one it is depends on the first tag.
    FoundOut(Setup),
    Stream(Box<StreamReader>),
    Fragments {
        reader: Box<StreamReader>,
        others: Option<Others>,
    },
    Frames(Box<Frames>),
}

/// The content namespaces that bare stanzas may be in (RFC 6120 section 4.8.3, XEP-0114).
const CONTENT: [&str; 3] = [NS_CLIENT, NS_SERVER, NS_COMPONENT];

/// What else than the content namespace at hand may do.
#[derive(Default)]
struct Others {
    /// Where an element stands that is not in it.
    at: u64,
    /// How many of [`CONTENT`] have been tried there.
    tried: usize,
}

/// What a reader is made with.
struct Setup {
    limits: Limits,
    content: Option<String>,
}

/// A reader of frames that stand on a line each.
struct Frames {
    reader: FrameReader,
    /// How many octets all frames before had.
    octets: u64,
    /// A line with more octets is no frame, so it need not be kept.
    longest: usize,
    /// How many octets of the line at hand have no line feed among them.
    searched: usize,
}

/// An event and where it stands.
pub(crate) struct Found<'a> {
    pub(crate) event: Event<'a>,
    /// Octets from the start of the stream.
    pub(crate) offset: u64,
    pub(crate) octets: usize,
    memory: &'a [u8],
    index: usize,
    counter: &'a mut Counter,
}

/// Something that is wrong, in the line that it stands in.
#[derive(Clone, Copy)]
pub(crate) struct Excerpt<'a> {
    pub(super) line: &'a [u8],
    /// Where it is in the line.
    pub(super) index: usize,
    pub(super) place: Place,
}

impl Source {
    pub(super) fn new(input: Counted, args: &ReadArgs, framing: Framing) -> Self {
        let setup = Setup { limits: args.limits(), content: args.content.clone() };
        let reader = Reader::new(framing, setup);
        Self { window: Window::new(input, args.chunk()), reader, restarts: args.restarts }
    }

    /// The next event; none if more octets must come first.
    pub(super) fn next_event(&mut self) -> Result<Option<Found<'_>>, StreamError> {
        let view = self.window.view();
        self.reader.find_out(&view);
        match &mut self.reader {
            Reader::FoundOut(_) => Ok(None),
            Reader::Stream(reader) | Reader::Fragments { reader, .. } => in_stream(reader, view),
            Reader::Frames(frames) => frames.next_event(view),
        }
    }

    /// Makes ready to go on behind an error that is none of the input's, if this is one.
    pub(super) fn go_on(&mut self, error: &StreamError) -> bool {
        self.restart(error) || self.change_content(error)
    }

    /// Makes ready for a new stream if the error is that one begins inside the old (RFC 6120 section 4.3.3), and this is wanted.
    fn restart(&mut self, error: &StreamError) -> bool {
        // Without a header there is nothing yet to begin anew: so the same error is not met twice.
        let begins_here = error.offset() == self.offset() && self.is_opened();
        // A header may have an XML declaration in front.
        let may_be_header = matches!(
            error.kind(),
            StreamErrorKind::NestedHeader | StreamErrorKind::Xml(XmlErrorKind::ProcessingInstruction)
        );
        let restarts = self.restarts && begins_here && may_be_header;
        if restarts {
            match &mut self.reader {
                Reader::Stream(reader) | Reader::Fragments { reader, .. } => reader.reset(),
                Reader::Frames(frames) => frames.reader.reset(),
                Reader::FoundOut(_) => {}
            }
        }
        restarts
    }

    /// Takes another content namespace if the error is that an element is not in the one at hand, and any is wanted.
    fn change_content(&mut self, error: &StreamError) -> bool {
        let Reader::Fragments { reader, others: Some(others) } = &mut self.reader else { return false };
        if error.kind() != StreamErrorKind::ContentNamespace {
            return false;
        }
        if others.at != error.offset() {
            *others = Others { at: error.offset(), tried: 0 };
        }
        let Some(namespace) = CONTENT.get(others.tried) else { return false };
        others.tried += 1;
        let at_hand = mem::replace(&mut **reader, StreamReader::fragments(Limits::DEFAULT));
        **reader = at_hand.content_namespace(namespace);
        true
    }

    /// Whether [`fill`](Self::fill) may have to wait.
    pub(super) fn is_drained(&self) -> bool {
        self.window.is_drained()
    }

    /// Reads on. `false`: there are no more octets, and all events have been given.
    pub(super) fn fill(&mut self) -> io::Result<bool> {
        self.window.fill()
    }

    /// Whether the stream header has come, or needs not.
    pub(super) fn is_opened(&self) -> bool {
        match &self.reader {
            Reader::Stream(reader) => reader.header().is_some(),
            Reader::FoundOut(_) | Reader::Fragments { .. } => true,
            Reader::Frames(frames) => frames.reader.header().is_some(),
        }
    }

    /// Whether the input, which has ended without a close or an error, ends where a stream cannot.
    pub(super) fn is_incomplete(&self) -> bool {
        self.window.waiting() > 0 || !self.is_opened()
    }

    /// Where what has not been taken begins, and where it ends, as offsets in the stream.
    pub(super) fn rest(&self) -> (u64, u64) {
        let start = self.offset();
        (start, start + self.window.waiting() as u64)
    }

    /// The line at an offset, which is not before what has been taken.
    pub(super) fn excerpt(&mut self, offset: u64) -> Excerpt<'_> {
        let behind = offset.saturating_sub(self.offset());
        let (line, index, place) = self.window.line(usize::try_from(behind).unwrap_or(0));
        Excerpt { line, index, place }
    }

    fn offset(&self) -> u64 {
        match &self.reader {
            Reader::Frames(frames) => frames.octets,
            _ => self.window.offset(),
        }
    }
}

impl Reader {
    fn new(framing: Framing, setup: Setup) -> Self {
        let limits = setup.limits;
        match framing {
            Framing::FoundOut => Self::FoundOut(setup),
            Framing::Stream => Self::Stream(setup.reader(StreamReader::new(limits))),
            Framing::Bare => {
                Self::Fragments { reader: setup.reader(StreamReader::fragments(limits)), others: None }
            }
            Framing::BareOfAny => {
                let reader = setup.reader(StreamReader::fragments(limits));
                Self::Fragments { reader, others: Some(Others::default()) }
            }
            Framing::Frames => Self::Frames(Box::new(Frames::new(limits))),
        }
    }

    /// Looks at the first tag, if it is there and tells what to read.
    fn find_out(&mut self, view: &View<'_>) {
        let Self::FoundOut(setup) = self else { return };
        let octets = &view.octets[*view.taken..];
        // What is so long before the first tag is no header, whatever follows.
        let is_over = view.ended || octets.len() > setup.limits.header_octets;
        let Some(is_header) = first_tag::is_header(octets).or(is_over.then_some(false)) else { return };
        let setup = Setup { limits: setup.limits, content: setup.content.take() };
        let framing = match (is_header, &setup.content) {
            (true, _) => Framing::Stream,
            (false, None) => Framing::BareOfAny,
            (false, Some(_)) => Framing::Bare,
        };
        *self = Self::new(framing, setup);
    }
}

impl Setup {
    /// The reader, for the content namespace that was asked for.
    fn reader(self, reader: StreamReader) -> Box<StreamReader> {
        Box::new(match &self.content {
            Some(namespace) => reader.content_namespace(namespace),
            None => reader,
        })
    }
}

fn in_stream<'a>(reader: &'a mut StreamReader, view: View<'a>) -> Result<Option<Found<'a>>, StreamError> {
    let View { octets, taken, dropped, counter, .. } = view;
    let start = *taken;
    let mut input = &octets[start..];
    let event = reader.read(&mut input);
    *taken = octets.len() - input.len();
    let Some(event) = event? else { return Ok(None) };
    let event_octets = match event {
        Event::Stanza(stanza) => stanza.source().len(),
        Event::Element(element) => element.source().len(),
        // No tag has another '<' than its first octet (XML 1.0 section 3.1).
        Event::Open(_) | Event::Close => {
            let read = &octets[start..*taken];
            read.len() - memchr::memrchr(b'<', read).unwrap_or(read.len())
        }
    };
    let index = *taken - event_octets;
    let offset = dropped + index as u64;
    Ok(Some(Found { event, offset, octets: event_octets, memory: octets, index, counter }))
}

impl Frames {
    fn new(limits: Limits) -> Self {
        // The element and an XML declaration, which the limit holds for too, and some white space.
        let longest = limits.stanza_octets.saturating_mul(2).max(limits.header_octets).saturating_add(1024);
        Self { reader: FrameReader::new(limits), octets: 0, longest, searched: 0 }
    }

    fn next_event<'a>(&'a mut self, view: View<'a>) -> Result<Option<Found<'a>>, StreamError> {
        let View { octets, taken, ended, counter, .. } = view;
        if self.searched == 0 {
            *taken += line_ends(&octets[*taken..]);
        }
        let rest = &octets[*taken..];
        let line_feed = memchr::memchr(b'\n', &rest[self.searched..]).map(|at| self.searched + at);
        let all_is_there = ended || rest.len() > self.longest;
        let Some(length) = line_feed.or(all_is_there.then_some(rest.len())).filter(|&length| length > 0)
        else {
            self.searched = rest.len();
            return Ok(None);
        };
        self.searched = 0;
        let line = &rest[..length];
        let frame = line.strip_suffix(b"\r").unwrap_or(line);
        let Some(event) = self.reader.read(frame)? else { return Ok(None) };
        let (index, offset) = (*taken, self.octets);
        *taken += length;
        self.octets += frame.len() as u64;
        Ok(Some(Found { event, offset, octets: frame.len(), memory: octets, index, counter }))
    }
}

/// How many octets of empty lines stand in front.
fn line_ends(octets: &[u8]) -> usize {
    let mut rest = octets;
    while let Some(next) = rest.strip_prefix(b"\n").or_else(|| rest.strip_prefix(b"\r\n")) {
        rest = next;
    }
    octets.len() - rest.len()
}

impl Found<'_> {
    /// Where the event begins.
    pub(crate) fn place(&mut self) -> Place {
        self.counter.advance(self.memory, self.index)
    }
}
