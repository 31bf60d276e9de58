//! `tools floors`: what the project promises, checked.

mod layers;
mod speed;
mod streams;

use std::error::Error;

use crate::programs::Benches;
use crate::{command_line, programs};

/// How many times as long as `wc -l` the command may take for the same file.
const MOST_TIMES_WORD_COUNT: f64 = 3.0;

/// Octets of memory that the command may have resident.
const MOST_RESIDENT: u64 = 64 << 20;

const ATTEMPTS: usize = 3;

/// Check what is promised: layers of the library, speed, allocations, the command; all of it if nothing is named
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    which: Option<Which>,
    /// Fewer rows, for a machine that has other work
    #[arg(long, global = true)]
    quick: bool,
}

#[derive(Clone, Copy, clap::Subcommand)]
enum Which {
    /// Imports lead down only, no file of the library is over-long, `unsafe` code stands where it may
    Layers,
    /// Ratios against other libraries, allocations, linear time
    Speed,
    /// `envoi check` against `wc -l`, and its memory
    Cli,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let wanted = match args.which {
        Some(which) => vec![which],
        None => vec![Which::Layers, Which::Speed, Which::Cli],
    };
    let mut problems = Vec::new();
    for which in wanted {
        problems.extend(match which {
            Which::Layers => layers::check(&programs::root().join("src"))?,
            Which::Speed => speed_problems(args.quick)?,
            Which::Cli => command_problems(args.quick)?,
        });
    }
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() { Ok(()) } else { Err("the house is not as promised, see above".into()) }
}

/// What is wrong with the speed of the library, on addresses and on streams.
fn speed_problems(quick: bool) -> Result<Vec<String>, String> {
    let benches = Benches::build()?;
    let mut problems = speed::check(&benches, quick)?;
    problems.extend(streams::check(&benches, quick)?);
    Ok(problems)
}

/// What is wrong with the command in the best of a few attempts.
fn command_problems(quick: bool) -> Result<Vec<String>, String> {
    let rows = if quick { command_line::ROWS / 5 } else { command_line::ROWS };
    let mut problems = Vec::new();
    for _ in 0..ATTEMPTS {
        let outcome = command_line::measure(rows)?;
        let (ratio, resident) = (outcome.ratio(), outcome.resident);
        println!(
            "envoi check on {rows} rows: {ratio:.2} times as long as wc -l, {} KiB resident",
            resident >> 10
        );
        problems.clear();
        if ratio > MOST_TIMES_WORD_COUNT {
            problems.push(format!(
                "envoi check takes {ratio:.2} times as long as wc -l, {MOST_TIMES_WORD_COUNT} allowed"
            ));
        }
        if resident > MOST_RESIDENT {
            problems.push(format!(
                "envoi check has {} KiB resident, {} allowed",
                resident >> 10,
                MOST_RESIDENT >> 10
            ));
        }
        if problems.is_empty() {
            break;
        }
    }
    Ok(problems)
}
