//! [`StreamFault`]: what is wrong with a stream, and the place that a person is shown.

use super::place::Place;
use super::source::{Excerpt, Source};
use crate::report::{Named, write_json_line};
use crate::snippet::Fault;
use envoi::stream::{StreamError, StreamErrorKind};
use envoi::xml::XmlErrorKind;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;

/// What is wrong with a stream, and where.
pub(crate) struct StreamFault<'a> {
    pub(crate) cause: Cause,
    excerpt: Excerpt<'a>,
}

/// What is wrong with a stream.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cause {
    Error(StreamError),
    /// The input ends at `end`, before the stream header or inside the element that begins at `start`.
    Incomplete {
        start: u64,
        end: u64,
        opened: bool,
    },
}

impl Cause {
    /// An input that has ended too early.
    pub(super) fn incomplete(source: &Source) -> Self {
        let (start, end) = source.rest();
        Self::Incomplete { start, end, opened: source.is_opened() }
    }

    /// Where what is wrong begins, in octets from the start of the stream.
    fn offset(&self) -> u64 {
        match self {
            Self::Error(error) => error.offset(),
            Self::Incomplete { start, .. } => *start,
        }
    }

    /// Two names: what to tell the peer, and what it is.
    pub(crate) fn identifier(&self) -> (&'static str, &'static str) {
        match self {
            Self::Error(error) => (error.condition().as_str(), error.kind().as_str()),
            Self::Incomplete { .. } => ("stream", "incomplete"),
        }
    }

    fn message(&self) -> String {
        match self {
            Self::Error(error) => error.to_string(),
            Self::Incomplete { end, opened: false, .. } => {
                format!("the input ends at byte {end}, before the end of the stream header")
            }
            Self::Incomplete { start, end, opened: true } => {
                format!("the input ends at byte {end}, inside the element that begins at byte {start}")
            }
        }
    }
}

impl<'a> StreamFault<'a> {
    pub(super) fn new(cause: Cause, source: &'a mut Source) -> Self {
        Self { excerpt: source.excerpt(cause.offset()), cause }
    }

    /// Shows it to a person, on standard error; `name` is that of the input.
    pub(super) fn report(&self, name: impl fmt::Display) {
        let Excerpt { line, place, .. } = self.excerpt;
        let (part, kind) = self.cause.identifier();
        let message = self.cause.message();
        let fault = Fault { part, kind, message, code_point: None, octets: line, span: self.span() };
        fault.report_at(&format!("{name}:{}:{}", place.line, place.column));
    }

    /// Appends it as a line of JSON.
    pub(crate) fn write_json(&self, named: Named<'_>, file: usize, out: &mut Vec<u8>) {
        let Place { line, column } = self.excerpt.place;
        let content = match self.cause {
            Cause::Error(error) => ObjectContent::Error {
                condition: error.condition().as_str(),
                kind: error.kind().as_str(),
                offset: error.offset(),
                line,
                column,
                message: error.to_string(),
            },
            Cause::Incomplete { start, end, .. } => {
                ObjectContent::Incomplete { offset: end, start, line, column }
            }
        };
        write_json_line(&Object { file: named.file(file), content }, out);
    }

    /// The octets of the line that are marked.
    fn span(&self) -> Range<usize> {
        let Excerpt { line, index, .. } = self.excerpt;
        let octets = match self.cause {
            Cause::Error(error) => marked(error.kind(), &line[index..]),
            Cause::Incomplete { .. } => markup(&line[index..]),
        };
        index..(index + octets).min(line.len())
    }
}

/// A fault as JSON.
#[derive(Serialize)]
struct Object<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
    #[serde(flatten)]
    content: ObjectContent,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum ObjectContent {
    Error {
        condition: &'static str,
        kind: &'static str,
        offset: u64,
        line: u64,
        column: u64,
        message: String,
    },
    Incomplete {
        offset: u64,
        start: u64,
        line: u64,
        column: u64,
    },
}

/// How many octets of `rest`, which begins at the fault, make it up.
fn marked(kind: StreamErrorKind, rest: &[u8]) -> usize {
    use XmlErrorKind as Xml;
    match kind {
        StreamErrorKind::Xml(kind) => match kind {
            Xml::Comment => "<!--".len(),
            Xml::Cdata => "<![".len(),
            Xml::CdataEnd => "]]>".len(),
            Xml::Utf8 => 1,
            Xml::EntityReference | Xml::Reference | Xml::CharacterReference => reference(rest),
            Xml::UnboundPrefix
            | Xml::DuplicateAttribute
            | Xml::ReservedPrefix
            | Xml::ReservedNamespace
            | Xml::UndeclaredPrefix
            | Xml::Attributes
            | Xml::Declarations
            | Xml::Encoding => name(rest),
            Xml::ProcessingInstruction
            | Xml::DocumentType
            | Xml::EndTag
            | Xml::ContentPrefix
            | Xml::Depth => markup(rest),
            _ => code_point(rest),
        },
        StreamErrorKind::StreamRoot
        | StreamErrorKind::StreamNamespace
        | StreamErrorKind::ContentNamespace
        | StreamErrorKind::NestedHeader => markup(rest),
        _ => code_point(rest),
    }
}

/// A name, as far as it goes.
fn name(rest: &[u8]) -> usize {
    let ends = |octet: &u8| octet.is_ascii_whitespace() || b"=<>/'\"".contains(octet);
    rest.iter().position(ends).unwrap_or(rest.len())
}

/// The front of a tag, or of what looks like one: `<` and a name.
fn markup(rest: &[u8]) -> usize {
    match rest {
        [b'<', b'/' | b'!' | b'?', behind @ ..] => 2 + name(behind),
        [b'<', behind @ ..] => 1 + name(behind),
        _ => code_point(rest),
    }
}

/// A reference up to its `;`, or its `&` alone.
fn reference(rest: &[u8]) -> usize {
    let behind = rest.get(1..).unwrap_or_default();
    let end = behind.iter().position(|octet| !octet.is_ascii_alphanumeric() && *octet != b'#');
    end.filter(|&end| behind[end] == b';').map_or(1, |end| end + 2)
}

fn code_point(rest: &[u8]) -> usize {
    let first = rest.utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next());
    first.map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_cover_what_is_at_fault() {
        use XmlErrorKind as Xml;
        for (kind, rest, expected) in [
            (Xml::Comment, "<!--a-->", "<!--"),
            (Xml::ProcessingInstruction, "<?php echo", "<?php"),
            (Xml::DocumentType, "<!DOCTYPE a>", "<!DOCTYPE"),
            (Xml::EntityReference, "&nbsp;a", "&nbsp;"),
            (Xml::Reference, "& a;", "&"),
            (Xml::CharacterReference, "&#x0;a", "&#x0;"),
            (Xml::UnboundPrefix, "a:b c='d'", "a:b"),
            (Xml::DuplicateAttribute, "to='a'", "to"),
            (Xml::EndTag, "</a>", "</a"),
            (Xml::Depth, "<a>", "<a"),
            (Xml::Character, "\u{FFFF}a", "\u{FFFF}"),
            (Xml::TextBetween, "\u{E4}a", "\u{E4}"),
            (Xml::Encoding, "latin1'?>", "latin1"),
            (Xml::CdataEnd, "]]>a", "]]>"),
        ] {
            let octets = marked(StreamErrorKind::Xml(kind), rest.as_bytes());
            assert_eq!(&rest[..octets], expected, "{kind:?}");
        }
        assert_eq!(marked(StreamErrorKind::NestedHeader, b"<s:stream to='a'>"), "<s:stream".len());
        assert_eq!(marked(StreamErrorKind::HeaderOctets, b"\xFFa"), 1);
    }
}
