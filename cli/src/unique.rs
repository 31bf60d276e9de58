//! Rows that have not been seen before.

use crate::delivery::Sink;
use std::hash::{BuildHasher, RandomState};
use std::io;

/// A sink that passes on each row the first time it comes.
pub(crate) struct Unique<S> {
    sink: S,
    seen: Set,
    /// The octet that ends a row.
    end: u8,
    fresh: Vec<u8>,
}

impl<S> Unique<S> {
    pub(crate) fn new(sink: S, end: u8) -> Self {
        Self { sink, seen: Set::new(), end, fresh: Vec::new() }
    }
}

impl<S: Sink> Sink for Unique<S> {
    fn write(&mut self, rows: &[u8], messages: &[u8]) -> io::Result<()> {
        self.fresh.clear();
        for row in rows.split_inclusive(|&octet| octet == self.end) {
            if self.seen.insert(row) {
                self.fresh.extend_from_slice(row);
            }
        }
        self.sink.write(&self.fresh, messages)
    }
}

/// Texts, each stored once: two octets for its length, its own octets, and 9 to 18 for its slot.
///
/// A standard set of boxed strings would take three times that for a short address.
struct Set {
    hasher: RandomState,
    pages: Vec<Vec<u8>>,
    /// Open addressing: 0 for nothing, or 16 bits of the hash above 48 bits of position and one.
    slots: Vec<u64>,
    texts: usize,
}

/// The room that a page has; it never grows, so that texts never move.
const PAGE: usize = 1 << 20;
const POSITION_BITS: u32 = 48;

impl Set {
    fn new() -> Self {
        Self { hasher: RandomState::new(), pages: Vec::new(), slots: vec![0; 1024], texts: 0 }
    }

    /// Adds a text of less than 64 KiB, and says whether it is new.
    fn insert(&mut self, text: &[u8]) -> bool {
        let hash = self.hasher.hash_one(text);
        let (slot, found) = self.find(hash, |stored| stored == text);
        if found {
            return false;
        }
        let position = self.store(text);
        self.slots[slot] = hash >> POSITION_BITS << POSITION_BITS | (position + 1);
        self.texts += 1;
        if self.texts * 8 > self.slots.len() * 7 {
            self.grow();
        }
        true
    }

    /// The slot of the text with this hash that `is_same` knows, or the empty slot for it.
    fn find(&self, hash: u64, is_same: impl Fn(&[u8]) -> bool) -> (usize, bool) {
        let mask = self.slots.len() - 1;
        let mut slot = usize::try_from(hash & mask as u64).expect("a slot's number");
        loop {
            let stored = self.slots[slot];
            if stored == 0 {
                return (slot, false);
            }
            if stored >> POSITION_BITS == hash >> POSITION_BITS && is_same(self.text(stored)) {
                return (slot, true);
            }
            slot = (slot + 1) & mask;
        }
    }

    /// Writes the text behind the last one, or on a new page, and says where.
    fn store(&mut self, text: &[u8]) -> u64 {
        let length = u16::try_from(text.len()).expect("an address has at most 3071 octets").to_le_bytes();
        if self.pages.last().is_none_or(|page| PAGE - page.len() < length.len() + text.len()) {
            self.pages.push(Vec::with_capacity(PAGE));
        }
        let number = self.pages.len() - 1;
        let page = &mut self.pages[number];
        let position = number * PAGE + page.len();
        page.extend_from_slice(&length);
        page.extend_from_slice(text);
        position as u64
    }

    fn text(&self, stored: u64) -> &[u8] {
        let position =
            usize::try_from(stored & ((1 << POSITION_BITS) - 1)).expect("a position in memory") - 1;
        let page = &self.pages[position / PAGE][position % PAGE..];
        let (length, rest) = page.split_first_chunk().expect("a length stands before each text");
        &rest[..usize::from(u16::from_le_bytes(*length))]
    }

    fn grow(&mut self) {
        let slots = vec![0; self.slots.len() * 2];
        for stored in std::mem::replace(&mut self.slots, slots) {
            if stored != 0 {
                let hash = self.hasher.hash_one(self.text(stored));
                // All texts differ, so the first empty slot is the right one.
                let (slot, _) = self.find(hash, |_| false);
                self.slots[slot] = stored;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_is_new_once() {
        let mut set = Set::new();
        // More than one page of texts, and more than one growth of the slots.
        let texts: Vec<_> = (0..200_000).map(|number| format!("user{number}@example.com")).collect();
        assert!(texts.iter().all(|text| set.insert(text.as_bytes())));
        assert!(!texts.iter().any(|text| set.insert(text.as_bytes())));
        assert!(set.pages.len() > 1 && set.slots.len() > 1024);
        assert!(set.insert(b"") && !set.insert(b""));
    }

    #[test]
    fn texts_with_the_same_hash_are_told_apart() {
        let mut set = Set::new();
        assert!(set.insert(b"a@b"));
        let hash = set.hasher.hash_one(b"a@b".as_slice());
        assert!(!set.find(hash, |stored| stored == b"c@d").1);
        assert!(set.find(hash, |stored| stored == b"a@b").1);
    }

    #[test]
    fn the_longest_text_fits() {
        let mut set = Set::new();
        let text = vec![b'a'; 3072];
        assert!(set.insert(&text) && !set.insert(&text));
    }
}
