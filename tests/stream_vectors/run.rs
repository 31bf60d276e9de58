//! The library's reader, in the words of the cases. Whoever tests another reader replaces this file.

use super::case::{Case, Limit, Mode};
use super::outcome::{Content, Name, Node, Outcome, What};
use envoi::stanza::RawStanza;
use envoi::stream::{Event, FrameReader, Limits, StreamBuffer, StreamError, StreamHeader, StreamReader};
use envoi::xml::{self, Element};
use std::borrow::Cow;

/// What the reader makes of the input of a case, cut into these chunks.
pub(crate) fn run(case: &Case, chunks: &[&[u8]]) -> Vec<Outcome> {
    let limits = limits(case);
    match case.mode {
        Mode::Frames => frames(FrameReader::new(limits), chunks),
        Mode::Fragment => octets(StreamReader::fragments(limits).content_namespace(&case.content), chunks),
        Mode::Stream => octets(StreamReader::new(limits).content_namespace(&case.content), chunks),
    }
}

fn limits(case: &Case) -> Limits {
    let mut limits = Limits::DEFAULT;
    for &(limit, value) in &case.limits {
        let small = || u32::try_from(value).expect("a limit below 2^32");
        match limit {
            Limit::StanzaOctets => limits.stanza_octets = value,
            Limit::HeaderOctets => limits.header_octets = value,
            Limit::Depth => limits.depth = small(),
            Limit::Attributes => limits.attributes = value,
            Limit::Declarations => limits.declarations = small(),
            Limit::NameOctets => limits.name_octets = value,
        }
    }
    limits
}

/// Feeds all chunks, even those behind a close: nothing must come of them.
pub(crate) fn octets(reader: StreamReader, chunks: &[&[u8]]) -> Vec<Outcome> {
    let mut buffer = StreamBuffer::new(reader);
    let mut found = Vec::new();
    for chunk in chunks {
        buffer.push(chunk);
        loop {
            match buffer.next_event() {
                Ok(Some(event)) => found.push(outcome(event)),
                Ok(None) => break,
                Err(error) => {
                    found.push(failure(error));
                    return found;
                }
            }
        }
    }
    let is_closed = found.iter().any(|outcome| outcome.what == What::Close);
    if !is_closed && !buffer.unread().is_empty() {
        found.push(Outcome::new(What::Incomplete));
    }
    found
}

/// Feeds all frames, even those behind a close: nothing must come of them.
pub(crate) fn frames(mut reader: FrameReader, frames: &[&[u8]]) -> Vec<Outcome> {
    let mut found: Vec<Outcome> = Vec::new();
    for frame in frames {
        match reader.read(frame) {
            Ok(None) => {}
            Ok(Some(event)) => found.push(outcome(event)),
            Err(error) => {
                found.push(failure(error));
                break;
            }
        }
    }
    found
}

fn failure(error: StreamError) -> Outcome {
    Outcome::new(What::Error {
        condition: error.condition().as_str().to_owned(),
        kind: error.kind().as_str().to_owned(),
        offset: error.offset(),
    })
}

fn outcome(event: Event<'_>) -> Outcome {
    match event {
        Event::Open(header) => open(header),
        Event::Stanza(stanza) => self::stanza(stanza),
        Event::Element(element) => Outcome {
            tree: Some(tree(element)),
            ..Outcome::new(What::Element(name(element.namespace(), element.name())))
        },
        Event::Close => Outcome::new(What::Close),
    }
}

fn open(header: StreamHeader<'_>) -> Outcome {
    Outcome {
        what: What::Open,
        attributes: vec![
            ("to", header.to().map(Cow::into_owned)),
            ("from", header.from().map(Cow::into_owned)),
            ("id", header.id().map(Cow::into_owned)),
            ("version", header.version().map(Cow::into_owned)),
            ("lang", header.lang().map(Cow::into_owned)),
            ("content", header.content_namespace().map(ToOwned::to_owned)),
        ],
        tree: Some(tree(header.element())),
    }
}

fn stanza(stanza: RawStanza<'_>) -> Outcome {
    Outcome {
        what: What::Stanza(stanza.kind().as_str().to_owned()),
        attributes: vec![
            ("to", stanza.to().map(Cow::into_owned)),
            ("from", stanza.from().map(Cow::into_owned)),
            ("id", stanza.id().map(Cow::into_owned)),
            ("type", stanza.type_().map(Cow::into_owned)),
            ("lang", stanza.lang().map(Cow::into_owned)),
        ],
        tree: Some(tree(stanza.element())),
    }
}

/// All nodes in the order of the source. Without recursion, since elements nest as deep as the limits allow.
pub(crate) fn tree(root: Element<'_>) -> Vec<Node> {
    let mut nodes = vec![Node { depth: 1, content: start(root) }];
    let mut open = vec![root.contents()];
    while let Some(contents) = open.last_mut() {
        let child = contents.next();
        let depth = open.len() + 1;
        match child {
            None => {
                open.pop();
            }
            Some(xml::Content::Text(text)) => {
                nodes.push(Node { depth, content: Content::Text(text.into_owned()) });
            }
            Some(xml::Content::Element(element)) => {
                nodes.push(Node { depth, content: start(element) });
                open.push(element.contents());
            }
        }
    }
    nodes
}

fn start(element: Element<'_>) -> Content {
    let attributes = element.attributes();
    Content::Element {
        name: name(element.namespace(), element.name()),
        attributes: attributes
            .map(|attribute| (name(attribute.namespace(), attribute.name()), attribute.value().into_owned()))
            .collect(),
    }
}

fn name(namespace: &str, local: &str) -> Name {
    Name { namespace: namespace.to_owned(), local: local.to_owned() }
}
