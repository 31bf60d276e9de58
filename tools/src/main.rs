//! The workspace's own commands: what generates or checks a file that is in the tree.

use std::process::ExitCode;

use clap::Parser;

mod tables;

/// Generates and checks files of the envoi workspace.
#[derive(Parser)]
enum Command {
    Tables(tables::Args),
}

fn main() -> ExitCode {
    match Command::parse() {
        Command::Tables(args) => tables::run(&args),
    }
}
