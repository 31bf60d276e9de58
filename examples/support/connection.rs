//! A TCP connection with a stream on it, for programs that do one thing at a time.

use envoi::stream::{Event, Limits, StreamBuffer, StreamReader, StreamWriter};
use std::error::Error;
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Why a program cannot go on: a sentence for people.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

/// How long the peer may take for a step of a negotiation, or to take what is sent.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);

/// What comes is read into `incoming`; what is written to `outgoing` goes out with [`send`](Self::send), and before anything is waited for.
pub(crate) struct Connection {
    socket: TcpStream,
    is_local: bool,
    incoming: StreamBuffer,
    pub(crate) outgoing: StreamWriter,
}

impl Connection {
    /// Connects to `server`, such as `127.0.0.1:5222`.
    pub(crate) fn open(server: &str, content_namespace: &str) -> Result<Self, Failure> {
        let socket =
            TcpStream::connect(server).map_err(|error| format!("cannot connect to {server}: {error}"))?;
        socket.set_nodelay(true)?;
        socket.set_write_timeout(Some(PATIENCE))?;
        let reader = StreamReader::new(Limits::DEFAULT).content_namespace(content_namespace);
        let outgoing = StreamWriter::new(content_namespace);
        // Asked for now, because a connection that the peer has ended does not know it any more.
        let is_local = socket.peer_addr()?.ip().to_canonical().is_loopback();
        Ok(Self { socket, is_local, incoming: StreamBuffer::new(reader), outgoing })
    }

    /// Whether the peer is on this machine.
    pub(crate) fn is_local(&self) -> bool {
        self.is_local
    }

    /// Hands the next event to `look`, with the writer for what it says to it. Without `until` it waits for as long as it takes.
    ///
    /// It is `look` that sees the event because an event borrows the buffer, which has to grow while there is none.
    pub(crate) fn next<T>(
        &mut self,
        until: Option<Instant>,
        look: impl FnOnce(Event<'_>, &mut StreamWriter) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.send()?;
        loop {
            match self.incoming.next_event() {
                Ok(Some(event)) => return look(event, &mut self.outgoing),
                Ok(None) => {}
                // RFC 6120 section 4.9.1.1: the peer is told what is wrong, and the stream is over.
                Err(error) => {
                    if self.outgoing.failure(error.condition()).finish().is_ok() {
                        let _ = self.send();
                    }
                    return Err(format!("what the peer sends is not XMPP: {error}").into());
                }
            }
            self.receive(until)?;
        }
    }

    /// Sends what has been written.
    pub(crate) fn send(&mut self) -> Result<(), Failure> {
        self.socket.write_all(self.outgoing.as_bytes()).map_err(|error| sentence(&error))?;
        self.outgoing.clear();
        Ok(())
    }

    /// Makes ready for a new stream on the connection (RFC 6120 section 4.3.3).
    pub(crate) fn restart(&mut self) {
        self.incoming.reset();
        self.outgoing.reset();
    }

    /// Closes the stream and waits until the peer has closed its own, so that nothing of what it sends is cut off (RFC 6120 section 4.4).
    pub(crate) fn close(mut self) -> Result<(), Failure> {
        self.outgoing.close()?;
        let until = Some(Instant::now() + PATIENCE);
        while self.next(until, |event, _| Ok(!matches!(event, Event::Close)))? {}
        Ok(())
    }

    fn receive(&mut self, until: Option<Instant>) -> Result<(), Failure> {
        let left = until.map(|until| until.saturating_duration_since(Instant::now()));
        if left.is_some_and(|left| left.is_zero()) {
            return Err(sentence(&ErrorKind::TimedOut.into()));
        }
        self.socket.set_read_timeout(left)?;
        let mut octets = [0; 4096];
        let count = self.socket.read(&mut octets).map_err(|error| sentence(&error))?;
        if count == 0 {
            return Err("the peer has dropped the connection without closing the stream".into());
        }
        self.incoming.push(&octets[..count]);
        Ok(())
    }
}

fn sentence(error: &std::io::Error) -> Failure {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => "the peer takes too long".into(),
        _ => format!("the connection is broken: {error}").into(),
    }
}
