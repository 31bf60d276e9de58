//! What writers and forwarding say; every refusal leaves nothing behind.

use envoi::Jid;
use envoi::stanza::{Condition, Iq, Message, Presence, RawStanza, WriteStanza};
use envoi::stream::{Event, Limits, NS_STREAM_ERRORS, StreamReader, StreamWriter, WriteError};
use envoi::xml::{ElementBuf, ElementWriter};

type Write = fn(&mut ElementWriter<'_>) -> Result<(), WriteError>;

/// What is written into `<message>`, the identifier, the place, the sentence, and the rule.
const ELEMENTS: &[(Write, &str, usize, &str, &str)] = &[
    (
        |out| out.text("ab\u{FFFE}").map(drop),
        "character",
        2,
        "XML has no such character",
        "XML 1.0 section 2.2",
    ),
    (
        |out| out.start("a:b", "urn:a").map(drop),
        "name",
        1,
        "this cannot be a name",
        "Namespaces in XML 1.0 section 3",
    ),
    (
        |out| out.attribute("to", "a")?.attribute("to", "b").map(drop),
        "duplicate-attribute",
        0,
        "the attribute is there already",
        "Namespaces in XML 1.0 section 6.3",
    ),
    (
        |out| out.text("a")?.attribute("to", "b").map(drop),
        "attribute-position",
        0,
        "an attribute cannot stand behind content",
        "XML 1.0 section 3.1",
    ),
    (
        |out| out.start("a", "http://www.w3.org/2000/xmlns/").map(drop),
        "reserved-namespace",
        0,
        "the namespaces of 'xml' and 'xmlns' cannot be declared",
        "Namespaces in XML 1.0 section 3",
    ),
    (
        |out| out.end()?.end().map(drop),
        "balance",
        0,
        "starts and ends of elements do not match",
        "XML 1.0 section 3",
    ),
];

#[test]
fn faults_of_elements() {
    for (write, id, offset, sentence, rule) in ELEMENTS {
        let mut writer = StreamWriter::fragments("jabber:client");
        let mut message = writer.element("message", "jabber:client").unwrap();
        check(write(&mut message).unwrap_err(), id, *offset, sentence, rule);
        drop(message);
        assert_eq!(writer.as_bytes(), b"", "{id}");
    }
}

#[test]
fn faults_of_stanzas() {
    let to = Jid::from_static("a@example.com");
    let none: Option<ElementBuf> = None;
    let cases: [(&dyn WriteStanza, _, _, _, _); 4] = [
        (
            &Iq::set("1", &none),
            "payload-count",
            0,
            "an iq of type get or set holds one element, a result one at most",
            "RFC 6120 section 8.2.3",
        ),
        (
            &Presence::probe(to).lang("en_GB"),
            "lang",
            2,
            "this cannot be a language tag",
            "RFC 6120 section 8.1.5",
        ),
        (
            &Message::chat(to).body("a").body("b"),
            "repeated-language",
            0,
            "there is a text for this language already",
            "RFC 6121 sections 4.7.2.2, 5.2.3 and 5.2.4",
        ),
        (
            &Message::chat(to).thread_of("t", "t"),
            "thread-parent",
            0,
            "a thread cannot be its own parent",
            "RFC 6121 section 5.2.5",
        ),
    ];
    for (stanza, id, offset, sentence, rule) in cases {
        let mut writer = StreamWriter::fragments("jabber:client");
        check(writer.write(stanza).unwrap_err(), id, offset, sentence, rule);
        assert_eq!(writer.as_bytes(), b"", "{id}");
    }
}

/// RFC 6120 section 8.3.2: only `gone` and `redirect` tell where to go.
#[test]
fn new_addresses_have_two_conditions() {
    let message = ElementBuf::parse("<message xmlns='jabber:client' from='a@example.com'/>").unwrap();
    let message = RawStanza::from_element(message.element(), "jabber:client").unwrap();
    let mut writer = StreamWriter::fragments("jabber:client");
    let reply = message.error_reply(Condition::Conflict).unwrap().new_address("xmpp:b@example.com");
    check(
        writer.write(&reply).unwrap_err(),
        "new-address",
        0,
        "only the conditions 'gone' and 'redirect' tell where to go",
        "RFC 6120 section 8.3.2",
    );
    let reply = message.error_reply(Condition::Gone).unwrap().new_address("xmpp:b@example.com");
    writer.write(&reply).unwrap();
    let written = String::from_utf8_lossy(writer.as_bytes());
    assert!(written.contains("xmpp:b@example.com</gone>"), "{written}");
}

/// What an error says is checked as all that is written (RFC 6120 section 8.3.2; RFC 6120 section 8.1.5 for the language).
#[test]
fn faults_of_error_replies() {
    let message = ElementBuf::parse("<message xmlns='jabber:client' from='a@example.com'/>").unwrap();
    let message = RawStanza::from_element(message.element(), "jabber:client").unwrap();
    let reply = || message.error_reply(Condition::BadRequest).unwrap();
    let mut writer = StreamWriter::fragments("jabber:client");
    for (reply, id, offset, sentence, rule) in [
        (reply().text("a\u{0}"), "character", 1, "XML has no such character", "XML 1.0 section 2.2"),
        (reply().text("a").lang("e_n"), "lang", 1, "this cannot be a language tag", "RFC 6120 section 8.1.5"),
        (reply().by("\u{FFFF}"), "character", 0, "XML has no such character", "XML 1.0 section 2.2"),
    ] {
        check(writer.write(&reply).unwrap_err(), id, offset, sentence, rule);
        assert_eq!(writer.as_bytes(), b"", "{id}");
    }
}

/// XML 1.0 section 2.2, of a namespace that is put in at several places: nothing is left of the stanza.
#[test]
fn new_namespaces_are_checked_inside_too() {
    let mut reader = StreamReader::fragments(Limits::DEFAULT).content_namespace("jabber:client");
    let mut input: &[u8] =
        b"<message><body xmlns='jabber:client'>a</body><body xmlns='jabber:client'>b</body></message>";
    let Some(Event::Stanza(message)) = reader.read(&mut input).unwrap() else { panic!("no stanza") };
    let mut out = b"before".to_vec();
    let error = message.forward().content_namespace("urn:\u{1}").write_to(&mut out).unwrap_err();
    assert_eq!((error.kind().as_str(), error.offset()), ("character", 4));
    assert_eq!(out, b"before");
}

/// RFC 6120 sections 4.2 and 4.4: what cannot be written before a header, inside a stream, and behind its end.
#[test]
fn faults_of_streams() {
    let mut writer = StreamWriter::new("jabber:client");
    let to = Jid::from_static("a@example.com");
    let refused = |error, id: &str, sentence: &str, rule: &str| check(error, id, 0, sentence, rule);
    let not_open = ("not-open", "the stream is not open yet", "RFC 6120 section 4.2");
    refused(writer.write(&Message::chat(to)).unwrap_err(), not_open.0, not_open.1, not_open.2);
    refused(writer.close().unwrap_err(), not_open.0, not_open.1, not_open.2);
    writer.header().finish().unwrap();
    refused(
        writer.header().finish().unwrap_err(),
        "nested-header",
        "a stream header inside the stream",
        "RFC 6120 section 4.2",
    );
    let server = ElementBuf::parse("<message xmlns='jabber:server'/>").unwrap();
    refused(
        writer.write_element(server.element()).unwrap_err(),
        "content-namespace",
        "this is not the content namespace of the stream",
        "RFC 6120 section 4.8.3",
    );
    writer.close().unwrap();
    let closed = ("closed", "the stream is closed", "RFC 6120 section 4.4");
    refused(writer.write(&Message::chat(to)).unwrap_err(), closed.0, closed.1, closed.2);
    refused(writer.close().unwrap_err(), closed.0, closed.1, closed.2);
}

/// Namespaces in XML 1.0 sections 3 and 5, of what a header declares.
#[test]
fn faults_of_headers() {
    for (prefix, namespace, id, said) in [
        (
            "xml",
            "urn:a",
            "reserved-prefix",
            "the prefixes 'xml' and 'xmlns' cannot be declared, at byte 0 (Namespaces in XML 1.0 section 3)",
        ),
        (
            "a",
            "",
            "undeclared-prefix",
            "a prefix cannot stand for no namespace, at byte 0 (Namespaces in XML 1.0 section 5)",
        ),
    ] {
        let mut writer = StreamWriter::new("jabber:client");
        let error = writer.header().prefix(prefix, namespace).finish().unwrap_err();
        assert_eq!((error.kind().as_str(), error.to_string()), (id, said.into()));
        assert_eq!(writer.as_bytes(), b"");
    }
}

#[test]
fn faults_of_forwarding() {
    let prefixed = "<message xmlns='jabber:client'><a:b xmlns:a='jabber:server'/></message>";
    let message = ElementBuf::parse(prefixed).unwrap();
    let message = RawStanza::from_element(message.element(), "jabber:client").unwrap();
    let cases = [
        (
            message.forward().to("a\u{0}"),
            "character",
            "XML has no such character, at byte 1 (XML 1.0 section 2.2)",
        ),
        (
            message.forward().content_namespace("http://www.w3.org/2000/xmlns/"),
            "content-namespace",
            "this cannot be the content namespace of the stanza, at byte 0 (RFC 6120 section 4.8.3)",
        ),
        (
            message.forward().content_namespace("jabber:server"),
            "content-prefix",
            "elements of the content namespace cannot have a prefix, at byte 0 (RFC 6120 section 4.8.5)",
        ),
    ];
    for (forward, id, said) in cases {
        let mut out = b"before".to_vec();
        let error = forward.write_to(&mut out).unwrap_err();
        assert_eq!((error.kind().as_str(), error.to_string()), (id, said.into()));
        assert!(said.ends_with(&format!("({})", error.kind().rule())), "{said}");
        assert_eq!(out, b"before", "{id}");
    }
}

/// The names of the conditions are those of RFC 6120 section 4.9.3, and so is their namespace (section 4.9.2).
#[test]
fn conditions_of_streams_have_names() {
    use envoi::stream::Condition;
    assert_eq!(NS_STREAM_ERRORS, "urn:ietf:params:xml:ns:xmpp-streams");
    assert_eq!(Condition::SeeOtherHost.to_string(), "see-other-host");
    assert_eq!(Condition::NotWellFormed.to_string(), "not-well-formed");
}

fn check(error: WriteError, id: &str, offset: usize, sentence: &str, rule: &str) {
    assert_eq!(error.to_string(), format!("{sentence}, at byte {offset} ({rule})"));
    assert_eq!((error.kind().as_str(), error.offset(), error.kind().rule()), (id, offset, rule));
}
