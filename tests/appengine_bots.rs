//! What handlers of chat commands see and what they answer by default.
#![cfg(feature = "alloc")]

use envoi::appengine::{
    App, ChatMessage, Command, CommandHandler, Dispatcher, Field, Handled, InboundRequest, OutgoingMessage,
    OutgoingPresence, Route, UNKNOWN_COMMAND, dispatch,
};
use envoi::stanza::{MessageType, NS_CLIENT, Show, WriteStanza};

const FROM: &str = "juliet@example.com/balcony";
const TO: &str = "Support@app-id.appspotchat.com";

fn chat(body: &str) -> InboundRequest<'_> {
    InboundRequest::from_fields(Route::Chat, [("from", FROM), ("to", TO), ("body", body)]).unwrap()
}

/// A handler that has one command and overrides nothing.
struct Minimal;

impl CommandHandler for Minimal {
    fn command(&mut self, name: &str, chat: &mut ChatMessage<'_>) -> Handled {
        if name != "who" {
            return Handled::No;
        }
        chat.reply(format!("{} to {}: {:?}", chat.from(), chat.to(), chat.body()));
        assert_eq!(chat.command(), Command::parse(chat.body()));
        Handled::Yes
    }
}

/// Chapter 15, Handling Commands over Chat: a message that is no command gets no answer, an unknown command a fixed one.
#[test]
fn what_is_not_overridden_does_what_the_service_did() {
    let request = chat("/who  is it");
    let replies = dispatch(&mut Minimal, &request);
    assert_eq!(replies.len(), 1);
    assert_eq!(
        replies[0].body(),
        "juliet@example.com/balcony to Support@app-id.appspotchat.com: \"/who  is it\""
    );
    assert_eq!((replies[0].recipients(), replies[0].sender()), (&[FROM.into()][..], TO));
    let request = chat("/what");
    assert_eq!(dispatch(&mut Minimal, &request)[0].body(), UNKNOWN_COMMAND);
    let request = chat("who is it?");
    assert!(dispatch(&mut Minimal, &request).is_empty());
    // No chat message, no answer.
    let probe = InboundRequest::from_fields(Route::Probe, [("from", FROM), ("to", TO)]).unwrap();
    assert!(dispatch(&mut Minimal, &probe).is_empty());
}

#[test]
fn a_dispatcher_has_an_answer_for_everything() {
    let mut bot = Dispatcher::new()
        .command("b", |chat| chat.reply("b"))
        .command("a", |chat| {
            chat.reply("first");
            chat.reply_with(OutgoingMessage::new("second").type_(MessageType::Headline).to("x@example.com"));
        })
        .unhandled_command(|chat| chat.reply(format!("no {}", chat.command().unwrap().name())));
    assert_eq!(format!("{bot:?}"), "Dispatcher([\"a\", \"b\"])");
    let request = chat("/a");
    let replies = bot.dispatch(&request);
    assert_eq!(replies.iter().map(OutgoingMessage::body).collect::<Vec<_>>(), ["first", "second"]);
    // Whoever is named in a reply, it goes to who asked, from the address that was asked.
    assert!(replies.iter().all(|reply| reply.recipients() == [FROM] && reply.sender() == TO));
    let prepared = replies[1].prepare(&App::new("app-id").unwrap()).unwrap();
    let stanza = prepared.stanzas().next().unwrap().to_element(NS_CLIENT).unwrap();
    assert_eq!(stanza.element().attribute("type").as_deref(), Some("headline"));
    let request = chat("/c");
    assert_eq!(bot.dispatch(&request)[0].body(), "no c");
    let request = chat("text");
    assert!(bot.dispatch(&request).is_empty());
    let request = chat("/c");
    assert_eq!(Dispatcher::new().dispatch(&request)[0].body(), UNKNOWN_COMMAND);
}

/// Chapter 15, Managing Presence Updates: show and status; that show is absent means `chat`.
#[test]
fn presence_has_a_show_and_a_status() {
    let fields = [("from", FROM), ("to", TO), ("show", "away"), ("status", "Out"), ("body", "x")];
    let request = InboundRequest::from_fields(Route::Available, fields).unwrap();
    assert_eq!((request.show(), request.status(), request.body()), (Some("away"), Some("Out"), None));
    let names: Vec<_> = request.fields().map(|(name, _)| name).collect();
    assert_eq!(names, ["from", "to", "show", "status"]);
    let request = InboundRequest::from_fields(Route::Unavailable, [("from", FROM), ("to", TO)]).unwrap();
    assert_eq!((request.show(), request.status(), request.stanza()), (None, None, None));
    assert_eq!(request.field(Field::Show), None);
    // Only a request to subscribe is accepted.
    assert!(request.acceptance().unwrap().is_none());
}

/// RFC 6121 section 4.3: a probe goes from the bare address to the bare address, presence does not have to.
#[test]
fn presence_that_is_sent() {
    let app = App::new("app-id").unwrap();
    for (presence, expected) in [
        (
            OutgoingPresence::available(FROM).show(Show::Xa).status("Out"),
            "<presence xmlns='jabber:client' to='juliet@example.com/balcony' from='app-id@appspot.com/bot'>\
             <show>xa</show><status>Out</status></presence>",
        ),
        (
            OutgoingPresence::unavailable(FROM).status(""),
            "<presence xmlns='jabber:client' to='juliet@example.com/balcony' from='app-id@appspot.com/bot' \
             type='unavailable'/>",
        ),
        (
            OutgoingPresence::probe(FROM).from("support@app-id.appspotchat.com"),
            "<presence xmlns='jabber:client' to='juliet@example.com' from='support@app-id.appspotchat.com' \
             type='probe'/>",
        ),
    ] {
        let prepared = presence.prepare(&app).unwrap();
        assert_eq!(prepared.stanza().to_element(NS_CLIENT).unwrap().as_str(), expected);
    }
}
