//! `envoi stream grep`: the stanzas that are wanted, as they stand.

use super::args::{GrepArgs, Kind, WantedArgs};
use crate::exit::{Ended, Verdict};
use crate::input::total_octets;
use crate::progress::Progress;
use crate::reading::{self, Found, Handler, StreamFault};
use crate::report::Named;
use envoi::stanza::{RawStanza, StanzaKind};
use envoi::stream::Event;
use envoi::{Jid, Scratch};
use std::borrow::Cow;
use std::io::Write as _;
use std::sync::Arc;

pub(super) fn run(args: &GrepArgs) -> Ended {
    let paths = args.read.paths();
    let progress = Arc::new(Progress::new("stanzas", total_octets(&paths), args.quiet));
    let mut finder = Finder {
        args,
        wanted: Wanted::new(&args.wanted),
        named: Named::new(&paths),
        found: 0,
        found_before: 0,
        faulty: false,
        unread: false,
    };
    reading::read_all(&args.read, args.read.framing(), &paths, &progress, &mut finder)?;
    Ok(finder.verdict())
}

struct Finder<'a> {
    args: &'a GrepArgs,
    wanted: Wanted<'a>,
    named: Named<'a>,
    found: u64,
    /// How many of them in the inputs before.
    found_before: u64,
    faulty: bool,
    unread: bool,
}

impl Finder<'_> {
    fn verdict(&self) -> Verdict {
        if self.unread { Verdict::Unread } else { Verdict::all_valid(self.found > 0 && !self.faulty) }
    }
}

impl Handler for Finder<'_> {
    fn event(&mut self, _file: usize, found: Found<'_>, out: &mut Vec<u8>) {
        let Event::Stanza(stanza) = found.event else { return };
        if self.wanted.matches(&stanza) == self.args.invert_match {
            return;
        }
        self.found += 1;
        if self.args.count || self.args.quiet {
            return;
        }
        if self.args.self_contained {
            out.extend_from_slice(stanza.element().to_owned().as_str().as_bytes());
        } else {
            out.extend_from_slice(stanza.source().as_bytes());
        }
        out.push(b'\n');
    }

    fn fault(&mut self, _file: usize, _fault: &StreamFault<'_>, _out: &mut Vec<u8>) -> bool {
        self.faulty = true;
        true
    }

    fn unread(&mut self) {
        self.unread = true;
    }

    fn end(&mut self, file: usize, out: &mut Vec<u8>) {
        let found = self.found - self.found_before;
        self.found_before = self.found;
        if self.args.count {
            let name = self.named.file(file).map(|name| format!("{name}:")).unwrap_or_default();
            writeln!(out, "{name}{found}").expect("a vector takes all that is written");
        }
    }
}

/// What stanzas are looked for.
struct Wanted<'a> {
    args: &'a WantedArgs,
    scratch: Scratch,
}

impl<'a> Wanted<'a> {
    fn new(args: &'a WantedArgs) -> Self {
        Self { args, scratch: Scratch::new() }
    }

    fn matches(&mut self, stanza: &RawStanza<'_>) -> bool {
        let Self { args, scratch } = self;
        one_of(&args.kind, |&kind| stanza.kind() == Kind::into(kind))
            && one_of(&args.types, |wanted| type_of(stanza) == **wanted)
            && one_of(&args.id, |wanted| stanza.id().as_ref().is_some_and(|id| id == wanted))
            && is_address(&args.from, || stanza.from(), scratch)
            && is_address(&args.to, || stanza.to(), scratch)
            && one_of(&args.payload, |wanted| {
                stanza.element().children().any(|child| child.namespace() == wanted)
            })
    }
}

/// Whether something holds for one of the values, or there are none to hold.
fn one_of<T>(values: &[T], holds: impl FnMut(&T) -> bool) -> bool {
    values.is_empty() || values.iter().any(holds)
}

/// The type, which may follow from there being none.
fn type_of<'a>(stanza: &RawStanza<'a>) -> Cow<'a, str> {
    stanza.type_().unwrap_or_else(|| match stanza.kind() {
        // RFC 6121 section 5.2.2: the default.
        StanzaKind::Message => "normal".into(),
        // RFC 6121 section 4.7.1: none at all says that the sender is available.
        StanzaKind::Presence => "available".into(),
        StanzaKind::Iq => "".into(),
    })
}

/// Whether an address, if there is one, is one of those that are wanted.
fn is_address<'a>(
    wanted: &[Box<Jid>],
    address: impl FnOnce() -> Option<Cow<'a, str>>,
    scratch: &mut Scratch,
) -> bool {
    if wanted.is_empty() {
        return true;
    }
    let Some(address) = address() else { return false };
    let Ok(jid) = Jid::parse_in(&address, scratch) else { return false };
    wanted.iter().any(|wanted| if wanted.is_bare() { wanted.bare() == jid.bare() } else { **wanted == *jid })
}
