//! [`Peer`]: a server that says what a test wants it to say, be it what no server should.

use crate::process::LIMIT;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

/// Where an example is to connect.
pub(crate) struct Peer(TcpListener);

/// The connection of an example.
pub(crate) struct Accepted {
    socket: TcpStream,
    /// What has come, and nobody has waited for yet.
    come: Vec<u8>,
}

impl Peer {
    pub(crate) fn listen(host: &str) -> Self {
        Self(TcpListener::bind((host, 0)).expect("a free port"))
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.0.local_addr().expect("an address")
    }

    pub(crate) fn accept(&self) -> Accepted {
        let (socket, _) = self.0.accept().expect("a connection");
        socket.set_write_timeout(Some(LIMIT)).expect("a time limit");
        Accepted { socket, come: Vec::new() }
    }
}

/// Texts that are being sent.
pub(crate) struct Sending {
    sent: Arc<AtomicUsize>,
    thread: JoinHandle<()>,
}

impl Sending {
    /// Waits until nothing has been taken for this long. Tells how many texts have been.
    pub(crate) fn wait_until_stuck(&self, patience: Duration) -> usize {
        let mut before = usize::MAX;
        loop {
            let sent = self.sent.load(Ordering::Relaxed);
            if sent == before {
                return sent;
            }
            before = sent;
            thread::sleep(patience);
        }
    }

    /// Waits until there is nothing more to send, and tells how many texts have been sent.
    pub(crate) fn finish(self) -> usize {
        self.thread.join().expect("an end");
        self.sent.load(Ordering::Relaxed)
    }
}

impl Accepted {
    pub(crate) fn send(&mut self, text: &str) -> &mut Self {
        self.socket.write_all(text.as_bytes()).expect("sent");
        self
    }

    /// Sends all of this while the test goes on.
    pub(crate) fn send_meanwhile(&self, texts: impl Iterator<Item = String> + Send + 'static) -> Sending {
        let mut socket = self.socket.try_clone().expect("the same connection");
        let sent = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&sent);
        let thread = thread::spawn(move || {
            for text in texts {
                // Whoever waits for what should come of it notices.
                if socket.write_all(text.as_bytes()).is_err() {
                    return;
                }
                counter.fetch_add(1, Ordering::Relaxed);
            }
        });
        Sending { sent, thread }
    }

    /// Waits until this comes, and returns what has come with it.
    pub(crate) fn wait_for(&mut self, wanted: &str) -> String {
        let until = Instant::now() + LIMIT;
        loop {
            let come = String::from_utf8_lossy(&self.come).into_owned();
            if let Some(start) = come.find(wanted) {
                self.come.drain(..start + wanted.len());
                return come[..start + wanted.len()].to_owned();
            }
            assert!(self.receive(until), "no {wanted:?}, but {come:?}");
        }
    }

    /// Waits until the connection ends, and returns what has come.
    pub(crate) fn read_to_end(&mut self) -> String {
        let until = Instant::now() + LIMIT;
        while self.receive(until) {}
        String::from_utf8_lossy(&std::mem::take(&mut self.come)).into_owned()
    }

    /// Whether anything has come.
    fn receive(&mut self, until: Instant) -> bool {
        let left = until.saturating_duration_since(Instant::now());
        assert!(!left.is_zero(), "it takes too long; so far {:?}", String::from_utf8_lossy(&self.come));
        self.socket.set_read_timeout(Some(left)).expect("a time limit");
        let mut octets = [0; 4096];
        match self.socket.read(&mut octets) {
            Ok(count) => {
                self.come.extend_from_slice(&octets[..count]);
                count > 0
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => true,
            // The other side has left before it has read all.
            Err(error) if error.kind() == ErrorKind::ConnectionReset => false,
            Err(error) => panic!("{error}"),
        }
    }
}
