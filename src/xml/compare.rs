//! Equality of elements, without recursion.

use super::element::{Attribute, Content, Contents, Element};
use alloc::vec::Vec;

/// Up to how many attributes are compared each with each.
const FEW: usize = 8;

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
    let count = a.attributes().len();
    if !a.is(b.name(), b.namespace()) || count != b.attributes().len() {
        return false;
    }
    if count > FEW {
        return equal_sorted(a, b);
    }
    a.attributes().all(|attribute| {
        b.attribute_in(attribute.name(), attribute.namespace())
            .is_some_and(|value| value == attribute.value())
    })
}

/// Whether the attributes are the same, in time that stays close to linear.
#[cold]
fn equal_sorted(a: Element<'_>, b: Element<'_>) -> bool {
    let (a, b) = (sorted_attributes(a), sorted_attributes(b));
    let same_name =
        |a: &Attribute<'_>, b: &Attribute<'_>| (a.name(), a.namespace()) == (b.name(), b.namespace());
    a.iter().zip(&b).all(|(a, b)| same_name(a, b) && a.value() == b.value())
}

fn sorted_attributes(element: Element<'_>) -> Vec<Attribute<'_>> {
    let mut attributes: Vec<_> = element.attributes().collect();
    attributes.sort_unstable_by(|a, b| (a.name(), a.namespace()).cmp(&(b.name(), b.namespace())));
    attributes
}
