//! Every case of `spec-vectors/stream` against other readers of XML: `quick-xml`, `rxml` and, with the feature `expat`, expat.
//!
//! Compared is whether they refuse the input, and if they do not, what they find in it: the header and every first-level
//! element, whole. `stream-deviations.md` lists every difference, with who is right; one that is not listed fails the test, and so does a
//! row without a difference.

#[allow(dead_code, reason = "shared with tests that use the rest")]
#[path = "../../tests/stream_vectors/case.rs"]
mod case;
#[path = "../../tests/stream_vectors/escapes.rs"]
mod escapes;
#[path = "../../tests/stream_vectors/outcome.rs"]
mod outcome;
#[path = "../../tests/stream_vectors/run.rs"]
mod run;
mod streams {
    #[cfg(feature = "expat")]
    pub(crate) mod expat;
    pub(crate) mod quick_xml;
    pub(crate) mod reading;
    pub(crate) mod rxml;
    pub(crate) mod table;
}

use case::{Case, Mode};
use outcome::{Content, Node, Outcome, What};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use streams::reading::{self, Reader, Reading};
use streams::table::{self, Difference};

#[test]
fn quick_xml() {
    compare("quick-xml 0.42", streams::quick_xml::read);
}

#[test]
fn rxml() {
    compare("rxml 0.14", streams::rxml::read);
}

#[cfg(feature = "expat")]
#[test]
fn expat() {
    compare("expat 2", streams::expat::read);
}

fn compare(reader: &str, read: Reader) {
    let text = include_str!("../stream-deviations.md");
    let listed = table::listed(text, reader).unwrap_or_else(|why| panic!("stream-deviations.md: {why}"));
    let cases = cases();
    let mut found = BTreeMap::new();
    for (place, case) in &cases {
        if let Some(difference) = difference(case, read) {
            found.insert(place.clone(), difference);
        }
    }
    println!("{} cases compared, {} differ", cases.len(), found.len());
    let changes = table::changes(&listed, &found);
    assert!(changes.is_empty(), "stream-deviations.md, {reader}:\n{}", changes.join("\n"));
}

/// How the reader differs on this case, and in what.
fn difference(case: &Case, read: Reader) -> Option<(Difference, String)> {
    let chunks: Vec<&[u8]> = case.chunks.iter().map(Vec::as_slice).collect();
    let ours = run::run(case, &chunks);
    let (theirs, verdict) = read_case(case, read);
    match (error(&ours), verdict) {
        (Some(_), Err(_)) => None,
        (Some(error), Ok(())) => Some((Difference::Takes, error)),
        (None, Err(why)) => Some((Difference::Refuses, why)),
        (None, Ok(())) => {
            let ours = trees(ours);
            (ours != theirs).then(|| (Difference::Finds, first_difference(&ours, &theirs)))
        }
    }
}

/// Condition and kind of the error at the end.
fn error(outcomes: &[Outcome]) -> Option<String> {
    match &outcomes.last()?.what {
        What::Error { condition, kind, .. } => Some(format!("{condition} {kind}")),
        _ => None,
    }
}

/// What a reader finds in the input of a case, and whether it reads on at the end.
fn read_case(case: &Case, read: Reader) -> (Vec<Vec<Node>>, Result<(), String>) {
    let whole = case.chunks.concat();
    match case.mode {
        Mode::Stream => {
            let (reading, verdict) = read(&whole, Reading::of_stream());
            (reading.trees, verdict)
        }
        // A root that gives what stands in the fragment its default namespace, and nothing else.
        Mode::Fragment => {
            let root = format!("<fragments xmlns='{}'>", case.content);
            let (mut reading, verdict) = read(&[root.as_bytes(), &whole].concat(), Reading::of_stream());
            (reading.trees.split_off(1), verdict)
        }
        Mode::Frames => read_frames(case, read),
    }
}

/// Every frame is a document of its own (RFC 7395 section 3.3.3), and nothing counts behind the one that closes.
fn read_frames(case: &Case, read: Reader) -> (Vec<Vec<Node>>, Result<(), String>) {
    let mut trees = Vec::new();
    for frame in &case.chunks {
        let (reading, verdict) = read(frame, Reading::of_frame());
        let closed = reading.is_closed();
        trees.extend(reading.trees);
        if verdict.is_err() {
            return (trees, verdict);
        }
        if !closed {
            return (trees, Err("the element does not end".to_owned()));
        }
        if trees.last().is_some_and(|tree| is_close(tree)) {
            trees.pop();
            break;
        }
    }
    (trees, Ok(()))
}

fn is_close(tree: &[Node]) -> bool {
    matches!(&tree[0].content, Content::Element { name, .. }
        if name.local == "close" && name.namespace == "urn:ietf:params:xml:ns:xmpp-framing")
}

/// What envoi finds.
fn trees(outcomes: Vec<Outcome>) -> Vec<Vec<Node>> {
    let mut trees: Vec<Vec<Node>> = outcomes.into_iter().filter_map(|outcome| outcome.tree).collect();
    for node in trees.iter_mut().flatten() {
        if let Content::Element { attributes, .. } = &mut node.content {
            reading::sort(attributes);
        }
    }
    trees
}

fn first_difference(ours: &[Vec<Node>], theirs: &[Vec<Node>]) -> String {
    let node =
        |nodes: Option<&Node>| nodes.map_or("nothing".to_owned(), |node| node.to_string().trim().to_owned());
    let (ours, theirs): (Vec<&Node>, Vec<&Node>) =
        (ours.iter().flatten().collect(), theirs.iter().flatten().collect());
    let same = ours.iter().zip(&theirs).take_while(|(one, other)| one == other).count();
    format!("{} here, {} there", node(ours.get(same).copied()), node(theirs.get(same).copied()))
}

/// Every case with its place.
fn cases() -> Vec<(String, Case)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).with_file_name("spec-vectors").join("stream");
    let mut cases = Vec::new();
    for class in paths_in(&folder) {
        for file in paths_in(&class) {
            let place = file.strip_prefix(&folder).expect("a path below").display().to_string();
            let text = fs::read_to_string(&file).unwrap_or_else(|error| panic!("{place}: {error}"));
            let case = Case::parse(&text).unwrap_or_else(|mistake| panic!("{place}: {mistake:?}"));
            cases.push((place, case));
        }
    }
    cases
}

fn paths_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    paths
}
