//! Files and standard input, cut into chunks of whole rows.

mod column;
mod rows;

use crate::args::InputArgs;
use crate::progress::Progress;
use column::ColumnSource;
use rows::RowSource;
use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many octets a chunk of rows has at most, and so a row that is judged whole.
const CHUNK: usize = 256 * 1024;

/// The inputs one after the other, as one sequence of chunks.
pub(crate) struct Input {
    files: std::vec::IntoIter<PathBuf>,
    opened: usize,
    format: Format,
    source: Option<Source>,
    sequence: u64,
    progress: Arc<Progress>,
}

/// Some rows of one input; the room is used again for the next.
#[derive(Default)]
pub(crate) struct Chunk {
    /// The number of the chunk among those of all inputs, from 0.
    pub(crate) sequence: u64,
    /// Which input, from 0.
    pub(crate) file: usize,
    content: Content,
    octets: Vec<u8>,
    length: usize,
    first_row: u64,
    row_octets: Option<u64>,
    offsets: Vec<i64>,
    lines: Vec<u64>,
}

/// What a chunk holds, as its reader sees it.
pub(crate) enum View<'a> {
    /// Rows with the octet `end` between them.
    Rows {
        end: u8,
        octets: &'a [u8],
        /// The number of the first row in its input, from 1.
        first: u64,
        /// The size of the only row, if it was too long to be kept whole.
        row_octets: Option<u64>,
    },
    /// Fields of a CSV column, and the line that the record of each begins on.
    Fields { offsets: &'a [i64], octets: &'a [u8], lines: &'a [u64] },
    /// No rows: the input could not be read, for this reason.
    Unreadable(&'a str),
}

#[derive(Default)]
enum Content {
    #[default]
    Fields,
    Rows {
        end: u8,
    },
    Unreadable(String),
}

/// How the inputs are divided into rows.
enum Format {
    Rows { end: u8 },
    Column { name: String },
}

enum Source {
    Rows(RowSource),
    Column(Box<ColumnSource>),
}

impl Input {
    pub(crate) fn new(args: &InputArgs, progress: Arc<Progress>) -> Self {
        let format = match &args.column {
            Some(name) => Format::Column { name: name.clone() },
            None => Format::Rows { end: if args.null { 0 } else { b'\n' } },
        };
        Self { files: args.paths().into_iter(), opened: 0, format, source: None, sequence: 0, progress }
    }

    /// Puts the next rows into `chunk`, and says whether there were any.
    ///
    /// An input that cannot be read gives a chunk that says so, and the next input follows.
    pub(crate) fn fill(&mut self, chunk: &mut Chunk) -> bool {
        let filled = loop {
            let Some(source) = &mut self.source else {
                match self.open_next() {
                    None => return false,
                    Some(Ok(source)) => self.source = Some(source),
                    Some(Err(error)) => break Err(error),
                }
                continue;
            };
            match source.fill(chunk) {
                Ok(true) => break Ok(()),
                Ok(false) => self.source = None,
                Err(error) => {
                    self.source = None;
                    break Err(error);
                }
            }
        };
        if let Err(error) = filled {
            chunk.content = Content::Unreadable(error.to_string());
        }
        chunk.file = self.opened - 1;
        chunk.sequence = self.sequence;
        self.sequence += 1;
        true
    }

    fn open_next(&mut self) -> Option<io::Result<Source>> {
        let path = self.files.next()?;
        self.opened += 1;
        Some(self.open(&path))
    }

    fn open(&self, path: &Path) -> io::Result<Source> {
        let reader = open(path, Arc::clone(&self.progress))?;
        match &self.format {
            Format::Rows { end } => Ok(Source::Rows(RowSource::new(reader, *end))),
            Format::Column { name } => Ok(Source::Column(Box::new(ColumnSource::new(reader, name)?))),
        }
    }
}

impl Source {
    fn fill(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        match self {
            Self::Rows(rows) => rows.fill(chunk),
            Self::Column(column) => column.fill(chunk),
        }
    }
}

impl Chunk {
    pub(crate) fn view(&self) -> View<'_> {
        match &self.content {
            Content::Rows { end } => View::Rows {
                end: *end,
                octets: &self.octets[..self.length],
                first: self.first_row,
                row_octets: self.row_octets,
            },
            Content::Fields => View::Fields {
                offsets: &self.offsets,
                octets: &self.octets[..self.length],
                lines: &self.lines,
            },
            Content::Unreadable(reason) => View::Unreadable(reason),
        }
    }
}

/// Opens a file, or standard input if the path is '-'.
pub(crate) fn open(path: &Path, progress: Arc<Progress>) -> io::Result<Counted> {
    let reader: Box<dyn Read + Send> =
        if is_stdin(path) { Box::new(io::stdin()) } else { Box::new(File::open(path)?) };
    Ok(Counted { reader, progress })
}

/// The size of all inputs, if they are files whose size is known.
pub(crate) fn total_octets(paths: &[PathBuf]) -> Option<u64> {
    let size = |path: &PathBuf| {
        let metadata = if is_stdin(path) { None } else { path.metadata().ok() };
        metadata.filter(std::fs::Metadata::is_file).map(|metadata| metadata.len())
    };
    paths.iter().map(size).sum()
}

fn is_stdin(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A reader that tells the progress bar what it has read.
pub(crate) struct Counted {
    reader: Box<dyn Read + Send>,
    progress: Arc<Progress>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            match self.reader.read(buffer) {
                Ok(octets) => {
                    self.progress.advance(octets as u64);
                    return Ok(octets);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
}
