//! Which characters XML has, and which of them make names (XML 1.0, fifth edition).

use super::XmlErrorKind;
use crate::steps::steps;

/// A code point at the front of octets that begin with one above 0x7F.
pub(crate) enum Decoded {
    /// The code point, and how many octets it has.
    Char(char, usize),
    /// What is there begins a code point and may be completed.
    Incomplete,
    /// Nothing that follows makes it UTF-8.
    Invalid,
}

/// Decodes the code point at the front, as RFC 3629 section 4 has it: no overlong forms, no surrogates.
#[inline]
pub(crate) fn decode(octets: &[u8]) -> Decoded {
    let lead = octets[0];
    // How many octets, the bits of the first one, and what the second one may be.
    let (count, bits, second) = match lead {
        0xC2..=0xDF => (2, lead & 0x1F, 0x80..=0xBF),
        0xE0 => (3, 0, 0xA0..=0xBF),
        0xED => (3, lead & 0x0F, 0x80..=0x9F),
        0xE1..=0xEF => (3, lead & 0x0F, 0x80..=0xBF),
        0xF0 => (4, 0, 0x90..=0xBF),
        0xF4 => (4, lead & 0x07, 0x80..=0x8F),
        0xF1..=0xF3 => (4, lead & 0x07, 0x80..=0xBF),
        _ => return Decoded::Invalid,
    };
    let mut value = u32::from(bits);
    let mut allowed = second;
    for i in 1..count {
        match octets.get(i) {
            None => return Decoded::Incomplete,
            Some(octet) if allowed.contains(octet) => value = value << 6 | u32::from(octet & 0x3F),
            Some(_) => return Decoded::Invalid,
        }
        allowed = 0x80..=0xBF;
    }
    char::from_u32(value).map_or(Decoded::Invalid, |c| Decoded::Char(c, count))
}

/// How many octets at the front are a code point of two or three octets, of a kind whose lead octet alone tells that it is a character
/// of XML; 0 for any other. Nearly all text that is not ASCII is of these.
#[inline]
pub(crate) fn common_char(octets: &[u8]) -> usize {
    let follows = |octet: u8| octet & 0xC0 == 0x80;
    match *octets {
        [0xC2..=0xDF, second, ..] if follows(second) => 2,
        // Neither overlong forms, nor surrogates, nor U+FFFE and U+FFFF.
        [0xE1..=0xEC | 0xEE, second, third, ..] if follows(second) && follows(third) => 3,
        _ => 0,
    }
}

/// XML 1.0 section 2.2, production 2.
#[inline]
pub(crate) const fn is_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// XML 1.0 section 2.3, production 4, without the colon (Namespaces in XML 1.0 section 3, production 4).
pub(crate) const fn is_name_start(c: char) -> bool {
    matches!(c,
        'A'..='Z' | '_' | 'a'..='z' | '\u{C0}'..='\u{D6}' | '\u{D8}'..='\u{F6}' | '\u{F8}'..='\u{2FF}'
        | '\u{370}'..='\u{37D}' | '\u{37F}'..='\u{1FFF}' | '\u{200C}' | '\u{200D}' | '\u{2070}'..='\u{218F}'
        | '\u{2C00}'..='\u{2FEF}' | '\u{3001}'..='\u{D7FF}' | '\u{F900}'..='\u{FDCF}'
        | '\u{FDF0}'..='\u{FFFD}' | '\u{10000}'..='\u{EFFFF}')
}

/// XML 1.0 section 2.3, production 4a, without the colon.
pub(crate) const fn is_name_char(c: char) -> bool {
    is_name_start(c)
        || matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}' | '\u{2040}')
}

/// The ASCII that a name may hold behind its first character.
const ASCII_NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut octet = 0;
    while octet < 0x80 {
        #[allow(clippy::cast_possible_truncation)] // It is ASCII.
        let c = octet as u8 as char;
        table[octet] = is_name_char(c);
        octet += 1;
    }
    table
};

/// The offset of the first character that a name without a colon cannot have there (Namespaces in XML 1.0 section 3, production 4).
#[inline]
pub(crate) fn ncname_fault(name: &str) -> Option<usize> {
    let octets = name.as_bytes();
    if octets.first().is_some_and(|&first| first.is_ascii_alphabetic() || first == b'_')
        && octets.iter().all(|&octet| ASCII_NAME[usize::from(octet)])
    {
        return None;
    }
    odd_ncname_fault(name)
}

/// [`ncname_fault`] of any name.
#[cold]
fn odd_ncname_fault(name: &str) -> Option<usize> {
    let mut characters = name.char_indices();
    match characters.next() {
        Some((_, first)) if is_name_start(first) => {
            characters.find(|&(_, c)| !is_name_char(c)).map(|(at, _)| at)
        }
        _ => Some(0),
    }
}

/// XML 1.0 section 2.3, production 3.
#[inline]
pub(crate) const fn is_space(octet: u8) -> bool {
    matches!(octet, b' ' | b'\t' | b'\n' | b'\r')
}

/// How many octets of white space stand in front (XML 1.0 section 2.3, production 3).
#[inline]
pub(crate) fn white_space(octets: &[u8]) -> usize {
    let count = octets.iter().position(|&octet| !is_space(octet)).unwrap_or(octets.len());
    steps(count);
    count
}

/// What is wrong with text that stands where none may: `kind`, unless its first character is none at all.
///
/// `None`: the octets are the start of a character.
pub(crate) fn text_fault(octets: &[u8], kind: XmlErrorKind) -> Option<XmlErrorKind> {
    let c = match octets.first() {
        None => return None,
        Some(0x80..) => match decode(octets) {
            Decoded::Char(c, _) => c,
            Decoded::Incomplete => return None,
            Decoded::Invalid => return Some(XmlErrorKind::Utf8),
        },
        Some(&octet) => char::from(octet),
    };
    Some(if is_char(c) { kind } else { XmlErrorKind::Character })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `core` as the oracle: it finds the same code points, and the same faults.
    #[test]
    fn decoding_agrees_with_core() {
        let tails: [&[u8]; 9] = [
            b"",
            b"\x80",
            b"\xBF",
            b"\x80\x80",
            b"\xBF\xBF",
            b"\x80\x80\x80",
            b"\xBF\xBF\xBF",
            b"a",
            b"\x80a",
        ];
        for lead in 0x80..=0xFF_u8 {
            for second in 0..=0xFF_u8 {
                for tail in tails {
                    let mut octets = std::vec![lead, second];
                    octets.extend_from_slice(tail);
                    check(&octets);
                    check(&octets[..1]);
                }
            }
        }
    }

    fn check(octets: &[u8]) {
        let first = match core::str::from_utf8(octets) {
            Ok(text) => text.chars().next(),
            Err(error) => {
                let valid = core::str::from_utf8(&octets[..error.valid_up_to()]).unwrap();
                match (valid.chars().next(), error.error_len()) {
                    (Some(first), _) => Some(first),
                    (None, None) => {
                        return assert!(matches!(decode(octets), Decoded::Incomplete), "{octets:?}");
                    }
                    (None, Some(_)) => None,
                }
            }
        };
        match (decode(octets), first) {
            (Decoded::Char(c, count), Some(first)) => {
                assert_eq!((c, count), (first, first.len_utf8()), "{octets:?}");
            }
            (Decoded::Invalid, None) => {}
            _ => panic!("{octets:?}"),
        }
    }
}
