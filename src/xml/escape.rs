//! Escaping, so that what is read again is what was written.

use super::chars::{self, Decoded};
use crate::scan::{self, BLOCK, Markup};
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
    push(text, out, |markup| markup.text, in_text)
}

/// Appends the value of an attribute in apostrophes: white space other than the space is escaped too, which a reader would turn
/// into spaces (XML 1.0 section 3.3.3).
///
/// The error is that of [`push_text`].
#[inline]
pub(crate) fn push_value(value: &str, out: &mut impl Sink) -> Result<(), usize> {
    push(value, out, |markup| markup.text | markup.single_quoted, in_value)
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

#[inline]
fn push(
    text: &str,
    out: &mut impl Sink,
    marks: impl Fn(&Markup) -> u64,
    judge: impl Fn(&[u8]) -> Verdict,
) -> Result<(), usize> {
    let octets = text.as_bytes();
    let mut copied = 0;
    for start in (0..octets.len()).step_by(BLOCK) {
        let mut marked = marks(&scan::markup(&block_at(octets, start)));
        while marked != 0 {
            let at = start + marked.trailing_zeros() as usize;
            marked &= marked - 1;
            let escape = match judge(&octets[at..]) {
                Verdict::Plain => continue,
                Verdict::Escape(escape) => escape,
                Verdict::Wrong => {
                    out.push_text(&text[copied..at]);
                    return Err(at);
                }
            };
            out.push_text(&text[copied..at]);
            out.push_text(escape);
            copied = at + 1;
        }
    }
    out.push_text(&text[copied..]);
    Ok(())
}

/// The octets from `start` on; behind their end stand spaces, which nothing marks.
#[inline]
fn block_at(octets: &[u8], start: usize) -> [u8; BLOCK] {
    let rest = &octets[start..];
    if let Some(whole) = rest.first_chunk() {
        return *whole;
    }
    let mut block = [b' '; BLOCK];
    block[..rest.len()].copy_from_slice(rest);
    block
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
                let mut out = Vec::new();
                assert_eq!(push_value(&input, &mut out), fault, "{input:?}");
                let expected = if fault.is_ok() { format!("{front}{value}b{value}") } else { front };
                assert_eq!(out, expected.as_bytes());
            }
        }
    }
}
