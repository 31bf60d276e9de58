//! What is written, read again.
//!
//! - Whatever is asked of a writer, what it gives is read to the same names, namespaces, attributes and texts, in order, and as no stanza
//!   more or less: streams, bare stanzas and frames.
//! - What is asked for is refused for what is wrong with it, there, and is done if nothing is: text and values for a character that XML does
//!   not have; names, where they are none; attributes that are there already, or behind content; namespaces that cannot be declared, or not at the
//!   first level; elements with a prefix for the content namespace; ends without a start and starts without an end.
//! - Once something is refused, or left unfinished, nothing of that element is written.

use super::refusal::is_justified;
use crate::naive_xml::{is_char, is_name_char, is_name_start};
use crate::outcome::{Content, Node};
use crate::run;
use crate::streams::reading;
use arbitrary::{Result, Unstructured};
use envoi::stream::{Event, FrameReader, Limits, StreamBuffer, StreamReader, StreamWriter, WriteErrorKind};
use envoi::xml::{ElementBuf, ElementWriter, NS_XML, WriteError};

const NAMES: &[&str] = &["message", "iq", "a", "body", "b-1", "xmlns", "é", "", "a:b", "1", "to", "lang"];
const NAMESPACES: &[&str] = &[
    "jabber:client",
    "jabber:server",
    "urn:x",
    "urn:y",
    "",
    "a&'<\t b",
    "http://www.w3.org/XML/1998/namespace",
    "http://www.w3.org/2000/xmlns/",
    "http://etherx.jabber.org/streams",
    "urn:ietf:params:xml:ns:xmpp-framing",
];
/// Elements, and the namespace of what has a prefix in them.
const ELEMENTS: &[(&str, &str)] = &[
    ("<a/>", ""),
    ("<a xmlns='urn:x'><b>t</b></a>", ""),
    ("<x:a xmlns:x='urn:y' x:b='&#9;'><c/></x:a>", "urn:y"),
    ("<message xmlns='jabber:client' xml:lang='de'/>", ""),
    ("<c:a xmlns:c='jabber:client'/>", "jabber:client"),
];
/// RFC 6120 section 4.8.3 and XEP-0114: each is the content namespace of other streams.
const CONTENT_NAMESPACES: [&str; 3] = ["jabber:client", "jabber:server", "jabber:component:accept"];

/// Namespaces in XML 1.0 section 3.
const NS_XMLNS: &str = "http://www.w3.org/2000/xmlns/";

/// A kind of error, and its offset.
type Wrong = (WriteErrorKind, usize);

/// A stream that is written by a program.
pub fn write_read(octets: &[u8]) {
    let _ = laws(&mut Unstructured::new(octets));
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mode {
    Stream,
    Fragments,
    Frames,
}

fn laws(u: &mut Unstructured<'_>) -> Result<()> {
    let mode = *u.choose(&[Mode::Stream, Mode::Fragments, Mode::Frames])?;
    let content = if mode == Mode::Frames { "jabber:client" } else { *u.choose(&NAMESPACES[..3])? };
    let mut writer = match mode {
        Mode::Stream => StreamWriter::new(content),
        Mode::Fragments => StreamWriter::fragments(content),
        Mode::Frames => StreamWriter::frames(),
    };
    let mut written = Written { mode, content, frames: Vec::new(), expected: Vec::new() };
    if mode != Mode::Fragments {
        header(u, &mut writer)?;
        written.take(&mut writer);
    }
    while !u.is_empty() {
        if let Some(tree) = element(u, &mut writer, mode, content)? {
            written.expected.push(tree);
            written.take(&mut writer);
        }
        assert!(writer.as_bytes().is_empty(), "nothing is left of what failed");
    }
    written.check();
    Ok(())
}

/// A header of any texts; one that can be written, if they cannot.
fn header(u: &mut Unstructured<'_>, writer: &mut StreamWriter) -> Result<()> {
    let (to, id, lang) = (text(u)?, text(u)?, text(u)?);
    let result = writer.header().to(to).id(id).lang(lang).finish();
    match [to, id, lang].into_iter().find_map(|text| text.find(|c| !is_char(c))) {
        Some(offset) => {
            let error = result.expect_err("a character that XML does not have");
            assert_eq!(told(error), (WriteErrorKind::Character, offset));
            assert!(writer.as_bytes().is_empty());
            writer.header().finish().expect("a header");
        }
        None => result.expect("a header"),
    }
    Ok(())
}

/// The tree of an element that has been written; `None` if it has not.
fn element(
    u: &mut Unstructured<'_>,
    writer: &mut StreamWriter,
    mode: Mode,
    content: &str,
) -> Result<Option<Vec<Node>>> {
    let (name, namespace) = (name(u)?, namespace(u)?);
    let mut tree = Building { content, nodes: Vec::new(), depth: 0, in_tag: false };
    let wrong = [wrong_at_first_level(mode, content, name, namespace), wrong_start(name, namespace)].concat();
    let begun = writer.element(name, namespace).map_err(told);
    let Some(mut out) = is_justified(begun, &wrong, &(name, namespace)) else { return Ok(None) };
    tree.start(name, namespace);
    loop {
        match step(u, &mut out, &mut tree)? {
            Step::Done => {}
            Step::Refused(error) => {
                assert_eq!(out.text("").map(drop), Err(error), "an error is given again");
                assert_eq!(out.finish(), Err(error), "nothing is written once something is refused");
                return Ok(None);
            }
            Step::Dropped => return Ok(None),
            Step::Finish => {
                let wrong = if tree.depth == 1 { vec![] } else { vec![(WriteErrorKind::Balance, 0)] };
                let finished = is_justified(out.finish().map_err(told), &wrong, &"an end");
                return Ok(finished.map(|()| tree.nodes));
            }
        }
    }
}

enum Step {
    Done,
    Refused(WriteError),
    Dropped,
    Finish,
}

fn step(u: &mut Unstructured<'_>, out: &mut ElementWriter<'_>, tree: &mut Building<'_>) -> Result<Step> {
    if u.is_empty() {
        return Ok(Step::Finish);
    }
    let (written, wrong) = match u.int_in_range(0..=9)? {
        0 | 1 => {
            let (name, namespace) = (name(u)?, namespace(u)?);
            let written = out.start(name, namespace).map(drop);
            (written.map(|()| tree.start(name, namespace)), wrong_start(name, namespace))
        }
        2 => {
            let name = name(u)?;
            let written = out.start_inner(name).map(drop);
            (written.map(|()| tree.start_inner(name)), wrong_name(name))
        }
        3 => {
            let (name, value) = (name(u)?, text(u)?);
            let wrong = tree.wrong_attribute(name, "", value);
            (out.attribute(name, value).map(|_| tree.attribute(name, "", value)), wrong)
        }
        4 => {
            let (name, namespace, value) = (name(u)?, namespace(u)?, text(u)?);
            let wrong = tree.wrong_attribute(name, namespace, value);
            let written = out.attribute_in(name, namespace, value).map(drop);
            (written.map(|()| tree.attribute(name, namespace, value)), wrong)
        }
        5 | 6 => {
            let text = text(u)?;
            (out.text(text).map(|_| tree.text(text)), wrong_character(text))
        }
        7 => {
            let (element, prefixed) = u.choose(ELEMENTS)?;
            let element = ElementBuf::parse(element).expect("an element");
            // RFC 6120 section 4.8.5.
            let wrong = (*prefixed == tree.content).then_some((WriteErrorKind::ContentPrefix, 0));
            (
                out.write_element(element.element()).map(|_| tree.element(&element)),
                wrong.into_iter().collect(),
            )
        }
        8 => {
            let wrong = (tree.depth == 1).then_some((WriteErrorKind::Balance, 0));
            (out.end().map(|_| tree.end()), wrong.into_iter().collect())
        }
        _ if u.ratio(1, 8)? => return Ok(Step::Dropped),
        _ => return Ok(Step::Finish),
    };
    is_justified(written.map_err(told), &wrong, &"a step");
    Ok(written.map_or_else(Step::Refused, |()| Step::Done))
}

fn told(error: WriteError) -> Wrong {
    (error.kind(), error.offset())
}

/// What no reader takes at the first level.
fn wrong_at_first_level(mode: Mode, content: &str, name: &str, namespace: &str) -> Vec<Wrong> {
    let kind = match namespace {
        _ if namespace == content => return Vec::new(),
        // RFC 7395 sections 3.4 and 3.6.
        "urn:ietf:params:xml:ns:xmpp-framing" if mode == Mode::Frames && matches!(name, "open" | "close") => {
            WriteErrorKind::NestedHeader
        }
        // RFC 6120 section 4.2.
        "http://etherx.jabber.org/streams" if name == "stream" => WriteErrorKind::NestedHeader,
        other if CONTENT_NAMESPACES.contains(&other) => WriteErrorKind::ContentNamespace,
        _ => return Vec::new(),
    };
    vec![(kind, 0)]
}

fn wrong_start(name: &str, namespace: &str) -> Vec<Wrong> {
    let reserved = [NS_XML, NS_XMLNS].contains(&namespace);
    let reserved = reserved.then_some((WriteErrorKind::ReservedNamespace, 0));
    wrong_name(name).into_iter().chain(wrong_character(namespace)).chain(reserved).collect()
}

/// Namespaces in XML 1.0 section 3, production 4.
fn wrong_name(name: &str) -> Vec<Wrong> {
    let odd = |&(at, c): &(usize, char)| if at == 0 { !is_name_start(c) } else { !is_name_char(c) };
    let odd = name.char_indices().find(odd).map(|(at, _)| at);
    odd.or(name.is_empty().then_some(0)).map(|at| (WriteErrorKind::Name, at)).into_iter().collect()
}

/// XML 1.0 section 2.2.
fn wrong_character(text: &str) -> Vec<Wrong> {
    text.find(|c| !is_char(c)).map(|at| (WriteErrorKind::Character, at)).into_iter().collect()
}

fn name<'a>(u: &mut Unstructured<'a>) -> Result<&'a str> {
    if u.ratio(7, 8)? { Ok(u.choose(NAMES)?) } else { u.arbitrary() }
}

fn namespace<'a>(u: &mut Unstructured<'a>) -> Result<&'a str> {
    if u.ratio(7, 8)? { Ok(u.choose(NAMESPACES)?) } else { text(u) }
}

/// Up to the first octet that is not UTF-8.
fn text<'a>(u: &mut Unstructured<'a>) -> Result<&'a str> {
    let size = u.int_in_range(0..=40)?;
    let octets = u.bytes(size.min(u.len()))?;
    Ok(octets.utf8_chunks().next().map_or("", |chunk| chunk.valid()))
}

/// The tree of what has been asked for.
struct Building<'c> {
    /// The content namespace of the stream.
    content: &'c str,
    nodes: Vec<Node>,
    depth: usize,
    in_tag: bool,
}

impl Building<'_> {
    fn start(&mut self, name: &str, namespace: &str) {
        self.depth += 1;
        let content = Content::Element { name: reading::name(namespace, name), attributes: Vec::new() };
        self.nodes.push(Node { depth: self.depth, content });
        self.in_tag = true;
    }

    /// An element in the namespace of the innermost one that is open.
    fn start_inner(&mut self, name: &str) {
        let outer = self.nodes.iter().rev().find_map(|node| match &node.content {
            Content::Element { name, .. } if node.depth == self.depth => Some(name.namespace.clone()),
            _ => None,
        });
        self.start(name, &outer.expect("one is open"));
    }

    fn attribute(&mut self, name: &str, namespace: &str, value: &str) {
        let Some(Node { content: Content::Element { attributes, .. }, .. }) = self.nodes.last_mut() else {
            panic!("an attribute of nothing");
        };
        attributes.push((reading::name(namespace, name), value.to_owned()));
    }

    /// What is wrong with an attribute that comes next.
    fn wrong_attribute(&self, name: &str, namespace: &str, value: &str) -> Vec<Wrong> {
        let mut wrong = [wrong_name(name), wrong_character(namespace), wrong_character(value)].concat();
        match self.nodes.last() {
            Some(Node { content: Content::Element { attributes, .. }, .. }) if self.in_tag => {
                // Namespaces in XML 1.0 section 6.3.
                let asked = reading::name(namespace, name);
                let is_there = attributes.iter().any(|(other, _)| *other == asked);
                wrong.extend(is_there.then_some((WriteErrorKind::DuplicateAttribute, 0)));
            }
            _ => wrong.push((WriteErrorKind::AttributePosition, 0)),
        }
        // Namespaces in XML 1.0 section 3: without a prefix it would be a declaration, and nothing is in the namespace of those.
        if name == "xmlns" && namespace.is_empty() {
            wrong.push((WriteErrorKind::Name, 0));
        }
        if namespace == NS_XMLNS {
            wrong.push((WriteErrorKind::ReservedNamespace, 0));
        }
        wrong
    }

    fn text(&mut self, text: &str) {
        self.in_tag = false;
        if text.is_empty() {
            return;
        }
        match self.nodes.last_mut() {
            Some(Node { depth, content: Content::Text(before) }) if *depth == self.depth + 1 => {
                *before += text;
            }
            _ => self.nodes.push(Node { depth: self.depth + 1, content: Content::Text(text.to_owned()) }),
        }
    }

    fn element(&mut self, element: &ElementBuf) {
        self.in_tag = false;
        let nodes = run::tree(element.element());
        self.nodes.extend(nodes.into_iter().map(|node| Node { depth: node.depth + self.depth, ..node }));
    }

    fn end(&mut self) {
        self.depth -= 1;
        self.in_tag = false;
    }
}

/// What has been written, and what it is to be read as.
struct Written {
    mode: Mode,
    content: &'static str,
    frames: Vec<Vec<u8>>,
    expected: Vec<Vec<Node>>,
}

impl Written {
    fn take(&mut self, writer: &mut StreamWriter) {
        self.frames.push(writer.as_bytes().to_vec());
        writer.clear();
    }

    fn check(mut self) {
        let mut found = match self.mode {
            Mode::Frames => self.read_frames(),
            Mode::Stream => self.read(StreamReader::new(Limits::MAX).content_namespace(self.content)),
            Mode::Fragments => {
                self.read(StreamReader::fragments(Limits::MAX).content_namespace(self.content))
            }
        };
        let sort = |trees: &mut Vec<Vec<Node>>| {
            for node in trees.iter_mut().flatten() {
                if let Content::Element { attributes, .. } = &mut node.content {
                    reading::sort(attributes);
                }
            }
        };
        sort(&mut found);
        sort(&mut self.expected);
        assert!(found == self.expected, "{:?}: {found:?}, asked for {:?}", self.shown(), self.expected);
    }

    fn read(&self, reader: StreamReader) -> Vec<Vec<Node>> {
        let mut buffer = StreamBuffer::new(reader);
        buffer.push(&self.frames.concat());
        let mut found = Vec::new();
        loop {
            match buffer.next_event() {
                Ok(None) => return found,
                Ok(Some(event)) => found.extend(first_level(event)),
                Err(error) => panic!("{:?}: {error}", self.shown()),
            }
        }
    }

    fn read_frames(&self) -> Vec<Vec<Node>> {
        let mut reader = FrameReader::new(Limits::MAX);
        let mut found = Vec::new();
        for frame in &self.frames {
            match reader.read(frame) {
                Ok(Some(event)) => found.extend(first_level(event)),
                event => panic!("{:?}: {event:?}", self.shown()),
            }
        }
        found
    }

    fn shown(&self) -> Vec<std::borrow::Cow<'_, str>> {
        self.frames.iter().map(|frame| String::from_utf8_lossy(frame)).collect()
    }
}

fn first_level(event: Event<'_>) -> Option<Vec<Node>> {
    match event {
        Event::Open(_) => None,
        Event::Stanza(stanza) => Some(run::tree(stanza.element())),
        Event::Element(element) => Some(run::tree(element)),
        Event::Close => panic!("a close that nobody wrote"),
    }
}
