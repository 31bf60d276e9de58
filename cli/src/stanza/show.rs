//! `envoi stanza show`: stanzas as outlines, as JSON lines, or the answers to those that are wrong.

use super::args::ShowArgs;
use super::faults::faults;
use super::outline::Look;
use super::report::{self, Form, Report};
use super::view::View;
use crate::exit::{self, Ended};
use crate::input::total_octets;
use crate::progress::Progress;
use crate::reading::{self, Found, Handler, StreamFault};
use crate::show;
use envoi::stanza::RawStanza;
use envoi::stream::Event;
use std::path::PathBuf;
use std::sync::Arc;

pub(super) fn run(args: &ShowArgs) -> Ended {
    let paths = args.read.paths();
    let progress = Arc::new(Progress::new("stanzas", total_octets(&paths), false));
    let report = Report::new(args.format, &paths);
    if args.replies {
        let mut answerer = Answerer { report, paths: &paths, progress: &progress };
        reading::read_all(&args.read, args.read.framing_of_pasted(), &paths, &progress, &mut answerer)?;
        Ok(answerer.report.verdict())
    } else {
        let mut shower = Shower { report, look: Look::new(show::colored()) };
        reading::read_all(&args.read, args.read.framing_of_pasted(), &paths, &progress, &mut shower)?;
        Ok(shower.report.verdict())
    }
}

/// Shows what there is.
struct Shower<'a> {
    report: Report<'a>,
    look: Look,
}

impl Shower<'_> {
    fn stanza(&mut self, file: usize, found: &mut Found<'_>, stanza: RawStanza<'_>, out: &mut Vec<u8>) {
        let view = View::of(stanza);
        if !view.faults.is_empty() {
            self.report.note_fault();
        }
        match self.report.form() {
            Form::Text(text) => {
                report::begin(text, file, found, out);
                self.look.stanza(&view, out);
            }
            Form::Jsonl(named) => {
                let event = report::Event { event: "stanza", content: view };
                report::write_object(*named, file, found, &event, out);
            }
        }
    }
}

impl Handler for Shower<'_> {
    fn event(&mut self, file: usize, mut found: Found<'_>, out: &mut Vec<u8>) {
        match found.event {
            Event::Stanza(stanza) => self.stanza(file, &mut found, stanza, out),
            Event::Element(element) => self.report.element(file, &mut found, element, out),
            Event::Open(_) | Event::Close => {}
        }
    }

    fn fault(&mut self, file: usize, fault: &StreamFault<'_>, out: &mut Vec<u8>) -> bool {
        !self.report.fault(file, fault, out)
    }

    fn unread(&mut self) {
        self.report.note_unread();
    }

    fn end(&mut self, _file: usize, _out: &mut Vec<u8>) {}
}

/// Gives the answers to what is wrong.
struct Answerer<'a> {
    report: Report<'a>,
    paths: &'a [PathBuf],
    progress: &'a Progress,
}

impl Handler for Answerer<'_> {
    fn event(&mut self, file: usize, mut found: Found<'_>, out: &mut Vec<u8>) {
        let Event::Stanza(stanza) = found.event else { return };
        // A stanza is answered once.
        let Some(fault) = faults(stanza).into_iter().next() else { return };
        self.report.note_fault();
        if let Some(reply) = &fault.reply {
            out.extend_from_slice(reply.as_bytes());
            out.push(b'\n');
        } else {
            let (name, place) = (self.paths[file].display(), found.place());
            let said = format!("{name}:{}:{}: not answered: {}", place.line, place.column, fault.message);
            self.progress.suspend(|| exit::complain(said));
        }
    }

    fn fault(&mut self, file: usize, fault: &StreamFault<'_>, out: &mut Vec<u8>) -> bool {
        !self.report.fault(file, fault, out)
    }

    fn unread(&mut self) {
        self.report.note_unread();
    }

    fn end(&mut self, _file: usize, _out: &mut Vec<u8>) {}
}
