//! [`Lexer`]: reads one element after another, from whatever octets there are so far, and leaves an [`Index`] behind.
//!
//! A lexical state is a function. Each reads on from where it stopped before, and names in `state` the function that comes next when the
//! octets run out; none looks at an octet again that an earlier call has seen, except for the few of a reference, of `<![CDATA[` and
//! of a split code point.

mod content;
mod declaration;
mod name;
mod resolve;
mod tag;

use super::error::{XmlError, XmlErrorKind};
use super::index::{self, Index, NONE, Name};
use super::limits::Limits;
use crate::scan::{self, Markup};
use alloc::vec::Vec;

/// What has been read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signal {
    /// An XML declaration.
    Declaration,
    /// The start tag of the outermost element.
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

type Step = Result<(), Stop>;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Markup,
    Bang,
    XmlDeclaration,
    StartName,
    Tag,
    AttributeName,
    Equals,
    Quote,
    Value,
    EmptyTag,
    DeclarationEnd,
    Content,
    Reference,
    Number { hexadecimal: bool },
    Cdata,
    EndName,
    EndTag,
    Finished,
}

#[allow(clippy::struct_excessive_bools)] // Each is a fact of its own about the token at hand.
#[derive(Clone, Debug)]
pub(crate) struct Lexer {
    pub(crate) index: Index,
    pub(crate) limits: Limits,
    /// The namespace whose elements may not have a prefix (RFC 6120 section 4.8.5), if any.
    pub(crate) content_namespace: Vec<u8>,
    /// The qualified name of the element that encloses all others; empty if there is none.
    pub(crate) root: Vec<u8>,
    /// Whether an XML declaration may stand here.
    pub(crate) at_start: bool,
    state: State,
    /// The next octet to look at.
    pos: usize,
    /// The last block that was classified: where it begins, how many octets it has, and the classes.
    block: usize,
    block_octets: usize,
    markup: Markup,
    /// The `<` of the tag at hand.
    tag: usize,
    /// The name at hand, and where its local part begins.
    name: usize,
    local: usize,
    attribute: Name,
    value: usize,
    /// The quote around the value at hand; 0 outside values.
    quote: u8,
    plain: bool,
    /// Whether white space stands before what comes next in the tag.
    spaced: bool,
    /// Where the attributes and declarations of the tag at hand begin in the index.
    first_attribute: usize,
    first_declaration: usize,
    in_xml_declaration: bool,
    /// The `&` of the reference at hand, and its number.
    reference: usize,
    number: u32,
    /// Behind the last markup or reference.
    text: usize,
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
            root: Vec::new(),
            at_start: true,
            state: State::Markup,
            pos: 0,
            block: 0,
            block_octets: 0,
            markup: Markup::default(),
            tag: 0,
            name: 0,
            local: 0,
            attribute: Name::default(),
            value: 0,
            quote: 0,
            plain: true,
            spaced: false,
            first_attribute: 0,
            first_declaration: 0,
            in_xml_declaration: false,
            reference: 0,
            number: 0,
            text: 0,
            current: NONE,
            depth: 0,
            declared: 0,
            order: Vec::new(),
        }
    }

    /// Makes ready for an element.
    pub(crate) fn begin(&mut self) {
        self.index.clear();
        self.state = State::Markup;
        self.pos = 0;
        self.text = 0;
        self.current = NONE;
        self.depth = 0;
        self.declared = self.index.inherited.declarations;
        self.quote = 0;
        self.in_xml_declaration = false;
    }

    /// The octets begin so many later than before.
    pub(crate) fn advance(&mut self, octets: usize) {
        self.block = self.block.wrapping_sub(octets);
    }

    /// Forgets the block that was classified last: other octets follow.
    pub(crate) fn forget(&mut self) {
        self.block_octets = 0;
    }

    /// Where the next octet to look at stands, behind the start of the element.
    pub(crate) fn position(&self) -> usize {
        self.pos
    }

    /// Reads on. `octets` begin with the `<` of the element; they are those of the call before, and more.
    ///
    /// `None`: the octets have run out.
    pub(crate) fn run(&mut self, octets: &[u8]) -> Result<Option<Signal>, XmlError> {
        // The limit holds before anything beyond it is looked at.
        let within = &octets[..octets.len().min(self.limits.octets)];
        loop {
            match self.step(within) {
                Ok(()) => {}
                Err(Stop::Signal(signal)) => return Ok(Some(signal)),
                Err(Stop::Fault { kind, offset }) => {
                    return Err(XmlError::new(self.in_its_place(kind), offset as usize));
                }
                Err(Stop::More) if octets.len() > within.len() => {
                    return Err(XmlError::new(XmlErrorKind::Octets, within.len()));
                }
                Err(Stop::More) => return Ok(None),
            }
        }
    }

    /// An XML declaration is read as a tag is, but its faults are its own.
    #[cold]
    fn in_its_place(&self, kind: XmlErrorKind) -> XmlErrorKind {
        use XmlErrorKind as Kind;
        match kind {
            Kind::Name
            | Kind::Attribute
            | Kind::AttributeValue
            | Kind::Reference
            | Kind::EntityReference
            | Kind::CharacterReference
                if self.in_xml_declaration =>
            {
                Kind::XmlDeclaration
            }
            kind => kind,
        }
    }

    fn step(&mut self, octets: &[u8]) -> Step {
        match self.state {
            State::Content => self.content(octets),
            State::Tag => self.tag(octets),
            State::Markup => self.markup(octets),
            State::Bang => self.bang(octets),
            State::XmlDeclaration => self.xml_declaration(octets),
            State::StartName => self.start_name(octets),
            State::AttributeName => self.attribute_name(octets),
            State::Equals => self.equals(octets),
            State::Quote => self.quote(octets),
            State::Value => self.value(octets),
            State::EmptyTag => self.empty_tag(octets),
            State::DeclarationEnd => self.declaration_end(octets),
            State::Reference => self.reference(octets),
            State::Number { hexadecimal } => self.number(octets, hexadecimal),
            State::Cdata => self.cdata(octets),
            State::EndName => self.end_name(octets),
            State::EndTag => self.end_tag(octets),
            State::Finished => Err(Stop::Signal(Signal::Finished)),
        }
    }

    /// Goes on to the next octet that `stops` has a bit for; `false` if the octets run out before.
    #[inline(always)]
    fn seek(&mut self, octets: &[u8], stops: impl Fn(&Markup) -> u64) -> bool {
        loop {
            let within = self.pos.wrapping_sub(self.block);
            if within < self.block_octets {
                let rest = stops(&self.markup) >> within;
                if rest != 0 {
                    self.pos += rest.trailing_zeros() as usize;
                    return true;
                }
                self.pos = self.block.wrapping_add(self.block_octets);
            }
            if !self.classify(octets) {
                return false;
            }
        }
    }

    /// Classifies the next block; `false` if there are no more octets.
    fn classify(&mut self, octets: &[u8]) -> bool {
        let rest = octets.get(self.pos..).unwrap_or_default();
        if let Some(block) = rest.first_chunk() {
            self.markup = scan::markup(block);
            self.block_octets = scan::BLOCK;
        } else {
            let mut block = [0; scan::BLOCK];
            block[..rest.len()].copy_from_slice(rest);
            let Markup { text, double_quoted, single_quoted, name } = scan::markup(&block);
            let known = (1 << rest.len()) - 1;
            self.markup = Markup {
                text: text & known,
                double_quoted: double_quoted & known,
                single_quoted: single_quoted & known,
                name: name & known,
            };
            self.block_octets = rest.len();
        }
        self.block = self.pos;
        self.block_octets != 0
    }
}

#[cold]
fn fault(kind: XmlErrorKind, offset: usize) -> Step {
    Err(Stop::Fault { kind, offset: index::offset(offset) })
}

/// The next octet.
#[inline(always)]
fn octet(octets: &[u8], pos: usize) -> Result<u8, Stop> {
    octets.get(pos).copied().ok_or(Stop::More)
}
