//! Names of namespaces mean the same however long they are: long ones are compared by number (Namespaces in XML 1.0 section 2.3: names are
//! the same if their characters are).

#![cfg(feature = "alloc")]

use std::borrow::Cow;

use envoi::stanza::{Message, NS_CLIENT, RawStanza};
use envoi::stream::{Event, Limits, StreamErrorKind, StreamReader};
use envoi::xml::{ElementBuf, XmlErrorKind};

/// Two names of each length that differ in the last character, short and long.
fn names() -> impl Iterator<Item = (String, String)> {
    [1, 2, 63, 64, 65, 66, 1000].into_iter().map(|octets| {
        let front = "n".repeat(octets - 1);
        (format!("{front}a"), format!("{front}b"))
    })
}

fn read(text: &str) -> ElementBuf {
    ElementBuf::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

// Namespaces in XML 1.0 section 6.3.
#[test]
fn attributes_are_unique_by_the_names_of_their_namespaces() {
    for (one, other) in names() {
        for more in ["", " d='' e='' f='' g='' h='' i='' j='' k=''"] {
            let tag = |p: &str, q: &str| format!("<x xmlns:p='{p}' xmlns:q='{q}' p:c='' q:c=''{more}/>");
            read(&tag(&one, &other));
            for spelt in [one.clone(), one.replace('a', "&#x61;")] {
                let twice = tag(&one, &spelt);
                let error = ElementBuf::parse(&twice).unwrap_err();
                assert_eq!(error.kind(), XmlErrorKind::DuplicateAttribute);
                assert_eq!(error.offset(), twice.find("q:c").unwrap());
            }
        }
    }
}

#[test]
fn elements_are_equal_by_the_names_of_their_namespaces() {
    for (one, other) in names() {
        for more in ["", " d='' e='' f='' g='' h='' i='' j='' k=''"] {
            let prefixed = |p: &str, q: &str| {
                read(&format!("<p:x xmlns:p='{p}' xmlns:q='{q}'{more} q:c='1' p:c='2'><q:y/><p:y/></p:x>"))
            };
            let without = |name: &str, inner: &str| {
                let text = format!(
                    "<x xmlns='{name}' xmlns:r='{name}' xmlns:s='{inner}' r:c='2' s:c='1'{more}><y xmlns='{inner}'/><y/></x>"
                );
                read(&text)
            };
            assert_eq!(prefixed(&one, &other), without(&one, &other));
            assert_ne!(prefixed(&one, &other), without(&other, &one));
        }
    }
}

// RFC 6120 section 4.8.5.
#[test]
fn the_content_namespace_has_no_prefix() {
    for (content, other) in names() {
        let error = |declared: &str, stanza: &str| {
            let stream = "http://etherx.jabber.org/streams";
            let text = format!("<s:stream xmlns='{content}' xmlns:s='{stream}'{declared}>{stanza}");
            let mut reader = StreamReader::new(Limits::DEFAULT);
            let mut input = text.as_bytes();
            assert!(matches!(reader.read(&mut input), Ok(Some(Event::Open(_)))));
            while let Some(event) = reader.read(&mut input).transpose() {
                if let Err(error) = event {
                    return Some(error.kind());
                }
            }
            None
        };
        let refused = Some(StreamErrorKind::Xml(XmlErrorKind::ContentPrefix));
        let declared = format!(" xmlns:p='{content}' xmlns:q='{other}'");
        assert_eq!(error(&declared, "<q:a/><presence><q:a/></presence><q:a/>"), None);
        assert_eq!(error(&declared, "<presence/><presence><q:a/><p:a/></presence>"), refused);
        assert_eq!(error(&declared, "<q:a/><p:a/>"), refused);
        assert_eq!(error("", &format!("<presence><p:a{declared}/></presence>")), refused);
        assert_eq!(
            error("", &format!("<presence xmlns:p='{content}'><p:a xmlns:p='{other}'/></presence>")),
            None
        );
    }
}

// RFC 6121 section 5.2.3: bodies are of the content namespace.
#[test]
fn payloads_are_in_other_namespaces() {
    for (content, other) in names() {
        let text = format!(
            "<message xmlns='{content}'><x xmlns='{other}'/><body xmlns='{other}'>no</body><body>yes</body>\
             <y xmlns='{content}'/></message>"
        );
        let whole = read(&text);
        assert!(RawStanza::from_element(whole.element(), NS_CLIENT).is_none());
        let message = Message::read(RawStanza::from_element(whole.element(), &content).unwrap()).unwrap();
        assert_eq!(message.body().as_deref(), Some("yes"));
        assert_eq!(message.payloads().map(|payload| payload.name()).collect::<Vec<_>>(), ["x", "body"]);
        let prefixed = text.replace("<y ", &format!("<p:y xmlns:p='{content}' "));
        assert!(RawStanza::from_element(read(&prefixed).element(), &content).is_none());
    }
}

// XML 1.0 section 2.12: the language is that of the nearest element that has one.
#[test]
fn languages_with_references_hold_inside() {
    let whole =
        read("<a xml:lang='e&#x6E;'><b/><c xml:lang='d&#101;'><d><e/></d></c><f xml:lang='cs'/><g/></a>");
    let a = whole.element();
    let languages = |element: envoi::xml::Element<'_>| -> Vec<String> {
        element.children().filter_map(|child| child.lang()).map(Cow::into_owned).collect()
    };
    assert_eq!(a.lang().as_deref(), Some("en"));
    assert_eq!(languages(a), ["en", "de", "cs", "en"]);
    let d = a.child("c", "").unwrap().child("d", "").unwrap();
    assert_eq!((d.lang().as_deref(), languages(d)), (Some("de"), vec!["de".to_owned()]));
}
