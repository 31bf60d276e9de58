//! [`Window`]: the part of an input that a reader and a report of its fault need.

use super::place::{Counter, Place};
use crate::input::Counted;
use std::io::{self, Read};
use std::ops::Range;

/// How many octets are read at once.
const BLOCK: usize = 64 * 1024;
/// How many octets on either side of a fault its report may show.
const REACH: usize = 2 * 1024;

/// Octets of an input: those that have not been taken, and some before them.
pub(super) struct Window {
    input: Counted,
    /// Octets that have been read stand in front; behind them is room for more.
    room: Vec<u8>,
    filled: usize,
    /// How many may be taken.
    open: usize,
    taken: usize,
    /// How many octets of the input stood before those in the room.
    dropped: u64,
    counter: Counter,
    /// How many octets are opened at a time, if not all.
    chunk: Option<usize>,
    ended: bool,
}

/// What the octets are, apart from how much is taken of them.
pub(super) struct View<'a> {
    /// From the first octet in memory to the last that may be taken.
    pub(super) octets: &'a [u8],
    pub(super) taken: &'a mut usize,
    pub(super) dropped: u64,
    pub(super) ended: bool,
    pub(super) counter: &'a mut Counter,
}

impl Window {
    pub(super) fn new(input: Counted, chunk: Option<usize>) -> Self {
        Self {
            input,
            room: Vec::new(),
            filled: 0,
            open: 0,
            taken: 0,
            dropped: 0,
            counter: Counter::new(),
            chunk,
            ended: false,
        }
    }

    pub(super) fn view(&mut self) -> View<'_> {
        View {
            octets: &self.room[..self.open],
            taken: &mut self.taken,
            dropped: self.dropped,
            ended: self.ended,
            counter: &mut self.counter,
        }
    }

    /// How many octets of the input have been taken.
    pub(super) fn offset(&self) -> u64 {
        self.dropped + self.taken as u64
    }

    /// How many octets have been opened and not been taken.
    pub(super) fn waiting(&self) -> usize {
        self.open - self.taken
    }

    /// Whether the next [`fill`](Self::fill) may have to wait.
    pub(super) fn is_drained(&self) -> bool {
        self.open == self.filled
    }

    /// Opens more octets. `false`: there are no more, and the call before has said `true` for the end itself.
    pub(super) fn fill(&mut self) -> io::Result<bool> {
        if self.is_drained() {
            if self.ended {
                return Ok(false);
            }
            self.make_room();
            let octets = self.input.read(&mut self.room[self.filled..])?;
            self.filled += octets;
            self.ended = octets == 0;
        }
        self.open = self.open.saturating_add(self.chunk.unwrap_or(usize::MAX)).min(self.filled);
        Ok(true)
    }

    /// Drops octets that have been taken if they are more than those that must be moved; so moving costs no more than reading.
    fn make_room(&mut self) {
        let superfluous = self.taken.saturating_sub(REACH);
        if superfluous >= self.filled - superfluous {
            self.counter.advance(&self.room, superfluous);
            self.counter.dropped(superfluous);
            self.room.copy_within(superfluous..self.filled, 0);
            self.filled -= superfluous;
            self.open -= superfluous;
            self.taken -= superfluous;
            self.dropped += superfluous as u64;
        }
        if self.room.len() < self.filled + BLOCK {
            self.room.resize(self.filled + BLOCK, 0);
        }
    }

    /// The line of the octet that stands `behind` what has been taken, as much of it as is in reach; where the octet is in
    /// it; and its place.
    pub(super) fn line(&mut self, behind: usize) -> (&[u8], usize, Place) {
        let index = (self.taken + behind).min(self.filled);
        let place = self.counter.advance(&self.room, index);
        let Range { start, end } = self.line_around(index);
        (&self.room[start..end], index - start, place)
    }

    fn line_around(&self, index: usize) -> Range<usize> {
        let first = index.saturating_sub(REACH);
        let last = self.filled.min(index + REACH);
        let start = memchr::memrchr(b'\n', &self.room[first..index]).map_or(first, |at| first + at + 1);
        let end = memchr::memchr(b'\n', &self.room[index..last]).map_or(last, |at| index + at);
        let carriage_return = index < end && end < last && self.room[end - 1] == b'\r' && end - 1 > index;
        start..end - usize::from(carriage_return)
    }
}
