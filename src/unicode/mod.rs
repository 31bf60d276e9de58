//! Properties of code points, one version of Unicode for all of them.
//!
//! One look-up gives a record of 32 bits with all that PRECIS (RFC 8264), IDNA2008 (RFC 5892) and the bidi rule
//! (RFC 5893) ask of a code point; `lower_width` maps one. The table is generated, see `table.rs`.
//!
//! The way to a record: below U+20000, where nearly all text lives, `LOW` gives the block of 64 code points at once,
//! and the block the number of a record. From there on a group of blocks comes first. To go through groups everywhere
//! would save at most 1.4 KiB of 43, but add a load that waits for the one before it: text in Arabic, Greek or Latin
//! script takes a fifth longer. To go without groups everywhere would not fit into 64 KiB.

pub(crate) mod bidi;
pub(crate) mod context;
mod mapping;
mod record;
mod table;

pub(crate) use mapping::{Mapping, is_nfc};

pub(crate) use record::{
    Bidi, COMBINING_CLASS, Idna, Joining, MAPPED, MARK, NFC, Precis, Properties, QuickCheck, SIMPLE_LABEL,
    SIMPLE_OPAQUE, SIMPLE_USERNAME, SPACE, Script,
};
pub(crate) use table::UNICODE_VERSION;

use table::{BLOCKS, GROUPS, HIGH, LOW, RECORDS, RUNS};

/// What a code point is mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mapped {
    /// One code point, perhaps the same.
    One(char),
    /// Two: U+0130 alone becomes U+0069 U+0307.
    Two(char, char),
}

/// What preparation did with a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The text is canonical as it stands, and nothing was written.
    Unchanged,
    /// The canonical form was written to the sink.
    Rewritten,
}

impl Outcome {
    /// The canonical text: the input, or what was written for it.
    pub(crate) const fn output<'a>(self, input: &'a str, written: &'a str) -> &'a str {
        match self {
            Self::Unchanged => input,
            Self::Rewritten => written,
        }
    }
}

/// Code points that map alike: `first`, and every `step` code points after it up to `last`, move by `delta`.
struct Run {
    first: char,
    last: char,
    step: u32,
    delta: i32,
}

/// The record of a code point.
#[inline]
pub(crate) const fn properties(c: char) -> Properties {
    let cp = c as usize;
    let block = if cp < LOW.len() * BLOCK { LOW[cp / BLOCK] } else { high_block(cp) };
    // The masks change nothing: they tell the compiler that no bounds check is needed.
    let number = BLOCKS[block as usize & (BLOCKS.len() - 1)][cp % BLOCK];
    Properties(RECORDS[number as usize])
}

/// Width mapping (RFC 8264 section 5.2.1: decompositions of type `<wide>` and `<narrow>`), then Unicode's toLowerCase
/// without the condition `Final_Sigma`: U+03A3 becomes U+03C3 wherever it stands.
pub(crate) fn lower_width(c: char) -> Mapped {
    if c == '\u{130}' {
        return Mapped::Two('i', '\u{307}');
    }
    let following = RUNS.partition_point(|run| run.last < c);
    Mapped::One(RUNS.get(following).and_then(|run| run.map(c)).unwrap_or(c))
}

/// Code points in a block.
const BLOCK: usize = BLOCKS[0].len();
/// Blocks in a group.
const GROUP: usize = GROUPS[0].len();

const _: () =
    assert!(BLOCKS.len().is_power_of_two() && GROUPS.len().is_power_of_two() && HIGH.len().is_power_of_two());

/// The number of the block of a code point for which `LOW` is too short.
#[inline]
const fn high_block(cp: usize) -> u16 {
    let group = HIGH[((cp - LOW.len() * BLOCK) / (BLOCK * GROUP)) & (HIGH.len() - 1)];
    GROUPS[group as usize & (GROUPS.len() - 1)][cp / BLOCK % GROUP]
}

impl Run {
    /// What the run makes of a code point that does not lie behind it.
    fn map(&self, c: char) -> Option<char> {
        let distance = u32::from(c).checked_sub(u32::from(self.first))?;
        if distance.is_multiple_of(self.step) {
            char::from_u32(u32::from(c).wrapping_add_signed(self.delta))
        } else {
            None
        }
    }
}

#[cfg(test)]
mod tests;
