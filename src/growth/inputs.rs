//! Inputs of any length: one thing repeated.

use std::collections::BTreeMap;
use std::string::String;
use std::vec::Vec;

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

/// Names that FNV-1a, cut to 16 bits, takes for one: each is a row of pieces of which one of two can be taken.
pub(super) fn colliding() -> impl Fn(usize) -> String {
    // A bit of the hash depends on lower ones only, so pieces that lead to the same 16 bits can be looked for one after the other.
    let mut rows = Vec::new();
    let mut state = fnv(0x9DC5, b'p');
    for _ in 0..16 {
        let (one, other, behind) = pieces(state);
        rows.push([one, other]);
        state = behind;
    }
    move |number| {
        let mut name = String::from("p");
        for (bit, row) in rows.iter().enumerate() {
            name.extend(row[number >> bit & 1].map(char::from));
        }
        name
    }
}

/// Two pieces that lead from a state to the same one, and that one.
fn pieces(state: u16) -> ([u8; 3], [u8; 3], u16) {
    let mut seen = BTreeMap::new();
    for first in b'a'..=b'z' {
        for second in b'a'..=b'z' {
            for third in b'a'..=b'z' {
                let piece = [first, second, third];
                let behind = piece.into_iter().fold(state, fnv);
                if let Some(other) = seen.insert(behind, piece) {
                    return (other, piece, behind);
                }
            }
        }
    }
    unreachable!("there are fewer states than pieces")
}

fn fnv(state: u16, octet: u8) -> u16 {
    (state ^ u16::from(octet)).wrapping_mul(0x0193)
}
