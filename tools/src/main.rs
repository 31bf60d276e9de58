//! The workspace's own commands: what generates, measures or checks.

mod command_line;
mod coverage;
mod floors;
mod programs;
mod report;
mod stream_aims;
mod tables;
mod w3c;
mod write_data;

use std::error::Error;
use std::process::ExitCode;

use clap::Parser;

/// Generates, measures and checks what the envoi workspace is made of.
#[derive(Parser)]
enum Command {
    Tables(tables::Args),
    Data(write_data::Args),
    Floors(floors::Args),
    Report(report::Args),
    Coverage(coverage::Args),
    W3c(w3c::Args),
}

fn main() -> ExitCode {
    match Command::parse() {
        Command::Tables(args) => tables::run(&args),
        Command::Data(args) => exit_code(write_data::run(&args)),
        Command::Floors(args) => exit_code(floors::run(&args)),
        Command::Report(args) => exit_code(report::run(&args)),
        Command::Coverage(args) => exit_code(coverage::run(&args)),
        Command::W3c(args) => exit_code(w3c::run(&args)),
    }
}

fn exit_code(outcome: Result<(), Box<dyn Error>>) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tools: {error}");
            ExitCode::FAILURE
        }
    }
}
