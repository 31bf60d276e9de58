//! Laws of reading streams: how the octets are cut changes nothing, and no octets at all do harm.
#![cfg(feature = "alloc")]

#[path = "support/changed_vectors.rs"]
mod changed_vectors;
#[path = "support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;
#[path = "support/stream_outcome.rs"]
mod stream_outcome;
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod stream_vectors {
    pub(crate) mod case;
    pub(crate) mod escapes;
    pub(crate) mod outcome;
}

use changed_vectors::changed_vector;
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader};
use proptest::prelude::*;
use proptest::sample::Index;
use stream_outcome::{cut, drain, outcome};

const HEADER: &str = "<?xml version='1.0'?><stream:stream to='a.example' xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' xmlns:x='urn:x' xml:lang='en'>";

/// Pieces that streams are made of, and some that break them.
const PIECES: &[&str] = &[
    "<message to='juliet@example.com' id=\"1\">",
    "</message>",
    "<body>",
    "</body>",
    "<x:a x:b='1'/>",
    "<a xmlns='urn:a'>",
    "</a>",
    "text",
    " ",
    "\r\n",
    "&amp;",
    "&#x41;",
    "&#65;",
    "&lt;",
    "<![CDATA[",
    "]]>",
    "]]",
    ">",
    "жар",
    "\u{10FFFF}",
    "<presence/>",
    "<iq type='get' id='&quot;\t'><q xmlns='urn:q' xmlns:p='urn:p' p:r='s'/></iq>",
    "</stream:stream>",
    "<stream:features/>",
    "<",
    "</",
    "<!",
    "<!-",
    "<?",
    "&",
    "&#",
    "&nbsp;",
    "\u{FFFE}",
    "\u{1}",
    "<a a='1' a='2'/>",
    "<p:q/>",
    "<a",
    " b",
    "=",
    "'",
    "\"",
    "<stream:stream>",
    "\u{FEFF}",
    "xmlns:p=''",
    "<é:ü xmlns:é='urn:e'/>",
    "/>",
    "<message xmlns='jabber:server'/>",
    "<1>",
    "<a:>",
];

fn document() -> impl Strategy<Value = Vec<u8>> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..24);
    (prop::bool::weighted(0.9), pieces, prop::option::weighted(0.2, (any::<Index>(), any::<u8>()))).prop_map(
        |(header, pieces, change)| {
            let mut octets = if header { HEADER.as_bytes().to_vec() } else { Vec::new() };
            octets.extend(pieces.concat().into_bytes());
            if let (Some((index, octet)), false) = (change, octets.is_empty()) {
                let at = index.index(octets.len());
                octets[at] = octet;
            }
            octets
        },
    )
}

fn small_limits() -> Limits {
    let mut limits = Limits::DEFAULT;
    limits.stanza_octets = 200;
    limits.header_octets = 190;
    limits.depth = 3;
    limits.attributes = 4;
    limits.declarations = 5;
    limits.name_octets = 12;
    limits
}

/// The same comes of octets in one piece, one by one, and cut as told.
fn cuts_change_nothing(octets: &[u8], cuts: &[usize], small: bool, bare: bool) -> Result<(), TestCaseError> {
    let limits = if small { small_limits() } else { Limits::DEFAULT };
    let reader = if bare { StreamReader::fragments(limits) } else { StreamReader::new(limits) };
    let whole = outcome(reader.clone(), std::iter::once(octets));
    prop_assert_eq!(&outcome(reader.clone(), octets.chunks(1)), &whole);
    prop_assert_eq!(&outcome(reader, cut(octets, cuts)), &whole);
    Ok(())
}

proptest! {
    #![proptest_config(inputs::config_of_quick_laws())]

    #[test]
    fn chunks_change_nothing(octets in document(), cuts in prop::collection::vec(1..20_usize, 1..40), small: bool, bare: bool) {
        cuts_change_nothing(&octets, &cuts, small, bare)?;
    }

    #[test]
    fn chunks_change_nothing_in_changed_vectors(
        (octets, bare) in changed_vector(), cuts in prop::collection::vec(1..20_usize, 1..40), small: bool,
    ) {
        cuts_change_nothing(&octets, &cuts, small, bare)?;
    }

    #[test]
    fn nothing_comes_after_the_end((octets, bare) in changed_vector(), more in document(), size in 1..30_usize) {
        let reader = if bare { StreamReader::fragments(small_limits()) } else { StreamReader::new(small_limits()) };
        let mut buffer = StreamBuffer::new(reader);
        let before = drain(&mut buffer, octets.chunks(size));
        let after = drain(&mut buffer, more.chunks(size));
        match before.last() {
            Some(last) if last == "close" => prop_assert!(after.is_empty(), "{:?}", after),
            Some(last) if last.starts_with("error") => prop_assert!(after.is_empty() && more.is_empty() || after == [last.clone()]),
            _ => {}
        }
    }

    /// A caller who hands in fewer octets than before, or others, gets whatever comes of it, and no panic.
    #[test]
    fn no_octets_that_change_between_reads_do_harm(
        octets in prop_oneof![document(), changed_vector().prop_map(|(octets, _)| octets)],
        steps in prop::collection::vec((any::<Index>(), prop::option::of((any::<Index>(), any::<u8>()))), 1..40),
        small: bool, bare: bool,
    ) {
        let limits = if small { small_limits() } else { Limits::DEFAULT };
        let mut reader = if bare { StreamReader::fragments(limits) } else { StreamReader::new(limits) };
        let (mut octets, mut taken) = (octets, 0);
        for (end, change) in steps {
            let end = taken + end.index(octets.len() - taken + 1);
            if let (Some((at, octet)), true) = (change, taken < octets.len()) {
                let at = taken + at.index(octets.len() - taken);
                octets[at] = octet;
            }
            let mut input = &octets[taken..end];
            while let Ok(Some(_)) = reader.read(&mut input) {}
            taken = end - input.len();
        }
    }

    #[test]
    fn an_owned_element_means_the_same(octets in document()) {
        let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
        buffer.push(&octets);
        while let Ok(Some(event)) = buffer.next_event() {
            let element = match event {
                Event::Stanza(stanza) => stanza.element(),
                Event::Element(element) => element,
                _ => continue,
            };
            let owned = element.to_owned();
            prop_assert!(owned.element().is(element.name(), element.namespace()));
            prop_assert_eq!(owned.element().text(), element.text());
            prop_assert_eq!(owned.element().children().count(), element.children().count());
            for (child, other) in element.children().zip(owned.element().children()) {
                prop_assert!(child == other, "{:?} {:?}", child, other);
                prop_assert!(child.to_owned().element() == child.to_owned().element());
            }
        }
    }
}

#[test]
fn nesting_of_any_depth_overflows_nothing() {
    let octets = "<a>".repeat(100_000) + &"</a>".repeat(100_000);
    let error = {
        let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
        buffer.push(octets.as_bytes());
        buffer.next_event().unwrap_err()
    };
    assert_eq!((error.kind().as_str(), error.offset()), ("depth", 3 * 64));
    assert_eq!(error.condition().as_str(), "policy-violation");
    let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::MAX));
    buffer.push(octets.as_bytes());
    let Some(Event::Element(element)) = buffer.next_event().unwrap() else { panic!() };
    let owned = element.to_owned();
    assert!(owned.element() == element);
    assert_eq!(owned.as_str().len(), octets.len() + " xmlns='jabber:client'".len());
}

#[test]
fn fewer_octets_than_have_been_read_are_incomplete() {
    let fronts = [
        "<message to='a'",
        "<message to='a&#x4",
        "<message to='&",
        "<message/",
        "<message><body>a",
        "<message><body>&",
        "<message><body>\u{E9}",
        "<message></mess",
        "<message></message ",
        "<message><![CDATA[a",
        "<message><!",
        "<message><",
        "<message to ",
        "<message to= ",
        "<message a:b",
    ];
    for front in fronts {
        let mut reader = StreamReader::fragments(Limits::DEFAULT);
        let mut input = front.as_bytes();
        assert!(matches!(reader.read(&mut input), Ok(None)), "{front}");
        for fewer in 0..front.len() {
            // What was left but not looked at is not missed.
            let _ = reader.clone().read(&mut &front.as_bytes()[..fewer]);
        }
        let mut shorter = &front.as_bytes()[..4];
        let error = reader.read(&mut shorter).unwrap_err();
        assert_eq!((error.kind().as_str(), error.offset()), ("incomplete", 4), "{front}");
    }
}
