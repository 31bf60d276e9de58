//! The index says of every text what a naive reader says, and both refuse the same.
#![cfg(feature = "alloc")]

#[path = "support/changed_vectors.rs"]
mod changed_vectors;
#[path = "support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;
#[path = "support/naive_xml.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod naive_xml;
#[path = "support/xml_text.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod xml_text;
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod stream_vectors {
    pub(crate) mod case;
    pub(crate) mod escapes;
    pub(crate) mod outcome;
}

use changed_vectors::changed_vector;
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader};
use envoi::xml::{self, Content, Element, ElementBuf};
use naive_xml::{Part, Tree};
use proptest::prelude::*;

/// An element around others that declares what they use.
fn around(inner: &str) -> String {
    format!("<r xmlns:x='urn:x' xmlns:y='urn:y' xmlns:é='urn:é'{}>{inner}</r>", xml_text::declared())
}

fn stream(inner: &str) -> String {
    let declared = xml_text::declared();
    format!(
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' xmlns:x='urn:x' \
        xmlns:y='urn:y' xmlns:é='urn:é' xml:lang='de'{declared}>{inner}</stream:stream>"
    )
}

/// Asserts that all views of the element say what the naive tree says.
fn compare(element: Element<'_>, tree: &Tree<'_>) -> Result<(), TestCaseError> {
    prop_assert_eq!(
        (element.prefix(), element.name(), element.namespace()),
        (tree.name.prefix, tree.name.local, tree.namespace.as_str())
    );
    prop_assert_eq!(element.source(), tree.source);
    prop_assert_eq!(element.inner_source(), tree.inner);
    let lang = element.lang();
    prop_assert_eq!(lang.as_deref(), tree.lang.as_deref());
    compare_attributes(element, tree)?;
    let mut contents = element.contents();
    let mut children = element.children();
    let mut whole = String::new();
    for part in &tree.parts {
        match (contents.next(), part) {
            (Some(Content::Text(found)), Part::Text(expected)) => {
                prop_assert_eq!(&*found, expected);
                whole += expected;
            }
            (Some(Content::Element(found)), Part::Element(expected)) => {
                prop_assert_eq!(found.parent().map(|parent| parent.offset()), Some(element.offset()));
                prop_assert_eq!(children.next().map(|child| child.offset()), Some(found.offset()));
                compare(found, expected)?;
            }
            (found, _) => prop_assert!(false, "{:?} in {:?}", found, element),
        }
    }
    prop_assert!(contents.next().is_none() && children.next().is_none());
    prop_assert_eq!(element.text(), whole);
    Ok(())
}

fn compare_attributes(element: Element<'_>, tree: &Tree<'_>) -> Result<(), TestCaseError> {
    prop_assert_eq!(element.attributes().len(), tree.attributes.len());
    for (found, expected) in element.attributes().zip(&tree.attributes) {
        prop_assert_eq!(
            (found.prefix(), found.name(), found.namespace(), found.raw_value()),
            (expected.name.prefix, expected.name.local, expected.namespace.as_str(), expected.raw)
        );
        prop_assert_eq!(&found.value(), &expected.value);
        let by_name = element.attribute_in(expected.name.local, &expected.namespace);
        prop_assert_eq!(by_name.as_deref(), Some(expected.value.as_str()));
    }
    Ok(())
}

/// The elements directly in a tree.
fn elements<'a>(tree: &'a Tree<'a>) -> impl Iterator<Item = &'a Tree<'a>> {
    tree.parts.iter().filter_map(|part| match part {
        Part::Element(tree) => Some(tree),
        Part::Text(_) => None,
    })
}

/// Asserts that `ElementBuf` and the naive reader say the same of a text; whether they take it.
fn compare_alone(text: &str) -> Result<bool, TestCaseError> {
    match (ElementBuf::parse_within(text, xml::Limits::MAX), naive_xml::document(text)) {
        (Ok(element), Some(document)) => {
            prop_assert_eq!(element.as_str(), document.root.source);
            compare(element.element(), &document.root)?;
            Ok(true)
        }
        (Err(_), None) => Ok(false),
        (found, expected) => {
            let verdict = if expected.is_some() { "taken" } else { "refused" };
            prop_assert!(false, "{found:?}, and {verdict} by the naive reader");
            Ok(false)
        }
    }
}

/// Asserts that a stream gives the elements that the naive reader finds in it.
fn compare_stream(text: &str, cut: usize) -> Result<(), TestCaseError> {
    let Some(document) = naive_xml::document(text) else { return Ok(()) };
    let mut buffer = StreamBuffer::new(StreamReader::new(Limits::MAX));
    let mut expected = elements(&document.root);
    let mut opened = false;
    for chunk in text.as_bytes().chunks(cut) {
        buffer.push(chunk);
        while let Some(event) = buffer.next_event().map_err(|error| TestCaseError::fail(error.to_string()))? {
            let element = match event {
                Event::Open(_) => {
                    opened = true;
                    continue;
                }
                Event::Close => {
                    prop_assert!(opened && expected.next().is_none());
                    return Ok(());
                }
                Event::Stanza(stanza) => stanza.element(),
                Event::Element(element) => element,
            };
            let Some(expected) = expected.next() else {
                return Err(TestCaseError::fail(format!("{element:?} is one too many")));
            };
            compare(element, expected)?;
        }
    }
    Err(TestCaseError::fail("the stream is not closed"))
}

proptest! {
    #![proptest_config(inputs::config_of_quick_laws())]

    #[test]
    fn an_element_is_what_a_naive_reader_finds(inner in xml_text::element(), change in xml_text::change()) {
        let text = around(&inner);
        let text = change.map_or(text.clone(), |change| change.of_text(&text));
        compare_alone(&text)?;
    }

    #[test]
    fn an_element_alone_is_what_a_naive_reader_finds(text in xml_text::element(), change in xml_text::change()) {
        compare_alone(&change.map_or(text.clone(), |change| change.of_text(&text)))?;
    }

    #[test]
    fn a_changed_vector_is_what_a_naive_reader_finds((octets, _) in changed_vector()) {
        let text = String::from_utf8_lossy(&octets);
        let document = text.find("<s").map_or(&*text, |root| &text[root..]);
        // Most vectors leave these open.
        for end in ["", "</stream:stream>", "</message></stream:stream>", "</body></message></stream:stream>"] {
            compare_alone(&format!("{document}{end}"))?;
        }
    }

    #[test]
    fn a_stream_is_what_a_naive_reader_finds(
        inner in prop::collection::vec(xml_text::element(), 0..4), cut in 1..200_usize,
    ) {
        compare_stream(&stream(&inner.join("\r\n ")), cut)?;
    }
}

/// Laws over text that nobody takes would say little.
#[test]
fn most_generated_elements_are_well_formed() {
    use proptest::strategy::ValueTree;
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let taken = (0..1000)
        .filter(|_| {
            let inner = xml_text::element().new_tree(&mut runner).expect("no filters").current();
            naive_xml::document(&around(&inner)).is_some()
        })
        .count();
    assert!((500..1000).contains(&taken), "{taken} of 1000");
}
