//! `envoi stanza`: shows what stanzas say, and where a service would send them.

mod args;
mod faults;
mod outline;
mod payloads;
mod report;
mod route;
mod show;
mod view;

use crate::exit::Ended;
pub(crate) use args::{HELP, StanzaCommand};

pub(crate) fn run(command: &StanzaCommand) -> Ended {
    match command {
        StanzaCommand::Show(args) => show::run(args),
        StanzaCommand::Route(args) => route::run(args),
    }
}
