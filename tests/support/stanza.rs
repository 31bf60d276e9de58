//! The laws of one stanza: what can be asked of it, and what answers it.

use envoi::Jid;
use envoi::stanza::{Condition, ErrorReply, RawStanza, Stanza, StanzaFault, StanzaKind, WriteStanza};
use std::borrow::Cow;

/// Whether nobody answers it: an error, or the result of an iq (RFC 6120 section 8.2.3 rule 4, section 8.3.1 rule 8).
pub(crate) fn is_unanswerable(stanza: RawStanza<'_>) -> bool {
    let type_ = stanza.type_();
    type_.as_deref() == Some("error")
        || (stanza.kind() == StanzaKind::Iq && type_.as_deref() == Some("result"))
}

/// What RFC 6120 section 8.3.1 asks of an answer.
pub(crate) fn check_reply(stanza: RawStanza<'_>, reply: &ErrorReply<'_>, condition: Condition) {
    let written = reply.to_element("jabber:client").expect("what was read can be written");
    let answer = RawStanza::from_element(written.element(), "jabber:client").expect("a stanza");
    assert_eq!(answer.kind(), stanza.kind());
    assert_eq!(answer.type_().as_deref(), Some("error"));
    match stanza.kind() {
        StanzaKind::Iq => assert_eq!(answer.id(), Some(stanza.id().unwrap_or_default())),
        _ => assert_eq!(answer.id(), stanza.id()),
    }
    let address =
        |text: Option<Cow<'_, str>>| text.filter(|text| Jid::parse(text).is_ok()).map(Cow::into_owned);
    assert_eq!(answer.to().map(Cow::into_owned), address(stanza.from()));
    assert_eq!(answer.from().map(Cow::into_owned), address(stanza.to()));
    assert_eq!(answer.failure().expect("an error").condition(), condition);
    assert!(answer.error_reply(condition).is_none(), "an error is never answered");
    assert!(Stanza::read(answer).is_ok(), "{written}");
}

/// All that can be asked of a stanza; the faults that come of it.
pub(crate) fn ask_everything(stanza: RawStanza<'_>) -> Vec<StanzaFault<'_>> {
    let mut faults = vec![stanza.to_jid().err(), stanza.from_jid().err()];
    let _ = (stanza.failure(), stanza.payloads().count(), stanza.lang());
    match Stanza::read(stanza) {
        Ok(Stanza::Message(message)) => {
            let _ = (message.type_(), message.body(), message.subject(), message.subject_in("en"));
            let bodies = message.bodies().count();
            assert_eq!(message.body_in("cs-CZ").is_some(), bodies > 0);
            faults.push(message.thread().err());
        }
        Ok(Stanza::Presence(presence)) => {
            let _ = (presence.type_(), presence.status(), presence.status_in("de"), presence.show_text());
            faults.extend([presence.show().err(), presence.priority().err()]);
        }
        Ok(Stanza::Iq(iq)) => {
            assert_eq!(Some(iq.id()), stanza.id());
            assert_eq!(iq.result().is_some(), iq.type_().is_request());
            assert!(!iq.type_().is_request() || iq.payload_element().is_some());
        }
        Err(fault) => faults.push(Some(fault)),
    }
    faults.into_iter().flatten().collect()
}
