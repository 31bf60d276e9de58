//! Elements in forms that can be compared. Nothing here recurses: elements nest as deep as the limits allow.

use crate::outcome::{Content, Node};
use crate::run;
use crate::streams::reading;
use envoi::xml::{Element, NS_XML};

/// What an element means, in the order of the source: names in namespaces, attributes sorted, text; and the language in force for each
/// element, for which it does not matter who declares it.
pub(crate) fn meaning(root: Element<'_>) -> (Vec<Node>, Vec<Option<String>>) {
    let mut nodes = run::tree(root);
    for node in &mut nodes {
        if let Content::Element { attributes, .. } = &mut node.content {
            attributes.retain(|(name, _)| !(name.namespace == NS_XML && name.local == "lang"));
            reading::sort(attributes);
        }
    }
    let languages = elements(root).map(|(element, _)| element.lang().map(String::from)).collect();
    (nodes, languages)
}

/// Every element of a tree with its depth, where the root has 0, in the order of the source.
pub(crate) fn elements(root: Element<'_>) -> impl Iterator<Item = (Element<'_>, u32)> {
    let mut open = Vec::new();
    let mut next = Some(root);
    std::iter::from_fn(move || {
        let element = match next.take() {
            Some(element) => element,
            None => loop {
                let children: &mut envoi::xml::Children<'_> = open.last_mut()?;
                match children.next() {
                    Some(child) => break child,
                    None => {
                        open.pop();
                    }
                }
            },
        };
        let depth = u32::try_from(open.len()).expect("fewer than 2^32");
        open.push(element.children());
        Some((element, depth))
    })
}
