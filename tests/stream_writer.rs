//! What `StreamWriter` writes, `StreamReader` reads as the same; and what nobody could read is not written.
#![cfg(feature = "alloc")]

#[path = "support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;

use envoi::stanza::StanzaKind;
use envoi::stream::{
    ElementWriter, Event, HeaderWriter, Limits, StreamBuffer, StreamReader, StreamWriter, WriteError,
    WriteErrorKind,
};
use envoi::xml::{Content, Element, ElementBuf, NS_XML};
use proptest::prelude::*;

const CLIENT: &str = "jabber:client";
const STREAM: &str = "http://etherx.jabber.org/streams";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// What is written must not be there.
type Attempt = for<'w> fn(&mut ElementWriter<'w>) -> Result<(), WriteError>;

fn read(written: &[u8]) -> ElementBuf {
    let mut input = written;
    let mut reader = StreamReader::fragments(Limits::MAX);
    let read = match reader.read(&mut input).expect("well-formed") {
        Some(Event::Stanza(stanza)) => stanza.element().to_owned(),
        Some(Event::Element(element)) => element.to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(input, b"");
    read
}

/// Every check of an element, the offset into what was handed in, and the sentence.
#[test]
fn what_nobody_could_read_is_not_written() {
    let name = |at: usize| format!("this cannot be a name, at byte {at} (Namespaces in XML 1.0 section 3)");
    let character = |at: usize| format!("XML has no such character, at byte {at} (XML 1.0 section 2.2)");
    let twice = "the attribute is there already, at byte 0 (Namespaces in XML 1.0 section 6.3)";
    let late = "an attribute cannot stand behind content, at byte 0 (XML 1.0 section 3.1)";
    let reserved = "the namespaces of 'xml' and 'xmlns' cannot be declared, at byte 0 \
        (Namespaces in XML 1.0 section 3)";
    let balance = "starts and ends of elements do not match, at byte 0 (XML 1.0 section 3)";
    let prefix = "elements of the content namespace cannot have a prefix, at byte 0 (RFC 6120 section 4.8.5)";
    let cases: &[(Attempt, WriteErrorKind, String)] = &[
        (|iq| iq.start("", "").map(drop), WriteErrorKind::Name, name(0)),
        (|iq| iq.start("a b", "").map(drop), WriteErrorKind::Name, name(1)),
        (|iq| iq.start("a:b", "").map(drop), WriteErrorKind::Name, name(1)),
        (|iq| iq.start("éé>", "").map(drop), WriteErrorKind::Name, name(4)),
        (|iq| iq.start("1a", "").map(drop), WriteErrorKind::Name, name(0)),
        (|iq| iq.start("-a", "").map(drop), WriteErrorKind::Name, name(0)),
        (|iq| iq.start("a", "urn:\u{B}").map(drop), WriteErrorKind::Character, character(4)),
        (|iq| iq.start("a", NS_XML).map(drop), WriteErrorKind::ReservedNamespace, reserved.into()),
        (|iq| iq.start("a", XMLNS).map(drop), WriteErrorKind::ReservedNamespace, reserved.into()),
        (|iq| iq.attribute("", "").map(drop), WriteErrorKind::Name, name(0)),
        (|iq| iq.attribute("a'", "").map(drop), WriteErrorKind::Name, name(1)),
        (|iq| iq.attribute("xml:lang", "en").map(drop), WriteErrorKind::Name, name(3)),
        // Nobody declares a namespace behind the writer's back.
        (|iq| iq.attribute("xmlns", "urn:a").map(drop), WriteErrorKind::Name, name(0)),
        (|iq| iq.attribute_in("xmlns", "", "urn:a").map(drop), WriteErrorKind::Name, name(0)),
        (|iq| iq.attribute("xmlns:a", "urn:a").map(drop), WriteErrorKind::Name, name(5)),
        (
            |iq| iq.attribute_in("a", XMLNS, "urn:a").map(drop),
            WriteErrorKind::ReservedNamespace,
            reserved.into(),
        ),
        (|iq| iq.attribute_in("a", "\u{FFFE}", "").map(drop), WriteErrorKind::Character, character(0)),
        (|iq| iq.attribute("twice", "2").map(drop), WriteErrorKind::DuplicateAttribute, twice.into()),
        (
            |iq| iq.attribute_in("a", "urn:a", "")?.attribute_in("a", "urn:a", "").map(drop),
            WriteErrorKind::DuplicateAttribute,
            twice.into(),
        ),
        (
            |iq| iq.attribute_in("lang", NS_XML, "")?.attribute_in("lang", NS_XML, "").map(drop),
            WriteErrorKind::DuplicateAttribute,
            twice.into(),
        ),
        (|iq| iq.attribute("b", "v\u{1B}").map(drop), WriteErrorKind::Character, character(1)),
        (|iq| iq.attribute("b", "\u{FFFF}").map(drop), WriteErrorKind::Character, character(0)),
        (|iq| iq.text("")?.attribute("b", "").map(drop), WriteErrorKind::AttributePosition, late.into()),
        (
            |iq| iq.start("a", "")?.end()?.attribute("b", "").map(drop),
            WriteErrorKind::AttributePosition,
            late.into(),
        ),
        (|iq| iq.text("ab\u{0}").map(drop), WriteErrorKind::Character, character(2)),
        (|iq| iq.text("<\u{C}").map(drop), WriteErrorKind::Character, character(1)),
        (
            |iq| iq.text(&format!("{}\u{FFFF}", "\u{FF21}".repeat(100))).map(drop),
            WriteErrorKind::Character,
            character(300),
        ),
        (|iq| iq.end().map(drop), WriteErrorKind::Balance, balance.into()),
        (|iq| iq.start("a", "")?.end()?.end().map(drop), WriteErrorKind::Balance, balance.into()),
        (
            |iq| {
                let element = ElementBuf::parse("<a><c:b xmlns:c='jabber:client'/></a>").unwrap();
                iq.write_element(element.element()).map(drop)
            },
            WriteErrorKind::ContentPrefix,
            prefix.into(),
        ),
    ];
    let mut writer = StreamWriter::fragments(CLIENT);
    writer.element("presence", CLIENT).unwrap().finish().unwrap();
    for (attempt, kind, message) in cases {
        let mut iq = writer.element("iq", CLIENT).unwrap();
        iq.attribute("twice", "1").unwrap();
        let error = attempt(&mut iq).unwrap_err();
        assert_eq!((error.kind(), &error.to_string()), (*kind, message));
        assert!(message.contains(kind.rule()));
        // It stays wrong, and nothing of it is written.
        assert_eq!(iq.text("a").err(), Some(error));
        assert_eq!(iq.finish(), Err(error));
        assert_eq!(writer.as_bytes(), b"<presence/>");
    }
    let mut iq = writer.element("iq", CLIENT).unwrap();
    iq.start("a", "").unwrap();
    assert_eq!(iq.finish().unwrap_err().to_string(), balance);
    drop(writer.element("iq", CLIENT).unwrap());
    std::mem::forget(writer.element("iq", CLIENT).unwrap());
    assert_eq!(writer.as_bytes(), b"<presence/>");
    writer.element("iq", CLIENT).unwrap().finish().unwrap();
    assert_eq!(writer.as_bytes(), b"<presence/><iq/>");
}

/// Every check of a stream, and that what is refused changes nothing.
#[test]
fn a_stream_opens_once_and_closes_once() {
    let mut writer = StreamWriter::new(CLIENT);
    let not_open = "the stream is not open yet, at byte 0 (RFC 6120 section 4.2)";
    let nested = "a stream header inside the stream, at byte 0 (RFC 6120 section 4.2)";
    let closed = "the stream is closed, at byte 0 (RFC 6120 section 4.4)";
    let content = "this is not the content namespace of the stream, at byte 0 (RFC 6120 section 4.8.3)";
    let prefix = "elements of the content namespace cannot have a prefix, at byte 0 (RFC 6120 section 4.8.5)";
    assert_eq!(writer.close().unwrap_err().to_string(), not_open);
    assert_eq!(writer.element("a", "").unwrap_err().to_string(), not_open);
    assert_eq!(writer.stanza(StanzaKind::Iq).unwrap_err().to_string(), not_open);
    for header in [writer.header().to("a\u{1}").finish(), writer.header().lang("\u{1F}").finish()] {
        assert_eq!(header.unwrap_err().kind(), WriteErrorKind::Character);
    }
    assert_eq!(writer.as_bytes(), b"");
    writer.header().to("a'b&").finish().unwrap();
    let header = writer.as_bytes().to_vec();
    assert_eq!(writer.header().finish().unwrap_err().to_string(), nested);
    assert_eq!(writer.element("stream", STREAM).unwrap_err().to_string(), nested);
    assert_eq!(writer.element("iq", "jabber:server").unwrap_err().to_string(), content);
    assert_eq!(writer.element("other", "jabber:server").unwrap_err().to_string(), content);
    let of_server = ElementBuf::parse("<message xmlns='jabber:server'/>").unwrap();
    assert_eq!(writer.write_element(of_server.element()).unwrap_err().to_string(), content);
    let prefixed = ElementBuf::parse("<c:iq xmlns:c='jabber:client'/>").unwrap();
    assert_eq!(writer.write_element(prefixed.element()).unwrap_err().to_string(), prefix);
    assert_eq!(writer.as_bytes(), header);
    let mut features = writer.element("features", STREAM).unwrap();
    features.start("bind", "urn:ietf:params:xml:ns:xmpp-bind").unwrap().end().unwrap();
    features.finish().unwrap();
    writer.write_raw(b"\n");
    writer.close().unwrap();
    for refused in [writer.close(), writer.header().finish(), writer.element("a", "").map(drop)] {
        assert_eq!(refused.unwrap_err().to_string(), closed);
    }
    let text = String::from_utf8(writer.clone().into_bytes()).unwrap();
    assert!(text.ends_with(
        "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>\n</stream:stream>"
    ));
    let (mut reader, mut input) = (StreamReader::new(Limits::DEFAULT), text.as_bytes());
    assert!(
        matches!(reader.read(&mut input), Ok(Some(Event::Open(header))) if header.to().unwrap() == "a'b&")
    );
    assert!(
        matches!(reader.read(&mut input), Ok(Some(Event::Element(element))) if element.name() == "features")
    );
    assert!(matches!(reader.read(&mut input), Ok(Some(Event::Close))));
    writer.reset();
    writer.header().finish().unwrap();
}

#[test]
fn a_header_has_a_content_namespace() {
    let cases = [
        ("", "this is not the content namespace of the stream, at byte 0 (RFC 6120 section 4.8.3)"),
        (STREAM, "this is not the content namespace of the stream, at byte 0 (RFC 6120 section 4.8.3)"),
        (
            NS_XML,
            "the namespaces of 'xml' and 'xmlns' cannot be declared, at byte 0 (Namespaces in XML 1.0 section 3)",
        ),
        ("a\u{8}", "XML has no such character, at byte 1 (XML 1.0 section 2.2)"),
    ];
    for (content, message) in cases {
        let mut writer = StreamWriter::new(content);
        assert_eq!(writer.header().finish().unwrap_err().to_string(), message);
        assert_eq!(writer.as_bytes(), b"");
    }
}

/// A declaration where a namespace changes, and nowhere else; the prefix of the header for its namespace; generated ones for attributes.
#[test]
fn prefixes_and_declarations_are_few() {
    let mut writer = StreamWriter::new(CLIENT);
    writer.header().finish().unwrap();
    writer.clear();
    let mut iq = writer.element("iq", CLIENT).unwrap();
    iq.attribute_in("lang", NS_XML, "en").unwrap().attribute_in("e", STREAM, "1").unwrap();
    iq.attribute_in("b", "urn:b", "1").unwrap().attribute_in("c", "urn:b", "1").unwrap();
    iq.start("q", "urn:q").unwrap().start("r", "urn:q").unwrap().attribute_in("b", "urn:b", "2").unwrap();
    iq.start("none", "").unwrap().end().unwrap().end().unwrap();
    iq.start("error", STREAM).unwrap().start("s", "urn:q").unwrap().end().unwrap().end().unwrap();
    iq.start("s", CLIENT).unwrap().attribute_in("d", "urn:d", "3").unwrap().end().unwrap();
    iq.start("t", "urn:q").unwrap().attribute_in("e", "urn:e", "4").unwrap().end().unwrap();
    iq.end().unwrap();
    iq.finish().unwrap();
    assert_eq!(
        String::from_utf8_lossy(writer.as_bytes()),
        "<iq xml:lang='en' stream:e='1' xmlns:ns0='urn:b' ns0:b='1' ns0:c='1'><q xmlns='urn:q'>\
         <r ns0:b='2'><none xmlns=''/></r><stream:error><s/></stream:error>\
         <s xmlns='jabber:client' xmlns:ns1='urn:d' ns1:d='3'/><t xmlns:ns1='urn:e' ns1:e='4'/></q></iq>"
    );
}

/// An element copied as it was read says that it has no default namespace only where something in it would have another.
#[test]
fn a_default_namespace_is_undone_where_it_counts() {
    let cases = [
        ("<x:a xmlns:x='u'/>", "<x:a xmlns:x='u'/>"),
        (
            "<x:a xmlns:x='u' b='1'><x:b/><c xmlns='v'/></x:a>",
            "<x:a xmlns:x='u' b='1'><x:b/><c xmlns='v'/></x:a>",
        ),
        ("<x:a xmlns:x='u'><b/></x:a>", "<x:a xmlns='' xmlns:x='u'><b/></x:a>"),
        ("<a/>", "<a xmlns=''/>"),
        ("<a xmlns=''/>", "<a xmlns=''/>"),
        ("<x:a xmlns:x='u' xmlns='v'><b/></x:a>", "<x:a xmlns:x='u' xmlns='v'><b/></x:a>"),
    ];
    for (source, expected) in cases {
        let element = ElementBuf::parse(source).unwrap();
        let mut writer = StreamWriter::fragments(CLIENT);
        let mut iq = writer.element("iq", CLIENT).unwrap();
        iq.write_element(element.element()).unwrap();
        iq.finish().unwrap();
        assert_eq!(String::from_utf8_lossy(writer.as_bytes()), format!("<iq>{expected}</iq>"));
        let iq = read(writer.as_bytes());
        assert!(iq.element().children().next().unwrap() == element.element(), "{source}");
    }
    // One that takes a default namespace from around it where there is another here.
    let outer = ElementBuf::parse("<o xmlns='urn:o' xmlns:x='urn:x'><x:a/><x:b><c/></x:b></o>").unwrap();
    let mut writer = StreamWriter::fragments(CLIENT);
    for child in outer.element().children() {
        writer.write_element(child).unwrap();
    }
    assert_eq!(
        String::from_utf8_lossy(writer.as_bytes()),
        "<x:a xmlns:x='urn:x'/><x:b xmlns:x='urn:x' xmlns='urn:o'><c/></x:b>"
    );
}

/// What is in a header beside the usual.
#[test]
fn a_header_has_prefixes_and_further_attributes() {
    type Change = for<'w> fn(HeaderWriter<'w>) -> HeaderWriter<'w>;
    let cases: &[(Change, WriteErrorKind, usize)] = &[
        (|h| h.prefix("a:b", "urn:a"), WriteErrorKind::Name, 1),
        (|h| h.prefix("", "urn:a"), WriteErrorKind::Name, 0),
        (|h| h.prefix("xml", "urn:a"), WriteErrorKind::ReservedPrefix, 0),
        (|h| h.prefix("xmlns", "urn:a"), WriteErrorKind::ReservedPrefix, 0),
        (|h| h.prefix("a", NS_XML), WriteErrorKind::ReservedNamespace, 0),
        (|h| h.prefix("a", XMLNS), WriteErrorKind::ReservedNamespace, 0),
        (|h| h.prefix("a", ""), WriteErrorKind::UndeclaredPrefix, 0),
        (|h| h.prefix("a", "u\u{1}"), WriteErrorKind::Character, 1),
        (|h| h.prefix("a", "u").prefix("b", "u").prefix("a", "u"), WriteErrorKind::DuplicateAttribute, 0),
        (|h| h.attribute("a b", ""), WriteErrorKind::Name, 1),
        (|h| h.attribute("xml:lang", ""), WriteErrorKind::Name, 3),
        (|h| h.attribute("xmlns", "u"), WriteErrorKind::Name, 0),
        (|h| h.attribute("a", "ab\u{FFFF}"), WriteErrorKind::Character, 2),
        (|h| h.attribute("a", "").attribute("a", ""), WriteErrorKind::DuplicateAttribute, 0),
        (|h| h.attribute("to", "").to("a"), WriteErrorKind::DuplicateAttribute, 0),
        (|h| h.attribute("version", ""), WriteErrorKind::DuplicateAttribute, 0),
    ];
    for mut writer in [StreamWriter::new(CLIENT), StreamWriter::frames()] {
        for (number, (change, kind, offset)) in cases.iter().enumerate() {
            let error = change(writer.header()).finish().unwrap_err();
            assert_eq!((error.kind(), error.offset()), (*kind, *offset), "{number}");
            assert!(error.to_string().ends_with(&format!("({})", kind.rule())));
            assert_eq!(writer.as_bytes(), b"");
        }
    }
    let mut writer = StreamWriter::new(CLIENT);
    let twice = writer.header().prefix("stream", "u").finish().unwrap_err();
    assert_eq!(twice.kind(), WriteErrorKind::DuplicateAttribute);
    writer.header().without_version().attribute("version", "0'9").prefix("db", "a<&'b").finish().unwrap();
    writer.write_raw(b"<db:result/>");
    let mut reader = StreamReader::new(Limits::DEFAULT);
    let mut input = writer.as_bytes();
    let Ok(Some(Event::Open(header))) = reader.read(&mut input) else { panic!() };
    assert_eq!(header.version().as_deref(), Some("0'9"));
    let Ok(Some(Event::Element(result))) = reader.read(&mut input) else { panic!() };
    assert!(result.is("result", "a<&'b"));
}

/// More attributes, and more namespaces of attributes, than are compared one by one.
#[test]
fn many_attributes_are_told_apart() {
    let mut writer = StreamWriter::fragments(CLIENT);
    let mut a = writer.element("a", "urn:a").unwrap();
    for round in 0..2 {
        for number in 0..20_000 {
            let namespace = format!("urn:{}", number % 5_000);
            a.attribute_in(&format!("a{number}"), &namespace, "v").unwrap();
            a.attribute(&format!("b{number}"), "v").unwrap();
        }
        if round == 0 {
            a.start("a", "urn:a").unwrap();
        }
    }
    a.end().unwrap();
    a.finish().unwrap();
    let written = read(writer.as_bytes());
    let (outer, inner) = (written.element(), written.element().children().next().unwrap());
    assert_eq!(outer.attributes().len(), 40_000);
    assert!(outer.attributes().zip(inner.attributes()).all(|(a, b)| a.namespace() == b.namespace()));
    for (number, again) in [(0, true), (8, true), (9, true), (99, true), (100, false)] {
        let mut a = writer.element("a", "urn:a").unwrap();
        for number in 0..100 {
            a.attribute(&format!("a{number}"), "")
                .unwrap()
                .attribute_in("a", &format!("urn:{number}"), "")
                .unwrap();
        }
        let name = format!("a{number}");
        assert_eq!(a.attribute(&name, "").is_err(), again, "{number}");
        drop(a);
        let mut a = writer.element("a", "urn:a").unwrap();
        for number in 0..100 {
            a.attribute_in("a", &format!("urn:{number}"), "").unwrap();
        }
        assert_eq!(a.attribute_in("a", &format!("urn:{number}"), "").is_err(), again, "{number}");
    }
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

/// An element to be written and read.
#[derive(Clone, Debug)]
struct Tree {
    name: String,
    namespace: String,
    /// Namespace, name, value.
    attributes: Vec<(String, String, String)>,
    contents: Vec<Node>,
}

#[derive(Clone, Debug)]
enum Node {
    Element(Tree),
    Text(String),
}

fn text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(
        &[
            "<",
            ">",
            "&",
            "'",
            "\"",
            "]]>",
            "\r",
            "\r\n",
            "\n",
            "\t",
            " ",
            "\u{7F}",
            "\u{85}",
            "\u{2028}",
            "\u{FEFF}",
            "\u{FFFD}",
            "\u{10FFFF}",
            "\u{EFFF}",
            "ﬁ",
            "𝄞",
            "&amp;",
            "&#0;",
            "<![CDATA[",
            "<!--",
            "ж",
        ][..],
    );
    let odd = prop::collection::vec(odd, 0..8).prop_map(|parts| parts.concat());
    let any = prop::collection::vec(
        any::<char>().prop_filter(
            "a character of XML",
            |&c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..),
        ),
        0..20,
    );
    prop_oneof!["[ -~\t\r\n]{0,150}", odd, any.prop_map(|all| all.into_iter().collect())]
}

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(
            &["a", "message", "body", "é", "x-1", "_", "ns0", "жар.птица", "xmlnsa", "lang"][..]
        )
        .prop_map(str::to_owned),
        "[A-Za-z_\u{C0}-\u{D6}\u{370}-\u{37D}][A-Za-z0-9_.\u{B7}\u{300}-]{0,12}",
    ]
    .prop_filter("no declaration", |name| name != "xmlns")
}

fn namespace() -> impl Strategy<Value = String> {
    prop::sample::select(
        &["", CLIENT, "urn:a", "urn:b", STREAM, "a<&>'\" b\t\r\n", "http://example.org/é"][..],
    )
    .prop_map(str::to_owned)
}

fn tree() -> impl Strategy<Value = Tree> {
    let attribute = (
        prop_oneof![4 => Just(String::new()), 2 => namespace(), 1 => Just(NS_XML.to_owned())],
        name(),
        text(),
    );
    let start = (name(), namespace(), prop::collection::vec(attribute, 0..5)).prop_map(
        |(name, namespace, mut attributes)| {
            attributes.sort();
            attributes.dedup_by(|a, b| a.0 == b.0 && a.1 == b.1);
            Tree { name, namespace, attributes, contents: Vec::new() }
        },
    );
    let start = start.boxed();
    start.clone().prop_recursive(5, 40, 5, move |inner| {
        let node = prop_oneof![text().prop_map(Node::Text), inner.prop_map(Node::Element)];
        (start.clone(), prop::collection::vec(node, 0..5))
            .prop_map(|(tree, contents)| Tree { contents, ..tree })
    })
}

fn write(tree: &Tree, writer: &mut ElementWriter<'_>) -> Result<(), WriteError> {
    for (namespace, name, value) in &tree.attributes {
        writer.attribute_in(name, namespace, value)?;
    }
    for node in &tree.contents {
        match node {
            Node::Text(text) => writer.text(text).map(drop)?,
            Node::Element(inner) => {
                writer.start(&inner.name, &inner.namespace)?;
                write(inner, writer)?;
                writer.end()?;
            }
        }
    }
    Ok(())
}

/// What is read, as a tree; neighbouring texts are one, and empty ones none.
fn tree_of(element: Element<'_>) -> Tree {
    let attributes = element.attributes().map(|attribute| {
        (attribute.namespace().to_owned(), attribute.name().to_owned(), attribute.value().into_owned())
    });
    let contents = element.contents().map(|content| match content {
        Content::Element(inner) => Node::Element(tree_of(inner)),
        Content::Text(text) => Node::Text(text.into_owned()),
    });
    Tree {
        name: element.name().to_owned(),
        namespace: element.namespace().to_owned(),
        attributes: attributes.collect(),
        contents: contents.collect(),
    }
}

fn joined(tree: &Tree) -> Tree {
    let mut contents: Vec<Node> = Vec::new();
    for node in &tree.contents {
        match (contents.last_mut(), node) {
            (_, Node::Text(text)) if text.is_empty() => {}
            (Some(Node::Text(before)), Node::Text(text)) => before.push_str(text),
            (_, Node::Text(text)) => contents.push(Node::Text(text.clone())),
            (_, Node::Element(inner)) => contents.push(Node::Element(joined(inner))),
        }
    }
    Tree { contents, ..tree.clone() }
}

proptest! {
    #![proptest_config(inputs::config())]

    /// However the octets are cut.
    #[test]
    fn what_is_written_is_read(trees in prop::collection::vec(tree(), 1..4), bare: bool, cut in 1..200_usize) {
        let mut writer = if bare { StreamWriter::fragments(CLIENT) } else { StreamWriter::new(CLIENT) };
        if !bare {
            writer.header().from("a").finish().unwrap();
        }
        let mut expected = Vec::new();
        for tree in trees {
            match writer.element(&tree.name, &tree.namespace) {
                Ok(mut element) => {
                    write(&tree, &mut element).unwrap();
                    element.finish().unwrap();
                    expected.push(format!("{:?}", joined(&tree)));
                }
                // A name that a first-level element cannot have.
                Err(error) => prop_assert_eq!(error.kind(), WriteErrorKind::NestedHeader),
            }
        }
        let reader = if bare { StreamReader::fragments(Limits::MAX) } else { StreamReader::new(Limits::MAX) };
        let mut buffer = StreamBuffer::new(reader);
        let mut found = Vec::new();
        for chunk in writer.as_bytes().chunks(cut) {
            buffer.push(chunk);
            while let Some(event) = buffer.next_event().unwrap() {
                match event {
                    Event::Stanza(stanza) => found.push(format!("{:?}", tree_of(stanza.element()))),
                    Event::Element(element) => found.push(format!("{:?}", tree_of(element))),
                    Event::Open(header) => prop_assert_eq!(header.from(), Some("a".into())),
                    Event::Close => prop_assert!(false, "closed"),
                }
            }
        }
        prop_assert_eq!(found, expected);
        prop_assert_eq!(buffer.unread(), b"");
    }

    /// What was read, written as it was read in other surroundings, means the same.
    #[test]
    fn what_is_copied_is_read(tree in tree(), outer in namespace()) {
        let mut writer = StreamWriter::fragments(CLIENT);
        let mut element = writer.element("o", "urn:o").unwrap();
        element.start(&tree.name, &tree.namespace).unwrap();
        write(&tree, &mut element).unwrap();
        element.end().unwrap();
        element.finish().unwrap();
        let original = read(writer.as_bytes());
        let inner = original.element().children().next().unwrap();
        let mut copy = StreamWriter::new(CLIENT);
        copy.header().finish().unwrap();
        copy.clear();
        let mut element = copy.element("o", &outer).unwrap();
        element.write_element(inner).unwrap();
        element.finish().unwrap();
        let text = format!(
            "<stream:stream xmlns='jabber:client' xmlns:stream='{STREAM}'>{}",
            core::str::from_utf8(copy.as_bytes()).unwrap()
        );
        let mut reader = StreamReader::new(Limits::MAX);
        let mut input = text.as_bytes();
        prop_assert!(matches!(reader.read(&mut input), Ok(Some(Event::Open(_)))));
        let found = match reader.read(&mut input) {
            Ok(Some(Event::Element(element))) => element,
            Ok(Some(Event::Stanza(stanza))) => stanza.element(),
            other => panic!("{text}: {other:?}"),
        };
        prop_assert!(found.children().next().unwrap() == inner, "{}", text);
    }
}
