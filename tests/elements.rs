//! Elements: what is equal, what a copy is, what is printed.
#![cfg(feature = "alloc")]

use envoi::stream::{Limits, StreamReader};
use envoi::xml::{Element, ElementBuf};

/// The order of attributes does not count, however many there are.
#[test]
fn attributes_are_compared_in_any_order() {
    for count in [1, 7, 8, 9, 10, 20_000_usize] {
        let element = |numbers: &mut dyn Iterator<Item = usize>, value: &dyn Fn(usize) -> usize| {
            let attributes: Vec<String> = numbers
                .map(|number| {
                    let prefix = if number % 3 == 0 { "x:" } else { "" };
                    format!("{prefix}a{}='{}'", number / 2, value(number))
                })
                .collect();
            let attributes = attributes.join(" ");
            ElementBuf::parse_within(
                &format!("<a xmlns:x='urn:{}' {attributes}/>", value(count)),
                envoi::xml::Limits::MAX,
            )
        };
        let numbers = || (0..count).filter(|number| number % 3 != 1);
        let ordered = element(&mut numbers(), &|number| number).unwrap();
        assert!(ordered == element(&mut numbers().rev(), &|number| number).unwrap(), "{count}");
        let last = numbers().next_back().unwrap();
        for wrong in [0, last, count] {
            let other =
                element(&mut numbers().rev(), &|number| if number == wrong { 7_777_777 } else { number });
            assert!(ordered != other.unwrap(), "{count} {wrong}");
        }
    }
}

/// The method of an element, and not that of all that can be cloned.
#[test]
fn a_reference_to_an_element_is_owned_too() {
    fn copy(element: &Element<'_>) -> ElementBuf {
        element.to_owned()
    }
    let outer = ElementBuf::parse("<a xmlns='urn:a'><b/></a>").unwrap();
    assert_eq!(
        outer.element().children().map(|child| copy(&child)).next().unwrap().as_str(),
        "<b xmlns='urn:a'/>"
    );
}

/// What people write, and the secrets of SASL, do not come into logs by `{:?}`.
#[test]
fn payload_is_not_printed_for_debugging() {
    let mut reader = StreamReader::fragments(Limits::DEFAULT);
    let mut input: &[u8] =
        b"<message to='a'><body>secret</body></message><response xmlns='urn:s'>secret</response><iq/>";
    for expected in
        ["Stanza(<message to='a'>\u{2026})", "Element(<response xmlns='urn:s'>\u{2026})", "Stanza(<iq/>)"]
    {
        let event = reader.read(&mut input).unwrap().unwrap();
        assert_eq!(format!("{event:?}"), expected);
    }
    let owned = ElementBuf::parse("<a><b>secret</b></a>").unwrap();
    assert_eq!(format!("{owned:?} {owned}"), "<a>\u{2026} <a><b>secret</b></a>");
}
