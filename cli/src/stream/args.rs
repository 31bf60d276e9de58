//! The command line of `envoi stream`.

use crate::reading::ReadArgs;
use clap::{Args, Subcommand, ValueEnum};
use envoi::Jid;
use envoi::stanza::StanzaKind;

/// A heading in the help.
const WANTED: &str = "What is looked for";

#[derive(Debug, Subcommand)]
pub(crate) enum StreamCommand {
    /// Check a stream, and print what comes in it, one event a line
    #[command(after_help = CHECK_HELP)]
    Check(CheckArgs),
    /// Print the stanzas of a stream that match
    #[command(after_help = GREP_HELP)]
    Grep(GrepArgs),
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(super) read: ReadArgs,
    /// How events are reported
    #[arg(long, value_enum, default_value_t = EventFormat::Text, value_name = "FORMAT")]
    pub(super) format: EventFormat,
    /// Report no events and no summary: the exit status says it all
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EventFormat {
    #[value(help = "FILE:LINE:COLUMN: event; errors with a mark under the place at fault")]
    Text,
    /// One JSON object a line
    Jsonl,
}

#[allow(clippy::struct_excessive_bools)] // Each is an option of its own.
#[derive(Debug, Args)]
pub(crate) struct GrepArgs {
    #[command(flatten)]
    pub(super) wanted: WantedArgs,
    /// Print the stanzas that do not match
    #[arg(long, short = 'v')]
    pub(super) invert_match: bool,
    /// Print how many stanzas there are instead of the stanzas
    #[arg(long, short)]
    pub(super) count: bool,
    /// Print nothing but errors: the exit status says whether there are any
    #[arg(long, short, conflicts_with = "count")]
    pub(super) quiet: bool,
    /// Put the namespace declarations and the language of the stream header into each stanza
    #[arg(long)]
    pub(super) self_contained: bool,
    #[command(flatten)]
    pub(super) read: ReadArgs,
}

/// What stanzas are looked for. An option that is given more than once holds if one of its values does.
#[derive(Debug, Args)]
pub(crate) struct WantedArgs {
    /// Stanzas of this kind
    #[arg(long, help_heading = WANTED, value_enum, value_name = "KIND")]
    pub(super) kind: Vec<Kind>,
    /// Stanzas of this type; without one a message is 'normal', a presence 'available'
    #[arg(long = "type", help_heading = WANTED, value_name = "TYPE")]
    pub(super) types: Vec<String>,
    /// Stanzas from this address; without a resourcepart: whatever the resourcepart
    #[arg(long, help_heading = WANTED, value_name = "JID", value_parser = address)]
    pub(super) from: Vec<Box<Jid>>,
    /// Stanzas to this address; without a resourcepart: whatever the resourcepart
    #[arg(long, help_heading = WANTED, value_name = "JID", value_parser = address)]
    pub(super) to: Vec<Box<Jid>>,
    /// Stanzas with this id
    #[arg(long, help_heading = WANTED, value_name = "ID")]
    pub(super) id: Vec<String>,
    /// Stanzas with a child element in this namespace
    #[arg(long, help_heading = WANTED, value_name = "NS")]
    pub(super) payload: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Kind {
    Message,
    Presence,
    Iq,
}

impl From<Kind> for StanzaKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Message => Self::Message,
            Kind::Presence => Self::Presence,
            Kind::Iq => Self::Iq,
        }
    }
}

fn address(text: &str) -> Result<Box<Jid>, envoi::JidError> {
    Jid::parse(text).map(std::borrow::Cow::into_owned)
}

pub(crate) const HELP: &str = "\
Examples:
  envoi stream check capture.xml
  envoi stream grep --kind message --from romeo@example.net capture.xml

Exit status: 0 all valid or some found, 1 some invalid or none found, 2 usage or input/output error.";

const CHECK_HELP: &str = "\
Events are printed on standard output:
  FILE:LINE:COLUMN: open|stanza|element|close {NAMESPACE}NAME ATTRIBUTE=\"VALUE\" ... offset=N bytes=N
COLUMN counts code points from 1, offset octets from 0 (with --frames: those of the frames, without the
ends of lines). Characters that would not be visible are shown as \\u{...}. Errors follow on standard
error with condition (RFC 6120 section 4.9.3), kind, place and a mark under what is at fault, and a
summary.

In jsonl each event is an object on standard output, with null for an attribute that is not there:
  {\"event\":\"open\",\"to\",\"from\",\"id\",\"version\",\"lang\",\"content_namespace\",\"offset\",\"bytes\"}
  {\"event\":\"stanza\",\"name\",\"namespace\",\"to\",\"from\",\"id\",\"type\",\"lang\",\"offset\",\"bytes\"}
  {\"event\":\"element\",\"name\",\"namespace\",\"offset\",\"bytes\"}
  {\"event\":\"close\",\"offset\",\"bytes\"}
  {\"event\":\"error\",\"condition\",\"kind\",\"offset\",\"line\",\"column\",\"message\"}
  {\"event\":\"incomplete\",\"offset\",\"start\",\"line\",\"column\"}
An incomplete input ends at offset, before the stream header has come or inside the element that begins
at start, line and column. With more than one FILE each object has its file.

A stream ends with its close or its first error; what follows is not read. It need not be closed. Memory
use depends on the limits, not on the size of the input.

Examples:
  envoi stream check capture.xml
  envoi stream check --fragment --format jsonl stanzas.xml > events.jsonl
  envoi stream check --content jabber:server --stanza-octets 10000 --quiet s2s.xml && echo fine
  envoi stream check --restarts --chunk 1 capture.xml

Exit status: 0 all valid, 1 stream error or incomplete, 2 usage or input/output error.";

const GREP_HELP: &str = "\
A stanza matches if each of the options that are given holds; one that is given more than once holds if
one of its values does. Without any, each stanza matches. Addresses are compared in canonical form (RFC
7622): 'Romeo@Example.NET' finds 'romeo@example.net'; an address that is not valid matches none. Other
first-level elements than stanzas never match.

Stanzas are printed as they stand, each with a line feed behind it. One that uses a prefix of the stream
header is not XML by itself then, and one without a namespace declaration is in that of the stream:
--self-contained adds what is missing. Memory use depends on the limits, not on the size of the input.

Examples:
  envoi stream grep --kind message --type chat capture.xml
  envoi stream grep --from romeo@example.net --payload urn:xmpp:receipts capture.xml
  envoi stream grep --count --invert-match --kind presence a.xml b.xml
  envoi stream grep --self-contained --kind iq capture.xml | envoi stream check --fragment

Exit status: 0 found, 1 none found, or a stream has an error or is incomplete (which standard error
says then), 2 usage or input/output error.";
