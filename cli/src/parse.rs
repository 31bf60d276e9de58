//! `envoi parse`: the parts of an address, what preparation changed, and why.

use crate::args::{ParseArgs, ViewFormat};
use crate::exit::{Ended, Trouble, Verdict};
use crate::explain::{self, Change, Rules};
use crate::remarks::{self, Remark};
use crate::report::{write_json_fault, write_json_line};
use crate::show;
use crate::snippet::Fault;
use anstyle::{AnsiColor, Style};
use envoi::{Jid, JidError, Localpart, Part, Resourcepart};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write as _;

const HEADING: Style = Style::new().bold();
const CHANGED: Style = AnsiColor::Cyan.on_default();
const CAREFUL: Style = AnsiColor::Yellow.on_default();

pub(crate) fn run(args: &ParseArgs) -> Ended {
    let rules = args.policy.rules();
    let mut all_valid = true;
    for address in &args.addresses {
        let octets = address.as_encoded_bytes();
        let parsed = rules.policy.parse_bytes(octets);
        all_valid &= parsed.is_ok();
        match (args.format, &parsed) {
            (ViewFormat::Json, parsed) => print(&json(octets, parsed.as_deref(), rules)),
            (ViewFormat::Text, Ok(jid)) => print(text(octets, jid, rules).as_bytes()),
            (ViewFormat::Text, Err(error)) => {
                Fault::of_address(octets, error).report();
                Ok(())
            }
        }?;
    }
    Ok(Verdict::all_valid(all_valid))
}

/// Writes to standard output, without colours where they are not wanted.
fn print(text: &[u8]) -> Result<(), Trouble> {
    let mut stdout = anstream::stdout().lock();
    stdout.write_all(text).and_then(|()| stdout.flush()).map_err(Trouble::output)
}

fn text(octets: &[u8], jid: &Jid, rules: Rules) -> String {
    let mut out = String::new();
    write_text(&mut out, octets, jid, rules).expect("a string takes all that is written");
    out
}

fn write_text(out: &mut String, octets: &[u8], jid: &Jid, rules: Rules) -> std::fmt::Result {
    writeln!(out, "{HEADING}{}{HEADING:#}", show::visible(jid.as_str()))?;
    for (part, text) in parts(jid) {
        write!(out, "  {:<12} {}  ({})", part.as_str(), show::visible(text), octets_of(text))?;
        if let (Part::Domainpart, Some(a_labels)) = (part, a_labels(jid)) {
            write!(out, ", as A-labels {a_labels} ({})", octets_of(&a_labels))?;
        }
        writeln!(out)?;
    }
    for change in explain::changes(text_of(octets), jid, rules) {
        write_change(out, &change, rules)?;
    }
    for Remark { part, note, .. } in remarks(jid) {
        writeln!(out, "  {CAREFUL}note{CAREFUL:#}: {part}: {note}")?;
    }
    Ok(())
}

fn write_change(out: &mut String, change: &Change, rules: Rules) -> std::fmt::Result {
    let (from, to) = (show::visible(&change.from), show::visible(&change.to));
    write!(out, "  {CHANGED}changed{CHANGED:#}: {}: ", change.part)?;
    match (from.as_str(), to.as_str()) {
        (from, "") => write!(out, "'{from}' was dropped")?,
        ("", to) => write!(out, "'{to}' was added")?,
        (from, to) => write!(out, "'{from}' became '{to}'")?,
    }
    writeln!(out, ": {} ({})", change.kind.phrase(), rules.rule(change.part, change.kind))
}

/// What an address was prepared from, which is UTF-8.
fn text_of(octets: &[u8]) -> &str {
    std::str::from_utf8(octets).unwrap_or_default()
}

fn octets_of(text: &str) -> String {
    format!("{} octet{}", text.len(), if text.len() == 1 { "" } else { "s" })
}

/// The parts that the address has, in their order.
fn parts(jid: &Jid) -> impl Iterator<Item = (Part, &str)> {
    let parts = jid.parts();
    let localpart = parts.localpart.map(|part| (Part::Localpart, part.as_str()));
    let resourcepart = parts.resourcepart.map(|part| (Part::Resourcepart, part.as_str()));
    localpart.into_iter().chain([(Part::Domainpart, parts.domainpart.as_str())]).chain(resourcepart)
}

fn remarks(jid: &Jid) -> Vec<Remark> {
    parts(jid).flat_map(|(part, text)| remarks::on(part, text)).collect()
}

/// The domainpart as the DNS has it, if that differs.
fn a_labels(jid: &Jid) -> Option<String> {
    let domainpart = jid.domainpart().as_str();
    if domainpart.is_ascii() { None } else { idna::domain_to_ascii(domainpart).ok() }
}

/// An address as JSON: what `check --format jsonl` says of it, and what is known beside that.
#[derive(Serialize)]
struct Address<'a> {
    input: &'a str,
    valid: bool,
    jid: &'a str,
    localpart: Option<&'a str>,
    domainpart: &'a str,
    resourcepart: Option<&'a str>,
    a_labels: Option<String>,
    octets: Octets,
    changes: Vec<ChangeObject>,
    notes: Vec<NoteObject>,
}

#[derive(Default, Serialize)]
struct Octets {
    localpart: Option<usize>,
    domainpart: usize,
    resourcepart: Option<usize>,
}

#[derive(Serialize)]
struct ChangeObject {
    part: &'static str,
    change: explain::Kind,
    from: String,
    to: String,
    rule: &'static str,
}

#[derive(Serialize)]
struct NoteObject {
    part: &'static str,
    codepoint: String,
    note: String,
}

fn json(octets: &[u8], parsed: Result<&Jid, &JidError>, rules: Rules) -> Vec<u8> {
    let mut line = Vec::new();
    match parsed {
        Ok(jid) => write_json_line(&address(text_of(octets), jid, rules), &mut line),
        Err(error) => write_json_fault(&Fault::of_address(octets, error), &mut line),
    }
    line
}

fn address<'a>(input: &'a str, jid: &'a Jid, rules: Rules) -> Address<'a> {
    let parts = jid.parts();
    let localpart = parts.localpart.map(Localpart::as_str);
    let domainpart = parts.domainpart.as_str();
    let resourcepart = parts.resourcepart.map(Resourcepart::as_str);
    let change = |change: Change| ChangeObject {
        part: change.part.as_str(),
        rule: rules.rule(change.part, change.kind),
        change: change.kind,
        from: change.from,
        to: change.to,
    };
    let note = |remark: Remark| NoteObject {
        part: remark.part.as_str(),
        codepoint: show::code_point(remark.code_point),
        note: remark.note,
    };
    Address {
        input,
        valid: true,
        jid: jid.as_str(),
        localpart,
        domainpart,
        resourcepart,
        a_labels: a_labels(jid),
        octets: Octets {
            localpart: localpart.map(str::len),
            domainpart: domainpart.len(),
            resourcepart: resourcepart.map(str::len),
        },
        changes: explain::changes(input, jid, rules).into_iter().map(change).collect(),
        notes: remarks(jid).into_iter().map(note).collect(),
    }
}
