//! Laws of stanzas: any one that can be read is a value or a fault with its answer, and what is built is read again as it was meant.
#![cfg(feature = "alloc")]

#[path = "support/stanza.rs"]
mod stanza;

use envoi::stanza::{
    Condition, ErrorType, Iq, IqType, Message, MessageType, Presence, PresenceType, RawStanza, Show, Stanza,
    StanzaFaultKind, WriteStanza,
};
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter};
use envoi::xml::{ElementBuf, ElementWriter, WriteError, WriteErrorKind, WriteXml};
use envoi::{Jid, Scratch};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use stanza::{ask_everything, check_reply, is_unanswerable};

const NAMES: &[&str] = &["message", "presence", "iq"];

const ADDRESSES: &[&str] = &[
    "juliet@example.com/balcony",
    "Romeo@EXAMPLE.net",
    "example.org",
    "a&amp;b@example.com",
    "@example.com",
    "a@@b",
    "",
    "r&#x65;d@example.com/&apos;",
    "room@muc.example.com/nick",
];

const TYPES: &[&str] = &[
    "chat",
    "groupchat",
    "headline",
    "normal",
    "error",
    "get",
    "set",
    "result",
    "subscribe",
    "unavailable",
    "probe",
    "available",
    "",
    "CHAT",
    "&#x67;et",
    "unsubscribed",
];

/// What stands in stanzas, and what should not.
const CHILDREN: &[&str] = &[
    "<body>Hi</body>",
    "<body xml:lang='cs'>Ahoj</body>",
    "<body xml:lang='CS'>Nazdar</body>",
    "<body>a<b/>c</body>",
    "<subject/>",
    "<subject xml:lang='en-GB'>&lt;&#xD;</subject>",
    "<thread>t1</thread>",
    "<thread parent='t1'>t1</thread>",
    "<thread parent='t0'>t1<x xmlns=''/></thread>",
    "<show>away</show>",
    "<show> dnd\n</show>",
    "<show>busy</show>",
    "<show><a/></show>",
    "<priority>127</priority>",
    "<priority> -128 </priority>",
    "<priority>128</priority>",
    "<priority/>",
    "<status>Out</status>",
    "<status xml:lang='de'>Weg</status>",
    "<error/>",
    "<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>xmpp:a@b</gone></error>",
    "<error type='later' by='x'><text xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'>?</text></error>",
    "<error xmlns='urn:other'/>",
    "<query xmlns='jabber:iq:roster'><item/></query>",
    "<x:y xmlns:x='urn:x' x:z='1'/>",
    "<unknown/>",
    " text ",
];

fn stanza() -> impl Strategy<Value = String> {
    let address = || prop::option::weighted(0.7, select(ADDRESSES));
    (
        select(NAMES),
        address(),
        address(),
        prop::option::weighted(0.7, select(&["a1", "", "&quot;&#x9;"][..])),
        prop::option::weighted(0.7, select(TYPES)),
        prop::collection::vec(select(CHILDREN), 0..4),
    )
        .prop_map(|(name, to, from, id, type_, children)| {
            let attributes = [("to", to), ("from", from), ("id", id), ("type", type_)];
            let attributes: String = attributes
                .iter()
                .filter_map(|(name, value)| Some(format!(" {name}='{}'", (*value)?)))
                .collect();
            format!("<{name}{attributes}>{}</{name}>", children.concat())
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn a_stanza_is_a_value_or_a_fault_with_its_answer_and_the_stream_goes_on(text in stanza()) {
        let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
        buffer.push(text.as_bytes());
        buffer.push(b"<presence id='next'/>");
        let Some(Event::Stanza(stanza)) = buffer.next_event().expect("well-formed") else { panic!("{text}") };
        let faults = ask_everything(stanza);
        for fault in &faults {
            assert!(fault.offset() < text.len());
            assert!(fault.to_string().contains("RFC 612"), "{}", fault);
            match fault.reply() {
                Some(reply) => check_reply(stanza, &reply, fault.condition()),
                None => assert!(is_unanswerable(stanza), "{}", text),
            }
        }
        match Stanza::read_strictly(stanza) {
            Ok(_) => assert!(faults.is_empty(), "{text} {faults:?}"),
            Err(fault) => assert!(fault.reply().is_some() != is_unanswerable(stanza)),
        }
        let Some(Event::Stanza(next)) = buffer.next_event().expect("the stream goes on") else { panic!() };
        assert_eq!(next.id().as_deref(), Some("next"));
    }

    #[test]
    fn every_condition_answers_what_can_be_answered(text in stanza(), condition in select(&Condition::ALL[..])) {
        let mut reader = StreamReader::fragments(Limits::DEFAULT);
        let mut input = text.as_bytes();
        let Some(Event::Stanza(stanza)) = reader.read(&mut input).expect("well-formed") else { panic!() };
        match stanza.error_reply(condition) {
            Some(reply) => {
                check_reply(stanza, &reply, condition);
                check_reply(stanza, &reply.clone().with_original().text("why").lang("en"), condition);
            }
            None => assert!(is_unanswerable(stanza)),
        }
    }

    #[test]
    fn a_message_is_read_as_it_was_built(
        type_ in select(&MessageType::ALL[..]).prop_filter("needs an error", |type_| *type_ != MessageType::Error),
        to in select(&["juliet@example.com/balcony", "room@muc.example.com", "r\u{e4}d@example.com/ '<&"][..]),
        id in "\\PC{0,8}",
        texts in prop::collection::vec("[\\PC\t\r\n]{0,20}", 0..4),
        thread in prop::option::of("\\PC{0,8}"),
        languages in subsequence(vec!["cs", "de-CH", "en", "x-a"], 4),
    ) {
        let mut scratch = Scratch::new();
        let to = Jid::parse_in(to, &mut scratch).expect("an address");
        let mut builder = Message::builder(type_).to(to).id(&*id).lang("fr");
        for (text, lang) in texts.iter().zip(&languages) {
            builder = builder.body_in(lang, text).subject_in(lang, text);
        }
        builder = builder.body("chat").subject("sujet");
        if let Some(thread) = &thread {
            builder = builder.thread(&**thread);
        }
        let written = builder.to_element("jabber:server").expect("characters that XML has");
        let raw = RawStanza::from_element(written.element(), "jabber:server").expect("a stanza");
        let message = Message::read(raw).expect("a message");
        assert_eq!(message.type_(), type_);
        assert_eq!(message.to().as_deref(), Some(to.as_str()));
        assert_eq!(message.id().as_deref(), Some(&*id));
        assert_eq!(message.thread().unwrap().map(|thread| thread.id.into_owned()), thread);
        for (text, lang) in texts.iter().zip(&languages) {
            assert_eq!(message.body_in(lang).as_deref(), Some(&**text));
            assert_eq!(message.subject_in(lang).as_deref(), Some(&**text));
        }
        assert_eq!(message.body_in("fr").as_deref(), Some("chat"));
        assert!(Stanza::read_strictly(raw).is_ok());
        let reply = message.reply().expect("it can be answered").to_element("jabber:server").unwrap();
        assert_eq!(reply.element().attribute("from").as_deref(), Some(to.as_str()));
    }

    #[test]
    fn presence_is_read_as_it_was_built(
        type_ in select(&PresenceType::ALL[..]).prop_filter("needs an error", |type_| *type_ != PresenceType::Error),
        show in prop::option::of(select(&Show::ALL[..])),
        priority in prop::option::of(any::<i8>()),
        status in prop::option::of("[\\PC\t\r\n]{0,20}"),
    ) {
        let mut builder = Presence::builder(type_);
        if let Some(show) = show {
            builder = builder.show(show);
        }
        if let Some(priority) = priority {
            builder = builder.priority(priority);
        }
        if let Some(status) = &status {
            builder = builder.status(status);
        }
        let written = builder.to_element("jabber:client").expect("characters that XML has");
        let raw = RawStanza::from_element(written.element(), "jabber:client").expect("a stanza");
        let presence = Presence::read(raw).expect("presence");
        assert_eq!(presence.type_(), type_);
        assert_eq!(presence.show().unwrap(), show);
        assert_eq!(presence.priority().unwrap(), priority.unwrap_or(0));
        assert_eq!(presence.status().map(std::borrow::Cow::into_owned), status);
    }
}

#[test]
fn results_answer_requests_alone() {
    for type_ in IqType::ALL {
        let text = format!(
            "<iq xmlns='jabber:client' type='{type_}' id='q' to='a.example' from='b@c.example/d'><error/></iq>"
        );
        let element = ElementBuf::parse(&text).expect("well-formed");
        let iq = Iq::read(RawStanza::from_element(element.element(), "jabber:client").unwrap()).unwrap();
        let result = iq.result().map(|result| result.to_element("jabber:client").unwrap().to_string());
        let expected = matches!(type_, IqType::Get | IqType::Set).then_some(
            "<iq xmlns='jabber:client' to='b@c.example/d' from='a.example' id='q' type='result'/>",
        );
        assert_eq!(result.as_deref(), expected);
    }
}

#[test]
fn what_cannot_be_sent_is_refused_and_nothing_is_written() {
    let to = Jid::from_static("a@example.com");
    let two =
        [ElementBuf::parse("<a xmlns='urn:a'/>").unwrap(), ElementBuf::parse("<b xmlns='urn:b'/>").unwrap()];
    let (both, none): (&[ElementBuf], Option<ElementBuf>) = (&two, None);
    let refused: [(&dyn WriteStanza, WriteErrorKind, usize); 9] = [
        (&Message::chat(to).body("a\u{1}"), WriteErrorKind::Character, 1),
        (&Message::chat(to).id("\u{FFFF}"), WriteErrorKind::Character, 0),
        (&Message::chat(to).body("a").body("b"), WriteErrorKind::RepeatedLanguage, 0),
        (&Message::chat(to).lang("en").body("a").body_in("EN", "b"), WriteErrorKind::RepeatedLanguage, 0),
        (&Message::chat(to).thread_of("t", "t"), WriteErrorKind::ThreadParent, 0),
        (&Presence::available().status_in("a", "1").status_in("a", "2"), WriteErrorKind::RepeatedLanguage, 0),
        (&Iq::get("1", &both), WriteErrorKind::PayloadCount, 0),
        (&Iq::set("1", &none), WriteErrorKind::PayloadCount, 0),
        (&Presence::probe(to).lang("en_GB"), WriteErrorKind::Lang, 2),
    ];
    let mut writer = StreamWriter::fragments("jabber:client");
    for (number, (stanza, kind, offset)) in refused.into_iter().enumerate() {
        let error = writer.write(stanza).unwrap_err();
        assert_eq!((error.kind(), error.offset()), (kind, offset), "{number}");
        assert_eq!(writer.as_bytes(), b"", "{number}");
    }
    assert!(writer.write(&Iq::get("1", &two[0])).is_ok());
}

struct Ping;

impl WriteXml for Ping {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start("ping", "urn:xmpp:ping")?.end()?;
        Ok(())
    }
}

/// A payload that is made of other values.
struct Composed(fn(&mut ElementWriter<'_>) -> Result<(), WriteError>);

impl WriteXml for Composed {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        (self.0)(out)
    }
}

#[test]
fn payloads_are_counted_where_they_stand() {
    const ONE: [Composed; 3] = [
        Composed(|out| out.start("q", "urn:q")?.write(&Ping)?.write(&Ping)?.end().map(drop)),
        Composed(|out| out.write(&Ping).map(drop)),
        Composed(|out| out.write(&None::<Ping>)?.write(&[Ping][..]).map(drop)),
    ];
    const OTHER: [Composed; 4] = [
        Composed(|out| out.write(&[Ping, Ping][..]).map(drop)),
        Composed(|out| out.write(&None::<Ping>).map(drop)),
        Composed(|out| out.write(&Ping)?.start("q", "urn:q")?.end().map(drop)),
        Composed(|out| out.text("text").map(drop)),
    ];
    let mut writer = StreamWriter::fragments("jabber:client");
    for (number, payload) in ONE.iter().enumerate() {
        assert_eq!(writer.write(&Iq::get("1", payload)), Ok(()), "{number}");
    }
    for (number, payload) in OTHER.iter().enumerate() {
        let error = writer.write(&Iq::get("1", payload)).unwrap_err();
        assert_eq!(error.kind(), WriteErrorKind::PayloadCount, "{number}");
    }
}

#[test]
fn payloads_cannot_touch_what_they_stand_in() {
    let bad: [(Composed, WriteErrorKind); 4] = [
        (Composed(|out| out.attribute("to", "b").map(drop)), WriteErrorKind::AttributePosition),
        (Composed(|out| out.end().map(drop)), WriteErrorKind::Balance),
        (Composed(|out| out.start("a", "urn:a").map(drop)), WriteErrorKind::Balance),
        (Composed(|out| out.write(&Ping)?.attribute("to", "b").map(drop)), WriteErrorKind::AttributePosition),
    ];
    let mut writer = StreamWriter::fragments("jabber:client");
    for (payload, kind) in &bad {
        let error = writer.write(&Message::builder(MessageType::Normal).payload(payload)).unwrap_err();
        assert_eq!(error.kind(), *kind);
        assert_eq!(writer.as_bytes(), b"");
    }
}

/// Nobody gets more out of a program than he put in: what an answer repeats stays within twice the stanza.
#[test]
fn answers_do_not_grow() {
    let long = "y".repeat(20_000);
    for (attribute, child) in
        [(format!("xmlns:p='urn:{long}'"), "<p:x/>"), (format!("xml:lang='{long}'"), "<x/>")]
    {
        let text = format!("<message xmlns='jabber:client' {attribute}>{}</message>", child.repeat(1000));
        let element = ElementBuf::parse(&text).unwrap();
        let message = RawStanza::from_element(element.element(), "jabber:client").unwrap();
        let reply = message.error_reply(Condition::BadRequest).unwrap().with_original();
        let written = reply.to_element("jabber:client").unwrap();
        assert!(written.as_str().len() < 2 * text.len() + 1000, "{}", written.as_str().len());
        assert_eq!(
            RawStanza::from_element(written.element(), "jabber:client")
                .unwrap()
                .failure()
                .unwrap()
                .condition(),
            Condition::BadRequest
        );
    }
}

#[test]
fn only_gone_and_redirect_tell_where_to_go() {
    let element =
        ElementBuf::parse("<iq xmlns='jabber:client' type='get' id='1'><a xmlns='urn:a'/></iq>").unwrap();
    let iq = RawStanza::from_element(element.element(), "jabber:client").unwrap();
    for condition in Condition::ALL {
        let reply = iq.error_reply(condition).unwrap().new_address("xmpp:a@b").error_type(ErrorType::Wait);
        let written = reply.to_element("jabber:client");
        match condition {
            Condition::Gone | Condition::Redirect => {
                let written = written.unwrap();
                let answer = RawStanza::from_element(written.element(), "jabber:client").unwrap();
                let failure = answer.failure().unwrap();
                assert_eq!(failure.new_address().as_deref(), Some("xmpp:a@b"));
                assert_eq!(failure.error_type(), ErrorType::Wait);
            }
            _ => assert_eq!(written.unwrap_err().kind(), WriteErrorKind::NewAddress),
        }
    }
}

#[test]
fn a_view_of_another_kind_is_no_fault_of_the_sender() {
    let element = ElementBuf::parse("<presence xmlns='jabber:client' from='a.example'/>").unwrap();
    let presence = RawStanza::from_element(element.element(), "jabber:client").unwrap();
    let fault = Message::read(presence).unwrap_err();
    assert_eq!(fault.kind(), StanzaFaultKind::Kind);
    assert!(fault.reply().is_none());
    assert!(Iq::read(presence).is_err());
}
