//! What the two services make of stanzas; `gcm/session/growth.rs` has the sessions.

use super::inputs::{around, numbered};
use super::{Case, check};
use crate::appengine::{AppAddress, Command, Dispatcher, InboundRequest};
use crate::gcm::Incoming;
use crate::stanza::{NS_CLIENT, RawStanza};
use crate::steps::steps_of;
use crate::xml::{ElementBuf, Limits};
use std::fmt::Write as _;
use std::format;
use std::string::String;

#[test]
fn requests_of_messages() {
    for (name, unit) in [("text", "a "), ("references", "&amp;"), ("slashes", "/"), ("spaces", " ")] {
        let input = move |octets| {
            let from_to = "from='a@example.com' to='app@appspot.com'";
            let start = format!("<message xmlns='jabber:client' type='chat' {from_to}><body>/c ");
            around(&start, unit, "</body></message>", octets)
        };
        let dispatch = |text: &str| {
            let whole = ElementBuf::parse_within(text, Limits::MAX).unwrap();
            let message = RawStanza::from_element(whole.element(), NS_CLIENT).unwrap();
            let mut dispatcher = Dispatcher::new().command("c", |chat| {
                let argument = String::from(chat.argument());
                chat.reply(argument);
            });
            steps_of(|| {
                let request = InboundRequest::of(message).unwrap();
                assert_eq!(dispatcher.dispatch(&request).len(), 1);
            })
        };
        check([Case::new(name, 32, input, dispatch).up_to(1 << 16)]);
    }
}

#[test]
fn commands_and_addresses() {
    const UNITS: [&str; 6] = ["/", "/a ", " ", "a", "a.", "@"];
    check(UNITS.map(|unit| {
        let input = move |octets| around("/", unit, "", octets);
        Case::new(unit, 2, input, |text| steps_of(|| Command::parse(text)))
    }));
    check(UNITS.map(|unit| {
        let input = move |octets| around("a@", unit, "", octets);
        Case::new(unit, 8, input, |text| steps_of(|| AppAddress::parse(text)))
    }));
}

#[test]
fn messages_of_devices() {
    for (name, start, end) in [
        ("members", r#"{"from":"d","message_id":"1","data":{"#, r#""end":"1"}}"#),
        ("members that cannot be kept", r#"{"from":"d","message_id":"1","category":"c","data":"#, ""),
    ] {
        let whole = end.is_empty();
        let member = move |n, out: &mut String| match whole {
            false => write!(out, r#""key{n}":"value\u0041","#).unwrap(),
            true => write!(out, r#"1,"key{n}":1e999,"key{n}":"#).unwrap(),
        };
        let end = if whole { r#"1}"# } else { end };
        let input = move |octets| numbered(start, member, end, octets);
        let read = |text: &str| steps_of(|| Incoming::from_json(text).unwrap());
        check([Case::new(name, 32, input, read)]);
    }
    for (name, unit) in [("arrays", "["), ("objects", r#"{"a":"#), ("escapes", r#"\""#), ("commas", ",")] {
        let input = move |octets| around(r#"{"from":"d","message_id":"1","data":"#, unit, "", octets);
        check([Case::new(name, 16, input, |text| steps_of(|| Incoming::from_json(text)))]);
    }
}
