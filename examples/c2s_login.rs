//! Logs in to a server, says something to somebody, and waits for an answer:
//!
//! ```text
//! XMPP_PASSWORD=r0m30myr0m30 cargo run --example c2s_login -- juliet@localhost/balcony 127.0.0.1:5222 romeo@localhost 'Art thou not Romeo?'
//! ```
//!
//! Without a recipient it speaks to itself. The steps are those of RFC 6120 section 9.1, but for TLS.

#[path = "support/connection.rs"]
mod connection;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use connection::{Connection, Failure, PATIENCE};
use envoi::stanza::payload::{BindRequest, BindResult};
use envoi::stanza::{Condition, ErrorReply, Iq, Message, NS_CLIENT, Presence, Stanza};
use envoi::stream::{Event, Feature, NS_SASL, StreamFailure, StreamFeatures, StreamWriter};
use envoi::xml::Element;
use envoi::{FullJid, Jid, precis};
use std::borrow::Cow;
use std::process::ExitCode;
use std::time::Instant;

const USAGE: &str = "usage: XMPP_PASSWORD=... c2s_login [--plaintext] ADDRESS SERVER [TO [TEXT]]
  ADDRESS      who logs in, such as juliet@localhost, or with the resource to ask for
  SERVER       where to connect, such as 127.0.0.1:5222
  --plaintext  send the password in the clear even if the server is not on this machine";

fn main() -> ExitCode {
    let Some(options) = Options::from_arguments() else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("c2s_login: {failure}");
            ExitCode::FAILURE
        }
    }
}

struct Options {
    address: String,
    server: String,
    to: Option<String>,
    text: String,
    password: String,
    plaintext: bool,
}

impl Options {
    fn from_arguments() -> Option<Self> {
        let mut arguments: Vec<String> = std::env::args().skip(1).collect();
        let plaintext = arguments.first().is_some_and(|first| first == "--plaintext");
        let mut arguments = arguments.drain(usize::from(plaintext)..);
        let (address, server) = (arguments.next()?, arguments.next()?);
        let to = arguments.next();
        let text = arguments.next().unwrap_or_else(|| "Art thou not Romeo, and a Montague?".into());
        let password = std::env::var("XMPP_PASSWORD").ok()?;
        arguments.next().is_none().then_some(Self { address, server, to, text, password, plaintext })
    }
}

fn run(options: &Options) -> Result<(), Failure> {
    let me = Jid::parse(&options.address).map_err(|error| format!("{}: {error}", options.address))?;
    let to = options.to.as_deref().unwrap_or(me.bare().as_str());
    let to = Jid::parse(to).map_err(|error| format!("{to}: {error}"))?;

    let mut stream = Connection::open(&options.server, NS_CLIENT)?;
    let offers = open(&mut stream, &me)?;
    // This is where STARTTLS goes (RFC 6120 section 5): `<starttls/>`, `<proceed/>`, `StreamBuffer::discard_unread`, the handshake of a TLS
    // library, and a new stream inside it. Without it PLAIN must not be used (section 13.8.3), but where nobody can listen it does no harm.
    if !stream.is_local() && !options.plaintext {
        return Err("the password would go over the network in the clear; --plaintext sends it".into());
    }
    authenticate(&mut stream, &offers, &me, &options.password)?;
    // RFC 6120 section 6.4.6: success replaces the stream.
    stream.restart();
    let offers = open(&mut stream, &me)?;
    let me = bind(&mut stream, &offers, &me)?;
    println!("logged in as {me}");

    stream.outgoing.write(&Presence::available())?;
    stream.outgoing.write(&Message::chat(&to).id("message").body(&options.text))?;
    let answer = wait_for_answer(&mut stream, &to);
    let closed = stream.close();
    println!("{}", answer.map_err(|failure| format!("no answer: {failure}"))?);
    closed?;
    println!("closed");
    Ok(())
}

/// What the server offers, as far as it is wanted here.
struct Offers {
    tls_required: bool,
    mechanisms: Vec<String>,
    bind: bool,
}

/// Opens a stream: a header each way, then what the server offers (RFC 6120 section 4.3).
fn open(stream: &mut Connection, me: &Jid) -> Result<Offers, Failure> {
    stream.outgoing.header().to(me.domainpart().as_str()).lang("en").finish()?;
    let until = Some(Instant::now() + PATIENCE);
    stream.next(until, |event, _| match event {
        Event::Open(_) => Ok(()),
        other => Err(unexpected(&other)),
    })?;
    stream.next(until, |event, _| {
        let Event::Element(element) = event else { return Err(unexpected(&event)) };
        let features = StreamFeatures::from_element(element).ok_or_else(|| unexpected(&event))?;
        Ok(Offers {
            tls_required: features.starttls() == Some(Feature::StartTls { required: true }),
            mechanisms: features.mechanisms().map(Cow::into_owned).collect(),
            bind: features.bind().is_some(),
        })
    })
}

/// SASL with the mechanism PLAIN (RFC 6120 section 6.4, RFC 4616).
fn authenticate(stream: &mut Connection, offers: &Offers, me: &Jid, password: &str) -> Result<(), Failure> {
    if offers.tls_required {
        return Err("the server wants TLS, which this example does without".into());
    }
    if !offers.mechanisms.iter().any(|name| name == "PLAIN") {
        return Err(format!("the server does not take PLAIN; it takes {:?}", offers.mechanisms).into());
    }
    let user = me.localpart().ok_or("the address has no user name in front of an @")?;
    // RFC 8265 section 4: passwords are compared as opaque strings.
    let mut prepared = String::new();
    let password = match precis::opaque_string(password, &mut prepared)? {
        envoi::Outcome::Unchanged => password,
        envoi::Outcome::Rewritten => &prepared,
    };
    // RFC 6120 section 6.3.8: no authorization identity, for nobody acts on behalf of another.
    let response = BASE64.encode(format!("\0{user}\0{password}"));
    let mut auth = stream.outgoing.element("auth", NS_SASL)?;
    auth.attribute("mechanism", "PLAIN")?.text(&response)?;
    auth.finish()?;
    stream.next(Some(Instant::now() + PATIENCE), |event, _| match event {
        Event::Element(element) if element.is("success", NS_SASL) => Ok(()),
        Event::Element(element) if element.is("failure", NS_SASL) => Err(refusal(element).into()),
        other => Err(unexpected(&other)),
    })
}

/// Why the server does not let us in (RFC 6120 section 6.5).
fn refusal(failure: Element<'_>) -> String {
    let condition = failure.children().map(|child| child.name()).find(|name| *name != "text");
    let text = failure.child("text", NS_SASL).map(Element::text);
    let reason = match condition {
        // RFC 6120 section 6.5.10.
        Some("not-authorized") => "user name or password is wrong (not-authorized)".into(),
        Some(other) => other.to_string(),
        None => "no reason given".into(),
    };
    match text {
        Some(text) => format!("the server refuses the login: {reason}: {text}"),
        None => format!("the server refuses the login: {reason}"),
    }
}

/// Binds a resource, the one in the address if it has one; the server says which it is in the end (RFC 6120 section 7).
fn bind(stream: &mut Connection, offers: &Offers, me: &Jid) -> Result<Box<FullJid>, Failure> {
    if !offers.bind {
        return Err("the server offers no resource".into());
    }
    let wanted = me.resourcepart().map_or(BindRequest::new(), BindRequest::with_resource);
    stream.outgoing.write(&Iq::set("bind", &wanted))?;
    stream.next(Some(Instant::now() + PATIENCE), |event, _| {
        let Event::Stanza(stanza) = event else { return Err(unexpected(&event)) };
        if let Some(failure) = stanza.failure() {
            return Err(format!("the server binds no resource: {failure}").into());
        }
        let bound: Option<BindResult<'_>> = stanza.payload()?;
        let jid = bound.as_ref().ok_or("the server does not say which resource it has bound")?.jid()?;
        Ok(jid.into_owned())
    })
}

fn wait_for_answer(stream: &mut Connection, to: &Jid) -> Result<String, Failure> {
    let until = Some(Instant::now() + PATIENCE);
    loop {
        if let Some(answer) = stream.next(until, |event, outgoing| take(event, outgoing, to))? {
            return Ok(answer);
        }
    }
}

/// Looks at what comes: the answer from this address, if that is what it is.
fn take(event: Event<'_>, outgoing: &mut StreamWriter, to: &Jid) -> Result<Option<String>, Failure> {
    let Event::Stanza(stanza) = event else { return Err(unexpected(&event)) };
    match Stanza::read(stanza) {
        Ok(Stanza::Message(message)) => read_answer(message, to),
        // RFC 6120 section 8.2.3: who asks gets an answer, even if it is no.
        Ok(Stanza::Iq(iq)) if iq.type_().is_request() => {
            decline(iq.error_reply(Condition::ServiceUnavailable), outgoing)
        }
        Ok(Stanza::Iq(_) | Stanza::Presence(_)) => Ok(None),
        Err(fault) => decline(fault.reply(), outgoing),
    }
}

fn decline(reply: Option<ErrorReply<'_>>, outgoing: &mut StreamWriter) -> Result<Option<String>, Failure> {
    if let Some(reply) = reply {
        outgoing.write(&reply)?;
    }
    Ok(None)
}

fn read_answer(message: Message<'_>, to: &Jid) -> Result<Option<String>, Failure> {
    if let Some(failure) = message.failure() {
        return Err(format!("the message came back: {failure}").into());
    }
    match (message.from_jid(), message.body()) {
        (Ok(Some(from)), Some(body)) if from.bare() == to.bare() => Ok(Some(format!("{from}: {body}"))),
        _ => Ok(None),
    }
}

/// What the server should not have sent, or not yet. A stream error is always possible (RFC 6120 section 4.9).
fn unexpected(event: &Event<'_>) -> Failure {
    match event {
        Event::Open(_) => "the server opens a stream inside a stream".into(),
        Event::Close => "the server has closed the stream".into(),
        Event::Stanza(stanza) => format!("the server sends a stanza too early: {stanza:?}").into(),
        Event::Element(element) => match StreamFailure::from_element(*element) {
            Some(failure) => format!("the server ends the stream: {failure}").into(),
            None => format!("the server sends what nobody waits for: {element:?}").into(),
        },
    }
}
