//! `c2s_login`.

use crate::client::Client;
use crate::peer::Peer;
use crate::process::Process;
use crate::server::{PASSWORD, Server};
use crate::{ejabberd, example, prosody};
use envoi::xml::Element;
use std::net::{SocketAddr, UdpSocket};
use std::thread;
use std::time::Duration;

const OPEN: &str = "<stream:stream from='localhost' id='1' version='1.0' xmlns='jabber:client' \
    xmlns:stream='http://etherx.jabber.org/streams'>";
const PLAIN: &str = "<stream:features><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>\
    <mechanism>SCRAM-SHA-1</mechanism><mechanism>PLAIN</mechanism></mechanisms></stream:features>";

fn start(address: SocketAddr, who: &str, rest: &[&str]) -> Process {
    start_with(PASSWORD, address, who, rest)
}

fn start_with(password: &str, address: SocketAddr, who: &str, rest: &[&str]) -> Process {
    let address = address.to_string();
    let arguments = [&[who, &*address], rest].concat();
    example::start("c2s_login", &arguments, &[("XMPP_PASSWORD", password)])
}

#[test]
#[ignore = "needs Prosody; run scripts/interop"]
fn prosody_lets_in() {
    lets_in(&prosody::start());
}

#[test]
#[ignore = "needs ejabberd; run scripts/interop"]
fn ejabberd_lets_in() {
    lets_in(&ejabberd::start());
}

fn lets_in(server: &Server) {
    speaks_to_itself(server);
    speaks_to_another(server);
    nobody_is_there(server);
    password_is_wrong(server);
}

fn speaks_to_itself(server: &Server) {
    let ended = start(server.ports.clients, "juliet@localhost/balcony", &[]).wait();
    assert_eq!(
        ended.printed,
        [
            "logged in as juliet@localhost/balcony",
            "juliet@localhost/balcony: Art thou not Romeo, and a Montague?",
            "closed",
        ]
    );
    assert_eq!(ended.status.code(), Some(0));
}

fn speaks_to_another(server: &Server) {
    let mut romeo = Client::login(server, "romeo", "orchard");
    // Addresses are prepared: the server binds a resource of its own choice.
    let said = ["Romeo@localhost/orchard", "1 < 2 & \u{1f339}"];
    let mut juliet = start(server.ports.clients, "Juliet@LOCALHOST", &said);
    let me = juliet.wait_for("logged in as juliet@localhost/")["logged in as ".len()..].to_owned();

    let message = romeo.wait_for(|stanza| stanza.name() == "message");
    let message = message.element();
    assert_eq!(message.attribute("from").as_deref(), Some(&*me));
    assert_eq!(message.attribute("type").as_deref(), Some("chat"));
    assert_eq!(message.child("body", "jabber:client").map(Element::text).as_deref(), Some(said[1]));

    // A question meanwhile: RFC 6120 section 8.2.3 wants an answer.
    romeo.send(&format!("<iq id='q' to='{me}' type='get'><q xmlns='urn:example:q'/></iq>"));
    let answer = romeo.wait_for(|stanza| stanza.attribute("id").as_deref() == Some("q"));
    let answer = answer.element();
    assert_eq!(answer.attribute("type").as_deref(), Some("error"));
    let error = answer.child("error", "jabber:client").expect("an error");
    assert!(error.child("service-unavailable", "urn:ietf:params:xml:ns:xmpp-stanzas").is_some());

    romeo.send(&format!("<message to='{me}' type='chat'><body>Neither, fair saint.</body></message>"));
    let ended = juliet.wait();
    assert_eq!(ended.printed[1..], ["romeo@localhost/orchard: Neither, fair saint.", "closed"]);
    assert_eq!(ended.status.code(), Some(0));
    romeo.close();
}

fn nobody_is_there(server: &Server) {
    let ended = start(server.ports.clients, "juliet@localhost/balcony", &["nobody@localhost"]).wait();
    let printed = ended.printed;
    assert_eq!(printed.len(), 2, "{printed:?}");
    assert!(
        printed[1].starts_with("c2s_login: no answer: the message came back: service-unavailable"),
        "{printed:?}"
    );
    assert_eq!(ended.status.code(), Some(1));
}

fn password_is_wrong(server: &Server) {
    let ended = start_with("wrong", server.ports.clients, "juliet@localhost", &[]).wait();
    let sentence = "c2s_login: the server refuses the login: user name or password is wrong (not-authorized)";
    assert_eq!(ended.printed.len(), 1, "{:?}", ended.printed);
    assert!(ended.printed[0].starts_with(sentence), "{:?}", ended.printed);
    assert_eq!(ended.status.code(), Some(1));
}

#[test]
#[ignore = "builds the examples; run scripts/interop"]
fn refusals_are_sentences() {
    let said = |features: &str| {
        let peer = Peer::listen("127.0.0.1");
        let login = start(peer.address(), "juliet@localhost", &[]);
        let mut stream = peer.accept();
        stream.send(OPEN).send(features);
        let ended = login.wait();
        assert_eq!((ended.status.code(), ended.printed.len()), (Some(1), 1));
        ended.printed.concat()
    };
    assert_eq!(
        said(
            "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/>\
             <text xmlns='urn:ietf:params:xml:ns:xmpp-streams'>Not here</text></stream:error>"
        ),
        "c2s_login: the server ends the stream: host-unknown: Not here"
    );
    assert_eq!(
        said(
            "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls>\
              </stream:features>"
        ),
        "c2s_login: the server wants TLS, which this example does without"
    );
    assert_eq!(
        said(&PLAIN.replace("<mechanism>PLAIN</mechanism>", "")),
        "c2s_login: the server does not take PLAIN; it takes [\"SCRAM-SHA-1\"]"
    );
    assert_eq!(said("</stream:stream>"), "c2s_login: the server has closed the stream");
    assert_eq!(
        said("<!DOCTYPE a>"),
        format!(
            "c2s_login: what the peer sends is not XMPP: \
             document type declarations are not allowed, at byte {} (RFC 6120 section 11.1)",
            OPEN.len()
        )
    );
}

#[test]
#[ignore = "builds the examples; run scripts/interop"]
fn stream_is_closed_by_both() {
    let peer = Peer::listen("127.0.0.1");
    let mut login = start(peer.address(), "juliet@localhost", &["romeo@localhost", "Romeo?"]);
    let mut stream = peer.accept();
    stream.send(OPEN).send(PLAIN).wait_for("</auth>");
    stream.send("<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>").wait_for("<stream:stream ");
    stream.send(OPEN).send(
        "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>\
         <iq id='bind' type='result'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>\
         <jid>juliet@localhost/1</jid></bind></iq>",
    );
    // What nobody can make sense of is answered, and what is not from Romeo is no answer.
    stream.send(
        "<iq id='9' type='steal' from='tybalt@localhost'/>\
         <message from='tybalt@localhost'><body>Thou art a villain.</body></message>\
         <message from='romeo@localhost/1'><composing xmlns='http://jabber.org/protocol/chatstates'/></message>\
         <message from='romeo@localhost/1'><body>Neither, fair saint.</body></message>",
    );
    stream.wait_for("<message to='romeo@localhost' id='message' type='chat'><body>Romeo?</body></message>");
    stream.wait_for("<iq to='tybalt@localhost' id='9' type='error'>");
    let last = stream.wait_for("</stream:stream>");
    assert!(last.ends_with("</iq></stream:stream>"), "{last}");

    // RFC 6120 section 4.4: what is still under way is taken.
    stream.send("<presence from='romeo@localhost/1'/>");
    thread::sleep(Duration::from_millis(200));
    assert_eq!(login.status(), None);
    stream.send("</stream:stream>");
    let ended = login.wait();
    let said = ["logged in as juliet@localhost/1", "romeo@localhost/1: Neither, fair saint.", "closed"];
    assert_eq!(ended.printed, said);
    assert_eq!(ended.status.code(), Some(0));
}

#[test]
#[ignore = "builds the examples; run scripts/interop"]
fn password_stays_on_the_machine() {
    // What a machine sends to others comes from an address that is not loopback. Nothing is sent here.
    let socket = UdpSocket::bind("0.0.0.0:0").expect("a socket");
    socket.connect("198.51.100.1:9").expect("a network beside loopback");
    let outside = socket.local_addr().expect("an address").ip().to_string();

    let peer = Peer::listen(&outside);
    let login = start(peer.address(), "juliet@localhost", &[]);
    let mut stream = peer.accept();
    stream.send(OPEN).send(PLAIN);
    let ended = login.wait();
    assert_eq!(
        ended.printed,
        ["c2s_login: the password would go over the network in the clear; --plaintext sends it"]
    );
    assert_eq!(ended.status.code(), Some(1));
    assert!(!stream.read_to_end().contains("auth"));

    let address = peer.address().to_string();
    let arguments = ["--plaintext", "juliet@localhost", &address];
    let _login = example::start("c2s_login", &arguments, &[("XMPP_PASSWORD", "r0m30myr0m30")]);
    // RFC 6120 section 6.4.2.
    peer.accept().send(OPEN).send(PLAIN).wait_for(">AGp1bGlldAByMG0zMG15cjBtMzA=</auth>");
}

#[test]
#[ignore = "builds the examples; run scripts/interop"]
fn usage_is_shown() {
    for arguments in [&[][..], &["juliet@localhost"], &["a@b", "127.0.0.1:1", "c@d", "text", "more"]] {
        let ended = example::start("c2s_login", arguments, &[("XMPP_PASSWORD", "secret")]).wait();
        assert!(ended.printed[0].starts_with("usage: XMPP_PASSWORD=... c2s_login "), "{:?}", ended.printed);
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}");
    }
    let ended =
        example::start("c2s_login", &["a&b@localhost", "127.0.0.1:1"], &[("XMPP_PASSWORD", "")]).wait();
    assert_eq!(
        ended.printed,
        [
            "c2s_login: a&b@localhost: localpart: '&' (U+0026) is not allowed, at byte 1 (RFC 7622 section 3.3.1)"
        ]
    );
    assert_eq!(ended.status.code(), Some(1));
}
