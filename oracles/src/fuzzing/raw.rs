//! XML from elsewhere, judged the naive way.

use crate::naive_xml::{Count, Counted, Part, Tree, document};
use envoi::xml::Limits;
use std::collections::BTreeSet;

/// What a text holds that can stand in an element.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Raw {
    /// How many elements stand in nothing else.
    pub(super) elements: usize,
    /// The namespaces of the elements that have a prefix.
    pub(super) prefixed: BTreeSet<String>,
}

/// `None` for a text that cannot stand in an element, or is beyond the default limits of the library; that of octets is beyond any input.
pub(super) fn read(text: &str) -> Option<Raw> {
    let whole = format!("<x xmlns='urn:x'>{text}</x>");
    let document = document(&whole)?;
    if document.counts.iter().any(is_beyond) {
        return None;
    }
    let elements = document.root.parts.iter().filter(|part| matches!(part, Part::Element(_))).count();
    let mut raw = Raw { elements, ..Raw::default() };
    gather(&document.root, &mut raw.prefixed);
    Some(raw)
}

fn is_beyond(count: &Count) -> bool {
    let limits = Limits::DEFAULT;
    let most = match count.counted {
        Counted::Depth => limits.depth as usize,
        Counted::Attributes => limits.attributes,
        Counted::Declarations => limits.declarations as usize,
        Counted::NameOctets => limits.name_octets,
    };
    count.number > most
}

fn gather(tree: &Tree<'_>, prefixed: &mut BTreeSet<String>) {
    if !tree.name.prefix.is_empty() {
        prefixed.insert(tree.namespace.clone());
    }
    for part in &tree.parts {
        if let Part::Element(tree) = part {
            gather(tree, prefixed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_and_prefixes_are_found() {
        let prefixed = |namespaces: &[&str]| namespaces.iter().map(ToString::to_string).collect();
        assert_eq!(read("a"), Some(Raw::default()));
        let found = read("<a/>t<y:b xmlns:y='urn:y'><c/></y:b>");
        assert_eq!(found, Some(Raw { elements: 2, prefixed: prefixed(&["urn:y"]) }));
        for text in ["<a>", "</x><x>", "</x>", "<y:b/>", "a & b", "<!--c-->"] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
