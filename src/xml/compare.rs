//! Equality of elements, without recursion.

use super::FEW;
use super::element::{Attribute, Content, Contents, Element};
use crate::steps::{step, steps};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

/// Whether two elements mean the same.
pub(super) fn equal(a: Element<'_>, b: Element<'_>) -> bool {
    let mut names = Names::default();
    if !equal_start(a, b, &mut names) {
        return false;
    }
    let mut open: Vec<(Contents<'_>, Contents<'_>)> = alloc::vec![(a.contents(), b.contents())];
    while let Some((a, b)) = open.last_mut() {
        match (a.next(), b.next()) {
            (None, None) => {
                open.pop();
            }
            (Some(Content::Text(a)), Some(Content::Text(b))) if a == b => steps(a.len()),
            (Some(Content::Element(a)), Some(Content::Element(b))) if equal_start(a, b, &mut names) => {
                open.push((a.contents(), b.contents()));
            }
            _ => return false,
        }
    }
    true
}

/// Whether names and attributes are the same; the order of attributes does not count.
fn equal_start<'a>(a: Element<'a>, b: Element<'a>, names: &mut Names<'a>) -> bool {
    steps(1 + a.name().len());
    let count = a.attributes().len();
    if names.of_element(0, a) != names.of_element(1, b) || count != b.attributes().len() {
        return false;
    }
    if count > FEW {
        return equal_sorted(a, b, names);
    }
    a.attributes().all(|attribute| {
        let name = names.of_attribute(0, &attribute);
        let found = b.attributes().find(|other| names.of_attribute(1, other) == name);
        found.is_some_and(|other| other.value() == attribute.value())
    })
}

/// Whether the attributes are the same, in time that stays close to linear.
#[cold]
fn equal_sorted<'a>(a: Element<'a>, b: Element<'a>, names: &mut Names<'a>) -> bool {
    let (a, b) = (sorted_attributes(0, a, names), sorted_attributes(1, b, names));
    a.iter().zip(&b).all(|(a, b)| a.0 == b.0 && a.1.value() == b.1.value())
}

fn sorted_attributes<'a>(
    side: usize,
    element: Element<'a>,
    names: &mut Names<'a>,
) -> Vec<(Name<'a>, Attribute<'a>)> {
    let attributes = element.attributes().map(|attribute| (names.of_attribute(side, &attribute), attribute));
    let mut attributes: Vec<_> = attributes.collect();
    attributes.sort_unstable_by(|a, b| {
        steps(1 + a.0.0.len());
        a.0.cmp(&b.0)
    });
    attributes
}

/// A local name and a namespace: its name, or the number of a long one.
type Name<'a> = (&'a str, Option<usize>, &'a str);

/// Numbers for the long names of namespaces, the same for both elements: each element may have one of them, so they are looked at once.
#[derive(Default)]
struct Names<'a> {
    long: BTreeMap<&'a str, usize>,
    /// The numbers by those that the indexes give, of both sides.
    known: [BTreeMap<u32, usize>; 2],
}

impl<'a> Names<'a> {
    fn of_element(&mut self, side: usize, element: Element<'a>) -> Name<'a> {
        self.name(side, element.name(), element.namespace(), element.long_namespace())
    }

    fn of_attribute(&mut self, side: usize, attribute: &Attribute<'a>) -> Name<'a> {
        self.name(side, attribute.name(), attribute.namespace(), attribute.long_namespace())
    }

    fn name(&mut self, side: usize, local: &'a str, namespace: &'a str, long: Option<u32>) -> Name<'a> {
        step();
        let Some(id) = long else { return (local, None, namespace) };
        let next = self.long.len();
        let number = *self.known[side].entry(id).or_insert_with(|| {
            steps(namespace.len());
            *self.long.entry(namespace).or_insert(next)
        });
        (local, Some(number), "")
    }
}
