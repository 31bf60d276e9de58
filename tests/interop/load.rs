//! Many messages through a server, from one session to another, each session behind a proxy.

use crate::client::Client;
use crate::prosody;
use crate::proxy::{Passed, Proxy};
use envoi::Jid;
use envoi::stanza::{Message, RawStanza, Stanza};
use std::thread;
use std::time::Instant;

const COUNT: usize = 100_000;
/// How many are written before they are sent.
const TOGETHER: usize = 100;
/// What people say: characters of one to four octets, and those that XML escapes.
const WORDS: &str = "But soft, what light through yonder window breaks? It is the east, \u{1f339} & Juliet is the sun: \
    1 < 2 > 0, \"\u{e7}a\" 'tis \u{20ac}\t\n";

#[test]
#[ignore = "needs Prosody; run scripts/interop"]
fn messages_arrive_whole_and_in_order() {
    let server = prosody::start_quiet();
    let proxies = [(); 2].map(|()| Proxy::start(server.ports.clients));
    let mut romeo = Client::login_at(proxies[0].address(), "romeo", "orchard");
    let mut juliet = Client::login_at(proxies[1].address(), "juliet", "balcony");

    let began = Instant::now();
    let sending = thread::spawn(move || {
        send_all(&mut juliet);
        juliet
    });
    let mut octets = 0;
    for number in 0..COUNT {
        octets += romeo.look_at_next(|stanza| check(stanza, number));
    }
    let took = began.elapsed();
    sending.join().expect("a sender").close();
    romeo.close();

    let [to_romeo, from_juliet] = proxies.map(Proxy::finish);
    assert_passed(&from_juliet, [COUNT, 0]);
    assert_passed(&to_romeo, [0, COUNT]);
    let rate = |count: usize| count as u128 * 1000 / took.as_millis().max(1);
    println!(
        "{COUNT} messages, {octets} octets, in {took:.1?}: {} messages/s, {} octets/s",
        rate(COUNT),
        rate(octets)
    );
}

fn send_all(juliet: &mut Client) {
    let to = Jid::parse("romeo@localhost/orchard").expect("an address");
    for number in 0..COUNT {
        let (id, body) = (number.to_string(), body(number));
        juliet.outgoing().write(&Message::chat(&to).id(&id).body(&body)).expect("written");
        if (number + 1) % TOGETHER == 0 {
            juliet.flush();
        }
    }
    juliet.flush();
}

/// Whether this is the message of this number, whole. How many octets it has.
fn check(stanza: RawStanza<'_>, number: usize) -> usize {
    let Ok(Stanza::Message(message)) = Stanza::read(stanza) else {
        panic!("in front of {number}: {stanza:?}")
    };
    assert_eq!(message.id().as_deref(), Some(&*number.to_string()), "{stanza:?}");
    assert_eq!(message.from().as_deref(), Some("juliet@localhost/balcony"));
    assert_eq!(message.body().as_deref(), Some(&*body(number)), "number {number}");
    stanza.source().len()
}

/// Another text for each number: up to 400 characters, and now and then 20,000.
fn body(number: usize) -> String {
    let length = if number % 1000 == 999 { 20_000 } else { 1 + number * 37 % 400 };
    let words = WORDS.chars().cycle().skip(number % 90);
    format!("{number} ").chars().chain(words).take(length).collect()
}

/// So many messages each way, and besides what a session begins and ends with.
fn assert_passed([from_client, from_server]: &[Passed; 2], messages: [usize; 2]) {
    // The roster and the resource are asked for; the server reflects the presence.
    assert_eq!(from_client.stanzas(), [messages[0], 1, 2], "{from_client:?}");
    assert_eq!(from_server.stanzas(), [messages[1], 1, 2], "{from_server:?}");
    assert_eq!(from_client.elements, ["auth"]);
    assert_eq!(from_server.elements, ["features", "success", "features"]);
    for passed in [from_client, from_server] {
        assert_eq!((passed.opened, passed.closed), (2, 1), "{passed:?}");
    }
    // These sessions name no language in their headers.
    assert_eq!(from_client.languages, 0);
}
