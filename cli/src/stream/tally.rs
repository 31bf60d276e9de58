//! What streams have brought, and what was wrong with them.

use crate::exit::Verdict;
use crate::progress::rate;
use crate::reading::Cause;
use envoi::stanza::StanzaKind;
use envoi::stream::Event;
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::time::Duration;

/// Counts of events and faults.
#[derive(Debug, Default)]
pub(super) struct Tally {
    messages: u64,
    presences: u64,
    iqs: u64,
    elements: u64,
    faults: BTreeMap<(&'static str, &'static str), u64>,
    unread: bool,
}

impl Tally {
    pub(super) fn count(&mut self, event: &Event<'_>) {
        match event {
            Event::Stanza(stanza) => match stanza.kind() {
                StanzaKind::Message => self.messages += 1,
                StanzaKind::Presence => self.presences += 1,
                StanzaKind::Iq => self.iqs += 1,
            },
            Event::Element(_) => self.elements += 1,
            Event::Open(_) | Event::Close => {}
        }
    }

    pub(super) fn fault(&mut self, cause: &Cause) {
        *self.faults.entry(cause.identifier()).or_default() += 1;
    }

    /// Notes that some input could not be read.
    pub(super) fn unread(&mut self) {
        self.unread = true;
    }

    /// How the command ends if this is all there was.
    pub(super) fn verdict(&self) -> Verdict {
        if self.unread { Verdict::Unread } else { Verdict::all_valid(self.faults.is_empty()) }
    }

    /// The summary: how much of what, the faults, and the speed.
    pub(super) fn summary(&self, elapsed: Duration) -> String {
        let mut text = String::new();
        self.write_summary(&mut text, elapsed).expect("a string takes all that is written");
        text
    }

    fn write_summary(&self, out: &mut String, elapsed: Duration) -> fmt::Result {
        let Self { messages, presences, iqs, elements, .. } = self;
        let stanzas = messages + presences + iqs;
        let plural = if stanzas == 1 { "" } else { "s" };
        writeln!(
            out,
            "{stanzas} stanza{plural}: {messages} message, {presences} presence, {iqs} iq; other elements: {elements}"
        )?;
        for ((condition, kind), faults) in &self.faults {
            writeln!(out, "  {condition} {kind} {faults}")?;
        }
        write!(out, "{:.3} s, {} stanzas per second", elapsed.as_secs_f64(), rate(stanzas, elapsed))
    }
}
