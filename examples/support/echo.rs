//! The echo bot, without a socket: [`Echo`] is given events, and writes what it says to them.
//!
//! To its server it is a component (XEP-0114), to people an app as they were on App Engine: it has every address
//! `anything@app-id.appspotchat.com`, and each stanza goes where that service would have sent it.

use envoi::appengine::{App, Dispatcher, Domains, Ignored, InboundRequest, Route};
use envoi::stanza::{Condition, ErrorReply, Iq, IqType, Message, NS_COMPONENT, Presence, RawStanza, Stanza};
use envoi::stream::{Event, StreamHeader, StreamWriter};
use envoi::xml::{ElementWriter, WriteError, WriteXml};
use envoi::{Domainpart, Jid};
use sha1::{Digest as _, Sha1};
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
        let (id, above) = domain.split_once('.').ok_or("the domain has no app id in front")?;
        let above = Domainpart::parse(above)?;
        let app = App::new(id)?.with_domains(Domains::new(&above, &above))?;
        let commands = Dispatcher::new()
            .command("echo", |chat| chat.reply(chat.argument()))
            .command("help", |chat| chat.reply(HELP))
            .text_message(|chat| {
                // Messages without a body tell, for example, that somebody is typing (XEP-0085).
                if !chat.body().is_empty() {
                    chat.reply(chat.body());
                }
            });
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
            (_, event) => {
                return Err(format!("the server sends what does not belong there: {event:?}").into());
            }
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
                let reply = match reason {
                    // Said to nobody in particular, and to other people: no answer is expected.
                    Ignored::MessageType => None,
                    Ignored::TooLong => raw.error_reply(Condition::PolicyViolation),
                    _ => raw.error_reply(Condition::BadRequest),
                };
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
        let (Some(me), Ok(Some(from))) = (self.sender(request.to()), raw.from_jid()) else {
            println!("nobody at {} stanza={}", shown(request.to()), shown(raw.source()));
            return self.refuse(raw, raw.error_reply(Condition::ItemNotFound), outgoing);
        };
        log(request);
        match request.route() {
            Route::Chat => {
                for reply in self.commands.dispatch(request) {
                    outgoing.write(&Message::chat(&from).from(&me).body(reply.body()))?;
                }
            }
            // The service accepts everybody who asks (XMPP Java API Overview, Sending invitations).
            Route::Subscribe => {
                outgoing.write(&Presence::subscribed(&from).from(&me))?;
                outgoing.write(&Presence::available().to(&from).from(&me).status(STATUS))?;
            }
            Route::Probe => outgoing.write(&Presence::available().to(&from).from(&me).status(STATUS))?,
            _ => {}
        }
        Ok(())
    }

    /// The address under which the app answers what was sent to this one, if this one is its own.
    fn sender(&self, to: &str) -> Option<Box<Jid>> {
        let address = self.app.domains().parse(to).ok()?;
        self.is_own(address.jid()).then(|| self.app.sender(address.jid().as_str()).ok())?
    }

    /// XEP-0114 section 3: a component speaks from any address of its domain, and from no other.
    fn is_own(&self, address: &Jid) -> bool {
        address.domainpart() == self.address.domainpart()
    }

    /// Answers a request, from the component or from any address in it.
    fn answer_iq(&self, iq: Iq<'_>, outgoing: &mut StreamWriter) -> Result<(), WriteError> {
        let Some(result) = iq.result() else { return Ok(()) };
        let known = iq.payload_element().filter(|_| iq.type_() == IqType::Get);
        match known.map(|payload| (payload.name(), payload.namespace())) {
            Some(("ping", NS_PING)) => outgoing.write(&result),
            Some(("query", NS_DISCO_INFO)) => outgoing.write(&result.payload(&Info)),
            _ => self.refuse(*iq, iq.error_reply(Condition::ServiceUnavailable), outgoing),
        }
    }

    /// Sends an error, unless nobody could be told: it comes from where the stanza was sent to, or else from the component.
    fn refuse(
        &self,
        raw: RawStanza<'_>,
        reply: Option<ErrorReply<'_>>,
        outgoing: &mut StreamWriter,
    ) -> Result<(), WriteError> {
        let Some(reply) = reply.filter(|reply| reply.to().is_some()) else { return Ok(()) };
        let to = raw.to_jid().ok().flatten().filter(|to| self.is_own(to));
        outgoing.write(&reply.from(to.as_deref().unwrap_or(&self.address)))
    }
}

const NS_PING: &str = "urn:xmpp:ping";
const NS_DISCO_INFO: &str = "http://jabber.org/protocol/disco#info";

/// What the bot tells of itself (XEP-0030 section 3).
struct Info;

impl WriteXml for Info {
    fn write_xml(&self, out: &mut ElementWriter<'_>) -> Result<(), WriteError> {
        out.start("query", NS_DISCO_INFO)?;
        out.start("identity", NS_DISCO_INFO)?
            .attribute("category", "client")?
            .attribute("type", "bot")?
            .end()?;
        for feature in [NS_DISCO_INFO, NS_PING] {
            out.start("feature", NS_DISCO_INFO)?.attribute("var", feature)?.end()?;
        }
        out.end()?;
        Ok(())
    }
}

/// Prints a request: its path, and the names and values of its form.
fn log(request: &InboundRequest<'_>) {
    let path = request.route().path().to_owned();
    println!(
        "{}",
        request.fields().fold(path, |line, (name, value)| format!("{line} {name}={}", shown(value)))
    );
}

/// Text as it can stand in a line, and no more of it than one wants to read there.
fn shown(text: &str) -> String {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{:?}...", &text[..end]),
        None => format!("{text:?}"),
    }
}
