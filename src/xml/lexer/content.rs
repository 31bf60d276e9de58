//! What stands between tags: text and CDATA sections (XML 1.0 sections 2.4 and 2.7).

use super::name::OpenName;
use super::reference::Within;
use super::{Lexer, State, Step, Stop, XmlErrorKind, fault};
use core::convert::Infallible;

impl Lexer {
    /// In the content of an element, or at the `<` of the outermost one.
    #[inline(always)]
    pub(super) fn content(&mut self, octets: &[u8], mut pos: usize) -> Result<Infallible, Stop> {
        loop {
            pos = self.seek(octets, pos, |markup| markup.text);
            // Most text holds nothing to look at.
            pos = if octets.get(pos) == Some(&b'<') {
                self.markup(octets, pos)?
            } else {
                self.odd_in_content(octets, pos)?
            };
        }
    }

    /// What stands in text and is to be looked at; the place behind it.
    #[inline(never)]
    fn odd_in_content(&mut self, octets: &[u8], pos: usize) -> Step {
        match octets.get(pos) {
            None => self.pause(State::Content, pos),
            Some(b'&') => {
                self.not_plain();
                self.reference(octets, pos, Within::Content)
            }
            // XML 1.0 section 2.4: not the end of a CDATA section. No markup ends with `]`.
            Some(b'>') if octets[..pos].ends_with(b"]]") => Err(fault(XmlErrorKind::CdataEnd, pos - 2)),
            Some(b'>' | b'\t' | b'\n') => Ok(pos + 1),
            Some(b'\r') => {
                self.not_plain();
                Ok(pos + 1)
            }
            Some(0x80..) => self.beyond_ascii(octets, pos, State::Content),
            Some(_) => Err(fault(XmlErrorKind::Character, pos)),
        }
    }

    /// At a `<`.
    #[inline(always)]
    fn markup(&mut self, octets: &[u8], pos: usize) -> Step {
        self.tag = pos;
        match octets.get(pos + 1) {
            None => self.pause(State::Content, pos),
            Some(b'/') => self.whole_end_tag(octets),
            Some(b'!') => self.bang(octets),
            Some(b'?') => self.open_declaration(octets),
            Some(_) if self.depth >= self.limits.depth => Err(fault(XmlErrorKind::Depth, pos)),
            Some(_) => self.start_name(octets, pos + 1, OpenName::at(pos + 1)),
        }
    }

    /// The text of the element at hand is not as it stands.
    fn not_plain(&mut self) {
        if let Some(node) = self.index.nodes.get_mut(self.current as usize) {
            node.plain = false;
        }
    }

    /// At `<!`.
    #[inline(never)]
    pub(super) fn bang(&mut self, octets: &[u8]) -> Step {
        const OPEN: &[u8] = b"<![CDATA[";
        let rest = &octets[self.tag..];
        match rest.get(2) {
            None => return self.pause(State::Bang, octets.len()),
            // However it goes on: it would be text.
            Some(b'[') if self.depth == 0 => return Err(fault(XmlErrorKind::TextBetween, self.tag)),
            Some(b'[') => {}
            Some(&octet) => return Err(fault(refused_bang(octet), self.tag)),
        }
        if rest.starts_with(OPEN) {
            self.not_plain();
            return self.cdata(octets, self.tag + OPEN.len());
        }
        if OPEN.starts_with(rest) {
            self.pause(State::Bang, octets.len())
        } else {
            Err(fault(XmlErrorKind::Cdata, self.tag))
        }
    }

    /// In a CDATA section.
    #[inline(always)]
    pub(super) fn cdata(&mut self, octets: &[u8], mut pos: usize) -> Step {
        loop {
            pos = self.seek(octets, pos, |markup| markup.text);
            pos = match octets.get(pos) {
                None => return self.pause(State::Cdata, pos),
                // What stands before the section ends with `[`.
                Some(b'>') if octets[..pos].ends_with(b"]]") => return Ok(pos + 1),
                Some(b'<' | b'>' | b'&' | b'\t' | b'\n' | b'\r') => pos + 1,
                Some(0x80..) => self.beyond_ascii(octets, pos, State::Cdata)?,
                Some(_) => return Err(fault(XmlErrorKind::Character, pos)),
            };
        }
    }
}

/// What begins with `<!` and this octet, which is no `[` (RFC 6120 section 11.1).
pub(crate) const fn refused_bang(octet: u8) -> XmlErrorKind {
    if octet == b'-' { XmlErrorKind::Comment } else { XmlErrorKind::DocumentType }
}
