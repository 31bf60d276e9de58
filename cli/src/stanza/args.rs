//! The command line of `envoi stanza`.

use crate::reading::ReadArgs;
use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum StanzaCommand {
    /// Print each stanza as an outline, with all that is wrong with it
    #[command(after_help = SHOW_HELP)]
    Show(ShowArgs),
    /// Print the request that the App Engine XMPP service makes of each stanza
    #[command(after_help = ROUTE_HELP)]
    Route(RouteArgs),
}

#[derive(Debug, Args)]
pub(crate) struct ShowArgs {
    #[command(flatten)]
    pub(super) read: ReadArgs,
    /// How stanzas are shown
    #[arg(long, value_enum, default_value_t = StanzaFormat::Text, value_name = "FORMAT")]
    pub(super) format: StanzaFormat,
    /// Print the error stanzas that answer what is wrong, instead of outlines
    #[arg(long, conflicts_with = "format")]
    pub(super) replies: bool,
}

#[derive(Debug, Args)]
pub(crate) struct RouteArgs {
    #[command(flatten)]
    pub(super) read: ReadArgs,
    /// How requests are shown
    #[arg(long, value_enum, default_value_t = StanzaFormat::Text, value_name = "FORMAT")]
    pub(super) format: StanzaFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum StanzaFormat {
    #[value(help = "FILE:LINE:COLUMN: what it is, and a line for each thing it holds")]
    Text,
    /// One JSON object a line
    Jsonl,
}

pub(crate) const HELP: &str = "\
Examples:
  envoi stanza show stanza.xml
  envoi stanza route --format jsonl capture.xml

Exit status: 0 all well, 1 some faulty or ignored, 2 usage or input/output error.";

const SHOW_HELP: &str = "\
Paste stanzas as they stand in a log, or read a whole stream: if the first tag is not a stream header,
bare stanzas are read, as with --fragment. Unless --content says another, they are in the namespace
jabber:client, or from the first one on that declares it, in jabber:server or jabber:component:accept.

An outline begins with the place, the kind and the type, and goes on with a line for each thing that is
there: addresses with their parts or a mark under what is wrong, id, language, texts, payloads. Lines
that begin with fault say which rule of RFC 6120, RFC 6121 or a payload is broken, at which octet of the
stanza, and the condition of the answer. Characters that would not be visible are shown as \\u{...}. Texts in
payloads are cut; in jsonl they are whole. Namespaces and languages are cut in both, at 256 characters.
Other first-level elements are shown by name. What is no XML
of XMPP ends an input, and is reported on standard error, with a mark under it.

In jsonl each stanza is an object on standard output, with null for what is not there:
  {\"event\":\"stanza\",\"name\",\"namespace\",\"type\",\"reads_as\",\"from\",\"to\",\"id\",\"lang\",...,\"error\",
   \"payloads\",\"faults\",\"offset\",\"bytes\",\"line\",\"column\"}
with these for a message \"subjects\",\"bodies\",\"thread\", and for presence \"show\",\"priority\",\"statuses\".
Addresses are objects as 'envoi check --format jsonl' has them, other events as in 'envoi stream check'.

With --replies the answer to each stanza with a fault is printed on a line, by itself; what must not be
answered is reported on standard error.

Examples:
  envoi stanza show capture.xml
  echo '<message from=\"a@@b\"><body>Hi</body></message>' | envoi stanza show
  envoi stanza show --format jsonl capture.xml | jq .bodies
  envoi stanza show --replies --fragment stanzas.xml

Exit status: 0 all well, 1 some faulty or a stream error, 2 usage or input/output error.";

const ROUTE_HELP: &str = "\
For each stanza the path of the HTTP request is printed that the App Engine XMPP service made of it, and
a line for each field of its form. A stanza that the service made none of is reported with the reason
and the condition of the answer, if there is one, and other first-level elements by name. Input is read as by 'envoi stanza show'.

In jsonl each stanza is an object on standard output:
  {\"route\",\"service\",\"fields\":{\"from\",\"to\",...,\"stanza\"},\"offset\",\"bytes\",\"line\",\"column\"}
  {\"route\":null,\"ignored\":{\"kind\",\"message\",\"condition\"},\"offset\",\"bytes\",\"line\",\"column\"}
Other events are as in 'envoi stream check'. With more than one FILE each object has its file.

Examples:
  envoi stanza route capture.xml
  envoi stanza route --format jsonl capture.xml | jq -r .route

Exit status: 0 all routed, 1 some ignored or a stream error, 2 usage or input/output error.";
