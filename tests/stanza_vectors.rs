//! Every row of `spec-vectors/stanza`, judged by the library.
//!
//! A failing row is named with file, line and name; a file's test shows all of its failing rows at once.

#![cfg(feature = "alloc")]

#[path = "stanza_vectors/outline.rs"]
mod outline;
#[path = "stanza_vectors/payloads.rs"]
mod payloads;
#[path = "support/vector_file.rs"]
mod vector_file;

use envoi::stanza::{Condition, RawStanza};
use envoi::stream::{Event, Limits, StreamReader, StreamWriter};
use envoi::xml::ElementBuf;
use std::collections::HashSet;
use vector_file::{Expected, Row, load, stems};

const FOLDER: &str = "stanza";
const CLIENT: &str = "jabber:client";

#[test]
fn common() {
    run("common");
}

#[test]
fn conditions() {
    run("conditions");
}

#[test]
fn messages() {
    run("messages");
}

#[test]
fn payloads() {
    run("payloads");
}

#[test]
fn presence() {
    run("presence");
}

#[test]
fn replies() {
    run("replies");
}

#[test]
fn rosters() {
    run("rosters");
}

/// The files that have a test above.
const FILES: [&str; 7] = ["common", "conditions", "messages", "payloads", "presence", "replies", "rosters"];

#[test]
fn every_file_has_a_test_and_rows_are_many_and_have_names_of_their_own() {
    assert_eq!(stems(FOLDER), FILES);
    let mut names = HashSet::new();
    for row in FILES.iter().flat_map(|file| load(FOLDER, file)) {
        assert!(!row.section.trim().is_empty(), "{}: no section", row.name);
        assert!(names.insert(row.name.clone()), "the name {} stands twice", row.name);
    }
    assert!(names.len() >= 290, "{} rows", names.len());
}

/// Each of the 22 conditions is read in one row and answered with in another.
#[test]
fn every_condition_has_its_rows() {
    for condition in Condition::ALL {
        for (file, name) in
            [("conditions", format!("condition-{condition}")), ("replies", format!("reply-{condition}"))]
        {
            assert!(load(FOLDER, file).iter().any(|row| row.name == name), "no row {name}");
        }
    }
}

/// What the library made of a row's input, in the words of the files.
#[derive(Debug)]
pub(crate) enum Outcome {
    Ok(Vec<String>),
    Error { place: &'static str, kind: &'static str, offset: usize },
}

fn run(file: &str) {
    let rows = load(FOLDER, file);
    let failures: Vec<String> = rows.iter().filter_map(|row| complaint(file, row)).collect();
    assert!(failures.is_empty(), "{} of {} rows fail\n{}", failures.len(), rows.len(), failures.join("\n"));
}

fn complaint(file: &str, row: &Row) -> Option<String> {
    let input = std::str::from_utf8(&row.input).expect("text");
    let place = format!("{file}.tsv:{} {} ({})", row.line, row.name, row.section);
    let found = match outcome(&row.op, input) {
        Ok(found) => found,
        Err(why) => return Some(format!("{place}: {why}")),
    };
    let agrees = match (&row.expected, &found) {
        (Expected::Ok(fields), Outcome::Ok(found)) if row.op.starts_with("reply/") => same_xml(fields, found),
        (Expected::Ok(fields), Outcome::Ok(found)) => fields == found,
        (Expected::Error { place, kind, offset }, Outcome::Error { place: p, kind: k, offset: o }) => {
            place == p && kind == k && *offset == Some(*o)
        }
        _ => false,
    };
    (!agrees).then(|| format!("{place}: expected {:?}, found {found:?}", row.expected))
}

fn outcome(op: &str, input: &str) -> Result<Outcome, String> {
    let (what, parameter) = op.split_once('/').unwrap_or((op, ""));
    let content = if what == "stanza" && !parameter.is_empty() { parameter } else { CLIENT };
    with_stanza(input, content, |stanza| match what {
        "stanza" => Ok(outline::outline(stanza)),
        "reply" => reply(stanza, parameter),
        _ => payloads::payload(op, stanza),
    })
}

/// The stanza as it comes in a stream of this content namespace.
fn with_stanza<T>(
    input: &str,
    content: &str,
    take: impl FnOnce(RawStanza<'_>) -> Result<T, String>,
) -> Result<T, String> {
    let mut reader = StreamReader::fragments(Limits::DEFAULT).content_namespace(content);
    match reader.read(&mut input.as_bytes()) {
        Ok(Some(Event::Stanza(stanza))) if stanza.source() == input => take(stanza),
        other => Err(format!("no stanza and nothing else: {other:?}")),
    }
}

fn reply(stanza: RawStanza<'_>, condition: &str) -> Result<Outcome, String> {
    let condition = Condition::from_name(condition).ok_or("no such condition")?;
    let Some(reply) = stanza.error_reply(condition) else { return Ok(Outcome::Ok(vec!["none".to_owned()])) };
    let mut writer = StreamWriter::fragments(CLIENT);
    writer.write(&reply).map_err(|error| error.to_string())?;
    Ok(Outcome::Ok(vec![String::from_utf8_lossy(writer.as_bytes()).into_owned()]))
}

/// Whether both are the same element, or the same words.
fn same_xml(expected: &[String], found: &[String]) -> bool {
    let element = |text: &String| ElementBuf::parse(&format!("<x xmlns='{CLIENT}'>{text}</x>"));
    let parsed = |texts: &[String]| texts.iter().map(element).collect::<Result<Vec<_>, _>>();
    match (parsed(expected), parsed(found)) {
        (Ok(expected), Ok(found)) => expected == found,
        _ => false,
    }
}
