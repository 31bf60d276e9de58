//! What a payload is, in the words of the files.

use crate::Outcome;
use envoi::BareJid;
use envoi::stanza::RawStanza;
use envoi::stanza::payload::{
    BindRequest, BindResult, ChatState, Delay, DiscoInfo, DiscoInfoQuery, OriginId, Payload, PayloadError,
    Ping, Receipt, ReceiptRequest, Roster, RosterItem, StanzaId,
};

/// Whose client gets roster pushes.
const ACCOUNT: &str = "juliet@example.com";

/// The payload that an op asks for.
pub(crate) fn payload(op: &str, stanza: RawStanza<'_>) -> Result<Outcome, String> {
    let fields = match op {
        "chat-state" => one(stanza, |state: ChatState| Ok(vec![state.as_str().to_owned()])),
        "receipt-request" => one(stanza, |_: ReceiptRequest| Ok(vec!["request".to_owned()])),
        "receipt" => one(stanza, |receipt: Receipt<'_>| Ok(vec![format!("id={}", receipt.id())])),
        "delay" => one(stanza, |delay| self::delay(&delay)),
        "ping" => one(stanza, |_: Ping| Ok(vec!["ping".to_owned()])),
        "disco-query" => one(stanza, |query| Ok(disco_query(&query))),
        "disco-info" => one(stanza, |info| Ok(disco_info(info))),
        "bind-request" => one(stanza, |request| bind_request(&request)),
        "bind-result" => one(stanza, |result: BindResult<'_>| Ok(vec![format!("jid={}", result.jid()?)])),
        "roster" => one(stanza, |roster| Ok(self::roster(roster))),
        "roster-set" => one(stanza, |roster: Roster<'_>| Ok(item(&roster.set_item()?))),
        "roster-push" => roster_push(stanza),
        "stanza-id" => stanza
            .payloads_of()
            .map(|id| stanza_id(&id?))
            .collect::<Result<Vec<_>, _>>()
            .map(|ids| ids.concat()),
        "origin-id" => one(stanza, |id: OriginId<'_>| Ok(vec![format!("id={}", id.id())])),
        _ => return Err(format!("no such op: {op}")),
    };
    Ok(fields.map_or_else(error, Outcome::Ok))
}

fn error(error: PayloadError) -> Outcome {
    let (place, kind) = (error.condition().as_str(), error.kind().as_str());
    Outcome::Error { place, kind, offset: error.offset() }
}

/// The first payload of its type, or `none`.
fn one<'a, T: Payload<'a>>(
    stanza: RawStanza<'a>,
    fields: impl FnOnce(T) -> Result<Vec<String>, PayloadError>,
) -> Result<Vec<String>, PayloadError> {
    stanza.payload()?.map_or_else(|| Ok(vec!["none".to_owned()]), fields)
}

fn delay(delay: &Delay<'_>) -> Result<Vec<String>, PayloadError> {
    let mut fields =
        vec![format!("stamp={}", delay.stamp()), format!("seconds={}", delay.stamp().unix_seconds())];
    if let Some(from) = delay.from() {
        fields.push(format!("from={}", from.jid()?));
    }
    if !delay.reason().is_empty() {
        fields.push(format!("reason={}", delay.reason()));
    }
    Ok(fields)
}

fn disco_query(query: &DiscoInfoQuery<'_>) -> Vec<String> {
    let mut fields = vec!["query".to_owned()];
    fields.extend(query.node().map(|node| format!("node={node}")));
    fields
}

fn disco_info(info: DiscoInfo<'_>) -> Vec<String> {
    let mut fields: Vec<String> = info.node().map(|node| format!("node={node}")).into_iter().collect();
    for identity in info.identities() {
        match identity {
            Ok(identity) => {
                fields.push(format!("identity={}/{}", identity.category(), identity.type_()));
                fields.extend(identity.name().map(|name| format!("name={name}")));
                fields.extend(identity.lang().map(|lang| format!("lang={lang}")));
            }
            Err(error) => fields.push(fault(error)),
        }
    }
    let feature = |feature: Result<_, _>| feature.map_or_else(fault, |feature| format!("feature={feature}"));
    fields.extend(info.features().map(feature));
    fields
}

fn bind_request(request: &BindRequest<'_>) -> Result<Vec<String>, PayloadError> {
    let resource = request.resourcepart()?;
    Ok(vec![resource.map_or_else(|| "any".to_owned(), |resource| format!("resource={resource}"))])
}

fn roster(roster: Roster<'_>) -> Vec<String> {
    let mut fields = vec!["roster".to_owned()];
    fields.extend(roster.version().map(|version| format!("ver={version}")));
    for contact in roster.items() {
        fields.extend(contact.map_or_else(|error| vec![fault(error)], |contact| item(&contact)));
    }
    fields
}

fn roster_push(stanza: RawStanza<'_>) -> Result<Vec<String>, PayloadError> {
    let account = BareJid::from_canonical(ACCOUNT).expect("canonical");
    let pushed = Roster::push(&stanza, account)?;
    Ok(pushed.map_or_else(|| vec!["none".to_owned()], |pushed| item(&pushed)))
}

fn item(contact: &RosterItem<'_>) -> Vec<String> {
    let jid = contact.jid().jid();
    let mut fields = vec![jid.map_or_else(fault, |jid| format!("item={jid}"))];
    fields.extend(contact.name().map(|name| format!("name={name}")));
    fields.push(format!("subscription={}", contact.subscription().as_str()));
    fields.extend(contact.is_pending_out().then(|| "ask".to_owned()));
    fields.extend(contact.is_approved().then(|| "approved".to_owned()));
    fields.extend(contact.groups().map(|group| format!("group={group}")));
    fields
}

fn stanza_id(id: &StanzaId<'_>) -> Result<Vec<String>, PayloadError> {
    Ok(vec![format!("id={}", id.id()), format!("by={}", id.by().jid()?)])
}

/// A fault that leaves the rest of a list as it is.
fn fault(error: PayloadError) -> String {
    format!("fault={}@{}", error.kind().as_str(), error.offset())
}
