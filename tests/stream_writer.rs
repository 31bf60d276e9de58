//! What `StreamWriter` writes, `StreamReader` reads as the same.
#![cfg(feature = "alloc")]

#[path = "support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;

use envoi::stream::{Event, Limits, StreamReader, StreamWriter, WriteErrorKind};
use envoi::xml::{ElementBuf, NS_XML};
use proptest::prelude::*;

const CLIENT: &str = "jabber:client";

fn read(written: &[u8]) -> ElementBuf {
    let mut input = written;
    let mut reader = StreamReader::fragments(Limits::MAX);
    match reader.read(&mut input).expect("well-formed") {
        Some(Event::Stanza(stanza)) => stanza.element().to_owned(),
        Some(Event::Element(element)) => element.to_owned(),
        other => panic!("{other:?}"),
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~\t\r\n]{0,150}", "[<>&'\"\\]\r\n\t ]{0,12}", "\\PC{0,80}"]
}

proptest! {
    #![proptest_config(inputs::config())]

    #[test]
    fn what_is_written_is_read(value in text(), other in text(), body in text(), namespace in "[a-z:&<' ]{0,8}") {
        prop_assume!([&value, &other, &body].iter().all(|text| !text.contains(['\u{FFFE}', '\u{FFFF}'])));
        let mut writer = StreamWriter::fragments(CLIENT);
        let mut message = writer.element("message", CLIENT).unwrap();
        message.attribute("a", &value).unwrap().attribute_in("lang", NS_XML, &other).unwrap();
        message.attribute_in("a", "urn:x", &other).unwrap();
        message.start("body", &namespace).unwrap().attribute_in("b", "urn:x", &value).unwrap();
        message.text(&body).unwrap().end().unwrap().text(&other).unwrap();
        message.finish().unwrap();
        let message = read(writer.as_bytes());
        let message = message.element();
        prop_assert!(message.is("message", CLIENT));
        prop_assert_eq!(message.attribute("a").unwrap(), &*value);
        prop_assert_eq!(message.attribute_in("a", "urn:x").unwrap(), &*other);
        prop_assert_eq!(message.lang().unwrap(), &*other);
        prop_assert_eq!(message.text(), &*other);
        let child = message.child("body", &namespace).unwrap();
        prop_assert_eq!(child.text(), &*body);
        prop_assert_eq!(child.attribute_in("b", "urn:x").unwrap(), &*value);
    }
}

#[test]
fn a_failure_leaves_what_was_written() {
    let kinds = [
        ("a b", "v", WriteErrorKind::Name, 1),
        ("", "v", WriteErrorKind::Name, 0),
        ("xmlns", "v", WriteErrorKind::Name, 0),
        ("a:b", "v", WriteErrorKind::Name, 1),
        ("twice", "v", WriteErrorKind::DuplicateAttribute, 0),
        ("b", "v\u{1B}", WriteErrorKind::Character, 1),
        ("b", "\u{FFFF}", WriteErrorKind::Character, 0),
    ];
    let mut writer = StreamWriter::fragments(CLIENT);
    writer.element("presence", CLIENT).unwrap().finish().unwrap();
    for (name, value, kind, offset) in kinds {
        let mut iq = writer.element("iq", CLIENT).unwrap();
        iq.attribute("twice", "").unwrap();
        let error = iq.attribute(name, value).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{name:?}");
        assert_eq!(iq.finish(), Err(error));
        assert_eq!(writer.as_bytes(), b"<presence/>");
    }
    let mut iq = writer.element("iq", CLIENT).unwrap();
    iq.start("a", "").unwrap();
    assert_eq!(iq.finish().unwrap_err().kind(), WriteErrorKind::Balance);
    std::mem::forget(writer.element("iq", CLIENT).unwrap());
    assert_eq!(writer.as_bytes(), b"<presence/>");
    writer.element("iq", CLIENT).unwrap().finish().unwrap();
    assert_eq!(writer.as_bytes(), b"<presence/><iq/>");
}

#[test]
fn a_stream_opens_once_and_closes_once() {
    let mut writer = StreamWriter::new(CLIENT);
    let kind = |result: Result<(), envoi::stream::WriteError>| result.unwrap_err().kind();
    assert_eq!(kind(writer.close()), WriteErrorKind::NotOpen);
    writer.header().to("a'b&").finish().unwrap();
    assert_eq!(kind(writer.header().finish()), WriteErrorKind::NestedHeader);
    let mut features = writer.element("features", "http://etherx.jabber.org/streams").unwrap();
    features.start("bind", "urn:ietf:params:xml:ns:xmpp-bind").unwrap().end().unwrap();
    features.finish().unwrap();
    writer.close().unwrap();
    assert_eq!(kind(writer.close()), WriteErrorKind::Closed);
    let text = String::from_utf8(writer.into_bytes()).unwrap();
    assert!(text.ends_with(
        "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features></stream:stream>"
    ));
    let (mut reader, mut input) = (StreamReader::new(Limits::DEFAULT), text.as_bytes());
    assert!(
        matches!(reader.read(&mut input), Ok(Some(Event::Open(header))) if header.to().unwrap() == "a'b&")
    );
    assert!(
        matches!(reader.read(&mut input), Ok(Some(Event::Element(element))) if element.name() == "features")
    );
    assert!(matches!(reader.read(&mut input), Ok(Some(Event::Close))));
}

/// No namespace and borrowed prefixes stay what they are in other surroundings.
#[test]
fn an_element_is_the_same_in_other_surroundings() {
    let outer = ElementBuf::parse("<o xmlns:x='urn:x' xml:lang='en'><x:a x:b='1'><c/></x:a></o>").unwrap();
    let payload = outer.element().children().next().unwrap();
    let mut writer = StreamWriter::fragments(CLIENT);
    let mut iq = writer.element("iq", CLIENT).unwrap();
    iq.write_element(payload).unwrap();
    iq.finish().unwrap();
    let iq = read(writer.as_bytes());
    let copy = iq.element().child("a", "urn:x").unwrap();
    assert!(copy.child("c", "").is_some());
    assert_eq!(copy.lang().as_deref(), Some("en"));
    assert_eq!(copy.attribute_in("b", "urn:x").as_deref(), Some("1"));
}

fn write_message(writer: &mut StreamWriter) {
    let mut message = writer.element("message", CLIENT).unwrap();
    message.attribute("to", "juliet@example.com").unwrap().attribute_in("a", "urn:x", "\t&").unwrap();
    message.start("body", CLIENT).unwrap().text("Art thou not Romeo, & a Montague?").unwrap().end().unwrap();
    message.start("active", "http://jabber.org/protocol/chatstates").unwrap().end().unwrap();
    message.finish().unwrap();
}

#[test]
fn nothing_is_allocated_once_warm() {
    let mut writer = StreamWriter::fragments(CLIENT);
    write_message(&mut writer);
    writer.clear();
    let written = allocation_counter::measure(|| write_message(&mut writer));
    assert_eq!(written.count_total, 0);
}
