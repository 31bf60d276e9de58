//! The App Engine rules: forms, senders, messages.
//!
//! The first octet says what the rest is: a stanza, an address, a message, a message of raw XML, a command, or the fields of a form.
//!
//! - A stanza has a route or a reason why it has none. What its request says comes back from its form, in any order, and from the stanza in it.
//! - A sender that is accepted is of the app, has a resourcepart, and asked for again it stays. What is read from an address builds it again.
//! - A text arrives as it was sent, or is refused at the character that XML does not have. Raw XML arrives as it was sent, and never makes two
//!   stanzas; it is refused if it is not well-formed, or has a prefix for a content namespace.
//! - A form is what it was made of, or is refused for a field that is missing.
//! - Each recipient has a status, which says whether it is an address, and depends on no other. A command is made of its parts.

use super::raw;
use super::refusal::is_justified;
use crate::naive_xml::is_char;
use envoi::Policy;
use envoi::appengine::{
    App, AppAddress, AppEngineErrorKind, Command, Dispatcher, Field, FormErrorKind, InboundRequest,
    OutgoingMessage, Route, SendStatus,
};
use envoi::stanza::{NS_CLIENT, NS_COMPONENT, NS_SERVER, RawStanza, StanzaKind, WriteStanza};
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter};
use envoi::xml::ElementBuf;

/// What the first octet says, in this order.
const WHAT: [fn(&str); 6] = [stanza, address, message, raw_message, command, form];

/// A stanza, an address, a message, a command or a form.
pub fn appengine_form(octets: &[u8]) {
    if let Some((first, rest)) = octets.split_first()
        && let Ok(text) = std::str::from_utf8(rest)
    {
        WHAT[usize::from(*first) % WHAT.len()](text);
    }
}

/// The input that makes a target read this text as what a table of vectors is about.
pub(super) fn seeds(text: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    (0..=5_u8).map(move |what| [&[what], text].concat())
}

fn app() -> App {
    App::new("app-id").expect("an ID")
}

fn stanza(text: &str) {
    let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
    buffer.push(text.as_bytes());
    while let Ok(Some(event)) = buffer.next_event() {
        if let Event::Stanza(stanza) = event {
            request(stanza);
        }
    }
}

fn request(stanza: RawStanza<'_>) {
    let is_error = stanza.type_().as_deref() == Some("error");
    if let Ok(route) = Route::of(stanza) {
        assert_eq!(Route::from_path(route.path()), Some(route));
        assert_eq!(route == Route::Error, is_error);
        assert_eq!(route == Route::Chat, stanza.kind() == StanzaKind::Message && !is_error);
    }
    let Ok(request) = InboundRequest::of(stanza) else { return };
    let mut fields: Vec<(&str, &str)> = request.fields().collect();
    let belong =
        |&(name, _): &(&str, &str)| Field::from_name(name).is_some_and(|field| request.route().has(field));
    assert!(fields.iter().all(belong), "{fields:?}");
    fields.reverse();
    assert_eq!(InboundRequest::from_fields(request.route(), fields).as_ref(), Ok(&request));
    let again = ElementBuf::parse_within(request.stanza().expect("a stanza"), envoi::xml::Limits::MAX);
    let again = again.unwrap_or_else(|error| panic!("{}: {error}", request.stanza().unwrap_or_default()));
    let again = RawStanza::from_element(again.element(), NS_CLIENT).expect("a stanza");
    assert_eq!(InboundRequest::of(again).as_ref(), Ok(&request));
    Dispatcher::new().text_message(|chat| chat.reply("Hi")).unhandled_command(|_| ()).dispatch(&request);
}

fn address(text: &str) {
    for app in [app(), app().with_version("beta").expect("a version")] {
        match app.sender(text) {
            Ok(sender) => {
                assert!(sender.resourcepart().is_some(), "{sender}");
                assert_eq!(app.sender(sender.as_str()).as_ref(), Ok(&sender));
                if let Ok(address) = AppAddress::parse(sender.as_str()) {
                    assert!(app.serves(&address), "{address}");
                }
            }
            Err(error) => {
                assert!(
                    error.offset() <= text.len() && text.is_char_boundary(error.offset()),
                    "{text:?} {error}"
                );
            }
        }
    }
    let Ok(address) = AppAddress::parse(text) else { return };
    let app = App::new(address.app()).expect("its app");
    let app = match address.version() {
        Some(version) => app.with_version(version).expect("its version"),
        None => app,
    };
    assert!(app.serves(&address), "{address}");
    let built = [app.address(), app.custom_address(address.name()).expect("its name")];
    assert!(built.iter().any(|jid| **jid == *address.jid().bare()), "{address}");
}

fn message(text: &str) {
    let message = OutgoingMessage::new(text).to("app-id@appspot.com");
    match message.prepare(&app()) {
        Ok(prepared) => {
            let stanza = prepared.stanzas().next().expect("one").to_element(NS_CLIENT).expect("an element");
            let stanza = RawStanza::from_element(stanza.element(), NS_CLIENT).expect("a stanza");
            assert_eq!(InboundRequest::of(stanza).expect("a request").body(), Some(text));
        }
        Err(error) if text.is_empty() => assert_eq!(error.kind(), AppEngineErrorKind::NoBody),
        Err(error) => {
            assert_eq!(error.kind(), AppEngineErrorKind::Character);
            assert_eq!(Some(error.offset()), text.find(|c| !is_char(c)), "{text:?}");
        }
    }
    recipients(&text.split('\n').take(6).collect::<Vec<_>>());
}

fn recipients(recipients: &[&str]) {
    let message = OutgoingMessage::new("Hi").to_all(recipients.iter().copied());
    let mut sent = Vec::new();
    let queue = |stanza: &envoi::stanza::MessageBuilder<'_>| {
        let stanza = stanza.to_element(NS_CLIENT).expect("an address and a text");
        sent.push(stanza.element().attribute("to").expect("a recipient").into_owned());
        Ok::<(), ()>(())
    };
    // XMPP Java API Overview, Quotas and limits: 1 MiB for recipients and body.
    let octets: usize = recipients.iter().map(|recipient| recipient.len()).sum();
    let wrong = if octets + 2 > 1 << 20 { vec![AppEngineErrorKind::CallTooLong] } else { Vec::new() };
    let statuses = message.send(&app(), queue).map_err(|error| error.kind());
    let Some(statuses) = is_justified(statuses, &wrong, &recipients) else { return };
    let parsed = recipients.iter().map(|recipient| Policy::APP_ENGINE.parse(recipient));
    let (expected, addresses): (Vec<_>, Vec<_>) = parsed
        .map(|parsed| match parsed {
            Ok(jid) => (SendStatus::NoError, Some(jid.as_str().to_owned())),
            Err(_) => (SendStatus::InvalidJid, None),
        })
        .unzip();
    assert_eq!(statuses, expected, "{recipients:?}");
    assert_eq!(sent, addresses.into_iter().flatten().collect::<Vec<_>>(), "{recipients:?}");
}

fn raw_message(xml: &str) {
    let app = app();
    let message = OutgoingMessage::xml(xml).to("app-id@appspot.com");
    let prepared = message.prepare(&app).map_err(|error| error.kind());
    let Some(prepared) = is_justified(prepared, &wrong_xml(xml), &xml) else { return };
    let mut writer = StreamWriter::fragments(NS_CLIENT);
    writer.write(&prepared.stanzas().next().expect("one")).expect("XML that fits");
    let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::MAX));
    buffer.push(writer.as_bytes());
    match buffer.next_event() {
        Ok(Some(Event::Stanza(stanza))) => assert_eq!(stanza.payload_source(), xml),
        event => panic!("{xml:?}: {event:?}"),
    }
    assert!(matches!(buffer.next_event(), Ok(None)) && buffer.unread().is_empty(), "{xml:?}");
}

fn wrong_xml(xml: &str) -> Vec<AppEngineErrorKind> {
    if xml.is_empty() {
        return vec![AppEngineErrorKind::NoBody];
    }
    let Some(raw) = raw::read(xml) else { return vec![AppEngineErrorKind::Xml] };
    // RFC 6120 section 4.8.5, and which of them the stream will have is not known.
    let is_content =
        [NS_CLIENT, NS_SERVER, NS_COMPONENT].iter().any(|content| raw.prefixed.contains(*content));
    if is_content { vec![AppEngineErrorKind::ContentPrefix] } else { Vec::new() }
}

fn command(body: &str) {
    match Command::parse(body) {
        Some(command) => {
            assert!(!command.name().is_empty() && !command.name().contains(' '), "{body:?}");
            let argument = body[1..].strip_prefix(command.name()).map(str::trim);
            assert_eq!(argument, Some(command.argument()), "{body:?}");
        }
        None => assert!(
            !body.starts_with(['/', '\\']) || body.len() == 1 || body[1..].starts_with(' '),
            "{body:?}"
        ),
    }
}

/// Fields, one a line.
fn form(text: &str) {
    for route in Route::ALL {
        let values = text.split('\n');
        let pairs: Vec<(&str, &str)> = Field::ALL
            .iter()
            .filter(|field| route.has(**field))
            .zip(values)
            .map(|(field, value)| (field.as_str(), value))
            .collect();
        let needed = [Field::From, Field::To, Field::Body].into_iter().filter(|field| route.has(*field));
        let is_there = |field: &Field| pairs.iter().any(|(name, _)| *name == field.as_str());
        let missing = needed.filter(|field| !is_there(field)).map(|field| (FormErrorKind::Missing, field));
        // XMPP Java API Overview, Quotas and limits: 100 KiB a message.
        let long = Field::ALL.into_iter().filter(|field| {
            pairs.iter().any(|(name, value)| *name == field.as_str() && value.len() > 100 << 10)
        });
        let wrong: Vec<_> = missing.chain(long.map(|field| (FormErrorKind::TooLong, field))).collect();
        let request = InboundRequest::from_fields(route, pairs.clone());
        let request = request.map_err(|error| (error.kind(), error.field()));
        if let Some(request) = is_justified(request, &wrong, &pairs) {
            assert_eq!(request.fields().collect::<Vec<_>>(), pairs);
        }
    }
}
