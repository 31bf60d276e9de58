//! What values are by default, what they lead back to, and what is printed of them.
#![cfg(feature = "alloc")]

use envoi::Jid;
use envoi::stanza::payload::{BindResult, DiscoInfo, Payload, PayloadErrorKind, Receipt, Roster, StanzaId};
use envoi::stanza::{Ids, Message, NS_CLIENT, RawStanza};
use envoi::stream::{
    Event, FrameReader, Limits, NS_STREAM_ERRORS, StreamBuffer, StreamFailure, StreamFeatures, StreamReader,
    StreamWriter,
};
use envoi::xml::{ElementBuf, ElementWriter, RawXml, WriteError, WriteErrorKind, WriteXml};

/// RFC 6120 section 13.12 wants 10,000 octets or more.
#[test]
fn limits_are_those_for_the_internet_unless_others_are_asked_for() {
    assert_eq!(Limits::default(), Limits::DEFAULT);
    assert_eq!(envoi::xml::Limits::default(), envoi::xml::Limits::DEFAULT);
    assert!(Limits::default().stanza_octets >= 10_000);
    assert_eq!(Limits::default().stanza_octets, envoi::xml::Limits::default().octets);
}

/// RFC 6120 section 4.7.
#[test]
fn headers_have_all_that_was_written() {
    let mut writer = StreamWriter::new("jabber:client");
    let header = writer.header().from("example.com").to("juliet@example.com").id("1").lang("en");
    header.version("1.1").attribute("x", "y").finish().unwrap();
    let mut reader = StreamReader::new(Limits::DEFAULT);
    let mut input = writer.as_bytes();
    let Some(Event::Open(header)) = reader.read(&mut input).unwrap() else { panic!("no header") };
    assert_eq!(header.version().as_deref(), Some("1.1"));
    let mut attributes: Vec<(String, String)> = header
        .attributes()
        .map(|attribute| (attribute.name().to_owned(), attribute.value().into_owned()))
        .collect();
    attributes.sort();
    let expected = [
        ("from", "example.com"),
        ("id", "1"),
        ("lang", "en"),
        ("to", "juliet@example.com"),
        ("version", "1.1"),
        ("x", "y"),
    ];
    assert_eq!(attributes, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
}

/// RFC 7395 section 3.7: a reader of frames goes on after it gave its memory back, and after an error once it is reset.
#[test]
fn frames_go_on() {
    let open: &[u8] = b"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
    let message: &[u8] = b"<message xmlns='jabber:client'><body>a</body></message>";
    let mut reader = FrameReader::new(Limits::DEFAULT);
    reader.read(open).unwrap();
    for octets in [0, 1_000_000] {
        reader.shrink_to(octets);
        let event = reader.read(message).unwrap();
        assert!(matches!(event, Some(Event::Stanza(stanza)) if stanza.source().as_bytes() == message));
    }
    let error = reader.read(b"a").unwrap_err();
    assert_eq!(reader.read(message).unwrap_err(), error);
    reader.reset();
    assert!(matches!(reader.read(open).unwrap(), Some(Event::Open(_))));
}

/// A buffer tells how much waits, and not what.
#[test]
fn buffers_and_writers_are_printed_without_what_they_hold() {
    let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
    buffer.push(b"<secret");
    assert_eq!(format!("{buffer:?}"), "StreamBuffer { unread: 7, .. }");
    assert_eq!(buffer.reader().offset(), 0);
    let mut writer = StreamWriter::fragments("jabber:client");
    writer.write_raw(b"<secret/>");
    assert_eq!(format!("{writer:?}"), "StreamWriter { written: 9, .. }");
    let mut element = writer.element("message", "jabber:client").unwrap();
    assert_eq!(format!("{element:?}"), "ElementWriter { failed: None, .. }");
    element.text("\u{0}").unwrap_err();
    assert_eq!(
        format!("{element:?}"),
        "ElementWriter { failed: Some(WriteError { kind: Character, offset: 0 }), .. }"
    );
}

/// RFC 6120 section 4.9.2. A stream error leads back to its element; its text is not printed.
#[test]
fn stream_errors_lead_back_to_their_element() {
    let text = format!(
        "<error xmlns='http://etherx.jabber.org/streams'><reset xmlns='{NS_STREAM_ERRORS}'/>\
         <text xmlns='{NS_STREAM_ERRORS}'>secret</text></error>"
    );
    let element = ElementBuf::parse(&text).unwrap();
    let failure = StreamFailure::from_element(element.element()).unwrap();
    assert_eq!(failure.element().source(), text);
    assert_eq!(format!("{failure:?}"), "<error xmlns='http://etherx.jabber.org/streams'>\u{2026}");
}

/// RFC 6120 section 4.3.2: what a server offers beyond what the library knows.
#[test]
fn features_lead_back_to_their_element() {
    let text = "<features xmlns='http://etherx.jabber.org/streams'><c xmlns='urn:c' hash='a'/></features>";
    let element = ElementBuf::parse(text).unwrap();
    let features = StreamFeatures::from_element(element.element()).unwrap();
    assert_eq!(features.element().child("c", "urn:c").unwrap().attribute("hash").as_deref(), Some("a"));
    assert_eq!(format!("{features:?}"), text);
}

/// RFC 6120 section 8.1.3: an identifier is there once.
#[test]
fn identifiers_are_there_once() {
    let mut ids = Ids::new("a-1");
    let given: Vec<String> = (0..12).map(|_| ids.next_id().to_owned()).collect();
    let expected: Vec<String> = (1..=12).map(|number| format!("a-1-{number}")).collect();
    assert_eq!(given, expected);
    // A copy goes on where the first one was, and knows nothing of it.
    assert_eq!(ids.clone().next_id(), ids.next_id());
}

/// What is more than the types tell is in their elements.
#[test]
fn payloads_lead_back_to_their_element() {
    let text = "<query xmlns='http://jabber.org/protocol/disco#info'><x xmlns='jabber:x:data'/></query>";
    let element = ElementBuf::parse(text).unwrap();
    let info = DiscoInfo::read(element.element()).unwrap();
    assert!(info.element().child("x", "jabber:x:data").is_some());
    assert_eq!((info.identities().count(), info.features().count()), (0, 0));
    let text = "<query xmlns='jabber:iq:roster'><x xmlns='urn:x'/></query>";
    let element = ElementBuf::parse(text).unwrap();
    let roster = Roster::read(element.element()).unwrap();
    assert!(roster.element().child("x", "urn:x").is_some());
    assert_eq!(roster.items().count(), 0);
    let id = StanzaId::new("1", Jid::from_static("a@example.com"));
    assert_eq!(format!("{:?}", id.by()), "\"a@example.com\"");
    // XEP-0184 section 7.
    let receipt = ElementBuf::parse("<received xmlns='urn:xmpp:receipts'/>").unwrap();
    let error = Receipt::read(receipt.element()).unwrap_err();
    assert_eq!(
        (error.kind(), error.kind().as_str()),
        (PayloadErrorKind::MissingAttribute, "missing-attribute")
    );
}

/// XML 1.0 section 2.1: a value that stands alone is one element.
#[test]
fn what_stands_alone_is_one_element() {
    struct Written(&'static str);

    impl WriteXml for Written {
        fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
            for name in self.0.split_whitespace() {
                out.start(name, "urn:x")?.end()?;
            }
            Ok(())
        }
    }

    assert_eq!(ElementBuf::of(&Written("a")).unwrap().as_str(), "<a xmlns='urn:x'/>");
    for other in ["", "a b", "a b c"] {
        let error = ElementBuf::of(&Written(other)).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (WriteErrorKind::Balance, 0), "{other:?}");
    }
}

/// RFC 4647 section 3.4: a range is cut from its end, and a single letter that led to what was cut goes with it.
#[test]
fn single_letters_are_no_ranges() {
    let text = "<message xmlns='jabber:client'><body>0</body><body xml:lang='zh-Hant'>1</body>\
                <body xml:lang='zh-Hant-CN-x'>2</body></message>";
    let message = ElementBuf::parse(text).unwrap();
    let message = RawStanza::from_element(message.element(), NS_CLIENT).unwrap();
    let message = Message::read(message).unwrap();
    for (range, body) in [
        ("zh-Hant-CN-x-private1-private2", "1"),
        ("zh-Hant-CN-x", "2"),
        ("zh-Hant-CN", "1"),
        ("zh", "0"),
        ("de", "0"),
    ] {
        assert_eq!(message.body_in(range).as_deref(), Some(body), "{range}");
    }
}

/// Content counts, whatever it is made of (Canonical XML knows nothing but elements and text here).
#[test]
fn elements_differ_in_their_content() {
    let contents = ["", "x", "y", "<b/>", "<c/>", "<b/>x", "x<b/>", "<b>x</b>", "<b/><b/>"];
    for (number, content) in contents.iter().enumerate() {
        for (other_number, other) in contents.iter().enumerate() {
            let element = |content| ElementBuf::parse(&format!("<a>{content}</a>")).unwrap();
            assert_eq!(element(content) == element(other), number == other_number, "{content} {other}");
        }
    }
}

/// RFC 6120 sections 4.8.3 and 4.8.5: XML from elsewhere cannot bring a prefix for the content namespace, nor stand where another
/// namespace is the default one.
#[test]
fn raw_xml_fits_its_place_or_is_refused() {
    let message = |raw: &RawXml| {
        let mut writer = StreamWriter::fragments("jabber:client");
        writer.write(&Message::normal(Jid::from_static("a")).payload(raw)).map_err(|error| error.kind())
    };
    assert_eq!(message(&RawXml::parse("<body>a</body>").unwrap()), Ok(()));
    let prefixed = RawXml::parse("<x:body xmlns:x='jabber:client'/>").unwrap();
    assert_eq!(message(&prefixed), Err(WriteErrorKind::ContentPrefix));
    let mut writer = StreamWriter::fragments("jabber:client");
    let mut outer = writer.element("message", "jabber:client").unwrap();
    outer.start("x", "urn:x").unwrap();
    let error = outer.write(&RawXml::parse("<body>a</body>").unwrap()).unwrap_err();
    assert_eq!(error.kind(), WriteErrorKind::ContentNamespace);
}

/// RFC 6120 section 4.8.5, of a stanza that is forwarded by a writer; sections 4.2 and 4.4: bare stanzas are no stream to close.
#[test]
fn writers_refuse_what_has_no_place() {
    let text = "<message xmlns='jabber:client'><a:b xmlns:a='jabber:server'/></message>";
    let message = ElementBuf::parse(text).unwrap();
    let message = RawStanza::from_element(message.element(), NS_CLIENT).unwrap();
    let mut writer = StreamWriter::fragments("jabber:server");
    let error = writer.forward(message.forward()).unwrap_err();
    assert_eq!((error.kind(), error.kind().as_str()), (WriteErrorKind::ContentPrefix, "content-prefix"));
    assert_eq!(
        error.to_string(),
        "elements of the content namespace cannot have a prefix, at byte 0 (RFC 6120 section 4.8.5)"
    );
    assert_eq!(writer.close().unwrap_err().kind(), WriteErrorKind::NotOpen);
    assert_eq!(writer.as_bytes(), b"");
}

/// A reader of bare stanzas is one again after a reset, whatever broke it.
#[test]
fn readers_of_stanzas_are_reset() {
    let mut reader = StreamReader::fragments(Limits::DEFAULT);
    let mut broken: &[u8] = b"<message></presence>";
    let error = reader.read(&mut broken).unwrap_err();
    let mut input: &[u8] = b"<presence/>";
    assert_eq!(reader.read(&mut input).unwrap_err(), error);
    reader.reset();
    let mut input: &[u8] = b"<presence/>";
    assert!(
        matches!(reader.read(&mut input).unwrap(), Some(Event::Stanza(stanza)) if stanza.source() == "<presence/>")
    );
}

/// RFC 6120 section 7.6.1 lays an address out for people; a reference in it stands for what it stands for.
#[test]
fn addresses_that_are_laid_out_can_hold_references() {
    let text = "<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>\n  a@example.com/b&amp;c\n</jid></bind>";
    let bind = ElementBuf::parse(text).unwrap();
    let bound = BindResult::read(bind.element()).unwrap();
    assert_eq!(bound.jid().unwrap().as_str(), "a@example.com/b&c");
}

/// What is checked when a program is built is checked as well when it runs.
#[test]
fn static_addresses_are_canonical() {
    assert_eq!(*Jid::from_static("a@example.com/b c"), *Jid::parse("a@example.com/b c").unwrap());
    for text in [
        "A@example.com",
        "a b@example.com",
        "a@Example.com",
        "a@example.com/",
        "",
        "@a",
        "a@b/\u{e9}",
        "a@b..c",
    ] {
        assert!(std::panic::catch_unwind(|| Jid::from_static(text)).is_err(), "{text}");
    }
}

/// Payloads into types of the user: absent is none, what does not fit is an error that says why.
#[cfg(feature = "serde")]
#[test]
fn payloads_are_deserialized_where_they_are() {
    #[derive(serde::Deserialize)]
    struct Version {
        name: String,
    }

    let read = |inside: &str| {
        let iq = format!("<iq xmlns='jabber:client' type='result' id='1'>{inside}</iq>");
        let iq = ElementBuf::parse(&iq).unwrap();
        let iq = RawStanza::from_element(iq.element(), NS_CLIENT).unwrap();
        let version = iq.deserialize_payload::<Version>("query", "jabber:iq:version");
        version.map(|version| version.map(|version| version.name)).map_err(|error| {
            // What the reader of XML says is all that there is to say.
            assert!(std::error::Error::source(&error).is_none());
            error.to_string()
        })
    };
    assert_eq!(read("<query xmlns='jabber:iq:version'><name>a</name></query>"), Ok(Some("a".to_owned())));
    assert_eq!(read("<query xmlns='urn:x'><name>a</name></query>"), Ok(None));
    assert_eq!(read("<query xmlns='jabber:iq:version'/>"), Err("missing field `name`".to_owned()));
}

/// A stanza that came back is printed without what it said.
#[cfg(feature = "gcm")]
#[test]
fn what_came_back_is_printed_without_its_payload() {
    let text = "<message xmlns='jabber:client' type='error' id='3'>\
                <gcm xmlns='google:mobile:data'>{\"message_id\":\"m\",\"data\":\"secret\"}</gcm>\
                <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
                <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>secret</text></error></message>";
    let message = ElementBuf::parse(text).unwrap();
    let message = RawStanza::from_element(message.element(), NS_CLIENT).unwrap();
    let returned = envoi::gcm::Incoming::read(message).unwrap().expect("what came back");
    assert_eq!(
        format!("{returned:?}"),
        "Returned(Returned { condition: BadRequest, error_type: Modify, code: Unknown, stanza_id: Some(\"3\"), \
         message_id: Some(\"m\"), .. })"
    );
}
