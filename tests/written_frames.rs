//! What `StreamWriter` writes as frames (RFC 7395), `FrameReader` reads.
#![cfg(feature = "alloc")]

use envoi::stanza::StanzaKind;
use envoi::stream::{
    Condition, Event, FrameReader, Limits, NS_BIND, NS_FRAMING, NS_STREAM, StreamFailure, StreamReader,
    StreamWriter, WriteErrorKind,
};

const CLIENT: &str = "jabber:client";

const OPEN: &str =
    "<open to='example.com' version='1.0' xml:lang='en' xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
const CLOSE: &str = "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
const FAILURE: &str = "<error xmlns='http://etherx.jabber.org/streams'>\
    <conflict xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></error>";

/// What is written between header and close.
const ELEMENTS: [&str; 4] = [
    "<features xmlns='http://etherx.jabber.org/streams' xmlns:ns0='http://etherx.jabber.org/streams' ns0:a='1'>\
     <bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></features>",
    "<message xmlns='jabber:client'><body>Hi</body><none xmlns=''/><error xmlns='http://etherx.jabber.org/streams'/></message>",
    "<iq xmlns='jabber:client'/>",
    "<none/>",
];

/// The frame that has been written last.
fn frame(writer: &mut StreamWriter) -> String {
    let frame = String::from_utf8(writer.as_bytes().to_vec()).unwrap();
    writer.clear();
    frame
}

fn open(writer: &mut StreamWriter) -> String {
    writer.header().to("example.com").lang("en").finish().unwrap();
    frame(writer)
}

fn elements(writer: &mut StreamWriter) -> Vec<String> {
    let mut frames = Vec::new();
    let mut features = writer.element("features", NS_STREAM).unwrap();
    features.attribute_in("a", NS_STREAM, "1").unwrap().start("bind", NS_BIND).unwrap().end().unwrap();
    features.finish().unwrap();
    frames.push(frame(writer));
    let mut message = writer.stanza(StanzaKind::Message).unwrap();
    message.start("body", CLIENT).unwrap().text("Hi").unwrap().end().unwrap();
    message.start("none", "").unwrap().end().unwrap().start("error", NS_STREAM).unwrap().end().unwrap();
    message.finish().unwrap();
    frames.push(frame(writer));
    writer.element("iq", CLIENT).unwrap().finish().unwrap();
    frames.push(frame(writer));
    writer.element("none", "").unwrap().finish().unwrap();
    frames.push(frame(writer));
    frames
}

/// RFC 7395 sections 3.3 to 3.7.
#[test]
fn frames_stand_alone() {
    let mut writer = StreamWriter::frames();
    let mut reader = FrameReader::new(Limits::DEFAULT);
    for _ in 0..2 {
        assert_eq!(open(&mut writer), OPEN);
        let event = reader.read(OPEN.as_bytes()).unwrap();
        assert!(matches!(event, Some(Event::Open(header)) if header.lang().as_deref() == Some("en")));
        let frames = elements(&mut writer);
        assert_eq!(frames, ELEMENTS);
        for (text, is_stanza) in frames.iter().zip([false, true, true, false]) {
            let event = reader.read(text.as_bytes()).unwrap();
            assert_eq!(matches!(event, Some(Event::Stanza(_))), is_stanza, "{text}");
            assert_eq!(matches!(event, Some(Event::Element(_))), !is_stanza, "{text}");
        }
        // A restart.
        writer.reset();
        reader.reset();
    }
}

#[test]
fn an_error_is_a_frame_and_so_is_the_close() {
    let mut writer = StreamWriter::frames();
    assert_eq!(writer.failure(Condition::Conflict).finish().unwrap_err().kind(), WriteErrorKind::NotOpen);
    let mut reader = FrameReader::new(Limits::DEFAULT);
    reader.read(open(&mut writer).as_bytes()).unwrap();
    writer.failure(Condition::Conflict).finish().unwrap();
    assert_eq!(frame(&mut writer), FAILURE);
    let Ok(Some(Event::Element(element))) = reader.read(FAILURE.as_bytes()) else { panic!() };
    assert_eq!(StreamFailure::from_element(element).unwrap().condition(), Condition::Conflict);
    assert_eq!(writer.close_for("a\u{0}").unwrap_err().kind(), WriteErrorKind::Character);
    assert_eq!(writer.as_bytes(), b"");
    writer.close().unwrap();
    assert_eq!(frame(&mut writer), CLOSE);
    assert!(matches!(reader.read(CLOSE.as_bytes()), Ok(Some(Event::Close))));
    for refused in [writer.close(), writer.close_for("a"), writer.element("a", "").map(drop)] {
        assert_eq!(refused.unwrap_err().kind(), WriteErrorKind::Closed);
    }
}

/// RFC 7395 sections 3.4 and 3.6.1.
#[test]
fn a_close_may_answer_an_open() {
    let mut writer = StreamWriter::frames();
    assert_eq!(writer.element("a", "").unwrap_err().kind(), WriteErrorKind::NotOpen);
    writer.close_for("wss://other.example/a?b&c").unwrap();
    let text = frame(&mut writer);
    let expected =
        "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing' see-other-uri='wss://other.example/a?b&amp;c'/>";
    assert_eq!(text, expected);
    assert!(matches!(FrameReader::new(Limits::DEFAULT).read(text.as_bytes()), Ok(Some(Event::Close))));
    for mut other in [StreamWriter::new(CLIENT), StreamWriter::fragments(CLIENT)] {
        assert_eq!(other.close_for("a").unwrap_err().kind(), WriteErrorKind::NotOpen);
    }
}

#[test]
fn a_stream_of_frames_is_opened_and_closed_by_its_methods_alone() {
    let mut writer = StreamWriter::frames();
    open(&mut writer);
    assert_eq!(writer.header().finish().unwrap_err().kind(), WriteErrorKind::NestedHeader);
    for (name, namespace, kind) in [
        ("open", NS_FRAMING, WriteErrorKind::NestedHeader),
        ("close", NS_FRAMING, WriteErrorKind::NestedHeader),
        ("stream", NS_STREAM, WriteErrorKind::NestedHeader),
        ("iq", "jabber:server", WriteErrorKind::ContentNamespace),
    ] {
        assert_eq!(writer.element(name, namespace).unwrap_err().kind(), kind, "{name}");
    }
    assert_eq!(writer.as_bytes(), b"");
}

/// What comes from a stream takes along what its header declares.
#[test]
fn what_is_passed_on_in_frames_stands_alone() {
    let header = "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' xmlns:x='urn:x' xml:lang='cs'>";
    let text = format!("{header}<message to='a'><body/><x:y/></message><x:y/><stream:features/>");
    let (mut reader, mut input) = (StreamReader::new(Limits::DEFAULT), text.as_bytes());
    reader.read(&mut input).unwrap();
    let mut writer = StreamWriter::frames();
    writer.header().finish().unwrap();
    let mut frames = FrameReader::new(Limits::DEFAULT);
    frames.read(frame(&mut writer).as_bytes()).unwrap();
    let Ok(Some(Event::Stanza(message))) = reader.read(&mut input) else { panic!() };
    writer.forward(message.forward().to("b")).unwrap();
    let text = frame(&mut writer);
    assert_eq!(
        text,
        "<message xmlns='jabber:client' xmlns:x='urn:x' xml:lang='cs' to='b'><body/><x:y/></message>"
    );
    assert!(matches!(frames.read(text.as_bytes()), Ok(Some(Event::Stanza(_)))));
    for expected in [
        "<x:y xmlns:x='urn:x' xml:lang='cs'/>",
        "<stream:features xmlns:stream='http://etherx.jabber.org/streams' xml:lang='cs'/>",
    ] {
        let Ok(Some(Event::Element(element))) = reader.read(&mut input) else { panic!() };
        writer.write_element(element).unwrap();
        let text = frame(&mut writer);
        assert_eq!(text, expected);
        assert!(matches!(frames.read(text.as_bytes()), Ok(Some(Event::Element(_)))));
    }
}
