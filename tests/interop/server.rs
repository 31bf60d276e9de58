//! [`Server`]: a server that has been started for one test.

use crate::folder::Folder;
use crate::process::{LIMIT, Process};
use std::fmt::Write as _;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

/// The domain of the accounts.
pub(crate) const DOMAIN: &str = "localhost";
/// Who has an account. All of them have the same password.
pub(crate) const USERS: [&str; 2] = ["juliet", "romeo"];
pub(crate) const PASSWORD: &str = "r0m30 & <juliet>";
/// The domain of a component, which is that of an App Engine app.
pub(crate) const COMPONENT: &str = "echo-app.appspotchat.com";
/// That of a version of the app.
pub(crate) const VERSION: &str = "beta.latest.echo-app.appspotchat.com";
/// That of an app whose addresses are under another domain than those of the service.
pub(crate) const ELSEWHERE: &str = "echo.localhost";
/// All of them. They have the same secret.
pub(crate) const COMPONENTS: [&str; 3] = [COMPONENT, VERSION, ELSEWHERE];
/// The domain of chat rooms, where a server has any.
pub(crate) const ROOMS: &str = "rooms.localhost";
pub(crate) const SECRET: &str = "capulet's secret";

/// A server that is running.
pub(crate) struct Server {
    // Ends before its files go.
    process: Process,
    folder: Folder,
    log: &'static str,
    pub(crate) ports: Ports,
}

/// Where it listens, on loopback.
#[derive(Clone, Copy)]
pub(crate) struct Ports {
    pub(crate) clients: SocketAddr,
    pub(crate) components: SocketAddr,
}

impl Ports {
    /// Two that nobody listens at.
    pub(crate) fn free() -> Self {
        // Both are held until both are known, so that they differ.
        let listeners = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").expect("a free port"));
        let [clients, components] = listeners.each_ref().map(|one| one.local_addr().expect("its address"));
        Self { clients, components }
    }
}

impl Server {
    /// Starts a server that keeps a `log` in the folder, and waits until it listens.
    pub(crate) fn start(command: &mut Command, folder: Folder, log: &'static str, ports: Ports) -> Self {
        let mut server = Self { process: Process::start(command), folder, log, ports };
        server.wait_for(ports.clients);
        server.wait_for(ports.components);
        server
    }

    fn wait_for(&mut self, address: SocketAddr) {
        let until = Instant::now() + LIMIT;
        while TcpStream::connect(address).is_err() {
            assert_eq!(self.process.status(), None, "the server has ended");
            assert!(Instant::now() < until, "the server does not listen at {address}");
            thread::sleep(Duration::from_millis(20));
        }
    }
}

/// Whoever reads that a test has failed wants to know what the server says to it.
impl Drop for Server {
    fn drop(&mut self) {
        if !thread::panicking() {
            return;
        }
        let mut said = String::new();
        for line in self.process.printed() {
            let _ = writeln!(said, "{line}");
        }
        eprintln!("{said}{}", self.folder.read(self.log));
    }
}
