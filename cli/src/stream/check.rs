//! `envoi stream check`: what comes in a stream, up to what is wrong with it.

use super::args::CheckArgs;
use super::report::Report;
use super::tally::Tally;
use crate::exit::{self, Ended};
use crate::input::total_octets;
use crate::progress::Progress;
use crate::reading::{self, Found, Handler, StreamFault};
use std::sync::Arc;

pub(super) fn run(args: &CheckArgs) -> Ended {
    let paths = args.read.paths();
    let progress = Arc::new(Progress::new("stanzas", total_octets(&paths), args.quiet));
    let report = (!args.quiet).then(|| Report::new(args.format, &paths));
    let mut checker = Checker { report, tally: Tally::default() };
    reading::read_all(&args.read, args.read.framing(), &paths, &progress, &mut checker)?;
    if !args.quiet {
        exit::complain(checker.tally.summary(progress.elapsed()));
    }
    Ok(checker.tally.verdict())
}

struct Checker<'a> {
    report: Option<Report<'a>>,
    tally: Tally,
}

impl Handler for Checker<'_> {
    fn event(&mut self, file: usize, found: Found<'_>, out: &mut Vec<u8>) {
        self.tally.count(&found.event);
        if let Some(report) = &self.report {
            report.event(file, found, out);
        }
    }

    fn fault(&mut self, file: usize, fault: &StreamFault<'_>, out: &mut Vec<u8>) -> bool {
        self.tally.fault(&fault.cause);
        self.report.as_ref().is_some_and(|report| !report.fault(file, fault, out))
    }

    fn unread(&mut self) {
        self.tally.unread();
    }

    fn end(&mut self, _file: usize, _out: &mut Vec<u8>) {}
}
