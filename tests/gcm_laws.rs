//! The laws of messages of Google's cloud messaging: nothing is lost, neither fields nor messages, and the window holds.
#![cfg(feature = "gcm")]

#[path = "support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;

use envoi::gcm::{
    Action, ConnectionId, Downstream, GcmErrorKind, Incoming, Map, NackCode, Outgoing, Session,
    SessionLimits, Value,
};
use envoi::stanza::NS_CLIENT;
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

proptest! {
    #![proptest_config(inputs::config())]

    #[test]
    fn any_text_is_read_or_refused(text in inputs::any_text()) {
        read(&text)?;
    }

    #[test]
    fn anything_like_json_is_read_or_refused(pieces in vec(select(JSON), 0..30)) {
        read(&pieces.concat())?;
    }

    #[test]
    fn every_field_is_kept(fields in vec((select(FIELDS), select(VALUES)), 0..8)) {
        kept(&fields)?;
    }

    #[test]
    fn what_is_written_is_read(id in ".{1,8}", pairs in vec((".{1,8}", any::<String>()), 0..5)) {
        round_trip(&id, &pairs)?;
    }

    #[test]
    fn sessions_obey_the_laws(steps in vec(step(), 0..80), window in 1_usize..4) {
        let mut model = Model::new(window);
        for step in steps {
            model.take(step)?;
        }
        model.finish()?;
    }
}

/// What JSON is made of, and what it is not.
const JSON: &[&str] = &[
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\"",
    "\\",
    "\\u0",
    "\\ud800",
    "null",
    "true",
    "fals",
    "0",
    "-",
    "1e999",
    "9e",
    ".5",
    " ",
    "\n",
    "\"a\":",
    "\"message_id\":\"1\"",
    "\"from\":\"R\"",
    "\"message_type\":\"nack\"",
    "\"message_type\":",
    "é",
    "99999999999999999999",
    "{\"a\":[",
    "]}",
    "//",
    "\u{0}",
    "\u{FFFE}",
];

const FIELDS: &[&str] = &[
    "message_type",
    "from",
    "message_id",
    "category",
    "data",
    "registration_id",
    "error",
    "error_description",
    "control_type",
    "to",
    "x",
];

const VALUES: &[&str] = &[
    "\"ack\"",
    "\"nack\"",
    "\"receipt\"",
    "\"control\"",
    "\"R\"",
    "\"dr2:1\"",
    "\"\"",
    "null",
    "7",
    "true",
    "[1]",
    "{}",
    "{\"a\":1}",
    "{\"message_status\":\"S\",\"original_message_id\":\"1\",\"device_registration_id\":2,\"b\":null}",
];

/// Whatever it is: a message that can be told, or an error whose place is in the text.
fn read(text: &str) -> Result<(), TestCaseError> {
    if let (Err(incoming), Err(outgoing)) = (Incoming::from_json(text), Outgoing::from_json(text)) {
        // Both directions have one reader of JSON.
        let faults = [incoming.kind(), outgoing.kind()];
        let json =
            [GcmErrorKind::Json, GcmErrorKind::Depth, GcmErrorKind::DuplicateName, GcmErrorKind::NotObject];
        prop_assert!(faults[0] == faults[1] || !faults.iter().any(|kind| json.contains(kind)), "{faults:?}");
    }
    match Incoming::from_json(text) {
        Ok(incoming) => {
            let _ = format!("{incoming:?} {:?} {:?}", incoming.fault(), incoming.ack());
        }
        Err(error) => {
            prop_assert!(error.offset().is_none_or(|offset| offset <= text.len()));
            let rule = format!("({})", error.kind().rule());
            prop_assert!(error.to_string().ends_with(&rule));
            // The other reader of JSON that is at hand accepts what this one does, and nothing less.
            if error.kind() == GcmErrorKind::Json {
                prop_assert!(serde_json::from_str::<Value>(text).is_err());
            }
        }
    }
    Ok(())
}

/// What has been read and is written again has the fields that were there, and is read as the same.
fn kept(fields: &[(&str, &str)]) -> Result<(), TestCaseError> {
    let mut object = Map::new();
    for (name, value) in fields {
        object.insert((*name).to_owned(), value.parse().expect("JSON"));
    }
    if let Ok(incoming) = Incoming::from_json(&Value::Object(object.clone()).to_string()) {
        let written = incoming.to_json();
        prop_assert_eq!(Incoming::from_json(&written), Ok(incoming));
        let mut again: Map<String, Value> = serde_json::from_str(&written).expect("an object");
        // Documented fields that are `null` are as if they were not there; and so are data and errors that say nothing.
        object.retain(|name, value| !value.is_null() || again.contains_key(name));
        for object in [&mut again, &mut object] {
            object.retain(|name, value| match name.as_str() {
                "data" => value.as_object().is_none_or(|data| !data.is_empty()),
                "error" => value != "",
                _ => true,
            });
        }
        prop_assert_eq!(again, object);
    }
    Ok(())
}

/// What a peer reads from the stream is what was handed in, or it was refused for a reason.
fn round_trip(id: &str, pairs: &[(String, String)]) -> Result<(), TestCaseError> {
    let mut builder = Downstream::to("R", id);
    for (key, value) in pairs {
        builder = builder.data(key, value);
    }
    let unique: BTreeSet<&String> = pairs.iter().map(|(key, _)| key).collect();
    let reserved = |key: &String| {
        key.starts_with("google") || key.starts_with("gcm") || key == "from" || key == "message_type"
    };
    // XML 1.0 section 2.2
    let no_char = |c: char| c < ' ' && !"\t\n\r".contains(c) || matches!(c, '\u{FFFE}' | '\u{FFFF}');
    let Ok(message) = builder.build() else {
        let octets: usize = pairs.iter().map(|(key, value)| key.len() + value.len()).sum();
        let faulty_key = unique.len() < pairs.len() || pairs.iter().any(|(key, _)| reserved(key));
        prop_assert!(id.contains(no_char) || faulty_key || octets > 4096);
        return Ok(());
    };
    // The service's side reads the same message; members of objects have no order there.
    let Ok(Outgoing::Downstream(at_service)) = Outgoing::from_json(message.to_json()) else {
        return Err(TestCaseError::fail("no message"));
    };
    let [sent, read]: [Value; 2] = [&message, &at_service].map(|it| it.to_json().parse().expect("JSON"));
    prop_assert_eq!(sent, read);
    prop_assert_eq!(message.overridden_keys(), at_service.overridden_keys());

    let mut writer = StreamWriter::fragments(NS_CLIENT);
    writer.write(&message).unwrap();
    let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
    buffer.push(writer.as_bytes());
    let Ok(Some(Event::Stanza(stanza))) = buffer.next_event() else {
        return Err(TestCaseError::fail("no stanza"));
    };
    let stanza_id = stanza.id();
    prop_assert_eq!(stanza_id.as_deref(), Some(id));
    let payload = stanza.element().child("gcm", envoi::gcm::NS_GCM).unwrap().text().into_owned();
    let read: Value = serde_json::from_str(&payload).unwrap();
    prop_assert_eq!(&read["message_id"], id);
    for (key, value) in pairs {
        prop_assert_eq!(&read["data"][key], value.as_str());
    }
    Ok(())
}

/// What may happen to a session. Numbers of connections are taken modulo those that there have been.
#[derive(Clone, Copy, Debug)]
enum Step {
    Send { id: u8, to: u8 },
    Connected,
    ConnectFailed,
    Closed(u8),
    Ack { connection: u8, id: u8 },
    Nack { connection: u8, id: u8, code: usize },
    Draining(u8),
    Upstream { connection: u8, id: u8 },
    Receipt(u8),
    Wait(u16),
    Ask(u8),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => (0..12_u8, 0..3_u8).prop_map(|(id, to)| Step::Send { id, to }),
        2 => Just(Step::Connected),
        1 => Just(Step::ConnectFailed),
        1 => any::<u8>().prop_map(Step::Closed),
        4 => (any::<u8>(), 0..12_u8).prop_map(|(connection, id)| Step::Ack { connection, id }),
        5 => (any::<u8>(), 0..12_u8, 0..NackCode::ALL.len() + 1)
            .prop_map(|(connection, id, code)| Step::Nack { connection, id, code }),
        1 => any::<u8>().prop_map(Step::Draining),
        2 => (any::<u8>(), 0..4_u8).prop_map(|(connection, id)| Step::Upstream { connection, id }),
        1 => any::<u8>().prop_map(Step::Receipt),
        3 => (0..5000_u16).prop_map(Step::Wait),
        6 => (0..6_u8).prop_map(Step::Ask),
    ]
}

/// What is known of a session from outside.
struct Model {
    session: Session,
    window: usize,
    now: Duration,
    connections: Vec<ConnectionId>,
    open: BTreeSet<ConnectionId>,
    /// Messages that were accepted, and how many of each ID.
    accepted: BTreeMap<String, usize>,
    /// How many of each ID were acked or failed.
    ended: BTreeMap<String, usize>,
    /// What devices sent that has not been delivered yet, with the connection that it came by.
    deliveries: VecDeque<(ConnectionId, String)>,
    /// The answer that must be the next action.
    next_answer: Option<(ConnectionId, String)>,
}

impl Model {
    fn new(window: usize) -> Self {
        let mut limits = SessionLimits::DEFAULT;
        (limits.window, limits.messages, limits.refusals) = (window, 10, 3);
        Self {
            session: Session::new(limits, 7),
            window,
            now: Duration::ZERO,
            connections: Vec::new(),
            open: BTreeSet::new(),
            accepted: BTreeMap::new(),
            ended: BTreeMap::new(),
            deliveries: VecDeque::new(),
            next_answer: None,
        }
    }

    fn take(&mut self, step: Step) -> Result<(), TestCaseError> {
        match step {
            Step::Send { id, to } => self.send(id, to)?,
            Step::Connected => {
                let id = self.session.connected(self.now);
                prop_assert!(self.open.insert(id));
                self.connections.push(id);
            }
            Step::ConnectFailed => self.session.connect_failed(self.now),
            Step::Closed(number) => {
                if let Some(id) = self.connection(number) {
                    self.session.closed(self.now, id);
                    self.open.remove(&id);
                    self.next_answer.take_if(|(connection, _)| *connection == id);
                }
            }
            Step::Wait(milliseconds) => self.now += Duration::from_millis(milliseconds.into()),
            Step::Ask(times) => {
                for _ in 0..times {
                    self.ask()?;
                }
            }
            other => self.receive(other),
        }
        for &id in &self.connections {
            prop_assert!(self.session.pending(id) <= self.window);
            prop_assert!(self.open.contains(&id) || self.session.pending(id) == 0);
            prop_assert_eq!(self.session.pending_since(id).is_some(), self.session.pending(id) > 0);
        }
        Ok(())
    }

    fn send(&mut self, id: u8, to: u8) -> Result<(), TestCaseError> {
        let id = format!("m{id}");
        let message = Downstream::to(&format!("R{to}"), &id).build().unwrap();
        let before = self.session.unanswered();
        match self.session.send(message.clone()) {
            Ok(()) => {
                *self.accepted.entry(id).or_default() += 1;
                prop_assert_eq!(self.session.unanswered(), before + 1);
            }
            Err(error) => {
                prop_assert_eq!(error.into_message(), message);
                prop_assert_eq!(self.session.unanswered(), before);
            }
        }
        Ok(())
    }

    fn receive(&mut self, step: Step) {
        let (number, text, answer) = match step {
            Step::Ack { connection, id } => {
                (connection, format!(r#"{{"message_type":"ack","message_id":"m{id}","from":"R"}}"#), None)
            }
            Step::Nack { connection, id, code } => {
                let code = NackCode::ALL.get(code).map_or("OTHER", |code| code.as_str());
                let text =
                    format!(r#"{{"message_type":"nack","message_id":"m{id}","from":"R","error":"{code}"}}"#);
                (connection, text, None)
            }
            Step::Draining(connection) => {
                let text = r#"{"message_type":"control","control_type":"CONNECTION_DRAINING"}"#;
                (connection, text.to_owned(), None)
            }
            Step::Upstream { connection, id } => {
                let text = format!(r#"{{"message_id":"u{id}","from":"R","category":"a.b"}}"#);
                (connection, text, Some(format!("u{id}")))
            }
            Step::Receipt(connection) => {
                let text = r#"{"message_type":"receipt","message_id":"dr2:m1","from":"g"}"#;
                (connection, text.to_owned(), Some("dr2:m1".to_owned()))
            }
            other => panic!("{other:?}"),
        };
        let Some(id) = self.connection(number) else { return };
        self.session.received(self.now, id, Incoming::from_json(&text).unwrap());
        if self.open.contains(&id) {
            self.deliveries.extend(answer.map(|answer| (id, answer)));
        }
    }

    fn connection(&self, number: u8) -> Option<ConnectionId> {
        let count = self.connections.len().max(1);
        self.connections.get(usize::from(number) % count).copied()
    }

    /// One action, and whether there was one.
    fn ask(&mut self) -> Result<bool, TestCaseError> {
        let draining: Vec<bool> = self.connections.iter().map(|&id| self.session.is_draining(id)).collect();
        let Some(action) = self.session.next_action(self.now) else {
            prop_assert_eq!(&self.next_answer, &None);
            return Ok(false);
        };
        let expected = self.next_answer.take();
        match action {
            Action::Acknowledge { connection, ack } => {
                prop_assert_eq!(expected, Some((connection, ack.message_id().to_owned())));
                return Ok(true);
            }
            // What stands behind an upstream message or a receipt is its answer, unless its connection is gone.
            Action::Deliver { upstream, .. } => self.delivered(&upstream.message_id)?,
            Action::Delivered(receipt) => self.delivered(&receipt.message_id)?,
            Action::Send { connection, message } => {
                prop_assert!(self.open.contains(&connection));
                let number = self.connections.iter().position(|&id| id == connection).unwrap();
                prop_assert!(!draining[number], "sent {message:?} while draining");
            }
            Action::Acked { message, .. } | Action::Failed { message, .. } => {
                let id = message.message_id().to_owned();
                let ended = self.ended.entry(id.clone()).or_default();
                *ended += 1;
                prop_assert!(*ended <= self.accepted[&id]);
            }
            _ => {}
        }
        prop_assert_eq!(expected, None);
        Ok(true)
    }

    fn delivered(&mut self, message_id: &str) -> Result<(), TestCaseError> {
        let delivery = self.deliveries.pop_front();
        prop_assert_eq!(delivery.as_ref().map(|(_, id)| id.as_str()), Some(message_id));
        self.next_answer = delivery.filter(|(connection, _)| self.open.contains(connection));
        Ok(())
    }

    /// Everything is asked for; then all that has no answer gets one, and nothing is left.
    fn finish(mut self) -> Result<(), TestCaseError> {
        while self.ask()? {}
        prop_assert_eq!(&self.deliveries, &VecDeque::new());
        self.check_accounts(self.session.clone().into_unanswered().0)?;
        for _ in 0..1000 {
            if self.session.unanswered() == 0 {
                return self.check_accounts(Vec::new());
            }
            self.answer_everything()?;
        }
        Err(TestCaseError::fail("messages that are never sent"))
    }

    /// Opens a connection if there is none, acks what waits, and lets time pass.
    fn answer_everything(&mut self) -> Result<(), TestCaseError> {
        if self.open.iter().all(|&id| self.session.is_draining(id)) {
            self.take(Step::Connected)?;
        }
        while self.ask()? {}
        for number in 0..u8::try_from(self.connections.len()).unwrap_or(u8::MAX) {
            for id in 0..12 {
                self.take(Step::Ack { connection: number, id })?;
            }
        }
        while self.ask()? {}
        if let Some(at) = self.session.wake_at() {
            prop_assert!(at > self.now, "woken for nothing at {at:?}");
            self.now = at;
        }
        Ok(())
    }

    /// Each message that was accepted has ended, or is handed back, once.
    fn check_accounts(&self, unanswered: Vec<Downstream>) -> Result<(), TestCaseError> {
        let mut accounts = self.ended.clone();
        for message in unanswered {
            *accounts.entry(message.message_id().to_owned()).or_default() += 1;
        }
        prop_assert_eq!(accounts, self.accepted.clone());
        Ok(())
    }
}
