//! Those who read every stanza to the fields of its type: kind, type, addresses, id, texts with their languages, what a presence shows, what an
//! iq holds.
//!
//! Each field goes to [`Fields`], by the same names for everybody: [`Digest`] is what is timed, and the tests compare all of it.

use std::hint::black_box;

use jid::Jid;
use minidom::Element;
use minidom::rxml::Namespace;
use xmpp_parsers::iq::Iq;
use xmpp_parsers::message::{Message, MessageType};
use xmpp_parsers::presence::{Presence, Show, Type};
use xmpp_parsers::stanza::Stanza;

use super::{Contestant, readers};

const CLIENT: &str = "jabber:client";

/// Takes the fields of one stanza after the other.
pub(super) trait Fields {
    fn field(&mut self, name: &'static str, value: &str);

    fn priority(&mut self, value: i8);

    fn optional(&mut self, name: &'static str, value: Option<&str>) {
        if let Some(value) = value {
            self.field(name, value);
        }
    }
}

/// A few operations for each field, so that the reading is what takes time: octets and the two at the ends.
#[derive(Default)]
pub(super) struct Digest(u64);

impl Digest {
    fn fold(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Fields for Digest {
    #[inline]
    fn field(&mut self, name: &'static str, value: &str) {
        let end = |octet: Option<&u8>| u64::from(octet.copied().unwrap_or_default());
        let octets = value.as_bytes();
        self.fold(
            (name.len() ^ octets.len() << 4) as u64 ^ end(octets.first()) << 48 ^ end(octets.last()) << 56,
        );
    }

    #[inline]
    fn priority(&mut self, value: i8) {
        self.fold(u64::from(value.cast_unsigned()));
    }
}

/// What a user would take instead.
pub(super) fn peers() -> Vec<Contestant> {
    vec![
        Contestant::new("xmpp-parsers 0.23 fields", |input| {
            let mut digest = Digest::default();
            let stanzas = readers::typed_stanzas(input, |stanza| typed(&stanza, &mut digest));
            black_box(digest.0);
            stanzas
        }),
        Contestant::new("minidom 0.19 fields", |input| {
            let mut digest = Digest::default();
            let mut read = 0;
            readers::minidom_trees(input, |stanza, lang| {
                read += usize::from(tree(&stanza, lang, &mut digest).is_some());
            });
            black_box(digest.0);
            read
        }),
    ]
}

fn typed(stanza: &Stanza, fields: &mut impl Fields) {
    match stanza {
        Stanza::Message(message) => typed_message(message, fields),
        Stanza::Presence(presence) => typed_presence(presence, fields),
        Stanza::Iq(iq) => typed_iq(iq, fields),
    }
}

fn typed_message(message: &Message, fields: &mut impl Fields) {
    let kind = match message.type_ {
        MessageType::Chat => "chat",
        MessageType::Error => "error",
        MessageType::Groupchat => "groupchat",
        MessageType::Headline => "headline",
        MessageType::Normal => "normal",
    };
    let id = message.id.as_ref().map(|id| id.0.as_str());
    head("message", kind, [&message.to, &message.from], id, fields);
    for (lang, text) in &message.subjects {
        fields.field("lang", lang);
        fields.field("subject", text);
    }
    for (lang, text) in &message.bodies {
        fields.field("lang", lang);
        fields.field("body", text);
    }
    if let Some(thread) = &message.thread {
        fields.field("thread", &thread.id);
        fields.optional("parent", thread.parent.as_deref());
    }
}

fn typed_presence(presence: &Presence, fields: &mut impl Fields) {
    let kind = match presence.type_ {
        Type::None => "available",
        Type::Error => "error",
        Type::Probe => "probe",
        Type::Subscribe => "subscribe",
        Type::Subscribed => "subscribed",
        Type::Unavailable => "unavailable",
        Type::Unsubscribe => "unsubscribe",
        Type::Unsubscribed => "unsubscribed",
    };
    head("presence", kind, [&presence.to, &presence.from], presence.id.as_deref(), fields);
    let show = presence.show.as_ref().map(|show| match show {
        Show::Away => "away",
        Show::Chat => "chat",
        Show::Dnd => "dnd",
        Show::Xa => "xa",
    });
    fields.optional("show", show);
    for (lang, text) in &presence.statuses {
        fields.field("lang", lang);
        fields.field("status", text);
    }
    fields.priority(presence.priority.0);
}

fn typed_iq(iq: &Iq, fields: &mut impl Fields) {
    let (kind, to, from, id, payload) = match iq {
        Iq::Get { from, to, id, payload } => ("get", to, from, id, Some(payload)),
        Iq::Set { from, to, id, payload } => ("set", to, from, id, Some(payload)),
        Iq::Result { from, to, id, payload } => ("result", to, from, id, payload.as_ref()),
        Iq::Error { from, to, id, payload, .. } => ("error", to, from, id, payload.as_ref()),
    };
    head("iq", kind, [to, from], Some(id), fields);
    if let Some(payload) = payload {
        fields.field("payload", payload.name());
        fields.field("namespace", &payload.ns());
    }
}

fn head(name: &str, kind: &str, [to, from]: [&Option<Jid>; 2], id: Option<&str>, fields: &mut impl Fields) {
    fields.field("kind", name);
    fields.field("type", kind);
    fields.optional("to", to.as_ref().map(Jid::as_str));
    fields.optional("from", from.as_ref().map(Jid::as_str));
    fields.optional("id", id);
}

/// The same from a tree, written as its user would; `None` if something is wrong with the stanza.
fn tree(stanza: &Element, stream_lang: &str, fields: &mut impl Fields) -> Option<()> {
    let kind = stanza.attr("type");
    let to = stanza.attr("to").map(Jid::new).transpose().ok()?;
    let from = stanza.attr("from").map(Jid::new).transpose().ok()?;
    let kind = match stanza.name() {
        "message" => kind.filter(|kind| matches!(*kind, "chat" | "error" | "groupchat" | "headline")),
        "presence" => Some(kind.unwrap_or("available")),
        _ => kind,
    };
    head(stanza.name(), kind.unwrap_or("normal"), [&to, &from], stanza.attr("id"), fields);
    let lang = stanza.attr_ns(Namespace::xml(), "lang").unwrap_or(stream_lang);
    match stanza.name() {
        "message" => {
            tree_texts(stanza, "subject", lang, fields);
            tree_texts(stanza, "body", lang, fields);
            if let Some(thread) = stanza.get_child("thread", CLIENT) {
                fields.field("thread", &thread.text());
                fields.optional("parent", thread.attr("parent"));
            }
        }
        "presence" => {
            fields.optional("show", stanza.get_child("show", CLIENT).map(Element::text).as_deref());
            tree_texts(stanza, "status", lang, fields);
            let priority =
                stanza.get_child("priority", CLIENT).map(|priority| priority.text().trim().parse());
            fields.priority(priority.unwrap_or(Ok(0)).ok()?);
        }
        _ => {
            if let Some(payload) = stanza.children().next() {
                fields.field("payload", payload.name());
                fields.field("namespace", &payload.ns());
            }
        }
    }
    Some(())
}

fn tree_texts(stanza: &Element, name: &'static str, lang: &str, fields: &mut impl Fields) {
    for child in stanza.children().filter(|child| child.is(name, CLIENT)) {
        fields.field("lang", child.attr_ns(Namespace::xml(), "lang").unwrap_or(lang));
        fields.field(name, &child.text());
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::stream::{Input, mix};
    use std::fmt::Write as _;

    /// All fields as text.
    #[derive(Default)]
    pub(in crate::stream) struct Outline(String);

    impl Fields for Outline {
        fn field(&mut self, name: &'static str, value: &str) {
            let border = if name == "kind" { "\n" } else { " " };
            write!(self.0, "{border}{name}={value:?}").expect("memory takes everything");
        }

        fn priority(&mut self, value: i8) {
            write!(self.0, " priority={value}").expect("memory takes everything");
        }
    }

    impl Outline {
        /// One line a stanza.
        pub(in crate::stream) fn lines(&self) -> Vec<&str> {
            self.0.trim_start().split('\n').collect()
        }
    }

    /// What `xmpp-parsers` makes of a stream: everybody else is compared with it.
    pub(in crate::stream) fn outline(stream: &str) -> Outline {
        let mut outline = Outline::default();
        readers::typed_stanzas(&Input::new(stream), |stanza| typed(&stanza, &mut outline));
        outline
    }

    fn outline_of_trees(stream: &str) -> Outline {
        let mut outline = Outline::default();
        readers::minidom_trees(&Input::new(stream), |stanza, lang| {
            tree(&stanza, lang, &mut outline).expect("nothing is wrong");
        });
        outline
    }

    #[test]
    fn fields_are_those_of_the_stanzas() {
        let stream = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' xml:lang='en'>\
            <message to='a@b' id='1' type='chat'><subject>s</subject><body xml:lang='cs'>x &amp; y</body>\
            <thread parent='p'>t</thread></message>\
            <message from='a@b/c'/>\
            <presence xml:lang='de'><show>dnd</show><status>z</status><priority>-5</priority></presence>\
            <iq type='get' id='2'><ping xmlns='urn:xmpp:ping'/></iq>";
        let expected = [
            r#"kind="message" type="chat" to="a@b" id="1" lang="en" subject="s" lang="cs" body="x & y" thread="t" parent="p""#,
            r#"kind="message" type="normal" from="a@b/c""#,
            r#"kind="presence" type="available" show="dnd" lang="de" status="z" priority=-5"#,
            r#"kind="iq" type="get" id="2" payload="ping" namespace="urn:xmpp:ping""#,
        ];
        assert_eq!(outline(stream).lines(), expected);
        assert_eq!(outline_of_trees(stream).lines(), expected);
    }

    #[test]
    fn everybody_reads_the_same_fields_of_the_mixture() {
        let (stream, stanzas) = mix(1 << 20);
        let (types, trees) = (outline(&stream), outline_of_trees(&stream));
        assert_eq!(types.lines().len(), stanzas);
        for (of_type, of_tree) in types.lines().into_iter().zip(trees.lines()) {
            assert_eq!(of_type, of_tree);
        }
    }

    #[test]
    fn a_digest_depends_on_every_field() {
        let digest = |fields: &[(&'static str, &str)]| {
            let mut digest = Digest::default();
            for (name, value) in fields {
                digest.field(name, value);
            }
            digest.0
        };
        let whole = digest(&[("type", "chat"), ("to", "a@b")]);
        assert_ne!(whole, digest(&[("to", "a@b"), ("type", "chat")]));
        assert_ne!(whole, digest(&[("type", "chat"), ("to", "a@c")]));
        assert_ne!(whole, digest(&[("type", "chat"), ("from", "a@b")]));
        assert_ne!(whole, digest(&[("type", "chat")]));
    }
}
