//! One column of a CSV file, found by its name in the header record.

use super::{CHUNK, Chunk, Content, Counted};
use csv::{ByteRecord, Reader, ReaderBuilder, Terminator};
use std::io::{self, Read};

/// The most octets that one record may have: a quotation mark that is never closed must not read all the rest of a
/// large file into memory.
const RECORD_LIMIT: usize = 16 * 1024 * 1024;
/// The most records in a chunk.
const RECORDS: usize = 16 * 1024;

/// One input.
pub(super) struct ColumnSource {
    reader: Reader<Limited>,
    index: usize,
    record: ByteRecord,
    /// What ended the reading, while the records before it are handed over.
    failed: Option<io::Error>,
}

impl ColumnSource {
    /// Reads the header record and looks for the column.
    pub(super) fn new(reader: Counted, name: &str) -> io::Result<Self> {
        let mut reader = ReaderBuilder::new()
            .flexible(true)
            // A carriage return before the line feed stays in the last field: then the reader's count of lines is
            // exact wherever a record ends.
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(CHUNK)
            .from_reader(Limited { reader, left: RECORD_LIMIT, at_end: false });
        let header = reader.byte_headers()?;
        let Some(index) = fields(header).position(|field| field == name.as_bytes()) else {
            let names: Vec<_> = fields(header).map(String::from_utf8_lossy).collect();
            let message = format!("no column '{name}' in the header ({})", names.join(", "));
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        };
        Ok(Self { reader, index, record: ByteRecord::new(), failed: None })
    }

    /// Copies the fields of some records; a record too short to have the field counts as one where it is empty.
    pub(super) fn fill(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        chunk.content = Content::Fields;
        chunk.octets.clear();
        chunk.lines.clear();
        chunk.offsets.clear();
        chunk.offsets.push(0);
        while self.failed.is_none() && chunk.octets.len() < CHUNK && chunk.lines.len() < RECORDS {
            self.reader.get_mut().left = RECORD_LIMIT;
            match self.reader.read_byte_record(&mut self.record) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    self.failed = Some(error.into());
                    break;
                }
            }
            // An empty line that ends with CRLF.
            if self.record.len() == 1 && &self.record[0] == b"\r" {
                continue;
            }
            chunk.octets.extend_from_slice(fields(&self.record).nth(self.index).unwrap_or_default());
            chunk.offsets.push(i64::try_from(chunk.octets.len()).expect("a chunk is smaller"));
            chunk.lines.push(self.line());
        }
        chunk.length = chunk.octets.len();
        match self.failed.take_if(|_| chunk.lines.is_empty()) {
            Some(error) => Err(error),
            None => Ok(!chunk.lines.is_empty()),
        }
    }

    /// The line that the last record begins on.
    fn line(&self) -> u64 {
        // The reader asks for more before it has seen the end of a record only if the file ends there.
        let ends_with_line_feed = !self.reader.get_ref().at_end;
        let within = memchr::memchr_iter(b'\n', self.record.as_slice()).count() as u64;
        self.reader.position().line() - u64::from(ends_with_line_feed) - within
    }
}

/// The fields of a record, without the carriage return that may end it.
fn fields(record: &ByteRecord) -> impl Iterator<Item = &[u8]> {
    let last = record.len().saturating_sub(1);
    record.iter().enumerate().map(move |(index, field)| match field.strip_suffix(b"\r") {
        Some(field) if index == last => field,
        _ => field,
    })
}

/// A reader that gives no more than is left to it.
struct Limited {
    reader: Counted,
    left: usize,
    at_end: bool,
}

impl Read for Limited {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let octets = self.reader.read(buffer)?;
        self.at_end = octets == 0;
        self.left = self.left.checked_sub(octets).ok_or_else(|| {
            io::Error::new(
                io::ErrorKind::InvalidData,
                "a record has more than 16 MiB: is a quotation mark open?",
            )
        })?;
        Ok(octets)
    }
}
