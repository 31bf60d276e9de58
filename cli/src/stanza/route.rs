//! `envoi stanza route`: the requests that the App Engine XMPP service makes of stanzas.

use super::args::RouteArgs;
use super::outline::write_value;
use super::report::{Report, Teller, tell};
use crate::exit::Ended;
use crate::reading::Found;
use envoi::appengine::{Ignored, InboundRequest};
use envoi::stanza::{Condition, RawStanza};
use serde::{Serialize, Serializer};

pub(super) fn run(args: &RouteArgs) -> Ended {
    tell(&args.read, Some(args.format), &Requests)
}

struct Requests;

impl Teller for Requests {
    fn stanza(
        &self,
        stanza: RawStanza<'_>,
        found: &mut Found<'_>,
        report: &Report<'_>,
        out: &mut Vec<u8>,
    ) -> bool {
        match InboundRequest::of(stanza) {
            Ok(request) => {
                report.write(found, || outline(&request), || RequestObject::new(&request), out);
                true
            }
            Err(ignored) => {
                let text = || reason(stanza, ignored);
                report.write(found, text, || IgnoredObject::new(stanza, ignored), out);
                false
            }
        }
    }
}

/// Why there is no request, and what the sender is told.
fn reason(stanza: RawStanza<'_>, ignored: Ignored) -> String {
    let answer = answer(stanza, ignored).map(|condition| format!("; the answer is {condition}"));
    format!("ignored[{}]: {ignored}{}\n", ignored.as_str(), answer.unwrap_or_default())
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
