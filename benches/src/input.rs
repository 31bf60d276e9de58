//! Rows in memory.

use tools::data::{DEFAULT_SEED, Generator, Set};

/// Owns the rows of a data set, each followed by a line feed.
#[derive(Debug)]
pub struct Rows(String);

impl Rows {
    /// The first `rows` rows of a set, from the seed of every published figure.
    pub fn of(set: Set, rows: usize) -> Self {
        Self(Generator::new(set, DEFAULT_SEED).text(rows))
    }

    /// The same row again and again.
    pub fn repeat(row: &str, rows: usize) -> Self {
        Self(format!("{row}\n").repeat(rows))
    }

    /// What a contestant judges.
    pub fn input(&self) -> Input<'_> {
        Input { text: &self.0, rows: self.0.split_terminator('\n').collect() }
    }
}

/// The same rows twice: as one text and one by one.
#[derive(Debug)]
pub struct Input<'a> {
    /// All rows, each followed by a line feed.
    pub text: &'a str,
    /// The rows without their line feeds.
    pub rows: Vec<&'a str>,
}
