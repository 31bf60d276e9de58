//! [`Report`]: the work on inputs that the commands have in common, and how they report.

use super::args::StanzaFormat;
use super::outline::in_one_line;
use super::view::Payload;
use crate::exit::{self, Ended, Verdict};
use crate::input::total_octets;
use crate::progress::Progress;
use crate::reading::{self, Found, Handler, ReadArgs, StreamFault};
use crate::report::{Named, Text, write_json_line};
use crate::show;
use envoi::stanza::{RawStanza, StanzaKind};
use envoi::stream::Event;
use envoi::xml::Element;
use serde::Serialize;
use std::borrow::Cow;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// What is said of stanzas.
pub(super) trait Teller {
    /// Reports a stanza. `false`: it is not as it should be.
    fn stanza(
        &self,
        stanza: RawStanza<'_>,
        found: &mut Found<'_>,
        report: &Report<'_>,
        out: &mut Vec<u8>,
    ) -> bool;
}

/// Reads all inputs, and reports the stanzas in them; other elements too, if there is a `format` for them.
pub(super) fn tell(read: &ReadArgs, format: Option<StanzaFormat>, teller: &impl Teller) -> Ended {
    let paths = read.paths();
    let progress = Arc::new(Progress::new("stanzas", total_octets(&paths), false));
    let report = Report { form: Form::new(format, &paths), paths: &paths, progress: &progress, file: 0 };
    let mut telling = Telling { report, teller, faulty: false, unread: false };
    reading::read_all(read, read.framing_of_pasted(), &paths, &progress, &mut telling)?;
    Ok(telling.verdict())
}

/// How things are reported, and which input they stand in.
pub(super) struct Report<'a> {
    form: Form<'a>,
    paths: &'a [PathBuf],
    progress: &'a Progress,
    file: usize,
}

enum Form<'a> {
    Text(Text<'a>),
    Jsonl(Named<'a>),
    /// What the command says of stanzas is all.
    Nothing,
}

impl Report<'_> {
    /// Appends what is said of something: a place and a `text`, or an `object` with its place.
    pub(super) fn write<T: Serialize>(
        &self,
        found: &mut Found<'_>,
        text: impl FnOnce() -> String,
        object: impl FnOnce() -> T,
        out: &mut Vec<u8>,
    ) {
        let place = found.place();
        let (line, column) = (place.line, place.column);
        match &self.form {
            Form::Text(form) => {
                form.place(self.file, format_args!("{line}:{column}"), out);
                out.extend_from_slice(text().as_bytes());
            }
            Form::Jsonl(named) => {
                let (file, content) = (named.file(self.file), object());
                let (offset, bytes) = (found.offset, found.octets);
                write_json_line(&Object { file, content, offset, bytes, line, column }, out);
            }
            Form::Nothing => {}
        }
    }

    /// Says something on standard error.
    pub(super) fn complain(&self, found: &mut Found<'_>, message: impl fmt::Display) {
        let (name, place) = (self.paths[self.file].display(), found.place());
        let message = format!("{name}:{}:{}: {message}", place.line, place.column);
        self.progress.suspend(|| exit::complain(message));
    }

    /// Appends a first-level element that is no stanza.
    fn element(&self, element: Element<'_>, found: &mut Found<'_>, out: &mut Vec<u8>) {
        let text = || {
            // What looks like a stanza and is none is hard to see.
            let is_foreign = StanzaKind::from_name(element.name()).is_some();
            let note = if is_foreign { " (no stanza in this content namespace)" } else { "" };
            format!("element {}{note}\n", in_one_line(&Payload::new(element)))
        };
        let object = || Told { event: "element", content: Payload::new(element) };
        self.write(found, text, object, out);
    }
}

struct Telling<'a, T> {
    report: Report<'a>,
    teller: &'a T,
    /// Whether anything is not as it should be.
    faulty: bool,
    unread: bool,
}

impl<T> Telling<'_, T> {
    /// How the command ends if this is all there was.
    fn verdict(&self) -> Verdict {
        if self.unread { Verdict::Unread } else { Verdict::all_valid(!self.faulty) }
    }
}

impl<T: Teller> Handler for Telling<'_, T> {
    fn event(&mut self, file: usize, mut found: Found<'_>, out: &mut Vec<u8>) {
        self.report.file = file;
        match found.event {
            Event::Stanza(stanza) => {
                self.faulty |= !self.teller.stanza(stanza, &mut found, &self.report, out);
            }
            Event::Element(element) => self.report.element(element, &mut found, out),
            Event::Open(_) | Event::Close => {}
        }
    }

    fn fault(&mut self, file: usize, fault: &StreamFault<'_>, out: &mut Vec<u8>) -> bool {
        self.faulty = true;
        match &self.report.form {
            Form::Jsonl(named) => {
                fault.write_json(*named, file, out);
                false
            }
            _ => true,
        }
    }

    fn unread(&mut self) {
        self.unread = true;
    }

    fn end(&mut self, _file: usize, _out: &mut Vec<u8>) {}
}

impl<'a> Form<'a> {
    fn new(format: Option<StanzaFormat>, paths: &'a [PathBuf]) -> Self {
        match format {
            Some(StanzaFormat::Text) => Self::Text(Text::new(paths, show::colored())),
            Some(StanzaFormat::Jsonl) => Self::Jsonl(Named::new(paths)),
            None => Self::Nothing,
        }
    }
}

/// What an input brings, named as `envoi stream check` does.
#[derive(Serialize)]
pub(super) struct Told<T> {
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
