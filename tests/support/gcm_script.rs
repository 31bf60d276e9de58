//! Runs what the rows of `spec-vectors/gcm/session.tsv` say: steps in, actions out.

use envoi::gcm::{Action, ConnectionId, Downstream, Incoming, Session, SessionLimits};
use envoi::stanza::{NS_CLIENT, RawStanza};
use envoi::xml::ElementBuf;
use std::time::Duration;

/// The actions behind each of the steps, and what is left.
pub(crate) fn run(script: &str) -> Vec<String> {
    let mut run = Run::new();
    run.drain();
    for step in script.split("; ").filter(|step| !step.is_empty()) {
        run.step(step);
        run.drain();
    }
    let (left, actions) = run.session.into_unanswered();
    assert_eq!(actions, [], "all have been asked for");
    run.out.extend(left.iter().map(|message| format!("left {}", message.message_id())));
    collapse(&run.out)
}

struct Run {
    limits: SessionLimits,
    session: Session,
    connections: Vec<ConnectionId>,
    now: Duration,
    out: Vec<String>,
}

impl Run {
    fn new() -> Self {
        let limits = SessionLimits::DEFAULT;
        let session = Session::new(limits, 7);
        Self { limits, session, connections: Vec::new(), now: Duration::ZERO, out: Vec::new() }
    }

    fn step(&mut self, step: &str) {
        let (verb, rest) = step.split_once(' ').unwrap_or((step, ""));
        let (first, second) = rest.split_once(' ').unwrap_or((rest, ""));
        match verb {
            "window" => self.limit(|limits| limits.window = rest.parse().expect("a number")),
            "messages" => self.limit(|limits| limits.messages = rest.parse().expect("a number")),
            "refusals" => self.limit(|limits| limits.refusals = rest.parse().expect("a number")),
            "open" => self.connections.push(self.session.connected(self.now)),
            "fail" => self.session.connect_failed(self.now),
            "close" => self.session.closed(self.now, self.connection(rest)),
            "wait" => self.now += Duration::from_secs_f64(rest.parse().expect("seconds")),
            "send" => self.send(first, second),
            "many" => {
                let count: usize = rest.parse().expect("a number");
                (1..=count).for_each(|number| self.send(&format!("m{number}"), "R"));
            }
            _ => self.receive(verb, first, second),
        }
    }

    fn receive(&mut self, verb: &str, connection: &str, rest: &str) {
        let (id, more) = rest.split_once(' ').unwrap_or((rest, ""));
        let incoming = match verb {
            "in" => json(rest),
            "ack" => json(&format!(r#"{{"message_type":"ack","message_id":"{id}","from":"R"}}"#)),
            "nack" => {
                json(&format!(r#"{{"message_type":"nack","message_id":"{id}","from":"R","error":"{more}"}}"#))
            }
            "drain" => json(r#"{"message_type":"control","control_type":"CONNECTION_DRAINING"}"#),
            "up" => {
                let from = if more.is_empty() { "R" } else { more };
                json(&format!(r#"{{"message_id":"{id}","from":"{from}","category":"a.b"}}"#))
            }
            "receipt" => json(&format!(
                r#"{{"message_type":"receipt","message_id":"dr2:{id}","from":"gcm.googleapis.com"}}"#
            )),
            "returned" => returned(id, more),
            other => panic!("unknown step {other}"),
        };
        self.session.received(self.now, self.connection(connection), incoming);
    }

    fn send(&mut self, id: &str, to: &str) {
        let to = if to.is_empty() { "R" } else { to };
        let message = Downstream::to(to, id).build().expect("a message");
        if let Err(error) = self.session.send(message) {
            self.out.push(format!("refused {} {}", error.message().message_id(), error.kind().as_str()));
        }
    }

    fn limit(&mut self, set: impl FnOnce(&mut SessionLimits)) {
        set(&mut self.limits);
        self.session = Session::new(self.limits, 7);
        self.out.clear();
        self.drain();
        self.out.clear();
        self.out.push("connect".to_owned());
    }

    fn connection(&self, number: &str) -> ConnectionId {
        self.connections[number.parse::<usize>().expect("the number of a connection")]
    }

    fn drain(&mut self) {
        while let Some(action) = self.session.next_action(self.now) {
            let shown = self.shown(&action);
            self.out.push(shown);
        }
    }

    fn shown(&self, action: &Action) -> String {
        let number =
            |id: &ConnectionId| self.connections.iter().position(|known| known == id).expect("known");
        match action {
            Action::Connect => "connect".to_owned(),
            Action::Send { connection, message } => {
                format!("send {} {}", number(connection), message.message_id())
            }
            Action::Acknowledge { connection, ack } => {
                format!("answer {} {} {}", number(connection), ack.message_id(), ack.recipient())
            }
            Action::Deliver { upstream, repeated: false } => format!("deliver {}", upstream.message_id),
            Action::Deliver { upstream, repeated: true } => format!("deliver-again {}", upstream.message_id),
            Action::Delivered(receipt) => format!("receipt {}", receipt.original_message_id),
            Action::Acked { message, registration_id: None } => format!("acked {}", message.message_id()),
            Action::Acked { message, registration_id: Some(id) } => {
                format!("acked {} {id}", message.message_id())
            }
            Action::Failed { message, failure, refusals } => {
                format!("failed {} {} {refusals}", message.message_id(), failure.remedy())
            }
            Action::Draining(connection) => format!("draining {}", number(connection)),
            Action::Unexpected { connection, incoming, why } => {
                format!("odd {} {} {}", number(connection), incoming.kind(), why.as_str())
            }
            other => panic!("{other:?}"),
        }
    }
}

fn json(text: &str) -> Incoming {
    Incoming::from_json(text).expect("a payload")
}

/// The payload as a stanza error, in a stanza of this ID.
fn returned(payload: &str, id: &str) -> Incoming {
    let text = format!(
        "<message xmlns='jabber:client' type='error' id='{id}'><gcm xmlns='google:mobile:data'>{payload}</gcm>\
         <error type='modify'><bad-request xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></message>"
    );
    let element = ElementBuf::parse(&text).expect("XML");
    let stanza = RawStanza::from_element(element.element(), NS_CLIENT).expect("a stanza");
    Incoming::read(stanza).expect("a payload").expect("a message of the service")
}

/// Runs of one action on the messages m1, m2, m3, and so on, as `ACTION FIRST..LAST`, if they are longer than three.
fn collapse(lines: &[String]) -> Vec<String> {
    let numbered = |line: &String| {
        let (action, id) = line.rsplit_once(' ')?;
        Some((action.to_owned(), id.strip_prefix('m')?.parse::<usize>().ok()?))
    };
    let mut out = Vec::new();
    let mut at = 0;
    while at < lines.len() {
        let length = numbered(&lines[at]).map_or(1, |(action, first)| {
            (at..lines.len())
                .take_while(|&next| numbered(&lines[next]) == Some((action.clone(), first + next - at)))
                .count()
        });
        match numbered(&lines[at]) {
            Some((action, first)) if length > 3 => {
                out.push(format!("{action} m{first}..m{}", first + length - 1));
                at += length;
            }
            _ => {
                out.push(lines[at].clone());
                at += 1;
            }
        }
    }
    out
}
