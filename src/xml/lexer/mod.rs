//! [`Lexer`]: reads one element after another, from whatever octets there are so far, and leaves an [`Index`] behind.
//!
//! A lexical state is a function: it is given the place of the next octet and gives the place behind what it has read. Where the octets run
//! out, it names the state that reads on from there, so that none looks at an octet again that an earlier call has seen, but for the few
//! of an end tag, a reference, `<![CDATA[`, a split code point, and those behind the last stop that were classified with it.

mod content;
mod declaration;
mod name;
mod reference;
mod resolve;
mod tag;

use super::chars;
use super::error::{XmlError, XmlErrorKind};
use super::index::{self, Index, NONE};
use super::limits::Limits;
use crate::scan::{self, Markup};
use crate::steps::step;
use alloc::vec::Vec;
pub(crate) use content::refused_bang;
use core::convert::Infallible;
use declaration::Part;
use name::OpenName;
use reference::Within;
use tag::{Pending, Tally};

/// What has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// An XML declaration.
    Declaration,
    /// The start tag of the outermost element, unless it is in the usual namespace.
    Started,
    /// The outermost element, whole.
    Finished,
    /// The end tag of what encloses the elements: [`Lexer::root`].
    RootEnd,
}

/// Why a lexical state was left.
enum Stop {
    /// The octets have run out.
    More,
    Signal(Signal),
    /// Small enough for a register.
    Fault {
        kind: XmlErrorKind,
        offset: u32,
    },
}

/// Where reading goes on.
type Step = Result<usize, Stop>;

/// The lexical state that reads on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Content,
    Bang,
    Declaration(Part),
    StartName,
    Tag,
    AttributeName,
    Equals,
    Quote,
    Value,
    EmptyTag,
    Reference(Within),
    Number { hexadecimal: bool, within: Within },
    Cdata,
    EndName,
    EndTag,
    Finished,
}

#[derive(Clone, Debug)]
pub(crate) struct Lexer {
    pub(crate) index: Index,
    pub(crate) limits: Limits,
    /// The namespace whose elements may not have a prefix (RFC 6120 section 4.8.5), if any.
    pub(crate) content_namespace: Vec<u8>,
    /// The namespace of outermost elements of which [`Signal::Started`] need not tell, if any.
    pub(crate) usual_namespace: Option<u32>,
    /// The qualified name of the element that encloses all others; empty if there is none.
    pub(crate) root: Vec<u8>,
    /// Whether the element at hand has been ASCII so far.
    pub(crate) ascii: bool,
    /// Whether an XML declaration may stand here.
    pub(crate) at_start: bool,
    state: State,
    /// Where `state` reads on.
    pos: usize,
    /// What has been classified, and where it begins. Behind the octets there are, everything stops.
    window: scan::Window,
    window_start: usize,
    /// Whether the octets ran out in the window.
    cut: bool,
    /// The `<` of the markup at hand.
    tag: usize,
    /// The name that was cut.
    name: OpenName,
    /// The attribute that was cut.
    pending: Pending,
    /// The attributes and declarations of the tag at hand.
    tally: Tally,
    /// The `&` of the reference at hand, and its number.
    reference: usize,
    number: u32,
    /// The innermost open element.
    current: u32,
    depth: u32,
    /// How many declarations are in scope.
    declared: u32,
    /// For finding duplicates among many attributes.
    order: Vec<usize>,
}

impl Lexer {
    pub(crate) fn new(limits: Limits) -> Self {
        Self {
            index: Index::default(),
            limits,
            content_namespace: Vec::new(),
            usual_namespace: None,
            root: Vec::new(),
            ascii: true,
            at_start: true,
            state: State::Content,
            pos: 0,
            window: scan::Window::EMPTY,
            window_start: NOWHERE,
            cut: false,
            tag: 0,
            name: OpenName::default(),
            pending: Pending::default(),
            tally: Tally::default(),
            reference: 0,
            number: 0,
            current: NONE,
            depth: 0,
            declared: 0,
            order: Vec::new(),
        }
    }

    /// Makes ready for an element.
    pub(crate) fn begin(&mut self) {
        self.index.clear();
        self.state = State::Content;
        self.pos = 0;
        self.ascii = true;
        self.current = NONE;
        self.depth = 0;
        self.declared = self.index.inherited.counted;
    }

    /// The octets begin so many later than before.
    #[inline]
    pub(crate) fn advance(&mut self, octets: usize) {
        self.window_start = self.window_start.wrapping_sub(octets);
    }

    /// Forgets what has been classified: other octets follow.
    pub(crate) fn forget(&mut self) {
        self.window_start = NOWHERE;
        self.cut = false;
    }

    /// Gives back memory: every buffer shrinks to `octets` octets, or to what it holds.
    pub(crate) fn shrink_to(&mut self, octets: usize) {
        self.index.shrink_to(octets);
        self.order.clear();
        self.order.shrink_to(octets / size_of::<usize>());
    }

    /// Where the next octet to look at stands, behind the start of the element.
    pub(crate) fn position(&self) -> usize {
        self.pos
    }

    /// Reads on. `octets` begin with the `<` of the element; they are those of the call before, and more.
    ///
    /// `None`: the octets have run out. Octets that are not those of the call before give wrong signals or errors, never a panic.
    #[inline]
    pub(crate) fn run(&mut self, octets: &[u8]) -> Result<Option<Signal>, XmlError> {
        // What has been read must be there still: the states look back at it.
        if octets.len() < self.pos {
            return Err(XmlError::new(XmlErrorKind::Incomplete, octets.len()));
        }
        self.run_on(octets)
    }

    #[inline(never)]
    fn run_on(&mut self, octets: &[u8]) -> Result<Option<Signal>, XmlError> {
        // The limit holds before anything beyond it is looked at.
        let within = &octets[..octets.len().min(self.limits.octets.min(self.index.room()))];
        // A window knows nothing of octets that have come since, and too much of those behind the limit.
        if self.cut || self.window_start.wrapping_add(self.window.octets()) > within.len() {
            self.forget();
        }
        let Err(stop) = self.resume(within);
        match stop {
            Stop::Signal(signal) => Ok(Some(signal)),
            Stop::Fault { kind, offset } => Err(XmlError::new(kind, offset as usize)),
            Stop::More if octets.len() > within.len() => {
                Err(XmlError::new(XmlErrorKind::Octets, within.len()))
            }
            Stop::More => Ok(None),
        }
    }

    /// Reads on from the state at which the octets ran out, up to something to tell.
    #[inline(always)]
    fn resume(&mut self, octets: &[u8]) -> Result<Infallible, Stop> {
        let pos = match self.state {
            State::Content => self.pos,
            _ => self.complete(octets)?,
        };
        self.content(octets, pos)
    }

    /// Completes the markup that was cut.
    #[cold]
    #[inline(never)]
    fn complete(&mut self, octets: &[u8]) -> Step {
        let pos = self.pos;
        let in_tag = match self.state {
            State::Content => return Ok(pos),
            State::Finished => return Err(Stop::Signal(Signal::Finished)),
            State::Bang => return self.bang(octets),
            State::Cdata => return self.cdata(octets, pos),
            State::Declaration(part) => return self.declaration(octets, pos, part),
            State::StartName => return self.start_name(octets, pos, self.name),
            State::EmptyTag => return self.empty_tag(octets, pos),
            State::EndName => return self.end_name(octets, pos),
            State::EndTag => return self.end_tag(octets, pos),
            State::Reference(within) => {
                let behind = self.reference(octets, pos, within)?;
                if within == Within::Content {
                    return Ok(behind);
                }
                self.value(octets, behind, self.pending)?
            }
            State::Number { hexadecimal, within } => {
                let behind = self.number(octets, pos, hexadecimal, within)?;
                if within == Within::Content {
                    return Ok(behind);
                }
                self.value(octets, behind, self.pending)?
            }
            State::Tag => pos,
            State::AttributeName => self.attribute_name(octets, pos, self.name)?,
            State::Equals => self.equals(octets, pos, self.pending)?,
            State::Quote => self.quote(octets, pos)?,
            State::Value => self.value(octets, pos, self.pending)?,
        };
        let spaced = chars::is_space(octets[in_tag - 1]);
        self.tag(octets, in_tag, spaced)
    }

    /// The next octet from here on that `stops` has a bit for; the number of octets if there is none.
    #[inline(always)]
    fn seek(&mut self, octets: &[u8], mut pos: usize, stops: impl Fn(&Markup) -> u64) -> usize {
        loop {
            step();
            match self.window.stops(pos.wrapping_sub(self.window_start), &stops) {
                Some(0) => pos += scan::BLOCK,
                Some(rest) => return pos + rest.trailing_zeros() as usize,
                None => self.classify(octets, pos),
            }
        }
    }

    /// Classifies what begins here.
    #[inline(never)]
    fn classify(&mut self, octets: &[u8], pos: usize) {
        self.window_start = pos;
        self.cut = self.window.classify(octets.get(pos..).unwrap_or_default());
    }

    /// The octets have run out; `state` reads on.
    #[inline(always)]
    fn pause<T>(&mut self, state: State, pos: usize) -> Result<T, Stop> {
        self.state = state;
        self.pos = pos;
        Err(Stop::More)
    }

    /// There is something to tell; `state` reads on.
    #[inline(always)]
    fn signal<T>(&mut self, signal: Signal, state: State, pos: usize) -> Result<T, Stop> {
        self.state = state;
        self.pos = pos;
        Err(Stop::Signal(signal))
    }

    /// What stands here cannot stand here: `kind`, unless it is no character at all.
    #[cold]
    #[inline(never)]
    fn stray(&mut self, octets: &[u8], pos: usize, kind: XmlErrorKind, state: State) -> Stop {
        if let Some(kind) = chars::text_fault(&octets[pos..], kind) {
            return fault(kind, pos);
        }
        self.state = state;
        self.pos = pos;
        Stop::More
    }
}

#[cold]
fn fault(kind: XmlErrorKind, offset: usize) -> Stop {
    Stop::Fault { kind, offset: index::offset(offset) }
}

/// Where no window begins.
const NOWHERE: usize = usize::MAX / 2;

#[cfg(test)]
mod tests {
    use super::{Lexer, Signal};
    use crate::xml::index::MAX_OCTETS;
    use crate::xml::{Limits, XmlErrorKind};

    /// As if a stream header had left nearly as much as offsets can count.
    #[test]
    fn offsets_count_what_is_kept_of_stanza_and_header() {
        let read = |octets: &str| {
            let mut lexer = Lexer::new(Limits::MAX);
            lexer.at_start = false;
            lexer.index.inherited.kept = MAX_OCTETS - "<a></a>".len();
            assert!(matches!(lexer.run(octets.as_bytes()), Ok(Some(Signal::Started))));
            lexer.run(octets.as_bytes()).map_err(|error| (error.kind(), error.offset()))
        };
        assert!(matches!(read("<a></a>"), Ok(Some(Signal::Finished))));
        assert_eq!(read("<a> </a>").unwrap_err(), (XmlErrorKind::Octets, "<a> </a".len()));
    }
}
