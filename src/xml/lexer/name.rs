//! Names, and code points beyond ASCII wherever they stand.

use super::{Lexer, State, Step, Stop, XmlErrorKind, fault};
use crate::steps::step;
use crate::xml::chars::{self, Decoded};
use crate::xml::index::{Name, Span, offset};

/// A qualified name that is being read: where it begins, and where its local part does so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OpenName {
    pub(super) start: usize,
    local: usize,
}

impl OpenName {
    #[inline(always)]
    pub(super) fn at(pos: usize) -> Self {
        Self { start: pos, local: pos }
    }

    /// The name again, to read on.
    pub(super) fn of(name: Name) -> Self {
        Self { start: name.whole.start as usize, local: name.local as usize }
    }

    #[inline(always)]
    fn end(self, pos: usize) -> Name {
        let whole = Span { start: offset(self.start), end: offset(pos) };
        Name { whole, local: offset(self.local) }
    }
}

impl Lexer {
    /// Reads on to the octet behind a qualified name (Namespaces in XML 1.0 section 4), which is there.
    #[inline(always)]
    pub(super) fn name(
        &mut self,
        octets: &[u8],
        mut pos: usize,
        mut name: OpenName,
        state: State,
    ) -> Result<Name, Stop> {
        loop {
            pos = self.seek(octets, pos, |markup| markup.name);
            // Of what makes ASCII names, digits, `-` and `.` are below the letters, and begin none.
            if pos == name.local || octets[name.local] < b'A' {
                pos = self.odd_first_of_name(octets, name, state)?;
                continue;
            }
            if pos - name.start > self.limits.name_octets {
                return Err(fault(XmlErrorKind::NameOctets, name.start + self.limits.name_octets));
            }
            match octets.get(pos) {
                None => {
                    self.name = name;
                    return self.pause(state, pos);
                }
                Some(b':') if pos - name.start == self.limits.name_octets => {
                    return Err(fault(XmlErrorKind::NameOctets, pos));
                }
                Some(b':') if name.local != name.start => return Err(fault(XmlErrorKind::Name, pos)),
                Some(b':') => {
                    pos += 1;
                    name.local = pos;
                }
                Some(0x80..) => pos = self.odd_in_name(octets, pos, name, state)?,
                Some(_) => return Ok(name.end(pos)),
            }
        }
    }

    /// The first character of a prefix or local part, which is no ASCII letter.
    #[cold]
    #[inline(never)]
    fn odd_first_of_name(&mut self, octets: &[u8], name: OpenName, state: State) -> Step {
        let pos = name.local;
        self.name = name;
        // To XML 1.0 a colon is like a letter: behind one, what begins no local part makes the name longer all the same.
        let beyond = pos != name.start && pos - name.start >= self.limits.name_octets;
        match octets.get(pos) {
            None => self.pause(state, pos),
            Some(0x80..) => match self.decode(octets, pos, state)? {
                (c, count) if chars::is_name_start(c) => Ok(pos + count),
                (c, _) if beyond && chars::is_name_char(c) => Err(fault(XmlErrorKind::NameOctets, pos)),
                _ => Err(self.stray(octets, pos, XmlErrorKind::Name, state)),
            },
            Some(b':' | b'-' | b'.' | b'0'..=b'9') if beyond => Err(fault(XmlErrorKind::NameOctets, pos)),
            // A colon at the end of a name.
            Some(b' ' | b'\t' | b'\n' | b'\r' | b'=' | b'/' | b'>') if name.local != name.start => {
                Err(fault(XmlErrorKind::Name, pos - 1))
            }
            Some(_) => Err(self.stray(octets, pos, XmlErrorKind::Name, state)),
        }
    }

    /// A character beyond ASCII in a name.
    #[cold]
    #[inline(never)]
    fn odd_in_name(&mut self, octets: &[u8], pos: usize, name: OpenName, state: State) -> Step {
        self.name = name;
        match self.decode(octets, pos, state)? {
            (c, count) if chars::is_name_char(c) => Ok(pos + count),
            _ => Err(self.stray(octets, pos, XmlErrorKind::Name, state)),
        }
    }

    /// The code points beyond ASCII that stand here in text or a value.
    #[inline(never)]
    pub(super) fn beyond_ascii(&mut self, octets: &[u8], mut pos: usize, state: State) -> Step {
        self.ascii = false;
        while octets.get(pos).is_some_and(|&octet| octet >= 0x80) {
            step();
            let common = chars::common_char(&octets[pos..]);
            if common != 0 {
                pos += common;
                continue;
            }
            let (c, count) = self.decode(octets, pos, state)?;
            // XML 1.0 section 2.2: U+FFFE and U+FFFF.
            if !chars::is_char(c) {
                return Err(fault(XmlErrorKind::Character, pos));
            }
            pos += count;
        }
        Ok(pos)
    }

    #[inline]
    pub(super) fn decode(&mut self, octets: &[u8], pos: usize, state: State) -> Result<(char, usize), Stop> {
        self.ascii = false;
        match chars::decode(&octets[pos..]) {
            Decoded::Char(c, count) => Ok((c, count)),
            Decoded::Incomplete => self.pause(state, pos),
            // RFC 6120 section 11.6, RFC 3629 section 4.
            Decoded::Invalid => Err(fault(XmlErrorKind::Utf8, pos)),
        }
    }
}
