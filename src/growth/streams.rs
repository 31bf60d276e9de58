//! Reading streams: one thing repeated, in pieces of a kibibyte and octet by octet.

use super::inputs::{around, deep, long, nested, numbered};
use super::{Case, Input, check};
use crate::steps::steps_of;
use crate::stream::{Event, Limits, StreamBuffer, StreamReader};
use std::fmt::Write as _;
use std::format;
use std::string::String;

/// One payload each, in which one thing is repeated; and the steps an octet of it may take.
const PAYLOADS: [(&str, usize, Input); 34] = [
    ("depth", 8, |octets| nested(put("<a>"), put("</a>"), octets)),
    ("depth, each in its namespace", 8, |octets| {
        nested(put("<a xmlns='urn:a'><b xmlns='urn:b'>"), put("</b></a>"), octets)
    }),
    ("siblings", 8, |octets| around("<a>", "<b/>", "</a>", octets)),
    ("long end tags with white space", 8, |octets| around("<a>", "<bcdefgh ></bcdefgh \n>", "</a>", octets)),
    ("attributes", 16, |octets| numbered("<a", |n, out| put_number(out, " a", n, "=''"), "/>", octets)),
    ("attributes that seem to be the same", 24, |octets| {
        numbered("<a", |n, out| put_padded(out, " a", n, "a=''"), "/>", octets)
    }),
    ("attributes in namespaces", 24, attributes_in_namespaces),
    ("elements with attributes", 16, |octets| {
        around("<a>", "<b c='1' d='2' e='3' f='4' g='5' h='6' i='7' j='8'/>", "</a>", octets)
    }),
    ("declarations", 24, |octets| {
        numbered("<a", |n, out| write!(out, " xmlns:a{n}='urn:{n}'").unwrap(), "/>", octets)
    }),
    ("declarations, nested", 24, |octets| {
        let start = |n, out: &mut String| write!(out, "<p{n}:a xmlns:p{n}='u' p{}:b='1'>", n / 2).unwrap();
        nested(start, |n, out| write!(out, "</p{n}:a>").unwrap(), octets)
    }),
    ("declarations, each a letter longer", 24, |octets| {
        let declare = |n, out: &mut String| write!(out, " xmlns:{}='u'", long(n + 1, 'p')).unwrap();
        numbered("<a", declare, "/>", octets)
    }),
    ("prefixes deep in the trie", 32, |octets| {
        let declare = |n, out: &mut String| write!(out, " xmlns:{0}='u' {0}:a{n}=''", deep(n)).unwrap();
        numbered("<a", declare, "/>", octets)
    }),
    ("prefixes deep in the trie, on many elements", 32, |octets| {
        let declare = |n, out: &mut String| write!(out, " xmlns:{}='u'", deep(n)).unwrap();
        let start = numbered("<a", declare, ">", octets / 4);
        let prefixes = start.matches("xmlns:").count();
        numbered(&start, |n, out| write!(out, "<{}:b/>", deep(n % prefixes)).unwrap(), "</a>", octets)
    }),
    ("the deepest prefix on many elements", 32, |octets| {
        let declare = |n, out: &mut String| write!(out, " xmlns:{}='u'", deep(n)).unwrap();
        let start = numbered("<a", declare, ">", octets / 4);
        let last = deep(start.matches("xmlns:").count() - 1);
        around(&start, &format!("<{last}:b/>"), "</a>", octets)
    }),
    ("many prefixes, declared again inside and left", 32, |octets| {
        let tag = |n: usize| {
            let declared = declare_deep(&format!("u{n}"));
            format!("<p0:b{declared}>")
        };
        let inside = |n, out: &mut String| write!(out, "{}<pq:c/></p0:b><pé:d/>", tag(n)).unwrap();
        numbered(&tag(0), inside, "</p0:b>", octets)
    }),
    ("many prefixes, declared again at each depth", 32, |octets| {
        let declared = declare_deep("u");
        let start = move |_, out: &mut String| write!(out, "<p0:b{declared}>").unwrap();
        nested(start, put("<pq:c/></p0:b>"), octets)
    }),
    ("one prefix declared again and again", 16, |octets| {
        nested(put("<p:a xmlns:p='u'>"), put("</p:a>"), octets)
    }),
    ("attributes in two long namespaces", 32, |octets| two_long_namespaces("<b p:c='' q:c=''/>", octets)),
    ("many attributes in two long namespaces", 32, |octets| {
        let mut payload = declare_two_long(octets / 2, "<a");
        let attribute = |n, out: &mut String| write!(out, " p:a{n}='' q:a{n}=''").unwrap();
        payload.push_str(&numbered("", attribute, "/>", octets / 2));
        payload
    }),
    ("elements in two long namespaces", 16, |octets| two_long_namespaces("<p:b/><q:b/>", octets)),
    ("references", 8, |octets| around("<a>", "&amp;", "</a>", octets)),
    ("character references", 8, |octets| around("<a>", "&#x1F600;", "</a>", octets)),
    ("long character references", 8, |octets| {
        around("<a>", &format!("&#x{}1F600;", "0".repeat(500)), "</a>", octets)
    }),
    ("references in a value", 8, |octets| around("<a a='", "&apos;", "'/>", octets)),
    ("references in a language", 8, |octets| around("<a xml:lang='", "&#x61;", "'/>", octets)),
    ("CDATA sections", 8, |octets| around("<a>", "<![CDATA[a]]>", "</a>", octets)),
    ("brackets in CDATA", 8, |octets| around("<a><![CDATA[", "]]", "]]></a>", octets)),
    ("text", 4, |octets| around("<a>", "a", "</a>", octets)),
    ("text, three octets a character", 4, |octets| around("<a>", "語", "</a>", octets)),
    ("text, four octets a character", 4, |octets| around("<a>", "😀", "</a>", octets)),
    ("angle brackets in text", 8, |octets| around("<a>", "a>", "</a>", octets)),
    ("angle brackets in a value", 4, |octets| around("<a a='", "/>", "'/>", octets)),
    ("name", 8, |octets| format!("<{0}></{0}>", long(octets / 2, 'n'))),
    ("white space in a tag", 8, |octets| around("<a", " ", "/>", octets)),
];

/// Whole streams: what stands between stanzas, and in front of them.
const STREAMS: [(&str, usize, Input); 5] = [
    ("stanzas", 16, |octets| around(HEADER, "<presence/>", CLOSE, octets)),
    ("white space between stanzas", 16, |octets| around(HEADER, " \n<presence/>\t\r", CLOSE, octets)),
    ("nothing but white space", 8, |octets| around(HEADER, " ", CLOSE, octets)),
    ("stanzas behind a header that declares as much as it may", 64, |octets| {
        let declare = |n, out: &mut String| write!(out, " xmlns:p{n}='u'").unwrap();
        let declared = numbered(HEADER.trim_end_matches('>'), declare, ">", 800);
        around(&declared, "<presence/>", CLOSE, octets)
    }),
    ("an XML declaration with a long version", 8, |octets| {
        let declaration = around("<?xml version='1.", "0", "'?>", octets);
        format!("{declaration}{HEADER}{CLOSE}")
    }),
];

const HEADER: &str = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>";
const CLOSE: &str = "</stream:stream>";

#[test]
fn one_thing_repeated_in_a_stanza() {
    check(PAYLOADS.into_iter().map(|(name, most, payload)| Case::new(name, most, payload, read_whole)));
}

#[test]
fn a_mebibyte() {
    check(PAYLOADS.into_iter().map(|(name, most, payload)| {
        Case::new(name, most, payload, |payload| read_pieces(&in_stanza(payload), 4096)).up_to(1 << 20)
    }));
}

#[test]
fn octet_by_octet() {
    check(PAYLOADS.into_iter().map(|(name, most, payload)| {
        let read = |payload: &str| read_pieces(&in_stanza(payload), 1);
        Case::new(name, 2 * most + 8, payload, read).up_to(1 << 16)
    }));
}

#[test]
fn whole_streams() {
    check(STREAMS.into_iter().map(|(name, most, stream)| {
        Case::new(name, most, stream, |stream| read_pieces(stream, 4096)).up_to(1 << 20)
    }));
    check(STREAMS.into_iter().map(|(name, most, stream)| {
        Case::new(name, 2 * most + 8, stream, |stream| read_pieces(stream, 1)).up_to(1 << 16)
    }));
}

/// Octets come while most of what came before has not been taken: moving it each time would be a square.
#[test]
fn octets_that_come_while_much_is_unread() {
    let stanzas = |octets| around(HEADER, "<presence/>", CLOSE, octets);
    let read = |stream: &str| {
        let (first, rest) = stream.as_bytes().split_at(stream.len() - stream.len() / 32);
        let mut buffer = StreamBuffer::new(StreamReader::new(Limits::MAX));
        steps_of(|| {
            buffer.push(first);
            for octet in rest.chunks(1) {
                assert!(buffer.next_event().unwrap().is_some());
                buffer.push(octet);
            }
            while !matches!(buffer.next_event().unwrap(), Some(Event::Close)) {}
        })
    };
    check([Case::new("stanzas", 24, stanzas, read)]);
}

/// Prefixes of the header's namespaces, of a length that the content namespace has too.
#[test]
fn a_long_content_namespace() {
    let stream = |octets: usize| {
        let (content, other) = (long(octets / 4, 'c'), long(octets / 4, 'd'));
        let stream = "http://etherx.jabber.org/streams";
        let header = format!("<s:stream xmlns='{content}' xmlns:p='{other}' xmlns:s='{stream}'>");
        around(&header, "<p:a/><presence><p:a/><b xmlns='u'/></presence>", "</s:stream>", octets)
    };
    check([Case::new("content namespace", 16, stream, |stream| read_pieces(stream, 4096))]);
}

fn in_stanza(payload: &str) -> String {
    format!("{HEADER}<message>{payload}</message>{CLOSE}")
}

/// The steps of a reader that is handed all that there is.
fn read_whole(payload: &str) -> usize {
    let stream = in_stanza(payload);
    let mut reader = StreamReader::new(Limits::MAX);
    let mut input = stream.as_bytes();
    steps_of(|| while !matches!(reader.read(&mut input).unwrap().unwrap(), Event::Close) {})
}

/// The steps of a buffer that is pushed so many octets at a time.
fn read_pieces(stream: &str, octets: usize) -> usize {
    let mut buffer = StreamBuffer::new(StreamReader::new(Limits::MAX));
    let mut closed = false;
    let steps = steps_of(|| {
        for piece in stream.as_bytes().chunks(octets) {
            buffer.push(piece);
            while let Some(event) = buffer.next_event().unwrap() {
                closed |= matches!(event, Event::Close);
            }
        }
    });
    assert!(closed, "a case must read all");
    steps
}

fn put(text: &'static str) -> impl Fn(usize, &mut String) {
    move |_, out| out.push_str(text)
}

fn put_number(out: &mut String, front: &str, number: usize, behind: &str) {
    write!(out, "{front}{number}{behind}").unwrap();
}

/// All of the same length, with the same first and last letter.
fn put_padded(out: &mut String, front: &str, number: usize, behind: &str) {
    write!(out, "{front}{number:06}{behind}").unwrap();
}

/// Only expanded names tell these attributes apart.
fn attributes_in_namespaces(octets: usize) -> String {
    let attribute = |n, out: &mut String| write!(out, " xmlns:p{n}='urn:namespace:{n}' p{n}:a=''").unwrap();
    numbered("<a", attribute, "/>", octets)
}

/// Twenty prefixes of a namespace, and an attribute of each.
fn declare_deep(namespace: &str) -> String {
    let declare = |mut out: String, i| {
        write!(out, " xmlns:{0}='{namespace}' {0}:a{i}=''", deep(i)).unwrap();
        out
    };
    (0..20).fold(String::new(), declare)
}

/// Half of it are two names of namespaces that differ in the last letter.
fn two_long_namespaces(unit: &str, octets: usize) -> String {
    let start = declare_two_long(octets / 2, "<a");
    around(&(start + ">"), unit, "</a>", octets)
}

fn declare_two_long(octets: usize, start: &str) -> String {
    format!("{start} xmlns:p='{}' xmlns:q='{}'", long(octets / 2, 'p'), long(octets / 2, 'q'))
}
