//! Stream features and stream errors as values (RFC 6120 sections 4.3.2 and 4.9).
#![cfg(feature = "alloc")]

use envoi::stream::{
    Condition, Event, Feature, FrameReader, Limits, NS_SASL, NS_STREAM_ERRORS, StreamBuffer, StreamErrorKind,
    StreamFailure, StreamFeatures, StreamReader, StreamWriter,
};
use envoi::xml::{ElementBuf, XmlErrorKind};

const STREAM: &str = "http://etherx.jabber.org/streams";

/// RFC 6120 section 4.9.3 has these subsections, in this order.
const CONDITIONS: [&str; 25] = [
    "bad-format",
    "bad-namespace-prefix",
    "conflict",
    "connection-timeout",
    "host-gone",
    "host-unknown",
    "improper-addressing",
    "internal-server-error",
    "invalid-from",
    "invalid-namespace",
    "invalid-xml",
    "not-authorized",
    "not-well-formed",
    "policy-violation",
    "remote-connection-failed",
    "reset",
    "resource-constraint",
    "restricted-xml",
    "see-other-host",
    "system-shutdown",
    "undefined-condition",
    "unsupported-encoding",
    "unsupported-feature",
    "unsupported-stanza-type",
    "unsupported-version",
];

/// What a peer reads after a header; the last one is the close.
fn events(written: &[u8], mut look: impl FnMut(Event<'_>)) {
    let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
    buffer.push(written);
    let mut closed = false;
    while let Some(event) = buffer.next_event().unwrap() {
        assert!(!closed);
        closed = matches!(event, Event::Close);
        look(event);
    }
    assert!(closed && buffer.unread().is_empty());
}

#[test]
fn every_condition_is_written_and_read() {
    assert_eq!(Condition::ALL.map(Condition::as_str), CONDITIONS);
    for condition in Condition::ALL {
        let mut writer = StreamWriter::new("jabber:server");
        writer.header().finish().unwrap();
        writer.failure(condition).finish().unwrap();
        let mut found = Vec::new();
        events(writer.as_bytes(), |event| {
            if let Event::Element(element) = event {
                let failure = StreamFailure::from_element(element).unwrap();
                assert_eq!(failure.to_string(), condition.as_str());
                assert_eq!(element.children().count(), 1);
                assert!(failure.text().is_none() && failure.application_condition().is_none());
                found.push(failure.condition());
            }
        });
        assert_eq!(found, [condition]);
        // The stream is closed: nothing can follow.
        assert_eq!(
            writer.failure(condition).finish().unwrap_err().to_string(),
            "the stream is closed, at byte 0 (RFC 6120 section 4.4)"
        );
    }
}

/// RFC 6120 section 4.9.4.
#[test]
fn text_and_application_conditions_survive() {
    let application =
        ElementBuf::parse("<a:escape-your-data xmlns:a='http://example.org/ns'>&lt;</a:escape-your-data>")
            .unwrap();
    let mut writer = StreamWriter::new("jabber:client");
    writer.header().lang("de").finish().unwrap();
    let failure = writer.failure(Condition::NotWellFormed).application_condition(application.element());
    failure.text("Some <special> diagnostic\r\n").lang("en").finish().unwrap();
    let mut seen = 0;
    events(writer.as_bytes(), |event| {
        if let Event::Element(element) = event {
            let failure = StreamFailure::from_element(element).unwrap();
            assert_eq!(failure.condition(), Condition::NotWellFormed);
            assert_eq!(failure.text().unwrap(), "Some <special> diagnostic\r\n");
            assert_eq!(failure.text_lang().unwrap(), "en");
            assert!(failure.application_condition().unwrap() == application.element());
            assert_eq!(failure.other_host(), None);
            seen += 1;
        }
    });
    assert_eq!(seen, 1);
}

#[test]
fn a_failure_that_cannot_be_written_leaves_the_stream_open() {
    let mut writer = StreamWriter::new("jabber:client");
    let early = writer.failure(Condition::HostUnknown).finish().unwrap_err();
    assert_eq!(early.to_string(), "the stream is not open yet, at byte 0 (RFC 6120 section 4.2)");
    writer.header().finish().unwrap();
    writer.clear();
    let wrong = writer.failure(Condition::Reset).text("a\u{0}").finish().unwrap_err();
    assert_eq!(wrong.to_string(), "XML has no such character, at byte 1 (XML 1.0 section 2.2)");
    assert_eq!(writer.as_bytes(), b"");
    writer.failure(Condition::Reset).other_host("[::1]:9222").finish().unwrap();
    let expected = format!(
        "<stream:error><see-other-host xmlns='{NS_STREAM_ERRORS}'>[::1]:9222</see-other-host></stream:error></stream:stream>"
    );
    assert_eq!(String::from_utf8_lossy(writer.as_bytes()), expected);
}

/// Without a header, as in RFC 7395 section 3.3, the namespace is declared where it is used.
#[test]
fn a_bare_failure_stands_alone() {
    let mut writer = StreamWriter::fragments("jabber:client");
    writer.failure(Condition::Conflict).finish().unwrap();
    let expected = format!("<error xmlns='{STREAM}'><conflict xmlns='{NS_STREAM_ERRORS}'/></error>");
    assert_eq!(String::from_utf8_lossy(writer.as_bytes()), expected);
    let element = ElementBuf::parse(&expected).unwrap();
    assert_eq!(StreamFailure::from_element(element.element()).unwrap().condition(), Condition::Conflict);
}

/// RFC 6120 section 4.9.2: what is not understood is the same as undefined-condition.
#[test]
fn failures_are_read_whatever_is_in_them() {
    let cases = [
        ("", Condition::UndefinedCondition, "undefined-condition"),
        ("Disconnected", Condition::UndefinedCondition, "undefined-condition"),
        ("<new xmlns='{}'/>", Condition::UndefinedCondition, "undefined-condition"),
        // RFC 3920 section 4.7.3.
        ("<xml-not-well-formed xmlns='{}'/>", Condition::NotWellFormed, "not-well-formed"),
        ("<reset/>", Condition::UndefinedCondition, "undefined-condition"),
        ("<reset xmlns='urn:a'/>", Condition::UndefinedCondition, "undefined-condition"),
        ("<a xmlns='urn:a'/><text xmlns='{}'>why</text><reset xmlns='{}'/>", Condition::Reset, "reset: why"),
    ];
    for (inside, condition, shown) in cases {
        let text = format!("<error xmlns='{STREAM}'>{}</error>", inside.replace("{}", NS_STREAM_ERRORS));
        let element = ElementBuf::parse(&text).unwrap();
        let failure = StreamFailure::from_element(element.element()).unwrap();
        assert_eq!((failure.condition(), failure.to_string().as_str()), (condition, shown), "{inside}");
    }
    for other in ["<error xmlns='jabber:client'/>", "<errors xmlns='http://etherx.jabber.org/streams'/>"] {
        assert!(StreamFailure::from_element(ElementBuf::parse(other).unwrap().element()).is_none());
    }
}

#[test]
fn features_are_what_they_say() {
    let cases: &[(&str, &[(&str, bool)])] = &[
        ("", &[]),
        // RFC 6120 section 5.3.1: alone, it is mandatory.
        ("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", &[("starttls!", true)]),
        (
            "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><a xmlns='urn:a'/>",
            &[("starttls", false), ("other a", false)],
        ),
        ("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>", &[("starttls!", true)]),
        // In another namespace it says nothing.
        (
            "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required xmlns=''/></starttls><a xmlns='urn:a'/>",
            &[("starttls", false), ("other a", false)],
        ),
        ("<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>", &[("bind", true)]),
        (
            "<session xmlns='urn:ietf:params:xml:ns:xmpp-session'><optional/></session>",
            &[("session?", false)],
        ),
        ("<session xmlns='urn:ietf:params:xml:ns:xmpp-session'/>", &[("session", true)]),
        ("<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>", &[("mechanisms", true)]),
        (
            " <compression xmlns='http://jabber.org/features/compress'><method>zlib</method></compression>\n \
             <a xmlns='urn:a'><required/></a><bind xmlns='urn:a'/>",
            &[("other compression", false), ("other a", true), ("other bind", false)],
        ),
    ];
    for (inside, expected) in cases {
        let element =
            ElementBuf::parse(&format!("<s:features xmlns:s='{STREAM}'>{inside}</s:features>")).unwrap();
        let features = StreamFeatures::from_element(element.element()).unwrap();
        let found = features.iter().map(|feature| {
            let name = match feature {
                Feature::StartTls { required } => format!("starttls{}", if required { "!" } else { "" }),
                Feature::Mechanisms(element) => element.name().to_owned(),
                Feature::Bind => "bind".to_owned(),
                Feature::Session { optional } => format!("session{}", if optional { "?" } else { "" }),
                Feature::Other(element) => format!("other {}", element.name()),
                _ => unreachable!(),
            };
            (name, feature.is_required())
        });
        let expected: Vec<_> = expected.iter().map(|&(name, required)| (name.to_owned(), required)).collect();
        assert_eq!(found.collect::<Vec<_>>(), expected, "{inside}");
        assert_eq!(features.is_complete(), expected.iter().all(|&(_, required)| !required), "{inside}");
        assert_eq!(features.starttls().is_some(), inside.contains("starttls"));
        assert_eq!(features.session().is_some(), inside.contains("session"));
        assert_eq!(features.bind().is_some(), inside.contains("xmpp-bind"));
    }
    assert!(StreamFeatures::from_element(ElementBuf::parse("<features/>").unwrap().element()).is_none());
}

#[test]
fn mechanisms_are_listed_in_order() {
    let text = format!(
        "<features xmlns='{STREAM}'><mechanisms xmlns='{NS_SASL}'><mechanism>SCRAM-SHA-1-PLUS</mechanism>\
         <hostname xmlns='urn:a'>b</hostname><mechanism>PLAIN</mechanism><mechanism xmlns='urn:a'>X</mechanism>\
         </mechanisms></features>"
    );
    let element = ElementBuf::parse(&text).unwrap();
    let features = StreamFeatures::from_element(element.element()).unwrap();
    assert_eq!(features.mechanisms().collect::<Vec<_>>(), ["SCRAM-SHA-1-PLUS", "PLAIN"]);
    assert_eq!(format!("{:?}", features.mechanisms()), "[\"SCRAM-SHA-1-PLUS\", \"PLAIN\"]");
    let none = ElementBuf::parse(&format!("<features xmlns='{STREAM}'/>")).unwrap();
    assert_eq!(StreamFeatures::from_element(none.element()).unwrap().mechanisms().next(), None);
}

#[test]
fn what_came_before_tls_is_no_part_of_the_new_stream() {
    let header = format!("<stream:stream xmlns='jabber:client' xmlns:stream='{STREAM}'>");
    let starttls = "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>";
    for injected in ["", "<presence/>", "<presence", "  <message><body>a", &header, "\u{E9}"] {
        let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
        buffer.push(header.as_bytes());
        assert!(matches!(buffer.next_event(), Ok(Some(Event::Open(_)))));
        buffer.push(starttls.as_bytes());
        buffer.push(injected.as_bytes());
        assert!(matches!(buffer.next_event(), Ok(Some(Event::Element(_)))));
        assert_eq!(buffer.discard_unread(), injected.len());
        buffer.reset();
        assert!(matches!(buffer.next_event(), Ok(None)));
        buffer.push(header.as_bytes());
        assert!(matches!(buffer.next_event(), Ok(Some(Event::Open(_)))));
        buffer.push(b"<iq/>");
        let Ok(Some(Event::Stanza(stanza))) = buffer.next_event() else { panic!("{injected}") };
        assert_eq!(stanza.element().name(), "iq");
        let octets = 2 * header.len() + starttls.len() + injected.len() + "<iq/>".len();
        assert_eq!(buffer.reader().offset(), octets as u64);
    }
}

#[test]
fn what_had_begun_when_octets_are_dropped_has_never_come() {
    let header = format!("<stream:stream xmlns='jabber:client' xmlns:stream='{STREAM}'>");
    let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
    // In the header, and in an element: what has been read of either is forgotten.
    buffer.push(&header.as_bytes()[..20]);
    assert!(matches!(buffer.next_event(), Ok(None)));
    assert_eq!(buffer.discard_unread(), 20);
    buffer.push(header.as_bytes());
    assert!(matches!(buffer.next_event(), Ok(Some(Event::Open(_)))));
    buffer.push(b"<message><body>");
    assert!(matches!(buffer.next_event(), Ok(None)));
    assert_eq!(buffer.discard_unread(), 15);
    buffer.push(b"<presence/>");
    assert!(matches!(buffer.next_event(), Ok(Some(Event::Stanza(_)))));
}

/// Prefixes that a discarded element has declared are not declared afterwards (Namespaces in XML 1.0 section 5).
#[test]
fn nothing_of_a_discarded_element_is_in_scope() {
    let long = "n".repeat(100);
    let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
    for _ in 0..3 {
        buffer.push(format!("<presence xmlns:p='urn:p' xmlns:q='{long}'><p:a><q:b>").as_bytes());
        assert!(buffer.next_event().unwrap().is_none());
        buffer.discard_unread();
    }
    buffer.push(format!("<presence xmlns:q='urn:q'><q:b/><c xmlns='{long}'/></presence>").as_bytes());
    assert!(matches!(buffer.next_event(), Ok(Some(Event::Stanza(_)))));
    buffer.push(b"<presence><p:a/></presence>");
    let error = buffer.next_event().unwrap_err();
    assert_eq!(error.kind(), StreamErrorKind::Xml(XmlErrorKind::UnboundPrefix));
}

/// The example of RFC 7395 section 3.6.1.
#[test]
fn a_close_says_where_to_go() {
    let close = "<close xmlns=\"urn:ietf:params:xml:ns:xmpp-framing\" see-other-uri=\"wss://otherendpoint.example/xmpp-bind\" />";
    let mut reader = FrameReader::new(Limits::DEFAULT);
    assert_eq!(reader.close_uri(), None);
    assert!(matches!(reader.read(close.as_bytes()), Ok(Some(Event::Close))));
    assert_eq!(reader.close_uri(), Some("wss://otherendpoint.example/xmpp-bind"));
    assert!(matches!(reader.read(b"<a/>"), Ok(None)));
    assert_eq!(reader.close_uri(), Some("wss://otherendpoint.example/xmpp-bind"));
    reader.reset();
    assert_eq!(reader.close_uri(), None);
    let silent = b"<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' xmlns:a='urn:a' a:see-other-uri='b'/>";
    assert!(matches!(reader.read(silent), Ok(Some(Event::Close))));
    assert_eq!(reader.close_uri(), None);
}

/// A header is an element without content, whose end is far away.
#[test]
fn a_header_is_an_element() {
    for (end, content) in [(">", ""), ("/>", ""), (" >", "<iq/>")] {
        let mut reader = StreamReader::new(Limits::DEFAULT);
        let header = format!(
            "<stream:stream to='a' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' xml:lang='en'{end}"
        );
        let octets = format!("{header}{content}");
        let mut input = octets.as_bytes();
        let Ok(Some(Event::Open(opened))) = reader.read(&mut input) else { panic!() };
        let element = opened.element();
        assert_eq!(element.source(), header);
        assert_eq!(
            (element.inner_source(), element.children().count(), element.contents().count()),
            ("", 0, 0)
        );
        let owned = element.to_owned();
        assert_eq!(owned.element(), element);
        assert!(owned.as_str().ends_with("/>"), "{owned}");
    }
}
