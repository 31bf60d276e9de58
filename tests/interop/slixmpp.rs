//! A client that nobody here wrote, slixmpp, behind a proxy: neither it nor the server notices.

use crate::process::Process;
use crate::prosody;
use crate::proxy::Proxy;
use crate::server::{PASSWORD, ROOMS};
use std::env;
use std::process::Command;

/// What `client.py` has to say of each thing that it does.
const SEEN: [&str; 13] = [
    "sasl: SCRAM-SHA-256",
    "bind: juliet@localhost/balcony",
    "roster: 0 entries",
    "roster: nurse@localhost is \"Nurse & 'Angelica' <1>\" in ['Capulet']",
    "presence: away, \"1 < 2 & \u{1f339}\"",
    "disco: the archive is there",
    "muc: joined as Juliet, new room",
    "muc: set up",
    "muc: Juliet says \"O Romeo, Romeo!\"",
    "muc: Juliet says \"<wherefore/> art thou & 'Romeo'?\"",
    "muc: Juliet says \"\u{1f339}\"",
    "muc: Juliet is unavailable",
    "mam: 45 messages in order",
];

#[test]
#[ignore = "needs Prosody and slixmpp; run scripts/interop"]
fn does_not_notice_the_proxy() {
    let python = env::var_os("INTEROP_PYTHON").expect("the Python that has slixmpp: scripts/interop sets it");
    let server = prosody::start_with_rooms();
    let proxy = Proxy::start(server.ports.clients);
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/interop/client.py");
    let mut command = Command::new(python);
    command.arg(script).arg(proxy.address().port().to_string()).arg(ROOMS).env("XMPP_PASSWORD", PASSWORD);
    let ended = Process::start(&mut command).wait();
    assert_eq!(ended.status.code(), Some(0), "{:#?}", ended.printed);
    assert_eq!(ended.printed[..SEEN.len()], SEEN);

    // What slixmpp has counted is what has gone through.
    let [from_client, from_server] = proxy.finish();
    let counts = [("sent", &from_client), ("received", &from_server)].map(|(verb, passed)| {
        let [messages, presences, iqs] = passed.stanzas();
        format!("{verb}: {messages} messages, {presences} presences, {iqs} iqs")
    });
    assert_eq!(ended.printed[SEEN.len()..], counts);
    for passed in [&from_client, &from_server] {
        assert_eq!((passed.opened, passed.closed), (2, 1), "{passed:?}");
    }
    // RFC 5802 section 5: the server's proof comes with the success.
    assert_eq!(from_client.elements, ["auth", "response"]);
    assert_eq!(from_server.elements, ["features", "challenge", "success", "features"]);
    println!("from slixmpp {from_client:?}\nfrom Prosody {from_server:?}");
}
