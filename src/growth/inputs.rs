//! Inputs of any length: one thing repeated.

use std::string::String;

/// `unit` as often as it takes to fill `octets`, between `start` and `end`.
pub(super) fn around(start: &str, unit: &str, end: &str, octets: usize) -> String {
    numbered(start, |_, out| out.push_str(unit), end, octets)
}

/// The same, where a unit knows its number.
pub(super) fn numbered(start: &str, unit: impl Fn(usize, &mut String), end: &str, octets: usize) -> String {
    let mut out = String::from(start);
    for number in 0.. {
        if out.len() + end.len() >= octets {
            break;
        }
        unit(number, &mut out);
    }
    out.push_str(end);
    out
}

/// Elements inside one another: the start tag and the end tag know how deep they are.
pub(super) fn nested(
    start: impl Fn(usize, &mut String),
    end: impl Fn(usize, &mut String),
    octets: usize,
) -> String {
    let (mut out, mut ends) = (String::new(), String::new());
    let mut depth = 0;
    while out.len() + ends.len() < octets {
        start(depth, &mut out);
        end(depth, &mut ends);
        depth += 1;
    }
    (0..depth).rev().for_each(|depth| end(depth, &mut out));
    out
}

/// A name of so many octets, the last of which is `last`.
pub(super) fn long(octets: usize, last: char) -> String {
    let mut name = "n".repeat(octets.saturating_sub(1));
    name.push(last);
    name
}

/// Names that lie as deep in a trie by bits as their octets allow: each parts from all that follow in a bit of its own, behind a
/// beginning that it has in common with them.
pub(super) fn deep(number: usize) -> String {
    // Each differs from `p` in a higher bit than the one in front of it: 01, 02, 04, 08, 10, 20, 40, 80.
    const OTHERS: [char; 8] = ['q', 'r', 't', 'x', 'a', 'P', '0', 'é'];
    let mut name = "p".repeat(1 + number / OTHERS.len());
    name.push(OTHERS[number % OTHERS.len()]);
    name
}
