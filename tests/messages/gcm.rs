//! What is said of payloads of cloud messaging.

use envoi::gcm::{
    Action, CollapseKeys, Downstream, Failure, GcmError, Incoming, MAX_DEPTH, MAX_PAYLOAD_OCTETS,
    MAX_TOPIC_PAYLOAD_OCTETS, NackCode, Outgoing, SendErrorKind, Session, SessionLimits,
};
use envoi::stanza::RawStanza;
use envoi::xml::ElementBuf;
use std::time::Duration;

/// GCM CCS, Message Format: one `<gcm>` a message, with text in it.
#[test]
fn faults_of_what_stands_in_the_stanza() {
    const GCM: &str = "<gcm xmlns='google:mobile:data'>";
    for (inside, id, said) in [
        (
            format!("{GCM}<a/></gcm>"),
            "markup",
            "the payload holds elements, and is to be text (GCM CCS, Message Format)",
        ),
        (
            format!("{GCM}{{}}</gcm>{GCM}{{}}</gcm>"),
            "second-payload",
            "a message has one payload (GCM CCS, Message Format)",
        ),
        (format!("{GCM}[]</gcm>"), "not-object", "the payload is no JSON object (GCM CCS, Message Format)"),
    ] {
        let message =
            ElementBuf::parse(&format!("<message xmlns='jabber:client'>{inside}</message>")).unwrap();
        let message = RawStanza::from_element(message.element(), "jabber:client").unwrap();
        for error in [Incoming::read(message).unwrap_err(), Outgoing::read(message).unwrap_err()] {
            assert_eq!((error.kind().as_str(), error.to_string()), (id, said.into()), "{inside}");
            assert_eq!((error.field(), error.entry()), (None, None));
        }
    }
    // No payload is nothing that is wrong.
    let other = ElementBuf::parse("<message xmlns='jabber:client'><body>a</body></message>").unwrap();
    let other = RawStanza::from_element(other.element(), "jabber:client").unwrap();
    assert_eq!(Incoming::read(other), Ok(None));
    assert_eq!(Outgoing::read(other), Ok(None));
    // RFC 6120 section 8.3.1: what came back is nothing that was sent.
    let error = format!("<message xmlns='jabber:client' type='error'>{GCM}{{}}</gcm></message>");
    let error = ElementBuf::parse(&error).unwrap();
    let error = RawStanza::from_element(error.element(), "jabber:client").unwrap();
    assert_eq!(Outgoing::read(error), Ok(None));
}

#[test]
fn faults_of_json() {
    const TABLES: &str = "(GCM server reference, tables 1 and 7 to 10)";
    for (text, id, said) in [
        ("{,}", "json", "this is not JSON, at byte 1 (RFC 8259 section 2)".to_owned()),
        ("{\"message_id\":\"1\"}", "missing", format!("from: the field is required {TABLES}")),
        (
            "{\"from\":\"r\",\"message_id\":7}",
            "type",
            format!("message_id: the field is of another JSON type than it should be {TABLES}"),
        ),
    ] {
        let error = Incoming::from_json(text).unwrap_err();
        assert_eq!((error.kind().as_str(), error.to_string()), (id, said), "{text}");
    }
    // The object is one level.
    let deep = format!("{{\"message_type\":{}{}}}", "[".repeat(MAX_DEPTH), "]".repeat(MAX_DEPTH));
    let error = Incoming::from_json(&deep).unwrap_err();
    assert_eq!((error.kind().as_str(), error.kind().rule()), ("depth", "RFC 8259 section 9"));
    assert!(error.to_string().contains("arrays and objects are nested too deeply"), "{error}");
}

/// A receipt names its message twice (GCM server reference, table 10); an answer is still possible.
#[test]
fn receipts_that_name_two_messages() {
    let text = r#"{"message_type":"receipt","from":"gcm.googleapis.com","message_id":"dr2:1",
        "data":{"original_message_id":"2","message_status":"MESSAGE_SENT_TO_DEVICE"}}"#;
    let receipt = Incoming::from_json(text).unwrap();
    let fault = receipt.fault().expect("a fault");
    assert_eq!(fault.kind().as_str(), "receipt-id");
    assert_eq!(
        fault.to_string(),
        "message_id: the receipt names two messages (GCM server reference, table 10)"
    );
    assert_eq!(receipt.ack().expect("an answer").message_id(), "dr2:1");
}

/// What the builder refuses: which entry, the identifier of the fault, and what is said.
type Built<'a> = (Result<Downstream, GcmError>, Option<usize>, &'a str, &'a str);

#[test]
fn faults_of_messages_that_are_built() {
    let long = "a".repeat(MAX_PAYLOAD_OCTETS);
    let topic_long = "a".repeat(MAX_TOPIC_PAYLOAD_OCTETS);
    let cases: [Built<'_>; 7] = [
        (
            Downstream::to("", "1").build(),
            None,
            "empty",
            "to: the value is empty (GCM server reference, table 1)",
        ),
        (
            Downstream::to("r", "a\u{1}").build(),
            None,
            "character",
            "message_id: XML has no such character, at byte 1 (XML 1.0 section 2.2)",
        ),
        (
            Downstream::to("r", "1").collapse_key("").build(),
            None,
            "empty",
            "collapse_key: the value is empty (GCM server reference, table 1)",
        ),
        (
            Downstream::to("r", "1").data("k", &long).build(),
            None,
            "too-big",
            "data: keys and values have too many octets (GCM server reference, table 11)",
        ),
        (
            Downstream::to("/topics/a", "1").data("k", &topic_long).build(),
            None,
            "too-big",
            "data: keys and values have too many octets (GCM server reference, table 11)",
        ),
        (
            Downstream::to("/topics/a b", "1").build(),
            None,
            "topic",
            "to: this is no name of a topic, at byte 9 (GCM topic messaging)",
        ),
        (
            Downstream::to("/topics/", "1").build(),
            None,
            "topic",
            "to: this is no name of a topic, at byte 8 (GCM topic messaging)",
        ),
    ];
    check_built(&cases);
}

#[test]
fn faults_of_conditions_and_attributes_that_are_built() {
    let six = ["'a' in topics"; 7].join(" && ");
    let cases: [Built<'_>; 3] = [
        (
            Downstream::to_condition(&six, "1").build(),
            None,
            "operators",
            "condition: the condition has too many operators (FCM XMPP reference, table 1)",
        ),
        (
            Downstream::to("r", "1").attribute("a", 1).attribute("message_type", "ack").build(),
            Some(1),
            "attribute",
            "attribute, entry 1: the attribute cannot be set this way (GCM server reference, table 1)",
        ),
        (
            Downstream::to("r", "1").attribute("", 1).build(),
            Some(0),
            "empty",
            "attribute, entry 0: the value is empty (GCM server reference, table 1)",
        ),
    ];
    check_built(&cases);
}

fn check_built(cases: &[Built<'_>]) {
    for (built, entry, id, said) in cases {
        let error = built.as_ref().unwrap_err();
        assert_eq!(error.to_string(), *said);
        assert_eq!((error.kind().as_str(), error.entry()), (*id, *entry), "{said}");
        assert!(said.starts_with(error.field().expect("a field")), "{said}");
    }
}

/// GCM server reference, table 1: four collapse keys a registration.
#[test]
fn the_fifth_collapse_key() {
    let mut keys = CollapseKeys::new();
    let message = |to: &str, key: &str| Downstream::to(to, "1").collapse_key(key).build().expect("a message");
    for key in ["a", "b", "c", "d", "d"] {
        assert_eq!(keys.note(&message("r", key)), Ok(()), "{key}");
    }
    let error = keys.note(&message("r", "e")).unwrap_err();
    assert_eq!(error.kind().as_str(), "collapse-keys");
    assert_eq!(
        error.to_string(),
        "collapse_key: as many other collapse keys are in use as the service keeps (GCM server reference, table 1)"
    );
    // Another registration, and a message without a key, are none of its business.
    assert_eq!(keys.note(&message("s", "e")), Ok(()));
    assert_eq!(keys.note(&Downstream::to("r", "2").build().unwrap()), Ok(()));
    assert!(!keys.release("r", "e") && !keys.release("t", "a"));
    for key in ["a", "b", "c", "d"] {
        assert!(keys.release("r", key), "{key}");
        assert!(!keys.release("r", key), "{key}");
    }
    // What is not in use is forgotten: the two are equal again.
    assert!(keys.release("s", "e"));
    assert_eq!(keys, CollapseKeys::new());
}

#[test]
fn messages_that_are_not_taken_come_back() {
    let mut limits = SessionLimits::default();
    assert_eq!(limits, SessionLimits::DEFAULT);
    limits.messages = 1;
    let mut session = Session::new(limits, 7);
    session.send(Downstream::to("r", "1").build().unwrap()).unwrap();
    let second = Downstream::to("r", "2").build().unwrap();
    let error = session.send(second.clone()).unwrap_err();
    assert_eq!((error.kind(), error.kind().as_str()), (SendErrorKind::Full, "full"));
    assert_eq!(error.to_string(), "as many messages wait as the limit allows (GCM CCS, Flow Control)");
    assert_eq!(error.message(), &second);
    assert_eq!(error.into_message().message_id(), "2");
}

/// GCM server reference, table 11: a registration that is refused for good takes with it what waits for it.
#[test]
fn what_is_refused_says_what_to_do() {
    let mut session = Session::new(SessionLimits::DEFAULT, 7);
    for id in ["1", "2"] {
        session.send(Downstream::to("r", id).build().unwrap()).unwrap();
    }
    assert_eq!(session.next_action(Duration::ZERO), Some(Action::Connect));
    let connection = session.connected(Duration::ZERO);
    assert!(matches!(session.next_action(Duration::ZERO), Some(Action::Send { .. })));
    let nack = r#"{"message_type":"nack","message_id":"1","from":"r","error":"DEVICE_UNREGISTERED"}"#;
    session.received(Duration::ZERO, connection, Incoming::from_json(nack).unwrap());
    let mut failed = Vec::new();
    while let Some(action) = session.next_action(Duration::ZERO) {
        if let Action::Failed { message, failure, .. } = action {
            assert_eq!(
                (failure.code(), failure.remedy()),
                (NackCode::DeviceUnregistered, NackCode::DeviceUnregistered.remedy())
            );
            failed.push((message.message_id().to_owned(), matches!(failure, Failure::Registration(_))));
        }
    }
    assert_eq!(failed, [("1".to_owned(), false), ("2".to_owned(), true)]);
    assert!(NackCode::DeviceUnregistered.remedy().stops_registration());
}

/// The documents' own names, and no name for a code that they do not have.
#[test]
fn codes_are_shown_as_they_are_written() {
    assert_eq!(NackCode::of("BAD_REGISTRATION").to_string(), "BAD_REGISTRATION");
    assert_eq!(NackCode::of("A_NEW_ONE").to_string(), "unknown code");
}

/// What devices and applications say to each other does not come into logs by `{:?}`.
#[test]
fn data_is_not_printed_for_debugging() {
    let message = Downstream::to("secret", "m-1").collapse_key("news").data("a", "secret").build().unwrap();
    assert_eq!(
        format!("{message:?}"),
        "Downstream { message_id: \"m-1\", collapse_key: Some(\"news\"), .. }"
    );
    for (text, shown) in [
        (
            r#"{"from":"secret","message_id":"1","category":"com.example","data":{"a":"secret"}}"#,
            "Upstream(Upstream { message_id: \"1\", category: Some(\"com.example\"), fault: None, .. })",
        ),
        (
            r#"{"message_type":"receipt","from":"secret","message_id":"dr2:1","category":"c",
                "data":{"original_message_id":"1","message_status":"S","device_registration_id":"secret"}}"#,
            "Receipt(Receipt { message_id: \"dr2:1\", original_message_id: \"1\", status: Some(\"S\"), fault: None, .. })",
        ),
        (r#"{"message_type":"new","a":"secret"}"#, "Unknown(Unknown { message_type: \"new\", .. })"),
    ] {
        assert_eq!(format!("{:?}", Incoming::from_json(text).unwrap()), shown);
    }
}
