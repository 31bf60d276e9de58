//! What the library makes of a row; the ops are described in `spec-vectors/README.md`.

use envoi::appengine::{
    App, AppAddress, AppEngineError, Command, Dispatcher, Field, FormError, Ignored, InboundRequest,
    MAX_MESSAGE_OCTETS, OutgoingMessage, OutgoingPresence, Route,
};
use envoi::stanza::{MessageType, NS_CLIENT, RawStanza, Show, WriteStanza};
use envoi::xml::ElementBuf;

/// In the words of the files.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Ok(Vec<String>),
    Error { place: &'static str, kind: &'static str, offset: usize },
}

const RECIPIENT: &str = "juliet@example.com";

/// Does what an op says to an input. What stands behind the first slash of the op is the rest of what it says.
pub(crate) fn outcome(op: &str, input: &str) -> Outcome {
    let (op, rest) = op.split_once('/').unwrap_or((op, ""));
    let done = match op {
        "address" => address(input),
        "build" => build(rest, input),
        "serves" => serves(input),
        "sender" => {
            app(rest).sender(input).map(|jid| vec![jid.to_string()]).map_err(|e| of_app(e, "address"))
        }
        "send" => {
            let type_ = MessageType::from_name(rest).expect("a type");
            message(&OutgoingMessage::new(input).type_(type_))
        }
        "send-xml" => message(&OutgoingMessage::xml(input)),
        "status" => statuses(input, rest == "refused"),
        "invite" => presence(&OutgoingPresence::invitation(input).from(rest)),
        "invite-show" => {
            let show = Show::from_name(rest).expect("a show");
            presence(&OutgoingPresence::invitation(input).show(show))
        }
        "presence" => presence(&presence_of(rest).status(input)),
        "limit" => limit(rest, input.parse().expect("a number")),
        "route" => with_stanza(input, |stanza| Route::of(stanza).map(|route| vec![route.path().to_owned()])),
        "path" => path(input),
        "form" => {
            with_stanza(input, |stanza| InboundRequest::of(stanza).map(|request| fields(&request, false)))
        }
        "accept" => accept(input),
        "read" => read(&format!("/{rest}"), input),
        "command" => Ok(command(input)),
        "dispatch" => Ok(dispatch(rest == "all", input)),
        "reply" => Ok(reply(&app(rest), input)),
        _ => panic!("unknown op {op:?}"),
    };
    done.map_or_else(|error| error, Outcome::Ok)
}

type Done = Result<Vec<String>, Outcome>;

/// The app of all rows: its default version, or another one.
fn app(version: &str) -> App {
    let app = App::new("app-id").expect("an id");
    if version.is_empty() { app } else { app.with_version(version).expect("a version") }
}

fn address(input: &str) -> Done {
    let address = AppAddress::parse(input).map_err(|error| of_app(error, "address"))?;
    let mut fields =
        vec![format!("form={:?}", address.form()).to_lowercase(), format!("app={}", address.app())];
    fields.extend(address.version().map(|version| format!("version={version}")));
    fields.push(format!("name={}", address.name()));
    fields.extend(address.resource().map(|resource| format!("resource={resource}")));
    Ok(fields)
}

fn build(what: &str, input: &str) -> Done {
    let (what, version) = what.split_once('/').unwrap_or((what, ""));
    let built = match what {
        "default" if version.is_empty() => App::new(input).map(|app| app.address()),
        "default" => App::new(input).and_then(|app| Ok(app.with_version(version)?.address())),
        "version" => app("").with_version(input).map(|app| app.address()),
        "custom" => app(version).custom_address(input),
        _ => panic!("nothing to build: {what:?}"),
    };
    built.map(|jid| vec![jid.to_string()]).map_err(|error| of_app(error, "address"))
}

fn serves(input: &str) -> Done {
    let address = AppAddress::parse(input).map_err(|error| of_app(error, "address"))?;
    let version = if app("").serves(&address) {
        "default"
    } else if app("beta").serves(&address) {
        "beta"
    } else {
        "none"
    };
    Ok(vec![version.to_owned()])
}

fn message(message: &OutgoingMessage<'_>) -> Done {
    let message = message.clone().to(RECIPIENT);
    let (app, mut stanzas) = (app(""), Vec::new());
    let sent = message.send(&app, |stanza| {
        stanza.to_element(NS_CLIENT).map(|element| stanzas.push(element.as_str().to_owned()))
    });
    sent.map(|_| stanzas).map_err(|error| of_app(error, "message"))
}

fn statuses(recipients: &str, refused: bool) -> Done {
    let message = OutgoingMessage::new("Hi").to_all(recipients.split_whitespace());
    let sent = message.send(&app(""), |_| if refused { Err(()) } else { Ok(()) });
    sent.map(|statuses| statuses.iter().map(|status| status.as_str().to_owned()).collect())
        .map_err(|error| of_app(error, "message"))
}

fn presence_of(what: &str) -> OutgoingPresence<'static> {
    let (what, show) = what.split_once('/').unwrap_or((what, ""));
    let presence = match what {
        "available" => OutgoingPresence::available(RECIPIENT),
        "unavailable" => OutgoingPresence::unavailable(RECIPIENT),
        "probe" => OutgoingPresence::probe(RECIPIENT),
        _ => panic!("no presence: {what:?}"),
    };
    Show::from_name(show).map_or(presence.clone(), |show| presence.show(show))
}

fn presence(presence: &OutgoingPresence<'_>) -> Done {
    let app = app("");
    let prepared = presence.prepare(&app).map_err(|error| of_app(error, "presence"))?;
    let element = prepared.stanza().to_element(NS_CLIENT).expect("all of it has been checked");
    Ok(vec![element.as_str().to_owned()])
}

/// Whether so many octets pass.
fn limit(what: &str, octets: usize) -> Done {
    let done = match what {
        "status" => presence(&OutgoingPresence::available(RECIPIENT).status("a".repeat(octets))),
        "message" => message(&OutgoingMessage::new("a".repeat(octets))),
        "xml" => message(&OutgoingMessage::xml(format!("<x>{}</x>", "a".repeat(octets - "<x></x>".len())))),
        "call" => {
            let body = "a".repeat(MAX_MESSAGE_OCTETS);
            let address = "a@example.com";
            let many = (octets - body.len()) / address.len() - 1;
            // The last one takes what is left.
            let left = octets - body.len() - many * address.len() - "@example.com".len();
            let last = format!("{}@example.com", "a".repeat(left));
            let message = OutgoingMessage::new(body).to_all(vec![address; many]).to(last);
            let prepared =
                message.prepare(&app("")).map(|prepared| prepared.recipients().all(|jid| jid.is_ok()));
            prepared.map(|good| assert!(good)).map(|()| Vec::new()).map_err(|error| of_app(error, "message"))
        }
        "incoming" => {
            let front = "<message xmlns='jabber:client' from='a@example.com' to='app-id@appspot.com'><body>";
            let inner = octets - front.len() - "</body></message>".len();
            with_stanza(&format!("{front}{}</body></message>", "a".repeat(inner)), |stanza| {
                InboundRequest::of(stanza).map(|_| Vec::new())
            })
        }
        _ => panic!("no limit: {what:?}"),
    };
    done.map(|_| vec!["ok".to_owned()])
}

/// What the service answers by itself.
fn accept(text: &str) -> Done {
    let mut answer = Ok(Vec::new());
    with_stanza(text, |stanza| {
        let request = InboundRequest::of(stanza)?;
        answer = request.acceptance().map_err(|error| of_app(error, "presence")).map(|presence| {
            let stanza = presence.map(|presence| presence.stanza().to_element(NS_CLIENT).expect("addresses"));
            vec![stanza.map_or("none".to_owned(), |stanza| stanza.as_str().to_owned())]
        });
        Ok(Vec::new())
    })?;
    answer
}

/// Reads a stanza and does something with it.
fn with_stanza(text: &str, then: impl FnOnce(RawStanza<'_>) -> Result<Vec<String>, Ignored>) -> Done {
    let text = if text.contains(NS_CLIENT) {
        text.to_owned()
    } else {
        let name = text.find([' ', '>']).expect("a start tag");
        format!("{} xmlns='{NS_CLIENT}'{}", &text[..name], &text[name..])
    };
    let element = ElementBuf::parse(&text).expect("well-formed");
    let stanza = RawStanza::from_element(element.element(), NS_CLIENT).expect("a stanza");
    then(stanza).map_err(|ignored| Outcome::Error { place: "ignored", kind: ignored.as_str(), offset: 0 })
}

fn path(input: &str) -> Done {
    match Route::from_path(input) {
        Some(route) => Ok(vec![route.service().as_str().to_owned()]),
        None => Err(Outcome::Error { place: "path", kind: "unknown", offset: 0 }),
    }
}

fn fields(request: &InboundRequest<'_>, stanza: bool) -> Vec<String> {
    let fields = request.fields().filter(|&(name, _)| stanza || name != Field::Stanza.as_str());
    fields.map(|(name, value)| format!("{name}={value}")).collect()
}

fn read(path: &str, input: &str) -> Done {
    let route = Route::from_path(path).expect("a route");
    let pairs = input.lines().map(|line| line.split_once('=').expect("a pair"));
    let request = InboundRequest::from_fields(route, pairs);
    request.map(|request| fields(&request, true)).map_err(|error: FormError| Outcome::Error {
        place: error.field().as_str(),
        kind: error.kind().as_str(),
        offset: 0,
    })
}

fn command(input: &str) -> Vec<String> {
    match Command::parse(input) {
        Some(command) => {
            vec![format!("command={}", command.name()), format!("argument={}", command.argument())]
        }
        None => vec![format!("text={input}")],
    }
}

/// The bodies of the replies of a bot; a row expects one empty field where there are none.
fn dispatch(all: bool, body: &str) -> Vec<String> {
    let mut bot = Dispatcher::new()
        .command("score", |chat| chat.reply(format!("Score for user {}: 9", chat.argument())))
        .command("stats", |chat| chat.reply("The latest stats: none"));
    if all {
        bot = bot.text_message(|chat| chat.reply(format!("You said: {}", chat.argument())));
        bot = bot.unhandled_command(|chat| {
            let name = chat.command().expect("a command").name();
            chat.reply(format!("No such command: {name}"));
        });
    }
    let fields = [("from", "a@example.com/x"), ("to", "app-id@appspot.com"), ("body", body)];
    let request = InboundRequest::from_fields(Route::Chat, fields).expect("a request");
    let replies: Vec<String> = bot.dispatch(&request).iter().map(|reply| reply.body().to_owned()).collect();
    if replies.is_empty() { vec![String::new()] } else { replies }
}

/// The addresses of the reply to a message that came to the address in the input.
fn reply(app: &App, input: &str) -> Vec<String> {
    let to = input.strip_prefix("to=").expect("an address");
    let fields = [("from", "a@example.com/x"), ("to", to), ("body", "Hi")];
    let request = InboundRequest::from_fields(Route::Chat, fields).expect("a request");
    let replies = Dispatcher::new().text_message(|chat| chat.reply("Ho")).dispatch(&request);
    let prepared = replies[0].prepare(app).expect("a reply");
    let recipients: Vec<_> =
        prepared.recipients().map(|jid| format!("to={}", jid.expect("an address"))).collect();
    [vec![format!("from={}", prepared.sender())], recipients].concat()
}

fn of_app(error: AppEngineError, place: &'static str) -> Outcome {
    match error.jid_error() {
        Some(jid) => {
            Outcome::Error { place: jid.part().as_str(), kind: jid.kind().as_str(), offset: jid.offset() }
        }
        None => Outcome::Error { place, kind: error.kind().as_str(), offset: error.offset() },
    }
}
