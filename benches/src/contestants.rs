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
        each_row("envoi Jid::parse_in", move |row| judged(Jid::parse_in(row, &mut scratch).map(Jid::as_str))),
    ];
    if set.is_canonical() {
        all.push(each_row("envoi Jid::from_canonical", |row| {
            judged(Jid::from_canonical(row).map(Jid::as_str))
        }));
    }
    all.push(batch_lines());
    all
}

/// `Jid::parse`, row by row.
pub(crate) fn parse() -> Box<dyn Contestant> {
    each_row("envoi Jid::parse", |row| judged(Jid::parse(row).as_ref().map(|jid| jid.as_str())))
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
        let mut accepted = 0;
        for row in batch::lines(black_box(input.text.as_bytes())) {
            accepted += usize::from(judged(row.result.as_ref().map(|jid| jid.as_str())));
        }
        accepted
    }
}

/// Libraries that a user would take instead.
fn peers() -> [Box<dyn Contestant>; 3] {
    [
        each_row("jid 0.12", |row| judged(jid::Jid::new(row).as_ref().map(jid::Jid::as_str))),
        each_row("xmpp-addr 0.13", |row| {
            judged(xmpp_addr::Jid::from_str(row).as_ref().map(xmpp_addr::Jid::domainpart))
        }),
        each_row("precis-profiles 0.2 + idna 1.1", |row| {
            judged(composed::parse(row).as_ref().map(|address| &*address.domainpart).ok_or(()))
        }),
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

/// Reads a verdict as a user would: the text of the address, or the error.
///
/// Hiding these from the optimiser forces the work and no more; hiding a whole result would also force its bytes into
/// memory, which no user asks for.
fn judged<E>(text: Result<&str, E>) -> bool {
    match text {
        Ok(text) => {
            black_box(text);
            true
        }
        Err(error) => {
            black_box(error);
            false
        }
    }
}

/// A contestant that takes one row at a time; what the result of a row allocates is freed with the row.
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
