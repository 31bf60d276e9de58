//! ejabberd.

use crate::folder::Folder;
use crate::server::{COMPONENTS, DOMAIN, PASSWORD, Ports, SECRET, Server, USERS};
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

/// Where Debian puts the program that knows where the rest is.
const EJABBERDCTL: &str = "/usr/sbin/ejabberdctl";

/// Starts ejabberd, with the accounts and the component.
///
/// `ejabberdctl` would start it under another user, as a node of a cluster, with a daemon that outlives it; none of that is wanted here.
pub(crate) fn start() -> Server {
    let (folder, ports) = (Folder::new(), Ports::free());
    let file = folder.write("ejabberd.yml", &configuration(ports));
    let mut command = Command::new("erl");
    command
        .env("ERL_LIBS", libraries())
        .env("ERL_CRASH_DUMP", folder.path().join("crash"))
        .env("HOME", folder.path())
        .env("EJABBERD_CONFIG_PATH", file)
        .env("EJABBERD_LOG_PATH", folder.path().join("ejabberd.log"))
        .args(["-noinput", "-mnesia", "dir", &format!("\"{}/data\"", folder.path().display())])
        .args(["-s", "ejabberd", "-eval", &registrations()]);
    Server::start(&mut command, folder, "ejabberd.log", ports)
}

/// The libraries, as `ejabberdctl` names them; they stand in different places on different processors.
fn libraries() -> String {
    let script = fs::read_to_string(EJABBERDCTL).unwrap_or_else(|error| panic!("{EJABBERDCTL}: {error}"));
    let line = script.lines().find_map(|line| line.strip_prefix("ERL_LIBS="));
    line.expect("where the libraries are").trim_matches(['\'', '"']).to_owned()
}

/// What adds the accounts, once ejabberd is up.
fn registrations() -> String {
    USERS.iter().fold(String::new(), |mut all, user| {
        let _ =
            write!(all, "ok = ejabberd_auth:try_register(<<{user:?}>>, <<{DOMAIN:?}>>, <<{PASSWORD:?}>>),");
        all
    }) + "ok."
}

fn configuration(ports: Ports) -> String {
    let (clients, components) = (ports.clients.port(), ports.components.port());
    let hosts = COMPONENTS.map(|domain| format!("{domain:?}: {{ password: {SECRET:?} }}")).join(", ");
    format!(
        r#"
hosts: ["{DOMAIN}"]
loglevel: debug
listen:
  - module: ejabberd_c2s
    ip: "127.0.0.1"
    port: {clients}
    starttls: false
  - module: ejabberd_service
    ip: "127.0.0.1"
    port: {components}
    hosts: {{ {hosts} }}
modules:
  mod_disco: {{}}
  mod_ping: {{}}
  mod_roster: {{}}
"#
    )
}
