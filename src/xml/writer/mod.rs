//! Writing elements: [`ElementWriter`] for whoever has something to say, [`Writer`] for those that own the octets.

mod element;
mod error;
mod names;

pub use element::{ElementWriter, WriteXml};
pub use error::{WriteError, WriteErrorKind};

use super::{Element, NS_XML, RawXml, borrowed, escape, is_reserved_namespace, ncname_fault};
use crate::steps::steps;
use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt::{self, Write as _};
use core::ops::Range;
use names::Names;

/// The octets of elements, each written whole or not at all.
///
/// Once its buffers have grown, nothing is allocated.
#[derive(Clone)]
pub(crate) struct Writer {
    pub(crate) out: Vec<u8>,
    /// How many octets of `out` are whole.
    whole: usize,
    /// The content namespace.
    pub(crate) content: Box<str>,
    around: Around,
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
    /// How many of the open elements belong to whoever let another write into them.
    lent: usize,
    /// How many elements have begun directly inside those.
    begun: usize,
}

/// What is declared around the outermost elements.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Around {
    /// Whether the content namespace is the default one.
    pub(crate) content: bool,
    /// A prefix and its namespace.
    pub(crate) prefix: Option<(&'static str, &'static str)>,
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

impl Writer {
    pub(crate) fn new(content_namespace: &str, around: Around) -> Self {
        Self {
            out: Vec::new(),
            whole: 0,
            content: content_namespace.into(),
            around,
            namespaces: content_namespace.into(),
            open: Vec::new(),
            prefixes: Names::default(),
            attributes: Names::default(),
            in_tag: false,
            lent: 0,
            begun: 0,
        }
    }

    /// What is whole.
    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.out[..self.whole]
    }

    /// What is whole.
    pub(crate) fn into_bytes(mut self) -> Vec<u8> {
        self.out.truncate(self.whole);
        self.out
    }

    pub(crate) fn clear(&mut self) {
        self.out.clear();
        self.whole = 0;
    }

    pub(crate) fn content_namespace(&self) -> &str {
        &self.content
    }

    /// Begins an outermost element.
    pub(crate) fn element(&mut self, name: &str, namespace: &str) -> Result<ElementWriter<'_>, WriteError> {
        self.roll_back();
        let mut element = ElementWriter::new(self);
        element.start(name, namespace)?;
        Ok(element)
    }

    /// Begins an outermost element of the content namespace, whose name is one.
    pub(crate) fn content_element(&mut self, name: &str) -> Result<ElementWriter<'_>, WriteError> {
        self.roll_back();
        self.open_tag("", name, 0..self.content.len());
        if !self.around.content {
            escape::push_attribute("xmlns", &self.content, &mut self.out).map_err(character)?;
        }
        Ok(ElementWriter::new(self))
    }

    /// Appends an outermost element as it was read.
    pub(crate) fn write_element(&mut self, element: Element<'_>) -> Result<(), WriteError> {
        self.write_with(|writer| writer.push_verbatim(element))
    }

    /// Lets `write` append what is whole then, or takes it back.
    pub(crate) fn write_with<E>(&mut self, write: impl FnOnce(&mut Self) -> Result<(), E>) -> Result<(), E> {
        self.roll_back();
        let written = write(self);
        match written {
            Ok(()) => self.whole = self.out.len(),
            Err(_) => self.roll_back(),
        }
        written
    }

    /// Forgets an element that was begun and not finished.
    pub(crate) fn roll_back(&mut self) {
        self.out.truncate(self.whole);
        self.namespaces.truncate(self.content.len());
        self.open.clear();
        self.prefixes.truncate(0);
        self.attributes.truncate(0);
        self.in_tag = false;
        self.lent = 0;
        self.begun = 0;
    }

    fn start(&mut self, name: &str, namespace: &str) -> Result<(), WriteError> {
        check_name(name)?;
        self.end_tag();
        let outer = self.default();
        if self.namespaces[outer.clone()] == *namespace.as_bytes() {
            self.open_tag("", name, outer);
        } else if let Some(prefix) = self.prefix_around(namespace) {
            // RFC 6120 section 4.8.5: the prefix that the header declares.
            self.open_tag(prefix, name, outer);
        } else {
            check_namespace(namespace)?;
            let start = self.namespaces.len();
            self.open_tag("", name, start..start + namespace.len());
            self.namespaces.extend_from_slice(namespace.as_bytes());
            escape::push_attribute("xmlns", namespace, &mut self.out).map_err(character)?;
        }
        Ok(())
    }

    /// Begins an element in the namespace of the innermost one that is open; its name is one.
    #[inline]
    fn start_inner(&mut self, name: &str) {
        self.end_tag();
        let default = self.default();
        let outer = self.open.last().and_then(|open| self.out.get(open.name.clone()));
        match self.around.prefix {
            Some((prefix, _)) if outer.is_some_and(|outer| has_prefix(outer, prefix)) => {
                self.open_tag(prefix, name, default);
            }
            _ => self.open_tag("", name, default),
        }
    }

    /// Begins an element whose name is one, in a namespace that can be declared.
    #[inline]
    fn start_known(&mut self, name: &str, namespace: &str) -> Result<(), WriteError> {
        self.end_tag();
        let outer = self.default();
        if self.namespaces[outer.clone()] == *namespace.as_bytes() {
            self.open_tag("", name, outer);
            return Ok(());
        }
        let start = self.namespaces.len();
        self.open_tag("", name, start..start + namespace.len());
        self.namespaces.extend_from_slice(namespace.as_bytes());
        escape::push_attribute("xmlns", namespace, &mut self.out).map_err(character)
    }

    /// Appends an attribute that is not there yet; its name stands in `front`, as in ` to='`.
    #[inline(always)]
    fn attribute_known(&mut self, front: &'static str, value: &str) -> Result<(), WriteError> {
        self.out.extend_from_slice(front.as_bytes());
        escape::push_value(value, &mut self.out).map_err(character)?;
        self.out.push(b'\'');
        Ok(())
    }

    /// Appends text between tags that are known to fit.
    #[inline(always)]
    fn text_known(&mut self, start: &'static str, text: &str, end: &'static str) -> Result<(), WriteError> {
        self.end_tag();
        self.count_begun();
        self.out.extend_from_slice(start.as_bytes());
        escape::push_text(text, &mut self.out).map_err(character)?;
        self.out.extend_from_slice(end.as_bytes());
        Ok(())
    }

    #[inline]
    fn open_tag(&mut self, prefix: &str, name: &str, default: Range<usize>) {
        self.count_begun();
        self.out.push(b'<');
        let start = self.out.len();
        if !prefix.is_empty() {
            self.out.extend_from_slice(prefix.as_bytes());
            self.out.push(b':');
        }
        self.out.extend_from_slice(name.as_bytes());
        let name = start..self.out.len();
        let (namespaces, prefixes) = (self.namespaces.len(), self.prefixes.len());
        self.open.push(Open { name, default, namespaces, prefixes });
        self.attributes.truncate(0);
        self.in_tag = true;
    }

    #[inline]
    fn attribute(&mut self, name: &str, value: &str) -> Result<(), WriteError> {
        self.check_attribute(name)?;
        // Namespaces in XML 1.0 section 3: this would be a declaration.
        if name == "xmlns" {
            return Err(WriteError::new(WriteErrorKind::Name, 0));
        }
        self.out.push(b' ');
        self.push_attribute(self.out.len(), name, value)
    }

    fn attribute_in(&mut self, namespace: &str, name: &str, value: &str) -> Result<(), WriteError> {
        if namespace.is_empty() {
            return self.attribute(name, value);
        }
        self.check_attribute(name)?;
        let known = if namespace == NS_XML { Some("xml") } else { self.prefix_around(namespace) };
        let generated = if known.is_some() { 0 } else { self.attribute_prefix(namespace)? };
        self.out.push(b' ');
        let start = self.out.len();
        match known {
            Some(prefix) => self.out.extend_from_slice(prefix.as_bytes()),
            None => push_prefix(generated, &mut self.out),
        }
        self.out.push(b':');
        self.push_attribute(start, name, value)
    }

    #[inline]
    fn check_attribute(&self, name: &str) -> Result<(), WriteError> {
        check_name(name)?;
        if !self.in_tag || self.open.len() == self.lent {
            return Err(WriteError::new(WriteErrorKind::AttributePosition, 0));
        }
        Ok(())
    }

    /// Appends an attribute; its name with a prefix, if it has one, begins at `start`.
    #[inline]
    fn push_attribute(&mut self, start: usize, name: &str, value: &str) -> Result<(), WriteError> {
        // A namespace has one prefix, so names are the same if they are written the same.
        self.out.extend_from_slice(name.as_bytes());
        if self.attributes.find(&self.out, &self.out[start..]).is_some() {
            return Err(WriteError::new(WriteErrorKind::DuplicateAttribute, 0));
        }
        self.attributes.push(&self.out, start..self.out.len());
        self.out.extend_from_slice(b"='");
        escape::push_value(value, &mut self.out).map_err(character)?;
        self.out.push(b'\'');
        Ok(())
    }

    /// The number of the generated prefix for attributes of this namespace; it is declared unless it has been around here.
    fn attribute_prefix(&mut self, namespace: &str) -> Result<usize, WriteError> {
        if let Some(known) = self.prefixes.find(&self.namespaces, namespace.as_bytes()) {
            return Ok(known);
        }
        check_namespace(namespace)?;
        let number = self.prefixes.len();
        self.out.extend_from_slice(b" xmlns:");
        push_prefix(number, &mut self.out);
        self.out.extend_from_slice(b"='");
        escape::push_value(namespace, &mut self.out).map_err(character)?;
        self.out.push(b'\'');
        let start = self.namespaces.len();
        self.namespaces.extend_from_slice(namespace.as_bytes());
        self.prefixes.push(&self.namespaces, start..self.namespaces.len());
        Ok(number)
    }

    /// Appends the source of an element, and to its start tag what it takes from around it and is different here.
    fn push_verbatim(&mut self, element: Element<'_>) -> Result<(), WriteError> {
        if element.has_prefix_for(&self.content) {
            return Err(WriteError::new(WriteErrorKind::ContentPrefix, 0));
        }
        self.end_tag();
        self.count_begun();
        steps(element.source().len());
        let (front, rest) = element.split_behind_name();
        self.out.extend_from_slice(front.as_bytes());
        let (around, default) = (self.around.prefix, self.default());
        borrowed::for_each_prefix(element, |prefix, namespace| {
            if around != Some((prefix, namespace)) {
                borrowed::push_declaration(prefix, namespace, &mut self.out);
            }
        });
        let outer = element.default_namespace().unwrap_or_default();
        let differs = *outer.as_bytes() != self.namespaces[default];
        if differs && !element.declares_default() && element.leans_on_default() {
            escape::push_attribute("xmlns", outer, &mut self.out).map_err(character)?;
        }
        if let Some(lang) = element.outer_lang() {
            escape::push_attribute("xml:lang", &lang, &mut self.out).map_err(character)?;
        }
        self.out.extend_from_slice(rest.as_bytes());
        Ok(())
    }

    /// Appends elements as they were read: all of them or, if that takes more octets, none.
    fn push_elements_within<'a>(
        &mut self,
        elements: impl Iterator<Item = Element<'a>>,
        octets: usize,
    ) -> Result<(), WriteError> {
        self.end_tag();
        let (start, begun) = (self.out.len(), self.begun);
        for element in elements {
            self.push_verbatim(element)?;
            if self.out.len() - start > octets {
                self.out.truncate(start);
                self.begun = begun;
                break;
            }
        }
        Ok(())
    }

    /// Appends XML from elsewhere as it is, where the content namespace is the default one.
    fn push_raw_xml(&mut self, raw: &RawXml) -> Result<(), WriteError> {
        let element = raw.element();
        if element.has_prefix_for(&self.content) {
            return Err(WriteError::new(WriteErrorKind::ContentPrefix, 0));
        }
        if self.namespaces[self.default()] != *self.content.as_bytes() {
            return Err(WriteError::new(WriteErrorKind::ContentNamespace, 0));
        }
        self.end_tag();
        steps(raw.as_str().len());
        element.children().for_each(|_| self.count_begun());
        self.out.extend_from_slice(raw.as_str().as_bytes());
        Ok(())
    }

    #[inline]
    fn count_begun(&mut self) {
        self.begun += usize::from(self.open.len() == self.lent);
    }

    /// The default namespace where the next element begins.
    #[inline]
    fn default(&self) -> Range<usize> {
        match self.open.last() {
            Some(open) => open.default.clone(),
            None if self.around.content => 0..self.content.len(),
            None => 0..0,
        }
    }

    /// The prefix that stands for this namespace around everything.
    fn prefix_around(&self, namespace: &str) -> Option<&'static str> {
        self.around.prefix.filter(|around| around.1 == namespace).map(|around| around.0)
    }

    /// Ends the start tag, if it has no end yet.
    #[inline]
    fn end_tag(&mut self) {
        if self.in_tag {
            self.out.push(b'>');
            self.in_tag = false;
        }
    }

    #[inline]
    fn end(&mut self) {
        let Some(open) = self.open.pop() else { return };
        if self.in_tag {
            self.out.extend_from_slice(b"/>");
            self.in_tag = false;
        } else {
            steps(open.name.len());
            self.out.extend_from_slice(b"</");
            self.out.extend_from_within(open.name);
            self.out.push(b'>');
        }
        self.namespaces.truncate(open.namespaces);
        self.prefixes.truncate(open.prefixes);
    }
}

/// Whether a qualified name has this prefix.
fn has_prefix(name: &[u8], prefix: &str) -> bool {
    name.strip_prefix(prefix.as_bytes()).is_some_and(|rest| rest.starts_with(b":"))
}

fn character(offset: usize) -> WriteError {
    WriteError::new(WriteErrorKind::Character, offset)
}

#[inline]
pub(crate) fn check_name(name: &str) -> Result<(), WriteError> {
    ncname_fault(name).map_or(Ok(()), |offset| Err(WriteError::new(WriteErrorKind::Name, offset)))
}

/// Namespaces in XML 1.0 section 3: neither of these is ever declared.
pub(crate) fn check_namespace(namespace: &str) -> Result<(), WriteError> {
    if is_reserved_namespace(namespace.as_bytes()) {
        return Err(WriteError::new(WriteErrorKind::ReservedNamespace, 0));
    }
    Ok(())
}

/// Appends `ns0` and so on.
fn push_prefix(number: usize, out: &mut Vec<u8>) {
    // Writing to memory does not fail.
    let _ = write!(PrefixSink(out), "ns{number}");
}

struct PrefixSink<'a>(&'a mut Vec<u8>);

impl fmt::Write for PrefixSink<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.0.extend_from_slice(text.as_bytes());
        Ok(())
    }
}
