//! Every case of `spec-vectors/stream`, read by the library as its chunks say, in one piece, and one octet at a time.
//!
//! A failing case is named with its file; a class's test shows all of its failing cases at once.

#![cfg(feature = "alloc")]

mod stream_vectors {
    pub(crate) mod case;
    pub(crate) mod escapes;
    pub(crate) mod outcome;
    pub(crate) mod run;
}

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use stream_vectors::case::{Case, Mistake, Mode};
use stream_vectors::outcome::{Outcome, What};
use stream_vectors::run::run;

#[test]
fn cdata() {
    check("cdata");
}

#[test]
fn characters() {
    check("characters");
}

#[test]
fn content_namespaces() {
    check("content-namespaces");
}

#[test]
fn encoding() {
    check("encoding");
}

#[test]
fn fragments() {
    check("fragments");
}

#[test]
fn frames() {
    check("frames");
}

#[test]
fn language() {
    check("language");
}

#[test]
fn limits() {
    check("limits");
}

#[test]
fn names() {
    check("names");
}

#[test]
fn namespaces() {
    check("namespaces");
}

#[test]
fn references() {
    check("references");
}

#[test]
fn restricted_xml() {
    check("restricted-xml");
}

#[test]
fn smuggling() {
    check("smuggling");
}

#[test]
fn stanzas() {
    check("stanzas");
}

#[test]
fn structure() {
    check("structure");
}

#[test]
fn tags() {
    check("tags");
}

#[test]
fn xml_declaration() {
    check("xml-declaration");
}

/// The classes that have a test above.
const CLASSES: [&str; 17] = [
    "cdata",
    "characters",
    "content-namespaces",
    "encoding",
    "fragments",
    "frames",
    "language",
    "limits",
    "names",
    "namespaces",
    "references",
    "restricted-xml",
    "smuggling",
    "stanzas",
    "structure",
    "tags",
    "xml-declaration",
];

#[test]
fn every_class_has_a_test() {
    assert_eq!(names_in(&directory()), CLASSES);
}

#[test]
fn cases_are_many_and_have_kebab_names() {
    let mut count = 0;
    for class in CLASSES {
        for name in names_in(&directory().join(class)) {
            let stem = name.strip_suffix(".case").unwrap_or_else(|| panic!("{class}/{name} is no case"));
            assert!(
                stem.split('-').all(|word| {
                    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
                }),
                "{class}/{name}: the name is not kebab-case"
            );
            count += 1;
        }
    }
    assert!(count >= 600, "{count} cases");
}

/// The table of conditions and kinds in `spec-vectors/README.md` has all that the cases expect, and each of them several times.
#[test]
fn the_table_of_kinds_is_covered() {
    let listed = listed_kinds();
    let mut expected: BTreeMap<(String, String), usize> = BTreeMap::new();
    for case in CLASSES.into_iter().flat_map(load).map(|(_, case)| case) {
        if let Some(Outcome { what: What::Error { condition, kind, .. }, .. }) =
            case.expected.into_iter().next_back()
        {
            *expected.entry((condition, kind)).or_default() += 1;
        }
    }
    assert_eq!(expected.keys().cloned().collect::<BTreeSet<_>>(), listed);
    let rare: Vec<_> = expected.iter().filter(|&(_, &count)| count < 4).collect();
    assert!(rare.is_empty(), "too few cases: {rare:?}");
}

/// Conditions and kinds as the README lists them.
fn listed_kinds() -> BTreeSet<(String, String)> {
    let readme = fs::read_to_string(directory().with_file_name("README.md")).expect("spec-vectors/README.md");
    let (_, table) = readme.split_once("| condition | kind |").expect("a table of kinds");
    let mut condition = "";
    let mut kinds = BTreeSet::new();
    for row in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        if !cells[1].is_empty() {
            condition = cells[1];
        }
        kinds.insert((condition.to_owned(), cells[2].to_owned()));
    }
    kinds
}

fn check(class: &str) {
    let cases = load(class);
    assert!(!cases.is_empty(), "{class}: no case");
    let complaints: Vec<String> =
        cases.iter().filter_map(|(place, case)| Some(format!("{place}{}", complaint(case)?))).collect();
    assert!(
        complaints.is_empty(),
        "{} of {} cases fail\n\n{}",
        complaints.len(),
        cases.len(),
        complaints.join("\n")
    );
}

/// All cases of a class, each with its place.
fn load(class: &str) -> Vec<(String, Case)> {
    let class_directory = directory().join(class);
    names_in(&class_directory)
        .into_iter()
        .map(|name| {
            let place = format!("{class}/{name}");
            let text = fs::read_to_string(class_directory.join(name));
            let text = text.unwrap_or_else(|error| panic!("{place}: {error}"));
            let case =
                Case::parse(&text).unwrap_or_else(|Mistake { line, why }| panic!("{place}:{line}: {why}"));
            (place, case)
        })
        .collect()
}

/// `spec-vectors/stream` beside the manifest of the package.
fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("spec-vectors").join("stream")
}

/// The names in a directory, sorted.
fn names_in(directory: &Path) -> Vec<String> {
    let entries = fs::read_dir(directory).unwrap_or_else(|error| panic!("{}: {error}", directory.display()));
    let mut names: Vec<String> = entries
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("an ASCII name"))
        .collect();
    names.sort();
    names
}

/// What is wrong with a case, for all ways of cutting its input.
fn complaint(case: &Case) -> Option<String> {
    let whole = case.chunks.concat();
    let mut ways: Vec<(&str, Vec<&[u8]>)> = vec![("as cut", case.chunks.iter().map(Vec::as_slice).collect())];
    if case.mode != Mode::Frames {
        ways.push(("in one piece", vec![&whole]));
        ways.push(("octet by octet", whole.chunks(1).collect()));
    }
    let mut text = String::new();
    let mut shown = String::new();
    for (way, chunks) in ways {
        let found = run(case, &chunks);
        if !meets(&case.expected, &found) {
            let found = lines(&found);
            let again = if shown == found { "    the same\n" } else { &found };
            let _ = write!(text, "  got {way}\n{again}");
            shown = found;
        }
    }
    (!text.is_empty())
        .then(|| format!(": {} ({})\n  expected\n{}{text}", case.about, case.section, lines(&case.expected)))
}

fn meets(expected: &[Outcome], found: &[Outcome]) -> bool {
    expected.len() == found.len()
        && expected.iter().zip(found).all(|(expected, found)| expected.is_met_by(found))
}

fn lines(outcomes: &[Outcome]) -> String {
    let text: Vec<String> = outcomes.iter().map(ToString::to_string).collect();
    text.join("\n").lines().fold(String::new(), |all, line| all + "    " + line + "\n")
}
