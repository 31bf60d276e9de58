//! What stands between tags: text, references and CDATA sections (XML 1.0 sections 2.4, 4.1 and 2.7).

use super::{Lexer, State, Step, Stop, XmlErrorKind, fault, octet};
use crate::xml::chars;

/// The entities that may be referred to (XML 1.0 section 4.6, RFC 6120 section 11.1).
const ENTITIES: [&[u8]; 5] = [b"lt;", b"gt;", b"amp;", b"apos;", b"quot;"];

impl Lexer {
    /// In the content of an element.
    #[inline]
    pub(super) fn content(&mut self, octets: &[u8]) -> Step {
        loop {
            if !self.seek(octets, |markup| markup.text) {
                return Err(Stop::More);
            }
            match octets[self.pos] {
                b'<' => return self.markup(octets),
                b'&' => {
                    self.not_plain();
                    self.begin_reference(octets)?;
                }
                b'>' if self.follows_brackets(octets) => return fault(XmlErrorKind::CdataEnd, self.pos - 2),
                b'>' | b'\t' | b'\n' => self.pos += 1,
                b'\r' => {
                    self.not_plain();
                    self.pos += 1;
                }
                0x80.. => self.beyond_ascii(octets)?,
                _ => return fault(XmlErrorKind::Character, self.pos),
            }
        }
    }

    /// The text of the element at hand is not as it stands.
    fn not_plain(&mut self) {
        if let Some(node) = self.index.nodes.get_mut(self.current as usize) {
            node.plain = false;
        }
    }

    /// Whether `]]` stands before this octet, in the same run of text.
    fn follows_brackets(&self, octets: &[u8]) -> bool {
        self.pos >= self.text + 2 && octets[..self.pos].ends_with(b"]]")
    }

    /// At an `&`.
    pub(super) fn begin_reference(&mut self, octets: &[u8]) -> Step {
        self.reference = self.pos;
        self.reference(octets)
    }

    pub(super) fn reference(&mut self, octets: &[u8]) -> Step {
        self.state = State::Reference;
        let rest = &octets[self.reference + 1..];
        if octet(rest, 0)? == b'#' {
            return self.begin_number(octets);
        }
        for entity in ENTITIES {
            if rest.starts_with(entity) {
                self.pos = self.reference + 1 + entity.len();
                self.end_reference();
                return Ok(());
            }
            if entity.starts_with(rest) {
                return Err(Stop::More);
            }
        }
        fault(wrong_reference(rest), self.reference)
    }

    fn begin_number(&mut self, octets: &[u8]) -> Step {
        let rest = &octets[self.reference + 1..];
        let hexadecimal = octet(rest, 1)? == b'x';
        let digits = if hexadecimal { 2 } else { 1 };
        if digit(octet(rest, digits)?, hexadecimal).is_none() {
            return fault(XmlErrorKind::Reference, self.reference);
        }
        self.pos = self.reference + 1 + digits;
        self.number = 0;
        self.number(octets, hexadecimal)
    }

    /// In the digits of a character reference.
    pub(super) fn number(&mut self, octets: &[u8], hexadecimal: bool) -> Step {
        self.state = State::Number { hexadecimal };
        loop {
            let here = octet(octets, self.pos)?;
            self.pos += 1;
            if here == b';' {
                break;
            }
            let Some(digit) = digit(here, hexadecimal) else {
                return fault(XmlErrorKind::Reference, self.reference);
            };
            self.number = self.number * if hexadecimal { 16 } else { 10 } + digit;
            if self.number > 0x10_FFFF {
                return fault(XmlErrorKind::CharacterReference, self.reference);
            }
        }
        // XML 1.0 section 4.1, Legal Character.
        if !char::from_u32(self.number).is_some_and(chars::is_char) {
            return fault(XmlErrorKind::CharacterReference, self.reference);
        }
        self.end_reference();
        Ok(())
    }

    fn end_reference(&mut self) {
        self.text = self.pos;
        self.state = if self.quote == 0 { State::Content } else { State::Value };
    }

    /// At `<!`.
    pub(super) fn bang(&mut self, octets: &[u8]) -> Step {
        const OPEN: &[u8] = b"<![CDATA[";
        self.state = State::Bang;
        let rest = &octets[self.tag..];
        match octet(rest, 2)? {
            // RFC 6120 section 11.1.
            b'-' => return fault(XmlErrorKind::Comment, self.tag),
            b'[' => {}
            _ => return fault(XmlErrorKind::DocumentType, self.tag),
        }
        if rest.starts_with(OPEN) {
            if self.depth == 0 {
                return fault(XmlErrorKind::TextBetween, self.tag);
            }
            self.not_plain();
            self.pos = self.tag + OPEN.len();
            self.text = self.pos;
            return self.cdata(octets);
        }
        if OPEN.starts_with(rest) { Err(Stop::More) } else { fault(XmlErrorKind::Cdata, self.tag) }
    }

    /// In a CDATA section.
    pub(super) fn cdata(&mut self, octets: &[u8]) -> Step {
        self.state = State::Cdata;
        loop {
            if !self.seek(octets, |markup| markup.text) {
                return Err(Stop::More);
            }
            match octets[self.pos] {
                b'>' if self.follows_brackets(octets) => {
                    self.pos += 1;
                    self.text = self.pos;
                    self.state = State::Content;
                    return Ok(());
                }
                b'<' | b'>' | b'&' | b'\t' | b'\n' | b'\r' => self.pos += 1,
                0x80.. => self.beyond_ascii(octets)?,
                _ => return fault(XmlErrorKind::Character, self.pos),
            }
        }
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
