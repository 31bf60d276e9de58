//! Escaping, so that what is read again is what was written.

use super::chars::{self, Decoded};
use crate::scan;
use alloc::string::String;
use alloc::vec::Vec;

/// What text is appended to.
pub(crate) trait Sink {
    fn push_text(&mut self, text: &str);
}

impl Sink for String {
    fn push_text(&mut self, text: &str) {
        self.push_str(text);
    }
}

impl Sink for Vec<u8> {
    fn push_text(&mut self, text: &str) {
        self.extend_from_slice(text.as_bytes());
    }
}

/// What a marked octet asks for.
enum Verdict {
    Plain,
    Escape(&'static str),
    /// XML has no such character.
    Wrong,
}

/// Appends text, in which `<`, `>` and `&` are escaped, and CR, which a reader would turn into LF (XML 1.0 section 2.11).
///
/// The error is the offset of the first character that XML does not have; what stands before it has been appended.
#[inline]
pub(crate) fn push_text(text: &str, out: &mut impl Sink) -> Result<(), usize> {
    push(text, out, scan::find_odd_in_text, in_text)
}

/// Appends the value of an attribute in apostrophes: white space other than the space is escaped too, which a reader would turn
/// into spaces (XML 1.0 section 3.3.3).
///
/// The error is that of [`push_text`].
#[inline]
pub(crate) fn push_value(value: &str, out: &mut impl Sink) -> Result<(), usize> {
    push(value, out, scan::find_odd_in_value, in_value)
}

/// Appends an attribute, with a space in front. The error is that of [`push_text`], on the value.
#[inline]
pub(crate) fn push_attribute(name: &str, value: &str, out: &mut impl Sink) -> Result<(), usize> {
    out.push_text(" ");
    out.push_text(name);
    out.push_text("='");
    push_value(value, out)?;
    out.push_text("'");
    Ok(())
}

/// The octets of text once it is escaped.
pub(crate) fn escaped_octets(text: &str) -> usize {
    let more = |octet: &u8| match in_text(core::slice::from_ref(octet)) {
        Verdict::Escape(escape) => escape.len() - 1,
        Verdict::Plain | Verdict::Wrong => 0,
    };
    // What is escaped is ASCII: U+FFFE and U+FFFF, of three octets, are wrong.
    let ascii = text.as_bytes().iter().filter(|octet| octet.is_ascii());
    text.len() + ascii.map(more).sum::<usize>()
}

fn in_text(octets: &[u8]) -> Verdict {
    match octets[0] {
        b'<' => Verdict::Escape("&lt;"),
        b'>' => Verdict::Escape("&gt;"),
        b'&' => Verdict::Escape("&amp;"),
        b'\r' => Verdict::Escape("&#xD;"),
        b'\t' | b'\n' => Verdict::Plain,
        0..b' ' => Verdict::Wrong,
        // U+FFFE and U+FFFF are the only ones above ASCII that a `str` can hold and XML cannot.
        0xEF => match chars::decode(octets) {
            Decoded::Char(c, _) if !chars::is_char(c) => Verdict::Wrong,
            _ => Verdict::Plain,
        },
        _ => Verdict::Plain,
    }
}

fn in_value(octets: &[u8]) -> Verdict {
    match octets[0] {
        b'\'' => Verdict::Escape("&apos;"),
        b'\t' => Verdict::Escape("&#x9;"),
        b'\n' => Verdict::Escape("&#xA;"),
        _ => in_text(octets),
    }
}

/// Appends text in which `find` gives the next octet that `judge` must see.
#[inline(always)]
fn push(
    text: &str,
    out: &mut impl Sink,
    find: impl Fn(&[u8]) -> Option<usize>,
    judge: impl Fn(&[u8]) -> Verdict,
) -> Result<(), usize> {
    match find(text.as_bytes()) {
        None => {
            out.push_text(text);
            Ok(())
        }
        Some(odd) => push_odd(text, odd, out, find, judge),
    }
}

/// [`push`], of text whose first octet to look at stands at `odd`.
#[inline(never)]
fn push_odd(
    text: &str,
    mut odd: usize,
    out: &mut impl Sink,
    find: impl Fn(&[u8]) -> Option<usize>,
    judge: impl Fn(&[u8]) -> Verdict,
) -> Result<(), usize> {
    let octets = text.as_bytes();
    let mut copied = 0;
    loop {
        match judge(&octets[odd..]) {
            Verdict::Plain => {}
            Verdict::Escape(escape) => {
                out.push_text(&text[copied..odd]);
                out.push_text(escape);
                copied = odd + 1;
            }
            Verdict::Wrong => {
                out.push_text(&text[copied..odd]);
                return Err(odd);
            }
        }
        match find(&octets[odd + 1..]) {
            Some(next) => odd += 1 + next,
            None => break,
        }
    }
    out.push_text(&text[copied..]);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::format;

    /// Octet by octet, as the oracle, at every place in a block and across two of them.
    #[test]
    fn every_ascii_character_is_escaped_or_refused() {
        for c in
            (0..0x80_u8).map(char::from).chain(['\u{E9}', '\u{FFFD}', '\u{FFFE}', '\u{FFFF}', '\u{1FFFE}'])
        {
            let (text, value) = match c {
                '<' => ("&lt;", "&lt;"),
                '>' => ("&gt;", "&gt;"),
                '&' => ("&amp;", "&amp;"),
                '\'' => ("'", "&apos;"),
                '\r' => ("&#xD;", "&#xD;"),
                '\t' => ("\t", "&#x9;"),
                '\n' => ("\n", "&#xA;"),
                _ => (&*format!("{c}"), &*format!("{c}")),
            };
            for before in [0, 1, 30, 62, 63, 64, 65, 127, 130] {
                let (front, fault) =
                    ("a".repeat(before), if chars::is_char(c) { Ok(()) } else { Err(before) });
                let input = format!("{front}{c}b{c}");
                let mut out = String::new();
                assert_eq!(push_text(&input, &mut out), fault, "{input:?}");
                assert_eq!(out, if fault.is_ok() { format!("{front}{text}b{text}") } else { front.clone() });
                if fault.is_ok() {
                    assert_eq!(escaped_octets(&input), out.len());
                }
                let mut out = Vec::new();
                assert_eq!(push_value(&input, &mut out), fault, "{input:?}");
                let expected = if fault.is_ok() { format!("{front}{value}b{value}") } else { front };
                assert_eq!(out, expected.as_bytes());
            }
        }
    }
}
