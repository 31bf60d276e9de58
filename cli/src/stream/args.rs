//! The command line of `envoi stream`.

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand, ValueEnum};
use envoi::Jid;
use envoi::stanza::StanzaKind;
use envoi::stream::Limits;
use std::path::PathBuf;

/// Headings in the help.
const LIMITS: &str = "Limits";
const WANTED: &str = "What is looked for";

const DEFAULT: Limits = Limits::DEFAULT;

#[derive(Debug, Subcommand)]
pub(crate) enum StreamCommand {
    /// Check a stream, and print what comes in it, one event a line
    #[command(after_help = CHECK_HELP)]
    Check(CheckArgs),
    /// Print the stanzas of a stream that match
    #[command(after_help = GREP_HELP)]
    Grep(GrepArgs),
}

/// Where streams come from, and how they are read.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// Files to read, each a stream; '-' is standard input, and so is no FILE at all
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read bare stanzas: no stream header, and white space between them
    #[arg(long)]
    pub(super) fragment: bool,
    /// Read frames of WebSocket connections, one a line (RFC 7395)
    #[arg(long, conflicts_with_all = ["fragment", "content", "chunk"])]
    pub(super) frames: bool,
    /// A stream header inside the stream begins it anew, as after STARTTLS and SASL (RFC 6120 section 4.3.3)
    #[arg(long, conflicts_with = "fragment")]
    pub(super) restarts: bool,
    /// The content namespace that the stream must have; that of bare stanzas is jabber:client unless given
    #[arg(long, value_name = "NS", value_parser = NonEmptyStringValueParser::new())]
    pub(super) content: Option<String>,
    /// Hand the octets to the reader N at a time; the outcome is the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    chunk: Option<u32>,
    #[command(flatten)]
    limits: LimitArgs,
}

/// What a stream may ask of its reader.
#[derive(Clone, Copy, Debug, Args)]
struct LimitArgs {
    /// Octets of a first-level element
    #[arg(long, help_heading = LIMITS, value_name = "N", default_value_t = DEFAULT.stanza_octets, value_parser = octets)]
    stanza_octets: usize,
    /// Octets up to the end of the stream header
    #[arg(long, help_heading = LIMITS, value_name = "N", default_value_t = DEFAULT.header_octets, value_parser = octets)]
    header_octets: usize,
    /// How deep elements may be nested; a first-level element has depth 1
    #[arg(long, help_heading = LIMITS, value_name = "N", default_value_t = DEFAULT.depth)]
    depth: u32,
    /// Attributes in one start tag, namespace declarations included
    #[arg(long, help_heading = LIMITS, value_name = "N", default_value_t = DEFAULT.attributes)]
    attributes: usize,
    /// Namespace declarations in scope
    #[arg(long, help_heading = LIMITS, value_name = "N", default_value_t = DEFAULT.declarations)]
    declarations: u32,
    /// Octets of a name with its prefix
    #[arg(long, help_heading = LIMITS, value_name = "N", default_value_t = DEFAULT.name_octets)]
    name_octets: usize,
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

/// A number of octets that an index can hold.
fn octets(text: &str) -> Result<usize, String> {
    let most = Limits::MAX.stanza_octets;
    match text.parse() {
        Ok(octets) if octets <= most => Ok(octets),
        Ok(_) => Err(format!("the most is {most}")),
        Err(error) => Err(std::num::ParseIntError::to_string(&error)),
    }
}

impl ReadArgs {
    /// What to read: no FILE at all is standard input.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        crate::args::or_stdin(&self.files)
    }

    /// How many octets the reader is handed at a time, if that is to be few.
    pub(super) fn chunk(&self) -> Option<usize> {
        self.chunk.map(|octets| usize::try_from(octets).unwrap_or(usize::MAX))
    }

    pub(super) const fn limits(&self) -> Limits {
        let LimitArgs { stanza_octets, header_octets, depth, attributes, declarations, name_octets } =
            self.limits;
        let mut limits = DEFAULT;
        limits.stanza_octets = stanza_octets;
        limits.header_octets = header_octets;
        limits.depth = depth;
        limits.attributes = attributes;
        limits.declarations = declarations;
        limits.name_octets = name_octets;
        limits
    }
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
