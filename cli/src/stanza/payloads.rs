//! What is wrong with the payloads that the library knows.

use envoi::stanza::RawStanza;
use envoi::stanza::payload::{
    Address, BindRequest, BindResult, ChatState, Delay, DiscoInfo, OriginId, Payload, PayloadError, Ping,
    Receipt, ReceiptRequest, Roster, StanzaId,
};
use envoi::xml::Element;

/// What is wrong with a payload of a stanza, if it is one of those.
pub(super) fn errors<'a>(stanza: RawStanza<'a>, payload: Element<'a>) -> Vec<PayloadError> {
    let type_ = stanza.type_();
    let mut errors = match type_.as_deref() {
        Some("result") => errors_of_result(payload),
        Some("set") => errors_of_set(payload),
        _ => Vec::new(),
    };
    let of_any = [
        error(payload, |_: ChatState| Ok(())),
        error(payload, |_: ReceiptRequest| Ok(())),
        error(payload, |_: Receipt<'_>| Ok(())),
        error(payload, |delay: Delay<'_>| delay.from().map_or(Ok(()), judge)),
        error(payload, |_: Ping| Ok(())),
        error(payload, |id: StanzaId<'_>| judge(id.by())),
        error(payload, |_: OriginId<'_>| Ok(())),
    ];
    errors.extend(of_any.into_iter().flatten());
    errors
}

fn errors_of_set(payload: Element<'_>) -> Vec<PayloadError> {
    let errors = [
        error(payload, |bind: BindRequest<'_>| bind.resourcepart().map(drop)),
        error(payload, |roster: Roster<'_>| roster.set_item().and_then(|item| judge(item.jid()))),
    ];
    errors.into_iter().flatten().collect()
}

fn errors_of_result(payload: Element<'_>) -> Vec<PayloadError> {
    let mut errors = Vec::new();
    errors.extend(error(payload, |bind: BindResult<'_>| bind.jid().map(drop)));
    if let Some(Ok(roster)) = read::<Roster<'_>>(payload) {
        errors.extend(roster.items().filter_map(|item| item.and_then(|item| judge(item.jid())).err()));
    }
    if let Some(Ok(info)) = read::<DiscoInfo<'_>>(payload) {
        errors.extend(info.identities().filter_map(Result::err));
        errors.extend(info.features().filter_map(Result::err));
    }
    errors
}

/// What is wrong with an element that is a `T`, or by a judgement on it.
fn error<'a, T: Payload<'a>>(
    element: Element<'a>,
    judge: impl FnOnce(T) -> Result<(), PayloadError>,
) -> Option<PayloadError> {
    read(element)?.and_then(judge).err()
}

fn read<'a, T: Payload<'a>>(element: Element<'a>) -> Option<Result<T, PayloadError>> {
    T::matches(element).then(|| T::read(element))
}

fn judge(address: &Address<'_>) -> Result<(), PayloadError> {
    address.jid().map(drop)
}
