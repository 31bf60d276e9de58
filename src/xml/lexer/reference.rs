//! References in text and in values (XML 1.0 section 4.1).

use super::{Lexer, State, Step, XmlErrorKind, fault};
use crate::steps::step;
use crate::xml::chars;

/// The entities that may be referred to (XML 1.0 section 4.6, RFC 6120 section 11.1).
const ENTITIES: [&[u8]; 5] = [b"lt;", b"gt;", b"amp;", b"apos;", b"quot;"];

/// What a reference stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Within {
    Content,
    Value,
}

impl Lexer {
    /// At an `&`.
    #[inline(never)]
    pub(super) fn reference(&mut self, octets: &[u8], pos: usize, within: Within) -> Step {
        let rest = octets.get(pos + 1..).unwrap_or_default();
        match rest.first() {
            None => return self.pause(State::Reference(within), pos),
            Some(b'#') => return self.begin_number(octets, pos, within),
            Some(_) => {}
        }
        for entity in ENTITIES {
            if rest.starts_with(entity) {
                return Ok(pos + 1 + entity.len());
            }
            if entity.starts_with(rest) {
                return self.pause(State::Reference(within), pos);
            }
        }
        Err(fault(wrong_reference(rest), pos))
    }

    /// At `&#`.
    fn begin_number(&mut self, octets: &[u8], pos: usize, within: Within) -> Step {
        let Some(&x) = octets.get(pos + 2) else { return self.pause(State::Reference(within), pos) };
        let hexadecimal = x == b'x';
        let digits = pos + if hexadecimal { 3 } else { 2 };
        match octets.get(digits) {
            None => return self.pause(State::Reference(within), pos),
            Some(&octet) if digit(octet, hexadecimal).is_none() => {
                return Err(fault(XmlErrorKind::Reference, pos));
            }
            Some(_) => {}
        }
        self.reference = pos;
        self.number = 0;
        self.number(octets, digits, hexadecimal, within)
    }

    /// In the digits of a character reference.
    pub(super) fn number(
        &mut self,
        octets: &[u8],
        mut pos: usize,
        hexadecimal: bool,
        within: Within,
    ) -> Step {
        loop {
            step();
            let Some(&here) = octets.get(pos) else {
                return self.pause(State::Number { hexadecimal, within }, pos);
            };
            pos += 1;
            if here == b';' {
                break;
            }
            let Some(digit) = digit(here, hexadecimal) else {
                return Err(fault(XmlErrorKind::Reference, self.reference));
            };
            self.number = self.number * if hexadecimal { 16 } else { 10 } + digit;
            if self.number > 0x10_FFFF {
                return Err(fault(XmlErrorKind::CharacterReference, self.reference));
            }
        }
        // XML 1.0 section 4.1, Legal Character.
        if !char::from_u32(self.number).is_some_and(chars::is_char) {
            return Err(fault(XmlErrorKind::CharacterReference, self.reference));
        }
        Ok(pos)
    }
}

fn digit(octet: u8, hexadecimal: bool) -> Option<u32> {
    char::from(octet).to_digit(if hexadecimal { 16 } else { 10 })
}

/// What is wrong with a reference whose name is none of the five: it names another entity, or nothing.
#[cold]
fn wrong_reference(rest: &[u8]) -> XmlErrorKind {
    let common = |entity: &&[u8]| entity.iter().zip(rest).take_while(|(a, b)| a == b).count();
    let known = ENTITIES.iter().map(common).max().unwrap_or_default();
    let continues = match rest.get(known) {
        Some(b'A'..=b'Z' | b'a'..=b'z' | b'_' | b':' | 0x80..) => true,
        Some(b'-' | b'.' | b'0'..=b'9' | b';') => known > 0,
        _ => false,
    };
    if continues { XmlErrorKind::EntityReference } else { XmlErrorKind::Reference }
}
