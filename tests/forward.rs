//! What `forward` writes is what was read, but for what was asked for.
#![cfg(feature = "alloc")]

#[path = "support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;

use envoi::stanza::{Forward, ForwardErrorKind, NS_CLIENT, NS_SERVER, RawStanza};
use envoi::stream::{Event, Limits, StreamReader, StreamWriter, WriteErrorKind};
use envoi::xml::{Attribute, Element, ElementBuf};
use proptest::prelude::*;

/// Declares a prefix, one of which stanzas use, and has a language.
const HEADER: &str = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
    xmlns:x='urn:x' xmlns:unused='urn:unused'>";
const HEADER_WITH_LANGUAGE: &str = "<stream:stream xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' xml:lang='en'>";
/// RFC 6120 section 4.8.2: the content namespace is not declared as the default namespace.
const CANONICAL_HEADER: &str = "<stream xmlns='http://etherx.jabber.org/streams'>";

type Change = for<'a> fn(Forward<'a>) -> Forward<'a>;

fn keep(forward: Forward<'_>) -> Forward<'_> {
    forward
}

fn to_server(forward: Forward<'_>) -> Forward<'_> {
    forward.content_namespace(NS_SERVER)
}

/// Reads a header and a stanza, and hands the stanza to `look`.
fn with_stanza<T>(header: &str, stanza: &str, look: impl FnOnce(RawStanza<'_>) -> T) -> T {
    let octets = format!("{header}{stanza}");
    let mut input = octets.as_bytes();
    let mut reader = StreamReader::new(Limits::MAX);
    assert!(matches!(reader.read(&mut input), Ok(Some(Event::Open(_)))), "{header}");
    match reader.read(&mut input) {
        Ok(Some(Event::Stanza(found))) => look(found),
        other => panic!("{stanza}: {other:?}"),
    }
}

fn forwarded(header: &str, stanza: &str, change: Change) -> String {
    with_stanza(header, stanza, |stanza| {
        let mut out = b"before".to_vec();
        change(stanza.forward()).write_to(&mut out).unwrap();
        String::from_utf8(out).unwrap().strip_prefix("before").unwrap().to_owned()
    })
}

/// The stanza as a stream of this content namespace has it.
fn read(content: &str, stanza: &str) -> ElementBuf {
    let mut reader = StreamReader::fragments(Limits::MAX).content_namespace(content);
    match reader.read(&mut stanza.as_bytes()) {
        Ok(Some(Event::Stanza(stanza))) => stanza.element().to_owned(),
        other => panic!("{stanza}: {other:?}"),
    }
}

/// The same contents and attributes, but that a copy has the language which is in force for the original.
fn assert_same(copy: Element<'_>, original: Element<'_>) {
    assert_eq!(copy.lang(), original.lang());
    assert_eq!((copy.name(), copy.namespace()), (original.name(), original.namespace()));
    for attribute in original.attributes() {
        let value = copy.attribute_in(attribute.name(), attribute.namespace());
        assert_eq!(value, Some(attribute.value()), "{copy:?}");
    }
    assert_eq!(copy.contents().count(), original.contents().count());
    assert_eq!(copy.text(), original.text());
    assert_eq!(copy.children().collect::<Vec<_>>(), original.children().collect::<Vec<_>>());
}

#[test]
fn what_is_not_changed_is_borrowed() {
    let stanzas = [
        "<message/>",
        "<presence\n to = \"a\"\tfrom='b' />",
        "<message to='a'><body>x &amp; y</body><y xmlns='urn:y'><![CDATA[<]]></y></message >",
        "<iq xmlns='jabber:client' type='get' id='1'><ping xmlns='urn:xmpp:ping'/></iq>",
        "<message xml:lang='cs'><z:z xmlns:z='urn:z' z:a='1'/></message>",
    ];
    for stanza in stanzas {
        with_stanza(HEADER, stanza, |found| {
            let (forward, source) = (found.forward(), found.source());
            let mut front = Vec::new();
            let rest = forward.write_front(&mut front).unwrap();
            assert!(core::ptr::eq(rest, source), "{stanza}");
            assert!(front.is_empty(), "{stanza}");
            let same = forward.content_namespace(NS_CLIENT);
            assert!(core::ptr::eq(same.write_front(&mut front).unwrap(), source), "{stanza}");
        });
    }
}

#[test]
fn addresses_and_ids_are_set_and_dropped() {
    let cases: &[(&str, Change, &str)] = &[
        // Set what is there, in its place and between apostrophes whichever quotes it had.
        ("<iq to='a' from='b' id='c'/>", |f| f.to("x"), "<iq to='x' from='b' id='c'/>"),
        ("<iq to='a' from='b' id='c'/>", |f| f.from("x"), "<iq to='a' from='x' id='c'/>"),
        ("<iq to='a' from='b' id='c'/>", |f| f.id("x"), "<iq to='a' from='b' id='x'/>"),
        ("<iq to=\"a'\" id=\"c\"></iq>", |f| f.to("x").id("y"), "<iq to='x' id='y'></iq>"),
        ("<iq id='c' from='b' to='a'/>", |f| f.to("1").from("2").id("3"), "<iq id='3' from='2' to='1'/>"),
        ("<iq to\n=\t'a'\r\n from = \"b\" />", |f| f.to("x").from("y"), "<iq to='x' from='y' />"),
        // Set what is not there, behind the name.
        ("<iq/>", |f| f.to("1").from("2").id("3"), "<iq to='1' from='2' id='3'/>"),
        ("<iq></iq>", |f| f.id("3"), "<iq id='3'></iq>"),
        ("<iq type='get' from='b'/>", |f| f.to("1").from("2"), "<iq to='1' type='get' from='2'/>"),
        ("<iq\n/>", |f| f.to("1"), "<iq to='1'\n/>"),
        // Drop, with the white space in front.
        ("<iq to='a' from='b' id='c'/>", |f| f.without_to(), "<iq from='b' id='c'/>"),
        ("<iq to='a' from='b' id='c'/>", |f| f.without_from(), "<iq to='a' id='c'/>"),
        ("<iq to='a' from='b'  \n id='c' ><a/></iq>", |f| f.without_id(), "<iq to='a' from='b' ><a/></iq>"),
        ("<iq to='a'/>", |f| f.without_to().without_from().without_id(), "<iq/>"),
        ("<iq to='a' from='b'/>", |f| f.to("c").without_to(), "<iq from='b'/>"),
        ("<iq to='a' from='b'/>", |f| f.without_to().to("c"), "<iq to='c' from='b'/>"),
        // Values that cannot stand as they are; nothing in a value is markup.
        (
            "<iq to='&lt;'/>",
            |f| f.to("<'&\">\r\n\t é\u{10FFFF}"),
            "<iq to='&lt;&apos;&amp;\">&#xD;&#xA;&#x9; é\u{10FFFF}'/>",
        ),
        ("<iq id=\"from='b'\" from='c'/>", |f| f.from("d"), "<iq id=\"from='b'\" from='d'/>"),
        ("<iq to=''/>", |f| f.to("").from(""), "<iq from='' to=''/>"),
        // Other namespaces have attributes of these names too, and so have other elements.
        (
            "<iq x:from='admin@a' from='b'/>",
            |f| f.from("c"),
            "<iq xmlns:x='urn:x' x:from='admin@a' from='c'/>",
        ),
        (
            "<iq x:to='a'><a to='b' from='c' id='d'/></iq>",
            |f| f.without_to().without_from().id("1"),
            "<iq id='1' xmlns:x='urn:x' x:to='a'><a to='b' from='c' id='d'/></iq>",
        ),
    ];
    for (stanza, change, expected) in cases {
        let expected = expected.replace("\">&#xD;", "\"&gt;&#xD;");
        assert_eq!(forwarded(HEADER, stanza, *change), expected, "{stanza}");
        read(NS_CLIENT, &expected);
    }
}

/// RFC 6120 sections 4.8.5 and 8.1.5: a stanza takes along what the header of its stream says of it, and nothing else.
#[test]
fn what_the_header_declares_goes_along() {
    let cases = [
        (HEADER, "<iq><x:a/></iq>", "<iq xmlns:x='urn:x'><x:a/></iq>"),
        (
            HEADER,
            "<iq><b xmlns='urn:b' x:c='1'/></iq>",
            "<iq xmlns:x='urn:x'><b xmlns='urn:b' x:c='1'/></iq>",
        ),
        (HEADER, "<iq><x:a xmlns:x='urn:other'/></iq>", "<iq><x:a xmlns:x='urn:other'/></iq>"),
        (
            HEADER,
            "<iq><x:a xmlns:x='urn:other'/><x:b/></iq>",
            "<iq xmlns:x='urn:x'><x:a xmlns:x='urn:other'/><x:b/></iq>",
        ),
        (
            HEADER,
            "<message><stream:error/></message>",
            "<message xmlns:stream='http://etherx.jabber.org/streams'><stream:error/></message>",
        ),
        (HEADER_WITH_LANGUAGE, "<iq/>", "<iq xml:lang='en'/>"),
        (HEADER_WITH_LANGUAGE, "<iq xml:lang='cs'/>", "<iq xml:lang='cs'/>"),
        (HEADER_WITH_LANGUAGE, "<iq xml:lang=''/>", "<iq xml:lang=''/>"),
        (HEADER_WITH_LANGUAGE, "<iq lang='cs'/>", "<iq xml:lang='en' lang='cs'/>"),
        (HEADER_WITH_LANGUAGE, "<iq><a xml:lang='cs'/></iq>", "<iq xml:lang='en'><a xml:lang='cs'/></iq>"),
        (CANONICAL_HEADER, "<iq xmlns='jabber:client'/>", "<iq xmlns='jabber:client'/>"),
    ];
    for (header, stanza, expected) in cases {
        assert_eq!(forwarded(header, stanza, keep), expected, "{stanza}");
        with_stanza(header, stanza, |original| {
            assert_same(read(NS_CLIENT, expected).element(), original.element());
        });
    }
}

/// A stanza that was kept, or stands in another (XEP-0297), is one again where the caller says so.
#[test]
fn an_element_is_a_stanza_of_its_content_namespace() {
    let outer = ElementBuf::parse(
        "<f xmlns='urn:f' xmlns:x='urn:x' xml:lang='en'><message xmlns='jabber:client' to='a'><body>\u{E9}</body><x:y/></message></f>",
    )
    .unwrap();
    let inner = outer.element().children().next().unwrap();
    let stanza = RawStanza::from_element(inner, NS_CLIENT).unwrap();
    assert_eq!(&stanza.source()[stanza.payload_range()], "<body>\u{E9}</body><x:y/>");
    let mut out = Vec::new();
    stanza.forward().to("b").content_namespace(NS_SERVER).write_to(&mut out).unwrap();
    let expected = "<message xmlns:x='urn:x' xml:lang='en' xmlns='jabber:server' to='b'><body>\u{E9}</body><x:y/></message>";
    assert_eq!(String::from_utf8(out).unwrap(), expected);
    assert!(RawStanza::from_element(outer.element(), "urn:f").is_none());
    assert!(RawStanza::from_element(inner, NS_SERVER).is_none());
    for (text, range) in
        [("<iq xmlns='jabber:client'/>", 27..27), ("<iq xmlns='jabber:client'></iq >", 26..26)]
    {
        let kept = ElementBuf::parse(text).unwrap();
        assert_eq!(RawStanza::from_element(kept.element(), NS_CLIENT).unwrap().payload_range(), range);
    }
    for text in [
        "<c:iq xmlns:c='jabber:client'/>",
        "<iq xmlns='jabber:client'><a xmlns='urn:a'><c:iq xmlns:c='jabber:client'/></a></iq>",
        "<iq/>",
        "<query xmlns='jabber:client'/>",
    ] {
        assert!(
            RawStanza::from_element(ElementBuf::parse(text).unwrap().element(), NS_CLIENT).is_none(),
            "{text}"
        );
    }
}

/// RFC 6120 section 4.8.3.
#[test]
fn the_content_namespace_is_that_of_the_other_stream() {
    let cases = [
        // What the header of the one stream declares, that of the other declares as well.
        (HEADER, "<message><body>Hi</body></message>", "<message><body>Hi</body></message>"),
        // What the stanza declares itself, in either quotes, and what is in it by inheritance.
        (
            HEADER,
            "<message xmlns='jabber:client'><body/></message>",
            "<message xmlns='jabber:server'><body/></message>",
        ),
        (
            CANONICAL_HEADER,
            "<iq id='1'  xmlns = \"jabber:client\"><query/></iq>",
            "<iq id='1' xmlns='jabber:server'><query/></iq>",
        ),
        (HEADER, "<iq xmlns='jabber&#x3a;client'/>", "<iq xmlns='jabber:server'/>"),
        // What is inside and declares it once more.
        (
            HEADER,
            "<message><body xmlns='jabber:client'>Hi</body><x xmlns='jabber:client'><y/></x></message>",
            "<message><body xmlns='jabber:server'>Hi</body><x xmlns='jabber:server'><y/></x></message>",
        ),
        // What elements of other namespaces hold is not concerned.
        (
            HEADER,
            "<message><r xmlns='urn:r'><message xmlns='jabber:client'><body/></message></r></message>",
            "<message><r xmlns='urn:r'><message xmlns='jabber:client'><body/></message></r></message>",
        ),
        (
            HEADER,
            "<message><r:r xmlns:r='urn:r'><message><body/></message></r:r></message>",
            "<message><r:r xmlns='jabber:client' xmlns:r='urn:r'><message><body/></message></r:r></message>",
        ),
        (
            HEADER,
            "<message><r:r xmlns:r='urn:r'><r:s xmlns=''><t/></r:s></r:r></message>",
            "<message><r:r xmlns:r='urn:r'><r:s xmlns=''><t/></r:s></r:r></message>",
        ),
        // No namespace at all.
        (HEADER, "<iq><a xmlns=''><b/></a></iq>", "<iq><a xmlns=''><b/></a></iq>"),
        // An attribute may have a prefix for it.
        (HEADER, "<iq xmlns:s='jabber:server' s:a='1'/>", "<iq xmlns:s='jabber:server' s:a='1'/>"),
    ];
    for (header, stanza, expected) in cases {
        assert_eq!(forwarded(header, stanza, to_server), expected, "{stanza}");
        assert!(read(NS_SERVER, expected).element().namespace() == NS_SERVER);
    }
    let declared = |change: Change| forwarded(HEADER, "<iq id='1'/>", change);
    assert_eq!(declared(|f| f.standalone().id("2")), "<iq xmlns='jabber:client' id='2'/>");
    assert_eq!(
        declared(|f| f.standalone().content_namespace(NS_SERVER)),
        "<iq xmlns='jabber:server' id='1'/>"
    );
    let change: Change = |f| f.standalone().content_namespace(NS_SERVER);
    assert_eq!(
        forwarded(CANONICAL_HEADER, "<iq xmlns='jabber:client'/>", change),
        "<iq xmlns='jabber:server'/>"
    );
}

#[test]
fn what_cannot_be_forwarded_leaves_the_sink_as_it_was() {
    let reference = "XML has no such character, at byte 1 (XML 1.0 section 2.2)";
    let prefix = "elements of the content namespace cannot have a prefix, at byte 0 (RFC 6120 section 4.8.5)";
    let namespace = "this cannot be the content namespace of the stanza, at byte 0 (RFC 6120 section 4.8.3)";
    let cases: &[(&str, Change, ForwardErrorKind, &str)] = &[
        ("<iq/>", |f| f.to("a\u{0}"), ForwardErrorKind::Character, reference),
        ("<iq from='x'/>", |f| f.from("a\u{FFFE}b"), ForwardErrorKind::Character, reference),
        ("<iq><x:a/></iq>", |f| f.id("a\u{1B}"), ForwardErrorKind::Character, reference),
        (
            "<iq xmlns='jabber:client'/>",
            |f| f.content_namespace("a\u{1}"),
            ForwardErrorKind::Character,
            reference,
        ),
        ("<iq><s:a xmlns:s='jabber:server'/></iq>", to_server, ForwardErrorKind::ContentPrefix, prefix),
        ("<iq/>", |f| f.content_namespace(""), ForwardErrorKind::ContentNamespace, namespace),
        (
            "<iq/>",
            |f| f.content_namespace("http://www.w3.org/2000/xmlns/"),
            ForwardErrorKind::ContentNamespace,
            namespace,
        ),
    ];
    for (stanza, change, kind, message) in cases {
        with_stanza(HEADER, stanza, |found| {
            let mut out = b"before".to_vec();
            let error = change(found.forward()).write_to(&mut out).unwrap_err();
            assert_eq!((error.kind(), error.to_string().as_str()), (*kind, *message), "{stanza}");
            assert_eq!(out, b"before", "{stanza}");
            assert!(message.contains(kind.rule()));
        });
    }
}

/// RFC 6120 section 4.8.3: who is sent a stanza of his content namespace reads everything in it that is in that namespace.
#[test]
fn payload_does_not_become_content() {
    let refused = [
        "<message><body>ok</body><body xmlns='jabber:server'>evil</body></message>",
        "<message><body xmlns='jabber:server'>evil</body></message>",
        "<message xmlns='jabber:client'><body><x xmlns='jabber&#58;server'/></body></message>",
        "<message><r xmlns='urn:r'/><error><text xmlns='jabber:server'/></error></message>",
        "<iq><a xmlns='jabber:server'><b xmlns='jabber:client'/></a></iq>",
    ];
    let mut writer = StreamWriter::new(NS_SERVER);
    writer.header().finish().unwrap();
    writer.clear();
    for stanza in refused {
        with_stanza(HEADER, stanza, |found| {
            let mut out = b"before".to_vec();
            let error = to_server(found.forward()).write_to(&mut out).unwrap_err();
            assert_eq!(error.kind(), ForwardErrorKind::ContentNamespace, "{stanza}");
            assert_eq!(out, b"before", "{stanza}");
            assert_eq!(writer.forward(found.forward()).unwrap_err().kind(), WriteErrorKind::ContentNamespace);
            // On a stream of the same content namespace it is payload as before.
            found.forward().content_namespace(NS_CLIENT).write_to(&mut out).unwrap();
        });
    }
    assert_eq!(writer.as_bytes(), b"");
    let kept = [
        "<message><r xmlns='urn:r'><message xmlns='jabber:server'><body/></message></r></message>",
        "<message><x:a><b xmlns='jabber:server'/></x:a></message>",
    ];
    for stanza in kept {
        let out = forwarded(HEADER, stanza, to_server);
        let (stanza, out) = (read_as_it_was(stanza), read(NS_SERVER, &out));
        let inner = |element: Element<'_>| element.children().next().unwrap().to_owned();
        assert_eq!(inner(out.element()), inner(stanza.element()));
    }
}

/// As a stream of clients has it.
fn read_as_it_was(stanza: &str) -> ElementBuf {
    with_stanza(HEADER, stanza, |stanza| stanza.element().to_owned())
}

#[test]
fn a_writer_forwards_to_its_own_content_namespace() {
    let mut writer = StreamWriter::new(NS_SERVER);
    writer.header().finish().unwrap();
    writer.clear();
    with_stanza(HEADER, "<iq xmlns='jabber:client' from='a'><x:a/></iq>", |stanza| {
        let forward = stanza.forward();
        writer.forward(forward.from("b")).unwrap();
        assert_eq!(writer.as_bytes(), b"<iq xmlns:x='urn:x' xmlns='jabber:server' from='b'><x:a/></iq>");
        let error = writer.forward(forward.to("\u{7}")).unwrap_err();
        assert_eq!(error.to_string(), "XML has no such character, at byte 0 (XML 1.0 section 2.2)");
        writer.close().unwrap();
        let error = writer.forward(forward).unwrap_err();
        assert_eq!(error.to_string(), "the stream is closed, at byte 0 (RFC 6120 section 4.4)");
    });
    assert!(writer.as_bytes().ends_with(b"</iq></stream:stream>"));
}

#[test]
fn nothing_is_allocated_but_room() {
    with_stanza(HEADER_WITH_LANGUAGE, "<iq xmlns='jabber:client' to='a'><stream:x/></iq>", |stanza| {
        let mut out = Vec::with_capacity(1000);
        let forward = stanza.forward().to("b").from("c").standalone().content_namespace(NS_SERVER);
        let written = allocation_counter::measure(|| forward.write_to(&mut out).unwrap());
        assert_eq!(written.count_total, 0);
        assert!(out.starts_with(b"<iq from='c' xmlns:stream="));
    });
}

/// Payloads and attributes that a stanza may have.
const PARTS: &[&str] = &[
    "<body>Hi &amp; bye</body>",
    "<x:a x:to='1'/>",
    "<a xmlns='urn:a' x:b='1'><b xmlns=''/></a>",
    "<r:r xmlns:r='urn:r'><message from='z'/></r:r>",
    "<message xmlns='jabber:client' to='y'><body xmlns='jabber:client'/></message>",
    "<stream:features/>",
    " text ",
    "<![CDATA[<to from='x'>]]>",
    "<b xml:lang='de'/>",
];
const ATTRIBUTES: &[&str] = &[
    " to='t'",
    " from=\"f\"",
    " id='&apos;'",
    "\n type='chat' ",
    " x:from='g'",
    " xml:lang='cs'",
    " xmlns='jabber:client'",
    " xmlns:y='urn:y'",
];

proptest! {
    #![proptest_config(inputs::config())]

    /// All that changes is what was asked for.
    #[test]
    fn nothing_else_changes(
        parts in prop::collection::vec(prop::sample::select(PARTS), 0..5),
        attributes in prop::sample::subsequence(ATTRIBUTES, 0..ATTRIBUTES.len()).prop_shuffle(),
        to in prop::option::of("[ -~\t\r\né]{0,20}"),
        from in prop::option::of("[a-z@.'\"<&]{0,20}"),
        drop_id: bool,
        canonical: bool,
    ) {
        let declares = attributes.contains(&" xmlns='jabber:client'");
        let stanza = format!("<message{}>{}</message>", attributes.concat(), parts.concat());
        let header = if canonical && declares {
            "<s:stream xmlns:s='http://etherx.jabber.org/streams' xmlns:x='urn:x' xml:lang='en' \
             xmlns:stream='http://etherx.jabber.org/streams'>"
        } else {
            HEADER_WITH_LANGUAGE.strip_suffix('>').unwrap()
        };
        let header = if header.ends_with('>') { header.to_owned() } else { format!("{header} xmlns:x='urn:x'>") };
        let (before, after) = with_stanza(&header, &stanza, |stanza| {
            let whole = |forward: Forward<'_>| {
                let mut out = Vec::new();
                forward.standalone().write_to(&mut out).unwrap();
                ElementBuf::parse(core::str::from_utf8(&out).unwrap()).unwrap()
            };
            let mut changed = stanza.forward();
            if let Some(to) = &to {
                changed = changed.to(to);
            }
            changed = from.as_deref().map_or(changed.without_from(), |from| changed.from(from));
            changed = if drop_id { changed.without_id() } else { changed };
            assert_same(whole(stanza.forward()).element(), stanza.element());
            (whole(stanza.forward()), whole(changed))
        });
        let (before, after) = (before.element(), after.element());
        let to = to.as_deref().map(Into::into).or(before.attribute("to"));
        prop_assert_eq!(after.attribute("to"), to);
        prop_assert_eq!(after.attribute("from"), from.as_deref().map(Into::into));
        prop_assert_eq!(after.attribute("id"), before.attribute("id").filter(|_| !drop_id));
        prop_assert_eq!(after.inner_source(), before.inner_source());
        prop_assert_eq!(after.lang(), before.lang());
        let others = |element: Element<'_>| -> Vec<String> {
            let is_other = |attribute: &Attribute<'_>| {
                !attribute.namespace().is_empty() || !["to", "from", "id"].contains(&attribute.name())
            };
            element.attributes().filter(is_other).map(|attribute| format!("{attribute:?}")).collect()
        };
        prop_assert_eq!(others(after), others(before));
        for (child, other) in after.children().zip(before.children()) {
            prop_assert!(child == other);
        }
    }
}
