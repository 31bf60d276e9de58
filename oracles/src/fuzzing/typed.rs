//! Stanzas as messages, presence and iqs, their answers, and those that are built.
//!
//! The first octet says which: an even one has stanzas behind it, as octets, an odd one what a builder is told.
//!
//! - A stanza that can be read is a value, or a fault within it with a condition; the answer to a fault is a stanza with the addresses
//!   swapped, the ID and the condition. None answers an error, or the result of an iq. What reads strictly has no fault.
//! - Every payload that is known is read, or its fault is within the element.
//! - A stanza that was built is read as it was meant, strictly. It is refused for a character that XML does not have, at that character,
//!   and an iq for a payload that is not one element, or has a prefix for the content namespace: for nothing else, and nothing is written then.

use super::raw;
use super::refusal::is_justified;
use crate::naive_xml::is_char;
use crate::stanza::{ask_everything, check_reply, is_unanswerable};
use arbitrary::{Result, Unstructured};
use envoi::Jid;
use envoi::stanza::payload::{
    BindRequest, BindResult, ChatState, Delay, DiscoInfo, DiscoInfoQuery, OriginId, Payload, Ping, Receipt,
    ReceiptRequest, Roster, StanzaId,
};
use envoi::stanza::{
    Condition, Iq, Message, MessageType, NS_CLIENT, Presence, PresenceType, RawStanza, Show, Stanza,
    WriteStanza,
};
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter, WriteErrorKind};
use envoi::xml::{ElementBuf, RawXml, WriteXml};

/// Stanzas that are read, or one that is built.
pub fn typed(octets: &[u8]) {
    match octets.split_first() {
        Some((first, rest)) if first % 2 == 0 => read(rest),
        Some((_, rest)) => drop(build(&mut Unstructured::new(rest))),
        None => {}
    }
}

fn read(octets: &[u8]) {
    let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
    buffer.push(octets);
    while let Ok(Some(event)) = buffer.next_event() {
        if let Event::Stanza(stanza) = event {
            one(stanza);
        }
    }
}

fn one(stanza: RawStanza<'_>) {
    let faults = ask_everything(stanza);
    for fault in &faults {
        assert!(fault.offset() < stanza.source().len(), "{fault}");
        match fault.reply() {
            Some(reply) => check_reply(stanza, &reply, fault.condition()),
            None => assert!(is_unanswerable(stanza), "{}", stanza.source()),
        }
    }
    match Stanza::read_strictly(stanza) {
        Ok(_) => assert!(faults.is_empty(), "{} {faults:?}", stanza.source()),
        Err(fault) => assert_ne!(fault.reply().is_some(), is_unanswerable(stanza), "{}", stanza.source()),
    }
    match stanza.error_reply(Condition::Conflict) {
        Some(reply) => {
            check_reply(stanza, &reply.with_original().text("why").lang("en"), Condition::Conflict);
        }
        None => assert!(is_unanswerable(stanza), "{}", stanza.source()),
    }
    payloads(stanza);
}

fn payloads(stanza: RawStanza<'_>) {
    each::<BindRequest<'_>>(stanza, |_| ());
    each::<BindResult<'_>>(stanza, |bind| drop(bind.jid()));
    each::<ChatState>(stanza, |state| written(&state));
    each::<Delay<'_>>(stanza, |delay| written(&delay));
    each::<DiscoInfoQuery<'_>>(stanza, |query| written(&query));
    each::<DiscoInfo<'_>>(stanza, |info| {
        let _ = (info.node(), info.identities().count(), info.features().count(), info.supports("urn:x"));
    });
    each::<OriginId<'_>>(stanza, |id| written(&id));
    each::<Ping>(stanza, |ping| written(&ping));
    each::<Receipt<'_>>(stanza, |receipt| written(&receipt));
    each::<ReceiptRequest>(stanza, |request| written(&request));
    each::<Roster<'_>>(stanza, |roster| {
        for item in roster.items().flatten() {
            let _ = (item.jid().jid(), item.groups().count(), item.subscription(), item.is_approved());
        }
        let _ = (roster.version(), roster.set_item());
    });
    each::<StanzaId<'_>>(stanza, |id| written(&id));
}

fn each<'a, T: Payload<'a>>(stanza: RawStanza<'a>, look: impl Fn(T)) {
    for payload in stanza.payloads_of::<T>() {
        match payload {
            Ok(payload) => look(payload),
            Err(error) => assert!(error.offset() < stanza.source().len(), "{error}: {}", stanza.source()),
        }
    }
}

/// What was read can be written.
fn written(payload: &dyn WriteXml) {
    let mut writer = StreamWriter::fragments(NS_CLIENT);
    let mut outer = writer.element("message", NS_CLIENT).expect("a name");
    payload.write_xml(&mut outer).expect("it has been read");
    outer.finish().expect("nothing is open");
}

fn build(u: &mut Unstructured<'_>) -> Result<()> {
    match u.int_in_range(0..=2)? {
        0 => message(u),
        1 => presence(u),
        _ => iq(u),
    }
}

const ADDRESSES: [&Jid; 3] = [
    Jid::from_static("juliet@example.com/balcony"),
    Jid::from_static("room@muc.example.com"),
    Jid::from_static("a.example/ '<&\">"),
];
const LANGUAGES: [&str; 4] = ["cs", "de-CH", "en", "x-a"];

/// Why a stanza may be refused, and where.
type Wrong = Vec<(WriteErrorKind, usize)>;

/// XML 1.0 section 2.2: the first character of each text that it does not have.
fn without_characters<'a>(texts: impl IntoIterator<Item = &'a str>) -> Wrong {
    let wrong = texts.into_iter().filter_map(|text| text.find(|c| !is_char(c)));
    wrong.map(|offset| (WriteErrorKind::Character, offset)).collect()
}

fn message(u: &mut Unstructured<'_>) -> Result<()> {
    let type_ = *u.choose(&MessageType::ALL)?;
    if type_ == MessageType::Error {
        return Ok(());
    }
    let (to, id, body, thread): (_, &str, &str, Option<&str>) =
        (*u.choose(&ADDRESSES)?, u.arbitrary()?, u.arbitrary()?, u.arbitrary()?);
    let texts: Vec<(&str, &str)> = LANGUAGES
        .into_iter()
        .filter_map(|lang| u.arbitrary().ok().flatten().map(|text| (lang, text)))
        .collect();
    let mut builder = Message::builder(type_).to(to).id(id).lang("fr").body(body).subject(body);
    for (lang, text) in &texts {
        builder = builder.body_in(lang, *text).subject_in(lang, *text);
    }
    if let Some(thread) = thread {
        builder = builder.thread(thread);
    }
    let wrong =
        without_characters([id, body].into_iter().chain(texts.iter().map(|text| text.1)).chain(thread));
    with_stanza(&builder, &wrong, |stanza| {
        let message = Message::read(stanza).expect("a message");
        assert_eq!((message.type_(), message.id().as_deref()), (type_, Some(id)));
        assert_eq!(message.to().as_deref(), Some(to.as_str()));
        assert_eq!(
            (message.body_in("fr").as_deref(), message.subject_in("fr").as_deref()),
            (Some(body), Some(body))
        );
        for (lang, text) in &texts {
            assert_eq!(message.body_in(lang).as_deref(), Some(*text));
            assert_eq!(message.subject_in(lang).as_deref(), Some(*text));
        }
        let found = message.thread().expect("a thread or none").map(|thread| thread.id.into_owned());
        assert_eq!(found.as_deref(), thread);
        let reply = message.reply().expect("it can be answered").to_element(NS_CLIENT).expect("an element");
        assert_eq!(reply.element().attribute("from").as_deref(), Some(to.as_str()));
    });
    Ok(())
}

fn presence(u: &mut Unstructured<'_>) -> Result<()> {
    let type_ = *u.choose(&PresenceType::ALL)?;
    if type_ == PresenceType::Error {
        return Ok(());
    }
    let (priority, status): (Option<i8>, Option<&str>) = (u.arbitrary()?, u.arbitrary()?);
    let show = if u.arbitrary()? { Some(*u.choose(&Show::ALL)?) } else { None };
    let mut builder = Presence::builder(type_).to(u.choose(&ADDRESSES)?);
    if let Some(show) = show {
        builder = builder.show(show);
    }
    if let Some(priority) = priority {
        builder = builder.priority(priority);
    }
    if let Some(status) = status {
        builder = builder.status(status);
    }
    with_stanza(&builder, &without_characters(status), |stanza| {
        let presence = Presence::read(stanza).expect("presence");
        assert_eq!((presence.type_(), presence.show().expect("known")), (type_, show));
        assert_eq!(presence.priority().expect("in range"), priority.unwrap_or(0));
        assert_eq!(presence.status().as_deref(), status);
    });
    Ok(())
}

/// With XML from elsewhere as the payload.
fn iq(u: &mut Unstructured<'_>) -> Result<()> {
    let (id, is_set, xml): (&str, bool, &str) = (u.arbitrary()?, u.arbitrary()?, u.arbitrary()?);
    let (payload, expected) = (RawXml::parse(xml), raw::read(xml));
    assert_eq!(payload.is_ok(), expected.is_some(), "{xml:?}");
    let (Ok(payload), Some(expected)) = (payload, expected) else { return Ok(()) };
    let mut wrong = without_characters([id]);
    // RFC 6120 section 4.8.5.
    if expected.prefixed.contains(NS_CLIENT) {
        wrong.push((WriteErrorKind::ContentPrefix, 0));
    }
    // RFC 6120 section 8.2.3, rules 5 and 6.
    if expected.elements != 1 {
        wrong.push((WriteErrorKind::PayloadCount, 0));
    }
    let builder = if is_set { Iq::set(id, &payload) } else { Iq::get(id, &payload) };
    with_stanza(&builder, &wrong, |stanza| {
        let iq = Iq::read(stanza).expect("an iq");
        assert_eq!(iq.id(), id);
        assert_eq!(stanza.payload_source(), xml);
        let result = iq.result().expect("a request").to_element(NS_CLIENT).expect("an element");
        assert_eq!(result.element().attribute("id").as_deref(), Some(id));
    });
    Ok(())
}

/// Hands in what is read of a stanza that was built, if it was; it is the one thing that a stream finds.
fn with_stanza(
    builder: &dyn WriteStanza,
    wrong: &[(WriteErrorKind, usize)],
    look: impl FnOnce(RawStanza<'_>),
) {
    let mut writer = StreamWriter::fragments(NS_CLIENT);
    let built = writer.write(builder).map_err(|error| (error.kind(), error.offset()));
    if is_justified(built, wrong, &"a stanza").is_none() {
        assert!(writer.as_bytes().is_empty());
        assert!(builder.to_element(NS_CLIENT).is_err(), "it cannot be written");
        return;
    }
    let text = std::str::from_utf8(writer.as_bytes()).expect("UTF-8");
    let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::MAX));
    buffer.push(writer.as_bytes());
    match buffer.next_event() {
        Ok(Some(Event::Stanza(stanza))) => {
            assert!(Stanza::read_strictly(stanza).is_ok(), "{text}");
            look(stanza);
        }
        event => panic!("{text}: {event:?}"),
    }
    assert!(matches!(buffer.next_event(), Ok(None)) && buffer.unread().is_empty(), "{text}");
    let element = builder.to_element(NS_CLIENT).expect("it has been written");
    assert!(ElementBuf::parse_within(element.as_str(), envoi::xml::Limits::MAX).is_ok(), "{element}");
}
