//! Rows with a separator between them, cut into chunks at the ends of rows.

use super::{CHUNK, Chunk, Content, Counted};
use std::io::{self, Read};

/// How many octets of a row that is longer than a chunk are kept.
///
/// No address has as many: the parts have at most 1023 octets each after preparation, and no mapping makes text
/// shorter than a quarter, so 12,278 octets are the most. The verdict on these octets is the verdict on the row.
const KEPT: usize = 16 * 1024;

/// One input.
pub(super) struct RowSource {
    reader: Counted,
    end: u8,
    /// What was read behind the last row of the chunk before.
    carry: Vec<u8>,
    next_row: u64,
}

impl RowSource {
    pub(super) fn new(reader: Counted, end: u8) -> Self {
        Self { reader, end, carry: Vec::new(), next_row: 1 }
    }

    /// Reads until there is a whole row, so that rows from a slow pipe are not held back.
    pub(super) fn fill(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        if chunk.octets.len() < CHUNK {
            chunk.octets.resize(CHUNK, 0);
        }
        let mut filled = self.carry.len();
        chunk.octets[..filled].copy_from_slice(&self.carry);
        self.carry.clear();
        let mut searched = 0;
        loop {
            if let Some(last) = memchr::memrchr(self.end, &chunk.octets[searched..filled]) {
                let length = searched + last + 1;
                self.carry.extend_from_slice(&chunk.octets[length..filled]);
                self.hand_over(chunk, length);
                return Ok(true);
            }
            searched = filled;
            if filled == CHUNK {
                self.skip_long_row(chunk)?;
                return Ok(true);
            }
            match self.reader.read(&mut chunk.octets[filled..CHUNK])? {
                // The last row may end with the input.
                0 => {
                    self.hand_over(chunk, filled);
                    return Ok(filled > 0);
                }
                octets => filled += octets,
            }
        }
    }

    fn hand_over(&mut self, chunk: &mut Chunk, length: usize) {
        chunk.content = Content::Rows { end: self.end };
        chunk.length = length;
        chunk.first_row = self.next_row;
        chunk.row_octets = None;
        self.next_row += memchr::memchr_iter(self.end, &chunk.octets[..length]).count() as u64;
    }

    /// Keeps the front of a row that fills the whole chunk, and reads on to its end.
    fn skip_long_row(&mut self, chunk: &mut Chunk) -> io::Result<()> {
        let mut row_octets = CHUNK as u64;
        let (kept, rest) = chunk.octets.split_at_mut(KEPT);
        loop {
            let octets = self.reader.read(&mut rest[..CHUNK - KEPT])?;
            let end = memchr::memchr(self.end, &rest[..octets]);
            row_octets += end.unwrap_or(octets) as u64;
            if let Some(end) = end {
                self.carry.extend_from_slice(&rest[end + 1..octets]);
            }
            if octets == 0 || end.is_some() {
                break;
            }
        }
        let kept = whole_characters(kept);
        self.hand_over(chunk, kept);
        self.next_row += 1;
        chunk.row_octets = Some(row_octets);
        Ok(())
    }
}

/// How many of the octets are left if a code point that is cut off at the end does not count.
fn whole_characters(octets: &[u8]) -> usize {
    match std::str::from_utf8(octets) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => octets.len(),
    }
}
