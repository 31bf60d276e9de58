//! What is wrong with a stanza, as far as the rules of RFC 6120 and RFC 6121 can be judged one by one.

use envoi::stanza::{RawStanza, Stanza, StanzaFault, WriteStanza};

/// The faults of a stanza, each once; the first is the one that an entity would answer.
pub(super) fn faults(stanza: RawStanza<'_>) -> Vec<StanzaFault<'_>> {
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

/// The error stanza that answers a fault, as XML that stands alone; none if it must not be answered.
pub(super) fn reply(fault: &StanzaFault<'_>) -> Option<String> {
    let reply = fault.reply()?.to_element(fault.stanza().element().namespace()).ok()?;
    Some(reply.as_str().to_owned())
}
