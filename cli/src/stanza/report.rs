//! [`Report`]: what both commands say about an input besides stanzas, and where each thing stands.

use super::args::StanzaFormat;
use super::outline::outline;
use super::view::Payload;
use crate::exit::Verdict;
use crate::reading::{Found, StreamFault};
use crate::report::{Named, Text, write_json_line};
use crate::show;
use envoi::stanza::StanzaKind;
use envoi::xml::Element;
use serde::Serialize;
use std::borrow::Cow;
use std::io::Write as _;
use std::path::PathBuf;

pub(super) struct Report<'a> {
    form: Form<'a>,
    /// Whether anything is not as it should be.
    faulty: bool,
    unread: bool,
}

/// How things are reported.
pub(super) enum Form<'a> {
    Text(Text<'a>),
    Jsonl(Named<'a>),
}

impl<'a> Report<'a> {
    pub(super) fn new(format: StanzaFormat, paths: &'a [PathBuf]) -> Self {
        let form = match format {
            StanzaFormat::Text => Form::Text(Text::new(paths, show::colored())),
            StanzaFormat::Jsonl => Form::Jsonl(Named::new(paths)),
        };
        Self { form, faulty: false, unread: false }
    }

    /// How the command ends if this is all there was.
    pub(super) fn verdict(&self) -> Verdict {
        if self.unread { Verdict::Unread } else { Verdict::all_valid(!self.faulty) }
    }

    /// Notes that something is not as it should be.
    pub(super) fn note_fault(&mut self) {
        self.faulty = true;
    }

    /// Notes that some input could not be read.
    pub(super) fn note_unread(&mut self) {
        self.unread = true;
    }

    pub(super) fn form(&self) -> &Form<'a> {
        &self.form
    }

    /// Appends a first-level element that is no stanza.
    pub(super) fn element(
        &self,
        file: usize,
        found: &mut Found<'_>,
        element: Element<'_>,
        out: &mut Vec<u8>,
    ) {
        let payload = Payload::new(element);
        match &self.form {
            Form::Text(text) => {
                begin(text, file, found, out);
                // What looks like a stanza and is none is hard to see.
                let is_foreign = StanzaKind::from_name(element.name()).is_some();
                let note = if is_foreign { " (no stanza in this content namespace)" } else { "" };
                write_to(out, format_args!("element {}{note}\n", outline(&payload)));
            }
            Form::Jsonl(named) => {
                write_object(*named, file, found, &Event { event: "element", content: payload }, out);
            }
        }
    }

    /// Appends what ends an input; `false`: that is for standard error.
    pub(super) fn fault(&mut self, file: usize, fault: &StreamFault<'_>, out: &mut Vec<u8>) -> bool {
        self.faulty = true;
        match &self.form {
            Form::Text(_) => false,
            Form::Jsonl(named) => {
                fault.write_json(*named, file, out);
                true
            }
        }
    }
}

/// Appends the place that a block of text begins with.
pub(super) fn begin(text: &Text<'_>, file: usize, found: &mut Found<'_>, out: &mut Vec<u8>) {
    let place = found.place();
    text.place(file, format_args!("{}:{}", place.line, place.column), out);
}

/// Appends an object with its place.
pub(super) fn write_object(
    named: Named<'_>,
    file: usize,
    found: &mut Found<'_>,
    content: &impl Serialize,
    out: &mut Vec<u8>,
) {
    let place = found.place();
    let (offset, bytes, line, column) = (found.offset, found.octets, place.line, place.column);
    write_json_line(&Object { file: named.file(file), content, offset, bytes, line, column }, out);
}

pub(super) fn write_to(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a vector takes all that is written");
}

/// What comes in an input, named as `envoi stream check` does.
#[derive(Serialize)]
pub(super) struct Event<T> {
    pub(super) event: &'static str,
    #[serde(flatten)]
    pub(super) content: T,
}

#[derive(Serialize)]
struct Object<'a, T> {
    #[serde(skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'a, str>>,
    #[serde(flatten)]
    content: T,
    offset: u64,
    bytes: usize,
    line: u64,
    column: u64,
}
