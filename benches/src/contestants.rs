//! The libraries and floors that judge whole addresses.

use std::hint::black_box;

use envoi::{Jid, Scratch, batch};
use tools::data::Set;

use crate::composed;
use crate::input::Input;

/// One way of judging addresses.
pub trait Contestant {
    /// The name in the tables.
    fn name(&self) -> &'static str;

    /// Judges every row and returns how many were accepted.
    fn pass(&mut self, input: &Input<'_>) -> usize;
}

/// Everybody who is measured on `set`, in the order of the tables.
pub fn for_set(set: Set) -> Vec<Box<dyn Contestant>> {
    let mut all = envoi(set);
    all.extend(peers());
    all.extend(floors());
    all
}

/// Every way in that a user of the library has.
fn envoi(set: Set) -> Vec<Box<dyn Contestant>> {
    let mut scratch = Scratch::new();
    let mut all = vec![
        parse(),
        each_row("envoi Jid::parse_in", move |row| black_box(Jid::parse_in(row, &mut scratch)).is_ok()),
    ];
    if set.is_canonical() {
        all.push(each_row("envoi Jid::from_canonical", |row| black_box(Jid::from_canonical(row)).is_ok()));
    }
    all.push(batch_lines());
    all
}

/// `Jid::parse`, row by row.
pub(crate) fn parse() -> Box<dyn Contestant> {
    each_row("envoi Jid::parse", |row| black_box(Jid::parse(row)).is_ok())
}

/// `batch::lines`, which does the splitting too.
pub(crate) fn batch_lines() -> Box<dyn Contestant> {
    Box::new(BatchLines)
}

struct BatchLines;

impl Contestant for BatchLines {
    fn name(&self) -> &'static str {
        "envoi batch::lines"
    }

    fn pass(&mut self, input: &Input<'_>) -> usize {
        let rows = batch::lines(black_box(input.text.as_bytes()));
        rows.filter(|row| black_box(&row.result).is_ok()).count()
    }
}

/// Libraries that a user would take instead.
fn peers() -> [Box<dyn Contestant>; 3] {
    [
        each_row("jid 0.12", |row| black_box(jid::Jid::new(row)).is_ok()),
        each_row("xmpp-addr 0.13", |row| black_box(xmpp_addr::Jid::from_str(row)).is_ok()),
        each_row("precis-profiles 0.2 + idna 1.1", |row| black_box(composed::parse(row)).is_some()),
    ]
}

/// What no library can undercut: touching each row once.
fn floors() -> [Box<dyn Contestant>; 2] {
    [
        each_row("floor: UTF-8 validation", |row| {
            black_box(simdutf8::basic::from_utf8(row.as_bytes())).is_ok()
        }),
        each_row("floor: memchr for @", |row| black_box(memchr::memchr(b'@', row.as_bytes())).is_some()),
    ]
}

/// A contestant that takes one row at a time.
///
/// `judge` hides its result from the optimiser and drops it: what a result allocates, it also frees in time.
pub(crate) fn each_row(name: &'static str, judge: impl FnMut(&str) -> bool + 'static) -> Box<dyn Contestant> {
    Box::new(EachRow { name, judge })
}

struct EachRow<F> {
    name: &'static str,
    judge: F,
}

impl<F: FnMut(&str) -> bool> Contestant for EachRow<F> {
    fn name(&self) -> &'static str {
        self.name
    }

    fn pass(&mut self, input: &Input<'_>) -> usize {
        let mut accepted = 0;
        for row in &input.rows {
            accepted += usize::from((self.judge)(black_box(row)));
        }
        accepted
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Rows;

    #[test]
    fn names_differ() {
        for set in Set::ALL {
            let names: Vec<_> = for_set(set).iter().map(|contestant| contestant.name()).collect();
            for (index, name) in names.iter().enumerate() {
                assert!(!names[..index].contains(name), "{name} twice");
            }
        }
    }

    #[test]
    fn envoi_refuses_every_hostile_row() {
        let rows = Rows::of(Set::Hostile, 5_000);
        for mut contestant in envoi(Set::Hostile) {
            assert_eq!(contestant.pass(&rows.input()), 0, "{}", contestant.name());
        }
    }

    #[test]
    fn libraries_accept_the_rows_that_are_addresses() {
        for set in [Set::AsciiBare, Set::AsciiFull, Set::AsciiMixedcase, Set::Intl] {
            let rows = Rows::of(set, 5_000);
            for mut contestant in for_set(set) {
                assert_eq!(contestant.pass(&rows.input()), 5_000, "{set}: {}", contestant.name());
            }
        }
    }
}
