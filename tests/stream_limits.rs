//! Limits are exact: what reaches one passes, what is one more fails at the octet that exceeds it, however the octets are cut.
#![cfg(feature = "alloc")]

#[path = "support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;
#[path = "support/naive_xml.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod naive_xml;
#[path = "support/stream_outcome.rs"]
mod stream_outcome;
#[path = "support/xml_text.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod xml_text;

use envoi::stream::{Limits, StreamReader};
use naive_xml::{Count, Counted, Document, Part};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use stream_outcome::{cut, outcome};

fn header() -> String {
    let declared = xml_text::declared();
    format!(
        "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' xmlns:x='urn:x' \
        xmlns:y='urn:y' xmlns:é='urn:é' xml:lang='de'{declared} \t>"
    )
}

/// As many as `</stream:stream>` has.
const LEAST_OCTETS: usize = 16;

const COUNTED: [Counted; 4] =
    [Counted::Depth, Counted::Attributes, Counted::Declarations, Counted::NameOctets];

/// The limits with this one lowered.
fn limits_with(counted: Counted, limit: usize) -> Limits {
    let small = || u32::try_from(limit).expect("a small limit");
    let mut limits = Limits::MAX;
    match counted {
        Counted::Depth => limits.depth = small(),
        Counted::Attributes => limits.attributes = limit,
        Counted::Declarations => limits.declarations = small(),
        Counted::NameOctets => limits.name_octets = limit,
    }
    limits
}

/// The error at the first count that exceeds the limit.
fn expected(counts: &[Count], counted: Counted, limit: usize) -> Option<String> {
    let first = counts.iter().find(|count| count.counted == counted && count.number > limit)?;
    Some(match counted {
        Counted::Depth => format!("error policy-violation depth {}", first.offset),
        Counted::Attributes => format!("error policy-violation attributes {}", first.offset),
        Counted::Declarations => format!("error policy-violation declarations {}", first.offset),
        Counted::NameOctets => format!("error policy-violation name-octets {}", first.offset + limit),
    })
}

/// What limits count in a stream, in which the header has no depth.
fn counts(document: &Document<'_>) -> Vec<Count> {
    let mut counts = document.counts.clone();
    for count in counts.iter_mut().filter(|count| count.counted == Counted::Depth) {
        count.number -= 1;
    }
    counts
}

/// Asserts that a reader within these limits ends with this error, however the octets are cut; without one, that it gives all there is.
fn check(octets: &[u8], limits: Limits, error: Option<&str>, sizes: &[usize]) -> Result<(), TestCaseError> {
    let reader = StreamReader::new(limits);
    let all = outcome(StreamReader::new(Limits::MAX), std::iter::once(octets));
    let found = outcome(reader.clone(), std::iter::once(octets));
    match error {
        None => prop_assert_eq!(&found, &all),
        Some(error) => {
            prop_assert_eq!(found.last().map(String::as_str), Some(error));
            prop_assert_eq!(&found[..found.len() - 1], &all[..found.len() - 1]);
        }
    }
    prop_assert_eq!(&outcome(reader.clone(), octets.chunks(1)), &found);
    prop_assert_eq!(&outcome(reader, cut(octets, sizes)), &found);
    Ok(())
}

fn sizes() -> impl Strategy<Value = Vec<usize>> {
    prop::collection::vec(1..30_usize, 1..20)
}

fn stream(elements: &[String]) -> String {
    format!("{}{}</stream:stream>", header(), elements.join("\n"))
}

/// Where a part of a text begins.
fn offset(text: &str, part: &str) -> usize {
    part.as_ptr() as usize - text.as_ptr() as usize
}

proptest! {
    #![proptest_config(inputs::config_of_quick_laws())]

    #[test]
    fn what_is_counted(
        elements in prop::collection::vec(xml_text::element(), 1..4),
        counted in select(&COUNTED[..]), less in any::<Index>(), sizes in sizes(),
    ) {
        let text = stream(&elements);
        let Some(document) = naive_xml::document(&text) else { return Ok(()) };
        let counts = counts(&document);
        let of_kind = counts.iter().filter(|count| count.counted == counted);
        let most = of_kind.map(|count| count.number).max().unwrap_or_default();
        check(text.as_bytes(), limits_with(counted, most), None, &sizes)?;
        // No stream can have less than depth 1.
        for limit in [most - 1, less.index(most)] {
            let limit = limit.max(usize::from(counted == Counted::Depth));
            let error = expected(&counts, counted, limit);
            check(text.as_bytes(), limits_with(counted, limit), error.as_deref(), &sizes)?;
        }
    }

    #[test]
    fn octets_of_a_stanza(
        elements in prop::collection::vec(xml_text::element(), 1..4), less in any::<Index>(), sizes in sizes(),
    ) {
        let text = stream(&elements);
        let Some(document) = naive_xml::document(&text) else { return Ok(()) };
        let sources = || document.root.parts.iter().filter_map(|part| match part {
            Part::Element(tree) => Some(tree.source),
            Part::Text(_) => None,
        });
        let most = sources().map(str::len).max().unwrap_or_default();
        for limit in [most, most - 1, less.index(most)] {
            // The end of the stream is held to the limit, too, and only the generated elements are counted here.
            let limit = limit.max(LEAST_OCTETS);
            let long = sources().find(|source| source.len() > limit);
            let error = long.map(|source| {
                format!("error policy-violation stanza-octets {}", offset(&text, source) + limit)
            });
            let mut limits = Limits::MAX;
            limits.stanza_octets = limit;
            check(text.as_bytes(), limits, error.as_deref(), &sizes)?;
        }
    }

    #[test]
    fn octets_of_a_header(
        declaration in select(&["", "<?xml version='1.0'?>", "<?xml version=\"1.0\" encoding='utf-8' ?>"][..]),
        space in "[ \t\r\n]{0,9}", less in any::<Index>(), sizes in sizes(),
    ) {
        let front = format!("{declaration}{space}{}", header());
        let text = format!("{front}<a/></stream:stream>");
        for limit in [front.len(), front.len() - 1, less.index(front.len())] {
            let error = (limit < front.len()).then(|| format!("error policy-violation header-octets {limit}"));
            let mut limits = Limits::MAX;
            limits.header_octets = limit;
            check(text.as_bytes(), limits, error.as_deref(), &sizes)?;
        }
    }

    /// Of several limits, the one that is exceeded leftmost is told.
    #[test]
    fn several_limits(
        elements in prop::collection::vec(xml_text::element(), 1..4),
        (depth, attributes, declarations, name_octets) in (1..5_usize, 11..15_usize, 10..16_usize, 13..20_usize),
        sizes in sizes(),
    ) {
        let text = stream(&elements);
        let Some(document) = naive_xml::document(&text) else { return Ok(()) };
        let counts = counts(&document);
        let chosen = [
            (Counted::Depth, depth),
            (Counted::Attributes, attributes),
            (Counted::Declarations, declarations),
            (Counted::NameOctets, name_octets),
        ];
        let mut limits = Limits::MAX;
        limits.name_octets = name_octets;
        limits.attributes = attributes;
        limits.depth = u32::try_from(depth).expect("a small limit");
        limits.declarations = u32::try_from(declarations).expect("a small limit");
        let errors = chosen.iter().filter_map(|&(counted, limit)| expected(&counts, counted, limit));
        let offset = |error: &String| error.rsplit(' ').next().and_then(|offset| offset.parse::<usize>().ok());
        check(text.as_bytes(), limits, errors.min_by_key(offset).as_deref(), &sizes)?;
    }
}
