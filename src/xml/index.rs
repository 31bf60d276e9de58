//! [`Index`]: what is where in one element and all it holds, in buffers that are reused from element to element.
//!
//! Everything is an offset from the first octet of the outermost element. The elements stand in document order, each with the place of
//! the next one behind all that it holds, so views step over whatever they do not want.

use super::scope::Scope;
use super::text;
use crate::steps::{step, steps};
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

/// The namespace of no name at all.
pub(crate) const NO_NAMESPACE: u32 = u32::MAX;
/// The namespace of the prefix `xml`, which needs no declaration.
pub(crate) const XML_NAMESPACE: u32 = u32::MAX - 1;
/// No element, no attribute, no declaration.
pub(crate) const NONE: u32 = u32::MAX;

/// From one offset up to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

/// A qualified name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) whole: Span,
    /// Where the local part begins: behind the colon, if there is one.
    pub(crate) local: u32,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) name: Name,
    /// The element that holds this one.
    pub(crate) parent: u32,
    /// Behind the start tag.
    pub(crate) content: u32,
    /// At the end tag, or where the content would be.
    pub(crate) content_end: u32,
    /// Behind the end tag.
    pub(crate) end: u32,
    /// The first element behind this one and all it holds.
    pub(crate) next: u32,
    pub(crate) namespace: u32,
    /// The default namespace in force inside.
    pub(crate) default: u32,
    /// Where this element's own attributes and declarations begin; those of the next element end them.
    pub(crate) attributes: u32,
    pub(crate) declarations: u32,
    /// How many declarations were in scope outside, and how many prefixes were bound.
    pub(crate) declared: u32,
    pub(crate) bound: u32,
    /// The attribute `xml:lang` in force.
    pub(crate) lang: u32,
    /// Whether the text directly inside is as it stands: no references, CDATA sections, or carriage returns.
    pub(crate) plain: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Attribute {
    pub(crate) name: Name,
    pub(crate) value: Span,
    pub(crate) namespace: u32,
    /// Whether the value is as it stands: no references and no white space but spaces.
    pub(crate) plain: bool,
}

// As the documentation of the limits says.
const _: () = assert!(size_of::<Node>() == 64 && size_of::<Attribute>() == 28);

/// Text of the element, or text that is kept beside it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Place {
    pub(crate) span: Span,
    pub(crate) kept: bool,
}

/// A namespace declaration, and with it the namespace.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Declaration {
    /// Where the attribute's name begins.
    pub(crate) start: u32,
    /// Empty for the default namespace.
    pub(crate) prefix: Place,
    pub(crate) uri: Place,
    /// Whether the value is as it stands.
    pub(crate) plain: bool,
    /// Whether an element or attribute has used it.
    pub(crate) used: bool,
    /// Whether it is the content namespace, once that has been asked.
    pub(crate) is_content: Option<bool>,
    /// If the name is long, the first declaration of the same.
    pub(crate) first: u32,
}

/// Up to how many octets the name of a namespace is short. Few octets bring in an element or attribute of a longer one, so that is compared
/// once, where it is declared, and what has it is compared by number.
pub(crate) const LONG_NAME: usize = 64;

/// What is where in one element.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    pub(crate) nodes: Vec<Node>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) declarations: Vec<Declaration>,
    /// The declarations of the stream header, which come first, and their text, behind which stand namespace names that had
    /// to be rewritten.
    pub(crate) inherited: Inherited,
    pub(crate) kept: String,
    pub(crate) scope: Scope,
    rare: Option<Box<Rare>>,
}

/// What few elements have, and many could be in.
#[derive(Clone, Debug, Default)]
struct Rare {
    /// The long names of namespaces, by their first declarations.
    names: Scope,
    /// The languages with references in them, by their attributes, in [`Index::kept`].
    langs: Vec<(u32, Span)>,
}

/// What elements take from the stream header.
#[derive(Clone, Debug)]
pub(crate) struct Inherited {
    pub(crate) declarations: u32,
    /// How many of them the limit counts.
    pub(crate) counted: u32,
    pub(crate) kept: usize,
    /// How many of them bind a prefix, and how many of their names are long.
    bound: u32,
    names: u32,
    /// The default namespace.
    pub(crate) default: u32,
    /// The language, in [`Index::kept`].
    pub(crate) lang: Option<Span>,
}

impl Default for Inherited {
    fn default() -> Self {
        Self { declarations: 0, counted: 0, kept: 0, bound: 0, names: 0, default: NO_NAMESPACE, lang: None }
    }
}

impl Index {
    /// Forgets the element, but not what the stream header declares.
    pub(crate) fn clear(&mut self) {
        self.nodes.clear();
        self.attributes.clear();
        self.declarations.truncate(self.inherited.declarations as usize);
        for declaration in &mut self.declarations {
            step();
            declaration.used = false;
        }
        self.kept.truncate(self.inherited.kept);
        // An element that was given up has not left them.
        self.scope.leave(self.inherited.bound);
        if let Some(rare) = &mut self.rare {
            rare.names.leave(self.inherited.names);
            rare.langs.clear();
        }
    }

    /// Forgets everything.
    pub(crate) fn reset(&mut self) {
        self.inherited = Inherited::default();
        self.clear();
    }

    /// Gives back memory: every buffer shrinks to `octets` octets, or to what it holds.
    pub(crate) fn shrink_to(&mut self, octets: usize) {
        self.nodes.shrink_to(octets / size_of::<Node>());
        self.attributes.shrink_to(octets / size_of::<Attribute>());
        self.declarations.shrink_to(octets / size_of::<Declaration>());
        self.kept.shrink_to(octets);
        self.scope.shrink_to(octets);
        if let Some(rare) = &mut self.rare {
            rare.names.shrink_to(octets);
            rare.langs.shrink_to(octets / size_of::<(u32, Span)>());
        }
    }

    /// Ends the outermost element behind its start tag, if it has no end: that of a stream header is far away.
    pub(crate) fn end_at_start_tag(&mut self) {
        let next = offset(self.nodes.len());
        if let Some(node) = self.nodes.first_mut().filter(|node| node.next == NONE) {
            (node.content_end, node.end, node.next) = (node.content, node.content, next);
        }
    }

    /// Keeps a declaration that comes from outside.
    pub(crate) fn inherit(&mut self, prefix: &str, uri: &str) {
        let prefix_place = Place { span: self.keep(prefix), kept: true };
        let uri_place = Place { span: self.keep(uri), kept: true };
        let id = offset(self.declarations.len());
        self.declarations.push(Declaration {
            start: 0,
            prefix: prefix_place,
            uri: uri_place,
            plain: true,
            used: false,
            is_content: None,
            first: id,
        });
        if uri.len() > LONG_NAME {
            self.note_long_name(&[], id);
            self.inherited.names = self.rare.as_ref().map_or(0, |rare| rare.names.bound());
        }
        if prefix.is_empty() {
            self.inherited.default = if uri.is_empty() { NO_NAMESPACE } else { id };
        } else {
            self.bind(&[], id);
            self.inherited.bound = self.scope.bound();
        }
        self.inherited.declarations = id + 1;
        self.inherited.counted = id + 1;
        self.inherited.kept = self.kept.len();
    }

    /// Puts the declaration of a prefix into force.
    pub(crate) fn bind(&mut self, octets: &[u8], id: u32) {
        let (declarations, kept) = (&self.declarations, &self.kept);
        let prefix_of = |id: u32| declarations[id as usize].prefix.of_octets(octets, kept);
        self.scope.bind(prefix_of(id), id, prefix_of);
    }

    /// Takes note of the name of a declaration, which is long.
    #[cold]
    #[inline(never)]
    pub(crate) fn note_long_name(&mut self, octets: &[u8], id: u32) {
        let first = self.first_of(octets, self.namespace_octets(octets, id));
        if first.is_none() {
            let (declarations, kept) = (&self.declarations, &self.kept);
            let name_of = |id: u32| declarations[id as usize].uri.of_octets(octets, kept);
            self.rare.get_or_insert_default().names.bind(name_of(id), id, name_of);
        }
        self.declarations[id as usize].first = first.unwrap_or(id);
    }

    /// The first declaration of a long name.
    fn first_of(&self, octets: &[u8], name: &[u8]) -> Option<u32> {
        self.rare.as_ref()?.names.find(name, |id| is_same(self.namespace_octets(octets, id), name))
    }

    /// Whether two namespaces have the same name.
    #[inline]
    pub(crate) fn same_namespace(&self, octets: &[u8], one: u32, other: u32) -> bool {
        one == other || self.order_of_namespaces(octets, one, other) == Ordering::Equal
    }

    /// An order of namespaces, in which those of the same name are equal.
    pub(crate) fn order_of_namespaces(&self, octets: &[u8], one: u32, other: u32) -> Ordering {
        self.namespace_key(octets, one).cmp(&self.namespace_key(octets, other))
    }

    /// Of a long name its number, of any other the name.
    fn namespace_key<'o>(&'o self, octets: &'o [u8], namespace: u32) -> (Option<u32>, &'o [u8]) {
        let name = self.namespace_octets(octets, namespace);
        if name.len() <= LONG_NAME {
            steps(1 + name.len());
            return (None, name);
        }
        (self.declarations.get(namespace as usize).map(|found| found.first), b"")
    }

    /// The number of a namespace, if its name is long: the same for the same name.
    pub(crate) fn long_namespace(&self, octets: &[u8], namespace: u32) -> Option<u32> {
        self.namespace_key(octets, namespace).0
    }

    /// Whether a namespace has this name, for many namespaces.
    pub(crate) fn is_namespace<'o, 'n>(
        &'o self,
        octets: &'o [u8],
        name: &'n str,
    ) -> impl Fn(u32) -> bool + Clone + use<'o, 'n> {
        let is_long = name.len() > LONG_NAME;
        let first = if is_long { self.first_of(octets, name.as_bytes()) } else { None };
        let wanted: (_, &[u8]) = (first, if is_long { b"" } else { name.as_bytes() });
        // A long name that nothing declares is not the empty one.
        let is_there = !is_long || first.is_some();
        move |namespace| is_there && self.namespace_key(octets, namespace) == wanted
    }

    /// Keeps a language that has references in it.
    pub(crate) fn keep_lang(&mut self, octets: &[u8], attribute: u32) {
        let raw = self.attributes[attribute as usize].value.of_octets(octets);
        let span = self.keep_value(raw);
        self.rare.get_or_insert_default().langs.push((attribute, span));
    }

    /// A language that has been kept.
    pub(crate) fn kept_lang(&self, attribute: u32) -> Option<&str> {
        let langs = &self.rare.as_ref()?.langs;
        let found = langs.binary_search_by_key(&attribute, |&(attribute, _)| attribute).ok()?;
        langs.get(found).map(|(_, span)| span.of(&self.kept))
    }

    /// Keeps the language that comes from outside.
    pub(crate) fn inherit_lang(&mut self, lang: &str) {
        self.inherited.lang = Some(self.keep(lang));
        self.inherited.kept = self.kept.len();
    }

    /// Up to how many octets of an element there are offsets for: what is kept of it is no longer than it is, and stands behind what is kept of its
    /// stream.
    pub(crate) fn room(&self) -> usize {
        MAX_OCTETS.saturating_sub(self.inherited.kept)
    }

    /// Keeps text beside the element.
    pub(crate) fn keep(&mut self, text: &str) -> Span {
        steps(text.len());
        let start = offset(self.kept.len());
        self.kept.push_str(text);
        Span { start, end: offset(self.kept.len()) }
    }

    /// Keeps what an attribute value stands for; its octets have been found to be UTF-8.
    pub(crate) fn keep_value(&mut self, raw: &[u8]) -> Span {
        let start = offset(self.kept.len());
        text::push_value(core::str::from_utf8(raw).unwrap_or_default(), &mut self.kept);
        Span { start, end: offset(self.kept.len()) }
    }

    /// The attributes of an element.
    pub(crate) fn attributes_of(&self, node: u32) -> &[Attribute] {
        let end =
            self.nodes.get(node as usize + 1).map_or(self.attributes.len(), |next| next.attributes as usize);
        self.nodes.get(node as usize).map_or(&[], |node| &self.attributes[node.attributes as usize..end])
    }

    /// The namespace declarations of an element.
    pub(crate) fn declarations_of(&self, node: u32) -> &[Declaration] {
        let end = self
            .nodes
            .get(node as usize + 1)
            .map_or(self.declarations.len(), |next| next.declarations as usize);
        self.nodes.get(node as usize).map_or(&[], |node| &self.declarations[node.declarations as usize..end])
    }

    /// The name of a namespace.
    pub(crate) fn namespace<'a>(&'a self, text: &'a str, namespace: u32) -> &'a str {
        match namespace {
            NO_NAMESPACE => "",
            XML_NAMESPACE => super::NS_XML,
            id => self.declarations.get(id as usize).map_or("", |found| self.place(text, found.uri)),
        }
    }

    /// The text at a place.
    pub(crate) fn place<'a>(&'a self, text: &'a str, place: Place) -> &'a str {
        place.span.of(if place.kept { &self.kept } else { text })
    }

    /// The octets at a place.
    pub(crate) fn place_octets<'a>(&'a self, octets: &'a [u8], place: Place) -> &'a [u8] {
        place.of_octets(octets, &self.kept)
    }

    /// The name of a namespace, as octets.
    pub(crate) fn namespace_octets<'a>(&'a self, octets: &'a [u8], namespace: u32) -> &'a [u8] {
        match namespace {
            NO_NAMESPACE => b"",
            XML_NAMESPACE => super::NS_XML.as_bytes(),
            id => {
                self.declarations.get(id as usize).map_or(b"", |found| self.place_octets(octets, found.uri))
            }
        }
    }
}

impl Place {
    fn of_octets<'a>(self, octets: &'a [u8], kept: &'a str) -> &'a [u8] {
        self.span.of_octets(if self.kept { kept.as_bytes() } else { octets })
    }
}

/// Whether two names are the same.
#[inline]
pub(crate) fn is_same(one: &[u8], other: &[u8]) -> bool {
    steps(1 + if one.len() == other.len() { one.len() } else { 0 });
    one == other
}

impl Span {
    /// The text from the start to the end. Both are ends of characters if `text` is what was read.
    pub(crate) fn of(self, text: &str) -> &str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    pub(crate) fn of_octets(self, octets: &[u8]) -> &[u8] {
        octets.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

impl Name {
    /// How many octets it has.
    #[inline(always)]
    pub(crate) fn octets(&self) -> usize {
        (self.whole.end - self.whole.start) as usize
    }

    pub(crate) fn has_prefix(&self) -> bool {
        self.local != self.whole.start
    }

    pub(crate) fn local_span(&self) -> Span {
        Span { start: self.local, end: self.whole.end }
    }

    pub(crate) fn prefix_span(&self) -> Span {
        Span { start: self.whole.start, end: self.local.saturating_sub(1).max(self.whole.start) }
    }
}

/// An offset or a count, which limits keep below 2^32: a lexer never looks at more than [`MAX_OCTETS`].
#[inline(always)]
#[allow(clippy::cast_possible_truncation)]
pub(crate) const fn offset(value: usize) -> u32 {
    debug_assert!(value <= MAX_OCTETS);
    value as u32
}

/// As many octets as offsets can count, 2^32 - 4: a few are to spare for [`NONE`] and the namespaces that need no declaration.
pub(crate) const MAX_OCTETS: usize = u32::MAX as usize - 3;
