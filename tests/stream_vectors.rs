//! Every case of `spec-vectors/stream/`: as it is cut into chunks there, whole, and octet by octet.
#![cfg(feature = "alloc")]

#[path = "support/stream_case.rs"]
mod stream_case;

use envoi::stanza::RawStanza;
use envoi::stream::{Event, FrameReader, Limits, StreamBuffer, StreamError, StreamReader};
use envoi::xml::{Content, Element};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use stream_case::{Case, Mode, field, quoted};

#[test]
fn every_case_has_the_outcome_that_it_states() {
    let mut files = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("spec-vectors/stream"), &mut files);
    assert!(files.len() >= 250, "{} cases", files.len());
    let failures: Vec<String> = files.iter().flat_map(|file| failures_of(file)).collect();
    assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), files.len(), failures.join("\n"));
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "case") {
            files.push(path);
        }
    }
}

/// What goes wrong, for each way of cutting the input.
fn failures_of(file: &Path) -> Vec<String> {
    let case = match Case::read(file) {
        Ok(case) => case,
        Err(error) => return vec![error],
    };
    let whole = case.chunks.concat();
    // A tree takes room for the square of its depth.
    let trees = case.expected.iter().any(|line| line.starts_with(' '));
    let mut ways = vec![("as cut", case.chunks.clone())];
    if case.mode != Mode::Frames {
        ways.push(("octet by octet", whole.chunks(1).map(<[u8]>::to_vec).collect()));
        ways.push(("whole", vec![whole]));
    }
    ways.into_iter()
        .filter_map(|(way, chunks)| {
            let got = outcome(&case, &chunks, trees);
            let agrees = matches(&case.expected, &got);
            (!agrees).then(|| {
                let name = file.display();
                format!(
                    "{name}, {way}\n  expected\n    {}\n  got\n    {}",
                    case.expected.join("\n    "),
                    got.join("\n    ")
                )
            })
        })
        .collect()
}

/// Whether the lines say the same, where an event names only some of its attributes, and a tree may be left out.
fn matches(expected: &[String], got: &[String]) -> bool {
    let mut got = got.iter().peekable();
    for (i, line) in expected.iter().enumerate() {
        let is_tree = line.starts_with(' ');
        if is_tree {
            if got.next() != Some(line) {
                return false;
            }
        } else {
            let tree_follows = expected.get(i + 1).is_some_and(|next| next.starts_with(' '));
            let Some(event) = got.next() else { return false };
            if !event_matches(line, event) {
                return false;
            }
            while !tree_follows && got.peek().is_some_and(|line| line.starts_with(' ')) {
                got.next();
            }
        }
    }
    got.next().is_none()
}

fn event_matches(expected: &str, got: &str) -> bool {
    let fields = stream_case::fields(expected);
    let others = stream_case::fields(got);
    fields.first() == others.first() && fields.iter().all(|field| others.contains(field))
}

fn limits(case: &Case) -> Limits {
    let mut limits = Limits::DEFAULT;
    for (name, value) in &case.limits {
        match name.as_str() {
            "stanza-octets" => limits.stanza_octets = *value,
            "header-octets" => limits.header_octets = *value,
            "depth" => limits.depth = u32::try_from(*value).unwrap(),
            "attributes" => limits.attributes = *value,
            "declarations" => limits.declarations = u32::try_from(*value).unwrap(),
            "name-octets" => limits.name_octets = *value,
            other => panic!("no such limit: {other}"),
        }
    }
    limits
}

fn outcome(case: &Case, chunks: &[Vec<u8>], trees: bool) -> Vec<String> {
    let mut lines = Vec::new();
    let reader = match case.mode {
        Mode::Frames => {
            let mut reader = FrameReader::new(limits(case));
            for frame in chunks {
                match reader.read(frame) {
                    Ok(event) => push_event(event, trees, &mut lines),
                    Err(error) => return with_error(lines, error),
                }
            }
            return lines;
        }
        Mode::Fragment => StreamReader::fragments(limits(case)),
        Mode::Stream => StreamReader::new(limits(case)),
    };
    let mut buffer = StreamBuffer::new(reader.content_namespace(&case.content));
    for chunk in chunks {
        buffer.push(chunk);
        loop {
            match buffer.next_event() {
                Ok(None) => break,
                Ok(Some(Event::Close)) => {
                    lines.push("close".to_owned());
                    return lines;
                }
                Ok(Some(event)) => push_event(event, trees, &mut lines),
                Err(error) => return with_error(lines, error),
            }
        }
    }
    if !buffer.unread().is_empty() {
        lines.push("incomplete".to_owned());
    }
    lines
}

fn with_error(mut lines: Vec<String>, error: StreamError) -> Vec<String> {
    lines.push(format!("error {} {} {}", error.condition(), error.kind().as_str(), error.offset()));
    lines
}

fn push_event(event: Event<'_>, trees: bool, lines: &mut Vec<String>) {
    match event {
        Event::Open(header) => {
            let mut line = String::from("open");
            for (name, value) in [
                ("to", header.to()),
                ("from", header.from()),
                ("id", header.id()),
                ("version", header.version()),
                ("lang", header.lang()),
                ("content", header.content_namespace().map(Into::into)),
            ] {
                line.push_str(&field(name, value.as_deref()));
            }
            lines.push(line);
        }
        Event::Stanza(stanza) => {
            lines.push(stanza_line(stanza));
            push_tree(stanza.element(), trees, lines);
        }
        Event::Element(element) => {
            lines.push(format!("element {{{}}}{}", element.namespace(), element.name()));
            push_tree(element, trees, lines);
        }
        Event::Close => lines.push("close".to_owned()),
    }
}

fn stanza_line(stanza: RawStanza<'_>) -> String {
    let mut line = format!("stanza {}", stanza.kind().as_str());
    for (name, value) in [
        ("to", stanza.to()),
        ("from", stanza.from()),
        ("id", stanza.id()),
        ("type", stanza.type_()),
        ("lang", stanza.lang()),
    ] {
        line.push_str(&field(name, value.as_deref()));
    }
    line
}

/// The tree, a line a node, without recursion: cases nest as deep as they like.
fn push_tree(element: Element<'_>, trees: bool, lines: &mut Vec<String>) {
    if !trees {
        return;
    }
    lines.push(node_line(element, 1));
    let mut open = vec![element.contents()];
    while let Some(contents) = open.last_mut() {
        match contents.next() {
            None => {
                open.pop();
            }
            Some(Content::Text(text)) => {
                lines.push(format!("{}{}", "  ".repeat(open.len() + 1), quoted(&text)))
            }
            Some(Content::Element(child)) => {
                lines.push(node_line(child, open.len() + 1));
                open.push(child.contents());
            }
        }
    }
}

fn node_line(element: Element<'_>, depth: usize) -> String {
    let mut line = format!("{}{{{}}}{}", "  ".repeat(depth), element.namespace(), element.name());
    for attribute in element.attributes() {
        line.push(' ');
        if !attribute.namespace().is_empty() {
            write!(line, "{{{}}}", attribute.namespace()).unwrap();
        }
        write!(line, "{}={}", attribute.name(), quoted(&attribute.value())).unwrap();
    }
    line
}
