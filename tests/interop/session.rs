//! `tokio_session`.

use crate::client::Client;
use crate::component::{body, let_in, start, start_at};
use crate::peer::Peer;
use crate::server::COMPONENT;
use crate::{example, prosody};
use std::time::Duration;

/// How many messages there are: more than the buffers of two sockets hold.
const COUNT: usize = 6000;

/// What makes each of them long.
fn filling() -> String {
    "o".repeat(10_000)
}

/// As many messages, numbered.
fn messages() -> impl Iterator<Item = String> {
    let filling = filling();
    (0..COUNT).map(move |number| {
        format!(
            "<message from='romeo@localhost/orchard' to='echo@{COMPONENT}'><body>/echo {number} {filling}</body></message>"
        )
    })
}

#[test]
#[ignore = "needs Prosody; run scripts/interop"]
fn hundreds_of_messages_come_back_in_order() {
    const HUNDREDS: usize = 500;
    let server = prosody::start();
    let mut session = start_at("tokio_session", &server, COMPONENT);
    let mut juliet = Client::login(&server, "juliet", "balcony");
    let filling = "o".repeat(2000);
    for number in 0..HUNDREDS {
        juliet.send(&format!(
            "<message to='echo@{COMPONENT}' type='chat'><body>/echo {number} {filling}</body></message>"
        ));
    }
    for number in 0..HUNDREDS {
        let message = juliet.next();
        assert_eq!(body(message.element()), format!("{number} {filling}"));
    }
    assert_eq!(session.status(), None);
    juliet.close();
}

/// These take their time, so they take it together.
#[test]
#[ignore = "builds the examples; run scripts/interop"]
fn patience_has_an_end() {
    const LATE: &str = "the peer takes too long";
    // A peer that never says anything.
    let silent = Peer::listen("127.0.0.1");
    let server = silent.address().to_string();
    let waiting = [
        ("c2s_login", example::start("c2s_login", &["juliet@localhost", &server], &[("XMPP_PASSWORD", "")])),
        ("component_echo", start("component_echo", silent.address())),
        ("tokio_session", start("tokio_session", silent.address())),
    ];
    // One that does not take what it is sent.
    let deaf = Peer::listen("127.0.0.1");
    let unread = start("tokio_session", deaf.address());
    let stream = let_in(&deaf);
    stream.send_meanwhile(messages());
    // One that has nothing to say, but is there.
    let idle = Peer::listen("127.0.0.1");
    let mut quiet = start("tokio_session", idle.address());
    let mut kept = let_in(&idle);

    for (name, program) in waiting.into_iter().chain([("tokio_session", unread)]) {
        let ended = program.wait();
        assert_eq!(ended.printed.last(), Some(&format!("{name}: {LATE}")));
        assert_eq!(ended.status.code(), Some(1));
    }
    // RFC 6120 section 4.6.1.
    assert_eq!(kept.wait_for(" "), " ");
    assert_eq!(quiet.status(), None);
}

#[test]
#[ignore = "builds the examples; run scripts/interop"]
fn reading_waits_for_writing() {
    let peer = Peer::listen("127.0.0.1");
    let session = start("tokio_session", peer.address());
    let mut stream = let_in(&peer);
    // While nothing of what it writes is read, it stops to read.
    let sending = stream.send_meanwhile(messages());
    let taken = sending.wait_until_stuck(Duration::from_millis(500));
    assert!(taken < COUNT, "all of the messages were taken");

    // Nothing is lost by that, and the order is kept.
    let filling = filling();
    for number in 0..COUNT {
        let come = stream.wait_for(&format!("<body>{number} {filling}</body></message>"));
        assert_eq!(come.matches("<message").count(), 1, "in front of number {number}");
    }
    assert_eq!(sending.finish(), COUNT);
    stream.send("</stream:stream>");
    assert!(stream.read_to_end().ends_with("</stream:stream>"));
    assert_eq!(session.wait().status.code(), Some(0));
}
