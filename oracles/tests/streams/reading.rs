//! What a reader of XML makes of octets, in the form that all of them can be brought to.

use crate::outcome::{Content, Name, Node};

/// A reader of XML: it tells a [`Reading`] what it finds, and says why it refuses to go on.
///
/// It is handed all octets there are, which may end anywhere.
pub(crate) type Reader = fn(&[u8], Reading) -> (Reading, Result<(), String>);

#[derive(Debug, Default)]
pub(crate) struct Reading {
    /// The header of a stream, then its first-level elements that are whole; or the elements of frames.
    pub(crate) trees: Vec<Vec<Node>>,
    /// Whether the octets are a frame, and not a stream: it ends where they end.
    is_frame: bool,
    depth: usize,
    /// The nodes of the element at hand.
    open: Vec<Node>,
    closed: bool,
}

impl Reading {
    pub(crate) fn of_stream() -> Self {
        Self::default()
    }

    pub(crate) fn of_frame() -> Self {
        Self { is_frame: true, ..Self::default() }
    }

    /// Whether nothing more must be read.
    pub(crate) fn is_over(&self) -> bool {
        self.closed && !self.is_frame
    }

    /// Whether the root is closed.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    pub(crate) fn start(&mut self, name: Name, mut attributes: Vec<(Name, String)>) {
        if self.is_over() {
            return;
        }
        sort(&mut attributes);
        self.depth += 1;
        let content = Content::Element { name, attributes };
        if self.is_header() {
            self.trees.push(vec![Node { depth: 1, content }]);
        } else {
            self.open.push(Node { depth: self.level(), content });
        }
    }

    pub(crate) fn text(&mut self, text: &str) {
        let depth = self.level() + 1;
        if depth == 1 || self.is_over() || text.is_empty() {
            return;
        }
        match self.open.last_mut() {
            Some(Node { depth: before, content: Content::Text(whole) }) if *before == depth => *whole += text,
            _ => self.open.push(Node { depth, content: Content::Text(text.to_owned()) }),
        }
    }

    pub(crate) fn end(&mut self) {
        if self.is_over() {
            return;
        }
        if self.level() == 1 {
            self.trees.push(std::mem::take(&mut self.open));
        }
        self.depth -= 1;
        self.closed = self.depth == 0;
    }

    fn is_header(&self) -> bool {
        self.level() == 0
    }

    /// How deep the element at hand is in its tree; 0 for that of the stream header.
    fn level(&self) -> usize {
        if self.is_frame { self.depth } else { self.depth.saturating_sub(1) }
    }
}

/// Not all readers keep the order of attributes.
pub(crate) fn sort(attributes: &mut [(Name, String)]) {
    attributes
        .sort_by(|(one, _), (other, _)| (&one.namespace, &one.local).cmp(&(&other.namespace, &other.local)));
}

/// A name as most readers give it: an empty namespace is none.
pub(crate) fn name(namespace: impl Into<String>, local: impl Into<String>) -> Name {
    Name { namespace: namespace.into(), local: local.into() }
}
