//! How often streams allocate: never for a stanza once buffers are warm, whether it is read, forwarded or written.
#![cfg(feature = "alloc")]

use allocation_counter::measure;
use envoi::stanza::{RawStanza, StanzaKind};
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter, WriteError};

const HEADER: &str = "<?xml version='1.0'?><stream:stream from='a.example' xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams' xmlns:x='urn:x' xml:lang='en'>";

/// Stanzas of every make: prefixes of the header and of their own, languages, references, CDATA, depth, many attributes.
const STANZAS: &str = "<message to='juliet@example.com/balcony' from='romeo@example.net' id='1' type='chat'>\
    <body>Art thou not Romeo, &amp; a Montague? &#x2764;</body><active xmlns='http://jabber.org/protocol/chatstates'/></message> \
    <presence/>\n<iq id=\"a'b\" type='get'><query xmlns='jabber:iq:roster' ver=''/></iq>\
    <message xml:lang='ru'><subject xml:lang='de'>Stra\u{DF}e</subject><body><![CDATA[<жар>]]]]></body></message>\
    <iq type='result' id='2'><x:a x:b='1' b='&lt;2&gt;'><x:c/></x:a></iq>\
    <message><y:a xmlns:y='urn:y' xmlns:z='urn:z' y:b='1' z:b='2'><y:c><z:d xmlns='urn:d'><e/></z:d></y:c></y:a></message>\
    <presence a='' b='' c='' d='' e='' f='' g='' h='' i='' j='' k='' l='' m='' n='' o='' p='' q='' r='' s='' t=''/>\
    <message><a:a xmlns:a='urn:a&amp;b&#x2764;' xmlns:c='urn:c&#100;'><c:b xmlns='urn:\tb'/></a:a></message>\
    <a xmlns='urn:a'><b><c><d><e><f><g><h><i>\u{4E00}</i></h></g></f></e></d></c></b></a>";

/// How many stanzas are in it; the last element is none.
const COUNT: usize = 8;

/// What comes from a socket at a time.
const CHUNKS: [usize; 5] = [1, 2, 7, 64, 4096];

/// Reads what comes behind `*come` octets until all stanzas are read, from octets that the caller keeps.
fn read_windows(
    reader: &mut StreamReader,
    input: &[u8],
    chunk: usize,
    mut take: impl FnMut(RawStanza<'_>),
) -> usize {
    let (mut stanzas, mut read, mut come) = (0, 0, 0);
    while come < input.len() {
        come = input.len().min(come + chunk);
        let mut window = &input[read..come];
        while let Some(event) = reader.read(&mut window).unwrap() {
            if let Event::Stanza(stanza) = event {
                stanzas += 1;
                take(stanza);
            }
        }
        read = come - window.len();
    }
    stanzas
}

fn push_chunks(
    buffer: &mut StreamBuffer,
    input: &[u8],
    chunk: usize,
    mut take: impl FnMut(RawStanza<'_>),
) -> usize {
    let mut stanzas = 0;
    for chunk in input.chunks(chunk) {
        buffer.push(chunk);
        while let Some(event) = buffer.next_event().unwrap() {
            if let Event::Stanza(stanza) = event {
                stanzas += 1;
                take(stanza);
            }
        }
    }
    stanzas
}

/// Calls `work` once to warm the buffers, and fails if it allocates when it is called again.
fn never_allocates(what: &str, mut work: impl FnMut() -> usize) {
    assert_eq!(work(), COUNT, "{what}");
    let mut counted = 0;
    let count = measure(|| counted = work()).count_total;
    assert_eq!((counted, count), (COUNT, 0), "{what}");
}

#[test]
fn stanzas_are_read_without_allocating() {
    for chunk in CHUNKS {
        let mut reader = StreamReader::new(Limits::DEFAULT);
        read_windows(&mut reader, HEADER.as_bytes(), chunk, |_| {});
        never_allocates("reader", || read_windows(&mut reader, STANZAS.as_bytes(), chunk, |_| {}));
        let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
        push_chunks(&mut buffer, HEADER.as_bytes(), chunk, |_| {});
        never_allocates("buffer", || push_chunks(&mut buffer, STANZAS.as_bytes(), chunk, |_| {}));
    }
}

#[test]
fn addresses_and_payloads_are_looked_at_without_allocating() {
    let mut reader = StreamReader::new(Limits::DEFAULT);
    read_windows(&mut reader, HEADER.as_bytes(), 4096, |_| {});
    never_allocates("accessors", || {
        read_windows(&mut reader, STANZAS.as_bytes(), 4096, |stanza| {
            let element = stanza.element();
            std::hint::black_box((stanza.to(), stanza.from(), stanza.id(), stanza.type_(), stanza.lang()));
            for child in element.children() {
                std::hint::black_box((child.name(), child.namespace(), child.inner_source(), child.lang()));
            }
        })
    });
}

#[test]
fn stanzas_are_forwarded_without_allocating() {
    let mut reader = StreamReader::new(Limits::DEFAULT);
    read_windows(&mut reader, HEADER.as_bytes(), 4096, |_| {});
    let mut sink = Vec::new();
    never_allocates("splice", || {
        sink.clear();
        read_windows(&mut reader, STANZAS.as_bytes(), 4096, |stanza| {
            stanza.forward().from("a@b.example/c").to("<&>").without_id().write_to(&mut sink).unwrap();
        })
    });
    let mut writer = StreamWriter::fragments("jabber:server");
    never_allocates("writer", || {
        writer.clear();
        read_windows(&mut reader, STANZAS.as_bytes(), 4096, |stanza| {
            writer.forward(stanza.forward().from("a@b.example/c")).unwrap();
        })
    });
}

/// Namespaces, prefixes for attributes, text that is escaped, and a whole element of another stream.
fn write_stanzas(writer: &mut StreamWriter) -> Result<(), WriteError> {
    for _ in 0..COUNT {
        let mut message = writer.stanza(StanzaKind::Message)?;
        message.attribute("to", "juliet@example.com/\"'<&>\r\n\t")?.attribute("id", "1")?;
        message.start("body", "jabber:client")?.text("<&> ]]> \r\n\t жар")?.end()?;
        message.start("a", "urn:a")?.attribute_in("b", "urn:b", "1")?.attribute_in("c", "urn:c", "2")?;
        message.start("d", "urn:d")?.start("e", "")?.end()?.end()?.end()?;
        message.finish()?;
    }
    Ok(())
}

#[test]
fn stanzas_are_written_without_allocating() {
    let mut writer = StreamWriter::new("jabber:client");
    writer.header().from("a.example").finish().unwrap();
    never_allocates("writer", || {
        writer.clear();
        write_stanzas(&mut writer).unwrap();
        COUNT
    });
}

#[test]
fn a_stanza_that_is_not_written_allocates_nothing_either() {
    let mut writer = StreamWriter::fragments("jabber:client");
    never_allocates("writer", || {
        writer.clear();
        write_stanzas(&mut writer).unwrap();
        let mut message = writer.stanza(StanzaKind::Message).unwrap();
        assert!(message.attribute("to", "\u{0}").is_err());
        assert!(message.finish().is_err());
        COUNT
    });
}

/// RFC 6120 section 13.12: what is buffered for a peer is bounded. An element of four octets has its entry in the index.
#[test]
fn memory_is_bounded_by_the_limits() {
    let mut limits = Limits::MAX;
    limits.stanza_octets = 16 << 10;
    let units = ["<a>", "<a/>", "<a xmlns='b'>", "<a b='' c=''/>", "&amp;", "a", "<![CDATA[a]]>"];
    for unit in units {
        let stream = format!("{HEADER}<message>{}", unit.repeat(200_000));
        let mut buffer = StreamBuffer::new(StreamReader::new(limits));
        let held = measure(|| {
            let refused = stream.as_bytes().chunks(4096).any(|chunk| {
                buffer.push(chunk);
                loop {
                    match buffer.next_event() {
                        Ok(Some(_)) => {}
                        Ok(None) => break false,
                        Err(_) => break true,
                    }
                }
            });
            assert!(refused, "{unit}");
        });
        assert!(held.bytes_max < 50 * (16 << 10), "{unit}: {} octets", held.bytes_max);
    }
}

/// How many octets a buffer holds that has read all this.
fn held(input: &[u8], finish: impl Fn(&mut StreamBuffer)) -> i64 {
    measure(|| {
        let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
        for chunk in [HEADER.as_bytes(), input].concat().chunks(4096) {
            buffer.push(chunk);
            while let Ok(Some(_)) = buffer.next_event() {}
        }
        finish(&mut buffer);
        std::mem::forget(buffer);
    })
    .bytes_current
}

#[test]
fn memory_is_given_back() {
    let declarations: Vec<String> = (0..50).map(|i| format!(" xmlns:a{i}='urn:{i}&amp;'")).collect();
    let declarations = declarations.concat();
    let large = format!("<message>{}<a{declarations}/></message>", "<b c='d' e='f'/>".repeat(1000));
    let idle = held(b"", |buffer| buffer.shrink_to(0));
    assert!(held(large.as_bytes(), |_| {}) > 100_000);
    assert_eq!(held(large.as_bytes(), |buffer| buffer.shrink_to(0)), idle);
    // The buffer, and eight in the reader.
    assert!(held(large.as_bytes(), |buffer| buffer.shrink_to(1000)) <= idle + 9 * 1000);
    // What is there still is read on.
    let (front, rest) = large.split_at(large.len() / 2);
    held(front.as_bytes(), |buffer| {
        buffer.shrink_to(0);
        buffer.push(rest.as_bytes());
        let Ok(Some(Event::Stanza(stanza))) = buffer.next_event() else { panic!() };
        assert_eq!(stanza.element().source(), large);
        assert_eq!(stanza.element().children().last().unwrap().name(), "a");
    });
}

#[test]
fn nothing_is_kept_behind_the_end() {
    for end in ["</stream:stream>", "<!--", "</stream:stream>text"] {
        let more = |octets: usize| {
            held(end.as_bytes(), |buffer| {
                for _ in 0..octets {
                    buffer.push(b"a");
                }
            })
        };
        assert_eq!(more(100_000), more(0), "{end}");
    }
}
