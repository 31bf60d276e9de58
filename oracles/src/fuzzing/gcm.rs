//! The payloads and the session of cloud messaging.
//!
//! The first octet says what the rest is: a payload, a stanza with one, what a message to a device is built of, or steps of a session.
//!
//! - A payload is read, or refused with an offset within it. An answer to it is JSON, with the same recipient and ID.
//! - A stanza is what its payload is.
//! - A message that was built is JSON that has the fields it was given, and one stanza. It is refused for what the documentation of its
//!   builder names, and for nothing else.
//! - A session never sends more than the window, keeps no more messages than it may, loses none: each is acknowledged, failed, or left.

use super::refusal::is_justified;
use crate::naive_xml::is_char;
use arbitrary::{Result, Unstructured};
use envoi::gcm::{
    Action, ConnectionId, Downstream, GcmError, GcmErrorKind, Incoming, NS_GCM, Session, SessionLimits, Value,
};
use envoi::stanza::{NS_CLIENT, WriteStanza};
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter};
use envoi::xml::Element;
use std::collections::BTreeMap;
use std::time::Duration;

/// A payload, a stanza, a message or a session.
pub fn gcm(octets: &[u8]) {
    let Some((first, rest)) = octets.split_first() else { return };
    match first % 4 {
        0 => std::str::from_utf8(rest).into_iter().for_each(payload),
        1 => stanzas(rest),
        2 => drop(downstream(&mut Unstructured::new(rest))),
        _ => drop(session(&mut Unstructured::new(rest))),
    }
}

/// The inputs that make the target read a text as a payload, and as a stanza.
pub(super) fn seeds(text: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..=3_u8).map(move |what| [&[what], text].concat())
}

fn payload(text: &str) {
    let read = Incoming::from_json(text);
    in_stanza(text, &read);
    match read {
        Ok(incoming) => answered(&incoming),
        Err(error) => {
            let offset = error.offset().unwrap_or(0);
            assert!(offset <= text.len() && text.is_char_boundary(offset), "{text:?}: {error}");
        }
    }
}

fn answered(incoming: &Incoming) {
    let Some(ack) = incoming.ack() else { return };
    let json: Value = serde_json(&ack.to_json());
    assert_eq!(json["to"].as_str(), Some(ack.recipient()));
    assert_eq!(
        (json["message_id"].as_str(), json["message_type"].as_str()),
        (Some(ack.message_id()), Some("ack"))
    );
    let stanza = ack.to_element(NS_CLIENT).expect("JSON that XML can hold");
    assert_eq!(text_of_payload(stanza.element()), ack.to_json());
}

fn text_of_payload(stanza: Element<'_>) -> std::borrow::Cow<'_, str> {
    stanza.child("gcm", NS_GCM).expect("a payload").text()
}

fn serde_json(text: &str) -> Value {
    text.parse().unwrap_or_else(|error| panic!("{text:?}: {error}"))
}

/// The same payload in a stanza is the same message.
fn in_stanza(text: &str, expected: &std::result::Result<Incoming, GcmError>) {
    let mut writer = StreamWriter::fragments(NS_CLIENT);
    let mut message = writer.element("message", NS_CLIENT).expect("a name");
    message.start("gcm", NS_GCM).expect("a name");
    if message.text(text).is_err() {
        assert!(!text.chars().all(is_char), "{text:?}");
        return;
    }
    message.end().expect("one is open");
    message.finish().expect("nothing is open");
    let mut reader = StreamReader::fragments(Limits::MAX);
    match reader.read(&mut writer.as_bytes()) {
        Ok(Some(Event::Stanza(stanza))) => {
            assert_eq!(Incoming::read(stanza), expected.clone().map(Some), "{text:?}");
        }
        event => panic!("{text:?}: {event:?}"),
    }
}

fn stanzas(octets: &[u8]) {
    let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
    buffer.push(octets);
    while let Ok(Some(event)) = buffer.next_event() {
        if let Event::Stanza(stanza) = event
            && let Ok(Some(incoming)) = Incoming::read(stanza)
        {
            answered(&incoming);
        }
    }
}

fn downstream(u: &mut Unstructured<'_>) -> Result<()> {
    let (to, id, key): (&str, &str, Option<&str>) = (u.arbitrary()?, u.arbitrary()?, u.arbitrary()?);
    let (seconds, dry): (Option<u32>, Option<bool>) = (u.arbitrary()?, u.arbitrary()?);
    let data: Vec<(&str, &str)> = u.arbitrary()?;
    let is_id = u.arbitrary()?;
    let mut builder = if is_id { Downstream::to(to, id) } else { Downstream::to_condition(to, id) };
    if let Some(key) = key {
        builder = builder.collapse_key(key);
    }
    if let Some(seconds) = seconds {
        builder = builder.time_to_live(seconds);
    }
    if let Some(dry) = dry {
        builder = builder.dry_run(dry);
    }
    for (key, value) in &data {
        builder = builder.data(key, value);
    }
    let wrong = [wrong_target(to, is_id), wrong_fields(id, key, seconds), wrong_data(&data, most(to, is_id))]
        .concat();
    let built =
        builder.build().map_err(|error| (error.kind(), error.field(), error.entry().or(error.offset())));
    let Some(message) = is_justified(built, &wrong, &builder) else { return Ok(()) };
    assert_eq!((message.recipient(), message.message_id(), message.collapse_key()), (to, id, key));
    let json = serde_json(message.to_json());
    assert_eq!((json["message_id"].as_str(), json["collapse_key"].as_str()), (Some(id), key));
    assert_eq!((json["time_to_live"].as_u64(), json["dry_run"].as_bool()), (seconds.map(u64::from), dry));
    for (key, value) in &data {
        assert_eq!(json["data"][key].as_str(), Some(*value), "{json}");
    }
    let stanza = message.to_element(NS_CLIENT).expect("JSON that XML can hold");
    assert_eq!(text_of_payload(stanza.element()), message.to_json());
    Ok(())
}

/// What is wrong, with which field, and which entry or octet of it.
type Wrong = Vec<(GcmErrorKind, Option<&'static str>, Option<usize>)>;

fn wrong_target(to: &str, is_id: bool) -> Wrong {
    let field = Some(if is_id { "to" } else { "condition" });
    if to.is_empty() {
        return vec![(GcmErrorKind::Empty, field, None)];
    }
    // FCM XMPP reference, table 1: at most two operators.
    if !is_id {
        let operators = to.matches("&&").count() + to.matches("||").count();
        return if operators > 2 { vec![(GcmErrorKind::Operators, field, None)] } else { Vec::new() };
    }
    // GCM topic messaging: "/topics/[a-zA-Z0-9-_.~%]+".
    let Some(topic) = to.strip_prefix("/topics/") else { return Vec::new() };
    let odd = topic.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.~%".contains(c));
    let odd = odd.or(topic.is_empty().then_some(0)).map(|at| (GcmErrorKind::Topic, field, Some(8 + at)));
    odd.into_iter().collect()
}

fn wrong_fields(id: &str, key: Option<&str>, seconds: Option<u32>) -> Wrong {
    let empty =
        [("message_id", Some(id)), ("collapse_key", key)].into_iter().filter(|field| field.1 == Some(""));
    let mut wrong: Wrong = empty.map(|(field, _)| (GcmErrorKind::Empty, Some(field), None)).collect();
    // XML 1.0 section 2.2: the ID is that of the stanza, too.
    wrong.extend(id.find(|c| !is_char(c)).map(|at| (GcmErrorKind::Character, Some("message_id"), Some(at))));
    // GCM server reference, table 1: four weeks.
    let is_long = seconds.is_some_and(|seconds| seconds > 28 * 24 * 60 * 60);
    wrong.extend(is_long.then_some((GcmErrorKind::Range, Some("time_to_live"), None)));
    wrong
}

/// GCM server reference, table 11; GCM topic messaging: half of that.
fn most(to: &str, is_id: bool) -> usize {
    if is_id && !to.starts_with("/topics/") { 4096 } else { 2048 }
}

fn wrong_data(data: &[(&str, &str)], most: usize) -> Wrong {
    let octets: usize = data.iter().map(|(key, value)| key.len() + value.len()).sum();
    let mut wrong = if octets > most { vec![(GcmErrorKind::TooBig, Some("data"), None)] } else { Vec::new() };
    for (entry, (key, _)) in data.iter().enumerate() {
        // GCM server reference, table 1, and FCM XMPP reference, table 1, for keys; RFC 8259 section 4 for names.
        let reserved =
            ["from", "message_type"].contains(key) || key.starts_with("google") || key.starts_with("gcm");
        let is_there = data[..entry].iter().any(|(other, _)| other == key);
        for (is_so, kind) in [
            (key.is_empty(), GcmErrorKind::Empty),
            (reserved, GcmErrorKind::ReservedKey),
            (is_there, GcmErrorKind::DuplicateName),
        ] {
            wrong.extend(is_so.then_some((kind, Some("data"), Some(entry))));
        }
    }
    wrong
}

/// What a session has been told and what came of it.
struct Run {
    session: Session,
    limits: SessionLimits,
    connections: Vec<ConnectionId>,
    now: Duration,
    /// How often it took a message with this ID and said nothing final of it: the ID is free again as soon as the answer has come.
    open: BTreeMap<String, usize>,
}

fn session(u: &mut Unstructured<'_>) -> Result<()> {
    let mut limits = SessionLimits::DEFAULT;
    limits.window = u.int_in_range(1..=4)?;
    limits.messages = u.int_in_range(1..=8)?;
    limits.refusals = u.int_in_range(0..=3)?;
    limits.remembered = u.int_in_range(0..=3)?;
    let session = Session::new(limits, u.arbitrary()?);
    let mut run =
        Run { session, limits, connections: Vec::new(), now: Duration::ZERO, open: BTreeMap::new() };
    while !u.is_empty() {
        run.step(u)?;
        run.check();
    }
    let (left, actions) = run.session.into_unanswered();
    let left = left.iter().map(|message| message.message_id().to_owned());
    for id in left.chain(actions.iter().filter_map(finished)) {
        closed(&mut run.open, &id);
    }
    assert_eq!(run.open, BTreeMap::new(), "no message is lost");
    Ok(())
}

/// The ID of a message that the session is done with.
fn finished(action: &Action) -> Option<String> {
    match action {
        Action::Acked { message, .. } | Action::Failed { message, .. } => {
            Some(message.message_id().to_owned())
        }
        _ => None,
    }
}

/// One message of this ID is done with.
fn closed(open: &mut BTreeMap<String, usize>, id: &str) {
    let count = open.get_mut(id).unwrap_or_else(|| panic!("{id} was finished once too often"));
    *count -= 1;
    if *count == 0 {
        open.remove(id);
    }
}

impl Run {
    fn step(&mut self, u: &mut Unstructured<'_>) -> Result<()> {
        const IDS: [&str; 6] = ["a", "b", "c", "d", "e", "f"];
        let id = *u.choose(&IDS)?;
        match u.int_in_range(0..=9)? {
            0 | 1 => {
                let message = Downstream::to("R", id).build().expect("a message");
                if self.session.send(message).is_ok() {
                    *self.open.entry(id.to_owned()).or_default() += 1;
                }
            }
            2 => self.connections.push(self.session.connected(self.now)),
            3 => self.session.connect_failed(self.now),
            4 => {
                let connection = self.connection(u)?;
                self.session.closed(self.now, connection);
            }
            5 => self.now += Duration::from_millis(u.arbitrary::<u16>()?.into()),
            6 => {
                for _ in 0..u.int_in_range(0..=6)? {
                    let Some(action) = self.session.next_action(self.now) else { break };
                    if let Some(id) = finished(&action) {
                        closed(&mut self.open, &id);
                    }
                }
            }
            _ => {
                let payload = Self::answer(id, u)?;
                let connection = self.connection(u)?;
                self.session.received(self.now, connection, payload);
            }
        }
        Ok(())
    }

    fn answer(id: &str, u: &mut Unstructured<'_>) -> Result<Incoming> {
        const CODES: [&str; 5] =
            ["SERVICE_UNAVAILABLE", "BAD_REGISTRATION", "CONNECTION_DRAINING", "DEVICE_UNREGISTERED", "NEW"];
        let text = match u.int_in_range(0..=4)? {
            0 => format!(r#"{{"message_type":"ack","message_id":"{id}","from":"R"}}"#),
            1 => {
                let code = u.choose(&CODES)?;
                format!(r#"{{"message_type":"nack","message_id":"{id}","from":"R","error":"{code}"}}"#)
            }
            2 => r#"{"message_type":"control","control_type":"CONNECTION_DRAINING"}"#.to_owned(),
            3 => {
                format!(r#"{{"message_type":"receipt","message_id":"dr2:{id}","from":"gcm.googleapis.com"}}"#)
            }
            _ => format!(r#"{{"message_id":"{id}","from":"R","category":"a.b"}}"#),
        };
        Ok(Incoming::from_json(&text).expect("a payload"))
    }

    /// Any that there has been; one at least is opened.
    fn connection(&mut self, u: &mut Unstructured<'_>) -> Result<ConnectionId> {
        if self.connections.is_empty() {
            self.connections.push(self.session.connected(self.now));
        }
        u.choose(&self.connections).copied()
    }

    fn check(&self) {
        assert!(self.session.unanswered() <= self.limits.messages, "{} messages", self.session.unanswered());
        for &connection in &self.connections {
            let pending = self.session.pending(connection);
            assert!(pending <= self.limits.window, "{pending} pending");
            assert_eq!(self.session.pending_since(connection).is_some(), pending > 0);
        }
    }
}
