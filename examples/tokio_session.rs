//! The bot of `component_echo` in an async program:
//!
//! ```text
//! XMPP_SECRET=... cargo run --example tokio_session -- echo-app.appspotchat.com 127.0.0.1:5347
//! ```
//!
//! One loop reads and one writes, with a queue of [`QUEUE`] pieces between them. While the peer does not take what is written to it, the queue
//! is full and nothing more is read from it: memory is bounded by the queue and the limits of the reader, whatever the peer does.

#[path = "support/echo.rs"]
mod echo;

use echo::{Echo, Failure, Phase};
use envoi::stanza::NS_COMPONENT;
use envoi::stream::{Limits, StreamBuffer, StreamReader, StreamWriter};
use std::io;
use std::process::ExitCode;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Instant, timeout, timeout_at};

const USAGE: &str = "usage: XMPP_SECRET=... tokio_session DOMAIN SERVER
  DOMAIN  the component, such as echo-app.appspotchat.com
  SERVER  where its server listens for components, such as 127.0.0.1:5347";

/// How many answers wait to be written before reading stops.
const QUEUE: usize = 16;
/// How long the peer may take for the negotiation, or to take an answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// After how much silence of ours the peer gets white space; longer than the negotiation, which has no place for it.
const KEEPALIVE: Duration = Duration::from_secs(15);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (Ok(secret), [domain, server]) = (std::env::var("XMPP_SECRET"), &*arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match start(domain, server, &secret) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("tokio_session: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn start(domain: &str, server: &str, secret: &str) -> Result<(), Failure> {
    let bot = Echo::new(domain, secret)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().enable_time().build()?;
    runtime.block_on(run(bot, server))
}

/// Answers until the server closes the stream.
async fn run(bot: Echo, server: &str) -> Result<(), Failure> {
    let until = Instant::now() + PATIENCE;
    let connected = by(until, TcpStream::connect(server)).await;
    let socket = connected.map_err(|error| format!("cannot connect to {server}: {error}"))?;
    socket.set_nodelay(true)?;
    let (reading, writing) = socket.into_split();
    let (answers, queue) = channel(QUEUE);
    // An error of the writer ends both. An error of the reader does not: what it has queued still goes out.
    let reader = async { Ok(read(reading, answers, bot, until).await) };
    let (read, ()) = tokio::try_join!(reader, write(writing, queue))?;
    read
}

/// Reads events, and queues what the bot writes. The negotiation has to end in time.
async fn read(
    mut socket: OwnedReadHalf,
    answers: Sender<Vec<u8>>,
    mut bot: Echo,
    until: Instant,
) -> Result<(), Failure> {
    let reader = StreamReader::new(Limits::DEFAULT).content_namespace(NS_COMPONENT);
    let mut incoming = StreamBuffer::new(reader);
    let mut outgoing = StreamWriter::new(NS_COMPONENT);
    let mut octets = vec![0; 4096];
    bot.open(&mut outgoing)?;
    loop {
        // The back-pressure: this waits for a place in the queue.
        if !outgoing.as_bytes().is_empty() {
            answers.send(outgoing.as_bytes().to_vec()).await?;
            outgoing.clear();
        }
        match incoming.next_event() {
            Ok(Some(event)) => bot.take(event, &mut outgoing)?,
            Ok(None) if bot.phase() == Phase::Closed => return Ok(()),
            Ok(None) => {
                let read = socket.read(&mut octets);
                // A server may be silent for as long as nobody speaks to the bot, but not before.
                let count = if bot.phase() == Phase::Ready { read.await? } else { by(until, read).await? };
                if count == 0 {
                    return Err("the peer has dropped the connection without closing the stream".into());
                }
                incoming.push(&octets[..count]);
            }
            // RFC 6120 section 4.9.1.1: the peer is told what is wrong, and the stream is over.
            Err(error) => {
                if outgoing.failure(error.condition()).finish().is_ok() {
                    answers.send(outgoing.as_bytes().to_vec()).await?;
                }
                return Err(format!("what the peer sends is not XMPP: {error}").into());
            }
        }
    }
}

/// Writes what is queued, until nothing will be queued any more.
async fn write(mut socket: OwnedWriteHalf, mut queue: Receiver<Vec<u8>>) -> Result<(), Failure> {
    loop {
        let octets = match timeout(KEEPALIVE, queue.recv()).await {
            Ok(Some(octets)) => octets,
            Ok(None) => break,
            // RFC 6120 section 4.6.1: a space keeps the connection alive, and shows when it is dead.
            Err(_) => b" ".to_vec(),
        };
        by(Instant::now() + PATIENCE, socket.write_all(&octets)).await?;
    }
    socket.shutdown().await?;
    Ok(())
}

/// What the peer has to do by then.
async fn by<T>(until: Instant, work: impl Future<Output = io::Result<T>>) -> io::Result<T> {
    let late = || io::Error::new(io::ErrorKind::TimedOut, "the peer takes too long");
    timeout_at(until, work).await.unwrap_or_else(|_| Err(late()))
}
