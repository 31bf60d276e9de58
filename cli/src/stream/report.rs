//! Events as lines of text, and as JSON lines.

use super::args::EventFormat;
use crate::reading::{Found, StreamFault};
use crate::report::{Named, Text, write_json_line};
use crate::show;
use envoi::stanza::RawStanza;
use envoi::stream::{Event, StreamHeader};
use serde::Serialize;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::PathBuf;

/// A way to report events.
pub(super) enum Report<'a> {
    Text(Text<'a>),
    Jsonl(Named<'a>),
}

impl<'a> Report<'a> {
    pub(super) fn new(format: EventFormat, paths: &'a [PathBuf]) -> Self {
        match format {
            EventFormat::Text => Self::Text(Text::new(paths, show::colored())),
            EventFormat::Jsonl => Self::Jsonl(Named::new(paths)),
        }
    }

    /// Appends one event.
    pub(super) fn event(&self, file: usize, mut found: Found<'_>, out: &mut Vec<u8>) {
        match self {
            Self::Text(text) => {
                let place = found.place();
                text.place(file, format_args!("{}:{}", place.line, place.column), out);
                out.extend_from_slice(line(&found).as_bytes());
            }
            Self::Jsonl(named) => write_json_line(&LineContent::of_event(&found).in_file(*named, file), out),
        }
    }

    /// Appends what is wrong; `false`: that is for standard error.
    pub(super) fn fault(&self, file: usize, fault: &StreamFault<'_>, out: &mut Vec<u8>) -> bool {
        match self {
            Self::Text(_) => false,
            Self::Jsonl(named) => {
                fault.write_json(*named, file, out);
                true
            }
        }
    }
}

/// An event as a person reads it.
fn line(found: &Found<'_>) -> String {
    let mut line = String::new();
    match found.event {
        Event::Open(header) => {
            line.push_str("open");
            show::push_value(&mut line, "to", header.to().as_deref());
            show::push_value(&mut line, "from", header.from().as_deref());
            show::push_value(&mut line, "id", header.id().as_deref());
            show::push_value(&mut line, "version", header.version().as_deref());
            show::push_value(&mut line, "lang", header.lang().as_deref());
            show::push_value(&mut line, "content", header.content_namespace());
        }
        Event::Stanza(stanza) => {
            line.push_str("stanza ");
            show::push_name(&mut line, stanza.element());
            show::push_value(&mut line, "to", stanza.to().as_deref());
            show::push_value(&mut line, "from", stanza.from().as_deref());
            show::push_value(&mut line, "id", stanza.id().as_deref());
            show::push_value(&mut line, "type", stanza.type_().as_deref());
            show::push_value(&mut line, "lang", stanza.lang().as_deref());
        }
        Event::Element(element) => {
            line.push_str("element ");
            show::push_name(&mut line, element);
        }
        Event::Close => line.push_str("close"),
    }
    writeln!(line, " offset={} bytes={}", found.offset, found.octets)
        .expect("a string takes all that is written");
    line
}

/// One line of JSON.
#[derive(Serialize)]
struct Line<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
    #[serde(flatten)]
    content: LineContent<'a>,
}

#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum LineContent<'a> {
    Open {
        to: Option<Cow<'a, str>>,
        from: Option<Cow<'a, str>>,
        id: Option<Cow<'a, str>>,
        version: Option<Cow<'a, str>>,
        lang: Option<Cow<'a, str>>,
        content_namespace: Option<&'a str>,
        offset: u64,
        bytes: usize,
    },
    Stanza {
        name: &'a str,
        namespace: &'a str,
        to: Option<Cow<'a, str>>,
        from: Option<Cow<'a, str>>,
        id: Option<Cow<'a, str>>,
        #[serde(rename = "type")]
        type_: Option<Cow<'a, str>>,
        lang: Option<Cow<'a, str>>,
        offset: u64,
        bytes: usize,
    },
    Element {
        name: &'a str,
        namespace: &'a str,
        offset: u64,
        bytes: usize,
    },
    Close {
        offset: u64,
        bytes: usize,
    },
}

impl<'a> LineContent<'a> {
    fn of_event(found: &Found<'a>) -> Self {
        let (offset, bytes) = (found.offset, found.octets);
        match found.event {
            Event::Open(header) => Self::of_header(header, offset, bytes),
            Event::Stanza(stanza) => Self::of_stanza(stanza, offset, bytes),
            Event::Element(element) => {
                Self::Element { name: element.name(), namespace: element.namespace(), offset, bytes }
            }
            Event::Close => Self::Close { offset, bytes },
        }
    }

    fn of_header(header: StreamHeader<'a>, offset: u64, bytes: usize) -> Self {
        Self::Open {
            to: header.to(),
            from: header.from(),
            id: header.id(),
            version: header.version(),
            lang: header.lang(),
            content_namespace: header.content_namespace(),
            offset,
            bytes,
        }
    }

    fn of_stanza(stanza: RawStanza<'a>, offset: u64, bytes: usize) -> Self {
        Self::Stanza {
            name: stanza.kind().as_str(),
            namespace: stanza.element().namespace(),
            to: stanza.to(),
            from: stanza.from(),
            id: stanza.id(),
            type_: stanza.type_(),
            lang: stanza.lang(),
            offset,
            bytes,
        }
    }

    fn in_file(self, named: Named<'a>, file: usize) -> Line<'a> {
        Line { file: named.file(file), content: self }
    }
}
