//! What a stanza is, in the words of the files.

use crate::Outcome;
use envoi::stanza::{Iq, Message, Presence, RawStanza, Show, Stanza, StanzaFailure, StanzaFault};
use envoi::xml::Element;

/// The stanza, or what is wrong with it and what it is answered with.
pub(crate) fn outline(stanza: RawStanza<'_>) -> Outcome {
    fields(stanza).map_or_else(|fault| error(&fault), Outcome::Ok)
}

fn error(fault: &StanzaFault<'_>) -> Outcome {
    let place = fault.reply().map_or("silence", |reply| reply.condition().as_str());
    Outcome::Error { place, kind: fault.kind().as_str(), offset: fault.offset() }
}

fn fields(stanza: RawStanza<'_>) -> Result<Vec<String>, StanzaFault<'_>> {
    let read = Stanza::read_strictly(stanza)?;
    let mut fields = vec![stanza.kind().as_str().to_owned()];
    let type_ = match &read {
        Stanza::Message(message) => message.type_().as_str(),
        Stanza::Presence(presence) => presence.type_().as_str(),
        Stanza::Iq(iq) => iq.type_().as_str(),
    };
    fields.push(format!("type={type_}"));
    if let Some(raw) = stanza.type_().filter(|raw| *raw != type_) {
        fields.push(format!("raw-type={raw}"));
    }
    push(&mut fields, "to", stanza.to_jid()?);
    push(&mut fields, "from", stanza.from_jid()?);
    push(&mut fields, "id", stanza.id());
    match read {
        Stanza::Message(message) => push_message(&mut fields, &message)?,
        Stanza::Presence(presence) => push_presence(&mut fields, &presence)?,
        Stanza::Iq(iq) => push_iq(&mut fields, &iq),
    }
    fields.extend(stanza.failure().into_iter().flat_map(failure));
    Ok(fields)
}

fn push_message<'a>(fields: &mut Vec<String>, message: &Message<'a>) -> Result<(), StanzaFault<'a>> {
    fields.extend(message.subjects().map(|subject| text("subject", subject)));
    fields.extend(message.bodies().map(|body| text("body", body)));
    if let Some(thread) = message.thread()? {
        fields.push(format!("thread={}", thread.id));
        push(fields, "parent", thread.parent);
    }
    fields.extend(message.payloads().map(|element| named("payload", element)));
    Ok(())
}

fn push_presence<'a>(fields: &mut Vec<String>, presence: &Presence<'a>) -> Result<(), StanzaFault<'a>> {
    push(fields, "show", presence.show()?.map(Show::as_str));
    fields.extend(presence.statuses().map(|status| text("status", status)));
    push(fields, "priority", Some(presence.priority()?).filter(|priority| *priority != 0));
    fields.extend(presence.payloads().map(|element| named("payload", element)));
    Ok(())
}

fn push_iq(fields: &mut Vec<String>, iq: &Iq<'_>) {
    fields.extend(iq.payload_element().map(|element| named("payload", element)));
}

fn failure(failure: StanzaFailure<'_>) -> Vec<String> {
    let mut fields = vec![
        format!("error={}", failure.condition().as_str()),
        format!("action={}", failure.error_type().as_str()),
    ];
    push(&mut fields, "by", failure.by());
    push(&mut fields, "address", failure.new_address());
    if let Some(text) = failure.text() {
        fields.push(in_language("error-text", failure.text_lang().as_deref(), &text));
    }
    fields.extend(failure.application_condition().map(|element| named("application", element)));
    fields
}

fn push(fields: &mut Vec<String>, name: &str, value: Option<impl std::fmt::Display>) {
    fields.extend(value.map(|value| format!("{name}={value}")));
}

fn text(name: &str, element: Element<'_>) -> String {
    in_language(name, element.lang().as_deref(), &element.text())
}

fn in_language(name: &str, lang: Option<&str>, text: &str) -> String {
    match lang {
        Some(lang) => format!("{name}[{lang}]={text}"),
        None => format!("{name}={text}"),
    }
}

fn named(name: &str, element: Element<'_>) -> String {
    format!("{name}={{{}}}{}", element.namespace(), element.name())
}
