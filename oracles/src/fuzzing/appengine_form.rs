//! The App Engine rules: forms, senders, messages.
//!
//! The first octet says what the rest is: a stanza, an address, a message, a message of raw XML, a command, or the fields of a form.
//!
//! - A stanza has a route or a reason why it has none. What its request says comes back from its form, in any order, and from the stanza in it.
//! - A sender that is accepted is of the app, has a resourcepart, and asked for again it stays. What is read from an address builds it again.
//! - A text arrives as it was sent, or is refused at the character that XML does not have; raw XML never makes two stanzas.
//! - Each recipient has a status, which depends on no other. A command is made of its parts.

use crate::naive_xml::is_char;
use envoi::Policy;
use envoi::appengine::{
    App, AppAddress, AppEngineErrorKind, Command, Dispatcher, Field, InboundRequest, OutgoingMessage, Route,
    SendStatus,
};
use envoi::stanza::{NS_CLIENT, RawStanza, StanzaKind, WriteStanza};
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
    let recipients: Vec<&str> = text.split('\n').take(6).collect();
    let message = OutgoingMessage::new("Hi").to_all(recipients.iter().copied());
    let mut sent = Vec::new();
    let queue = |stanza: &envoi::stanza::MessageBuilder<'_>| {
        let stanza = stanza.to_element(NS_CLIENT)?;
        sent.push(stanza.element().attribute("to").expect("a recipient").into_owned());
        Ok::<(), envoi::xml::WriteError>(())
    };
    let Ok(statuses) = message.send(&app(), queue) else { return };
    let accepts = |text: &&str| Policy::APP_ENGINE.parse(text).is_ok();
    assert_eq!(statuses.len(), recipients.len());
    assert_eq!(sent.len(), statuses.iter().filter(|status| **status == SendStatus::NoError).count());
    for (status, recipient) in statuses.iter().zip(&recipients) {
        assert_eq!(*status == SendStatus::NoError, accepts(recipient), "{recipient:?}");
    }
}

fn raw_message(xml: &str) {
    let app = app();
    let message = OutgoingMessage::xml(xml).to("app-id@appspot.com");
    let Ok(prepared) = message.prepare(&app) else { return };
    let mut writer = StreamWriter::fragments(NS_CLIENT);
    if writer.write(&prepared.stanzas().next().expect("one")).is_err() {
        assert!(writer.as_bytes().is_empty());
        return;
    }
    let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::MAX));
    buffer.push(writer.as_bytes());
    match buffer.next_event() {
        Ok(Some(Event::Stanza(stanza))) => assert_eq!(stanza.payload_source(), xml),
        event => panic!("{xml:?}: {event:?}"),
    }
    assert!(matches!(buffer.next_event(), Ok(None)) && buffer.unread().is_empty(), "{xml:?}");
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
        if let Ok(request) = InboundRequest::from_fields(route, pairs.clone()) {
            assert_eq!(request.fields().collect::<Vec<_>>(), pairs);
        }
    }
}
