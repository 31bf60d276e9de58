//! What the two services make of stanzas; `gcm/session/growth.rs` has the sessions.

use super::inputs::{around, numbered};
use super::{Case, check};
use crate::appengine::{AppAddress, Command, Dispatcher, InboundRequest};
use crate::gcm::{Downstream, Incoming};
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
    let read = |text: &str| steps_of(|| Incoming::from_json(text).unwrap());
    let members = |octets| {
        let member = |n, out: &mut String| write!(out, r#""key{n}":"value\u0041","#).unwrap();
        numbered(r#"{"from":"d","message_id":"1","data":{"#, member, r#""end":"1"}}"#, octets)
    };
    let without = |octets| {
        let member = |n, out: &mut String| write!(out, r#""key{n}":1e999,"#).unwrap();
        numbered(r#"{"from":"d","message_id":"1","category":"c","#, member, r#""data":{}}"#, octets)
    };
    check([
        Case::new("members", 32, members, read),
        Case::new("members that cannot be kept", 32, without, read),
    ]);
    for (name, unit) in [("arrays", "["), ("objects", r#"{"a":"#), ("escapes", r#"\""#), ("commas", ",")] {
        let input = move |octets| around(r#"{"from":"d","message_id":"1","data":"#, unit, "", octets);
        check([Case::new(name, 16, input, |text| steps_of(|| Incoming::from_json(text)))]);
    }
}

/// The input is what is handed in, key by key.
#[test]
fn messages_to_devices() {
    let keys = |octets| numbered("", |n, out: &mut String| write!(out, "key{n} ").unwrap(), "", octets);
    let notification = |text: &str| {
        let message = Downstream::to("d", "1");
        let message = text.split_whitespace().fold(message, |message, key| message.notification(key, ""));
        steps_of(|| message.build().unwrap())
    };
    let attributes = |text: &str| {
        let message = Downstream::to("d", "1");
        let message = text.split_whitespace().fold(message, |message, key| message.attribute(key, key));
        steps_of(|| message.build().unwrap())
    };
    check([
        Case::new("notification", 16, keys, notification).up_to(4000),
        Case::new("attributes", 16, keys, attributes),
    ]);
}
