//! The options of all commands that read streams and stanzas.

use super::Framing;
use clap::Args;
use clap::builder::NonEmptyStringValueParser;
use envoi::stream::Limits;
use std::path::PathBuf;

/// A heading in the help.
const LIMITS: &str = "Limits";

const DEFAULT: Limits = Limits::DEFAULT;

/// Where streams come from, and how they are read.
#[derive(Debug, Args)]
pub(crate) struct ReadArgs {
    /// Files to read, each a stream; '-' is standard input, and so is no FILE at all
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Read bare stanzas: no stream header, and white space between them
    #[arg(long)]
    fragment: bool,
    /// Read frames of WebSocket connections, one a line (RFC 7395)
    #[arg(long, conflicts_with_all = ["fragment", "content", "chunk"])]
    frames: bool,
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
    pub(crate) fn paths(&self) -> Vec<PathBuf> {
        crate::args::or_stdin(&self.files)
    }

    /// How an input is divided into elements, by what has been said of it.
    pub(crate) const fn framing(&self) -> Framing {
        if self.frames {
            Framing::Frames
        } else if self.fragment {
            Framing::Bare
        } else {
            Framing::Stream
        }
    }

    /// The same for stanzas that someone has pasted: what has not been said is found out.
    pub(crate) const fn framing_of_pasted(&self) -> Framing {
        match self.framing() {
            Framing::Bare if self.content.is_none() => Framing::BareOfAny,
            Framing::Stream if !self.restarts => Framing::FoundOut,
            framing => framing,
        }
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
