//! [`Proxy`]: stands between a client and its server, reads what they say to each other, and says it again.

use crate::connection::Failure;
use envoi::stanza::{RawStanza, StanzaKind};
use envoi::stream::{Event, Limits, NS_SASL, StreamReader};
use std::borrow::Cow;
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};

/// A proxy for one connection.
pub(crate) struct Proxy {
    address: SocketAddr,
    thread: JoinHandle<Result<[Passed; 2], Failure>>,
}

/// What has gone one way.
#[derive(Debug, Default)]
pub(crate) struct Passed {
    pub(crate) messages: usize,
    pub(crate) presences: usize,
    pub(crate) iqs: usize,
    /// The names of all other first-level elements.
    pub(crate) elements: Vec<String>,
    /// Stream headers, and closing tags.
    pub(crate) opened: usize,
    pub(crate) closed: usize,
    /// How many of the stanzas have been given the language of their stream.
    pub(crate) languages: usize,
}

/// One way, from one socket to the other.
struct Way {
    from: TcpStream,
    to: TcpStream,
    reader: StreamReader,
    /// Whether SASL has succeeded, so that what the client sends next is a new stream.
    restart: Arc<AtomicBool>,
    is_from_server: bool,
    /// The language of the stream.
    language: Option<String>,
    passed: Passed,
}

impl Proxy {
    /// Waits for a client of this server.
    pub(crate) fn start(server: SocketAddr) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        Self { address, thread: thread::spawn(move || pass_all(&listener, server)) }
    }

    /// Where the client is to connect.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Waits until both have closed the connection: what has come from the client, and what from the server.
    pub(crate) fn finish(self) -> [Passed; 2] {
        let passed = self.thread.join().expect("no panic");
        passed.unwrap_or_else(|failure| panic!("the proxy: {failure}"))
    }
}

impl Passed {
    /// Messages, presences and IQs.
    pub(crate) fn stanzas(&self) -> [usize; 3] {
        [self.messages, self.presences, self.iqs]
    }
}

/// A thread for each way.
fn pass_all(listener: &TcpListener, server: SocketAddr) -> Result<[Passed; 2], Failure> {
    let (client, _) = listener.accept()?;
    let server = TcpStream::connect(server)?;
    for socket in [&client, &server] {
        socket.set_nodelay(true)?;
    }
    let restart = Arc::new(AtomicBool::new(false));
    let up = Way::new(client.try_clone()?, server.try_clone()?, Arc::clone(&restart), false);
    let down = Way::new(server, client, restart, true);
    let up = thread::spawn(move || up.pass());
    let down = down.pass();
    let up = up.join().map_err(|_| "a thread has panicked")?;
    Ok([up?, down?])
}

impl Way {
    fn new(from: TcpStream, to: TcpStream, restart: Arc<AtomicBool>, is_from_server: bool) -> Self {
        let reader = StreamReader::new(Limits::DEFAULT);
        Self { from, to, reader, restart, is_from_server, language: None, passed: Passed::default() }
    }

    /// Passes on all that comes until the connection ends.
    fn pass(mut self) -> Result<Passed, Failure> {
        let passed = self.pass_until_end();
        // After a failure nobody is to wait for the rest.
        let over = if passed.is_ok() { Shutdown::Write } else { Shutdown::Both };
        let _ = self.to.shutdown(over);
        if passed.is_err() {
            let _ = self.from.shutdown(over);
        }
        passed.map(|()| self.passed)
    }

    fn pass_until_end(&mut self) -> Result<(), Failure> {
        let (mut octets, mut unread, mut out) = (vec![0; 16_384], Vec::new(), Vec::new());
        loop {
            let count = self.from.read(&mut octets)?;
            if count == 0 {
                break;
            }
            // RFC 6120 section 6.4.6: the client opens a new stream once it has seen `<success/>`, which has come from here.
            if !self.is_from_server && self.restart.swap(false, Ordering::SeqCst) {
                self.reader.reset();
            }
            unread.extend_from_slice(&octets[..count]);
            let read = self.read(&unread, &mut out)?;
            unread.drain(..read);
            self.to.write_all(&out)?;
            out.clear();
        }
        let left = String::from_utf8_lossy(&unread);
        if left.is_empty() { Ok(()) } else { Err(format!("this has no end: {left}").into()) }
    }

    /// Reads all events that are whole, and writes what is to be passed on. How many octets they are.
    fn read(&mut self, octets: &[u8], out: &mut Vec<u8>) -> Result<usize, Failure> {
        let mut rest = octets;
        loop {
            let before = rest;
            let event = self.reader.read(&mut rest)?;
            let source = &before[..before.len() - rest.len()];
            let mut restarts = false;
            match event {
                None => {
                    // White space, or the XML declaration of a header that is not whole.
                    out.extend_from_slice(source);
                    return Ok(octets.len() - rest.len());
                }
                Some(Event::Stanza(stanza)) => {
                    forward(stanza, source, self.language.as_deref(), &mut self.passed, out)?;
                }
                Some(Event::Open(header)) => {
                    self.language = header.lang().map(Cow::into_owned);
                    self.passed.opened += 1;
                    out.extend_from_slice(source);
                }
                Some(Event::Element(element)) => {
                    restarts = self.is_from_server && element.is("success", NS_SASL);
                    self.passed.elements.push(element.name().to_owned());
                    out.extend_from_slice(source);
                }
                Some(Event::Close) => {
                    self.passed.closed += 1;
                    out.extend_from_slice(source);
                }
            }
            if restarts {
                // Known before the client hears of it.
                self.restart.store(true, Ordering::SeqCst);
                self.reader.reset();
            }
        }
    }
}

/// Forwards a stanza, counts it, and compares what is written with what has come.
fn forward(
    stanza: RawStanza<'_>,
    octets: &[u8],
    language: Option<&str>,
    passed: &mut Passed,
    out: &mut Vec<u8>,
) -> Result<(), Failure> {
    match stanza.kind() {
        StanzaKind::Message => passed.messages += 1,
        StanzaKind::Presence => passed.presences += 1,
        StanzaKind::Iq => passed.iqs += 1,
    }
    // RFC 6120 section 4.6.1: white space may stand in front, and keeps the connection alive.
    let source = octets.trim_ascii_start();
    out.extend_from_slice(&octets[..octets.len() - source.len()]);
    let before = out.len();
    stanza.forward().write_to(out)?;
    let written = &out[before..];
    if written == source {
        return Ok(());
    }
    // RFC 6120 section 8.1.5: a stanza that has no language of its own takes that of the stream with it.
    passed.languages += 1;
    let expected = language.map(|language| with_language(source, language)).unwrap_or_default();
    if written == expected {
        return Ok(());
    }
    let [source, written] = [source, written].map(String::from_utf8_lossy);
    Err(format!("{source} has become {written}").into())
}

/// The stanza with this language, or nothing if it has a language.
fn with_language(source: &[u8], language: &str) -> Vec<u8> {
    let start_tag = source.split(|&octet| octet == b'>').next().unwrap_or_default();
    if start_tag.windows(9).any(|octets| octets == b"xml:lang=") {
        return Vec::new();
    }
    let name = source.iter().position(|octet| b" \t\r\n/>".contains(octet)).unwrap_or(source.len());
    [&source[..name], format!(" xml:lang='{language}'").as_bytes(), &source[name..]].concat()
}
