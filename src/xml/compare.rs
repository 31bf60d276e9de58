//! Equality of elements, without recursion.

use super::element::{Content, Contents, Element};
use alloc::vec::Vec;

/// Whether two elements mean the same.
pub(super) fn equal(a: Element<'_>, b: Element<'_>) -> bool {
    if !equal_start(a, b) {
        return false;
    }
    let mut open: Vec<(Contents<'_>, Contents<'_>)> = alloc::vec![(a.contents(), b.contents())];
    while let Some((a, b)) = open.last_mut() {
        match (a.next(), b.next()) {
            (None, None) => {
                open.pop();
            }
            (Some(Content::Text(a)), Some(Content::Text(b))) if a == b => {}
            (Some(Content::Element(a)), Some(Content::Element(b))) if equal_start(a, b) => {
                open.push((a.contents(), b.contents()));
            }
            _ => return false,
        }
    }
    true
}

/// Whether names and attributes are the same; the order of attributes does not count.
fn equal_start(a: Element<'_>, b: Element<'_>) -> bool {
    a.is(b.name(), b.namespace())
        && a.attributes().len() == b.attributes().len()
        && a.attributes().all(|attribute| {
            b.attribute_in(attribute.name(), attribute.namespace())
                .is_some_and(|value| value == attribute.value())
        })
}
