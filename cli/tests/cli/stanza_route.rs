//! `envoi stanza route`: the requests of the App Engine XMPP service, and what it makes none of.

use super::{Folder, Ran, envoi};

fn route(args: &[&str], stdin: impl AsRef<[u8]>) -> Ran {
    envoi(&[&["stanza", "route"], args].concat(), stdin)
}

const CHAT: &str = "<message from='juliet@example.com/balcony' to='score@app-id.appspotchat.com' type='chat'>\
                    <body>/score druidjane</body></message>";

#[test]
fn a_message() {
    route(&[], CHAT).prints(
        "-:1:1: /_ah/xmpp/message/chat/\n\
         \x20 from         juliet@example.com/balcony\n\
         \x20 to           score@app-id.appspotchat.com\n\
         \x20 body         /score druidjane\n\
         \x20 stanza       <message xmlns='jabber:client' from='juliet@example.com/balcony' \
         to='score@app-id.appspotchat.com' type='chat'><body>/score druidjane</body></message>\n",
        "",
        0,
    );
}

/// XMPP Java API Overview, Handling incoming calls.
#[test]
fn every_route() {
    for (stanza, path, fields) in [
        ("<message A><body>a&#10;b</body></message>", "message/chat/", "  body         a\\u{a}b\n"),
        ("<message A type='odd'/>", "message/chat/", "  body\n"),
        ("<presence A type='subscribe'/>", "subscription/subscribe/", ""),
        ("<presence A type='subscribed'/>", "subscription/subscribed/", ""),
        ("<presence A type='unsubscribe'/>", "subscription/unsubscribe/", ""),
        ("<presence A type='unsubscribed'/>", "subscription/unsubscribed/", ""),
        (
            "<presence A><show>away</show><status>b</status></presence>",
            "presence/available/",
            "  show         away\n  status       b\n",
        ),
        ("<presence A type='unavailable'/>", "presence/unavailable/", ""),
        ("<presence A type='probe'/>", "presence/probe/", ""),
        ("<message A type='error'><body>c</body></message>", "error/", ""),
        ("<presence A type='error'/>", "error/", ""),
        ("<iq A type='error' id='1'/>", "error/", ""),
    ] {
        let stanza = stanza.replace(" A", " xmlns='jabber:client' from='a@b' to='app-id@appspot.com'");
        let whole = stanza.replace('\n', "\\u{a}");
        route(&[], &stanza).prints(
            &format!(
                "-:1:1: /_ah/xmpp/{path}\n  from         a@b\n  to           app-id@appspot.com\n{fields}  stanza       {whole}\n"
            ),
            "",
            0,
        );
    }
}

#[test]
fn what_the_service_makes_no_request_of() {
    route(
        &[],
        "<message type='groupchat' from='a' to='b'/>\n<message type='headline'/>\n<presence type='around' from='a'/>\n\
         <iq type='get' id='1' from='a' to='b'/>\n<iq type='result' id='1' from='a' to='b'/>\n<message to='b'/>\n\
         <message from='a'/>\n<x xmlns='urn:x' y='z'/>",
    )
    .prints(
        "-:1:1: ignored[message-type]: an app receives messages of the types chat, normal and error only \
         (XMPP Java API Overview, Receiving chat messages)\n\
         -:2:1: ignored[message-type]: an app receives messages of the types chat, normal and error only \
         (XMPP Java API Overview, Receiving chat messages)\n\
         -:3:1: ignored[presence-type]: presence has no such type (RFC 6121 section 4.7.1); the answer is bad-request\n\
         -:4:1: ignored[iq]: an app receives messages, presence and errors, and no other iq \
         (XMPP Java API Overview, Handling incoming calls); the answer is service-unavailable\n\
         -:5:1: ignored[iq]: an app receives messages, presence and errors, and no other iq \
         (XMPP Java API Overview, Handling incoming calls)\n\
         -:6:1: ignored[no-from]: the request must have a 'from', and the stanza has none \
         (XMPP Java API Overview, Handling incoming calls)\n\
         -:7:1: ignored[no-to]: the request must have a 'to', and the stanza has none \
         (XMPP Java API Overview, Handling incoming calls)\n\
         -:8:1: element {urn:x}x y=\"z\"\n",
        "",
        1,
    );
    let long = format!("<message from='a' to='b'><body>{}</body></message>", "x".repeat(102_400));
    let ran = route(&[], long);
    assert!(ran.stdout.starts_with("-:1:1: ignored[too-long]: ") && ran.status == 1, "{}", ran.stdout);
}

#[test]
fn json_lines() {
    let folder = Folder::new("route-json")
        .with(
            "a",
            format!(
                "<?xml version='1.0'?><stream:stream xmlns='jabber:client' \
             xmlns:stream='http://etherx.jabber.org/streams'>\n{CHAT}"
            ),
        )
        .with("b", "<iq type='set' id='1' from='a' to='b'/><x xmlns='urn:x'/><iq");
    folder.run(&["stanza", "route", "--format", "jsonl", "a", "b"]).prints(
        concat!(
            r#"{"file":"a","route":"/_ah/xmpp/message/chat/","service":"xmpp_message","#,
            r#""fields":{"from":"juliet@example.com/balcony","to":"score@app-id.appspotchat.com","#,
            r#""body":"/score druidjane","stanza":"<message xmlns='jabber:client' from='juliet@example.com/balcony' "#,
            r#"to='score@app-id.appspotchat.com' type='chat'><body>/score druidjane</body></message>"},"#,
            r#""offset":107,"bytes":128,"line":2,"column":1}"#,
            "\n",
            r#"{"file":"b","route":null,"ignored":{"kind":"iq","message":"an app receives messages, presence and errors, "#,
            r#"and no other iq (XMPP Java API Overview, Handling incoming calls)","condition":"service-unavailable"},"#,
            r#""offset":0,"bytes":39,"line":1,"column":1}"#,
            "\n",
            r#"{"file":"b","event":"element","name":"x","namespace":"urn:x","attributes":[],"children":0,"text":"","#,
            r#""offset":39,"bytes":18,"line":1,"column":40}"#,
            "\n",
            r#"{"file":"b","event":"incomplete","offset":60,"start":57,"line":1,"column":58}"#,
            "\n",
        ),
        "",
        1,
    );
}

#[test]
fn what_ends_an_input_is_reported() {
    route(&[], "<presence from='a' to='b'/>text").prints(
        "-:1:1: /_ah/xmpp/presence/available/\n  from         a\n  to           b\n  \
         stanza       <presence xmlns='jabber:client' from='a' to='b'/>\n",
        "-:1:28: error[not-well-formed/text-outside]: text outside the root element, at byte 27 (XML 1.0 section 2.1)\n \
         |\n | <presence from='a' to='b'/>text\n |                            ^\n",
        1,
    );
    route(&["none"], "").prints("", "envoi: none: No such file or directory (os error 2)\n", 2);
    route(&[], "").prints("", "", 0);
}
