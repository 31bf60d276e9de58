//! Prosody.

use crate::folder::Folder;
use crate::server::{COMPONENTS, DOMAIN, PASSWORD, Ports, ROOMS, SECRET, Server, USERS};
use std::fs;
use std::process::Command;

/// What one test wants otherwise than another.
struct Setup {
    /// What is too little for the log.
    log: &'static str,
    /// Modules beside those that all tests use, as a list of Lua.
    modules: &'static str,
    /// Whether there are chat rooms.
    rooms: bool,
}

const PLAIN: Setup = Setup { log: "debug", modules: "", rooms: false };

/// Starts Prosody, with the accounts and the component.
pub(crate) fn start() -> Server {
    start_as(&PLAIN)
}

/// The same, but it keeps no record of each stanza. The module that limits rates is in none of them.
pub(crate) fn start_quiet() -> Server {
    start_as(&Setup { log: "warn", ..PLAIN })
}

/// The same, with chat rooms (XEP-0045) and an archive for each account (XEP-0313).
pub(crate) fn start_with_rooms() -> Server {
    start_as(&Setup { modules: ", \"mam\"", rooms: true, ..PLAIN })
}

fn start_as(setup: &Setup) -> Server {
    let (folder, ports) = (Folder::new(), Ports::free());
    for user in USERS {
        add_account(&folder, user);
    }
    let file = folder.write("prosody.cfg.lua", &configuration(&folder, ports, setup));
    Server::start(Command::new("prosody").arg("-F").arg("--config").arg(file), folder, "prosody.log", ports)
}

/// What `prosodyctl register` would write.
fn add_account(folder: &Folder, user: &str) {
    let accounts = format!("data/{DOMAIN}/accounts");
    fs::create_dir_all(folder.path().join(&accounts)).expect("a directory for accounts");
    folder.write(
        &format!("{accounts}/{user}.dat"),
        &format!("return {{ [\"password\"] = {} }};", quoted(PASSWORD)),
    );
}

fn configuration(folder: &Folder, ports: Ports, setup: &Setup) -> String {
    let Setup { log, modules, rooms } = *setup;
    let folder = folder.path().display();
    let (clients, components) = (ports.clients.port(), ports.components.port());
    let secret = quoted(SECRET);
    let more = COMPONENTS.map(|domain| format!("Component \"{domain}\"\n    component_secret = {secret}"));
    let rooms = if rooms { format!("Component \"{ROOMS}\" \"muc\"") } else { String::new() };
    let more = more.join("\n");
    format!(
        r#"
run_as_root = true
data_path = "{folder}/data"
pidfile = "{folder}/prosody.pid"
log = {{ {{ levels = {{ min = "{log}" }}, to = "file", filename = "{folder}/prosody.log" }} }}
interfaces = {{ "127.0.0.1" }}
local_interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {clients} }}
c2s_direct_tls_ports = {{}}
component_interfaces = {{ "127.0.0.1" }}
component_ports = {{ {components} }}
modules_enabled = {{ "disco", "ping", "roster", "saslauth"{modules} }}
modules_disabled = {{ "http", "s2s", "tls" }}
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
VirtualHost "{DOMAIN}"
{more}
{rooms}
"#
    )
}

/// A string of Lua.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
