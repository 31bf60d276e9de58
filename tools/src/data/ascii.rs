//! Addresses as most users have them.

use super::random::Random;

const CONSONANTS: &[u8] = b"bcdfghjklmnprstvwz";
const VOWELS: &[u8] = b"aeiou";
const DIGITS: &[u8] = b"0123456789";
const HEX: &[u8] = b"0123456789abcdef";
const UPPER_HEX: &[u8] = b"0123456789ABCDEF";
const TOKEN: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// How many of a hundred domainparts have 10, 11, ... 17 octets: 12 in the mean.
const DOMAIN_LENGTHS: [usize; 8] = [25, 22, 20, 15, 8, 5, 3, 2];

/// Names that reserve themselves for examples (RFC 2606), so that no row is anybody's address.
const TOP_LEVEL: [&str; 3] = [".test", ".example", ".invalid"];

/// Appends `user@domain`: 4 to 12 octets, `@`, 10 to 17 octets.
pub(super) fn bare(random: &mut Random, out: &mut String) {
    let length = random.between(4, 12);
    localpart(random, length, out);
    out.push('@');
    domainpart(random, out);
}

/// Appends `user@domain/client`.
pub(super) fn full(random: &mut Random, out: &mut String) {
    bare(random, out);
    out.push('/');
    resourcepart(random, out);
}

/// Appends an address whose bare part has a capital; cards below 50 have a resourcepart.
pub(super) fn mixedcase(random: &mut Random, card: usize, out: &mut String) {
    let mut row = String::new();
    bare(random, &mut row);
    let at = row.find('@').expect("a bare address has a localpart");
    match random.below(10) {
        0..3 => row[..1].make_ascii_uppercase(),
        3..7 => {
            row[..1].make_ascii_uppercase();
            row[at..at + 2].make_ascii_uppercase();
        }
        7 => row[..at].make_ascii_uppercase(),
        8 => row[at..].make_ascii_uppercase(),
        _ => row.make_ascii_uppercase(),
    }
    out.push_str(&row);
    if card < 50 {
        out.push('/');
        resourcepart(random, out);
    }
}

/// Appends the name that a client gave itself, 19 octets in the mean.
pub(super) fn resourcepart(random: &mut Random, out: &mut String) {
    match random.below(100) {
        0..32 => {
            out.push_str("Conversations.");
            random.push_from(TOKEN, 4, out);
        }
        32..57 => {
            out.push_str("gajim.");
            random.push_from(UPPER_HEX, 8, out);
        }
        57..72 => {
            out.push_str("dino.");
            random.push_from(HEX, 8, out);
        }
        72..92 => uuid(random, out),
        _ => out.push_str(random.pick(&[
            "Psi+",
            "profanity",
            "mcabber",
            "Pidgin",
            "phone",
            "home-pc",
            "Swift",
        ])),
    }
}

/// Appends a localpart of `length` octets that begins with a letter: a name, with digits or a separator in some.
fn localpart(random: &mut Random, length: usize, out: &mut String) {
    match random.below(100) {
        0..25 => {
            let digits = random.between(1, 3);
            word(random, length - digits, out);
            random.push_from(DIGITS, digits, out);
        }
        25..40 if length >= 6 => {
            let first = random.between(1, length - 4);
            word(random, first, out);
            out.push_str(random.pick(&[".", "_", "-"]));
            word(random, length - 1 - first, out);
        }
        _ => word(random, length, out),
    }
}

/// Appends a domainpart of 10 to 17 octets.
fn domainpart(random: &mut Random, out: &mut String) {
    let mut length = 10 + weighted(random, &DOMAIN_LENGTHS);
    if length >= 14 {
        out.push_str(random.pick(&["im.", "x1."]));
        length -= 3;
    }
    let top_level = random.pick(&TOP_LEVEL);
    let label = length - top_level.len();
    if label >= 5 && random.percent(15) {
        word(random, label - 3, out);
        out.push('-');
        random.push_from(DIGITS, 2, out);
    } else {
        word(random, label, out);
    }
    out.push_str(top_level);
}

/// Appends `length` letters that a person could pronounce.
fn word(random: &mut Random, length: usize, out: &mut String) {
    for position in 0..length {
        random.push_from(if position % 2 == 0 { CONSONANTS } else { VOWELS }, 1, out);
    }
}

/// Appends a UUID of version 4 (36 octets).
pub(super) fn uuid(random: &mut Random, out: &mut String) {
    random.push_from(HEX, 8, out);
    out.push('-');
    random.push_from(HEX, 4, out);
    out.push_str("-4");
    random.push_from(HEX, 3, out);
    out.push('-');
    random.push_from(b"89ab", 1, out);
    random.push_from(HEX, 3, out);
    out.push('-');
    random.push_from(HEX, 12, out);
}

/// An index into `weights`, which add up to 100, each as often as its weight says.
fn weighted(random: &mut Random, weights: &[usize]) -> usize {
    let mut drawn = random.below(100);
    for (index, &weight) in weights.iter().enumerate() {
        if drawn < weight {
            return index;
        }
        drawn -= weight;
    }
    unreachable!("weights add up to 100")
}
