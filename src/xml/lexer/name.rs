//! Names, and code points beyond ASCII wherever they stand.

use super::{Lexer, Step, Stop, XmlErrorKind, fault, octet};
use crate::xml::chars::{self, Decoded};
use crate::xml::index::{Name, Span, offset};

impl Lexer {
    /// A qualified name begins at the next octet.
    #[inline]
    pub(super) fn begin_name(&mut self) {
        (self.name, self.local) = (self.pos, self.pos);
    }

    /// Reads on to the end of a qualified name (Namespaces in XML 1.0 section 4).
    #[inline]
    pub(super) fn name(&mut self, octets: &[u8]) -> Step {
        loop {
            if self.pos == self.local {
                self.first_of_name(octets)?;
            }
            let found = self.seek(octets, |markup| markup.name);
            if self.pos - self.name > self.limits.name_octets {
                return fault(XmlErrorKind::NameOctets, self.name + self.limits.name_octets);
            }
            if !found {
                return Err(Stop::More);
            }
            match octets[self.pos] {
                b':' if self.local != self.name => return fault(XmlErrorKind::Name, self.pos),
                b':' => {
                    self.pos += 1;
                    self.local = self.pos;
                }
                0x80.. => {
                    let (c, count) = self.decode(octets)?;
                    if !chars::is_name_char(c) {
                        return fault(XmlErrorKind::Name, self.pos);
                    }
                    self.pos += count;
                }
                _ => return Ok(()),
            }
        }
    }

    /// The first character of a prefix or local part.
    #[inline]
    fn first_of_name(&mut self, octets: &[u8]) -> Step {
        match octet(octets, self.pos)? {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => self.pos += 1,
            0x80.. => {
                let (c, count) = self.decode(octets)?;
                if !chars::is_name_start(c) {
                    return fault(XmlErrorKind::Name, self.pos);
                }
                self.pos += count;
            }
            _ => return fault(XmlErrorKind::Name, self.pos),
        }
        Ok(())
    }

    /// The name that ends here.
    #[inline]
    pub(super) fn name_here(&self) -> Name {
        let whole = Span { start: offset(self.name), end: offset(self.pos) };
        Name { whole, local: offset(self.local) }
    }

    /// The code points beyond ASCII that stand here in text or a value.
    pub(super) fn beyond_ascii(&mut self, octets: &[u8]) -> Step {
        while octets.get(self.pos).is_some_and(|&octet| octet >= 0x80) {
            let (c, count) = self.decode(octets)?;
            // XML 1.0 section 2.2: U+FFFE and U+FFFF.
            if !chars::is_char(c) {
                return fault(XmlErrorKind::Character, self.pos);
            }
            self.pos += count;
        }
        Ok(())
    }

    fn decode(&self, octets: &[u8]) -> Result<(char, usize), Stop> {
        match chars::decode(&octets[self.pos..]) {
            Decoded::Char(c, count) => Ok((c, count)),
            Decoded::Incomplete => Err(Stop::More),
            // RFC 6120 section 11.6, RFC 3629 section 4.
            Decoded::Invalid => fault(XmlErrorKind::Utf8, self.pos).map(|()| ('\0', 0)),
        }
    }
}
