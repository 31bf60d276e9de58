//! The namespace declarations that an element takes from around it.

use super::element::Element;
use super::escape::{self, Sink};
use super::index::{Declaration, NO_NAMESPACE, NONE, offset};
use crate::steps::steps;
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;
use core::ops::Range;

/// Appends, as attributes, the declarations that `element` and what it holds use and do not make.
pub(super) fn declare_borrowed(element: Element<'_>, out: &mut String) {
    let (index, text) = (element.index(), element.whole());
    for id in borrowed_ids(element) {
        if let Some(declaration) = index.declarations.get(id as usize) {
            push_declaration(index.place(text, declaration.prefix), index.place(text, declaration.uri), out);
        }
    }
}

/// Calls `declare` with each prefix, and its namespace, that `element` and what it holds use and do not declare.
///
/// The declarations of a stream header know whether they are used, so the outermost element costs no allocation.
pub(crate) fn for_each_prefix<'a>(element: Element<'a>, mut declare: impl FnMut(&'a str, &'a str)) {
    let (index, text) = (element.index(), element.whole());
    let mut declare = |declaration: &Declaration| {
        let prefix = index.place(text, declaration.prefix);
        if !prefix.is_empty() {
            declare(prefix, index.place(text, declaration.uri));
        }
    };
    if element.parent().is_none() {
        let inherited = index.declarations.iter().take(index.inherited.declarations as usize);
        steps(index.inherited.declarations as usize);
        return inherited.filter(|declaration| declaration.used).for_each(declare);
    }
    for id in borrowed_ids(element) {
        if let Some(declaration) = index.declarations.get(id as usize) {
            declare(declaration);
        }
    }
}

/// The declarations that `element` and what it holds use and do not make.
fn borrowed_ids(element: Element<'_>) -> Vec<u32> {
    let mut ids: Vec<u32> = element.borrowed_namespaces().collect();
    steps(ids.len());
    ids.sort_unstable();
    ids.dedup();
    ids
}

/// Appends the declaration of a prefix as an attribute, with a space in front; the empty prefix is the default namespace.
pub(crate) fn push_declaration(prefix: &str, namespace: &str, out: &mut impl Sink) {
    // What has been read holds no character that XML does not have.
    let _ = push_prefix(prefix, namespace, out);
}

/// [`push_declaration`], of a namespace that has not been read. The error is that of [`escape::push_text`], on the namespace.
pub(crate) fn push_prefix(prefix: &str, namespace: &str, out: &mut impl Sink) -> Result<(), usize> {
    out.push_text(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
    out.push_text(prefix);
    out.push_text("='");
    escape::push_value(namespace, out)?;
    out.push_text("'");
    Ok(())
}

/// Calls `edit` wherever a stanza names its content namespace, when it goes to streams of another one (RFC 6120 section 4.8.3):
/// the rule holds for the stanza and for what is inside in the same namespace, and ends at elements in others. In the order of the
/// source, after the stanza's own start tag.
pub(crate) fn for_each_scope<'a>(stanza: Element<'a>, mut edit: impl FnMut(Scope<'a>)) {
    for element in scope_of(stanza) {
        if element.is_in_namespace_of(stanza) {
            if let Some(place) = element.default_declaration() {
                edit(Scope::Declared(place));
            }
        } else if !element.declares_default() && element.leans_on_default() {
            edit(Scope::Inherited(element));
        }
    }
}

/// Whether an element that is judged by the content namespace of a stanza is in another namespace, which is given.
pub(crate) fn scope_has(stanza: Element<'_>, namespace: &str) -> bool {
    let index = stanza.index();
    let is_it = index.is_namespace(stanza.whole().as_bytes(), namespace);
    scope_of(stanza)
        .any(|element| index.nodes.get(element.subtree().start).is_some_and(|node| is_it(node.namespace)))
}

/// What the rule on the content namespace holds for inside a stanza: elements in its namespace and those directly inside such ones,
/// but not what elements in other namespaces hold.
fn scope_of(stanza: Element<'_>) -> impl Iterator<Item = Element<'_>> {
    let range = stanza.subtree();
    let mut node = range.start + 1;
    core::iter::from_fn(move || {
        if node >= range.end {
            return None;
        }
        let element = stanza.at(offset(node));
        node = if element.is_in_namespace_of(stanza) { node + 1 } else { element.subtree().end };
        Some(element)
    })
}

/// Where a stanza names its content namespace.
pub(crate) enum Scope<'a> {
    /// In a declaration of its own, in the source.
    Declared(Range<usize>),
    /// Nowhere: an element in another namespace holds elements that take it from around that.
    Inherited(Element<'a>),
}

impl<'a> Element<'a> {
    /// Whether it declares the default namespace itself.
    pub(crate) fn declares_default(&self) -> bool {
        self.default_declaration().is_some()
    }

    /// Its own declaration of the default namespace, from its name to its closing quote, as offsets in the whole text.
    pub(crate) fn default_declaration(&self) -> Option<Range<usize>> {
        let index = self.index();
        let own = index.declarations_of(offset(self.subtree().start));
        steps(1 + own.len());
        let found = own.iter().find(|own| index.place(self.whole(), own.prefix).is_empty())?;
        let start = found.start as usize;
        // The value may have been rewritten, so its end is looked for.
        let (_, behind) = self.whole().split_at_checked(start)?;
        let opening = behind.find(['\'', '"'])?;
        let quote = &behind[opening..=opening];
        let value = behind[opening + 1..].find(quote)?;
        steps(value);
        Some(start..start + opening + 1 + value + 1)
    }

    /// Whether it, or an element in it, is in this namespace by a prefix.
    pub(crate) fn has_prefix_for(&self, namespace: &str) -> bool {
        self.prefix_for(namespace).is_some()
    }

    /// Where the first element that is in this namespace by a prefix begins, as an offset in the whole text.
    pub(super) fn prefix_for(&self, namespace: &str) -> Option<usize> {
        let index = self.index();
        let nodes = index.nodes.get(self.subtree()).unwrap_or_default();
        steps(nodes.len());
        let mut prefixed = nodes.iter().filter(|node| node.name.has_prefix());
        let is_it = index.is_namespace(self.whole().as_bytes(), namespace);
        let found = prefixed.find(|node| is_it(node.namespace))?;
        Some(found.name.whole.start as usize - 1)
    }

    /// Whether it, or anything in it, takes the default namespace from around it; it does not declare one itself.
    pub(crate) fn leans_on_default(&self) -> bool {
        let nodes = self.index().nodes.get(self.subtree()).unwrap_or_default();
        let Some(first) = nodes.first() else { return false };
        steps(nodes.len());
        // That there is none may come from around it as well as from a declaration inside.
        let none = first.default == NO_NAMESPACE;
        let mut unprefixed = nodes.iter().filter(|node| !node.name.has_prefix());
        unprefixed.any(|node| node.namespace < first.declarations || (none && node.namespace == NO_NAMESPACE))
    }

    /// The language in force around it, unless it has one of its own.
    pub(crate) fn outer_lang(self) -> Option<Cow<'a, str>> {
        let nodes = &self.index().nodes;
        let node = nodes.get(self.subtree().start)?;
        let outer = nodes.get(node.parent as usize).map_or(NONE, |parent| parent.lang);
        if node.lang == outer { self.lang() } else { None }
    }

    /// The namespaces used inside that are declared outside, some of them more than once.
    fn borrowed_namespaces(&self) -> impl Iterator<Item = u32> {
        let index = self.index();
        let range = self.subtree();
        let first_own = index.nodes.get(range.start).map_or(0, |node| node.declarations);
        steps(range.len());
        let of_elements =
            index.nodes.get(range.clone()).unwrap_or_default().iter().map(|node| node.namespace);
        let attributes = range.flat_map(|node| index.attributes_of(offset(node)));
        of_elements.chain(attributes.map(|attribute| attribute.namespace)).filter(move |&id| id < first_own)
    }
}
