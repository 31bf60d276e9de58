//! What is wrong with a stanza and with the payloads that the library knows, and the answers.

use super::payloads;
use envoi::JidError;
use envoi::stanza::payload::{PayloadError, PayloadErrorKind};
use envoi::stanza::{ErrorReply, RawStanza, Stanza, StanzaFault, WriteStanza};
use serde::Serialize;

/// A broken rule.
#[derive(Serialize)]
pub(super) struct Fault {
    /// Whose rule it is: `stanza` or `payload`.
    pub(super) part: &'static str,
    pub(super) kind: &'static str,
    /// In octets from the `<` of the stanza.
    offset: usize,
    rule: &'static str,
    pub(super) message: String,
    /// What is wrong with the sender or the recipient, which `message` ends with, if that is it.
    #[serde(skip)]
    pub(super) address: Option<JidError>,
    /// Of the answer.
    pub(super) condition: &'static str,
    /// The answer, as XML that stands alone; none if the stanza must not be answered.
    pub(super) reply: Option<String>,
}

/// All that can be found, each once; the first is what an entity would answer.
pub(super) fn faults(stanza: RawStanza<'_>) -> Vec<Fault> {
    let of_stanza = stanza_faults(stanza).into_iter().map(|fault| Fault::of_stanza(&fault));
    // The payload of an error is that of what it answers, and whoever answered has judged that.
    let payloads = stanza.payloads().filter(|_| stanza.type_().as_deref() != Some("error"));
    let errors = payloads.flat_map(|payload| payloads::errors(stanza, payload));
    of_stanza.chain(errors.map(|error| Fault::of_payload(stanza, &error))).collect()
}

impl Fault {
    fn of_stanza(fault: &StanzaFault<'_>) -> Self {
        Self {
            part: "stanza",
            kind: fault.kind().as_str(),
            offset: fault.offset(),
            rule: fault.kind().rule(),
            message: fault.to_string(),
            address: fault.kind().address(),
            condition: fault.condition().as_str(),
            reply: fault.reply().and_then(|reply| written(&reply, fault.stanza())),
        }
    }

    fn of_payload(stanza: RawStanza<'_>, error: &PayloadError) -> Self {
        let message = match error.kind() {
            PayloadErrorKind::Address(address) => format!("{error}: {address}"),
            _ => error.to_string(),
        };
        let reply = stanza.error_reply(error.condition());
        Self {
            part: "payload",
            kind: error.kind().as_str(),
            offset: error.offset(),
            rule: error.rule(),
            address: None,
            condition: error.condition().as_str(),
            reply: reply.and_then(|reply| written(&reply.text(&*message).lang("en"), stanza)),
            message,
        }
    }
}

fn written(reply: &ErrorReply<'_>, stanza: RawStanza<'_>) -> Option<String> {
    let reply = reply.to_element(stanza.element().namespace()).ok()?;
    Some(reply.as_str().to_owned())
}

fn stanza_faults(stanza: RawStanza<'_>) -> Vec<StanzaFault<'_>> {
    // Each of these ends at the first fault that it meets.
    let of_kind = match Stanza::read(stanza) {
        Err(fault) => [Some(fault), None],
        Ok(Stanza::Message(message)) => [message.thread().err(), None],
        Ok(Stanza::Presence(presence)) => [presence.show().err(), presence.priority().err()],
        Ok(Stanza::Iq(_)) => [None, None],
    };
    let of_all =
        [Stanza::read_strictly(stanza).err(), stanza.to_jid().err(), stanza.from_jid().err()].into_iter();
    let mut found: Vec<StanzaFault<'_>> = Vec::new();
    for fault in of_all.chain(of_kind).flatten() {
        if !found.iter().any(|known| (known.kind(), known.offset()) == (fault.kind(), fault.offset())) {
            found.push(fault);
        }
    }
    found
}
