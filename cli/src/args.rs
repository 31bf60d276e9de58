//! The command line.

use crate::explain::Rules;
use crate::stanza::StanzaCommand;
use crate::stream::StreamCommand;
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use envoi::Policy;
use std::ffi::OsString;
use std::path::PathBuf;

/// Validate, explain and normalise XMPP addresses (JIDs, RFC 7622); check XMPP streams and show stanzas (RFC 6120)
#[derive(Debug, Parser)]
#[command(name = "envoi", version, propagate_version = true, after_help = TOP_HELP)]
pub(crate) struct Cli {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Check addresses, one a line, and report those that are not valid
    #[command(after_help = CHECK_HELP)]
    Check(CheckArgs),
    /// Print the canonical form of each address
    #[command(after_help = NORMALIZE_HELP)]
    Normalize(NormalizeArgs),
    /// Show the parts of an address, what preparation changed, and why
    #[command(after_help = PARSE_HELP)]
    Parse(ParseArgs),
    /// Take XMPP URIs and IRIs apart, or make them (RFC 5122)
    #[command(after_help = URI_HELP)]
    Uri(UriArgs),
    /// Escape text for use as a localpart (XEP-0106)
    #[command(after_help = ESCAPE_HELP)]
    Escape(TextArgs),
    /// Undo the escaping of a localpart (XEP-0106)
    #[command(after_help = UNESCAPE_HELP)]
    Unescape(TextArgs),
    /// Check streams of stanzas and look into them (RFC 6120)
    #[command(subcommand, after_help = crate::stream::HELP)]
    Stream(StreamCommand),
    /// Show what stanzas say, and what is wrong with them (RFC 6120, RFC 6121)
    #[command(subcommand, after_help = crate::stanza::HELP)]
    Stanza(StanzaCommand),
    /// Print a completion script for a shell
    #[command(after_help = COMPLETIONS_HELP)]
    Completions {
        /// The shell to complete in
        shell: Shell,
    },
    /// Print the manual page, of the whole or of one command
    #[command(after_help = MAN_HELP)]
    Man {
        /// The command whose page to print, such as 'check' or 'stream grep'
        command: Vec<String>,
    },
}

/// Which rules addresses are judged by.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct PolicyArgs {
    /// The rules to judge by
    #[arg(long, value_enum, default_value_t = PolicyName::Rfc7622, value_name = "NAME")]
    policy: PolicyName,
    /// Allow '_' in domainparts
    #[arg(long)]
    allow_underscore: bool,
    /// Judge domainparts by UTS 46 alone, as browsers do
    #[arg(long)]
    uts46: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PolicyName {
    /// RFC 7622: PRECIS and IDNA2008
    Rfc7622,
    /// RFC 6122 for stored addresses: stringprep, Unicode 3.2
    Rfc6122,
    /// RFC 6122 for queries: unassigned code points pass
    Rfc6122Query,
    /// RFC 7622 and what the App Engine XMPP service checks
    Appengine,
    /// The same for a sender: without a resourcepart it gets 'bot'
    AppengineSender,
}

/// Where rows come from.
#[derive(Clone, Debug, Args)]
pub(crate) struct InputArgs {
    /// Files to read; '-' is standard input, and so is no FILE at all
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Rows end with NUL instead of a line feed
    #[arg(long)]
    pub(crate) null: bool,
    /// Read the CSV column with this name in the header record
    #[arg(long, value_name = "NAME", conflicts_with = "null")]
    pub(crate) column: Option<String>,
    /// How many threads work [default: one for each processor]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub(crate) jobs: Option<u16>,
}

#[derive(Debug, Args)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    /// Report every row, valid ones too
    #[arg(long)]
    pub(crate) all: bool,
    /// How rows are reported
    #[arg(long, value_enum, default_value_t = ReportFormat::Text, value_name = "FORMAT")]
    pub(crate) format: ReportFormat,
    /// Report no rows and no summary: the exit status says it all
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct NormalizeArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    /// Print each address once, where it comes first; takes memory for every distinct address
    #[arg(long)]
    pub(crate) unique: bool,
    /// Leave resourceparts out
    #[arg(long)]
    pub(crate) bare: bool,
    /// No messages for rows that are not valid
    #[arg(long, short)]
    pub(crate) quiet: bool,
}

#[derive(Debug, Args)]
pub(crate) struct ParseArgs {
    /// Addresses to show
    #[arg(value_name = "ADDRESS", required = true)]
    pub(crate) addresses: Vec<OsString>,
    #[command(flatten)]
    pub(crate) policy: PolicyArgs,
    /// How addresses are shown
    #[arg(long, value_enum, default_value_t = ViewFormat::Text, value_name = "FORMAT")]
    pub(crate) format: ViewFormat,
}

#[derive(Debug, Args)]
pub(crate) struct UriArgs {
    /// URIs or IRIs to take apart; with --make: addresses
    #[arg(value_name = "TEXT", required = true)]
    pub(crate) texts: Vec<OsString>,
    /// Make a URI of each address
    #[arg(long)]
    pub(crate) make: bool,
    /// Print IRIs, with characters outside ASCII as they are
    #[arg(long)]
    pub(crate) iri: bool,
    /// What the URI is to ask for: message, join, roster ...
    #[arg(long, value_name = "TYPE", requires = "make")]
    pub(crate) query: Option<String>,
    /// A key and its value for the query
    #[arg(long, value_name = "KEY=VALUE", requires = "query", value_parser = key_and_value)]
    pub(crate) pair: Vec<(String, String)>,
    /// How results are shown
    #[arg(long, value_enum, default_value_t = ViewFormat::Text, value_name = "FORMAT")]
    pub(crate) format: ViewFormat,
}

#[derive(Debug, Args)]
pub(crate) struct TextArgs {
    /// Texts to convert; none at all: the lines of standard input
    #[arg(value_name = "TEXT")]
    pub(crate) texts: Vec<OsString>,
    /// How results are shown
    #[arg(long, value_enum, default_value_t = ViewFormat::Text, value_name = "FORMAT")]
    pub(crate) format: ViewFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    #[value(help = "FILE:LINE:COLUMN: message")]
    Text,
    /// One JSON object a line
    Jsonl,
    /// CSV with a header record
    Csv,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ViewFormat {
    /// For a person to read
    Text,
    /// One JSON object a line
    Json,
}

fn key_and_value(text: &str) -> Result<(String, String), &'static str> {
    let (key, value) = text.split_once('=').ok_or("no '=' between key and value")?;
    Ok((key.to_owned(), value.to_owned()))
}

impl InputArgs {
    /// What to read: no FILE at all is standard input.
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        or_stdin(&self.files)
    }
}

/// What to read: no file at all is standard input.
pub(crate) fn or_stdin(files: &[PathBuf]) -> Vec<PathBuf> {
    if files.is_empty() { vec![PathBuf::from("-")] } else { files.to_vec() }
}

impl PolicyArgs {
    /// The policy, and which documents its changes come from.
    pub(crate) const fn rules(self) -> Rules {
        let stringprep = matches!(self.policy, PolicyName::Rfc6122 | PolicyName::Rfc6122Query);
        Rules { policy: self.policy(), stringprep, uts46: self.uts46 }
    }

    pub(crate) const fn policy(self) -> Policy {
        let mut policy = match self.policy {
            PolicyName::Rfc7622 => Policy::RFC7622,
            PolicyName::Rfc6122 => Policy::RFC6122,
            PolicyName::Rfc6122Query => Policy::RFC6122_QUERY,
            PolicyName::Appengine => Policy::APP_ENGINE,
            PolicyName::AppengineSender => Policy::APP_ENGINE_SENDER,
        };
        if self.allow_underscore {
            policy = policy.with_underscore();
        }
        if self.uts46 {
            policy = policy.with_uts46();
        }
        policy
    }
}

const TOP_HELP: &str = "\
Examples:
  envoi check users.txt
  envoi normalize --unique --bare roster.txt > accounts.txt
  envoi parse 'Juliet@xn--bcher-kva.example/Balcony'
  envoi stream check capture.xml
  envoi stanza show stanza.xml

Exit status: 0 all valid, 1 some invalid, 2 usage or input/output error.
A closed pipe ends the command with status 0. Colours follow NO_COLOR, CLICOLOR and CLICOLOR_FORCE.";

const CHECK_HELP: &str = "\
Invalid rows are printed as FILE:LINE:COLUMN: message. FILE is '-' for standard input; LINE counts
rows (with --column: lines of the file) from 1; COLUMN counts code points from 1, within the address.
A summary with counts for each kind of error follows on standard error.

In jsonl and csv, input that is not UTF-8 is shown with \\xHH for each octet at fault and \\\\ for each
backslash, marked by input_escaped. A row of more than 256 KiB is judged by its first 16 KiB, of which
no address consists, and marked with its size by input_octets. With more than one FILE each row has
its file. Memory use does not depend on the size of the input.

Examples:
  envoi check users.txt
  envoi check --all --format jsonl users.txt > verdicts.jsonl
  envoi check --column jid --quiet export.csv && echo fine
  find-addresses --print0 | envoi check --null --policy rfc6122 -

Exit status: 0 all valid, 1 some invalid, 2 usage or input/output error.";

const NORMALIZE_HELP: &str = "\
Invalid rows are left out, and reported on standard error as FILE:LINE:COLUMN: message. With --null the
output ends each address with NUL too.

Examples:
  envoi normalize users.txt > canonical.txt
  envoi normalize --unique --bare old.txt new.txt
  envoi normalize --column jid --quiet export.csv

Exit status: 0 all valid, 1 some invalid, 2 usage or input/output error.";

const PARSE_HELP: &str = "\
An address that is not valid is shown with a mark under the place at fault, and the kind of error as a
stable identifier. Characters that would not be visible are shown as \\u{...}.

Examples:
  envoi parse 'Juliet@xn--bcher-kva.example/Balcony'
  envoi parse --format json romeo@example.net
  envoi parse --policy rfc6122 -- -strange-@example.com

Exit status: 0 all valid, 1 some invalid, 2 usage or input/output error.";

const URI_HELP: &str = "\
Without --make each URI or IRI is shown with its address, query and fragment, decoded, and as it is
written in canonical form.

Examples:
  envoi uri 'xmpp:romeo@montague.net?message;subject=Test%20Message'
  envoi uri --make --query join 'coven@chat.shakespeare.lit'
  envoi uri --make --iri 'jiří@čechy.example/v Praze'

Exit status: 0 all valid, 1 some invalid, 2 usage or input/output error.";

const ESCAPE_HELP: &str = "\
Examples:
  envoi escape \"d'artagnan\"        prints d\\27artagnan
  envoi escape < names.txt

Exit status: 0 all converted, 1 some not, 2 usage or input/output error.";

const UNESCAPE_HELP: &str = "\
Examples:
  envoi unescape 'd\\27artagnan'     prints d'artagnan
  envoi unescape < localparts.txt

Exit status: 0 all converted, 1 some not, 2 usage or input/output error.";

const COMPLETIONS_HELP: &str = "\
Examples:
  envoi completions bash > ~/.local/share/bash-completion/completions/envoi
  envoi completions zsh > ~/.zfunc/_envoi";

const MAN_HELP: &str = "\
Examples:
  envoi man | man -l -
  envoi man check > envoi-check.1
  envoi man stream grep > envoi-stream-grep.1";
