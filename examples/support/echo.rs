//! The echo bot, without a socket: [`Echo`] is given events, and writes what it says to them.
//!
//! To its server it is a component (XEP-0114), to people an app as they were on App Engine: it has every address
//! `anything@app-id.appspotchat.com`, or those of a version of it, and each stanza goes where that service would have sent it.

use envoi::appengine::{App, AppAddress, Dispatcher, Domains, InboundRequest, OutgoingPresence, Route};
use envoi::stanza::payload::{DiscoInfoQuery, DiscoInfoResult, Identity, NS_PING, Ping};
use envoi::stanza::{Condition, ErrorReply, Iq, IqType, NS_COMPONENT, Presence, RawStanza, Stanza};
use envoi::stream::{Event, StreamFailure, StreamHeader, StreamWriter};
use envoi::xml::WriteError;
use envoi::{Domainpart, Jid};
use sha1::{Digest as _, Sha1};
use std::borrow::Cow;
use std::error::Error;

/// Why a session ends: a sentence for people.
pub(crate) type Failure = Box<dyn Error + Send + Sync>;

const HELP: &str = "/echo TEXT repeats TEXT, /help says this, and anything else comes back as it is.";
const STATUS: &str = "Say /help";

/// The bot, and how far its session is.
pub(crate) struct Echo {
    /// The domain of the component as the address of the component itself.
    address: Box<Jid>,
    secret: String,
    app: App,
    commands: Dispatcher<'static>,
    phase: Phase,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    /// The server has to open its stream.
    Opening,
    /// The server has to accept the secret.
    Proving,
    /// Stanzas go both ways.
    Ready,
    /// Both streams are closed.
    Closed,
}

impl Echo {
    /// The bot of the component `domain`, such as `app-id.appspotchat.com`, which shares `secret` with the server.
    pub(crate) fn new(domain: &str, secret: &str) -> Result<Self, Failure> {
        let address = Jid::parse(domain).map_err(|error| format!("{domain}: {error}"))?.into_owned();
        let app = app_under(address.domainpart().as_str())?;
        let commands = Dispatcher::new()
            .command("echo", |chat| chat.reply(chat.argument()))
            .command("help", |chat| chat.reply(HELP))
            .text_message(|chat| chat.reply(chat.body()));
        Ok(Self { address, secret: secret.into(), app, commands, phase: Phase::Opening })
    }

    pub(crate) fn phase(&self) -> Phase {
        self.phase
    }

    /// Opens the stream: the header says which component this is (XEP-0114 section 3).
    pub(crate) fn open(&self, outgoing: &mut StreamWriter) -> Result<(), Failure> {
        outgoing.header().to(self.address.as_str()).without_version().finish()?;
        Ok(())
    }

    /// Takes what comes, and writes what there is to say.
    pub(crate) fn take(&mut self, event: Event<'_>, outgoing: &mut StreamWriter) -> Result<(), Failure> {
        match (self.phase, event) {
            (Phase::Ready, Event::Stanza(stanza)) => self.answer(stanza, outgoing)?,
            (Phase::Opening, Event::Open(header)) => {
                self.prove(header, outgoing)?;
                self.phase = Phase::Proving;
            }
            (Phase::Proving, Event::Element(element)) if element.is("handshake", NS_COMPONENT) => {
                println!("ready as {}", self.address);
                self.phase = Phase::Ready;
            }
            (_, Event::Close) => {
                outgoing.close()?;
                self.phase = Phase::Closed;
            }
            (_, event) => return Err(unexpected(event)),
        }
        Ok(())
    }

    /// Proves to know the secret: SHA-1 of the id of the stream and the secret, in hexadecimal (XEP-0114 section 3).
    fn prove(&self, header: StreamHeader<'_>, outgoing: &mut StreamWriter) -> Result<(), Failure> {
        let id = header.id().ok_or("the server gives its stream no id")?;
        let digest = Sha1::digest(format!("{id}{}", self.secret));
        let proof = digest.iter().fold(String::new(), |proof, octet| format!("{proof}{octet:02x}"));
        let mut handshake = outgoing.element("handshake", NS_COMPONENT)?;
        handshake.text(&proof)?;
        handshake.finish()?;
        Ok(())
    }

    /// Answers a stanza. Whatever it is, the session goes on.
    fn answer(&mut self, raw: RawStanza<'_>, outgoing: &mut StreamWriter) -> Result<(), WriteError> {
        let stanza = match Stanza::read_strictly(raw) {
            Ok(stanza) => stanza,
            Err(fault) => {
                println!("fault: {fault} stanza={}", shown(raw.source()));
                return self.refuse(raw, fault.reply(), outgoing);
            }
        };
        match (InboundRequest::of(raw), stanza) {
            (Ok(request), _) => self.serve(&request, raw, outgoing),
            // App Engine has no requests and results, but servers and clients ask even a bot.
            (Err(_), Stanza::Iq(iq)) => {
                println!("iq stanza={}", shown(raw.source()));
                self.answer_iq(iq, outgoing)
            }
            (Err(reason), _) => {
                println!("ignored: {reason} stanza={}", shown(raw.source()));
                let reply = reason.condition().and_then(|condition| raw.error_reply(condition));
                self.refuse(raw, reply, outgoing)
            }
        }
    }

    /// Does what an app would do with the request.
    fn serve(
        &mut self,
        request: &InboundRequest<'_>,
        raw: RawStanza<'_>,
        outgoing: &mut StreamWriter,
    ) -> Result<(), WriteError> {
        let to = self.app.domains().parse(request.to()).ok().filter(|to| self.is_own(to.jid()));
        let (Some(to), Ok(Some(from))) = (to, raw.from_jid()) else {
            println!("nobody at {} stanza={}", shown(request.to()), shown(raw.source()));
            return self.refuse(raw, raw.error_reply(Condition::ItemNotFound), outgoing);
        };
        log(request);
        match request.route() {
            Route::Chat => {
                for reply in self.commands.dispatch(request) {
                    match reply.send(&self.app, |stanza| outgoing.write(stanza)) {
                        Ok(statuses) => println!("sent: {statuses:?}"),
                        Err(error) => println!("not sent: {error}"),
                    }
                }
                Ok(())
            }
            // The service accepts everybody who asks (XMPP Java API Overview, Sending invitations); for the rest, a component is the server of
            // its addresses (RFC 6121 section 3.1.5).
            Route::Subscribe => {
                outgoing.write(&Presence::subscribed(from.bare()).from(to.jid().bare()))?;
                self.tell_presence(request, outgoing)
            }
            Route::Probe => self.tell_presence(request, outgoing),
            _ => Ok(()),
        }
    }

    fn tell_presence(&self, to: &InboundRequest<'_>, outgoing: &mut StreamWriter) -> Result<(), WriteError> {
        let presence = OutgoingPresence::available(to.from()).from(to.to()).status(STATUS);
        match presence.prepare(&self.app) {
            Ok(prepared) => outgoing.write(&prepared.stanza()),
            Err(error) => {
                println!("not sent: {error}");
                Ok(())
            }
        }
    }

    /// XEP-0114 section 3: a component speaks from any address of its domain, and from no other.
    fn is_own(&self, address: &Jid) -> bool {
        address.domainpart() == self.address.domainpart()
    }

    /// Answers a request to the component or to any address in it. Results and errors get no answer.
    fn answer_iq(&self, iq: Iq<'_>, outgoing: &mut StreamWriter) -> Result<(), WriteError> {
        let (Some(result), true) = (iq.result(), iq.from().is_some()) else { return Ok(()) };
        let me = self.addressee(*iq);
        let result = result.from(&me);
        let is_get = iq.type_() == IqType::Get;
        match (iq.payload::<Ping>(), iq.payload::<DiscoInfoQuery<'_>>()) {
            (Ok(Some(Ping)), _) if is_get => outgoing.write(&result),
            (_, Ok(Some(query))) if is_get && query.node().is_none() => {
                let info = DiscoInfoResult::new(Identity::new("client", "bot")).features(&[NS_PING]);
                outgoing.write(&result.payload(&info))
            }
            _ => self.refuse(*iq, iq.error_reply(Condition::ServiceUnavailable), outgoing),
        }
    }

    /// Sends an error, unless there is nobody to send it to.
    fn refuse(
        &self,
        raw: RawStanza<'_>,
        reply: Option<ErrorReply<'_>>,
        outgoing: &mut StreamWriter,
    ) -> Result<(), WriteError> {
        match reply {
            Some(reply) if reply.to().is_some() => outgoing.write(&reply.from(&self.addressee(raw))),
            _ => Ok(()),
        }
    }

    /// Where a stanza was sent to, if that is an address of the component, and else the component itself.
    fn addressee<'a>(&'a self, raw: RawStanza<'a>) -> Cow<'a, Jid> {
        let to = raw.to_jid().ok().flatten().filter(|to| self.is_own(to));
        to.unwrap_or(Cow::Borrowed(&self.address))
    }
}

/// The app whose addresses are under this domain, or the version of it: under the domains of the service, or else under the domain above.
fn app_under(domain: &str) -> Result<App, Failure> {
    if let Ok(address) = AppAddress::parse(&format!("bot@{domain}")) {
        let app = App::new(address.app())?;
        return match address.version() {
            Some(version) => Ok(app.with_version(version)?),
            None => Ok(app),
        };
    }
    let (id, above) = domain.split_once('.').ok_or("the domain has no app id in front")?;
    let above = Domainpart::parse(above)?;
    Ok(App::new(id)?.with_domains(Domains::new(&above, &above))?)
}

/// What ends the session: a stream error, which is always possible (RFC 6120 section 4.9), or what should not come.
fn unexpected(event: Event<'_>) -> Failure {
    match event {
        Event::Element(element) => match StreamFailure::from_element(element) {
            Some(failure) => format!("the server ends the stream: {failure}").into(),
            None => format!("the server sends what nobody waits for: {element:?}").into(),
        },
        _ => format!("the server sends what nobody waits for: {event:?}").into(),
    }
}

/// Prints a request: its path, and the names and values of its form.
fn log(request: &InboundRequest<'_>) {
    let fields = request.fields().map(|(name, value)| format!("{name}={}", shown(value)));
    println!("{} {}", request.route().path(), fields.collect::<Vec<_>>().join(" "));
}

/// Text as it can stand in a line, and no more of it than one wants to read there.
fn shown(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{:?}...", &text[..end]),
        None => format!("{text:?}"),
    }
}
