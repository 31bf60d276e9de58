//! The laws of the App Engine rules on generated input: forms come back, routes are total, senders come to rest, and nothing panics.

#![cfg(feature = "alloc")]

#[path = "support/inputs.rs"]
#[allow(dead_code, reason = "shared with tests that use the rest")]
mod inputs;

use envoi::appengine::{
    App, AppAddress, AppEngineErrorKind, Command, Dispatcher, Domains, Field, Ignored, InboundRequest,
    MAX_MESSAGE_OCTETS, OutgoingMessage, OutgoingPresence, Route, SendStatus,
};
use envoi::stanza::{NS_CLIENT, NS_COMPONENT, RawStanza, Show, Stanza, StanzaKind, WriteStanza};
use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter};
use envoi::xml::ElementBuf;
use envoi::{Domainpart, Policy};
use proptest::prelude::*;

/// Text that XML can hold, much of it markup and white space.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[ -~\n\t]{0,40}",
        "[<>&'\"\\]/ a\r\n\t]{0,20}",
        any::<String>().prop_map(|text| text.chars().filter(|&c| is_char(c)).collect()),
    ]
}

/// XML 1.0 section 2.2, production 2.
fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

fn route() -> impl Strategy<Value = Route> {
    prop::sample::select(Route::ALL.to_vec())
}

fn type_() -> impl Strategy<Value = Option<String>> {
    let known = [
        "chat",
        "error",
        "groupchat",
        "headline",
        "normal",
        "available",
        "unavailable",
        "probe",
        "subscribe",
        "subscribed",
        "unsubscribe",
        "unsubscribed",
        "get",
        "set",
        "result",
        "",
    ];
    prop_oneof![
        Just(None),
        prop::sample::select(known.to_vec()).prop_map(|name| Some(name.to_owned())),
        "[a-z]{1,12}".prop_map(Some),
    ]
}

/// A stanza with these attributes and children, or without.
fn stanza() -> impl Strategy<Value = ElementBuf> {
    let kind = prop::sample::select(vec![StanzaKind::Message, StanzaKind::Presence, StanzaKind::Iq]);
    let children =
        prop::collection::vec(("body|show|status|priority|error", "jabber:client|urn:x", text()), 0..4);
    let (from, to) = (prop::option::of(text()), prop::option::of(text()));
    (kind, type_(), from, to, children).prop_map(|(kind, type_, from, to, children)| {
        let mut writer = StreamWriter::frames();
        writer.header().finish().unwrap();
        writer.clear();
        let mut element = writer.stanza(kind).unwrap();
        for (name, value) in [("type", type_), ("from", from), ("to", to)] {
            if let Some(value) = value {
                element.attribute(name, &value).unwrap();
            }
        }
        for (name, namespace, text) in children {
            element.start(&name, &namespace).unwrap().text(&text).unwrap().end().unwrap();
        }
        element.finish().unwrap();
        ElementBuf::parse(std::str::from_utf8(writer.as_bytes()).unwrap()).unwrap()
    })
}

fn raw(element: &ElementBuf) -> RawStanza<'_> {
    RawStanza::from_element(element.element(), NS_CLIENT).unwrap()
}

proptest! {
    #![proptest_config(inputs::config())]

    /// What a request says is what is read from its form, whatever the order, and its stanza reads as the one that came.
    #[test]
    fn forms_of_stanzas_come_back(element in stanza()) {
        let stanza = raw(&element);
        let request = match InboundRequest::of(stanza) {
            Ok(request) => request,
            Err(ignored) => {
                let holds = match ignored {
                    Ignored::NoFrom => stanza.from().is_none(),
                    Ignored::NoTo => stanza.to().is_none(),
                    _ => Route::of(stanza) == Err(ignored),
                };
                prop_assert!(holds, "{}", ignored);
                return Ok(());
            }
        };
        let mut fields: Vec<(&str, &str)> = request.fields().collect();
        prop_assert!(fields.iter().all(|&(name, _)| request.route().has(Field::from_name(name).unwrap())));
        fields.reverse();
        prop_assert_eq!(&InboundRequest::from_fields(request.route(), fields).unwrap(), &request);
        let again = ElementBuf::parse(request.stanza().unwrap()).unwrap();
        prop_assert_eq!(&InboundRequest::of(raw(&again)).unwrap(), &request);
    }

    /// Any values go through a form unchanged.
    #[test]
    fn forms_come_back(route in route(), values in prop::array::uniform6(text())) {
        let pairs: Vec<(&str, &str)> = Field::ALL
            .iter()
            .zip(&values)
            .filter(|(field, _)| route.has(**field))
            .map(|(field, value)| (field.as_str(), value.as_str()))
            .collect();
        let request = InboundRequest::from_fields(route, pairs.clone()).unwrap();
        prop_assert_eq!(request.fields().collect::<Vec<_>>(), pairs);
    }

    /// Every stanza has a route or a reason, and both go with its kind and type.
    #[test]
    fn routes_are_total(element in stanza()) {
        let stanza = raw(&element);
        let is_error = stanza.type_().as_deref() == Some("error");
        match Route::of(stanza) {
            Ok(route) => {
                prop_assert_eq!(Route::from_path(route.path()), Some(route));
                prop_assert_eq!(route == Route::Error, is_error);
                prop_assert_eq!(route == Route::Chat, stanza.kind() == StanzaKind::Message && !is_error);
            }
            Err(Ignored::Iq) => prop_assert_eq!(stanza.kind(), StanzaKind::Iq),
            Err(Ignored::MessageType) => {
                prop_assert!(matches!(stanza.type_().as_deref(), Some("groupchat" | "headline")));
            }
            Err(Ignored::PresenceType) => prop_assert!(Stanza::read(stanza).is_err()),
            Err(ignored) => prop_assert!(false, "{}", ignored),
        }
    }

    /// Octets of any kind never make a route panic.
    #[test]
    fn no_octets_make_a_route_panic(octets in inputs::any_octets()) {
        let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
        buffer.push(b"<message from='a' to='b'><body>");
        buffer.push(&octets);
        buffer.push(b"</body></message>");
        while let Ok(Some(event)) = buffer.next_event() {
            if let Event::Stanza(stanza) = event {
                let _ = InboundRequest::of(stanza);
            }
        }
    }

    /// Any text as a sender: what is accepted is an address of the app with a resource, and asked for again it stays.
    #[test]
    fn senders_come_to_rest(text in prop_oneof![inputs::any_text(), sender()], version in prop::option::of("beta")) {
        let app = App::new("app-id").unwrap();
        let app = match version {
            Some(version) => app.with_version(&version).unwrap(),
            None => app,
        };
        match app.sender(&text) {
            Ok(sender) => {
                prop_assert!(sender.resourcepart().is_some());
                prop_assert_eq!(&app.sender(sender.as_str()).unwrap(), &sender);
                if let Ok(address) = AppAddress::parse(sender.as_str()) {
                    prop_assert!(app.serves(&address), "{}", address);
                }
            }
            Err(error) => {
                prop_assert!(error.offset() <= text.len());
                let jid = Policy::APP_ENGINE_SENDER.parse(&text);
                prop_assert!(error.kind() == AppEngineErrorKind::Sender || Err(error.jid_error().unwrap()) == jid);
            }
        }
    }

    /// What is read from an address builds it again.
    #[test]
    fn addresses_come_back(text in prop_oneof![inputs::any_text(), sender()]) {
        let Ok(address) = AppAddress::parse(&text) else { return Ok(()) };
        let app = App::new(address.app()).unwrap();
        let app = match address.version() {
            Some(version) => app.with_version(version).unwrap(),
            None => app,
        };
        prop_assert!(app.serves(&address));
        let built = [app.address(), app.custom_address(address.name()).unwrap()];
        prop_assert!(built.iter().any(|jid| **jid == *address.jid().bare()), "{}", address);
    }

    /// A bad recipient takes nothing from the others, and each has a status of its own.
    #[test]
    fn every_recipient_has_a_status(recipients in prop::collection::vec(inputs::any_text(), 1..6)) {
        let app = App::new("app-id").unwrap();
        let message = OutgoingMessage::new("Hi").to_all(recipients.iter().map(String::as_str));
        let mut sent = Vec::new();
        let statuses = message.send(&app, |stanza| {
            stanza.to_element(NS_CLIENT).map(|stanza| sent.push(raw(&stanza).to().unwrap().into_owned()))
        }).unwrap();
        let good: Vec<String> =
            recipients.iter().filter_map(|text| Some(Policy::APP_ENGINE.parse(text).ok()?.to_string())).collect();
        prop_assert_eq!(sent, good);
        prop_assert_eq!(statuses.len(), recipients.len());
        for (status, text) in statuses.iter().zip(&recipients) {
            prop_assert_eq!(*status == SendStatus::NoError, Policy::APP_ENGINE.parse(text).is_ok());
        }
    }

    /// A text arrives as it was sent, or is refused.
    #[test]
    fn texts_arrive(text in any::<String>()) {
        let app = App::new("app-id").unwrap();
        let message = OutgoingMessage::new(&*text).to("app-id@appspot.com");
        match message.prepare(&app) {
            Ok(prepared) => {
                let stanza = prepared.stanzas().next().unwrap().to_element(NS_CLIENT).unwrap();
                let request = InboundRequest::of(raw(&stanza)).unwrap();
                prop_assert_eq!(request.body(), Some(&*text));
            }
            Err(error) if text.is_empty() => prop_assert_eq!(error.kind(), AppEngineErrorKind::NoBody),
            Err(error) => {
                prop_assert_eq!(error.kind(), AppEngineErrorKind::Character);
                prop_assert_eq!(Some(error.offset()), text.find(|c| !is_char(c)));
            }
        }
    }

    /// Raw XML is in the stanza as it was, or is refused; it never makes two stanzas.
    #[test]
    fn raw_xml_arrives(xml in "(</?[ab:]?(message|body|x)?( xmlns='urn:x'| to='a@b')?/?>|&|a|\\]\\]>){1,8}") {
        let app = App::new("app-id").unwrap();
        let message = OutgoingMessage::xml(&*xml).to("app-id@appspot.com");
        let Ok(prepared) = message.prepare(&app) else { return Ok(()) };
        let mut writer = StreamWriter::fragments(NS_CLIENT);
        if writer.write(&prepared.stanzas().next().unwrap()).is_err() {
            return Ok(());
        }
        let mut buffer = StreamBuffer::new(StreamReader::fragments(Limits::DEFAULT));
        buffer.push(writer.as_bytes());
        let Ok(Some(Event::Stanza(stanza))) = buffer.next_event() else { panic!("{xml}") };
        prop_assert_eq!(stanza.payload_source(), xml);
        prop_assert!(buffer.next_event().unwrap().is_none());
    }

    /// Commands are what the parts say: nothing of a body is lost but the white space around the argument.
    #[test]
    fn commands_are_made_of_their_parts(body in prop_oneof![text(), "[/\\\\][a-z/ ]{0,12}"]) {
        match Command::parse(&body) {
            Some(command) => {
                prop_assert!(!command.name().is_empty() && !command.name().contains(' '));
                prop_assert_eq!(body[1..].strip_prefix(command.name()).unwrap().trim(), command.argument());
            }
            None => prop_assert!(!body.starts_with(['/', '\\']) || body.len() == 1 || body[1..].starts_with(' ')),
        }
    }
}

/// Text that is nearly an address of the app.
fn sender() -> impl Strategy<Value = String> {
    let name =
        prop::sample::select(vec!["app-id", "support", "App-Id", "a_b", "", "a@b", "a(b", "gr\u{FC}n"]);
    let domain = prop::sample::select(vec![
        "appspot.com",
        "appspotchat.com",
        "app-id.appspotchat.com",
        "beta.latest.app-id.appspotchat.com",
        "other.appspotchat.com",
        "App-Id.appspotchat.com",
        "beta.app-id.appspotchat.com",
    ]);
    let resource = prop::sample::select(vec!["", "/", "/bot", "/a/b", "/a;", "/\u{FF1B}"]);
    (name, domain, resource).prop_map(|(name, domain, resource)| format!("{name}@{domain}{resource}"))
}

/// Both domains of a test server are one.
#[test]
fn an_app_lives_on_a_component_of_another_server() {
    let localhost = Domainpart::from_canonical("localhost").unwrap();
    let domains = Domains::new(localhost, localhost);
    let app = App::new("echo").unwrap().with_domains(domains.clone()).unwrap();
    assert_eq!(app.sender("anything@echo.localhost").unwrap().as_str(), "anything@echo.localhost/bot");
    assert_eq!(app.sender("").unwrap().as_str(), "echo@localhost/bot");
    assert!(app.serves(&domains.parse("anything@echo.localhost/x").unwrap()));
    assert_eq!(app.sender("echo@appspot.com").unwrap_err().kind(), AppEngineErrorKind::Sender);
    let beta = app.with_version("beta").unwrap();
    assert_eq!(beta.sender("").unwrap().as_str(), "echo@beta.latest.echo.localhost/bot");
    assert!(!beta.serves(&domains.parse("anything@echo.localhost").unwrap()));
}

/// What a stanza takes from its stream is in the form, and counts.
#[test]
fn a_stanza_stands_alone_in_its_form() {
    let header = "<stream:stream xmlns='jabber:component:accept' xmlns:stream='http://etherx.jabber.org/streams' \
                  xmlns:x='urn:x' from='echo.localhost' xml:lang='en'>";
    let (front, end) = ("<message from='a@b' to='c@echo.localhost'><x:y/><body>", "</body></message>");
    let declared = " xmlns='jabber:component:accept' xmlns:x='urn:x' xml:lang='en'".len();
    let most = MAX_MESSAGE_OCTETS - front.len() - end.len() - declared;
    for (octets, passes) in [(2, true), (most, true), (most + 1, false)] {
        let mut buffer = StreamBuffer::new(StreamReader::new(Limits::DEFAULT));
        buffer.push(format!("{header}{front}{}{end}", "a".repeat(octets)).as_bytes());
        assert!(matches!(buffer.next_event(), Ok(Some(Event::Open(_)))));
        let Ok(Some(Event::Stanza(stanza))) = buffer.next_event() else { panic!("{octets}") };
        let request = InboundRequest::of(stanza);
        assert_eq!(request.as_ref().err(), (!passes).then_some(&Ignored::TooLong), "{octets}");
        let Ok(request) = request else { continue };
        let alone = ElementBuf::parse(request.stanza().unwrap()).unwrap();
        assert_eq!(alone.element().children().next().unwrap().namespace(), "urn:x");
        assert_eq!(alone.element().lang().as_deref(), Some("en"));
        assert!(alone.element().is("message", NS_COMPONENT));
    }
}

/// Escaping counts, so that no message of an app is larger on the wire than the service takes.
#[test]
fn messages_are_measured_as_they_are_written() {
    let app = App::new("app-id").unwrap();
    for (text, octets) in [("a", 1), ("&", 5), ("<", 4), (">", 4), ("\r", 5), ("\u{20AC}", 3)] {
        let most = MAX_MESSAGE_OCTETS / octets;
        assert!(OutgoingMessage::new(text.repeat(most)).to("a@example.com").prepare(&app).is_ok());
        let error =
            OutgoingMessage::new(text.repeat(most + 1)).to("a@example.com").prepare(&app).unwrap_err();
        assert_eq!(error.kind(), AppEngineErrorKind::MessageTooLong, "{text}");
    }
}

/// Chat states and receipts have no body: who answers them never ends.
#[test]
fn what_has_no_body_is_not_answered() {
    let state = "<message xmlns='jabber:client' from='a@b' to='c@d' type='chat'>\
                 <composing xmlns='http://jabber.org/protocol/chatstates'/></message>";
    let state = ElementBuf::parse(state).unwrap();
    let request = InboundRequest::of(RawStanza::from_element(state.element(), NS_CLIENT).unwrap()).unwrap();
    let mut bot = Dispatcher::new().text_message(|chat| chat.reply("You said something"));
    assert!(bot.dispatch(&request).is_empty());
}

#[test]
fn an_error_that_is_answered_with_text_is_not_a_chat_message() {
    let fields = [("from", "a@example.com"), ("to", "app-id@appspot.com"), ("stanza", "<message/>")];
    let mut bot = Dispatcher::new().text_message(|chat| chat.reply("Hi"));
    for route in Route::ALL.into_iter().filter(|&route| route != Route::Chat) {
        let request = InboundRequest::from_fields(route, fields).unwrap();
        assert!(bot.dispatch(&request).is_empty(), "{route:?}");
    }
}

#[test]
fn messages_say_what_where_and_which_rule() {
    let app = App::new("app-id").unwrap();
    let errors = [
        OutgoingMessage::new("").to("a@example.com").prepare(&app).unwrap_err(),
        OutgoingMessage::new("Hi").prepare(&app).unwrap_err(),
        OutgoingMessage::new("a\u{0}").to("a@example.com").prepare(&app).unwrap_err(),
        OutgoingMessage::xml("<a>").to("a@example.com").prepare(&app).unwrap_err(),
        OutgoingPresence::available("a@example.com").status("a".repeat(2000)).prepare(&app).unwrap_err(),
        OutgoingPresence::probe("example.com").prepare(&app).unwrap_err(),
        OutgoingPresence::probe("a@example.com").show(Show::Away).prepare(&app).unwrap_err(),
        OutgoingMessage::xml("a<c:body xmlns:c='jabber:client'>x</c:body>")
            .to("a@example.com")
            .prepare(&app)
            .unwrap_err(),
        AppAddress::parse("example@gmail.com").unwrap_err(),
        app.clone().with_version("1.0").unwrap_err(),
    ];
    assert_eq!(
        errors.map(|error| error.to_string()),
        [
            "the message has no body, at byte 0 (XMPP Java API Overview, Sending chat messages)",
            "the message has no recipient, at byte 0 (XMPP Java API Overview, Sending chat messages)",
            "XML has no such character, at byte 1 (XML 1.0 section 2.2)",
            "the raw XML is not well-formed: the input ends inside an element, at byte 3 (XML 1.0 section 2.1)",
            "the status is longer than 1024 octets, at byte 1024 \
             (Programming Google App Engine with Python, chapter 15, Managing Presence Updates)",
            "localpart must be followed by '@', at byte 0 (App Engine XMPP service)",
            "only available presence can have a show, at byte 0 (RFC 6121 section 4.7.2)",
            "elements of the content namespace of a stream cannot have a prefix, at byte 1 (RFC 6120 section 4.8.5)",
            "the address of an app must be app-id@appspot.com, name@app-id.appspotchat.com or \
             name@version.latest.app-id.appspotchat.com, at byte 8 (XMPP Java API Overview, XMPP addresses)",
            "a version is a label of a domain name: lower-case letters, digits and hyphens, at byte 1 \
             (XMPP Java API Overview, Addresses and app versions)",
        ]
    );
}
