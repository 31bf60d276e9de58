//! The examples, run as a user would run them, against Prosody and ejabberd as Debian packages them.
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
mod login;
mod peer;
mod process;
mod prosody;
mod server;
mod session;
