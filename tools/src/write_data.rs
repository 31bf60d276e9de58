//! `tools data`: the rows of a data set, to a file or to standard output.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use tools::data::{DEFAULT_SEED, Generator, Set};

/// Writes the rows of a benchmark data set.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// `ascii_bare`, `ascii_full`, `ascii_mixedcase`, `intl` or `hostile`
    set: Set,
    /// Number of rows
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// The same seed gives the same rows
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// File to write; standard output when left out
    #[arg(short, long)]
    output: Option<PathBuf>,
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let generator = Generator::new(args.set, args.seed);
    let written = match &args.output {
        Some(path) => to_file(path, generator, args.rows),
        None => to_sink(io::stdout().lock(), generator, args.rows),
    };
    match written {
        // Whoever reads the rows has seen enough of them.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        written => Ok(written?),
    }
}

/// Writes `rows` rows to a new file, in memory that does not grow with their number.
pub(crate) fn to_file(path: &Path, generator: Generator, rows: usize) -> io::Result<()> {
    to_sink(File::create(path)?, generator, rows)
}

fn to_sink(sink: impl Write, mut generator: Generator, rows: usize) -> io::Result<()> {
    let mut sink = BufWriter::new(sink);
    let mut row = String::new();
    for _ in 0..rows {
        row.clear();
        generator.write_row(&mut row);
        row.push('\n');
        sink.write_all(row.as_bytes())?;
    }
    sink.flush()
}
