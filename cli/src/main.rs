//! The `envoi` command: validates, explains and normalises XMPP addresses, checks XMPP streams, and shows stanzas.

mod args;
mod check;
mod delivery;
mod escape;
mod exit;
mod explain;
mod input;
mod normalize;
mod parse;
mod pipeline;
mod progress;
mod reading;
mod remarks;
mod report;
mod show;
mod snippet;
mod stanza;
mod stream;
mod support;
mod tally;
mod unique;
mod uri;

use args::{Cli, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let ended = match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Normalize(args) => normalize::run(&args),
        Command::Parse(args) => parse::run(&args),
        Command::Uri(args) => uri::run(&args),
        Command::Escape(args) => escape::run(&args, escape::Direction::Escape),
        Command::Unescape(args) => escape::run(&args, escape::Direction::Unescape),
        Command::Stream(command) => stream::run(&command),
        Command::Stanza(command) => stanza::run(&command),
        Command::Completions { shell } => support::completions(shell),
        Command::Man { command } => support::man(&command),
    };
    exit::code(ended)
}
