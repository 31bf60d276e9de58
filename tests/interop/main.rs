//! The examples, run as a user would run them, and a proxy, against Prosody and ejabberd as Debian packages them.
//!
//! Each test starts a server of its own on loopback, with accounts and a component, and ends it. They are ignored unless asked for, because
//! they need the servers: `scripts/interop` installs these and runs them all.

#[allow(dead_code, reason = "shared with the examples, which use the rest")]
#[path = "../../examples/support/connection.rs"]
mod connection;

mod client;
mod component;
mod ejabberd;
mod example;
mod folder;
mod load;
mod login;
mod peer;
mod process;
mod prosody;
mod proxy;
mod server;
mod session;
mod slixmpp;
