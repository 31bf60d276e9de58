//! A bot that answers `/echo TEXT`, `/help` and whatever else it is told:
//!
//! ```text
//! XMPP_SECRET=... cargo run --example component_echo -- echo-app.appspotchat.com 127.0.0.1:5347
//! ```
//!
//! It connects to a server as a component (XEP-0114) and prints a line for each stanza that comes: the path and the fields of the request
//! that App Engine would have made of it. What it says is in `support/echo.rs`; this is the loop around it, and `tokio_session` another one.

#[allow(dead_code, reason = "shared with a client, which uses the rest")]
#[path = "support/connection.rs"]
mod connection;
#[path = "support/echo.rs"]
mod echo;

use connection::{Connection, Failure, PATIENCE};
use echo::{Echo, Phase};
use envoi::stanza::NS_COMPONENT;
use std::process::ExitCode;
use std::time::Instant;

const USAGE: &str = "usage: XMPP_SECRET=... component_echo DOMAIN SERVER
  DOMAIN  the component, such as echo-app.appspotchat.com
  SERVER  where its server listens for components, such as 127.0.0.1:5347";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Ok(secret), [domain, server]) = (std::env::var("XMPP_SECRET"), &*arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(domain, server, &secret) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("component_echo: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Answers until the server closes the stream.
fn run(domain: &str, server: &str, secret: &str) -> Result<(), Failure> {
    let mut bot = Echo::new(domain, secret)?;
    let mut stream = Connection::open(server, NS_COMPONENT)?;
    bot.open(&mut stream.outgoing)?;
    let opened = Instant::now();
    while bot.phase() != Phase::Closed {
        // A server may be silent for as long as nobody speaks to the bot, but not before.
        let until = (bot.phase() != Phase::Ready).then_some(opened + PATIENCE);
        stream.next(until, |event, outgoing| bot.take(event, outgoing))?;
    }
    stream.send()
}
