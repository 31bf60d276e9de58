//! `envoi stanza route`: the requests that the App Engine XMPP service makes of stanzas.

use super::args::RouteArgs;
use super::outline::write_value;
use super::report::{self, Form, Report, write_to};
use crate::exit::Ended;
use crate::input::total_octets;
use crate::progress::Progress;
use crate::reading::{self, Found, Handler, StreamFault};
use envoi::appengine::{Ignored, InboundRequest};
use envoi::stanza::{Condition, RawStanza};
use envoi::stream::Event;
use serde::{Serialize, Serializer};
use std::sync::Arc;

pub(super) fn run(args: &RouteArgs) -> Ended {
    let paths = args.read.paths();
    let progress = Arc::new(Progress::new("stanzas", total_octets(&paths), false));
    let mut router = Router { report: Report::new(args.format, &paths) };
    reading::read_all(&args.read, args.read.framing_of_pasted(), &paths, &progress, &mut router)?;
    Ok(router.report.verdict())
}

struct Router<'a> {
    report: Report<'a>,
}

impl Router<'_> {
    fn stanza(&mut self, file: usize, found: &mut Found<'_>, stanza: RawStanza<'_>, out: &mut Vec<u8>) {
        let request = InboundRequest::of(stanza);
        if request.is_err() {
            self.report.note_fault();
        }
        match (self.report.form(), &request) {
            (Form::Jsonl(named), Ok(request)) => {
                report::write_object(*named, file, found, &RequestObject::new(request), out);
            }
            (Form::Jsonl(named), Err(ignored)) => {
                report::write_object(*named, file, found, &IgnoredObject::new(stanza, *ignored), out);
            }
            (Form::Text(text), Ok(request)) => {
                report::begin(text, file, found, out);
                out.extend_from_slice(outline(request).as_bytes());
            }
            (Form::Text(text), Err(ignored)) => {
                report::begin(text, file, found, out);
                let answer = answer(stanza, *ignored).map(|condition| format!("; the answer is {condition}"));
                let answer = answer.unwrap_or_default();
                write_to(out, format_args!("ignored[{}]: {ignored}{answer}\n", ignored.as_str()));
            }
        }
    }
}

/// The condition of the answer to a stanza that makes no request, if it is answered.
fn answer(stanza: RawStanza<'_>, ignored: Ignored) -> Option<Condition> {
    stanza.error_reply(ignored.condition()?).map(|reply| reply.condition())
}

/// The path, and a line for each field.
fn outline(request: &InboundRequest<'_>) -> String {
    let mut out = format!("{}\n", request.route().path());
    for (name, value) in request.fields() {
        write_value(name, Some(value), &mut out).expect("a string takes all that is written");
    }
    out
}

impl Handler for Router<'_> {
    fn event(&mut self, file: usize, mut found: Found<'_>, out: &mut Vec<u8>) {
        match found.event {
            Event::Stanza(stanza) => self.stanza(file, &mut found, stanza, out),
            Event::Element(element) => self.report.element(file, &mut found, element, out),
            Event::Open(_) | Event::Close => {}
        }
    }

    fn fault(&mut self, file: usize, fault: &StreamFault<'_>, out: &mut Vec<u8>) -> bool {
        !self.report.fault(file, fault, out)
    }

    fn unread(&mut self) {
        self.report.note_unread();
    }

    fn end(&mut self, _file: usize, _out: &mut Vec<u8>) {}
}

#[derive(Serialize)]
struct RequestObject<'a> {
    route: &'static str,
    service: &'static str,
    fields: Fields<'a>,
}

/// The form, as an object.
struct Fields<'a>(&'a InboundRequest<'a>);

#[derive(Serialize)]
struct IgnoredObject {
    route: Option<&'static str>,
    ignored: Reason,
}

#[derive(Serialize)]
struct Reason {
    kind: &'static str,
    message: String,
    /// Of the answer.
    condition: Option<&'static str>,
}

impl<'a> RequestObject<'a> {
    fn new(request: &'a InboundRequest<'a>) -> Self {
        let route = request.route();
        Self { route: route.path(), service: route.service().as_str(), fields: Fields(request) }
    }
}

impl IgnoredObject {
    fn new(stanza: RawStanza<'_>, ignored: Ignored) -> Self {
        let (kind, message) = (ignored.as_str(), ignored.to_string());
        let condition = answer(stanza, ignored).map(Condition::as_str);
        Self { route: None, ignored: Reason { kind, message, condition } }
    }
}

impl Serialize for Fields<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.fields())
    }
}
