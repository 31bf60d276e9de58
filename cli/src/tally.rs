//! How many rows there were, and what was wrong with them.

use crate::progress::rate;
use envoi::{JidError, JidErrorKind, Part};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::{self, Write};
use std::time::Duration;

/// Counts of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    valid: u64,
    invalid: u64,
    kinds: BTreeMap<(Part, JidErrorKind), u64>,
    unread: bool,
}

impl Tally {
    /// Counts a row, and says whether it is valid.
    #[inline]
    pub(crate) fn count<T>(&mut self, result: &Result<T, JidError>) -> bool {
        match result {
            Ok(_) => self.valid += 1,
            Err(error) => {
                self.invalid += 1;
                *self.kinds.entry((error.part(), error.kind())).or_default() += 1;
            }
        }
        result.is_ok()
    }

    /// Notes that some input could not be read.
    pub(crate) fn unread(&mut self) {
        self.unread = true;
    }

    pub(crate) fn rows(&self) -> u64 {
        self.valid + self.invalid
    }

    pub(crate) fn merge(mut self, other: Self) -> Self {
        self.valid += other.valid;
        self.invalid += other.invalid;
        self.unread |= other.unread;
        for (kind, rows) in other.kinds {
            *self.kinds.entry(kind).or_default() += rows;
        }
        self
    }

    /// How the command ends if this is all there was.
    pub(crate) fn verdict(&self) -> crate::exit::Verdict {
        if self.unread {
            crate::exit::Verdict::Unread
        } else {
            crate::exit::Verdict::all_valid(self.invalid == 0)
        }
    }

    /// The summary: rows, the kinds of error with the most frequent first, and the speed.
    pub(crate) fn summary(&self, elapsed: Duration) -> String {
        let mut text = String::new();
        self.write_summary(&mut text, elapsed).expect("a string takes all that is written");
        text
    }

    fn write_summary(&self, out: &mut String, elapsed: Duration) -> fmt::Result {
        let plural = if self.rows() == 1 { "" } else { "s" };
        writeln!(out, "{} row{plural}: {} valid, {} invalid", self.rows(), self.valid, self.invalid)?;
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|&(_, &rows)| Reverse(rows));
        for ((part, kind), rows) in kinds {
            writeln!(out, "  {part} {kind} {rows}")?;
        }
        writeln!(out, "{:.3} s, {} rows per second", elapsed.as_secs_f64(), rate(self.rows(), elapsed))
    }
}
