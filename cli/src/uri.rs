//! `envoi uri`: XMPP URIs and IRIs (RFC 5122), taken apart or made.

use crate::args::{UriArgs, ViewFormat};
use crate::exit::{Ended, Trouble, Verdict};
use crate::report::{write_json_fault, write_json_line};
use crate::show;
use crate::snippet::Fault;
use anstyle::Style;
use envoi::uri::{UriError, XmppUri};
use envoi::{BareJid, Jid, Policy};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write as _;

const HEADING: Style = Style::new().bold();

pub(crate) fn run(args: &UriArgs) -> Ended {
    let mut all_valid = true;
    let mut stdout = anstream::stdout().lock();
    for text in &args.texts {
        let octets = text.as_encoded_bytes();
        let uri = if args.make { make(octets, args) } else { read(octets) };
        all_valid &= uri.is_ok();
        let mut out = Vec::new();
        match (args.format, uri) {
            (ViewFormat::Json, Ok(uri)) => write_json_line(&object(octets, &uri), &mut out),
            (ViewFormat::Json, Err(fault)) => write_json_fault(&fault, &mut out),
            (ViewFormat::Text, Ok(uri)) if args.make => {
                writeln!(out, "{}", written(&uri, args.iri)).expect(FITS);
            }
            (ViewFormat::Text, Ok(uri)) => out.extend_from_slice(view(&uri, args.iri).as_bytes()),
            (ViewFormat::Text, Err(fault)) => fault.report(),
        }
        stdout.write_all(&out).map_err(Trouble::output)?;
    }
    stdout.flush().map_err(Trouble::output)?;
    Ok(Verdict::all_valid(all_valid))
}

const FITS: &str = "memory takes all that is written";

fn make<'a>(octets: &'a [u8], args: &UriArgs) -> Result<XmppUri, Fault<'a>> {
    let jid = Policy::RFC7622.parse_bytes(octets).map_err(|error| Fault::of_address(octets, &error))?;
    let uri = XmppUri::new(&jid);
    let Some(querytype) = &args.query else { return Ok(uri) };
    let pairs: Vec<_> = args.pair.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    Ok(uri.with_query(querytype, &pairs))
}

fn read(octets: &[u8]) -> Result<XmppUri, Fault<'_>> {
    let text =
        std::str::from_utf8(octets).map_err(|error| Fault::not_utf8("uri", octets, error.valid_up_to()))?;
    XmppUri::parse(text).map_err(|error| fault(octets, text, &error))
}

fn fault<'a>(octets: &'a [u8], text: &str, error: &UriError) -> Fault<'a> {
    let (part, kind) = match error.jid_error() {
        Some(error) => (error.part().as_str(), error.kind().as_str()),
        None => ("uri", error.kind().as_str()),
    };
    let rest = &text[error.offset()..];
    let length = match error.code_point() {
        // Each octet of an encoded code point takes three.
        Some(c) if rest.starts_with('%') => (3 * c.len_utf8()).min(rest.len()),
        _ => rest.chars().next().map_or(0, char::len_utf8),
    };
    Fault {
        part,
        kind,
        message: error.to_string(),
        code_point: error.code_point(),
        octets,
        span: error.offset()..error.offset() + length,
    }
}

fn written(uri: &XmppUri, iri: bool) -> String {
    if iri { uri.to_iri() } else { uri.to_uri() }
}

fn view(uri: &XmppUri, iri: bool) -> String {
    let mut out = String::new();
    write_view(&mut out, uri, iri).expect(FITS);
    out
}

fn write_view(out: &mut String, uri: &XmppUri, iri: bool) -> std::fmt::Result {
    let address = uri.jid().map_or("(no address)", |jid| jid.as_str());
    writeln!(out, "{HEADING}{}{HEADING:#}", show::visible(address))?;
    if let Some(account) = uri.authority() {
        writeln!(out, "  account: {}", show::visible(account.as_str()))?;
    }
    if let Some(query) = uri.query() {
        writeln!(out, "  query: {}", show::visible(&query.querytype()))?;
        for (key, value) in query.pairs() {
            writeln!(out, "    {}: {}", show::visible(&key), show::visible(&value))?;
        }
    }
    if let Some(fragment) = uri.fragment() {
        writeln!(out, "  fragment: {}", show::visible(&fragment))?;
    }
    writeln!(out, "  {}: {}", if iri { "iri" } else { "uri" }, written(uri, iri))
}

#[derive(Serialize)]
struct Object<'a> {
    input: &'a str,
    valid: bool,
    jid: Option<&'a str>,
    account: Option<&'a str>,
    query: Option<QueryObject<'a>>,
    fragment: Option<Cow<'a, str>>,
    uri: String,
    iri: String,
}

#[derive(Serialize)]
struct QueryObject<'a> {
    r#type: Cow<'a, str>,
    /// In their order; a key may come twice.
    pairs: Vec<(Cow<'a, str>, Cow<'a, str>)>,
}

fn object<'a>(octets: &'a [u8], uri: &'a XmppUri) -> Object<'a> {
    Object {
        input: std::str::from_utf8(octets).unwrap_or_default(),
        valid: true,
        jid: uri.jid().map(Jid::as_str),
        account: uri.authority().map(BareJid::as_str),
        query: uri
            .query()
            .map(|query| QueryObject { r#type: query.querytype(), pairs: query.pairs().collect() }),
        fragment: uri.fragment(),
        uri: uri.to_uri(),
        iri: uri.to_iri(),
    }
}
