//! Writes XML as the servers and clients of a stream do, each in its own way.

use super::Random;

/// How one sender writes: what differs between implementations, and a reader has to be ready for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Dialect {
    quote: char,
    /// A space before the end of an empty element, as Python's and Go's libraries write it.
    spaced: bool,
    /// Quotation marks are written as references in text, too.
    thorough: bool,
    /// The attributes of a stanza in this order.
    pub(super) order: [Address; 4],
}

/// What the start tag of a stanza may carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Address {
    To,
    From,
    Id,
    Type,
}

use Address::{From, Id, To, Type};

/// As Prosody, ejabberd and Openfire write, and as clients do.
const DIALECTS: [Dialect; 6] = [
    Dialect { quote: '\'', spaced: false, thorough: true, order: [Id, Type, To, From] },
    Dialect { quote: '\'', spaced: false, thorough: false, order: [To, From, Type, Id] },
    Dialect { quote: '"', spaced: false, thorough: true, order: [Type, Id, To, From] },
    Dialect { quote: '"', spaced: false, thorough: false, order: [To, Id, Type, From] },
    Dialect { quote: '\'', spaced: false, thorough: true, order: [To, Id, From, Type] },
    Dialect { quote: '"', spaced: true, thorough: false, order: [From, To, Type, Id] },
];

impl Dialect {
    pub(super) fn any(random: &mut Random) -> Self {
        DIALECTS[random.below(DIALECTS.len())]
    }
}

/// Appends elements to a text; whoever calls keeps the order of [`Xml::open`], attributes, content, [`Xml::close`].
pub(super) struct Xml<'a> {
    out: &'a mut String,
    pub(super) dialect: Dialect,
    open: Vec<&'static str>,
    in_start_tag: bool,
}

impl<'a> Xml<'a> {
    pub(super) fn new(out: &'a mut String, dialect: Dialect) -> Self {
        Self { out, dialect, open: Vec::new(), in_start_tag: false }
    }

    pub(super) fn open(&mut self, name: &'static str) {
        self.end_start_tag();
        self.out.push('<');
        self.out.push_str(name);
        self.open.push(name);
        self.in_start_tag = true;
    }

    /// Begins an element in a namespace of its own.
    pub(super) fn open_in(&mut self, name: &'static str, namespace: &str) {
        self.open(name);
        self.attribute("xmlns", namespace);
    }

    /// An element without content, in a namespace of its own.
    pub(super) fn empty_in(&mut self, name: &'static str, namespace: &str) {
        self.open_in(name, namespace);
        self.close();
    }

    /// An element that holds text alone.
    pub(super) fn leaf(&mut self, name: &'static str, text: &str) {
        self.open(name);
        self.text(text);
        self.close();
    }

    pub(super) fn attribute(&mut self, name: &str, value: &str) {
        debug_assert!(self.in_start_tag, "{name} outside a start tag");
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push('=');
        self.out.push(self.dialect.quote);
        escape(value, |c| c == self.dialect.quote || self.dialect.thorough, self.out);
        self.out.push(self.dialect.quote);
    }

    pub(super) fn text(&mut self, text: &str) {
        self.end_start_tag();
        escape(text, |_| self.dialect.thorough, self.out);
    }

    pub(super) fn close(&mut self) {
        let name = self.open.pop().expect("an element is open");
        if self.in_start_tag {
            self.out.push_str(if self.dialect.spaced { " />" } else { "/>" });
            self.in_start_tag = false;
        } else {
            self.out.push_str("</");
            self.out.push_str(name);
            self.out.push('>');
        }
    }

    fn end_start_tag(&mut self) {
        if self.in_start_tag {
            self.out.push('>');
            self.in_start_tag = false;
        }
    }
}

/// Writes references where XML asks for them, for `>` as everybody does, and for the quotation marks wanted.
fn escape(text: &str, wanted: impl Fn(char) -> bool, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\'' if wanted(c) => out.push_str("&apos;"),
            '"' if wanted(c) => out.push_str("&quot;"),
            _ => out.push(c),
        }
    }
}
