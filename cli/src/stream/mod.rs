//! `envoi stream`: checks streams of stanzas, and looks into them.

mod args;
mod check;
mod fault;
mod grep;
mod place;
mod reading;
mod report;
mod source;
mod tally;
mod window;

use crate::exit::Ended;
pub(crate) use args::{HELP, StreamCommand};

pub(crate) fn run(command: &StreamCommand) -> Ended {
    match command {
        StreamCommand::Check(args) => check::run(args),
        StreamCommand::Grep(args) => grep::run(args),
    }
}
