//! The namespace declarations that an element takes from around it.

use super::element::Element;
use super::escape::{self, Sink};
use super::index::Declaration;
use alloc::borrow::Cow;
use alloc::string::String;
use alloc::vec::Vec;

/// Appends, as attributes, the declarations that `element` and what it holds use and do not make.
pub(super) fn declare_borrowed(element: Element<'_>, out: &mut String) {
    let index = element.index();
    let mut ids: Vec<u32> = element.borrowed_namespaces().collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        if let Some(declaration) = index.declarations.get(id as usize) {
            push_declaration(element, declaration, out);
        }
    }
}

/// Appends the declarations of prefixes that `element` and what it holds use and do not make; the default namespace is none.
///
/// The declarations of a stream header know whether they are used, so the outermost element costs no allocation.
pub(crate) fn declare_prefixes(
    element: Element<'_>,
    leave_out: impl Fn(&str, &str) -> bool,
    out: &mut impl Sink,
) {
    let (index, text) = (element.index(), element.whole());
    let mut declare = |declaration: &Declaration| {
        let prefix = index.place(text, declaration.prefix);
        if !prefix.is_empty() && !leave_out(prefix, index.place(text, declaration.uri)) {
            push_declaration(element, declaration, out);
        }
    };
    if element.parent().is_none() {
        let inherited = index.declarations.iter().take(index.inherited.declarations as usize);
        return inherited.filter(|declaration| declaration.used).for_each(declare);
    }
    let mut ids: Vec<u32> = element.borrowed_namespaces().collect();
    ids.sort_unstable();
    ids.dedup();
    for id in ids {
        if let Some(declaration) = index.declarations.get(id as usize) {
            declare(declaration);
        }
    }
}

/// Appends a declaration as an attribute, with a space in front.
pub(crate) fn push_declaration(element: Element<'_>, declaration: &Declaration, out: &mut impl Sink) {
    let (index, text) = (element.index(), element.whole());
    out.push_text(" xmlns");
    let prefix = index.place(text, declaration.prefix);
    if !prefix.is_empty() {
        out.push_text(":");
        out.push_text(prefix);
    }
    out.push_text("='");
    // What has been read holds no character that XML does not have.
    let _ = escape::push_value(index.place(text, declaration.uri), out);
    out.push_text("'");
}

impl Element<'_> {
    /// Whether it declares the default namespace itself.
    pub(crate) fn declares_default(&self) -> bool {
        let index = self.index();
        let own = index.declarations_of(super::index::offset(self.subtree().start));
        own.iter().any(|declaration| index.place(self.whole(), declaration.prefix).is_empty())
    }

    /// Whether it, or an element in it, is in this namespace by a prefix.
    pub(crate) fn has_prefix_for(&self, namespace: &str) -> bool {
        let index = self.index();
        let nodes = index.nodes.get(self.subtree()).unwrap_or_default();
        let mut prefixed = nodes.iter().filter(|node| node.name.has_prefix());
        prefixed.any(|node| index.namespace(self.whole(), node.namespace) == namespace)
    }

    /// The language in force around it, unless it has one of its own.
    pub(crate) fn outer_lang(&self) -> Option<Cow<'_, str>> {
        if self.attribute_in("lang", super::NS_XML).is_some() {
            return None;
        }
        self.lang()
    }

    /// The namespaces used inside that are declared outside, some of them more than once.
    fn borrowed_namespaces(&self) -> impl Iterator<Item = u32> {
        let index = self.index();
        let range = self.subtree();
        let first_own = index.nodes.get(range.start).map_or(0, |node| node.declarations);
        let of_elements =
            index.nodes.get(range.clone()).unwrap_or_default().iter().map(|node| node.namespace);
        let attributes = range.flat_map(|node| index.attributes_of(super::index::offset(node)));
        of_elements.chain(attributes.map(|attribute| attribute.namespace)).filter(move |&id| id < first_own)
    }
}
