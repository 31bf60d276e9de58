//! `component_echo`.

use crate::client::Client;
use crate::peer::{Accepted, Peer};
use crate::process::Process;
use crate::server::{COMPONENT, ELSEWHERE, SECRET, Server, VERSION};
use crate::{ejabberd, example, prosody};
use envoi::xml::{Element, ElementBuf};
use std::net::SocketAddr;

const NS_CLIENT: &str = "jabber:client";
const NS_STANZAS: &str = "urn:ietf:params:xml:ns:xmpp-stanzas";

/// Starts an example that is a component.
pub(crate) fn start(name: &str, address: SocketAddr) -> Process {
    example::start(name, &[COMPONENT, &address.to_string()], &[("XMPP_SECRET", SECRET)])
}

/// Starts it under this domain, and waits until the server has let it in.
pub(crate) fn start_at(name: &str, server: &Server, domain: &str) -> Process {
    let address = server.ports.components.to_string();
    let mut component = example::start(name, &[domain, &address], &[("XMPP_SECRET", SECRET)]);
    assert_eq!(component.wait_for("ready"), format!("ready as {domain}"));
    component
}

/// What a message says.
pub(crate) fn body(message: Element<'_>) -> String {
    message.child("body", NS_CLIENT).expect("a body").text().into_owned()
}

/// The name of the condition of an error, and its type.
fn condition(stanza: &ElementBuf) -> (String, String) {
    let stanza = stanza.element();
    assert_eq!(stanza.attribute("type").as_deref(), Some("error"), "{stanza:?}");
    let error = stanza.child("error", stanza.namespace()).expect("an error");
    let condition = error.children().find(|child| child.namespace() == NS_STANZAS).expect("a condition");
    (condition.name().to_owned(), error.attribute("type").unwrap_or_default().into_owned())
}

fn is_message(stanza: Element<'_>) -> bool {
    stanza.name() == "message"
}

#[test]
#[ignore = "needs Prosody; run scripts/interop"]
fn talks_through_prosody() {
    talks(&prosody::start());
}

#[test]
#[ignore = "needs ejabberd; run scripts/interop"]
fn talks_through_ejabberd() {
    talks(&ejabberd::start());
}

fn talks(server: &Server) {
    let mut component = start_at("component_echo", server, COMPONENT);
    let mut romeo = Client::login(server, "romeo", "orchard");
    commands_are_answered(&mut component, &mut romeo);
    subscriptions_are_granted(&mut component, &mut romeo);
    requests_are_answered(&mut component, &mut romeo);
    faults_are_answered(&mut component, &mut romeo);
    // After all that, it still listens.
    romeo.send(&format!("<message to='x@{COMPONENT}'><body>/echo still there</body></message>"));
    assert_eq!(body(romeo.wait_for(is_message).element()), "still there");
    romeo.close();
}

fn commands_are_answered(component: &mut Process, romeo: &mut Client) {
    let help = "/echo TEXT repeats TEXT, /help says this, and anything else comes back as it is.";
    for (to, said, from, answer) in [
        ("echo", "/echo 1 < 2 & \u{1f339}", "echo/bot", "1 < 2 & \u{1f339}"),
        ("any-thing-9", "/help", "any-thing-9/bot", help),
        ("echo/work", "Art thou not Romeo?", "echo/work", "Art thou not Romeo?"),
        ("echo", "/score druidjane", "echo/bot", "Unknown command."),
    ] {
        let address = |name: &str| match name.split_once('/') {
            Some((name, resource)) => format!("{name}@{COMPONENT}/{resource}"),
            None => format!("{name}@{COMPONENT}"),
        };
        let text = said.replace('&', "&amp;").replace('<', "&lt;");
        romeo.send(&format!("<message to='{}' type='chat'><body>{text}</body></message>", address(to)));
        let message = romeo.wait_for(is_message);
        let message = message.element();
        assert_eq!(body(message), answer);
        assert_eq!(message.attribute("from"), Some(address(from).into()));
        assert_eq!(message.attribute("type").as_deref(), Some("chat"));
        let line = component.wait_for("/_ah/xmpp/message/chat/");
        let fields = format!(
            "/_ah/xmpp/message/chat/ from=\"romeo@localhost/orchard\" to={:?} body={said:?} stanza=\"<message",
            address(to)
        );
        assert!(line.starts_with(&fields), "{line}");
    }
}

fn subscriptions_are_granted(component: &mut Process, romeo: &mut Client) {
    romeo.send(&format!("<presence id='s' to='echo@{COMPONENT}' type='subscribe'/>"));
    let of_bot = |stanza: Element<'_>, type_: Option<&str>| {
        stanza.name() == "presence"
            && stanza.attribute("from").is_some_and(|from| from.starts_with(&format!("echo@{COMPONENT}")))
            && stanza.attribute("type").as_deref() == type_
    };
    romeo.wait_for(|stanza| of_bot(stanza, Some("subscribed")));
    let presence = romeo.wait_for(|stanza| of_bot(stanza, None));
    let status = presence.element().child("status", NS_CLIENT).expect("a status");
    assert_eq!(status.text(), "Say /help");
    component.wait_for("/_ah/xmpp/subscription/subscribe/ from=\"romeo@localhost\"");

    // Whoever becomes available is told who of those that he has subscribed to is there: the server asks them.
    romeo.send("<presence type='unavailable'/><presence><show>away</show></presence>");
    romeo.wait_for(|stanza| of_bot(stanza, None));
    component.wait_for("/_ah/xmpp/presence/probe/ from=\"romeo@localhost");
}

fn requests_are_answered(component: &mut Process, romeo: &mut Client) {
    let mut ask = |id: &str, type_: &str, request: &str| {
        romeo.send(&format!("<iq to='{COMPONENT}' id='{id}' type='{type_}'>{request}</iq>"));
        romeo.wait_for(|stanza| stanza.attribute("id").as_deref() == Some(id))
    };
    let pong = ask("ping", "get", "<ping xmlns='urn:xmpp:ping'/>");
    assert_eq!(pong.element().attribute("type").as_deref(), Some("result"));
    assert_eq!(pong.element().attribute("from").as_deref(), Some(COMPONENT));

    let info = ask("disco", "get", "<query xmlns='http://jabber.org/protocol/disco#info'/>");
    let query = info.element().child("query", "http://jabber.org/protocol/disco#info").expect("a query");
    let identity = query.child("identity", query.namespace()).expect("an identity");
    assert_eq!(identity.attribute("category").as_deref(), Some("client"));
    assert_eq!(identity.attribute("type").as_deref(), Some("bot"));
    let features: Vec<_> = query.children().filter_map(|child| child.attribute("var")).collect();
    assert_eq!(features, ["http://jabber.org/protocol/disco#info", "urn:xmpp:ping"]);

    let unknown = ask("unknown", "set", "<query xmlns='urn:example:unknown'/>");
    assert_eq!(condition(&unknown), ("service-unavailable".into(), "cancel".into()));
    component.wait_for("urn:example:unknown");
}

fn faults_are_answered(component: &mut Process, romeo: &mut Client) {
    // App Engine: a name is letters, digits and hyphens.
    romeo.send(&format!("<message id='name' to='a.b@{COMPONENT}'><body>/help</body></message>"));
    let answer = romeo.wait_for(|stanza| stanza.attribute("id").as_deref() == Some("name"));
    assert_eq!(condition(&answer), ("item-not-found".into(), "cancel".into()));
    component.wait_for("nobody at \"a.b@");

    // RFC 6121 section 5.2.3: one body for each language.
    romeo.send(&format!("<message id='twice' to='x@{COMPONENT}'><body>a</body><body>b</body></message>"));
    let answer = romeo.wait_for(|stanza| stanza.attribute("id").as_deref() == Some("twice"));
    assert_eq!(condition(&answer), ("bad-request".into(), "modify".into()));
    component.wait_for("fault: several texts need a language each, and no two the same");
}

#[test]
#[ignore = "needs Prosody; run scripts/interop"]
fn versions_and_other_domains_have_addresses() {
    let server = prosody::start();
    let mut romeo = Client::login(&server, "romeo", "orchard");
    let _components = [VERSION, ELSEWHERE].map(|domain| start_at("component_echo", &server, domain));
    for domain in [VERSION, ELSEWHERE] {
        romeo.send(&format!("<message to='Any-1@{domain}'><body>/echo {domain}</body></message>"));
        let message = romeo.wait_for(is_message);
        assert_eq!(body(message.element()), domain);
        assert_eq!(message.element().attribute("from"), Some(format!("any-1@{domain}/bot").into()));
    }
    romeo.close();
}

#[test]
#[ignore = "builds the examples; run scripts/interop"]
fn stanzas_go_where_the_service_sends_them() {
    let peer = Peer::listen("127.0.0.1");
    let mut component = start("component_echo", peer.address());
    let mut stream = let_in(&peer);
    let error = "<error type='cancel'><gone xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>";
    for (kind, type_, inside, path, fields) in [
        (
            "message",
            "chat",
            "<body xml:lang='en'>a</body><body xml:lang='cs'>b</body>",
            "message/chat/",
            "body=\"a\" ",
        ),
        ("message", "normal", "<body>&#x9;&#x1F339;</body>", "message/chat/", "body=\"\\t\u{1f339}\" "),
        ("message", "wedding", "<subject>a</subject>", "message/chat/", "body=\"\" "),
        ("message", "error", error, "error/", ""),
        ("presence", "subscribe", "", "subscription/subscribe/", ""),
        ("presence", "subscribed", "", "subscription/subscribed/", ""),
        ("presence", "unsubscribe", "", "subscription/unsubscribe/", ""),
        ("presence", "unsubscribed", "", "subscription/unsubscribed/", ""),
        (
            "presence",
            "",
            "<show>dnd</show><status>&lt;3</status>",
            "presence/available/",
            "show=\"dnd\" status=\"<3\" ",
        ),
        ("presence", "unavailable", "<status>Gone</status>", "presence/unavailable/", "status=\"Gone\" "),
        ("presence", "probe", "", "presence/probe/", ""),
        ("presence", "error", error, "error/", ""),
        ("iq", "error", error, "error/", ""),
    ] {
        let type_ = if type_.is_empty() { String::new() } else { format!(" type='{type_}'") };
        stream.send(&format!(
            "<{kind} from='romeo@localhost/orchard' to='Bot@{COMPONENT}' id='1'{type_}>{inside}</{kind}>"
        ));
        let line = component.wait_for("/_ah/xmpp/");
        let start = format!(
            "/_ah/xmpp/{path} from=\"romeo@localhost/orchard\" to=\"Bot@{COMPONENT}\" {fields}stanza=\"<{kind} "
        );
        assert!(line.starts_with(&start), "{line}");
    }
    for type_ in ["groupchat", "headline"] {
        stream.send(&format!("<message from='room@localhost/a' to='x@{COMPONENT}' type='{type_}'/>"));
        component.wait_for("ignored: an app receives messages of the types chat, normal and error only");
    }
}

#[test]
#[ignore = "needs Prosody; run scripts/interop"]
fn another_secret_is_refused() {
    let server = prosody::start();
    let address = server.ports.components.to_string();
    for name in ["component_echo", "tokio_session"] {
        let ended = example::start(name, &[COMPONENT, &address], &[("XMPP_SECRET", "guessed")]).wait();
        // XEP-0114 section 3.
        assert_eq!(ended.printed.len(), 1, "{:?}", ended.printed);
        let sentence = format!("{name}: the server ends the stream: not-authorized");
        assert!(ended.printed[0].starts_with(&sentence), "{:?}", ended.printed);
        assert_eq!(ended.status.code(), Some(1));
    }
}

/// The connection of a component that a peer has let in.
pub(crate) fn let_in(peer: &Peer) -> Accepted {
    let mut stream = peer.accept();
    stream.wait_for(&format!("to='{COMPONENT}'"));
    stream.send(
        "<stream:stream xmlns:stream='http://etherx.jabber.org/streams' xmlns='jabber:component:accept' \
         from='echo-app.appspotchat.com' id='3BF96D32'>",
    );
    // SHA-1 of "3BF96D32capulet's secret".
    stream.wait_for("<handshake>fb192e46608a563a9ab93bb2d422bc38842e7bb1</handshake>");
    stream.send("<handshake/>");
    stream
}

/// Asks for a sign of life.
fn ping(stream: &mut Accepted, id: &str) -> String {
    stream.send(&format!(
        "<iq from='romeo@localhost/orchard' to='{COMPONENT}' id='{id}' type='get'><ping xmlns='urn:xmpp:ping'/></iq>"
    ));
    stream.wait_for(&format!("id='{id}' type='result'/>"))
}

#[test]
#[ignore = "builds the examples; run scripts/interop"]
fn no_stanza_ends_the_session() {
    let peer = Peer::listen("127.0.0.1");
    let mut component = start("component_echo", peer.address());
    let mut stream = let_in(&peer);
    let me = "from='romeo@localhost/orchard'";
    let deep =
        format!("<message {me} to='x@{COMPONENT}'>{}{}</message>", "<a>".repeat(60), "</a>".repeat(60));
    let long = format!("<message {me} to='x@{COMPONENT}'><body>{}</body></message>", "a".repeat(110_000));
    for (number, (stanza, expected)) in [
        // RFC 6120 section 8.1.1: no address; the answer comes from the component itself.
        (format!("<message {me} to='a@@{COMPONENT}' id='1'/>"), "<jid-malformed"),
        (
            format!("<message {me} to='elsewhere@example.com' id='1'><body>a</body></message>"),
            "<item-not-found",
        ),
        // The service makes no request of what is for nobody, and does not answer it.
        (format!("<message {me} id='1'><body>nowhere</body></message>"), ""),
        // Whoever cannot be answered is not.
        (format!("<message from='a@@b' to='x@{COMPONENT}'><body>a</body></message>"), ""),
        (format!("<message to='x@{COMPONENT}'><body>a</body></message>"), ""),
        // RFC 6120 section 8.2.3.
        (format!("<iq {me} to='{COMPONENT}' type='get'><ping xmlns='urn:xmpp:ping'/></iq>"), "<bad-request"),
        (format!("<iq {me} to='{COMPONENT}' id='1' type='steal'/>"), "<bad-request"),
        (format!("<iq {me} to='{COMPONENT}' id='1' type='get'/>"), "<bad-request"),
        (
            format!("<iq {me} to='{COMPONENT}' id='1' type='set'><a xmlns='a'/><a xmlns='a'/></iq>"),
            "<bad-request",
        ),
        (format!("<iq {me} to='{COMPONENT}' id='1' type='result'><a xmlns='a'/><a xmlns='a'/></iq>"), ""),
        (format!("<iq {me} to='{COMPONENT}' id='1' type='error'/>"), ""),
        // RFC 6121 section 4.7.
        (format!("<presence {me} to='x@{COMPONENT}' type='absent'/>"), "<bad-request"),
        (format!("<presence {me} to='x@{COMPONENT}'><priority>1000</priority></presence>"), "<bad-request"),
        (format!("<presence {me} to='x@{COMPONENT}'><show>busy</show></presence>"), "<bad-request"),
        (format!("<presence {me} to='x@{COMPONENT}' type='error'/>"), ""),
        // RFC 6121 section 5.2.2: an unknown type is `normal`; App Engine has no rooms and no headlines.
        (
            format!("<message {me} to='x@{COMPONENT}' type='love'><body>/echo a</body></message>"),
            "<body>a</body>",
        ),
        (format!("<message {me} to='x@{COMPONENT}' type='groupchat'><body>/echo a</body></message>"), ""),
        (format!("<message {me} to='x@{COMPONENT}' type='error'><body>/echo a</body></message>"), ""),
        (deep, ""),
        // App Engine: 100 KiB a message.
        (long, "<policy-violation"),
        (
            format!(
                "<message {me} to='x@{COMPONENT}'><body>{}</body></message>",
                "/echo &#x85;&#x1F339;&#xD;"
            ),
            "type='chat'",
        ),
    ]
    .into_iter()
    .enumerate()
    {
        stream.send(&stanza);
        let answer = ping(&mut stream, &format!("ping-{number}"));
        let answer = answer.strip_suffix(&answer[answer.rfind("<iq ").expect("the answer to the ping")..]);
        let answer = answer.unwrap_or_default();
        assert!(
            answer.contains(expected) && (answer.is_empty() == expected.is_empty()),
            "{stanza}: {answer:?}"
        );
        if !answer.is_empty() {
            // XEP-0114 section 3: each has a recipient, and a sender of the component.
            assert!(answer.contains("to='romeo@localhost/orchard'"), "{stanza}: {answer}");
            assert!(
                answer.contains(&format!("{COMPONENT}'")) || answer.contains(&format!("{COMPONENT}/bot'")),
                "{stanza}: {answer}"
            );
        }
    }
    assert_eq!(component.status(), None);

    // An end that is agreed upon is no failure.
    stream.send("</stream:stream>");
    assert!(stream.read_to_end().ends_with("</stream:stream>"));
    assert_eq!(component.wait().status.code(), Some(0));
}

#[test]
#[ignore = "builds the examples; run scripts/interop"]
fn what_is_not_xmpp_ends_the_session() {
    for name in ["component_echo", "tokio_session"] {
        let peer = Peer::listen("127.0.0.1");
        let component = start(name, peer.address());
        let mut stream = let_in(&peer);
        stream.send("<message><body>&nbsp;");
        // RFC 6120 section 4.9.3.18.
        assert!(stream.read_to_end().ends_with(
            "<stream:error><restricted-xml xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>"
        ));
        let ended = component.wait();
        assert_eq!(ended.status.code(), Some(1));
        let last = ended.printed.last().expect("a sentence");
        assert!(
            last.starts_with(&format!(
                "{name}: what the peer sends is not XMPP: only the entities lt, gt, amp, apos and quot"
            )),
            "{last}"
        );
    }
}
