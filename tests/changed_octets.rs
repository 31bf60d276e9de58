//! Octets that a caller changes between two calls of a reader are his mistake; what comes of them is anything, but never a panic.
#![cfg(feature = "alloc")]

use envoi::stream::{Event, Limits, StreamReader, StreamWriter};
use envoi::xml::Element;

const STREAM: &str = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' xmlns:x='urn:x' \
    xml:lang='en'><message to='a\u{E9}&amp;' xmlns='jabber:client' x:b='1' id='\u{436}'><body>\u{436}&lt;<![CDATA[\u{436}]]></body>\
    <x:a xmlns='' b='\u{10000}'/><c xmlns='jabber:client'>\u{E9}</c>\
    <\u{E9}:c xmlns:\u{E9}='u&#x26;'><d/></\u{E9}:c></message>";

/// What is written over an octet.
const OCTETS: &[u8] = b"a< '&:>/=\x80\xC3\xE4";

/// Marsaglia's xorshift.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from((self.0 >> 11) % bound as u64).unwrap()
    }
}

/// Asks for everything that an element can tell.
fn look_at(element: Element<'_>) {
    let owned = element.to_owned();
    let _ = (format!("{element:?}"), element == owned.element(), element.text(), element.lang());
    for attribute in element.attributes() {
        let _ = (format!("{attribute:?}"), attribute.namespace(), attribute.value());
    }
    element.contents().for_each(|part| drop(format!("{part:?}")));
    let mut writer = StreamWriter::new("jabber:server");
    writer.header().finish().unwrap();
    let _ = writer.write_element(element);
    #[cfg(feature = "serde")]
    let _ = element.deserialize::<serde::de::IgnoredAny>();
    element.children().for_each(look_at);
}

fn look_at_event(event: Event<'_>) {
    let _ = format!("{event:?}");
    match event {
        Event::Stanza(stanza) => {
            let forward = stanza.forward().to("q").without_id();
            for forward in [forward, forward.content_namespace("jabber:server"), forward.standalone()] {
                let _ = forward.write_front(&mut Vec::new());
            }
            look_at(stanza.element());
        }
        Event::Element(element) => look_at(element),
        Event::Open(header) => look_at(header.element()),
        Event::Close => {}
    }
}

#[test]
fn changed_octets_are_no_panic() {
    let (mut random, mut stanzas) = (Random(5), 0);
    for _ in 0..100_000 {
        let mut octets = STREAM.as_bytes().to_vec();
        let mut reader = StreamReader::new(Limits::DEFAULT);
        let (mut taken, mut come) = (0, 0);
        while come < octets.len() {
            come = octets.len().min(come + 1 + random.below(120));
            let mut input = &octets[taken..come];
            loop {
                match reader.read(&mut input) {
                    Ok(Some(event)) => {
                        stanzas += usize::from(matches!(event, Event::Stanza(_)));
                        look_at_event(event);
                    }
                    Ok(None) => break,
                    Err(_) => {
                        reader.reset();
                        break;
                    }
                }
            }
            taken = come - input.len();
            if taken < come && random.below(4) == 0 {
                let place = taken + random.below(come - taken);
                octets[place] = OCTETS[random.below(OCTETS.len())];
            }
        }
    }
    assert!(stanzas > 10_000, "{stanzas}");
}
