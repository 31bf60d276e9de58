//! Presence, and the queries of a session: disco, roster, vCard, ping.

use super::Random;
use super::messages::Head;
use super::text;
use super::xml::Xml;

const DISCO: &str = "http://jabber.org/protocol/disco#info";

const FEATURES: [&str; 20] = [
    "http://jabber.org/protocol/caps",
    "http://jabber.org/protocol/chatstates",
    "http://jabber.org/protocol/disco#info",
    "http://jabber.org/protocol/muc",
    "http://jabber.org/protocol/nick+notify",
    "jabber:iq:version",
    "jabber:x:conference",
    "urn:xmpp:avatar:metadata+notify",
    "urn:xmpp:bookmarks:1+notify",
    "urn:xmpp:chat-markers:0",
    "urn:xmpp:jingle:1",
    "urn:xmpp:jingle:apps:file-transfer:5",
    "urn:xmpp:jingle:apps:rtp:1",
    "urn:xmpp:jingle:transports:ibb:1",
    "urn:xmpp:message-correct:0",
    "urn:xmpp:ping",
    "urn:xmpp:receipts",
    "urn:xmpp:time",
    "urn:xmpp:reactions:0",
    "eu.siacs.conversations.axolotl.devicelist+notify",
];

const CLIENTS: [&str; 5] = [
    "https://conversations.im",
    "https://gajim.org",
    "https://dino.im",
    "http://pidgin.im/",
    "https://monal-im.org",
];

/// A presence with the capabilities of the client.
pub(super) fn available(random: &mut Random, xml: &mut Xml<'_>) {
    let head = Head {
        name: "presence",
        to: random.percent(80).then(|| text::bare_jid(random)),
        from: random.percent(90).then(|| text::full_jid(random)),
        id: random.percent(40).then(|| text::id(random)),
        kind: None,
    };
    head.open(xml);
    if random.percent(30) {
        xml.leaf("show", random.pick(&["away", "xa", "dnd", "chat"]));
    }
    if random.percent(20) {
        xml.leaf(
            "status",
            random.pick(&["Back at 7", "im Büro", "on the train & offline soon", "обед", "外出中"]),
        );
    }
    if random.percent(40) {
        xml.leaf("priority", random.pick(&["5", "0", "10", "-1", "24"]));
    }
    capabilities(random, xml);
    if random.percent(65) {
        avatar(random, xml);
    }
    if random.percent(20) {
        xml.open_in("idle", "urn:xmpp:idle:1");
        xml.attribute("since", &text::time(random));
        xml.close();
    }
    xml.close();
}

fn capabilities(random: &mut Random, xml: &mut Xml<'_>) {
    xml.open_in("c", "http://jabber.org/protocol/caps");
    xml.attribute("hash", "sha-1");
    xml.attribute("node", random.pick(&CLIENTS));
    xml.attribute("ver", &text::base64(random, 20));
    xml.close();
}

fn avatar(random: &mut Random, xml: &mut Xml<'_>) {
    xml.open_in("x", "vcard-temp:x:update");
    let mut hash = String::new();
    random.push_from(b"0123456789abcdef", 40, &mut hash);
    xml.leaf("photo", &hash);
    xml.close();
}

/// A presence that ends a session.
pub(super) fn unavailable(random: &mut Random, xml: &mut Xml<'_>) {
    let head = Head {
        name: "presence",
        to: Some(text::bare_jid(random)),
        from: Some(text::full_jid(random)),
        id: None,
        kind: Some("unavailable"),
    };
    head.open(xml);
    xml.close();
}

/// The presence of an occupant of a room.
pub(super) fn occupant(random: &mut Random, xml: &mut Xml<'_>) {
    let head = Head {
        name: "presence",
        to: Some(text::full_jid(random)),
        from: Some(format!("{}/{}", text::room(random), text::nickname(random))),
        id: random.percent(40).then(|| text::id(random)),
        kind: random.percent(15).then_some("unavailable"),
    };
    head.open(xml);
    if head.kind.is_none() {
        capabilities(random, xml);
    }
    xml.open_in("x", "http://jabber.org/protocol/muc#user");
    xml.open("item");
    if random.percent(30) {
        xml.attribute("jid", &text::full_jid(random));
    }
    xml.attribute("affiliation", random.pick(&["member", "none", "owner"]));
    xml.attribute("role", random.pick(&["participant", "moderator", "visitor"]));
    xml.close();
    if random.percent(10) {
        xml.open("status");
        xml.attribute("code", "110");
        xml.close();
    }
    xml.close();
    xml.close();
}

/// Begins an iq between a client and somebody.
fn iq(random: &mut Random, xml: &mut Xml<'_>, kind: &'static str) {
    let head = Head {
        name: "iq",
        to: Some(text::full_jid(random)),
        from: random.percent(70).then(|| text::bare_jid(random)),
        id: Some(text::id(random)),
        kind: Some(kind),
    };
    head.open(xml);
}

/// What somebody can do, asked.
pub(super) fn disco_get(random: &mut Random, xml: &mut Xml<'_>) {
    iq(random, xml, "get");
    xml.open_in("query", DISCO);
    if random.percent(60) {
        let client = *random.pick(&CLIENTS.each_ref());
        xml.attribute("node", &format!("{client}#{}", text::base64(random, 20)));
    }
    xml.close();
    xml.close();
}

/// What somebody can do, answered.
pub(super) fn disco_result(random: &mut Random, xml: &mut Xml<'_>) {
    iq(random, xml, "result");
    xml.open_in("query", DISCO);
    xml.open("identity");
    xml.attribute("category", "client");
    xml.attribute("type", random.pick(&["phone", "pc"]));
    xml.attribute("name", random.pick(&["Conversations 2.16", "Gajim", "Dino", "Psi+ & friends"]));
    xml.close();
    let first = random.below(FEATURES.len());
    for index in 0..random.between(8, FEATURES.len()) {
        xml.open("feature");
        xml.attribute("var", FEATURES[(first + index) % FEATURES.len()]);
        xml.close();
    }
    xml.close();
    xml.close();
}

/// A contact that changed.
pub(super) fn roster_push(random: &mut Random, xml: &mut Xml<'_>) {
    iq(random, xml, "set");
    xml.open_in("query", "jabber:iq:roster");
    xml.attribute("ver", &text::digits(random, 3));
    contact(random, xml);
    xml.close();
    xml.close();
}

/// All contacts.
pub(super) fn roster(random: &mut Random, xml: &mut Xml<'_>) {
    iq(random, xml, "result");
    xml.open_in("query", "jabber:iq:roster");
    xml.attribute("ver", &text::digits(random, 3));
    for _ in 0..random.between(5, 50) {
        contact(random, xml);
    }
    xml.close();
    xml.close();
}

fn contact(random: &mut Random, xml: &mut Xml<'_>) {
    xml.open("item");
    xml.attribute("jid", &text::bare_jid(random));
    if random.percent(60) {
        xml.attribute("name", &text::nickname(random));
    }
    xml.attribute("subscription", random.pick(&["both", "both", "to", "from", "none"]));
    if random.percent(40) {
        xml.leaf("group", random.pick(&["Friends", "Work & Co", "Familie", "друзья"]));
    }
    xml.close();
}

/// A vCard, few of them with a photo.
pub(super) fn vcard(random: &mut Random, xml: &mut Xml<'_>) {
    iq(random, xml, "result");
    xml.open_in("vCard", "vcard-temp");
    let name = text::nickname(random);
    xml.leaf("FN", &name);
    xml.open("N");
    xml.leaf("FAMILY", &name);
    xml.leaf("GIVEN", random.pick(&["Ana", "Jürgen", "Мария", "明"]));
    xml.close();
    xml.leaf("NICKNAME", &name);
    xml.leaf("URL", "https://example.org/~me?lang=en&v=1");
    xml.leaf("JABBERID", &text::bare_jid(random));
    if random.percent(40) {
        xml.open("PHOTO");
        xml.leaf("TYPE", "image/png");
        let octets = random.between(1_500, 12_000);
        xml.leaf("BINVAL", &text::base64(random, octets));
        xml.close();
    }
    xml.close();
    xml.close();
}

/// A ping, or the answer to it, or to anything that is answered without a payload.
pub(super) fn short(random: &mut Random, xml: &mut Xml<'_>) {
    if random.percent(40) {
        iq(random, xml, "get");
        xml.empty_in("ping", "urn:xmpp:ping");
    } else {
        iq(random, xml, "result");
    }
    xml.close();
}
