//! The namespace declarations that an element takes from around it.

use super::element::Element;
use super::escape;
use super::index::Declaration;
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

/// Appends a declaration as an attribute, with a space in front.
pub(crate) fn push_declaration(element: Element<'_>, declaration: &Declaration, out: &mut String) {
    let (index, text) = (element.index(), element.whole());
    out.push_str(" xmlns");
    let prefix = index.place(text, declaration.prefix);
    if !prefix.is_empty() {
        out.push(':');
        out.push_str(prefix);
    }
    out.push_str("='");
    escape::push_value(index.place(text, declaration.uri), out);
    out.push('\'');
}

impl Element<'_> {
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
