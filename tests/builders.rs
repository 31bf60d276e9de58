//! What builders write: every way to begin one, and every part that can be set, each read again.
#![cfg(feature = "alloc")]

use envoi::Jid;
use envoi::stanza::{
    Condition, ErrorType, Iq, Message, MessageBuilder, MessageType, NS_CLIENT, Presence, PresenceBuilder,
    PresenceType, RawStanza, Show, Stanza, StanzaKind, WriteStanza,
};
use envoi::stream::StreamWriter;
use envoi::xml::ElementBuf;

const ROMEO: &Jid = Jid::from_static("romeo@example.net/orchard");
const JULIET: &Jid = Jid::from_static("juliet@example.com");

/// What is written, as the fragment of a client's stream.
fn written(stanza: &dyn WriteStanza) -> String {
    let mut writer = StreamWriter::fragments(NS_CLIENT);
    writer.write(stanza).expect("a stanza");
    String::from_utf8(writer.into_bytes()).expect("UTF-8")
}

/// RFC 6121 section 5.2.2; `normal` is the default, and is not written.
#[test]
fn messages_begin_with_a_type() {
    type Begin = fn(&Jid) -> MessageBuilder<'_>;
    let ways: [(Begin, MessageType, &str); 4] = [
        (Message::chat, MessageType::Chat, " type='chat'"),
        (Message::groupchat, MessageType::Groupchat, " type='groupchat'"),
        (Message::headline, MessageType::Headline, " type='headline'"),
        (Message::normal, MessageType::Normal, ""),
    ];
    for (begin, type_, attribute) in ways {
        assert_eq!(written(&begin(ROMEO)), format!("<message to='romeo@example.net/orchard'{attribute}/>"));
        assert_eq!(written(&Message::builder(type_).to(ROMEO)), written(&begin(ROMEO)));
        let stanza = begin(ROMEO).to_element(NS_CLIENT).unwrap();
        let stanza = RawStanza::from_element(stanza.element(), NS_CLIENT).unwrap();
        assert_eq!(Message::read(stanza).unwrap().type_(), type_);
    }
}

/// RFC 6121 section 4.7.1; available presence has no type.
#[test]
fn presence_begins_with_a_type() {
    type Begin = fn(&Jid) -> PresenceBuilder<'_>;
    let ways: [(Begin, PresenceType, &str); 7] = [
        (|to| Presence::available().to(to), PresenceType::Available, ""),
        (|to| Presence::unavailable().to(to), PresenceType::Unavailable, " type='unavailable'"),
        (Presence::subscribe, PresenceType::Subscribe, " type='subscribe'"),
        (Presence::subscribed, PresenceType::Subscribed, " type='subscribed'"),
        (Presence::unsubscribe, PresenceType::Unsubscribe, " type='unsubscribe'"),
        (Presence::unsubscribed, PresenceType::Unsubscribed, " type='unsubscribed'"),
        (Presence::probe, PresenceType::Probe, " type='probe'"),
    ];
    for (begin, type_, attribute) in ways {
        assert_eq!(written(&begin(JULIET)), format!("<presence to='juliet@example.com'{attribute}/>"));
        let stanza = begin(JULIET).to_element(NS_CLIENT).unwrap();
        let stanza = RawStanza::from_element(stanza.element(), NS_CLIENT).unwrap();
        assert_eq!(Presence::read(stanza).unwrap().type_(), type_);
    }
}

/// RFC 6120 section 8.1: `to`, `from`, `id`, `type`, `xml:lang`; and payloads behind what the kind itself has.
#[test]
fn every_part_is_written() {
    let x = ElementBuf::parse("<x xmlns='urn:x'/>").unwrap();
    let message = Message::chat(ROMEO).from(JULIET).id("1").lang("en").subject("a").body("b").thread("t");
    assert_eq!(
        written(&message.payload(&x)),
        "<message to='romeo@example.net/orchard' from='juliet@example.com' id='1' type='chat' xml:lang='en'>\
         <subject>a</subject><body>b</body><thread>t</thread><x xmlns='urn:x'/></message>"
    );
    // RFC 6121 section 5.2.5: a thread may have a parent.
    assert_eq!(
        written(&Message::normal(ROMEO).thread_of("t", "p").subject_in("de", "a")),
        "<message to='romeo@example.net/orchard'><subject xml:lang='de'>a</subject>\
         <thread parent='p'>t</thread></message>"
    );
    let presence = Presence::available().to(ROMEO).from(JULIET).id("1").lang("en").payload(&x);
    assert_eq!(
        written(&presence.show(Show::Away).status("a").status_in("de", "b").priority(-1)),
        "<presence to='romeo@example.net/orchard' from='juliet@example.com' id='1' xml:lang='en'>\
         <show>away</show><status>a</status><status xml:lang='de'>b</status><priority>-1</priority>\
         <x xmlns='urn:x'/></presence>"
    );
    assert_eq!(
        written(&Iq::get("1", &x).to(ROMEO).from(JULIET).lang("en")),
        "<iq to='romeo@example.net/orchard' from='juliet@example.com' id='1' type='get' xml:lang='en'>\
         <x xmlns='urn:x'/></iq>"
    );
    let y = ElementBuf::parse("<y xmlns='urn:x'/>").unwrap();
    assert_eq!(written(&Iq::set("2", &x).payload(&y)), "<iq id='2' type='set'><y xmlns='urn:x'/></iq>");
}

/// RFC 6120 section 8.3: everything that an error can have.
#[test]
fn every_part_of_an_error_is_written() {
    let request =
        "<iq xmlns='jabber:client' to='juliet@example.com' id='1' type='get'><x xmlns='urn:x'/></iq>";
    let request = ElementBuf::parse(request).unwrap();
    let request = RawStanza::from_element(request.element(), NS_CLIENT).unwrap();
    let more = ElementBuf::parse("<more xmlns='urn:more'/>").unwrap();
    let reply = request.error_reply(Condition::NotAllowed).unwrap().from(ROMEO).error_type(ErrorType::Auth);
    let reply = reply.by("example.net").text("No").lang("en").application_condition(&more);
    assert_eq!((reply.condition(), reply.to()), (Condition::NotAllowed, None));
    assert_eq!(
        written(&reply),
        "<iq from='romeo@example.net/orchard' id='1' type='error'><error by='example.net' type='auth'>\
         <not-allowed xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>\
         <text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas' xml:lang='en'>No</text>\
         <more xmlns='urn:more'/></error></iq>"
    );
    assert_eq!(
        format!("{reply:?}"),
        "ErrorReply { condition: NotAllowed, stanza: <iq xmlns='jabber:client' \
        to='juliet@example.com' id='1' type='get'>\u{2026}, .. }"
    );
}

/// XEP-0045 section 7.4: an answer to all in a room goes to its bare address; RFC 6121 section 5.2.5: in the same thread.
#[test]
fn answers_go_where_they_belong() {
    for (message, expected) in [
        (
            "<message type='groupchat' from='room@muc.example/juliet' to='romeo@example.net'><thread>t</thread></message>",
            Some(
                "<message to='room@muc.example' from='romeo@example.net' type='groupchat'><thread>t</thread></message>",
            ),
        ),
        // An address that is written with a reference is the same address.
        (
            "<message type='groupchat' from='room@muc.example/a&amp;b'/>",
            Some("<message to='room@muc.example' type='groupchat'/>"),
        ),
        (
            "<message type='chat' from='juliet@example.com/a&amp;b'/>",
            Some("<message to='juliet@example.com/a&amp;b' type='chat'/>"),
        ),
        // RFC 6120 section 8.3.1, rule 2: an error is never answered.
        ("<message type='error' from='juliet@example.com'/>", None),
    ] {
        let message = message.replacen(' ', " xmlns='jabber:client' ", 1);
        let message = ElementBuf::parse(&message).unwrap();
        let message = RawStanza::from_element(message.element(), NS_CLIENT).unwrap();
        let reply = Message::read(message).unwrap().reply();
        assert_eq!(reply.map(|reply| written(&reply)).as_deref(), expected);
    }
}

/// A reference to a builder, and one without a type, is written as the builder.
#[test]
fn builders_can_be_borrowed() {
    fn kind(stanza: impl WriteStanza) -> StanzaKind {
        stanza.kind()
    }

    let message = Message::chat(ROMEO).body("a");
    let stanzas: [&dyn WriteStanza; 2] = [&message, &&message];
    for stanza in stanzas {
        assert_eq!(stanza.kind(), StanzaKind::Message);
        assert_eq!(written(stanza), written(&message));
    }
    let x = ElementBuf::parse("<x xmlns='urn:x'/>").unwrap();
    let (presence, iq) = (Presence::available(), Iq::get("1", &x));
    assert_eq!((kind(&presence), kind(presence)), (StanzaKind::Presence, StanzaKind::Presence));
    assert_eq!((kind(&iq), kind(iq)), (StanzaKind::Iq, StanzaKind::Iq));
}

/// Addresses come into logs, what people write does not.
#[test]
fn builders_are_printed_without_what_they_say() {
    let x = ElementBuf::parse("<x xmlns='urn:secret'/>").unwrap();
    let ends = "to: Some(\"romeo@example.net/orchard\"), from: None, id: Some(\"1\"), .. }";
    for (shown, name, type_) in [
        (format!("{:?}", Message::chat(ROMEO).id("1").body("secret")), "MessageBuilder", "chat"),
        (format!("{:?}", Presence::probe(ROMEO).id("1").status("secret")), "PresenceBuilder", "probe"),
        (format!("{:?}", Iq::set("1", &x).to(ROMEO)), "IqBuilder", "set"),
    ] {
        assert_eq!(shown, format!("{name} {{ type: \"{type_}\", {ends}"));
    }
}

/// The views of one stanza are one stanza, and are printed as its start tag.
#[test]
fn views_lead_back_to_the_stanza() {
    for text in [
        "<message xmlns='jabber:client' id='1'><body>secret</body></message>",
        "<presence xmlns='jabber:client' id='1'><status>secret</status></presence>",
        "<iq xmlns='jabber:client' id='1' type='result'><x xmlns='secret'/></iq>",
    ] {
        let element = ElementBuf::parse(text).unwrap();
        let raw = RawStanza::from_element(element.element(), NS_CLIENT).unwrap();
        let stanza = Stanza::read(raw).unwrap();
        assert_eq!(stanza.raw().source(), text);
        let tag = format!("{}\u{2026}", &text[..=text.find('>').unwrap()]);
        let (view, id, shown) = match stanza {
            Stanza::Message(view) => (view.raw(), view.id(), format!("{view:?}")),
            Stanza::Presence(view) => (view.raw(), view.id(), format!("{view:?}")),
            Stanza::Iq(view) => (view.raw(), RawStanza::id(&view), format!("{view:?}")),
        };
        assert_eq!((view.source(), id.as_deref(), shown), (text, Some("1"), tag));
    }
}

/// The names of types and states are those of RFC 6121 sections 4.7.1, 4.7.2.1 and 5.2.2.
#[test]
fn names_are_shown_as_they_are_written() {
    for (shown, name) in [
        (MessageType::Headline.to_string(), "headline"),
        (PresenceType::Unsubscribed.to_string(), "unsubscribed"),
        (Show::Dnd.to_string(), "dnd"),
        (ErrorType::Wait.to_string(), "wait"),
        (Condition::JidMalformed.to_string(), "jid-malformed"),
        (StanzaKind::Presence.as_str().to_owned(), "presence"),
    ] {
        assert_eq!(shown, name);
    }
}

/// RFC 6120 section 8.3.2: an error that was read.
#[test]
fn failures_lead_back_to_their_element() {
    let text = "<message xmlns='jabber:client' type='error'><body>secret</body><error type='cancel'>\
                <gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>";
    let element = ElementBuf::parse(text).unwrap();
    let failure = RawStanza::from_element(element.element(), NS_CLIENT).unwrap().failure().unwrap();
    assert_eq!(
        failure.element().source(),
        &text[text.find("<error").unwrap()..text.len() - "</message>".len()]
    );
    assert_eq!(format!("{failure:?}"), "<error type='cancel'>\u{2026}");
}
