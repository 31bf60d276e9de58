//! What values write into a stream: one behind the other, in the namespace around them, and nothing if they fail.
#![cfg(feature = "alloc")]

use envoi::stanza::Condition;
use envoi::stream::{Event, Limits, StreamReader, StreamWriter, WriteErrorKind as Kind};
use envoi::xml::{ElementBuf, ElementWriter, RawXml, WriteError, WriteXml};

const NS_STREAMS: &str = "http://etherx.jabber.org/streams";

fn text(writer: &StreamWriter) -> &str {
    core::str::from_utf8(writer.as_bytes()).unwrap()
}

/// Several values, each by another way.
struct Values {
    some: Option<ElementBuf>,
    none: Option<ElementBuf>,
    many: [ElementBuf; 2],
}

impl WriteXml for Values {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start("values", "urn:values")?;
        out.write(&self.some)?.write(&self.none)?.write(&self.many[..])?.write(&&self.many[0])?;
        out.end()?;
        Ok(())
    }
}

#[test]
fn values_write_one_behind_the_other() {
    let element = |text| ElementBuf::parse(text).unwrap();
    let values = Values {
        some: Some(element("<a xmlns='urn:a'/>")),
        none: None,
        many: [element("<b xmlns='urn:b'/>"), element("<c xmlns='urn:c'/>")],
    };
    assert_eq!(
        ElementBuf::of(&values).unwrap().as_str(),
        "<values xmlns='urn:values'><a xmlns='urn:a'/><b xmlns='urn:b'/><c xmlns='urn:c'/><b xmlns='urn:b'/></values>"
    );
    let error = ElementBuf::of(&values.many[..]).unwrap_err();
    assert_eq!(error.kind(), Kind::Balance);
    assert_eq!(error.to_string(), "starts and ends of elements do not match, at byte 0 (XML 1.0 section 3)");
    assert_eq!(ElementBuf::of(&values.none).unwrap_err().kind(), Kind::Balance);
}

// RFC 6120 section 4.8.5: the prefix that the header declares is that of the elements of the stream.
#[test]
fn what_stands_inside_is_in_the_namespace_around_it() -> Result<(), WriteError> {
    let mut writer = StreamWriter::fragments("jabber:client");
    let mut message = writer.element("message", "jabber:client")?;
    message.start_inner("body")?.text("Hi")?.end()?;
    message.finish()?;
    assert_eq!(text(&writer), "<message><body>Hi</body></message>");

    let mut writer = StreamWriter::new("jabber:client");
    writer.header().finish()?;
    writer.clear();
    let mut features = writer.element("features", NS_STREAMS)?;
    features.start_inner("one")?.end()?.start("two", "urn:two")?.start_inner("three")?.end()?.end()?;
    features.finish()?;
    assert_eq!(
        text(&writer),
        "<stream:features><stream:one/><two xmlns='urn:two'><three/></two></stream:features>"
    );
    Ok(())
}

#[test]
fn what_is_not_finished_is_not_written() {
    let mut writer = StreamWriter::fragments("jabber:client");
    {
        let mut message = writer.element("message", "jabber:client").unwrap();
        message.start("body", "jabber:client").unwrap();
        assert_eq!(format!("{message:?}"), "ElementWriter { failed: None, .. }");
    }
    assert_eq!(text(&writer), "");
    writer.element("iq", "jabber:client").unwrap().finish().unwrap();
    assert_eq!(text(&writer), "<iq/>");
}

#[test]
fn raw_xml_is_written_as_it_was_handed_in() -> Result<(), WriteError> {
    let raw = RawXml::parse("a<body>Hi</body><x:gift xmlns:x='urn:x'/> b").unwrap();
    assert_eq!(raw.as_str(), "a<body>Hi</body><x:gift xmlns:x='urn:x'/> b");
    let mut writer = StreamWriter::fragments("jabber:client");
    let mut message = writer.element("message", "jabber:client")?;
    message.write(&raw)?;
    message.finish()?;
    assert_eq!(text(&writer), "<message>a<body>Hi</body><x:gift xmlns:x='urn:x'/> b</message>");

    // RFC 6120 section 4.8.3: without a prefix it would be of another namespace there.
    let mut other = writer.element("other", "urn:other")?;
    let error = other.write(&raw).unwrap_err();
    assert_eq!(error.kind(), Kind::ContentNamespace);
    assert_eq!(
        error.to_string(),
        "this is not the content namespace of the stream, at byte 0 (RFC 6120 section 4.8.3)"
    );
    drop(other);

    // RFC 6120 section 4.8.5.
    let raw = RawXml::parse("<c:body xmlns:c='jabber:client'/>").unwrap();
    let mut message = writer.element("message", "jabber:client")?;
    assert_eq!(message.write(&raw).unwrap_err().kind(), Kind::ContentPrefix);
    Ok(())
}

#[test]
fn identifiers_of_faults_never_change() {
    for (kind, identifier) in [
        (Kind::Character, "character"),
        (Kind::Name, "name"),
        (Kind::DuplicateAttribute, "duplicate-attribute"),
        (Kind::AttributePosition, "attribute-position"),
        (Kind::ReservedNamespace, "reserved-namespace"),
        (Kind::ReservedPrefix, "reserved-prefix"),
        (Kind::UndeclaredPrefix, "undeclared-prefix"),
        (Kind::Balance, "balance"),
        (Kind::ContentPrefix, "content-prefix"),
        (Kind::ContentNamespace, "content-namespace"),
        (Kind::PayloadCount, "payload-count"),
        (Kind::Lang, "lang"),
        (Kind::RepeatedLanguage, "repeated-language"),
        (Kind::ThreadParent, "thread-parent"),
        (Kind::NewAddress, "new-address"),
        (Kind::NestedHeader, "nested-header"),
        (Kind::NotOpen, "not-open"),
        (Kind::Closed, "closed"),
    ] {
        assert_eq!(kind.as_str(), identifier);
    }
}

// RFC 6120 section 8.3.1, rule 6: an error may hold what the stanza held. As `with_original` says: twice as long at most.
#[test]
fn an_error_holds_what_the_stanza_held() {
    let long = "urn:".to_owned() + &"x".repeat(100);
    for (payloads, held) in [
        ("<body>Hi</body><x:a xmlns:x='urn:x'/>".to_owned(), true),
        // Each of the two gets the declaration that stood once: more than the stanza was, and less than twice.
        ("<l:a/><l:b/>".to_owned(), true),
        ("<l:a/><l:b/><l:c/><l:d/><l:e/>".to_owned(), false),
    ] {
        let stanza = format!("<message from='a@b' xmlns:l='{long}'>{payloads}</message>");
        let mut reader = StreamReader::fragments(Limits::DEFAULT);
        let mut input = stanza.as_bytes();
        let Some(Event::Stanza(stanza)) = reader.read(&mut input).unwrap() else { panic!("no stanza") };
        let reply = stanza.error_reply(Condition::ItemNotFound).unwrap().with_original();
        let mut writer = StreamWriter::fragments("jabber:client");
        writer.write(&reply).unwrap();
        let expected = if held {
            payloads.replace("<l:a/><l:b/>", &format!("<l:a xmlns:l='{long}'/><l:b xmlns:l='{long}'/>"))
        } else {
            String::new()
        };
        let begins = format!("<message to='a@b' type='error'>{expected}<error type='cancel'>");
        assert!(text(&writer).starts_with(&begins), "{}", text(&writer));
        // What has been written before does not count.
        let once = text(&writer).to_owned();
        for _ in 0..3 {
            writer.write(&reply).unwrap();
        }
        assert_eq!(text(&writer), once.repeat(4));
    }
}
