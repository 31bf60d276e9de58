//! Every row of `spec-vectors/jid`, judged by the library.
//!
//! A failing row is named with file, line and name; a file's test shows all of its failing rows at once. Rows for a
//! feature that is not built in are left out: run the tests with `--all-features` to judge every row.

#![cfg(feature = "alloc")]

mod support {
    pub(crate) mod vector_file;
}

use envoi::escape::{EscapeError, escape, unescape};
use envoi::uri::{UriError, XmppUri};
use envoi::{BareJid, Domainpart, FullJid, Jid, JidError, Localpart, Policy, Resourcepart};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;
use support::vector_file::{Expected, Row, load, stems};

#[test]
fn rfc7622_examples() {
    run("rfc7622-examples");
}

#[test]
fn structure() {
    run("structure");
}

#[test]
fn localpart() {
    run("localpart");
}

#[test]
fn resourcepart() {
    run("resourcepart");
}

#[test]
fn context_rules() {
    run("context-rules");
}

#[test]
fn bidi_rule() {
    run("bidi-rule");
}

#[test]
fn domain_names() {
    run("domain-names");
}

#[test]
fn internationalized_domains() {
    run("internationalized-domains");
}

#[test]
fn uts46() {
    run("uts46");
}

#[test]
fn ip_literals() {
    run("ip-literals");
}

#[test]
fn utf8() {
    run("utf8");
}

#[test]
fn xep_0106() {
    run("xep-0106");
}

#[test]
fn uris() {
    run("uris");
}

#[test]
fn app_engine() {
    run("app-engine");
}

#[cfg(feature = "rfc6122")]
#[test]
fn rfc6122() {
    run("rfc6122");
}

#[test]
fn field_notes() {
    run("field-notes");
}

/// The files that have a test above.
const FILES: [&str; 16] = [
    "app-engine",
    "bidi-rule",
    "context-rules",
    "domain-names",
    "field-notes",
    "internationalized-domains",
    "ip-literals",
    "localpart",
    "resourcepart",
    "rfc6122",
    "rfc7622-examples",
    "structure",
    "uris",
    "utf8",
    "uts46",
    "xep-0106",
];

#[test]
fn every_file_has_a_test() {
    assert_eq!(stems("jid"), FILES);
}

#[test]
fn rows_are_many_and_have_names_of_their_own_and_sections() {
    let mut places = HashMap::new();
    for file in FILES {
        for row in load("jid", file) {
            let place = format!("{file}.tsv:{}", row.line);
            assert!(!row.section.trim().is_empty(), "{place}: no section");
            assert!(
                row.name.split('-').all(|word| {
                    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                }),
                "{place}: the name {:?} is not kebab-case",
                row.name
            );
            if let Some(other) = places.insert(row.name.clone(), place.clone()) {
                panic!("{place}: the name {} stands at {other} too", row.name);
            }
        }
    }
    assert!(places.len() >= 1_500, "{} rows", places.len());
}

fn run(file: &str) {
    let rows: Vec<Row> = load("jid", file).into_iter().filter(|row| is_built_in(&row.op)).collect();
    assert!(!rows.is_empty(), "{file}.tsv: no row");
    let failures: Vec<String> = rows
        .iter()
        .filter_map(|row| {
            let complaint = judge(row).err()?;
            Some(format!("{file}.tsv:{} {} ({}): {complaint}", row.line, row.name, row.section))
        })
        .collect();
    assert!(failures.is_empty(), "{} of {} rows fail\n{}", failures.len(), rows.len(), failures.join("\n"));
}

fn is_built_in(op: &str) -> bool {
    cfg!(feature = "rfc6122") || !op.starts_with("jid/rfc6122")
}

/// What the library made of a row's input, in the words of the files.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Ok(Vec<String>),
    Error { place: &'static str, kind: &'static str, offset: usize },
}

fn judge(row: &Row) -> Result<(), String> {
    let found = outcome(&row.op, &row.input)?;
    let agrees = match (&row.expected, &found) {
        (Expected::Ok(fields), Outcome::Ok(found)) => fields == found,
        (Expected::Error { place, kind, offset }, Outcome::Error { place: p, kind: k, offset: o }) => {
            place == p && kind == k && *o <= row.input.len() && offset.is_none_or(|offset| offset == *o)
        }
        _ => false,
    };
    if agrees { Ok(()) } else { Err(format!("expected {}, got {found}", row.expected)) }
}

fn outcome(op: &str, input: &[u8]) -> Result<Outcome, String> {
    if let Some(policy) = policy(op) {
        return parsed(text(input), |text| policy.parse(text), Jid::as_str);
    }
    match op {
        "bytes" => octets(input),
        "bare" => parsed(text(input), BareJid::parse, |jid| jid.as_str()),
        "full" => parsed(text(input), FullJid::parse, |jid| jid.as_str()),
        "localpart" => parsed(text(input), Localpart::parse, Localpart::as_str),
        "domainpart" => parsed(text(input), Domainpart::parse, Domainpart::as_str),
        "resourcepart" => parsed(text(input), Resourcepart::parse, Resourcepart::as_str),
        "canonical" => Ok(Outcome::from(Jid::from_canonical(text(input)).map(Jid::as_str))),
        "escape" => Ok(Outcome::from(escape(text(input)))),
        "unescape" => Ok(Outcome::Ok(vec![unescape(text(input)).into_owned()])),
        "uri" => Ok(Outcome::from(XmppUri::parse(text(input)))),
        "to-uri" => written(text(input), XmppUri::to_uri),
        "to-iri" => written(text(input), XmppUri::to_iri),
        _ => Err(format!("unknown op {op:?}")),
    }
}

fn policy(op: &str) -> Option<Policy> {
    match op {
        "jid" => Some(Policy::RFC7622),
        "jid/underscore" => Some(Policy::RFC7622.with_underscore()),
        "jid/uts46" => Some(Policy::RFC7622.with_uts46()),
        "jid/appengine" => Some(Policy::APP_ENGINE),
        "jid/appengine-sender" => Some(Policy::APP_ENGINE_SENDER),
        #[cfg(feature = "rfc6122")]
        "jid/rfc6122" => Some(Policy::RFC6122),
        #[cfg(feature = "rfc6122")]
        "jid/rfc6122-query" => Some(Policy::RFC6122_QUERY),
        _ => None,
    }
}

fn text(input: &[u8]) -> &str {
    std::str::from_utf8(input).expect("only rows of the op bytes hold other octets")
}

/// Parses, and if that succeeds parses the result again: it must come back as it is, borrowed.
fn parsed<T: ToOwned + ?Sized>(
    input: &str,
    parse: impl Fn(&str) -> Result<Cow<'_, T>, JidError>,
    as_str: impl Fn(&T) -> &str,
) -> Result<Outcome, String> {
    let first = match parse(input) {
        Ok(first) => as_str(&first).to_owned(),
        Err(error) => return Ok(Outcome::from(Err::<&str, _>(error))),
    };
    match parse(&first) {
        Ok(Cow::Borrowed(second)) if as_str(second) == first => Ok(Outcome::Ok(vec![first])),
        Ok(second) => Err(format!("{first:?} parsed again is rewritten to {:?}", as_str(&second))),
        Err(error) => Err(format!("{first:?} parsed again is refused: {error}")),
    }
}

/// As octets, and if they are UTF-8 as text too: both must agree.
fn octets(input: &[u8]) -> Result<Outcome, String> {
    let found = Outcome::from(Policy::RFC7622.parse_bytes(input).map(|jid| jid.as_str().to_owned()));
    if let Ok(text) = std::str::from_utf8(input) {
        let as_text = parsed(text, Jid::parse, Jid::as_str)?;
        if as_text != found {
            return Err(format!("as octets {found}, as text {as_text}"));
        }
    }
    Ok(found)
}

/// Writes a canonical address as a URI, and reads that again: it must give the address back.
fn written(address: &str, write: impl Fn(&XmppUri) -> String) -> Result<Outcome, String> {
    let jid = Jid::from_canonical(address).map_err(|error| format!("no canonical address: {error}"))?;
    let uri = write(&XmppUri::new(jid));
    match XmppUri::parse(&uri) {
        Ok(read) if read.jid() == Some(jid) => Ok(Outcome::Ok(vec![uri])),
        Ok(_) => Err(format!("{uri:?} is read as another address")),
        Err(error) => Err(format!("{uri:?} is refused: {error}")),
    }
}

impl<S: AsRef<str>> From<Result<S, JidError>> for Outcome {
    fn from(result: Result<S, JidError>) -> Self {
        match result {
            Ok(text) => Self::Ok(vec![text.as_ref().to_owned()]),
            Err(error) => Self::Error {
                place: error.part().as_str(),
                kind: error.kind().as_str(),
                offset: error.offset(),
            },
        }
    }
}

impl From<Result<Cow<'_, str>, EscapeError>> for Outcome {
    fn from(result: Result<Cow<'_, str>, EscapeError>) -> Self {
        match result {
            Ok(text) => Self::Ok(vec![text.into_owned()]),
            Err(error) => {
                Self::Error { place: "escape", kind: error.kind().as_str(), offset: error.offset() }
            }
        }
    }
}

/// The components in the order of `spec-vectors/README.md`, absent ones left out.
impl From<Result<XmppUri, UriError>> for Outcome {
    fn from(result: Result<XmppUri, UriError>) -> Self {
        let uri = match result {
            Ok(uri) => uri,
            Err(error) => {
                return Self::Error { place: "uri", kind: error.kind().as_str(), offset: error.offset() };
            }
        };
        let mut fields = Vec::new();
        fields.extend(uri.jid().map(|jid| format!("jid={jid}")));
        fields.extend(uri.authority().map(|account| format!("authority={account}")));
        if let Some(query) = uri.query() {
            fields.push(format!("query={}", query.querytype()));
            fields.extend(query.pairs().map(|(key, value)| format!("key.{key}={value}")));
        }
        fields.extend(uri.fragment().map(|fragment| format!("fragment={fragment}")));
        Self::Ok(fields)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok(fields) => write!(f, "ok {}", shown(fields)),
            Self::Error { place, kind, offset } => write!(f, "error {place}/{kind}/{offset}"),
        }
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ok(fields) => write!(f, "ok {}", shown(fields)),
            Self::Error { place, kind, offset: Some(offset) } => write!(f, "error {place}/{kind}/{offset}"),
            Self::Error { place, kind, offset: None } => write!(f, "error {place}/{kind}/*"),
        }
    }
}

/// The fields with everything but printable ASCII escaped, long ones cut.
fn shown(fields: &[String]) -> String {
    let text = fields.join(" | ").escape_default().to_string();
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("\"{}...\" ({} characters)", &text[..end], text.len()),
        None => format!("\"{text}\""),
    }
}
