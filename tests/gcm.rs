//! Every row of `spec-vectors/gcm`, judged by the library.
#![cfg(feature = "gcm")]

mod support {
    pub(crate) mod gcm_script;
    #[allow(dead_code, reason = "shared with tests that use the rest")]
    pub(crate) mod vector_file;
}

use envoi::gcm::{
    Downstream, DownstreamBuilder, GcmError, Incoming, NackCode, Outgoing, Priority, UpstreamAck, Value,
};
use envoi::stanza::{NS_CLIENT, RawStanza, WriteStanza};
use envoi::xml::ElementBuf;
use std::collections::HashSet;
use std::time::{Duration, Instant};
use support::gcm_script;
use support::vector_file::{Expected, Row, load, stems};

const FILES: [&str; 6] = ["codes", "downstream", "incoming", "requests", "session", "stanzas"];

#[test]
fn codes() {
    run("codes");
}

#[test]
fn downstream() {
    run("downstream");
}

#[test]
fn incoming() {
    run("incoming");
}

#[test]
fn requests() {
    run("requests");
}

#[test]
fn session() {
    run("session");
}

#[test]
fn stanzas() {
    run("stanzas");
}

#[test]
fn every_file_has_a_test_and_every_row_a_name_of_its_own() {
    assert_eq!(stems("gcm"), FILES);
    let mut names = HashSet::new();
    for file in FILES {
        for row in load("gcm", file) {
            assert!(!row.section.trim().is_empty(), "{file}.tsv:{}: no section", row.line);
            assert!(
                names.insert(row.name.clone()),
                "{file}.tsv:{}: {} stands there twice",
                row.line,
                row.name
            );
        }
    }
    assert!(names.len() >= 200, "{} rows", names.len());
}

/// What comes from a stranger costs time that grows with its length: with the square of it, this would be minutes.
#[test]
fn requests_of_many_attributes_are_read_in_time() {
    let members: Vec<String> = (0..200_000).map(|number| format!(",\"a{number}\":1")).collect();
    let members = members.concat();
    let json = format!("{{\"to\":\"R\",\"message_id\":\"1\"{members}}}");
    let start = Instant::now();
    let Ok(Outgoing::Downstream(message)) = Outgoing::from_json(&json) else { panic!("no message") };
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!(message.to_json().len(), json.len());
}

/// The application gets all that came, although it cannot be represented.
#[test]
fn what_cannot_be_represented_is_kept_as_text() {
    let json = r#"{"from":"A","message_id":"m","category":"c","data":{"a":"1","a":"2"}}"#;
    let Ok(Incoming::Upstream(upstream)) = Incoming::from_json(json) else { panic!("no message") };
    assert_eq!(upstream.json.as_deref(), Some(json));
    assert_eq!(
        upstream.fault.expect("a fault").to_string(),
        "the name is in the object already, at byte 63 (RFC 8259 section 4)"
    );
    let json = r#"{"from":"A","message_id":"m","category":"c","data":{"a":"1","b":"2"}}"#;
    let Ok(Incoming::Upstream(upstream)) = Incoming::from_json(json) else { panic!("no message") };
    assert_eq!((upstream.json, upstream.fault), (None, None));
}

/// Each says what is wrong, and nothing else.
#[test]
fn values_that_are_none_have_sentences_of_their_own() {
    for (member, sentence) in [
        (
            r#""priority":"HIGH""#,
            "priority: the priority is neither 'normal' nor 'high' (FCM XMPP reference, table 1)",
        ),
        (
            r#""message_type":"nack""#,
            "message_type: only messages without a type and acks go to the service (GCM CCS, Message Format)",
        ),
    ] {
        let json = format!("{{\"to\":\"R\",\"message_id\":\"1\",{member}}}");
        assert_eq!(Outgoing::from_json(&json).expect_err("a fault").to_string(), sentence);
    }
}

fn run(file: &str) {
    let rows = load("gcm", file);
    let failures: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let found = outcome(row);
            let expected = match &row.expected {
                Expected::Ok(fields) => Outcome::Ok(fields.clone()),
                Expected::Error { place, kind, offset } => {
                    Outcome::Error(place.clone(), kind.clone(), *offset)
                }
            };
            (!found.agrees(&expected)).then(|| {
                format!("{file}.tsv:{} {}\n  expected {expected:?}\n  got      {found:?}", row.line, row.name)
            })
        })
        .collect();
    assert!(failures.is_empty(), "{} of {} rows fail\n{}", failures.len(), rows.len(), failures.join("\n"));
}

/// What the library made of a row, in the words of the files.
#[derive(Debug)]
enum Outcome {
    Ok(Vec<String>),
    Error(String, String, Option<usize>),
}

impl Outcome {
    /// Whether it is what a row expects; a row may leave the offset open.
    fn agrees(&self, expected: &Self) -> bool {
        match (self, expected) {
            (Self::Ok(found), Self::Ok(expected)) => found == expected,
            (Self::Error(place, kind, offset), Self::Error(other_place, other_kind, other_offset)) => {
                place == other_place
                    && kind == other_kind
                    && (other_offset.is_none() || offset == other_offset)
            }
            _ => false,
        }
    }
}

fn outcome(row: &Row) -> Outcome {
    let input = std::str::from_utf8(&row.input).expect("text");
    let found = match row.op.as_str() {
        "payload" => Incoming::from_json(input).map(|incoming| fields(&incoming)),
        "stanza" => stanza(input),
        "code" => {
            let code = NackCode::of(input);
            Ok(vec![code.as_str().to_owned(), code.remedy().to_string()])
        }
        "downstream" => written_downstream(input),
        "ack" => written_ack(input),
        "request" => request(input),
        "session" => Ok(gcm_script::run(input)),
        op => panic!("unknown op {op}"),
    };
    match found {
        Ok(fields) => Outcome::Ok(fields),
        Err(error) => Outcome::Error(
            error.field().unwrap_or("payload").to_owned(),
            error.kind().as_str().to_owned(),
            error.offset(),
        ),
    }
}

fn stanza(input: &str) -> Result<Vec<String>, GcmError> {
    let element = ElementBuf::parse(input).expect("XML");
    let stanza = RawStanza::from_element(element.element(), NS_CLIENT).expect("a stanza");
    let incoming = Incoming::read(stanza)?;
    if let Some(incoming) = &incoming {
        // What the service's side writes of it is the same message.
        let again = incoming.to_element(NS_CLIENT).expect("XML");
        let again = RawStanza::from_element(again.element(), NS_CLIENT).expect("a stanza");
        assert_eq!(Incoming::read(again).as_ref(), Ok(&Some(incoming.clone())));
    }
    Ok(incoming.map_or_else(|| vec!["none".to_owned()], |incoming| fields(&incoming)))
}

/// The kind and the fields that are there.
fn fields(incoming: &Incoming) -> Vec<String> {
    let mut out = vec![incoming.kind().to_owned()];
    let mut push = |name: &str, value: Option<&str>| out.extend(value.map(|value| format!("{name}={value}")));
    match incoming {
        Incoming::Upstream(upstream) => {
            push("from", Some(&upstream.from));
            push("message_id", Some(&upstream.message_id));
            push("category", upstream.category.as_deref());
            members("data", &upstream.data, &mut out);
            members("extra", &upstream.extra, &mut out);
        }
        Incoming::Ack(ack) => {
            push("message_id", Some(&ack.message_id));
            push("from", ack.from.as_deref());
            push("registration_id", ack.registration_id.as_deref());
            members("extra", &ack.extra, &mut out);
        }
        Incoming::Nack(nack) => {
            push("message_id", Some(&nack.message_id));
            push("from", nack.from.as_deref());
            push("error", Some(&nack.error));
            push("code", Some(nack.code.as_str()));
            push("description", nack.description.as_deref());
            members("extra", &nack.extra, &mut out);
        }
        Incoming::Receipt(receipt) => {
            push("from", Some(&receipt.from));
            push("message_id", Some(&receipt.message_id));
            push("original_message_id", Some(&receipt.original_message_id));
            push("status", receipt.status.as_deref());
            assert_eq!(receipt.is_delivered(), receipt.status.as_deref() == Some("MESSAGE_SENT_TO_DEVICE"));
            push("registration_id", receipt.registration_id.as_deref());
            push("category", receipt.category.as_deref());
            members("data", &receipt.data, &mut out);
            members("extra", &receipt.extra, &mut out);
        }
        Incoming::Control(control) => {
            push("control_type", control.control_type.as_deref());
            members("extra", &control.extra, &mut out);
            out.extend(control.is_draining().then(|| "draining".to_owned()));
        }
        Incoming::Unknown(unknown) => {
            push("type", Some(&unknown.message_type));
            members("field", &unknown.fields, &mut out);
        }
        Incoming::Returned(returned) => {
            push("condition", Some(returned.condition.as_str()));
            push("type", Some(returned.error_type.as_str()));
            push("code", Some(returned.code.as_str()));
            push("text", returned.text.as_deref());
            push("stanza_id", returned.stanza_id.as_deref());
            push("message_id", returned.message_id.as_deref());
            push("message_type", returned.message_type.as_deref());
            push("remedy", Some(returned.remedy().as_str()));
        }
        other => panic!("{other:?}"),
    }
    if let Some(fault) = incoming.fault() {
        out.push(format!("fault={}/{}", fault.field().unwrap_or("payload"), fault.kind().as_str()));
    }
    if let Incoming::Nack(nack) = incoming {
        out.push(format!("remedy={}", nack.remedy()));
    }
    if let Some(ack) = incoming.ack() {
        out.push(format!("ack={} {}", ack.message_id(), ack.recipient()));
    }
    out
}

/// The members of an object, by name.
fn members(name: &str, object: &envoi::gcm::Map<String, Value>, out: &mut Vec<String>) {
    let mut members: Vec<String> =
        object.iter().map(|(key, value)| format!("{name}.{key}={value}")).collect();
    members.sort();
    out.append(&mut members);
}

fn written_downstream(input: &str) -> Result<Vec<String>, GcmError> {
    let mut attributes = attributes(input).into_iter();
    let (_, target) = attributes.next().expect("whom it is for");
    let (_, message_id) = attributes.next().expect("an ID");
    let mut builder = match input.split('=').next() {
        Some("to") => Downstream::to(target, message_id),
        _ => Downstream::to_condition(target, message_id),
    };
    for (name, value) in attributes {
        builder = with(builder, name, value);
    }
    let message = builder.build()?;
    assert_eq!(payload_of(&message), message.to_json());
    Ok(vec![message.to_json().to_owned()])
}

fn with<'a>(builder: DownstreamBuilder<'a>, name: &'a str, value: &'a str) -> DownstreamBuilder<'a> {
    match name.split_once('.') {
        Some(("data", key)) => return builder.data(key, value),
        Some(("notification", key)) => return builder.notification(key, value),
        _ => {}
    }
    match name {
        "collapse_key" => builder.collapse_key(value),
        "priority" if value == "high" => builder.priority(Priority::High),
        "priority" => builder.priority(Priority::Normal),
        "content_available" => builder.content_available(value == "true"),
        "delay_while_idle" => builder.delay_while_idle(value == "true"),
        "time_to_live" => builder.time_to_live(value.parse().expect("seconds")),
        "delivery_receipt_requested" => builder.delivery_receipt_requested(value == "true"),
        "dry_run" => builder.dry_run(value == "true"),
        other => {
            let json: Value = value.parse().expect("JSON");
            builder.attribute(other.strip_prefix('+').expect("an attribute"), json)
        }
    }
}

fn written_ack(input: &str) -> Result<Vec<String>, GcmError> {
    let attributes = attributes(input);
    let ack = UpstreamAck::new(attributes[0].1, attributes[1].1)?;
    assert_eq!(payload_of(&ack), ack.to_json());
    Ok(vec![ack.to_json()])
}

fn request(input: &str) -> Result<Vec<String>, GcmError> {
    Ok(match Outgoing::from_json(input)? {
        Outgoing::Downstream(message) => vec![message.to_json().to_owned()],
        Outgoing::Ack(ack) => vec![ack.to_json()],
        other => panic!("{other:?}"),
    })
}

fn attributes(input: &str) -> Vec<(&str, &str)> {
    input.split("; ").map(|pair| pair.split_once('=').expect("a name and a value")).collect()
}

/// What a peer reads as the payload of the stanza that is written.
fn payload_of(message: &impl WriteStanza) -> String {
    let stanza = message.to_element(NS_CLIENT).expect("XML");
    let payload = stanza.element().child("gcm", "google:mobile:data").expect("a payload");
    payload.text().into_owned()
}
