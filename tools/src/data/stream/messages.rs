//! Messages: chat, what accompanies it, rooms, publications, archives, pushes.

use super::Random;
use super::text;
use super::xml::{Address, Xml};

const CHAT_STATES: &str = "http://jabber.org/protocol/chatstates";
const RECEIPTS: &str = "urn:xmpp:receipts";
const MARKERS: &str = "urn:xmpp:chat-markers:0";
const STANZA_ID: &str = "urn:xmpp:sid:0";
const HINTS: &str = "urn:xmpp:hints";
const OMEMO: &str = "eu.siacs.conversations.axolotl";

/// Who sends a stanza to whom.
pub(super) struct Head {
    pub(super) name: &'static str,
    pub(super) to: Option<String>,
    pub(super) from: Option<String>,
    pub(super) id: Option<String>,
    pub(super) kind: Option<&'static str>,
}

impl Head {
    /// Begins the stanza, its attributes in the order of the dialect.
    pub(super) fn open(&self, xml: &mut Xml<'_>) {
        xml.open(self.name);
        for address in xml.dialect.order {
            let (name, value) = match address {
                Address::To => ("to", self.to.as_deref()),
                Address::From => ("from", self.from.as_deref()),
                Address::Id => ("id", self.id.as_deref()),
                Address::Type => ("type", self.kind),
            };
            if let Some(value) = value {
                xml.attribute(name, value);
            }
        }
    }

    fn chat(random: &mut Random) -> Self {
        Self {
            name: "message",
            to: Some(if random.percent(50) { text::full_jid(random) } else { text::bare_jid(random) }),
            from: random.percent(75).then(|| text::full_jid(random)),
            id: Some(text::id(random)),
            kind: Some("chat"),
        }
    }
}

/// A message with a body, and what clients add to it.
pub(super) fn chat(random: &mut Random, xml: &mut Xml<'_>) {
    let head = Head::chat(random);
    head.open(xml);
    if random.percent(35) {
        xml.attribute("xml:lang", random.pick(&["en", "de", "ru", "zh", "pt-BR"]));
    }
    body(random, xml);
    if random.percent(65) {
        xml.empty_in("active", CHAT_STATES);
    }
    if random.percent(60) {
        xml.empty_in("request", RECEIPTS);
    }
    if random.percent(45) {
        xml.open_in("origin-id", STANZA_ID);
        xml.attribute("id", head.id.as_deref().expect("a chat message has one"));
        xml.close();
    }
    if random.percent(50) {
        xml.empty_in("markable", MARKERS);
    }
    if random.percent(50) {
        let archive = text::bare_jid(random);
        stanza_id(random, &archive, xml);
    }
    if random.percent(15) {
        xml.leaf("thread", &text::uuid(random));
    }
    if random.percent(3) {
        off_the_record(xml);
    }
    xml.close();
}

fn body(random: &mut Random, xml: &mut Xml<'_>) {
    let mut body = String::new();
    text::body(random, &mut body);
    xml.leaf("body", &body);
}

/// The identifier that an archive gave the message (XEP-0359).
fn stanza_id(random: &mut Random, by: &str, xml: &mut Xml<'_>) {
    xml.open_in("stanza-id", STANZA_ID);
    xml.attribute("by", by);
    xml.attribute("id", &text::id(random));
    xml.close();
}

/// Elements with prefixes of their own, as one large service used to send them.
fn off_the_record(xml: &mut Xml<'_>) {
    xml.open("nos:x");
    xml.attribute("xmlns:nos", "google:nosave");
    xml.attribute("value", "disabled");
    xml.close();
    xml.open("arc:record");
    xml.attribute("xmlns:arc", "http://jabber.org/protocol/archive");
    xml.attribute("otr", "false");
    xml.close();
}

/// A chat state and no body.
pub(super) fn typing(random: &mut Random, xml: &mut Xml<'_>) {
    Head::chat(random).open(xml);
    xml.empty_in(random.pick(&["composing", "paused", "active", "inactive"]), CHAT_STATES);
    if random.percent(50) {
        xml.empty_in("no-store", HINTS);
    }
    xml.close();
}

/// A receipt or a marker for a message that came before.
pub(super) fn receipt(random: &mut Random, xml: &mut Xml<'_>) {
    Head::chat(random).open(xml);
    if random.percent(60) {
        xml.open_in("received", RECEIPTS);
    } else {
        xml.open_in("displayed", MARKERS);
    }
    xml.attribute("id", &text::id(random));
    xml.close();
    if random.percent(60) {
        xml.empty_in("store", HINTS);
    }
    xml.close();
}

/// A message of a room, as it comes to an occupant.
pub(super) fn groupchat(random: &mut Random, xml: &mut Xml<'_>) {
    let room = text::room(random);
    let head = Head {
        name: "message",
        to: Some(text::full_jid(random)),
        from: Some(format!("{room}/{}", text::nickname(random))),
        id: Some(text::id(random)),
        kind: Some("groupchat"),
    };
    head.open(xml);
    body(random, xml);
    if random.percent(50) {
        xml.open_in("origin-id", STANZA_ID);
        xml.attribute("id", head.id.as_deref().expect("given above"));
        xml.close();
    }
    if random.percent(75) {
        stanza_id(random, &room, xml);
    }
    if random.percent(40) {
        xml.open_in("occupant-id", "urn:xmpp:occupant-id:0");
        xml.attribute("id", &text::base64(random, 32));
        xml.close();
    }
    if random.percent(25) {
        xml.empty_in("markable", MARKERS);
    }
    xml.close();
}

/// An encrypted message: base64 for each device, and a sentence for those who cannot read it.
pub(super) fn encrypted(random: &mut Random, xml: &mut Xml<'_>) {
    Head::chat(random).open(xml);
    omemo(random, xml);
    xml.open_in("encryption", "urn:xmpp:eme:0");
    xml.attribute("namespace", OMEMO);
    xml.attribute("name", "OMEMO");
    xml.close();
    xml.leaf("body", "I sent you an OMEMO encrypted message but your client doesn't seem to support that.");
    xml.empty_in("store", HINTS);
    xml.close();
}

fn omemo(random: &mut Random, xml: &mut Xml<'_>) {
    xml.open_in("encrypted", OMEMO);
    xml.open("header");
    xml.attribute("sid", &text::digits(random, 9));
    for _ in 0..random.between(1, 6) {
        xml.open("key");
        let prekey = random.percent(20);
        if prekey {
            xml.attribute("prekey", "true");
        }
        xml.attribute("rid", &text::digits(random, 10));
        xml.text(&text::base64(random, if prekey { 180 } else { 72 }));
        xml.close();
    }
    xml.leaf("iv", &text::base64(random, 12));
    xml.close();
    let octets = random.between(16, 160);
    xml.leaf("payload", &text::base64(random, octets));
    xml.close();
}

/// A publication: a list of devices, or a nickname.
pub(super) fn event(random: &mut Random, xml: &mut Xml<'_>) {
    let head = Head {
        name: "message",
        to: Some(text::full_jid(random)),
        from: Some(text::bare_jid(random)),
        id: random.percent(50).then(|| text::id(random)),
        kind: Some("headline"),
    };
    head.open(xml);
    xml.open_in("event", "http://jabber.org/protocol/pubsub#event");
    xml.open("items");
    let devices = random.percent(60);
    xml.attribute(
        "node",
        if devices { "eu.siacs.conversations.axolotl.devicelist" } else { "http://jabber.org/protocol/nick" },
    );
    xml.open("item");
    xml.attribute("id", "current");
    if devices {
        xml.open_in("list", OMEMO);
        for _ in 0..random.between(1, 5) {
            xml.open("device");
            xml.attribute("id", &text::digits(random, 9));
            xml.close();
        }
        xml.close();
    } else {
        xml.open_in("nick", "http://jabber.org/protocol/nick");
        xml.text(&text::nickname(random));
        xml.close();
    }
    for _ in 0..4 {
        xml.close();
    }
}

/// A message out of an archive (XEP-0313): another one inside, with the time it was sent.
pub(super) fn archived(random: &mut Random, xml: &mut Xml<'_>) {
    let owner = text::bare_jid(random);
    let head = Head {
        name: "message",
        to: Some(text::full_jid(random)),
        from: Some(owner),
        id: Some(text::id(random)),
        kind: None,
    };
    head.open(xml);
    xml.open_in("result", "urn:xmpp:mam:2");
    xml.attribute("id", &text::id(random));
    xml.attribute("queryid", &text::id(random));
    xml.open_in("forwarded", "urn:xmpp:forward:0");
    xml.open_in("delay", "urn:xmpp:delay");
    xml.attribute("stamp", &text::time(random));
    xml.close();
    let inner = Head::chat(random);
    inner.open(xml);
    // The content namespace has to be declared again inside another default namespace.
    xml.attribute("xmlns", "jabber:client");
    body(random, xml);
    if random.percent(60) {
        xml.open_in("origin-id", STANZA_ID);
        xml.attribute("id", inner.id.as_deref().expect("a chat message has one"));
        xml.close();
    }
    for _ in 0..4 {
        xml.close();
    }
}

/// A notification in JSON inside one element, as Google's push service sent and took it.
pub(super) fn push(random: &mut Random, xml: &mut Xml<'_>) {
    let mut message = String::new();
    text::body(random, &mut message);
    let message = message.replace('"', "\\\"").replace('\n', "\\n");
    let json = format!(
        "{{\"category\":\"org.example.chat\",\"data\":{{\"score\":\"{}\",\"time\":\"{}\",\"message\":\"{message}\",\
         \"unread\":{}}},\"message_id\":\"m-{}\",\"time_to_live\":{},\"delay_while_idle\":{},\"from\":\"{}\"}}",
        text::digits(random, 2),
        text::time(random),
        random.below(40),
        text::digits(random, 13),
        random.pick(&["600", "3600", "86400"]),
        random.pick(&["true", "false"]),
        text::base64(random, 96),
    );
    xml.open("message");
    xml.attribute("id", &text::id(random));
    xml.open_in("gcm", "google:mobile:data");
    xml.text(&json);
    xml.close();
    xml.close();
}
