//! `tools floors`: what the project promises, checked.

mod layers;

use std::error::Error;
use std::path::Path;

/// Checks the promised floors: layers of the library, speed, allocations
#[derive(clap::Args)]
pub(crate) struct Args {
    #[command(subcommand)]
    which: Which,
}

#[derive(clap::Subcommand)]
enum Which {
    /// Imports lead down only, and no file of the library is over-long
    Layers,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let problems = match &args.which {
        Which::Layers => layers::check(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../src"))?,
    };
    for problem in &problems {
        eprintln!("{problem}");
    }
    if problems.is_empty() { Ok(()) } else { Err("the house is not as promised, see above".into()) }
}
