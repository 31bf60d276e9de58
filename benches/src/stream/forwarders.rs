//! Those who read a stream and write each stanza as from another address.

use std::hint::black_box;

use jid::Jid;
use minidom::rxml::{Namespace, NcName};
use xmpp_parsers::iq::Iq;
use xmpp_parsers::stanza::Stanza;

use super::{Contestant, readers};

/// Who every stanza comes from afterwards.
pub(super) const ROUTED: &str = "juliet@capulet.example/balcony";

/// Room for one stanza, used again and again.
pub(super) const ROOM: usize = 16 << 10;

/// What a user would do with other libraries; the first of them writes nothing, and is what the ratio is taken against.
pub(super) fn peers() -> Vec<Contestant> {
    vec![
        readers::rxml_events(),
        Contestant::new("minidom 0.19", |input| {
            let mut sink = Vec::with_capacity(ROOM);
            readers::minidom_trees(input, |tree, _| {
                write_tree(tree, &mut sink);
                black_box(&sink);
            })
        }),
        Contestant::new("xmpp-parsers 0.23", |input| {
            let mut written = 0;
            readers::typed_stanzas(input, |stanza| written += usize::from(write_typed(stanza).is_some()));
            written
        }),
    ]
}

/// What no router can undercut: copying.
pub(super) fn floors() -> Vec<Contestant> {
    vec![Contestant::new("floor: copying each chunk", |input| {
        let mut sink = Vec::with_capacity(input.chunk);
        for chunk in input.chunks() {
            sink.clear();
            sink.extend_from_slice(black_box(chunk));
            black_box(&sink);
        }
        input.octets.len()
    })]
}

fn write_tree(mut tree: minidom::Element, sink: &mut Vec<u8>) {
    let from = NcName::try_from("from").expect("a name");
    tree.set_attr(Namespace::NONE, from, ROUTED);
    sink.clear();
    tree.write_to(sink).expect("memory takes everything");
}

fn write_typed(mut stanza: Stanza) -> Option<Vec<u8>> {
    let routed = Some(Jid::new(ROUTED).ok()?);
    match &mut stanza {
        Stanza::Message(message) => message.from = routed,
        Stanza::Presence(presence) => presence.from = routed,
        Stanza::Iq(
            Iq::Get { from, .. } | Iq::Set { from, .. } | Iq::Result { from, .. } | Iq::Error { from, .. },
        ) => *from = routed,
    }
    xso::to_vec(&stanza).ok().map(black_box)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stream::{Input, mix};

    #[test]
    fn the_address_is_changed_and_nothing_else() {
        let stream = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>\
                      <message from='a@b' to='c@d'><body>x &amp; y</body></message>";
        let expected = format!(
            "<message xmlns='jabber:client' from='{ROUTED}' to='c@d'><body>x &amp; y</body></message>"
        );
        let mut sink = Vec::new();
        readers::minidom_trees(&Input::new(stream), |tree, _| write_tree(tree, &mut sink));
        assert_eq!(String::from_utf8_lossy(&sink), expected);
        let mut typed = Vec::new();
        readers::typed_stanzas(&Input::new(stream), |stanza| {
            typed = write_typed(stanza).expect("it can be written");
        });
        assert_eq!(String::from_utf8_lossy(&typed), expected);
    }

    #[test]
    fn every_stanza_of_the_mixture_comes_from_there() {
        let (stream, stanzas) = mix(1 << 18);
        let routed = format!("from='{ROUTED}'");
        let mut trees = 0;
        let mut sink = Vec::new();
        readers::minidom_trees(&Input::new(&stream), |tree, _| {
            write_tree(tree, &mut sink);
            trees += usize::from(String::from_utf8_lossy(&sink).contains(&routed));
        });
        assert_eq!(trees, stanzas);
    }
}
