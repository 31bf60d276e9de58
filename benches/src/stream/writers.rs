//! Those who write one chat message of 391 octets: body, chat state, origin id.

use std::hint::black_box;

use minidom::Element;
use quick_xml::Writer;
use quick_xml::events::BytesText;
use rxml::writer::{Encoder, Item, SimpleNamespaces};
use rxml::{Namespace, NcName};
use xmpp_parsers::chatstates::ChatState;
use xmpp_parsers::message::{Lang, Message};
use xmpp_parsers::stanza_id::OriginId;

use super::{Contestant, Input};

/// How often a pass writes the message.
pub const MESSAGES: usize = 20_000;

pub(super) const TO: &str = "romeo.montague@montague.example/orchard.8F3K2ABC";
pub(super) const FROM: &str = "juliet@capulet.example/Conversations.x7Qf";
pub(super) const ID: &str = "0f5ab49e-3c5d-4f2c-9d3e-2d6a1c7b9e10";
pub(super) const BODY: &str = "Wherefore art thou Romeo? It's about the house & the name... <3";
pub(super) const CHAT_STATES: &str = "http://jabber.org/protocol/chatstates";
pub(super) const STANZA_ID: &str = "urn:xmpp:sid:0";

/// The message, written: what is copied for the floor.
pub const FINISHED: &str = "<message to='romeo.montague@montague.example/orchard.8F3K2ABC' \
    from='juliet@capulet.example/Conversations.x7Qf' id='0f5ab49e-3c5d-4f2c-9d3e-2d6a1c7b9e10' type='chat'>\
    <body>Wherefore art thou Romeo? It's about the house &amp; the name... &lt;3</body>\
    <active xmlns='http://jabber.org/protocol/chatstates'/>\
    <origin-id xmlns='urn:xmpp:sid:0' id='0f5ab49e-3c5d-4f2c-9d3e-2d6a1c7b9e10'/></message>";

/// Libraries that a user would take instead. Trees and values are there already; writing them is what is timed.
pub(super) fn peers() -> Vec<Contestant> {
    let message = typed();
    let tree = tree();
    vec![
        again_and_again("xmpp-parsers 0.23 xso::to_vec", move |_| {
            black_box(xso::to_vec(black_box(&message)).expect("it can be written"));
        }),
        again_and_again("minidom 0.19 write_to", move |sink| {
            black_box(&tree).write_to(sink).expect("memory takes everything");
        }),
        again_and_again("rxml 0.14 Encoder", encoder()),
        again_and_again("quick-xml 0.42 Writer", |sink| {
            quick_xml_writer(sink).expect("memory takes everything");
        }),
    ]
}

/// What no writer can undercut.
pub(super) fn floors() -> Vec<Contestant> {
    vec![again_and_again("floor: copying the finished octets", |sink| {
        sink.extend_from_slice(black_box(FINISHED.as_bytes()));
    })]
}

/// A contestant that writes one message to a buffer which is kept.
pub(super) fn again_and_again(
    name: &'static str,
    mut write: impl FnMut(&mut Vec<u8>) + 'static,
) -> Contestant {
    let mut sink = Vec::with_capacity(2 * FINISHED.len());
    Contestant::new(name, move |_: &Input<'_>| {
        for _ in 0..MESSAGES {
            sink.clear();
            write(&mut sink);
            black_box(&sink);
        }
        MESSAGES
    })
}

fn typed() -> Message {
    let mut message = Message::chat(jid::Jid::new(TO).expect("an address"));
    message.from = Some(jid::Jid::new(FROM).expect("an address"));
    message.id = Some(xmpp_parsers::message::Id(ID.to_owned()));
    message
        .with_body(Lang::new(), BODY.to_owned())
        .with_payload(ChatState::Active)
        .with_payload(OriginId { id: ID.to_owned() })
}

fn tree() -> Element {
    Element::from(typed())
}

/// Names and namespaces are there already, as in a program that knows what it writes.
fn encoder() -> impl FnMut(&mut Vec<u8>) {
    let [message, to, from, id, kind, body, active, origin_id] =
        ["message", "to", "from", "id", "type", "body", "active", "origin-id"]
            .map(|name| NcName::try_from(name).expect("a name"));
    let client = Namespace::from("jabber:client");
    let (states, ids) = (Namespace::from(CHAT_STATES), Namespace::from(STANZA_ID));
    move |sink| {
        let mut encoder = Encoder::<SimpleNamespaces>::new();
        let none = || Namespace::NONE.clone();
        let items = [
            Item::ElementHeadStart(client.clone(), &message),
            Item::Attribute(none(), &to, TO),
            Item::Attribute(none(), &from, FROM),
            Item::Attribute(none(), &id, ID),
            Item::Attribute(none(), &kind, "chat"),
            Item::ElementHeadEnd,
            Item::ElementHeadStart(client.clone(), &body),
            Item::ElementHeadEnd,
            Item::Text(black_box(BODY)),
            Item::ElementFoot,
            Item::ElementHeadStart(states.clone(), &active),
            Item::ElementFoot,
            Item::ElementHeadStart(ids.clone(), &origin_id),
            Item::Attribute(none(), &id, ID),
            Item::ElementFoot,
            Item::ElementFoot,
        ];
        for item in items {
            encoder.encode(item, sink).expect("a well-formed message");
        }
    }
}

fn quick_xml_writer(sink: &mut Vec<u8>) -> std::io::Result<()> {
    let mut writer = Writer::new(sink);
    writer
        .create_element("message")
        .with_attributes([("to", TO), ("from", FROM), ("id", ID), ("type", "chat")])
        .write_inner_content(|writer| {
            writer.create_element("body").write_text_content(BytesText::new(black_box(BODY)))?;
            writer.create_element("active").with_attribute(("xmlns", CHAT_STATES)).write_empty()?;
            writer
                .create_element("origin-id")
                .with_attributes([("xmlns", STANZA_ID), ("id", ID)])
                .write_empty()?;
            Ok(())
        })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_has_the_length_of_the_description() {
        assert_eq!(FINISHED.len(), 391, "{FINISHED}");
    }

    #[test]
    fn everybody_writes_the_same_message() {
        let expected: Element = format!("<m xmlns='jabber:client'>{FINISHED}</m>")
            .parse::<Element>()
            .expect("well-formed")
            .unshift_child()
            .expect("the message");
        let mut encoded = Vec::new();
        encoder()(&mut encoded);
        let mut written = Vec::new();
        quick_xml_writer(&mut written).expect("memory");
        let mut of_tree = Vec::new();
        tree().write_to(&mut of_tree).expect("memory");
        let of_type = xso::to_vec(&typed()).expect("it can be written");
        for (who, octets) in
            [("rxml", encoded), ("quick-xml", written), ("minidom", of_tree), ("xso", of_type)]
        {
            let text = String::from_utf8(octets).expect("UTF-8");
            let text = format!("<m xmlns='jabber:client'>{text}</m>");
            let element = text.parse::<Element>().expect("well-formed").unshift_child().expect("the message");
            assert_eq!(element, expected, "{who}");
        }
    }
}
