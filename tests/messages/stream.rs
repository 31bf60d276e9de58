//! What the readers of streams, frames and elements say.

use envoi::stream::{FrameReader, Limits, StreamError, StreamReader};
use envoi::xml::ElementBuf;

const HEADER: &str = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";

/// What stands behind a header: in front of the fault, the fault, its identifier, and what is said of it.
const BEHIND_THE_HEADER: &[(&str, &str, &str, &str, &str)] = &[
    // RFC 6120 section 11.1.
    ("<message>", "<!-- -->", "comment", "comments are not allowed", "RFC 6120 section 11.1"),
    (
        "<message>",
        "<?a?>",
        "processing-instruction",
        "processing instructions are not allowed",
        "RFC 6120 section 11.1",
    ),
    (
        "<message><body>",
        "&copy;",
        "entity-reference",
        "only the entities lt, gt, amp, apos and quot may be referred to",
        "RFC 6120 section 11.1",
    ),
    // XML 1.0.
    ("<message><body>a", "\u{1}", "character", "XML has no such character", "XML 1.0 section 2.2"),
    ("<message><", "1/>", "name", "a name is missing or malformed", "XML 1.0 section 2.3"),
    ("<message to='a'", "id='b'>", "attribute", "this cannot stand in a tag here", "XML 1.0 section 3.1"),
    ("<message to='a", "<'>", "attribute-value", "an attribute value cannot hold '<'", "XML 1.0 section 3.1"),
    (
        "<message to='a' ",
        "to='b'>",
        "duplicate-attribute",
        "the attribute is there already",
        "XML 1.0 section 3.1",
    ),
    (
        "<message><body>",
        "</message>",
        "end-tag",
        "the end tag does not match the start tag",
        "XML 1.0 section 3",
    ),
    ("<message>", "<![cdata[]]>", "cdata", "'<![' must begin a CDATA section", "XML 1.0 section 2.7"),
    ("<message><body>a", "]]></body>", "cdata-end", "text cannot hold ']]>'", "XML 1.0 section 2.4"),
    ("<message><body>a ", "& b</body>", "reference", "malformed reference", "XML 1.0 section 4.1"),
    (
        "<message><body>",
        "&#0;</body>",
        "character-reference",
        "reference to a character that XML does not have",
        "XML 1.0 section 4.1",
    ),
    // Namespaces in XML 1.0.
    (
        "<message><",
        "a:b/>",
        "unbound-prefix",
        "the namespace prefix is not declared",
        "Namespaces in XML 1.0 section 5",
    ),
    (
        "<message ",
        "xmlns:xmlns='urn:a'>",
        "reserved-prefix",
        "the prefixes 'xml' and 'xmlns' are reserved",
        "Namespaces in XML 1.0 section 3",
    ),
    (
        "<message ",
        "xmlns:a='http://www.w3.org/2000/xmlns/'>",
        "reserved-namespace",
        "the namespaces of 'xml' and 'xmlns' cannot have another prefix",
        "Namespaces in XML 1.0 section 3",
    ),
    (
        "<message ",
        "xmlns:a=''>",
        "undeclared-prefix",
        "a namespace prefix cannot be bound to the empty name",
        "Namespaces in XML 1.0 section 5",
    ),
    // RFC 6120.
    (
        "",
        "<a:message xmlns:a='jabber:client'/>",
        "content-prefix",
        "elements of the content namespace cannot have a prefix",
        "RFC 6120 section 4.8.5",
    ),
    ("<message/>\n", "a", "text-between", "text between first-level elements", "RFC 6120 section 11.7"),
    (
        "",
        "<message xmlns='jabber:server'/>",
        "content-namespace",
        "this is not the content namespace of the stream",
        "RFC 6120 section 4.8.3",
    ),
    (
        "<message/>",
        "<stream:stream xmlns='jabber:client'>",
        "nested-header",
        "a stream header inside the stream",
        "RFC 6120 section 4.2",
    ),
];

#[test]
fn faults_behind_a_header() {
    for (before, fault, id, sentence, rule) in BEHIND_THE_HEADER {
        let input = format!("{HEADER}{before}{fault}");
        let offset = HEADER.len() + before.len();
        check(stream_error(input.as_bytes(), Limits::DEFAULT), id, sentence, offset, rule);
    }
}

#[test]
fn faults_of_the_header() {
    let cases: &[(&str, &str, &str, &str, &str)] = &[
        (
            "",
            "<!DOCTYPE a>",
            "document-type",
            "document type declarations are not allowed",
            "RFC 6120 section 11.1",
        ),
        ("", "a", "text-outside", "text outside the root element", "XML 1.0 section 2.1"),
        (
            "<?xml version='1.0' ",
            "version='1.0'?>",
            "xml-declaration",
            "malformed XML declaration",
            "XML 1.0 section 2.8",
        ),
        (
            "<?xml version='1.0' encoding='",
            "UTF-16'?>",
            "encoding",
            "the encoding must be UTF-8",
            "RFC 6120 section 11.6",
        ),
        (
            "",
            "<stream:features xmlns:stream='http://etherx.jabber.org/streams'>",
            "stream-root",
            "the root element must be 'stream'",
            "RFC 6120 section 4.2",
        ),
        (
            "",
            "<stream:stream xmlns='jabber:client' xmlns:stream='urn:a'>",
            "stream-namespace",
            "the root element must be in the stream namespace",
            "RFC 6120 section 4.8.1",
        ),
    ];
    for (before, fault, id, sentence, rule) in cases {
        let input = format!("{before}{fault}");
        check(stream_error(input.as_bytes(), Limits::DEFAULT), id, sentence, before.len(), rule);
    }
    let error = stream_error(b"<stream:stream id='\xFF'>", Limits::DEFAULT);
    check(error, "utf8", "not UTF-8", 19, "RFC 6120 section 11.6");
}

/// RFC 6120 section 13.12. The octet that is one too many is the one that is named.
#[test]
fn faults_of_limits() {
    const RULE: &str = "RFC 6120 section 13.12";
    let limits = |change: fn(&mut Limits)| {
        let mut limits = Limits::DEFAULT;
        change(&mut limits);
        limits
    };
    let cases = [
        (
            limits(|limits| limits.stanza_octets = 9),
            "<message ",
            "/>",
            "stanza-octets",
            "the stanza is too long",
        ),
        (limits(|limits| limits.depth = 1), "<message>", "<a/>", "depth", "elements are nested too deeply"),
        (
            limits(|limits| limits.name_octets = 13),
            "<abcdefghijklm",
            "n/>",
            "name-octets",
            "the name is too long",
        ),
    ];
    for (limits, before, fault, id, sentence) in cases {
        let input = format!("{HEADER}{before}{fault}");
        check(stream_error(input.as_bytes(), limits), id, sentence, HEADER.len() + before.len(), RULE);
    }
    let two = limits(|limits| limits.attributes = 2);
    let input = format!("{HEADER}<message to='a' id='b' from='c'/>");
    let error = stream_error(input.as_bytes(), two);
    check(error, "attributes", "too many attributes", HEADER.len() + 23, RULE);
    let input = format!("{HEADER}<message xmlns:a='urn:a'/>");
    let error = stream_error(input.as_bytes(), limits(|limits| limits.declarations = 2));
    check(error, "declarations", "too many namespace declarations", HEADER.len() + 9, RULE);
    let error = stream_error(HEADER.as_bytes(), limits(|limits| limits.header_octets = 20));
    check(error, "header-octets", "the stream header is too long", 20, RULE);
}

/// RFC 7395 section 3.3.3.
#[test]
fn faults_of_frames() {
    const RULE: &str = "RFC 7395 section 3.3.3";
    let open = b"<open xmlns='urn:ietf:params:xml:ns:xmpp-framing'/>";
    let cases: [(&[u8], _, _, usize); 2] = [
        (
            b" <message xmlns='jabber:client'/>",
            "frame",
            "a frame must be one element with nothing in front of it",
            0,
        ),
        (b"<message xmlns='jabber:client'>", "frame-incomplete", "the frame ends inside its element", 31),
    ];
    for (frame, id, sentence, offset) in cases {
        let mut reader = FrameReader::new(Limits::DEFAULT);
        reader.read(open).expect("an open frame");
        let error = reader.read(frame).expect_err("no frame");
        check(error, id, sentence, open.len() + offset, RULE);
    }
}

/// An element alone has offsets of its own.
#[test]
fn faults_of_elements() {
    for (text, said) in [
        ("<a>", "the input ends inside an element, at byte 3 (XML 1.0 section 2.1)"),
        ("<a/>b", "text outside the root element, at byte 4 (XML 1.0 section 2.1)"),
        ("<a><b></a>", "the end tag does not match the start tag, at byte 6 (XML 1.0 section 3)"),
    ] {
        assert_eq!(ElementBuf::parse(text).unwrap_err().to_string(), said, "{text}");
        assert_eq!(text.parse::<ElementBuf>().unwrap_err().to_string(), said, "{text}");
    }
}

fn stream_error(mut input: &[u8], limits: Limits) -> StreamError {
    let mut reader = StreamReader::new(limits);
    loop {
        match reader.read(&mut input) {
            Ok(event) => assert!(event.is_some(), "{} octets are left and no error", input.len()),
            Err(error) => return error,
        }
    }
}

fn check(error: StreamError, id: &str, sentence: &str, offset: usize, rule: &str) {
    let said = format!("{sentence}, at byte {offset} ({rule})");
    assert_eq!((error.kind().as_str(), error.to_string()), (id, said));
    assert_eq!((error.offset(), error.kind().rule()), (offset as u64, rule));
}
