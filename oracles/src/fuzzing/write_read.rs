//! What is written, read again.
//!
//! - Whatever is asked of a writer, what it gives is read to the same names, namespaces, attributes and texts, in order, and as no stanza
//!   more or less: streams, bare stanzas and frames.
//! - Text and values are refused for a character that XML does not have and for nothing else, at that character; names, where they are
//!   none.
//! - Once something is refused, or left unfinished, nothing of that element is written.

use crate::naive_xml::{is_char, is_name_char, is_name_start};
use crate::outcome::{Content, Node};
use crate::run;
use crate::streams::reading;
use arbitrary::{Result, Unstructured};
use envoi::stream::{Event, FrameReader, Limits, StreamBuffer, StreamReader, StreamWriter, WriteErrorKind};
use envoi::xml::{ElementBuf, ElementWriter, WriteError};

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
const ELEMENTS: &[&str] = &[
    "<a/>",
    "<a xmlns='urn:x'><b>t</b></a>",
    "<x:a xmlns:x='urn:y' x:b='&#9;'><c/></x:a>",
    "<message xmlns='jabber:client' xml:lang='de'/>",
    "<c:a xmlns:c='jabber:client'/>",
];

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
        if let Some(tree) = element(u, &mut writer)? {
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
            assert_eq!((error.kind(), error.offset()), (WriteErrorKind::Character, offset));
            assert!(writer.as_bytes().is_empty());
            writer.header().finish().expect("a header");
        }
        None => result.expect("a header"),
    }
    Ok(())
}

/// The tree of an element that has been written; `None` if it has not.
fn element(u: &mut Unstructured<'_>, writer: &mut StreamWriter) -> Result<Option<Vec<Node>>> {
    let (name, namespace) = (name(u)?, namespace(u)?);
    let mut tree = Building { nodes: Vec::new(), depth: 0, in_tag: false };
    let Ok(mut out) = writer.element(name, namespace) else { return Ok(None) };
    tree.start(name, namespace);
    loop {
        match step(u, &mut out, &mut tree)? {
            Step::Done => {}
            Step::Refused => {
                assert!(out.finish().is_err(), "nothing is written once something is refused");
                return Ok(None);
            }
            Step::Dropped => return Ok(None),
            Step::Finish => {
                let balanced = tree.depth == 1;
                assert_eq!(out.finish().is_ok(), balanced);
                return Ok(balanced.then_some(tree.nodes));
            }
        }
    }
}

enum Step {
    Done,
    Refused,
    Dropped,
    Finish,
}

fn step(u: &mut Unstructured<'_>, out: &mut ElementWriter<'_>, tree: &mut Building) -> Result<Step> {
    if u.is_empty() {
        return Ok(Step::Finish);
    }
    let written = match u.int_in_range(0..=9)? {
        0 | 1 => {
            let (name, namespace) = (name(u)?, namespace(u)?);
            let written = out.start(name, namespace).map(drop);
            name_verdict(name, written);
            written.map(|()| tree.start(name, namespace))
        }
        2 => {
            let name = name(u)?;
            let written = out.start_inner(name).map(drop);
            assert_eq!(written.is_ok(), is_name(name), "{name:?}");
            written.map(|()| tree.start_inner(name))
        }
        3 => {
            let (name, value) = (name(u)?, text(u)?);
            let written = out.attribute(name, value).map(drop);
            name_verdict(name, written);
            value_verdict(value, written);
            written.map(|()| tree.attribute(name, "", value))
        }
        4 => {
            let (name, namespace, value) = (name(u)?, namespace(u)?, text(u)?);
            let written = out.attribute_in(name, namespace, value).map(drop);
            name_verdict(name, written);
            written.map(|()| tree.attribute(name, namespace, value))
        }
        5 | 6 => {
            let text = text(u)?;
            let written = out.text(text).map(drop);
            value_verdict(text, written);
            assert_eq!(written.is_ok(), text.chars().all(is_char), "{text:?}");
            written.map(|()| tree.text(text))
        }
        7 => {
            let element = ElementBuf::parse(u.choose(ELEMENTS)?).expect("an element");
            out.write_element(element.element()).map(drop).map(|()| tree.element(&element))
        }
        8 => {
            let written = out.end().map(drop);
            assert_eq!(written.is_ok(), tree.depth > 1);
            written.map(|()| tree.end())
        }
        _ if u.ratio(1, 8)? => return Ok(Step::Dropped),
        _ => return Ok(Step::Finish),
    };
    Ok(if written.is_ok() { Step::Done } else { Step::Refused })
}

/// What is no name is refused before anything else.
fn name_verdict(name: &str, written: std::result::Result<(), WriteError>) {
    if !is_name(name) {
        assert_eq!(written.expect_err(name).kind(), WriteErrorKind::Name);
    }
}

/// A character is refused just if XML does not have it, and there.
fn value_verdict(value: &str, written: std::result::Result<(), WriteError>) {
    match written {
        Ok(()) => assert!(value.chars().all(is_char), "{value:?}"),
        Err(error) if error.kind() == WriteErrorKind::Character => {
            assert_eq!(Some(error.offset()), value.find(|c| !is_char(c)), "{value:?}");
        }
        Err(_) => {}
    }
}

/// Namespaces in XML 1.0 section 3, production 4.
fn is_name(name: &str) -> bool {
    name.starts_with(is_name_start) && name.chars().all(is_name_char)
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
struct Building {
    nodes: Vec<Node>,
    depth: usize,
    in_tag: bool,
}

impl Building {
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
        assert!(self.in_tag, "an attribute behind content");
        let Some(Node { content: Content::Element { attributes, .. }, .. }) = self.nodes.last_mut() else {
            panic!("an attribute of nothing");
        };
        let name = reading::name(namespace, name);
        assert!(attributes.iter().all(|(other, _)| *other != name), "{name:?} twice");
        attributes.push((name, value.to_owned()));
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
