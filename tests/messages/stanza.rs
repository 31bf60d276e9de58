//! What is said of stanzas and their payloads.

use envoi::stanza::payload::{BindRequest, BindResult, Payload, PayloadError, PayloadErrorKind, Stamp};
use envoi::stanza::{Condition, Iq, Message, Presence, RawStanza, Stanza, StanzaError, StanzaFaultKind};
use envoi::stream::{Event, Limits, StreamReader};
use envoi::xml::ElementBuf;
use envoi::{JidErrorKind, Resourcepart};
use std::error::Error;

/// A stanza of a client's stream, its fault, and what is said of it: identifier, place, sentence, rule.
const FAULTS: &[(&str, &str, usize, &str, &str)] = &[
    // RFC 6120 section 8.2.3, rules 1, 2, and 5.
    ("<iq type='result'/>", "missing-id", 0, "an iq needs an id", "RFC 6120 section 8.2.3"),
    (
        "<iq id='1' type='ask'/>",
        "iq-type",
        11,
        "the type of an iq is get, set, result or error",
        "RFC 6120 section 8.2.3",
    ),
    (
        "<iq id='1' type='get'/>",
        "payload-count",
        0,
        "an iq of type get or set holds one element, a result one at most",
        "RFC 6120 section 8.2.3",
    ),
    // RFC 6120 section 8.3.1, rules 4 and 7.
    (
        "<iq id='1' type='error'/>",
        "missing-error",
        11,
        "a stanza of type error holds an <error/>",
        "RFC 6120 section 8.3.1",
    ),
    (
        "<iq id='1' type='result'><error/></iq>",
        "unexpected-error",
        25,
        "only a stanza of type error holds an <error/>",
        "RFC 6120 section 8.3.1",
    ),
    // RFC 6121.
    ("<presence type='here'/>", "presence-type", 10, "presence has no such type", "RFC 6121 section 4.7.1"),
    (
        "<message><thread>a</thread><thread>b</thread></message>",
        "repeated",
        27,
        "this element can stand there once",
        "RFC 6121 sections 4.7.2 and 5.2",
    ),
    (
        "<message><body>a</body><body>b</body></message>",
        "repeated-language",
        23,
        "several texts need a language each, and no two the same",
        "RFC 6121 sections 4.7.2 and 5.2",
    ),
    (
        "<message><body><b/></body></message>",
        "mixed-content",
        15,
        "this element holds text and nothing else",
        "RFC 6121 sections 4.7.2 and 5.2",
    ),
    (
        "<message><thread parent='a'>a</thread></message>",
        "thread-parent",
        9,
        "a thread cannot be its own parent",
        "RFC 6121 section 5.2.5",
    ),
    (
        "<presence><show>here</show></presence>",
        "show",
        10,
        "<show/> is away, chat, dnd or xa",
        "RFC 6121 section 4.7.2.1",
    ),
    (
        "<presence><priority>128</priority></presence>",
        "priority",
        10,
        "<priority/> is an integer from -128 to 127",
        "RFC 6121 section 4.7.2.3",
    ),
];

#[test]
fn faults_of_stanzas() {
    for (text, id, offset, sentence, rule) in FAULTS {
        with_stanza(text, |stanza| {
            let fault = Stanza::read_strictly(stanza).expect_err(text);
            let said = format!("{sentence}, at byte {offset} ({rule})");
            assert_eq!(
                (fault.kind().as_str(), fault.offset(), fault.to_string()),
                (*id, *offset, said),
                "{text}"
            );
            let error = StanzaError::from(fault);
            assert_eq!((error.kind(), error.offset()), (fault.kind(), *offset), "{text}");
            assert_eq!(error.to_string(), fault.to_string());
            assert_eq!(fault.kind().to_string(), format!("{sentence} ({rule})"));
            assert_eq!((fault.kind().rule(), fault.kind().address()), (*rule, None), "{text}");
            // RFC 6120 section 8.3.3.1.
            assert_eq!(fault.condition(), Condition::BadRequest, "{text}");
            assert_eq!(fault.stanza().source(), *text);
        });
    }
}

/// Nothing is wrong with a message that is no iq, so nobody is told.
#[test]
fn another_kind_of_stanza_is_never_answered() {
    with_stanza("<message from='a@example.com'/>", |stanza| {
        for fault in [Iq::read(stanza).unwrap_err(), Presence::read(stanza).unwrap_err()] {
            assert_eq!((fault.kind(), fault.kind().as_str()), (StanzaFaultKind::Kind, "kind"));
            assert_eq!(fault.to_string(), "this is another kind of stanza, at byte 0 (RFC 6120 section 8)");
            assert!(fault.reply().is_none());
        }
    });
    with_stanza("<presence/>", |stanza| {
        assert_eq!(Message::read(stanza).unwrap_err().kind(), StanzaFaultKind::Kind);
    });
}

/// An address says its own rule; the answer is `jid-malformed` (RFC 6120 section 8.3.3.8).
#[test]
fn addresses_of_stanzas() {
    with_stanza("<message to='@example.com' from='a&amp;b@example.com'/>", |stanza| {
        let to = stanza.to_jid().unwrap_err();
        assert_eq!((to.kind().as_str(), to.condition()), ("to", Condition::JidMalformed));
        assert_eq!(
            to.to_string(),
            "the recipient is no address, at byte 9 (RFC 6120 section 8.1.1): localpart is empty, at byte 0 \
             (RFC 7622 section 3.3)"
        );
        let from = stanza.from_jid().unwrap_err();
        assert_eq!(from.kind().address().map(|error| error.kind()), Some(JidErrorKind::Disallowed));
        assert_eq!(
            from.kind().to_string(),
            "the sender is no address: localpart: '&' (U+0026) is not allowed, at byte 1 (RFC 7622 section 3.3.1)"
        );
    });
}

/// What is printed of a fault for debugging is its error and the start tag: no text of the stanza.
#[test]
fn faults_are_printed_without_the_payload() {
    with_stanza("<presence><show>secret</show></presence>", |stanza| {
        let fault = Stanza::read_strictly(stanza).unwrap_err();
        assert_eq!(
            format!("{fault:?}"),
            "StanzaFault { error: StanzaError { kind: Show, offset: 10 }, stanza: <presence>\u{2026} }"
        );
    });
}

/// Every constructor, on `<a b='c'>text</a>`: kind, name, place, rule, and what is said.
#[test]
fn faults_of_payloads() {
    const RULE: &str = "XEP-0000 section 1";
    let outer = ElementBuf::parse("<x><a b='c'>text</a></x>").unwrap();
    let a = outer.element().children().next().unwrap();
    let cases = [
        (
            PayloadError::missing_attribute(a, "d", RULE),
            "missing-attribute",
            "d",
            3,
            "the attribute 'd' is missing",
        ),
        (PayloadError::attribute(a, "b", RULE), "attribute", "b", 9, "the value of 'b' is not allowed"),
        (
            PayloadError::missing_element(a, "e", RULE),
            "missing-element",
            "e",
            3,
            "the element 'e' is missing",
        ),
        (
            PayloadError::repeated_element(a, "a", RULE),
            "repeated-element",
            "a",
            3,
            "the element 'a' is there already",
        ),
        (
            PayloadError::unexpected_element(a, "item", RULE),
            "unexpected-element",
            "item",
            3,
            "only 'item' can stand here",
        ),
        (PayloadError::content(a, "a", RULE), "content", "a", 12, "the element 'a' has to be empty"),
        (PayloadError::text(a, "a", RULE), "text", "a", 12, "the text of 'a' is not allowed"),
    ];
    for (error, id, name, offset, sentence) in cases {
        assert_eq!(error.to_string(), format!("{sentence}, at byte {offset} ({RULE})"));
        assert_eq!((error.kind().as_str(), error.name(), error.offset()), (id, name, offset));
        assert_eq!((error.rule(), error.condition()), (RULE, Condition::BadRequest));
        assert!(error.source().is_none());
        let other = error.with_condition(Condition::NotAcceptable);
        assert_eq!((other.condition(), other.kind()), (Condition::NotAcceptable, error.kind()));
    }
}

/// RFC 6120 section 7.6.1: the result of a bind holds a full JID.
#[test]
fn addresses_in_payloads_say_why() {
    let bind =
        ElementBuf::parse("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>a@@b/c</jid></bind>").unwrap();
    let bound = BindResult::read(bind.element()).unwrap();
    assert_eq!(bound.address().as_str(), "a@@b/c");
    let error = bound.jid().unwrap_err();
    assert!(matches!(error.kind(), PayloadErrorKind::Address(_)));
    assert_eq!((error.kind().as_str(), error.condition()), ("address", Condition::JidMalformed));
    let cause = error.source().expect("why").to_string();
    assert_eq!(cause, "domainpart: '@' (U+0040) is not allowed, at byte 2 (RFC 5890 section 2.3.1)");
}

/// RFC 6120 section 7.7.2.1, for a request that was read and for one that nobody has written yet.
#[test]
fn resources_that_cannot_be_bound() {
    let read =
        ElementBuf::parse("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>a&#9;</resource></bind>")
            .unwrap();
    let request = BindRequest::read(read.element()).unwrap();
    assert_eq!(request.resource(), Some("a\t"));
    assert_eq!(
        request.resourcepart().unwrap_err().to_string(),
        "the text of 'resource' is not allowed, at byte 57 (RFC 6120 section 7.7.2.1)"
    );
    let resource = Resourcepart::parse("balcony").unwrap();
    let request = BindRequest::with_resource(&resource);
    assert_eq!(request.resourcepart().unwrap().unwrap(), resource);
    assert_eq!(BindRequest::new().resourcepart().unwrap(), None);
}

/// XEP-0082 section 3.2, XEP-0203 section 2.
#[test]
fn faults_of_times() {
    for (text, id, offset, said) in [
        ("2026-02-28", "format", 10, "this is no date and time, at byte 10 (XEP-0082 section 3.2)"),
        (
            "2026-02-28T24:00:00Z",
            "range",
            11,
            "there is no such date or time, at byte 11 (XEP-0082 section 2.1)",
        ),
        (
            "2026-02-28T23:00:00-01:00",
            "zone",
            19,
            "the time has to be in UTC, at byte 19 (XEP-0203 section 2)",
        ),
    ] {
        let error = Stamp::parse(text).unwrap_err();
        assert_eq!((error.kind().as_str(), error.offset(), error.to_string()), (id, offset, said.into()));
    }
    assert_eq!(Stamp::parse("2026-02-28T23:00:00.25Z").unwrap().to_string(), "2026-02-28T23:00:00.25Z");
}

fn with_stanza(text: &str, look: impl FnOnce(RawStanza<'_>)) {
    let mut reader = StreamReader::fragments(Limits::DEFAULT);
    let mut input = text.as_bytes();
    match reader.read(&mut input).expect(text) {
        Some(Event::Stanza(stanza)) => look(stanza),
        other => panic!("{text} is no stanza: {other:?}"),
    }
}
