//! Those who build one chat message from values and write it, again and again: addresses, id, body with its language, thread, chat state, origin
//! id.

use std::hint::black_box;

use jid::Jid;
use minidom::Element;
use minidom::rxml::{Namespace, NcName};
use xmpp_parsers::chatstates::ChatState;
use xmpp_parsers::message::{Id, Lang, Message, Thread};
use xmpp_parsers::stanza_id::OriginId;

use super::Contestant;
use super::writers::{BODY, CHAT_STATES, FROM, ID, STANZA_ID, TO, again_and_again};

pub(super) const LANG: &str = "en";
pub(super) const THREAD: &str = "e0ffe42b-28fa-5cfc-8f2c-0d0d3c2f7b0a";

/// The message as this library writes it.
pub const BUILT: &str = "<message to='romeo.montague@montague.example/orchard.8F3K2ABC' \
    from='juliet@capulet.example/Conversations.x7Qf' id='0f5ab49e-3c5d-4f2c-9d3e-2d6a1c7b9e10' type='chat'>\
    <body xml:lang='en'>Wherefore art thou Romeo? It's about the house &amp; the name... &lt;3</body>\
    <thread>e0ffe42b-28fa-5cfc-8f2c-0d0d3c2f7b0a</thread>\
    <active xmlns='http://jabber.org/protocol/chatstates'/>\
    <origin-id xmlns='urn:xmpp:sid:0' id='0f5ab49e-3c5d-4f2c-9d3e-2d6a1c7b9e10'/></message>";

/// What a user would take instead. Addresses have been checked before, in every library that has a type for them.
pub(super) fn peers() -> Vec<Contestant> {
    let [to, from] = addresses();
    let names = Names::new();
    vec![
        again_and_again("xmpp-parsers 0.23 build, xso::to_vec", move |_| {
            let message = typed(black_box(&to), black_box(&from));
            black_box(xso::to_vec(&message).expect("it can be written"));
        }),
        again_and_again("minidom 0.19 build, write_to", move |sink| {
            tree(&names).write_to(sink).expect("memory takes everything");
        }),
    ]
}

fn addresses() -> [Jid; 2] {
    [TO, FROM].map(|address| Jid::new(address).expect("an address"))
}

fn typed(to: &Jid, from: &Jid) -> Message {
    let [id, lang, body, thread] = black_box([ID, LANG, BODY, THREAD]).map(str::to_owned);
    let mut message = Message::chat(to.clone());
    message.from = Some(from.clone());
    message.id = Some(Id(id.clone()));
    message.thread = Some(Thread { parent: None, id: thread });
    message.with_body(Lang(lang), body).with_payload(ChatState::Active).with_payload(OriginId { id })
}

/// Names that are there already, as in a program that knows what it writes.
struct Names {
    to: NcName,
    from: NcName,
    id: NcName,
    kind: NcName,
    lang: NcName,
}

impl Names {
    fn new() -> Self {
        let [to, from, id, kind, lang] =
            ["to", "from", "id", "type", "lang"].map(|name| NcName::try_from(name).expect("a name"));
        Self { to, from, id, kind, lang }
    }
}

fn tree(names: &Names) -> Element {
    const CLIENT: &str = "jabber:client";
    let [to, from, id, lang, body, thread] = black_box([TO, FROM, ID, LANG, BODY, THREAD]);
    Element::builder("message", CLIENT)
        .attr(names.to.clone(), to)
        .attr(names.from.clone(), from)
        .attr(names.id.clone(), id)
        .attr(names.kind.clone(), "chat")
        .append(
            Element::builder("body", CLIENT).attr_ns(Namespace::XML, names.lang.clone(), lang).append(body),
        )
        .append(Element::builder("thread", CLIENT).append(thread))
        .append(Element::builder("active", CHAT_STATES))
        .append(Element::builder("origin-id", STANZA_ID).attr(names.id.clone(), id))
        .build()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The message in octets of any library, without its ways of writing.
    pub(in crate::stream) fn message_in(octets: &[u8]) -> Element {
        let text = format!("<m xmlns='jabber:client'>{}</m>", String::from_utf8_lossy(octets));
        text.parse::<Element>().expect("well-formed").unshift_child().expect("the message")
    }

    #[test]
    fn the_message_has_the_length_of_the_description() {
        assert_eq!(BUILT.len(), 458, "{BUILT}");
    }

    #[test]
    fn everybody_builds_the_same_message() {
        let expected = message_in(BUILT.as_bytes());
        let [to, from] = addresses();
        let of_type = xso::to_vec(&typed(&to, &from)).expect("it can be written");
        let mut of_tree = Vec::new();
        tree(&Names::new()).write_to(&mut of_tree).expect("memory");
        assert_eq!(message_in(&of_type), expected);
        assert_eq!(message_in(&of_tree), expected);
    }
}
