//! Every row of `spec-vectors/appengine`, judged by the library.
//!
//! A failing row is named with file, line and name; a file's test shows all of its failing rows at once.

#![cfg(feature = "alloc")]

#[path = "appengine/run.rs"]
mod run;
#[path = "support/vector_file.rs"]
mod vector_file;

use run::{Outcome, outcome};
use std::collections::HashSet;
use vector_file::{Expected, Row, load, stems};

const FOLDER: &str = "appengine";

#[test]
fn addresses() {
    run("addresses");
}

#[test]
fn commands() {
    run("commands");
}

#[test]
fn inbound() {
    run("inbound");
}

#[test]
fn outgoing() {
    run("outgoing");
}

#[test]
fn senders() {
    run("senders");
}

/// The files that have a test above.
const FILES: [&str; 5] = ["addresses", "commands", "inbound", "outgoing", "senders"];

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

fn run(file: &str) {
    let rows = load(FOLDER, file);
    let failures: Vec<String> = rows.iter().filter_map(|row| complaint(file, row)).collect();
    assert!(failures.is_empty(), "{} of {} rows fail\n{}", failures.len(), rows.len(), failures.join("\n"));
}

fn complaint(file: &str, row: &Row) -> Option<String> {
    let input = std::str::from_utf8(&row.input).expect("text");
    let found = outcome(&row.op, input);
    let agrees = match (&row.expected, &found) {
        (Expected::Ok(fields), Outcome::Ok(found)) => fields == found,
        (Expected::Error { place, kind, offset }, Outcome::Error { place: p, kind: k, offset: o }) => {
            place == p && kind == k && offset.map_or(*o <= input.len(), |offset| offset == *o)
        }
        _ => false,
    };
    let place = format!("{file}.tsv:{} {} ({})", row.line, row.name, row.section);
    (!agrees).then(|| format!("{place}: expected {}, found {}", shown(&row.expected), shown(&found)))
}

/// A value in one line that is not too long.
fn shown(value: &impl std::fmt::Debug) -> String {
    let text = format!("{value:?}");
    match text.char_indices().nth(400) {
        Some((end, _)) => format!("{}... ({} octets)", &text[..end], text.len()),
        None => text,
    }
}
