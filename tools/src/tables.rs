//! `tables`: writes `src/unicode/table.rs` from ICU4X data, or checks that it is what the data gives.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

mod derive;
mod mapping;
mod print;
mod trie;

#[path = "../../src/unicode/record.rs"]
#[allow(dead_code, reason = "the generator writes records, the library reads them")]
mod record;

/// Generate src/unicode/table.rs, the properties of every code point
#[derive(clap::Args)]
pub(crate) struct Args {
    /// Write nothing; fail if the file in the tree differs from what the data gives
    #[arg(long)]
    check: bool,
}

/// Where the table stands, from the root of the workspace.
const TABLE: &str = "src/unicode/table.rs";

/// Generates the table, then writes or compares it.
pub(crate) fn run(args: &Args) -> ExitCode {
    let text = generate();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(TABLE);
    let outcome = if args.check { check(&path, &text) } else { write(&path, &text) };
    match outcome {
        Ok(message) => {
            eprintln!("{message}");
            ExitCode::SUCCESS
        }
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

/// The text of the file.
fn generate() -> String {
    let source = derive::Source::new();
    let version = derive::unicode_version();
    let trie = trie::Trie::build(&source.records());
    let runs = mapping::runs(&source);
    print::file(version, &trie, &runs)
}

fn write(path: &Path, text: &str) -> Result<String, String> {
    fs::write(path, text).map_err(|error| format!("{TABLE}: {error}"))?;
    Ok(format!("{TABLE}: written"))
}

fn check(path: &Path, text: &str) -> Result<String, String> {
    let found = fs::read_to_string(path).map_err(|error| format!("{TABLE}: {error}"))?;
    if found == text {
        return Ok(format!("{TABLE}: up to date"));
    }
    let line = 1 + found.lines().zip(text.lines()).take_while(|(old, new)| old == new).count();
    Err(format!(
        "{TABLE}: line {line} differs from what the generator gives; run `{}` and commit the result",
        print::COMMAND
    ))
}
