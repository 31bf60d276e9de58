//! `envoi stream`: checks streams of stanzas, and looks into them.

mod args;
mod check;
mod grep;
mod report;
mod tally;

use crate::exit::Ended;
pub(crate) use args::{HELP, StreamCommand};

pub(crate) fn run(command: &StreamCommand) -> Ended {
    match command {
        StreamCommand::Check(args) => check::run(args),
        StreamCommand::Grep(args) => grep::run(args),
    }
}
