//! Payloads into types of the user (feature `serde`).
#![cfg(feature = "serde")]

use envoi::stream::{Event, Limits, StreamReader};
use envoi::xml::ElementBuf;
use serde::Deserialize;

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
struct Payload {
    #[serde(rename = "@xml:lang")]
    lang: Option<String>,
    #[serde(rename = "@from")]
    from: Option<String>,
    #[serde(rename = "item")]
    items: Vec<Item>,
    #[serde(rename = "$text")]
    text: Option<String>,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Item {
    #[serde(rename = "@from")]
    from: Option<String>,
    #[serde(rename = "$text")]
    text: Option<String>,
}

fn item(from: Option<&str>, text: &str) -> Item {
    Item { from: from.map(str::to_owned), text: (!text.is_empty()).then(|| text.to_owned()) }
}

/// What it means is what `Element` says that it means.
#[test]
fn values_are_what_elements_say() {
    let cases = [
        ("<p/>", Payload::default()),
        (
            "<p>a &lt;&#x41;<![CDATA[&amp;]]></p>",
            Payload { text: Some("a <A&amp;".into()), ..Payload::default() },
        ),
        ("<p from='a&amp;&#9;b'/>", Payload { from: Some("a&\tb".into()), ..Payload::default() }),
        (
            "<p from='a\r\n\tb&#10;'>a\r\nb\rc&#13;</p>",
            Payload { from: Some("a  b\n".into()), text: Some("a\nb\nc\r".into()), ..Payload::default() },
        ),
        ("<p> a b\n</p>", Payload { text: Some(" a b\n".into()), ..Payload::default() }),
        // An attribute of another namespace is another attribute.
        (
            "<p xmlns:x='urn:x' x:from='admin' from='me'/>",
            Payload { from: Some("me".into()), ..Payload::default() },
        ),
        ("<p xmlns:x='urn:x' x:from='admin'/>", Payload::default()),
        (
            "<p xmlns:x='urn:x' xml:lang='en'><item x:from='admin'>1</item><x:item\n x:from='' from='b' >2</x:item></p>",
            Payload {
                lang: Some("en".into()),
                items: vec![item(None, "1"), item(Some("b"), "2")],
                ..Payload::default()
            },
        ),
    ];
    for (text, expected) in cases {
        let element = ElementBuf::parse(text).unwrap();
        assert_eq!(element.element().deserialize::<Payload>().unwrap(), expected, "{text}");
    }
}

/// A payload takes prefixes and the language from the stanza and the stream header.
#[test]
fn what_stands_around_an_element_counts() {
    let mut reader = StreamReader::new(Limits::DEFAULT);
    let mut input: &[u8] =
        b"<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' \
        xmlns:a='urn:a' xml:lang='cs'>\
        <iq xmlns:b='urn:b'><a:p b:from='admin'><b:item a:from='root' from='me'>x</b:item></a:p></iq>";
    assert!(matches!(reader.read(&mut input), Ok(Some(Event::Open(_)))));
    let Ok(Some(Event::Stanza(iq))) = reader.read(&mut input) else { panic!() };
    let payload = iq.element().child("p", "urn:a").unwrap();
    let expected =
        Payload { lang: Some("cs".into()), items: vec![item(Some("me"), "x")], ..Payload::default() };
    assert_eq!(payload.deserialize::<Payload>().unwrap(), expected);
}

#[test]
fn what_does_not_fit_is_an_error() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "it is never made")]
    struct Numbered {
        #[serde(rename = "@n")]
        n: u8,
    }
    let cases = [
        ("<p/>", "missing field `@n`"),
        ("<p n='256'/>", "invalid type: string \"256\", expected u8"),
        ("<p xmlns:x='urn:x' x:n='1'/>", "missing field `@n`"),
    ];
    for (text, message) in cases {
        let element = ElementBuf::parse(text).unwrap();
        assert_eq!(element.element().deserialize::<Numbered>().unwrap_err().to_string(), message, "{text}");
    }
}

/// Prefixes make no difference, and neither does the order of children.
#[test]
fn namespaces_are_where_they_change() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Query {
        #[serde(rename = "@xmlns")]
        namespace: String,
        #[serde(rename = "@node")]
        node: String,
        #[serde(rename = "$value")]
        children: Vec<Child>,
    }
    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "lowercase")]
    enum Child {
        Feature {
            #[serde(rename = "@xmlns")]
            namespace: Option<String>,
            #[serde(rename = "@var")]
            var: String,
        },
        X {
            #[serde(rename = "@xmlns")]
            namespace: Option<String>,
        },
    }
    #[derive(Deserialize)]
    struct Info {
        identity: Vec<serde::de::IgnoredAny>,
        feature: Vec<serde::de::IgnoredAny>,
    }
    let texts = [
        "<query xmlns='urn:q' node = \"'\"><feature var='1'/><x xmlns='urn:x'></x ><feature var='2'></feature></query>",
        "<q:query xmlns:q='urn:q' xmlns='urn:x' node='&apos;'><q:feature xmlns:q='urn:q' var='1'/><x/>\
         <q:feature q:var='3' var='2'/></q:query>",
    ];
    for text in texts {
        let element = ElementBuf::parse(text).unwrap();
        let query: Query = element.element().deserialize().unwrap();
        let feature = |var: &str| Child::Feature { namespace: None, var: var.to_owned() };
        let children = vec![feature("1"), Child::X { namespace: Some("urn:x".to_owned()) }, feature("2")];
        assert_eq!(query, Query { namespace: "urn:q".to_owned(), node: "'".to_owned(), children }, "{text}");
    }
    let text = "<q><feature/><identity>a<b/>c</identity><feature/><x/><identity/><feature/></q>";
    let info: Info = ElementBuf::parse(text).unwrap().element().deserialize().unwrap();
    assert_eq!((info.identity.len(), info.feature.len()), (2, 3));
}

/// No depth overflows the stack.
#[test]
fn nesting_is_bounded() {
    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "it is never made")]
    struct Nested {
        a: Option<Box<Nested>>,
    }
    let depth = 100_000;
    let text = "<a>".repeat(depth) + &"</a>".repeat(depth);
    let element = ElementBuf::parse_within(&text, envoi::xml::Limits::MAX).unwrap();
    let error = element.element().deserialize::<Nested>().unwrap_err();
    assert_eq!(error.to_string(), "XML is too deeply nested, recursion limit of 128 exceeded");
    assert!(element.element().deserialize::<serde::de::IgnoredAny>().is_ok());
}

/// A rule of `quick-xml` that is told where it matters: XML says that white space is text.
#[test]
fn text_of_white_space_alone_gets_lost() {
    for text in ["<p> </p>", "<p>\n\t</p>"] {
        let element = ElementBuf::parse(text).unwrap();
        assert_eq!(element.element().deserialize::<Payload>().unwrap(), Payload::default());
        assert_eq!(element.element().text(), &text[3..text.len() - 4]);
    }
}

/// A long namespace with a prefix for it is no means to fill a program's memory.
#[test]
fn what_repeats_its_namespaces_too_often_is_refused() {
    #[derive(Debug, serde::Deserialize)]
    struct Any {}
    let text = |octets: usize| {
        let namespace = "y".repeat(octets);
        format!("<w xmlns='urn:w' xmlns:p='urn:{namespace}'>{}</w>", "<p:x/>".repeat(1000))
    };
    assert!(ElementBuf::parse(&text(20)).unwrap().element().deserialize::<Any>().is_ok());
    let long = ElementBuf::parse(&text(10_000)).unwrap();
    let error = long.element().deserialize::<Any>().unwrap_err();
    assert_eq!(error.to_string(), "its namespaces are repeated too often");
}
