//! Rows that are no addresses: what a server log holds after a scan, and what a fuzzer would try first.

use super::ascii;
use super::random::Random;

/// Cards below this number make an over-long row.
const OVER_LONG_CARDS: usize = 9;
/// Octets of the longest and the shortest over-long row.
const LONGEST: usize = 4000;
const SHORTEST: usize = 1060;

/// RFC 7622 section 3.3.1, then the space and controls that RFC 8264 section 4.2.3 disallows.
const FORBIDDEN_IN_LOCALPART: [&str; 12] =
    ["\"", "&", "'", ":", "<", ">", " ", "\0", "\u{7}", "\u{1b}", "\u{7f}", "\t"];

/// RFC 8264 section 4.3.3: controls, old Hangul jamo, ignorable code points and noncharacters.
const FORBIDDEN_IN_RESOURCEPART: [&str; 12] = [
    "\0",
    "\u{1}",
    "\u{7}",
    "\u{1b}",
    "\t",
    "\u{7f}",
    "\u{85}",
    "\u{ad}",
    "\u{200b}",
    "\u{1100}",
    "\u{fdd0}",
    "\u{e0001}",
];

/// Code points with a compatibility decomposition, and symbols: not in the `IdentifierClass` (RFC 8264 section 4.2.3).
const NOT_IN_IDENTIFIERS: [&str; 10] = ["ﬁ", "ℌ", "²", "½", "ſ", "™", "☃", "♥", "😀", "€"];

/// Code points that a careless mapping turns into a separator or into nothing.
const SPOOFS: [&str; 8] = [
    "a\u{ff20}b@c.test",
    "a\u{ff0f}b@c.test",
    "a@\u{2100}.example",
    "a@b\u{ff0f}c.example",
    "\u{ad}@example.com",
    "\u{200b}@example.net",
    "root\u{feff}@example.org",
    "adm\u{ff1a}in@example.org",
];

/// RFC 5893 section 2, in a localpart or in a label.
const BIDI: [&str; 6] = [
    "aבג@example.test",
    "שלוםa@example.test",
    "1אב@example.test",
    "x@aبيت.example",
    "x@בית1٣.example",
    "x@1بيت.example",
];

/// RFC 5892 appendix A: each code point stands where its rule refuses it.
const CONTEXT: [&str; 7] = [
    "a\u{200d}b@example.test",
    "a\u{200c}b@example.test",
    "a·b@example.test",
    "͵a@example.test",
    "ab・@example.test",
    "س٣۳@example.test",
    "x@l·m.example",
];

const BAD_DOMAINPARTS: [&str; 24] = [
    // RFC 5891 section 4.2.3.1: hyphens.
    "-a.example",
    "a-.example",
    "ab--cd.example",
    // RFC 7622 section 3.2 strips one final dot; no other label is empty.
    "a..example",
    ".example",
    "example..",
    ".",
    // RFC 5890 section 2.3.1: not LDH.
    "under_score.example",
    "a b.example",
    "a,b.example",
    "127.0.0.1 evil",
    "a%2eb.example",
    // RFC 5891 section 5.4: symbols, an unassigned code point, and a mark in front.
    "☃.example",
    "😀.test",
    "a\u{378}.example",
    "\u{301}a.example",
    // RFC 5891 section 5.3: A-labels that are none.
    "xn--.example",
    "xn--a.example",
    "xn--zca\u{e4}.example",
    "xn--example-.test",
    // RFC 7622 section 3.1: an IPv6 address stands in square brackets, and is one.
    "::1",
    "2001:db8::7",
    "[2001:db8::7::1]",
    "[fe80::1%25]",
];

/// Appends a row that no reading of RFC 7622 accepts.
pub(super) fn row(random: &mut Random, card: usize, out: &mut String) {
    match card {
        0..OVER_LONG_CARDS => over_long(random, card, out),
        9..32 => broken_localpart(random, &FORBIDDEN_IN_LOCALPART, out),
        32..36 => broken_localpart(random, &NOT_IN_IDENTIFIERS, out),
        36..52 => {
            localpart_at(random, out);
            out.push_str(random.pick(&BAD_DOMAINPARTS));
            resourcepart_of_half(random, out);
        }
        52..60 => missing_part(random, out),
        60..70 => {
            // The second `@` belongs to the domainpart (RFC 7622 section 3.2).
            localpart_at(random, out);
            ascii::bare(random, out);
            resourcepart_of_half(random, out);
        }
        70..80 => {
            ascii::full(random, out);
            out.push_str(random.pick(&FORBIDDEN_IN_RESOURCEPART));
            ascii::resourcepart(random, out);
        }
        80..85 => long_label(random, out),
        85..90 => out.push_str(random.pick(&SPOOFS)),
        90..95 => out.push_str(random.pick(&BIDI)),
        _ => out.push_str(random.pick(&CONTEXT)),
    }
}

/// Appends a row of 1,060 to 4,000 octets of which one part is longer than 1,023.
///
/// The card picks the ninth of the range that the length falls in, so that the mean is steady. These rows are
/// ASCII: libraries that map before they measure need 50 microseconds and more for any other, and one such row in
/// a hundred would be the whole figure.
fn over_long(random: &mut Random, card: usize, out: &mut String) {
    let width = (LONGEST - SHORTEST) / OVER_LONG_CARDS;
    let end = out.len() + SHORTEST + card * width + random.below(width);
    match random.below(3) {
        0 => {
            let domainpart = "@example.org";
            repeat_until(end - domainpart.len(), random.pick(&["a", "xyz.", "longname-"]), out);
            out.push_str(domainpart);
        }
        1 => {
            localpart_at(random, out);
            repeat_until(end, random.pick(&["a.", "label.", "b"]), out);
        }
        _ => {
            ascii::bare(random, out);
            out.push('/');
            repeat_until(end, random.pick(&["r", "resource ", "0123456789abcdef-"]), out);
        }
    }
}

/// Appends an address whose localpart has a code point in it that it must not have.
fn broken_localpart(random: &mut Random, forbidden: &[&'static str], out: &mut String) {
    let start = out.len();
    ascii::bare(random, out);
    // The shortest localpart has four octets, so that every one of these places lies in it.
    out.insert_str(start + random.below(5), random.pick(forbidden));
    resourcepart_of_half(random, out);
}

/// Appends an address that lacks a part which its separators announce.
fn missing_part(random: &mut Random, out: &mut String) {
    match random.below(8) {
        0 => {}
        1 => out.push_str(random.pick(&["@", "/", "@/", "//", "@@"])),
        2 => out.push_str("user@"),
        3 => out.push_str("@example.org"),
        4 => out.push_str("user@/phone"),
        5 => {
            out.push('/');
            ascii::bare(random, out);
        }
        _ => {
            ascii::bare(random, out);
            out.push('/');
        }
    }
}

/// Appends an address with a label of 64 to 127 octets (RFC 5890 section 2.3.1 allows 63).
fn long_label(random: &mut Random, out: &mut String) {
    localpart_at(random, out);
    let length = random.between(64, 127);
    random.push_from(b"abcdefghijklmnopqrstuvwxyz", length, out);
    out.push_str(".example");
    resourcepart_of_half(random, out);
}

/// Appends a good localpart and its `@`.
fn localpart_at(random: &mut Random, out: &mut String) {
    let start = out.len();
    ascii::bare(random, out);
    let at = out[start..].find('@').expect("a bare address has a localpart");
    out.truncate(start + at + 1);
}

/// Appends a good resourcepart in one case of two.
fn resourcepart_of_half(random: &mut Random, out: &mut String) {
    if random.percent(50) {
        out.push('/');
        ascii::resourcepart(random, out);
    }
}

/// Appends `unit` as often as it fits below `end`.
fn repeat_until(end: usize, unit: &str, out: &mut String) {
    while out.len() + unit.len() <= end {
        out.push_str(unit);
    }
}
