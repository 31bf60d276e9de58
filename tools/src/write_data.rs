//! `tools data`: the rows of a data set, or a stream of stanzas, to a file or to standard output.

use std::error::Error;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use tools::data::stream::{CLOSE, HEADER, Mix};
use tools::data::{DEFAULT_SEED, Generator, Set};

/// Writes the rows of a benchmark data set, or a stream of stanzas.
#[derive(clap::Args)]
pub(crate) struct Args {
    /// `ascii_bare`, `ascii_full`, `ascii_mixedcase`, `intl`, `hostile` or `stream`
    what: What,
    /// Number of rows of a set
    #[arg(long, default_value_t = 1_000_000)]
    rows: usize,
    /// Least number of octets of the stream; it ends with the stanza that reaches it
    #[arg(long, default_value_t = 128 << 20)]
    octets: usize,
    /// The same seed gives the same rows
    #[arg(long, default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// File to write; standard output when left out
    #[arg(short, long)]
    output: Option<PathBuf>,
}

/// What can be written.
#[derive(Clone, Copy)]
enum What {
    Rows(Set),
    Stream,
}

impl FromStr for What {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        if name == "stream" { Ok(Self::Stream) } else { name.parse().map(Self::Rows) }
    }
}

pub(crate) fn run(args: &Args) -> Result<(), Box<dyn Error>> {
    let mut sink: Box<dyn Write> = match &args.output {
        Some(path) => Box::new(File::create(path)?),
        None => Box::new(io::stdout().lock()),
    };
    let written = match args.what {
        What::Rows(set) => to_sink(&mut sink, Generator::new(set, args.seed), args.rows),
        What::Stream => stream_to_sink(&mut sink, Mix::new(args.seed), args.octets),
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

/// Writes a stream to a new file.
pub(crate) fn stream_to_file(path: &Path, mix: Mix, octets: usize) -> io::Result<()> {
    stream_to_sink(File::create(path)?, mix, octets)
}

/// Writes a stream, in memory that does not grow with its length.
fn stream_to_sink(sink: impl Write, mut mix: Mix, octets: usize) -> io::Result<()> {
    let mut sink = BufWriter::new(sink);
    sink.write_all(HEADER.as_bytes())?;
    let mut written = HEADER.len() + CLOSE.len();
    let mut stanza = String::new();
    while written < octets {
        stanza.clear();
        mix.write_next(&mut stanza);
        sink.write_all(stanza.as_bytes())?;
        written += stanza.len();
    }
    sink.write_all(CLOSE.as_bytes())?;
    sink.flush()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_stream_of_the_file_is_that_of_the_benchmarks() {
        let mut written = Vec::new();
        stream_to_sink(&mut written, Mix::new(DEFAULT_SEED), 100_000).expect("memory takes everything");
        assert_eq!(written, Mix::new(DEFAULT_SEED).stream(100_000).0.into_bytes());
    }
}
