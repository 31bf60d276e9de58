//! Lines and columns in an input of which only a part is in memory.

use crate::show;

/// Where an octet stands, for people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// From 1.
    pub(crate) line: u64,
    /// How many code points stand before it in its line, and one.
    pub(crate) column: u64,
}

/// A place that moves along, so that no octet is counted twice.
#[derive(Debug)]
pub(super) struct Counter {
    place: Place,
    /// Where it is in the octets in memory.
    index: usize,
}

impl Counter {
    pub(super) fn new() -> Self {
        Self { place: Place { line: 1, column: 1 }, index: 0 }
    }

    /// Moves on to `index`, if it is not behind that already.
    pub(super) fn advance(&mut self, octets: &[u8], index: usize) -> Place {
        let passed = octets.get(self.index..index).unwrap_or_default();
        let mut begun = passed;
        if let Some(last) = memchr::memrchr(b'\n', passed) {
            self.place.line += memchr::memchr_iter(b'\n', passed).count() as u64;
            self.place.column = 1;
            begun = &passed[last + 1..];
        }
        self.place.column += show::code_points(begun) as u64;
        self.index = self.index.max(index);
        self.place
    }

    /// So many octets in front are dropped, which it must have passed.
    pub(super) fn dropped(&mut self, octets: usize) {
        self.index -= octets;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_steps_lead_to_the_same_place() {
        let octets = "a\u{E4}\n\n\u{4E00}b\r\nc".as_bytes();
        for middle in 0..=octets.len() {
            for end in middle..=octets.len() {
                let mut counter = Counter::new();
                counter.advance(octets, middle);
                counter.dropped(middle);
                let place = counter.advance(&octets[middle..], end - middle);
                let front = &octets[..end];
                let begun = front.iter().rposition(|&octet| octet == b'\n').map_or(0, |at| at + 1);
                let line = front.split(|&octet| octet == b'\n').count();
                let column = show::column(&front[begun..], end - begun);
                assert_eq!(place, Place { line: line as u64, column: column as u64 }, "{middle} {end}");
            }
        }
    }
}
