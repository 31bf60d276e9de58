//! `tokio_session`.

use crate::client::Client;
use crate::component::{body, let_in, start, start_at};
use crate::peer::Peer;
use crate::prosody;
use crate::server::COMPONENT;
use std::time::Duration;

#[test]
#[ignore = "needs Prosody; run scripts/interop"]
fn hundreds_of_messages_come_back_in_order() {
    const COUNT: usize = 500;
    let server = prosody::start();
    let mut session = start_at("tokio_session", &server);
    let mut juliet = Client::login(&server, "juliet", "balcony");
    let filling = "o".repeat(2000);
    for number in 0..COUNT {
        juliet.send(&format!(
            "<message to='echo@{COMPONENT}' type='chat'><body>/echo {number} {filling}</body></message>"
        ));
    }
    for number in 0..COUNT {
        let message = juliet.next();
        assert_eq!(body(message.element()), format!("{number} {filling}"));
    }
    assert_eq!(session.status(), None);
    juliet.close();
}

#[test]
#[ignore = "builds the examples; run scripts/interop"]
fn reading_waits_for_writing() {
    // More than the buffers of two sockets hold.
    const COUNT: usize = 6000;
    let peer = Peer::listen("127.0.0.1");
    let session = start("tokio_session", peer.address());
    let mut stream = let_in(&peer);
    let filling = "o".repeat(10_000);
    let messages = (0..COUNT).map({
        let filling = filling.clone();
        move |number| {
        format!(
            "<message from='romeo@localhost/orchard' to='echo@{COMPONENT}'><body>/echo {number} {filling}</body></message>"
        )
    }});
    // While nothing of what it writes is read, it stops to read.
    let sending = stream.send_meanwhile(messages);
    let taken = sending.wait_until_stuck(Duration::from_millis(500));
    assert!(taken < COUNT, "all of the messages were taken");

    // Nothing is lost by that, and the order is kept.
    for number in 0..COUNT {
        let come = stream.wait_for(&format!("<body>{number} {filling}</body></message>"));
        assert_eq!(come.matches("<message").count(), 1, "in front of number {number}");
    }
    sending.finish();
    stream.send("</stream:stream>");
    assert!(stream.read_to_end().ends_with("</stream:stream>"));
    assert_eq!(session.wait().status.code(), Some(0));
}
