//! What is said of what the App Engine service refuses or ignores.

use envoi::appengine::{
    App, AppAddress, AppEngineErrorKind, Field, FormErrorKind, Ignored, InboundRequest, InboundService,
    MAX_CALL_OCTETS, MAX_MESSAGE_OCTETS, MAX_STATUS_OCTETS, OutgoingMessage, OutgoingPresence, Route,
};
use envoi::stanza::{Condition, RawStanza, Show};
use envoi::xml::{ElementBuf, XmlErrorKind};
use std::error::Error;

const ADDRESSES: &str = "XMPP Java API Overview, XMPP addresses";
const SENDING: &str = "XMPP Java API Overview, Sending chat messages";
const LIMITS: &str = "XMPP Java API Overview, Quotas and limits";

fn app() -> App {
    App::new("app-id").unwrap()
}

#[test]
fn faults_of_addresses() {
    for (address, id, offset, sentence, rule) in [
        (
            "a@example.com",
            "not-an-app",
            2,
            "the address of an app must be app-id@appspot.com, name@app-id.appspotchat.com or \
             name@version.latest.app-id.appspotchat.com",
            ADDRESSES,
        ),
        (
            "a_b@app-id.appspotchat.com",
            "name",
            1,
            "the name must consist of letters, digits and hyphens",
            ADDRESSES,
        ),
    ] {
        let error = AppAddress::parse(address).unwrap_err();
        assert_eq!(error.to_string(), format!("{sentence}, at byte {offset} ({rule})"));
        assert_eq!((error.kind().as_str(), error.offset(), error.kind().rule()), (id, offset, rule));
        assert!(error.source().is_none() && error.jid_error().is_none() && error.xml_error().is_none());
    }
    // RFC 7622 section 3.3.1: that is told by the error of the address.
    let error = AppAddress::parse("a&b@app-id.appspotchat.com").unwrap_err();
    assert_eq!((error.kind(), error.kind().as_str()), (AppEngineErrorKind::Address, "address"));
    assert_eq!(error.source().expect("why").to_string(), error.jid_error().expect("why").to_string());
    let error = App::new("App").unwrap_err();
    assert_eq!(
        (error.kind().as_str(), error.to_string().as_str()),
        (
            "app-id",
            "an application id is a label of a domain name: lower-case letters, digits and hyphens, at byte 0 \
             (RFC 5890 section 2.3.1)"
        )
    );
    let address = AppAddress::parse("Support@app-id.appspotchat.com/work").unwrap();
    assert_eq!(address.to_string(), "support@app-id.appspotchat.com/work");
    assert_eq!(address.into_jid().as_str(), "support@app-id.appspotchat.com/work");
}

#[test]
fn faults_of_messages() {
    let long = "a".repeat(MAX_MESSAGE_OCTETS + 1);
    let recipient = format!("a@{}", "b".repeat(MAX_CALL_OCTETS));
    let to = "juliet@example.com";
    let cases = [
        (OutgoingMessage::new("").to(to), "no-body", 0, "the message has no body", SENDING),
        (OutgoingMessage::new("a"), "no-recipient", 0, "the message has no recipient", SENDING),
        (
            OutgoingMessage::new("a\u{1}").to(to),
            "character",
            1,
            "XML has no such character",
            "XML 1.0 section 2.2",
        ),
        (
            OutgoingMessage::new(&*long).to(to),
            "message-too-long",
            MAX_MESSAGE_OCTETS,
            "the message is longer than 102400 octets",
            LIMITS,
        ),
        (
            OutgoingMessage::new("a").to(&*recipient),
            "call-too-long",
            0,
            "the recipients and the body are longer than 1048576 octets",
            LIMITS,
        ),
        (
            OutgoingMessage::xml("<a:body xmlns:a='jabber:client'/>").to(to),
            "content-prefix",
            0,
            "elements of the content namespace of a stream cannot have a prefix",
            "RFC 6120 section 4.8.5",
        ),
        (
            OutgoingMessage::new("a").to(to).from("a@other.appspotchat.com"),
            "sender",
            2,
            "the sender must be app-id@appspot.com or name@app-id.appspotchat.com with the id of the app that sends",
            ADDRESSES,
        ),
    ];
    for (message, id, offset, sentence, rule) in cases {
        let error = message.prepare(&app()).unwrap_err();
        assert_eq!(error.to_string(), format!("{sentence}, at byte {offset} ({rule})"));
        assert_eq!((error.kind().as_str(), error.offset(), error.kind().rule()), (id, offset, rule));
    }
    let error = OutgoingMessage::xml("<a>").to(to).prepare(&app()).unwrap_err();
    assert_eq!((error.kind().as_str(), error.kind().rule()), ("xml", SENDING));
    assert_eq!(
        error.to_string(),
        "the raw XML is not well-formed: the input ends inside an element, at byte 3 (XML 1.0 section 2.1)"
    );
    assert_eq!(error.xml_error().map(|error| error.kind()), Some(XmlErrorKind::Incomplete));
    assert_eq!(error.source().expect("why").to_string(), error.xml_error().expect("why").to_string());
}

#[test]
fn faults_of_presence() {
    let long = "a".repeat(MAX_STATUS_OCTETS + 1);
    for (presence, id, said) in [
        (
            OutgoingPresence::unavailable("a@example.com").show(Show::Away),
            "show",
            "only available presence can have a show, at byte 0 (RFC 6121 section 4.7.2)",
        ),
        (
            OutgoingPresence::available("a@example.com").status(&*long),
            "status-too-long",
            "the status is longer than 1024 octets, at byte 1024 \
             (Programming Google App Engine with Python, chapter 15, Managing Presence Updates)",
        ),
    ] {
        let error = presence.prepare(&app()).unwrap_err();
        assert_eq!((error.kind().as_str(), error.to_string()), (id, said.into()));
    }
}

#[test]
fn faults_of_forms() {
    const CHAT: &str = "XMPP Java API Overview, Receiving chat messages";
    let long = "a".repeat(MAX_MESSAGE_OCTETS + 1);
    let (from, to, body) = (("from", "a@example.com"), ("to", "app-id@appspot.com"), ("body", "Hi"));
    for (fields, kind, field, phrase, rule) in [
        (vec![from, to], FormErrorKind::Missing, Field::Body, "is missing", CHAT),
        (vec![from, to, to, body], FormErrorKind::Repeated, Field::To, "is there twice", CHAT),
        (
            vec![from, to, ("body", &*long)],
            FormErrorKind::TooLong,
            Field::Body,
            "is longer than 102400 octets",
            LIMITS,
        ),
    ] {
        let error = InboundRequest::from_fields(Route::Chat, fields).unwrap_err();
        assert_eq!((error.kind(), error.field(), error.rule()), (kind, field, rule));
        assert_eq!(error.to_string(), format!("the field '{}' {phrase} ({rule})", field.as_str()));
    }
}

/// XMPP Java API Overview, Handling incoming calls; chapter 15, Managing Subscriptions and the sections behind it.
#[test]
fn routes_have_services_and_rules() {
    use Route::{
        Available, Chat, Error, Probe, Subscribe, Subscribed, Unavailable, Unsubscribe, Unsubscribed,
    };
    const CHAPTER: &str = "Programming Google App Engine with Python, chapter 15, ";
    for (routes, service, path, rule) in [
        (
            &[Chat][..],
            InboundService::Message,
            "/_ah/xmpp/message/",
            "XMPP Java API Overview, Receiving chat messages".to_owned(),
        ),
        (
            &[Subscribe, Subscribed, Unsubscribe, Unsubscribed][..],
            InboundService::Subscribe,
            "/_ah/xmpp/subscription/",
            format!("{CHAPTER}Managing Subscriptions"),
        ),
        (
            &[Available, Unavailable][..],
            InboundService::Presence,
            "/_ah/xmpp/presence/",
            format!("{CHAPTER}Managing Presence Updates"),
        ),
        (
            &[Probe][..],
            InboundService::Presence,
            "/_ah/xmpp/presence/",
            format!("{CHAPTER}Probing for Presence"),
        ),
        (
            &[Error][..],
            InboundService::Error,
            "/_ah/xmpp/error/",
            "XMPP Java API Overview, Handling error stanzas".to_owned(),
        ),
    ] {
        for route in routes {
            assert_eq!((route.service(), route.rule()), (service, &*rule), "{route:?}");
            assert!(route.path().starts_with(path), "{route:?}");
            assert_eq!(Route::from_path(route.path()), Some(*route));
        }
    }
}

/// What is ignored, why, and what the sender is told: a request always gets an answer (RFC 6120 section 8.2.3).
#[test]
fn what_is_ignored() {
    const ENDS: &str = "from='a@example.com' to='app-id@appspot.com'";
    let long = "a".repeat(MAX_MESSAGE_OCTETS);
    let cases = [
        (
            format!("<iq {ENDS} id='1' type='get'><q xmlns='urn:q'/></iq>"),
            "iq",
            Some(Condition::ServiceUnavailable),
            "an app receives messages, presence and errors, and no other iq (XMPP Java API Overview, Handling incoming calls)",
        ),
        (
            format!("<message {ENDS} type='groupchat'/>"),
            "message-type",
            None,
            "an app receives messages of the types chat, normal and error only \
             (XMPP Java API Overview, Receiving chat messages)",
        ),
        (
            format!("<presence {ENDS} type='here'/>"),
            "presence-type",
            Some(Condition::BadRequest),
            "presence has no such type (RFC 6121 section 4.7.1)",
        ),
        (
            "<message to='app-id@appspot.com'/>".into(),
            "no-from",
            None,
            "the request must have a 'from', and the stanza has none (XMPP Java API Overview, Handling incoming calls)",
        ),
        (
            "<message from='a@example.com'/>".into(),
            "no-to",
            None,
            "the request must have a 'to', and the stanza has none (XMPP Java API Overview, Handling incoming calls)",
        ),
        (
            format!("<message {ENDS}><body>{long}</body></message>"),
            "too-long",
            Some(Condition::PolicyViolation),
            "the stanza is longer than 102400 octets (XMPP Java API Overview, Quotas and limits)",
        ),
    ];
    for (text, id, condition, said) in cases {
        let text = text.replacen(' ', " xmlns='jabber:client' ", 1);
        let stanza = ElementBuf::parse(&text).unwrap();
        let stanza = RawStanza::from_element(stanza.element(), "jabber:client").unwrap();
        let ignored: Ignored = InboundRequest::of(stanza).unwrap_err();
        assert_eq!((ignored.as_str(), ignored.to_string()), (id, said.into()));
        assert_eq!(ignored.condition(), condition, "{id}");
        assert!(said.ends_with(&format!("({})", ignored.rule())), "{said}");
    }
}
